"""Finding products, variants and items by words, for staff. Owns no writing."""

from __future__ import annotations

from contextlib import suppress

from sqlalchemy import ColumnElement, Connection, and_, exists, or_, select
from sqlalchemy.sql import func

from catalog.database import CatalogError
from catalog.epc import EpcError, gtin14
from catalog.product import Item, ItemStatus
from catalog.reading import (
    ITEM_COLUMNS,
    image_table,
    item_table,
    load_items,
    product_table,
    variant_table,
)

MOST_WORDS, LONGEST_WORD = 12, 200
"""What is searched for; more than this no database takes and nobody types."""


def product_ids(connection: Connection, text: str, limit: int) -> list[int]:
    """Ids of products in which every word of `text` occurs, by title."""
    query = select(product_table.id).order_by(func.lower(product_table.title), product_table.id)
    for word in _words(text):
        query = query.where(_product_has(word))
    return list(connection.scalars(query.limit(limit)))


def _words(text: str) -> list[str]:
    return [word[:LONGEST_WORD] for word in text.split()[:MOST_WORDS]]


def _product_has(word: str) -> ColumnElement[bool]:
    return or_(
        *(
            column.icontains(word, autoescape=True)
            for column in (product_table.title, product_table.brand, product_table.handle)
        ),
        exists().where(variant_table.product_id == product_table.id, _variant_has(word)),
    )


def _variant_has(word: str) -> ColumnElement[bool]:
    columns = (variant_table.sku, variant_table.gtin, variant_table.barcode, variant_table.colour)
    return or_(*(column.icontains(word, autoescape=True) for column in columns))


def variant_id(connection: Connection, name: str) -> int:
    """Id of the variant with this SKU, else GTIN, else key. Raises `CatalogError`."""
    name = name.strip()
    if len(name) > 5 * LONGEST_WORD:  # a key has a handle and three options
        raise CatalogError("No variant has a name as long as that.")
    wanted = [variant_table.sku == name, variant_table.key == name]
    with suppress(EpcError):
        wanted.insert(1, variant_table.gtin == gtin14(name))
    for condition in wanted:
        found = connection.scalar(select(variant_table.id).where(condition))
        if found is not None:
            return int(found)
    raise CatalogError(_not_found(connection, name))


def _not_found(connection: Connection, name: str) -> str:
    keys = list(
        connection.scalars(
            select(func.coalesce(variant_table.sku, variant_table.key))
            .where(
                or_(
                    variant_table.sku.ilike(name),
                    variant_table.key.istartswith(f"{name}/", autoescape=True),
                    variant_table.key.ilike(name),
                )
            )
            .order_by(variant_table.product_id, variant_table.position)
            .limit(6)
        )
    )
    if keys:
        return f"No variant is called {name!r} exactly. There are: {', '.join(keys)}."
    return f"No variant has the SKU, GTIN or key {name!r}. Search for it by a word of its title."


def items(connection: Connection, text: str, limit: int, *, in_stock: bool) -> list[Item]:
    """Tagged pieces whose product, variant or tag has every word, by title."""
    query = (
        select(*ITEM_COLUMNS)
        .join_from(item_table.variant_id.table, variant_table.id.table)
        .join(product_table.id.table)
        .order_by(product_table.title, variant_table.position, item_table.id)
    )
    if in_stock:
        query = query.where(item_table.status == ItemStatus.IN_STOCK.value)
    for word in _words(text):
        query = query.where(
            or_(
                and_(_variant_has(word)),
                product_table.title.icontains(word, autoescape=True),
                product_table.kind.icontains(word, autoescape=True),
                item_table.tag_value.istartswith(word, autoescape=True),
            )
        )
    return load_items(connection, connection.execute(query.limit(limit)).all())


def picture_sources(connection: Connection) -> dict[str, str]:
    """Key -> web address of every picture that is on the web."""
    of_products = select(image_table.key, image_table.source)
    of_variants = select(variant_table.picture, variant_table.picture_source)
    rows = [
        *connection.execute(of_products.where(image_table.source.like("http%"))),
        *connection.execute(of_variants.where(variant_table.picture_source.like("http%"))),
    ]
    return {row[0]: row[1] for row in rows}
