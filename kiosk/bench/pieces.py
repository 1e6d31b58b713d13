"""The garments that there are to carry about: the hub's tagged items, and tags that are odd.

Owns what the bench knows of the catalog, asked of the hub over HTTP. Does not know where a garment
is.
"""

from __future__ import annotations

import random
import re
import secrets
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from hardware.rfid.gen2 import is_epc
from hardware.rfid.reader import TagId, TagKind
from kiosk.hub_asking import HubAwayError, ask

ODD = ("unknown", "foreign", "unregistered")  # tags that the shop has not registered
LOOK_AGAIN_S = 0.5
MOST_ITEMS = 5000

# A valid SGTIN-96 of another company: GS1's example 0614141.812345, with a serial of its own.
FOREIGN_SGTIN = 0x3074257BF7194E4000000000
SERIAL_BITS = 38  # the last field of every SGTIN-96 (GS1 TDS 14.5.1)


class CarryError(ValueError):
    """What was asked for cannot be carried. A sentence for the developer at the bench."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One tagged garment, as the hub lists it."""

    tag: TagId
    sku: str
    title: str
    label: str
    status: str
    picture: str | None
    product_id: int
    kind: str

    @property
    def free(self) -> bool:
        """Whether it is the shop's to sell."""
        return self.status == "in_stock"


class Pieces:
    """All tagged garments, looked up again when the hub's catalog has changed."""

    def __init__(self, hub_url: str, ask: Callable[..., tuple[int, Any]] = ask) -> None:
        self.version: int | None = None  # of the hub's catalog; None while it was never reached
        self.hub_answers = False
        self._url = hub_url
        self._ask = ask
        self._ended = threading.Event()
        self._pieces: dict[TagId, Piece] = {}
        # Seeded: the same demo picks the same garments.
        self._chance = random.Random(7)

    def all(self) -> list[Piece]:
        """Every tagged garment; what was known last while the hub is away."""
        return list(self._pieces.values())

    def start(self) -> None:
        """Looks now and every half second, on a thread of its own: a hub may keep one waiting."""
        self._ended.clear()
        threading.Thread(target=self._keep_looking, name="bench: pieces", daemon=True).start()

    def stop(self) -> None:
        self._ended.set()

    def make_known(self) -> None:
        """Asks the hub now, if it never answered: a hand may be faster than the first look.

        Raises `CarryError` when the hub is away.
        """
        if self.version is None:
            try:
                self._ask_hub()
            except HubAwayError as error:
                raise CarryError("The hub does not answer, so nobody knows the rail.") from error

    def _keep_looking(self) -> None:
        while not self._ended.is_set():
            try:
                self._ask_hub()
            except HubAwayError:
                self.hub_answers = False
            self._ended.wait(LOOK_AGAIN_S)

    def _ask_hub(self) -> None:
        status, health = self._ask("GET", f"{self._url}/api/health")
        if status == 200 and health["catalog_version"] != self.version:
            status, items = self._ask("GET", f"{self._url}/api/catalog/items?limit={MOST_ITEMS}")
            if status == 200:
                pieces = [_piece(item) for item in items]
                self._pieces = {piece.tag: piece for piece in pieces}
                self.version = health["catalog_version"]
        self.hub_answers = status == 200

    def of_sku(self, sku: str, taken: Callable[[TagId], bool]) -> TagId:
        """A garment of this SKU that hangs on the rail. Raises `CarryError`."""
        known = [piece for piece in self.all() if piece.sku.casefold() == sku.casefold()]
        if not known:
            raise CarryError(f"There is no tagged garment with the SKU {sku!r}.")
        for piece in known:
            if piece.free and not taken(piece.tag):
                return piece.tag
        raise CarryError(f"No {known[0].title} ({sku}) is left on the rail.")

    def some(self, count: int, taken: Callable[[TagId], bool]) -> list[TagId]:
        """That many garments from the rail, of different products as far as there are.

        Raises `CarryError` when there are not so many.
        """
        free = [piece for piece in self.all() if piece.free and not taken(piece.tag)]
        if len(free) < count:
            raise CarryError(f"Only {len(free)} garments are on the rail.")
        self._chance.shuffle(free)
        first: dict[int, Piece] = {}
        rest = [piece for piece in free if first.setdefault(piece.product_id, piece) is not piece]
        return [piece.tag for piece in [*first.values(), *rest][:count]]

    def odd(self, kind: str) -> TagId:
        """A new tag that the shop has not registered. Raises `CarryError`."""
        if kind == "unknown":
            return TagId.epc("E280" + secrets.token_hex(10))
        serial = secrets.randbits(SERIAL_BITS - 1) | 1 << (SERIAL_BITS - 1)
        if kind == "foreign":
            return TagId.epc(f"{FOREIGN_SGTIN | serial:024X}")
        if kind == "unregistered":
            return self._unregistered(serial)
        raise CarryError(f"There is no odd tag {kind!r}; there are: {', '.join(ODD)}.")

    def _unregistered(self, serial: int) -> TagId:
        sgtins = [
            piece.tag.value
            for piece in self.all()
            if piece.tag.kind is TagKind.EPC
            and len(piece.tag.value) == 24
            and piece.tag.value.startswith("30")
        ]
        if not sgtins:
            raise CarryError("No garment of the shop carries an SGTIN-96 yet.")
        family = int(self._chance.choice(sgtins), 16) >> SERIAL_BITS << SERIAL_BITS
        return TagId.epc(f"{family | serial:024X}")


def is_tag(text: str) -> bool:
    """Whether it is a tag as people write one, rather than a SKU."""
    return re.fullmatch(r"(epc:)?[0-9A-Fa-f]{24,}|(uid|uri):.+", text) is not None


def tags_of(texts: Iterable[str]) -> list[TagId]:
    """Tags as people write them. Raises `CarryError`."""
    tags = []
    for text in texts:
        try:
            tag = TagId.parse(text)
        except ValueError as error:
            raise CarryError(f"{text!r} is not a tag. Write an EPC in hexadecimal.") from error
        if tag.kind is TagKind.EPC and not is_epc(tag.value):
            raise CarryError(f"{text!r} fits no tag. Write an EPC of 24 hexadecimal digits.")
        tags.append(tag)
    return tags


def _piece(item: dict[str, Any]) -> Piece:
    return Piece(
        tag=TagId(TagKind(item["tag"]["kind"]), item["tag"]["value"]),
        sku=item["sku"] or "",
        title=item["title"],
        label=item["label"] or "",
        status=item["status"],
        picture=item["picture"],
        product_id=item["product_id"],
        kind=item["kind"] or "",
    )
