"""What single pieces cost now where the shop's offers change it, as mirror and checkout say.

Owns the question only; the answer is `catalog.pricing`'s.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from catalog.money import Money
from catalog.pricing.prices import Piece, price
from catalog.pricing.rule import Rule
from catalog.product import Product

Costs = Mapping[int, Money]


def costs_of(products: Iterable[Product], rules: Sequence[Rule], now: datetime) -> Costs:
    """Variant id -> price, for those variants of these products that an offer makes cheaper."""
    if not rules:
        return {}
    costs = {}
    for product in products:
        for variant in product.variants:
            (one,) = price([Piece.of("", product, variant)], rules, now=now).pieces
            if one.price != one.list_price:
                costs[variant.id] = one.price
    return costs
