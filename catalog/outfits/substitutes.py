"""What to offer instead of a garment whose size is out. Pure.

Owns the order: the same garment in another colour in the size, the nearest colour first; then the
nearest garments of the kind in that size. `suggesting.py` finds what is compared here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import dist, log

from catalog.colours import family_of
from catalog.outfits.sizing import Worn
from catalog.outfits.style import PLAIN_CLOTHS, Style, style_of
from catalog.product import Offer, Product, Reason, ReasonKind, Variant

OTHER_COLOURS = 2
"""More colours of the same garment than these are seen on its own page."""
COLOUR, WARMTH, DRESS, FABRIC, PRICE, SEASON = 1.0, 0.7, 0.7, 0.5, 0.5, 0.4
_FAR = 441.7  # black from white, in RGB
_UNKNOWN = 0.6


def instead(
    product: Product, variant: Variant, others: Iterable[Product], limit: int
) -> list[Offer]:
    """Up to `limit` offers in the variant's size and in stock, whatever the order of `others`."""
    same = sorted(_other_colours(product, variant), key=_order)
    alike = sorted(_alike(product, variant, others), key=_order)
    return [*same[:OTHER_COLOURS], *alike][: max(0, limit)]


def _order(offer: Offer) -> tuple[float, int]:
    return -offer.score, offer.variant.id


def _in_size(product: Product, wanted: Worn, kind: str) -> list[Variant]:
    return [
        variant
        for variant in product.variants
        if variant.stock > 0 and wanted.how_far(kind, product.department, variant.size) == 0
    ]


def _other_colours(product: Product, variant: Variant) -> Iterator[Offer]:
    for other in product.variants:
        if other.stock > 0 and other.size == variant.size and other.colour != variant.colour:
            reason = Reason(ReasonKind.SAME_GARMENT, other.colour)
            yield Offer(product, other, (reason,), round(1 + colour_near(variant, other), 4))


def _alike(product: Product, variant: Variant, others: Iterable[Product]) -> Iterator[Offer]:
    wanted = Worn({product.kind: variant.size} if variant.size else {}, product.department)
    style = _style(product)
    for other in others:
        if other.id == product.id or other.kind != product.kind:
            continue
        found = _in_size(other, wanted, product.kind)
        if not found:
            continue
        best = max(found, key=lambda one: (colour_near(variant, one), -one.id))
        near = _near(style, _style(other)) + COLOUR * colour_near(variant, best)
        near -= PRICE * abs(log(_cents(best) / _cents(variant)))
        near += SEASON * (other.season == product.season)
        yield Offer(other, best, _reasons(product, variant, other, best), round(near, 4))


def _style(product: Product) -> Style:
    return style_of(product.kind, product.title, product.fabric, product.season)


def _near(one: Style, other: Style) -> float:
    near = -WARMTH * abs(one.warmth - other.warmth) - DRESS * abs(one.dress - other.dress)
    return near + FABRIC * (one.fabric == other.fabric != "")


def _cents(variant: Variant) -> int:
    return max(1, variant.price.minor)


def colour_near(one: Variant, other: Variant) -> float:
    """1 for the same colour, 0 for the furthest; the same family is nearer than its swatch says."""
    if one.colour.casefold() == other.colour.casefold():
        return 1.0
    family = family_of(one.colour)
    same = 0.2 if family and family == family_of(other.colour) else 0.0
    if not one.colour_hex or not other.colour_hex:
        return _UNKNOWN * 0.5 + same
    return 0.8 * (1 - dist(_rgb(one), _rgb(other)) / _FAR) + same


def _rgb(variant: Variant) -> tuple[int, ...]:
    return tuple(int(variant.colour_hex[at : at + 2], 16) for at in (1, 3, 5))


def _reasons(
    product: Product, variant: Variant, other: Product, found: Variant
) -> tuple[Reason, ...]:
    reasons = []
    family = family_of(found.colour)
    if family not in ("", "multi") and family == family_of(variant.colour):
        reasons.append(Reason(ReasonKind.SAME_COLOUR, family))
    fabric = _style(other).fabric
    if fabric not in PLAIN_CLOTHS and fabric == _style(product).fabric:
        reasons.append(Reason(ReasonKind.SAME_FABRIC, fabric))
    return (*reasons, Reason(ReasonKind.SAME_KIND, product.kind))
