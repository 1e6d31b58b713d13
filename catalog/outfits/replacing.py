"""Finds what may be offered instead of a garment whose size is out; `substitutes.py` decides.

Owns the question to the database: products of the kind in stock, some of each colour.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

from catalog.colours import FAMILIES
from catalog.outfits.sizing import same_sizes
from catalog.outfits.substitutes import instead
from catalog.product import Offer, Product, Variant
from catalog.reading import Written, load_products, spread
from catalog.tables import IN_STOCK

_PER_FAMILY = 3
_FAMILIES = [f"family{n}" for n in range(len(FAMILIES))]
_SIZES = [f"size{n}" for n in range(6)]
_DEPARTMENTS = [f"d{n}" for n in range(3)]

_families = ", ".join(f"(:{name})" for name in _FAMILIES)
_sizes = ", ".join(f":{name}" for name in _SIZES)
_departments = ", ".join(f":{name}" for name in _DEPARTMENTS)
_OF_THE_KIND = Written(
    text(
        f"WITH wish (family) AS (VALUES {_families}) SELECT DISTINCT variant.product_id FROM wish "
        "JOIN variant ON variant.id IN (SELECT id FROM variant AS shelf WHERE kind = :kind "
        f"AND colour_family = wish.family AND department IN ({_departments}) AND {IN_STOCK} "
        f"AND product_id <> :product AND (size = '' OR size IN ({_sizes})) "
        f"ORDER BY product_id LIMIT {_PER_FAMILY}) ORDER BY variant.product_id"
    )
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
    for names, each in ((_FAMILIES, FAMILIES), (_SIZES, sizes), (_DEPARTMENTS, departments)):
        values |= spread(names, each)
    ids = [row[0] for row in _OF_THE_KIND.rows(connection, values)]
    return list(load_products(connection, ids).values())
