"""What is drawn of the garments that hang here, and of what goes with them.

Owns their rows and their sum. Which of them are on the glass is the visit's to say.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.mirror.screen import words as text
from kiosk.mirror.screen.rows import GarmentRow, OfferRow
from kiosk.mirror.screen.words import Words
from kiosk.mirror.visit.events import Garment
from kiosk.mirror.visit.visit import FittingVisit

if TYPE_CHECKING:
    from catalog.product import Offer, Product, Variant


def garment_row(visit: FittingVisit, garment: Garment, place: int, words: Words) -> GarmentRow:
    product, variant = garment.product, garment.variant
    swatches = _colours_in_stock(product)
    return GarmentRow(
        key=str(garment.tag),
        title=text.title(product.title),
        price=words.money(visit.price(variant)),
        label=variant.label,
        sizes=text.sizes(_sizes_in_stock(product, variant.colour)),
        swatches=tuple(swatches[:5]) if len(swatches) > 1 else (),
        colours=words.colours(len(swatches)),
        picture=picture(product, variant),
        place=place,
    )


def offer_row(visit: FittingVisit, offer: Offer, words: Words) -> OfferRow:
    return OfferRow(
        key=f"{offer.variant.id}",
        title=text.title(offer.product.title),
        price=words.money(visit.price(offer.variant)),
        why=words.why(offer.reasons),
        picture=picture(offer.product, offer.variant),
        variant=offer.variant.id,
    )


def _colours_in_stock(product: Product) -> list[str]:
    colours = {v.colour: v.colour_hex for v in product.variants if v.stock > 0 and v.colour_hex}
    return list(colours.values())


def _sizes_in_stock(product: Product, colour: str) -> list[str]:
    sizes = (v.size for v in product.variants if v.colour == colour and v.stock > 0 and v.size)
    return list(dict.fromkeys(sizes))


def picture(product: Product, variant: Variant) -> str:
    return variant.picture or (product.pictures[0] if product.pictures else "")


def total(visit: FittingVisit, words: Words) -> str:
    """Of pieces in one currency, as the checkout would say; "" where there is no such sum."""
    garments = visit.garments
    tags, now = visit.total
    if now is not None and tags == frozenset(visit.tags):
        return words.money(now)
    if len({garment.variant.price.currency for garment in garments}) != 1:
        return ""
    first = garments[0].variant.price
    minor = sum(garment.variant.price.minor for garment in garments)
    return words.money(replace(first, minor=minor))
