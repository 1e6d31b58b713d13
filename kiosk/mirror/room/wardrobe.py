"""What the tags in the room are: garments with their pictures decoded, and what goes with them.

Owns the mirror's reading of the catalog and the thread that does it. Answers at once for a tag
that was announced (`expect`) when it was first heard, before anybody decided that it is here.
Goes on with what it knows when the database is away.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from hardware.rfid.reader import TagId
from kiosk.mirror.room.asides import Asides
from kiosk.mirror.visit.events import Event, Garment, OffersFound, PicturesCame, RoomSeen
from kiosk.mirror.visit.glass import CELLS, newest
from kiosk.mirror.visit.wondering import Wondered
from kiosk.mirror.window.rasters import Rasters

if TYPE_CHECKING:
    from catalog.pricing.rule import Rule
    from catalog.product import Item, Offer, Product, Resolved, UnregisteredPiece, Variant

log = logging.getLogger(__name__)

POLL_S = 0.3
LOOKS_EVERY_S = 1.0  # for a picture that is missing on the glass
SETTLED_S = 0.35  # a garment hangs still
DRAWN_S = 0.05  # what was said is on the glass; until then the processor is for drawing it
MOST_KNOWN = 500  # strays pass by all day
HERO, REST = 900, 480
OFFERS = 6


class Shop(Protocol):
    """What the mirror uses of `catalog.store.Catalog`."""

    def version(self) -> int: ...

    def resolve_all(self, tags: Any) -> dict[tuple[str, str], Resolved]: ...

    def goes_with(
        self,
        variants: Sequence[Variant],
        *,
        sizes: Mapping[str, str] | None = None,
        limit: int = 6,
        on: date | None = None,
    ) -> list[Offer]: ...

    def instead_of(self, variant: Variant, limit: int = 4) -> tuple[Offer, ...]: ...

    def price_rules(self) -> tuple[Rule, ...]: ...

    def close(self) -> None: ...


class Wardrobe:
    """`open_shop` may raise `OSError` or `LookupError`: it is asked again until it answers.

    `publish` is called with events, from the thread of `show` and from the wardrobe's own;
    `lacks` with the keys of pictures that are missing on the glass, when they change; `has_shop`
    with False while there has been no shop since the start, and with True once it is open.
    """

    def __init__(
        self,
        open_shop: Callable[[], Shop],
        rasters: Rasters,
        publish: Callable[[Event], None],
        *,
        lacks: Callable[[Sequence[str]], None],
        has_shop: Callable[[bool], None] = lambda _: None,
        today: Callable[[], date] = date.today,
    ) -> None:
        self._today = today
        self._open_shop = open_shop
        self._rasters = rasters
        self._publish = publish
        self._lacks = lacks
        self._has_shop = has_shop
        self._opened = False
        self._shop: Shop | None = None
        self._version = -1
        self._known: dict[TagId, Resolved] = {}
        self._present: tuple[TagId, ...] = ()
        self._expected: list[TagId] = []
        self._hung: dict[TagId, Garment] = {}
        self._said: tuple[Garment, ...] = ()
        self._said_at = 0.0
        self._sizes: tuple[tuple[str, str], ...] = ()
        self._offers_for: tuple[frozenset[TagId], tuple[tuple[str, str], ...]] | None = None
        self._offered: tuple[Offer, ...] = ()
        self._looked_at = ""
        self._soon: tuple[str, ...] = ()
        self._wanted: tuple[str, ...] = ()
        self._lacking: tuple[str, ...] = ()
        self._look_due = 0.0
        self._asides = Asides(publish, rasters.look)
        self._news = threading.Condition()
        self._saying = threading.RLock()
        self._ended = False
        self._missed = False
        self._thread = threading.Thread(target=self._work, name="wardrobe", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        with self._news:
            self._ended = True
            self._news.notify()
        if self._thread.is_alive():
            self._thread.join(1.0)
        if self._shop is not None:
            self._shop.close()

    def expect(self, tag: TagId) -> None:
        """A tag was heard: it may be about to hang here."""
        with self._news:
            if tag not in self._known:
                self._expected.append(tag)
                self._news.notify()

    def show(self, present: Sequence[TagId]) -> None:
        """These tags hang in the room, in this order: says at once what they are."""
        self._present = tuple(present)
        self._say()

    def look_at(self, key: str, soon: Sequence[str] = ()) -> None:
        """This picture is looked at larger; "" for none. A tap may show those that come `soon`."""
        self._looked_at, self._soon = key, tuple(soon)

    def wear(self, sizes: Mapping[str, str]) -> None:
        """The shopper's sizes by kind, where a word of theirs says other than what hangs here."""
        worn = tuple(sorted(sizes.items()))
        if worn != self._sizes:
            with self._news:
                self._sizes = worn
                self._news.notify()

    def wonder(self, wondered: Wondered) -> None:
        """What the visit would have looked up."""
        if self._asides.wonder(wondered):
            with self._news:
                self._news.notify()

    # --- the wardrobe's thread --------------------------------------------------------------

    def _work(self) -> None:
        # The first price's words take 0.4 s from a cold disk: no garment shall wait for them.
        import catalog.pricing.wording  # noqa: F401

        while self._wait():
            try:
                self._turn()
            # SQLAlchemy's errors have no builtin base, and may not be imported here.
            except Exception as error:  # noqa: BLE001
                self._lost(error)

    def _wait(self) -> bool:
        """Until there is something to do or to look after; False when it is over."""
        with self._news:
            if not self._ended and not self._expected:
                pause = POLL_S if self._offers_are_current() else self._offers_due_in()
                self._news.wait(pause)
            while not self._ended and not self._expected and (drawing := self._drawn_in()):
                self._news.wait(drawing)
            return not self._ended

    def _turn(self) -> None:
        if not self._drawn_in():
            self._mind_pictures()
        if self._shop is None:
            self._shop = self._open_shop()
            log.info("the shop's catalog is open")
            self._missed = False
            self._opened = True
            self._has_shop(True)
            self._version = -1
        with self._news:
            expected, self._expected = self._expected, []
        self._learn(expected)
        if self._drawn_in():
            return
        version = self._shop.version()
        if version != self._version:
            self._renew(version)
        if not self._offers_are_current() and self._offers_due_in() == 0:
            self._offer()
        self._asides.turn(self._shop, version)

    def _renew(self, version: int) -> None:
        """The catalog changed: everything is asked again, and said if something hangs here."""
        with self._saying:
            fresh = self._resolve(self._present)
            self._known = fresh
            self._version = version
            self._offers_for = None
        if self._present:
            self._say()

    def _lost(self, error: Exception) -> None:
        if not self._missed:
            log.log(_level(error), "the shop's catalog is not there: %r", error)
        self._missed = True
        if not self._opened:
            self._has_shop(False)
        shop, self._shop = self._shop, None
        if shop is not None:
            shop.close()
        with self._news:
            if not self._ended:
                self._news.wait(POLL_S)

    def _offers_are_current(self) -> bool:
        return self._offers_for == (frozenset(g.tag for g in self._said), self._sizes)

    def _offers_due_in(self) -> float:
        """Seconds: one thing at a time, so offers wait until what arrived hangs still."""
        return max(0.0, self._said_at + SETTLED_S - time.monotonic())

    def _drawn_in(self) -> float:
        """Seconds until what was said last is drawn."""
        return max(0.0, self._said_at + DRAWN_S - time.monotonic())

    def _offer(self) -> None:
        assert self._shop is not None
        garments, sizes = self._said, self._sizes
        tags = frozenset(garment.tag for garment in garments)
        offers = self._goes_with(self._shop, garments, dict(sizes)) if garments else ()
        for offer in offers:
            self._rasters.look(_picture_key(offer.product, offer.variant))
        self._publish(OffersFound(tags, offers))
        self._offers_for, self._offered = (tags, sizes), offers

    def _goes_with(
        self, shop: Shop, garments: Sequence[Garment], sizes: Mapping[str, str]
    ) -> tuple[Offer, ...]:
        """What completes the outfit of all that hangs here; of a whole rail, of the newest."""
        here = {garment.product.id for garment in garments}
        offers = shop.goes_with(
            [garment.variant for garment in garments],
            sizes=sizes,
            limit=OFFERS if len(garments) <= CELLS else 2 * OFFERS,
            on=self._today(),
        )
        return tuple(offer for offer in offers if offer.product.id not in here)[:OFFERS]

    def _mind_pictures(self) -> None:
        """Says which pictures the glass lacks, and when they came. Looks again only for those."""
        pieces = [_picture_key(g.product, g.variant) for g in newest(self._said)]
        offers = [_picture_key(o.product, o.variant) for o in self._offered] if pieces else []
        soon = self._soon
        keys = (*pieces, *offers, self._looked_at, *soon)
        wanted = tuple(dict.fromkeys(key for key in keys if key))
        now = time.monotonic()
        if wanted == self._wanted and (not self._lacking or now < self._look_due):
            return
        lacking = tuple(key for key in wanted if not self._rasters.look(key))
        came = [key for key in self._lacking if key in wanted and key not in lacking]
        changed = lacking != self._lacking
        self._wanted, self._lacking, self._look_due = wanted, lacking, now + LOOKS_EVERY_S
        for key in came:
            self._rasters.prepare(key, HERO if len(pieces) == 1 else REST)
        for key in soon:
            self._rasters.prepare(key, REST)
        if came:
            log.info("%d missing pictures came", len(came))
            self._publish(PicturesCame())
        if changed:
            self._lacks(lacking)

    # --- both threads -----------------------------------------------------------------------

    def _say(self) -> None:
        # One at a time: of two threads that say the same change, the later has the later set.
        with self._saying:
            present = self._present
            try:
                self._learn(present)
            except Exception as error:  # noqa: BLE001 - as above; what is known is shown
                log.log(_level(error), "the catalog did not answer: %r", error)
            garments = self._garments(present)
            size = HERO if len(garments) == 1 else REST
            for garment in newest(garments):
                key = _picture_key(garment.product, garment.variant)
                if (
                    garment.tag not in self._hung
                ):  # a better one than on its last visit may be there
                    self._rasters.look(key)
                self._rasters.prepare(key, size)
            self._hung = {garment.tag: garment for garment in garments}
            self._publish(RoomSeen(garments, self._unknown(present)))
            self._said, self._said_at = garments, time.monotonic()
        with self._news:
            self._news.notify()

    def _learn(self, tags: Sequence[TagId]) -> None:
        """Resolve what is not known, and decode its picture in the size it is likely drawn in."""
        unknown = [tag for tag in dict.fromkeys(tags) if tag not in self._known]
        if not unknown:
            return
        if len(self._known) > MOST_KNOWN:
            self._known = {tag: self._known[tag] for tag in self._present if tag in self._known}
        self._known.update(self._resolve(unknown))
        for tag in unknown[-CELLS:]:  # of a whole rail no more than the glass holds
            self._prepare(tag, REST)
            if not self._present:
                self._prepare(tag, HERO)

    def _resolve(self, tags: Sequence[TagId]) -> dict[TagId, Resolved]:
        if self._shop is None or not tags:
            return {}
        resolved = self._shop.resolve_all(tags)
        return {tag: resolved[tag.kind.value, tag.value] for tag in tags}

    def _prepare(self, tag: TagId, size: int) -> None:
        picture = _picture(self._known.get(tag))
        if picture:
            self._rasters.prepare(picture, size)

    def _garments(self, present: Sequence[TagId]) -> tuple[Garment, ...]:
        """What the shop sells of these; a sold piece is the shopper's own, and nobody's matter."""
        return tuple(
            self._garment(tag, found)
            for tag in present
            if (found := _for_sale(self._known.get(tag))) is not None
        )

    def _garment(self, tag: TagId, found: Item | UnregisteredPiece) -> Garment:
        """The same one while nothing about it changes: what is drawn compares them."""
        hung = self._hung.get(tag)
        if hung and hung.product is found.product and hung.variant is found.variant:
            return hung
        return Garment(tag, found.product, found.variant)

    def _unknown(self, present: Sequence[TagId]) -> tuple[TagId, ...]:
        return tuple(tag for tag in present if _is_unknown(self._known.get(tag)))


def _level(error: Exception) -> int:
    """A database that is not there is expected; anything else is worth a look."""
    return logging.INFO if isinstance(error, OSError | LookupError) else logging.WARNING


def _is_unknown(found: Resolved | None) -> bool:
    from catalog.product import UnknownTag

    return isinstance(found, UnknownTag)


def _for_sale(found: Resolved | None) -> Item | UnregisteredPiece | None:
    from catalog.product import Item, ItemStatus, UnregisteredPiece

    if isinstance(found, Item):
        return None if found.status is ItemStatus.SOLD else found
    return found if isinstance(found, UnregisteredPiece) else None


def _picture(found: Resolved | None) -> str:
    piece = _for_sale(found)
    return _picture_key(piece.product, piece.variant) if piece is not None else ""


def _picture_key(product: Product, variant: Variant) -> str:
    return variant.picture or (product.pictures[0] if product.pictures else "")
