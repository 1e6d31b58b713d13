"""The visits of all fitting rooms, for their shoppers' phones: in memory, whole, until forgotten.

Owns which token opens what, what a phone may ask of a mirror, and that nothing of a visit is left
when it is over. A mirror says its visit again and again; one that has fallen silent is over, too.
What a phone wants done is handed to the mirror, which does it or does not: nothing here does.
"""

from __future__ import annotations

import hmac
import logging
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol

from catalog.pricing.rule import Rule
from catalog.product import Product, Variant
from kiosk.config import Settings
from kiosk.hub.live import Live
from kiosk.hub.visits.costs import Costs, costs_of
from kiosk.hub.visits.drawn import drawn, known
from kiosk.hub.visits.kept import KeptLists
from kiosk.hub.visits.product_page import ProductPage
from kiosk.hub.visits.taps import STAYS_S, Tap, Taps
from kiosk.hub.visits.told import Told

log = logging.getLogger(__name__)

SILENT_S = 120.0  # a mirror says its visit every 2 s; one that is away for so long has ended it
LOOKS_EVERY_S = 0.5
PRICES_LAST_S = 30.0  # offers begin and end by the clock
TIDIES_EVERY_S = 3600.0
MOST_LISTED = 100
MOST_PHONES = 8  # of one visit, at once
FORGOTTEN_REMEMBERED = 100

VARIANT = ("garment", "offer", "bring", "hold")  # what is about a piece
WORDS = ("colour", "size")
EVENTS = (*VARIANT, *WORDS, "call", "back", "cancel", "language", "rating")


class Shelf(Protocol):
    """What visits need of the catalog."""

    def version(self) -> int: ...

    def price_rules(self) -> tuple[Rule, ...]: ...

    def variants(self, variant_ids: Iterable[int]) -> dict[int, tuple[Product, Variant]]: ...


class NoSuchVisitError(LookupError):
    """No visit has this token, or not any more: nobody is told which."""


class TapRefusedError(ValueError):
    """This cannot be asked of this visit. The text says why, for a developer."""


@dataclass(slots=True)
class Held:
    """All that is held of one room's visit. `taken_off` and `put_on` change the list to keep."""

    told: Told
    topic: str
    heard_at: float
    taps: Taps = field(default_factory=Taps)
    tried: dict[int, None] = field(default_factory=dict)
    taken_off: set[int] = field(default_factory=set)
    put_on: dict[int, None] = field(default_factory=dict)
    kept: str = ""
    kept_as: list[int] = field(default_factory=list)
    said: dict[str, Any] = field(default_factory=dict)
    drawn_from: object = None

    def hears(self, told: Told, now: float) -> None:
        self.told = told
        self.heard_at = now
        self.tried |= dict.fromkeys(garment.variant_id for garment in told.garments)

    @property
    def listed(self) -> list[int]:
        """What hung here and what was put on, less what was taken off."""
        listed = [one for one in {**self.tried, **self.put_on} if one not in self.taken_off]
        return listed[:MOST_LISTED]


class Visits:
    """Every call may come from any thread. `on_change()`: a mirror should hear. `on_told`: a mirror
    says this visit, "" for none. `on_forgotten`: a phone ended it."""

    def __init__(
        self,
        settings: Settings,
        catalog: Shelf,
        live: Live,
        kept: KeptLists,
        *,
        address: str,
        epoch: str,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings
        self._catalog = catalog
        self._live = live
        self._address = address
        self._epoch = epoch
        self._monotonic = monotonic
        self.kept = kept
        self.page = ProductPage(settings.shop.product_page)
        self.on_change: Callable[[], None] = lambda: None
        self.on_told: Callable[[str, str], None] = lambda *_: None
        self.on_forgotten: Callable[[str, Told], None] = lambda *_: None
        self._lock = threading.RLock()
        self._keeping = threading.Lock()  # held while the database writes, `_lock` is not
        self._rooms: dict[str, Held] = {}
        self._farewells: dict[str, tuple[float, dict[str, str]]] = {}
        self._forgotten: OrderedDict[str, dict[str, str]] = OrderedDict()  # key -> the farewell
        self._version = int(datetime.now(UTC).timestamp() * 1000)
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None

    def open(self) -> None:
        self._thread = threading.Thread(target=self._keep_looking, name="visits", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._closing.set()
        if self._thread is not None:
            self._thread.join(timeout=2)

    # --- what a mirror says --------------------------------------------------------------------

    def tell(self, room: str, told: Told | None) -> bool:
        """The room's visit, whole; None when it is forgotten. False for one that a shopper has
        ended on the phone, of which nothing more is taken."""
        with self._lock:
            farewell = self._forgotten.get(told.key) if told is not None else None
            if farewell is not None:  # the mirror was away when it was told
                held, changed = None, self._bid_farewell(room, farewell)
            else:
                held, changed = self._hear(room, told)
        self.on_told(room, told.key if told is not None and farewell is None else "")
        if changed:
            self.on_change()
        if held is not None:
            self._keep_up(held)
        return farewell is None

    def room(self, room: str) -> dict[str, Any]:
        """What the room's mirror is told of its phones."""
        with self._lock:
            now = self._monotonic()
            held = self._rooms.get(room)
            taps: list[dict[str, str]] = []
            until, farewell = self._farewells.get(room, (0.0, {}))
            if farewell and now < until:
                taps.append(farewell)
            else:
                self._farewells.pop(room, None)
            if held is not None:
                taps += [tap.as_json(held.told.key) for tap in held.taps.waiting(now)]
            return {
                "taps": taps,
                "phones": self._live.listeners(held.topic) if held else 0,
                "phone_url": f"{self._address}/visit/{{token}}",
            }

    # --- what a phone sees ---------------------------------------------------------------------

    def snapshot(self, token: str) -> dict[str, Any]:
        """The page's whole state. Raises `NoSuchVisitError`, as do all that follow."""
        with self._lock:
            said = self._live.latest(self._held(token)[1].topic)
        if said is None:  # the catalog did not answer yet
            raise NoSuchVisitError
        return said

    def topic(self, token: str) -> str:
        """What the page follows live."""
        with self._lock:
            return self._held(token)[1].topic

    def has_room_for_a_phone(self, token: str) -> bool:
        return self._live.listeners(self.topic(token)) < MOST_PHONES

    # --- what a phone does ---------------------------------------------------------------------

    def tap(self, token: str, tap: Tap) -> None:
        """Hands a tap to the mirror. Raises `TapRefusedError`, `TooManyTapsError`, too."""
        with self._lock:
            _, held = self._held(token)
            self._check(held, tap)
            new = held.taps.add(tap, self._monotonic())
        if new:
            self.on_change()

    def put(self, token: str, variant_id: int, *, on: bool) -> None:
        """A piece goes on the list to keep, or off it. Raises `TapRefusedError`, too."""
        with self._lock:
            room, held = self._held(token)
            if variant_id not in known([*held.told.variants, *held.tried], self._owners(held)):
                raise TapRefusedError("This visit does not speak of this piece.")
            if on:
                held.put_on[variant_id] = None
                held.taken_off.discard(variant_id)
            else:
                held.put_on.pop(variant_id, None)
                held.taken_off.add(variant_id)
            self._say(room, held)
        self._keep_up(held)

    def keep(self, token: str) -> str:
        """The token of the list as it is kept from now on; the same one for as long as it is."""
        if not self.kept.days:
            raise TapRefusedError("This shop keeps no lists.")
        with self._keeping:
            with self._lock:
                held = self._held(token)[1]
                kept, listed = held.kept, held.listed
            if kept and self.kept.find(kept) is not None:
                return kept
            kept = self.kept.keep(listed)
            with self._lock:
                held.kept, held.kept_as = kept, listed
        self.look()
        return kept

    def forget_list(self, kept: str) -> None:
        """Nothing is left of a kept list; a visit that goes on may keep its list again."""
        with self._keeping:
            self.kept.forget(kept)
            with self._lock:
                for held in self._rooms.values():
                    if hmac.compare_digest(held.kept.encode(), kept.encode()):
                        held.kept = ""
        self.look()

    def forget(self, token: str) -> None:
        """The shopper ends the visit: all of it is dropped here now, and the mirror told so."""
        with self._lock:
            room, held = self._held(token)
            farewell = Tap(secrets.token_hex(8), "forget").as_json(held.told.key)
            self._forgotten[held.told.key] = farewell
            if len(self._forgotten) > FORGOTTEN_REMEMBERED:
                self._forgotten.popitem(last=False)
            self._drop(room)
            self._bid_farewell(room, farewell)
        self.on_change()
        self.on_forgotten(room, held.told)  # its mirror calls off the same, but it may be away

    def costs(self, products: Iterable[Product]) -> Costs:
        """What pieces of these products cost now, where it is not their price."""
        each = {product.id: product for product in products}
        return costs_of(each.values(), self._catalog.price_rules(), datetime.now(UTC))

    # --- within --------------------------------------------------------------------------------

    def look(self) -> None:
        """What changes without being said: the catalog, answers, silence."""
        with self._lock:
            now = self._monotonic()
            for room, held in list(self._rooms.items()):
                if now - held.heard_at >= SILENT_S:
                    self._drop(room)
                else:
                    self._say(room, held)

    def _hear(self, room: str, told: Told | None) -> tuple[Held | None, bool]:
        """What is held of the room's visit now, and whether another one ended by that."""
        held = self._rooms.get(room)
        # Another token of the same visit: somebody else may have come.
        over = held is not None and (
            told is None or (held.told.key, held.told.token) != (told.key, told.token)
        )
        if over:
            self._drop(room)  # its taps are in nobody's memory any more
            held = None
        if told is not None:
            if held is None:
                held = Held(told, f"visit/{secrets.token_hex(16)}", 0.0)
                self._rooms[room] = held
            held.hears(told, self._monotonic())
            self._say(room, held)
        return held, over

    def _bid_farewell(self, room: str, farewell: dict[str, str]) -> bool:
        """The room's mirror is told for a while that its visit is over; whether that is news."""
        now = self._monotonic()
        until, before = self._farewells.get(room, (0.0, {}))
        self._farewells[room] = (now + STAYS_S, farewell)
        return before != farewell or now >= until

    def _held(self, token: str) -> tuple[str, Held]:
        """Looks at every room, so that the time it takes tells nothing."""
        found: tuple[str, Held] | None = None
        shown = token.encode()
        for room, held in self._rooms.items():
            if hmac.compare_digest(held.told.token.encode(), shown):
                found = room, held
        if found is None:
            raise NoSuchVisitError
        return found

    def _check(self, held: Held, tap: Tap) -> None:
        """Raises `TapRefusedError` for what this visit cannot mean."""
        value = tap.value
        if tap.event in VARIANT:
            ids = known([*held.told.variants, *held.tried], self._owners(held))
            fits = value.isdecimal() and int(value) in ids
        elif tap.event in WORDS:
            fits = held.told.focus is not None and bool(value)
        elif tap.event == "cancel":
            fits = value in {asked.id for asked in held.told.asked}
        elif tap.event == "language":
            fits = value in self._settings.mirror.languages
        elif tap.event == "rating":
            score = value.partition(" ")[0]
            fits = score.isdecimal() and 0 <= int(score) <= 10 and not held.told.rated
        else:
            fits = tap.event in EVENTS and not value
        asked = {one.id: (one.kind, str(one.variant_id or "")) for one in held.told.asked}
        if not fits or asked.get(tap.id, (tap.event, value)) != (tap.event, value):
            raise TapRefusedError(f"{tap.event!r} with {value!r} means nothing in this visit.")

    def _keep_up(self, held: Held) -> None:
        """A list that was kept is the list as it is now."""
        if not held.kept:
            return
        with self._keeping:
            with self._lock:
                kept, listed = held.kept, held.listed
            if kept and listed != held.kept_as:
                self.kept.change(kept, listed)
                held.kept_as = listed

    def _owners(self, held: Held) -> dict[int, tuple[Product, Variant]]:
        return self._catalog.variants({*held.told.variants, *held.tried, *held.put_on})

    def _say(self, room: str, held: Held) -> None:
        """Publishes the page's state if it is another one."""
        news: Mapping[str, Any] = self._live.latest(f"room/{room}") or {}
        answers = {key: news.get(key) for key in ("requests", "on_duty", "staff_on_duty")}
        source = (
            held.told,
            held.listed,
            held.kept,
            self._catalog.version(),
            answers,
            news.get("answer_minutes"),
            self._monotonic() // PRICES_LAST_S,
        )
        if source == held.drawn_from:
            return
        held.drawn_from = source
        owners = self._owners(held)
        snapshot = drawn(
            held.told,
            owners,
            news,
            held.listed,
            locale=self._settings.shop.locale,
            page=self.page,
            costs=self.costs(product for product, _ in owners.values()),
        ) | {
            "room": self._settings.rooms[room].name,
            "keep_days": self.kept.days,
            "kept": f"/list/{held.kept}" if held.kept else None,
        }
        if snapshot == held.said:
            return
        held.said = snapshot
        self._version += 1
        said = {"epoch": self._epoch, "version": self._version, **snapshot}
        self._live.publish(held.topic, said)

    def _drop(self, room: str) -> None:
        """Nothing of the room's visit is left here; its pages hear that it is over."""
        held = self._rooms.pop(room)
        self._live.forget(held.topic)

    def _keep_looking(self) -> None:
        tidied = float("-inf")
        while not self._closing.wait(LOOKS_EVERY_S):
            try:
                self.look()
                if self._monotonic() - tidied >= TIDIES_EVERY_S:
                    tidied = self._monotonic()
                    self.kept.tidy()
            except Exception:  # the next look may work; a phone page must not fall silent
                log.exception("could not say what is new in a visit")
