"""The basket: which pieces are at a table, which of them are lines to pay, and which are doubtful.

A piece is on the table, or was brought by "pay for these" from a fitting room; both are one piece
when the tag is one. Nobody is charged for a doubtful piece: it stands apart with its reason. Owns
the gathering and the reasons; prices and titles come from the catalog, resolved by the caller.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

from catalog.money import Money
from catalog.product import (
    Item,
    ItemStatus,
    Product,
    Resolved,
    UnknownReason,
    UnknownTag,
    UnregisteredPiece,
    Variant,
)
from hardware.rfid.reader import TagId, TagKind
from kiosk.hub.checkout.order import GARMENTS_ONLY, Extra, Order


@dataclass(frozen=True, slots=True)
class Piece:
    """A tag at a table. `from_room` is the name of the room that sent it, "" if none did.

    `near` says that it is in another place, as far as the readers can tell; `faint`, that it is
    heard so little that it may not lie here; `chosen`, that the shopper tapped it in anyway.
    `since` is when the table first heard of it.
    """

    tag: TagId
    since: float
    on_table: bool = False
    from_room: str = ""
    near: bool = False
    faint: bool = False
    chosen: bool = False


Pieces = tuple[Piece, ...]  # in order of arrival; each tag once


def lay(
    pieces: Pieces,
    tags: Iterable[TagId],
    now: float,
    near: Collection[TagId] = frozenset(),
    faint: Collection[TagId] = frozenset(),
    *,
    whole: bool = True,
) -> Pieces:
    """The table's set, as its reader hears it now.

    A piece that lay on the table and is not in the set was lifted: it goes, wherever it came from.
    A piece from a room that never lay on the table stays. `whole` is False while a table that has
    just started cannot say yet what is not there: then nothing is lifted.
    """
    there = dict.fromkeys(tags)
    kept = [
        replace(piece, on_table=True, near=piece.tag in near, faint=piece.tag in faint)
        if piece.tag in there
        else piece
        for piece in pieces
        if piece.tag in there or not piece.on_table or not whole
    ]
    known = {piece.tag for piece in kept}
    new = [
        Piece(tag, now, True, near=tag in near, faint=tag in faint)
        for tag in there
        if tag not in known
    ]
    return (*kept, *new)


def bring(pieces: Pieces, room: str, tags: Iterable[TagId], now: float) -> Pieces:
    """The whole set that a room wants to pay for; it replaces what the room sent before."""
    sent = dict.fromkeys(tags)
    kept = [
        replace(piece, from_room=room) if piece.tag in sent else piece
        for piece in pieces
        if piece.tag in sent or piece.on_table or piece.from_room != room
    ]
    known = {piece.tag for piece in kept}
    return (*kept, *(Piece(tag, now, from_room=room) for tag in sent if tag not in known))


def take_out(pieces: Pieces, tag: TagId) -> Pieces:
    """The shopper does not want this piece from the room. One on the table must be lifted."""
    return tuple(piece for piece in pieces if piece.on_table or piece.tag != tag)


def choose(pieces: Pieces, tag: TagId, now: float) -> Pieces:
    """The shopper says that this piece is theirs: a doubtful one, or one beside the table."""
    if not any(piece.tag == tag for piece in pieces):
        return (*pieces, Piece(tag, now, on_table=True, chosen=True))
    return tuple(replace(p, chosen=True) if p.tag == tag else p for p in pieces)


class DoubtReason(StrEnum):
    UNKNOWN = "unknown"  # names nothing that the shop knows
    FOREIGN = "foreign"  # another shop's garment
    SOLD = "sold"  # paid for already
    UNREGISTERED = "unregistered"  # our product, but no piece that we ever tagged
    DUPLICATE = "duplicate"  # a second tag of a piece that is here already
    NEAR = "near"  # in another place, as far as the readers can tell
    FAINT = "faint"  # heard so little that it may not lie here
    LATE = "late"  # laid down after the payment had begun


SENTENCES = {
    DoubtReason.UNKNOWN: "We do not know this tag. A colleague will help.",
    DoubtReason.FOREIGN: "This one is not from our shop. A colleague will help.",
    DoubtReason.SOLD: "This one is paid for already. If it is not yours, ask a colleague.",
    DoubtReason.UNREGISTERED: "Ask a colleague: this item needs a hand.",
    DoubtReason.DUPLICATE: "Ask a colleague: this piece seems to have two tags.",
    DoubtReason.NEAR: "This one may be beside the table. Add it?",
    DoubtReason.FAINT: "This one is hard to make out. Lay it on top, or add it.",
    DoubtReason.LATE: "Laid down after the payment began. It is not paid yet.",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One piece to pay, as it was named and priced when it was resolved.

    `tag` is what was read; `item` is the tag that the shop knows the piece by, which is another
    one when the same serial is encoded in two ways. `list_price` is without the offers that
    `discount` names.
    """

    tag: TagId
    item: TagId
    variant_id: int
    sku: str
    title: str
    label: str
    price: Money
    list_price: Money
    picture: str
    on_table: bool = True
    from_room: str = ""
    discount: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Doubt:
    """One piece that stands apart. What is not known about it is "" or None."""

    tag: TagId
    reason: DoubtReason
    title: str = ""
    label: str = ""
    price: Money | None = None
    picture: str = ""

    @property
    def sentence(self) -> str:
        return SENTENCES[self.reason]

    @property
    def can_add(self) -> bool:
        """Whether the shopper may tap it into the basket."""
        return self.reason in (DoubtReason.NEAR, DoubtReason.FAINT)


@dataclass(frozen=True)
class Basket:
    """What is at the table, sorted into lines and doubts. `laid` is what lies there physically;
    `order`, what goes with the lines."""

    lines: tuple[Line, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    laid: frozenset[TagId] = field(default=frozenset())
    order: Order = GARMENTS_ONLY

    @cached_property
    def tags(self) -> frozenset[TagId]:
        """What would be sold."""
        return frozenset(line.tag for line in self.lines)

    @property
    def amount(self) -> int:
        """What Pay would charge, in minor units."""
        garments = sum(line.price.minor for line in self.lines)
        return garments + sum(extra.price.minor for extra in self.order.extras)

    @property
    def offer(self) -> frozenset[tuple[str, int, Money]]:
        """What the shopper agrees to by pressing Pay: these pieces at these prices."""
        lines = [(str(line.tag), 1, line.price) for line in self.lines]
        return frozenset((*lines, *((e.sku, e.quantity, e.price) for e in self.order.extras)))


def total(priced: Iterable[Line | Extra], currency: str) -> Money:
    return sum((each.price for each in priced), Money(0, currency))


def discount(priced: Iterable[Line | Extra], currency: str) -> Money:
    """What the offers take off."""
    return Money(sum(each.list_price.minor - each.price.minor for each in priced), currency)


def sort(
    pieces: Pieces,
    resolved: Mapping[TagId, Resolved],
    currency: str,
    *,
    paid: Collection[TagId] = frozenset(),
    frozen: Mapping[TagId, Line] | None = None,
    order: Order = GARMENTS_ONLY,
) -> Basket:
    """Pieces as a basket.

    `paid` are this shopper's own, just sold: they are neither lines nor doubts while they lie
    there. `frozen` are the lines of a payment that is under way; they stay as they are, whatever
    the catalog says meanwhile; `order` goes with them. A piece that is not in `resolved` or priced
    in another currency is unknown.
    """
    frozen = frozen or {}
    lines: list[Line] = []
    doubts: list[Doubt] = []
    for piece in pieces:
        if line := frozen.get(piece.tag):
            lines.append(replace(line, on_table=piece.on_table, from_room=piece.from_room))
        elif piece.tag not in paid:
            found = _sorted(piece, resolved.get(piece.tag), currency)
            if isinstance(found, Doubt):
                doubts.append(found)
            elif any(line.item == found.item for line in lines):
                doubts.append(_set_apart(found, DoubtReason.DUPLICATE))
            else:
                lines.append(found)
    laid = frozenset(piece.tag for piece in pieces if piece.on_table)
    return Basket(tuple(lines), tuple(doubts), laid, order)


def _sorted(piece: Piece, found: Resolved | None, currency: str) -> Line | Doubt:
    match found:
        case Item(status=ItemStatus.SOLD):
            return _doubt(piece.tag, DoubtReason.SOLD, found.product, found.variant)
        case Item() if found.variant.price.currency == currency:
            if (piece.near or piece.faint) and not piece.chosen:
                reason = DoubtReason.NEAR if piece.near else DoubtReason.FAINT
                return _doubt(piece.tag, reason, found.product, found.variant)
            return _line(piece, found)
        case UnregisteredPiece():
            return _doubt(piece.tag, DoubtReason.UNREGISTERED, found.product, found.variant)
        case UnknownTag(reason=UnknownReason.FOREIGN):
            return Doubt(piece.tag, DoubtReason.FOREIGN)
    return Doubt(piece.tag, DoubtReason.UNKNOWN)


NEARBY_MOST = 6  # a rail may stand beside the table


def nearby(
    tags: Iterable[TagId], resolved: Mapping[TagId, Resolved], currency: str
) -> tuple[Doubt, ...]:
    """Of what is heard beside the table: the first few pieces that the shop sells."""
    found = (_sorted(Piece(tag, 0.0, near=True), resolved.get(tag), currency) for tag in tags)
    near = [one for one in found if isinstance(one, Doubt) and one.reason is DoubtReason.NEAR]
    return tuple(near[:NEARBY_MOST])


def _line(piece: Piece, item: Item) -> Line:
    product, variant = item.product, item.variant
    return Line(
        tag=piece.tag,
        item=TagId(TagKind(item.tag_kind), item.tag_value),
        variant_id=variant.id,
        sku=variant.sku or "",
        title=product.title,
        label=variant.label,
        price=variant.price,
        list_price=variant.price,
        picture=variant.picture,
        on_table=piece.on_table,
        from_room=piece.from_room,
    )


def _doubt(tag: TagId, reason: DoubtReason, product: Product, variant: Variant) -> Doubt:
    return Doubt(tag, reason, product.title, variant.label, variant.price, variant.picture)


def _set_apart(line: Line, reason: DoubtReason) -> Doubt:
    return Doubt(line.tag, reason, line.title, line.label, line.price, line.picture)


def late(line: Line) -> Doubt:
    """A piece that came after its neighbours were frozen for the payment."""
    return _set_apart(line, DoubtReason.LATE)
