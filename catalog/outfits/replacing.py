"""Finds what may be offered instead of a garment whose size is out; `substitutes.py` decides.

Owns the question to the database: products of the kind in stock, some of each colour.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, text

from catalog.colours import FAMILIES
from catalog.outfits.sizing import same_sizes
from catalog.outfits.substitutes import instead
from catalog.product import Offer, Product, Variant
from catalog.reading import load_products
from catalog.tables import IN_STOCK

_PER_FAMILY = 3
_SIZES = 6
_DEPARTMENTS = 3

_families = ", ".join(f"(:family{n})" for n in range(len(FAMILIES)))
_sizes = ", ".join(f":size{n}" for n in range(_SIZES))
_departments = ", ".join(f":d{n}" for n in range(_DEPARTMENTS))
_OF_THE_KIND = text(
    f"WITH wish (family) AS (VALUES {_families}) SELECT DISTINCT variant.product_id FROM wish "
    "JOIN variant ON variant.id IN (SELECT id FROM variant AS shelf WHERE kind = :kind "
    f"AND colour_family = wish.family AND department IN ({_departments}) AND {IN_STOCK} "
    f"AND product_id <> :product AND (size = '' OR size IN ({_sizes})) "
    f"ORDER BY product_id LIMIT {_PER_FAMILY}) ORDER BY variant.product_id"
)


def instead_of(connection: Connection, variant: Variant, limit: int) -> tuple[Offer, ...]:
    """Up to `limit` substitutes; see `Catalog.instead_of`."""
    product = load_products(connection, [variant.product_id]).get(variant.product_id)
    if product is None or limit <= 0:
        return ()
    others = _others(connection, product, variant) if product.kind else []
    return tuple(instead(product, variant, others, limit))


def _others(connection: Connection, product: Product, variant: Variant) -> list[Product]:
    sizes = same_sizes(variant.size, product.kind, product.department)
    departments = (product.department, "unisex", "")
    values: dict[str, str | int] = {"kind": product.kind, "product": product.id}
    values |= _spread("family", FAMILIES, len(FAMILIES))
    values |= _spread("size", sizes, _SIZES) | _spread("d", departments, _DEPARTMENTS)
    ids = [row[0] for row in connection.execute(_OF_THE_KIND, values)]
    return list(load_products(connection, ids).values())


def _spread(name: str, values: Sequence[str], places: int) -> dict[str, str]:
    return {f"{name}{n}": values[min(n, len(values) - 1)] for n in range(places)}
