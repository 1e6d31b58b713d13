"""Garments that were handed back: the one question about each, and what its answer leads to.

Owns how long the question stays, and which piece a shopper would try next. Pure; has no clock.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hardware.rfid.reader import TagId
from kiosk.mirror.visit.events import Fault, Garment

if TYPE_CHECKING:  # the mirror's first frame does not wait for the catalog's libraries
    from catalog.product import Offer, Product, Variant

HANDED_STAYS_S = 20.0
MOST_HANDED = 2


@dataclass(frozen=True, slots=True)
class Handed:
    """A garment that left the room, which nobody has said anything about yet."""

    garment: Garment
    since: float

    @property
    def tag(self) -> TagId:
        return self.garment.tag

    @property
    def rests_at(self) -> float:
        return self.since + HANDED_STAYS_S


def newest(handed: Sequence[Handed], now: float) -> tuple[Handed, ...]:
    """Those that are asked about now."""
    return tuple(one for one in handed if now < one.rests_at)[-MOST_HANDED:]


def next_size(product: Product, variant: Variant, fault: Fault) -> str:
    """The next larger or smaller size of the same colour, in the shop or not; "" for none.

    Sizes are in the order in which the catalog has them, smallest first.
    """
    sizes = list(dict.fromkeys(v.size for v in product.variants if v.colour == variant.colour))
    place = sizes.index(variant.size) + (1 if fault is Fault.TOO_SMALL else -1)
    return sizes[place] if 0 <= place < len(sizes) else ""


def other_colour(product: Product, variant: Variant) -> Variant | None:
    """The same size in another colour that the shop has; else another size of one."""
    others = [v for v in product.variants if v.colour != variant.colour and v.stock > 0]
    same = [v for v in others if v.size == variant.size]
    return next(iter([*same, *others]), None)


def less_dear(variant: Variant, offers: Sequence[Offer]) -> Offer | None:
    """The first substitute that costs less."""
    return next(_cheaper(variant, offers), None)


def _cheaper(variant: Variant, offers: Sequence[Offer]) -> Iterator[Offer]:
    for offer in offers:
        price = offer.variant.price
        if price.currency == variant.price.currency and price.minor < variant.price.minor:
            yield offer
