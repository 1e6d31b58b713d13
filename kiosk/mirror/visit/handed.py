"""Garments that were handed back: the one question about each, and what its answer leads to.

Owns how long the question stays, and which piece a shopper would try next. Pure; has no clock.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from catalog.outfits.sizing import after
from hardware.rfid.reader import TagId
from kiosk.mirror.visit.events import Fault, Garment

if TYPE_CHECKING:  # the mirror's first frame does not wait for the catalog's libraries
    from catalog.money import Money
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
    """The next larger or smaller size of the same colour, in the shop or not; "" for none."""
    sizes = [v.size for v in product.variants if v.colour == variant.colour]
    size = after(fault.value, variant.size, sizes)
    return size if size != variant.size else ""


def other_colour(product: Product, variant: Variant) -> Variant | None:
    """The same size in another colour that the shop has; else another size of one."""
    others = [v for v in product.variants if v.colour != variant.colour and v.stock > 0]
    same = [v for v in others if v.size == variant.size]
    return next(iter([*same, *others]), None)


def less_dear(
    variant: Variant, offers: Sequence[Offer], price: Callable[[Variant], Money]
) -> Offer | None:
    """The first substitute that costs less now."""
    own = price(variant)
    priced = ((offer, price(offer.variant)) for offer in offers)
    cheaper = (
        offer
        for offer, other in priced
        if other.currency == own.currency and other.minor < own.minor
    )
    return next(cheaper, None)
