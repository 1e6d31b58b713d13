"""What a visit would have looked up: what is like a piece that is out, and what pieces cost now.

Owns which pieces these are. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk.mirror.visit.events import Garment

if TYPE_CHECKING:
    from catalog.product import Product, Variant
    from kiosk.mirror.visit.visit import FittingVisit

MOST_PRODUCTS = 24


@dataclass(frozen=True, slots=True)
class Wondered:
    """`missed` are pieces that something else is to be found for; the others are to be priced."""

    missed: tuple[Variant, ...] = ()
    products: tuple[Product, ...] = ()
    garments: tuple[Garment, ...] = ()


NOTHING_WONDERED = Wondered()


def wondered(visit: FittingVisit) -> Wondered:
    """What is sold out and looked at; what was handed back, for it may have been too dear."""
    focus = visit.focus
    missed = [one.garment.variant for one in visit.handed]
    if focus is not None and not visit.focus_is_here and not visit.left_in_shop(focus.variant):
        missed.append(focus.variant)
    spoken = [focus.product] if focus is not None else []
    spoken += [one.garment.product for one in visit.handed]
    spoken += [garment.product for garment in visit.garments]
    spoken += [offer.product for offer in visit.offers]
    spoken += [offer.product for found in visit.substitutes for offer in found.offers]
    products = {product.id: product for product in spoken}
    return Wondered(tuple(missed), tuple(products.values())[:MOST_PRODUCTS], visit.garments)
