"""Rows to frozen values: products with their variants and pictures, in three queries.

Owns the statements that every read shares. Decides nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    Dialect,
    Integer,
    Select,
    Text,
    TextClause,
    bindparam,
    cast,
    select,
)

from catalog.illustration import illustration_key
from catalog.money import Money
from catalog.outfits.sizing import in_order
from catalog.pictures import OR
from catalog.product import Item, ItemStatus, Product, Variant
from catalog.tables import ImageRow, ItemRow, ProductRow, VariantRow

T = TypeVar("T")

product_table = ProductRow.__table__.c
variant_table = VariantRow.__table__.c
image_table = ImageRow.__table__.c
item_table = ItemRow.__table__.c

_OF_THE_WEB = re.compile("[0-9a-f]{20}")  # see `catalog.importing.plan.picture_key`

LARGEST_ID = 2**31 - 1
"""A larger number names no row, and a database may refuse to look for it."""

BATCH = 500
"""How many values an IN (...) holds at most."""

FEW = 8


class Written:
    """A statement that is written once for each kind of database, and goes past SQLAlchemy to the
    driver: compiling anew and describing each result was half of a query that takes a millisecond.

    Its columns must be plain numbers and texts, since nothing converts them. Rows are tuples.
    """

    def __init__(self, statement: Select[Any] | TextClause) -> None:
        self._statement = statement
        self._texts: dict[str, tuple[str, dict[str, Any], Sequence[str] | None]] = {}

    def rows(
        self, connection: Connection, values: Mapping[str, str | int]
    ) -> Sequence[Sequence[Any]]:
        """All rows. `values` are of every name that the statement has no value of its own for."""
        text, own, order = self._text(connection.dialect)
        values = {**own, **values}
        parameters = values if order is None else [values[name] for name in order]
        if not connection.in_transaction():
            connection.begin()  # as SQLAlchemy would: all statements see one state of the shop
        cursor = connection.connection.cursor()
        try:
            cursor.execute(text, parameters)
            return cursor.fetchall()
        finally:
            cursor.close()

    def _text(self, dialect: Dialect) -> tuple[str, dict[str, Any], Sequence[str] | None]:
        known = self._texts.get(dialect.name)
        if known is None:
            compiled = self._statement.compile(dialect=dialect)
            order = compiled.positiontup if compiled.positional else None
            known = self._texts[dialect.name] = (str(compiled), dict(compiled.params), order)
        return known


class OfIds:
    """A statement about the rows whose `column` is one of some ids: `Written` for up to `few`."""

    def __init__(self, statement: Select[Any], column: ColumnElement[int], few: int = FEW) -> None:
        self._names = [f"id{n}" for n in range(few)]
        places = [bindparam(name, type_=Integer) for name in self._names]
        self._few = Written(statement.where(column.in_(places)))
        self._many = statement.where(column.in_(bindparam("ids", expanding=True)))

    def rows(self, connection: Connection, ids: Sequence[int]) -> Sequence[Sequence[Any]]:
        """All rows, at most `BATCH` ids at once."""
        if not ids:
            return []
        if len(ids) > len(self._names):
            return connection.execute(self._many, {"ids": ids}).all()
        return self._few.rows(connection, spread(self._names, ids))


def spread(names: Sequence[str], values: Sequence[T]) -> dict[str, T]:
    """A value for each name; the last one again where there are fewer, so that it finds no more."""
    last = len(values) - 1
    return {name: values[min(n, last)] for n, name in enumerate(names)}


_PRODUCTS = OfIds(
    select(
        product_table.id,
        product_table.handle,
        product_table.title,
        product_table.brand,
        product_table.kind,
        product_table.department,
        product_table.season,
        product_table.fabric,
        product_table.care,
        product_table.description,
        cast(product_table.tags, Text).label("tags"),
    ),
    product_table.id,
)

_VARIANTS = OfIds(
    select(
        variant_table.id,
        variant_table.product_id,
        variant_table.sku,
        variant_table.gtin,
        variant_table.size,
        variant_table.colour,
        variant_table.colour_hex,
        cast(variant_table.options, Text).label("options"),
        variant_table.price_minor,
        variant_table.compare_at_minor,
        variant_table.currency,
        variant_table.items_in_stock,
        variant_table.untagged_quantity,
        variant_table.picture,
    ).order_by(variant_table.product_id, variant_table.position),
    variant_table.product_id,
)

_IMAGES = OfIds(
    select(image_table.product_id, image_table.key).order_by(
        image_table.product_id, image_table.position
    ),
    image_table.product_id,
)

ITEM_COLUMNS = (
    item_table.tag_kind,
    item_table.tag_value,
    item_table.status,
    item_table.variant_id,
    item_table.sgtin,
)


def load_products(connection: Connection, product_ids: Collection[int]) -> dict[int, Product]:
    """The products with these ids, as far as there are any."""
    products: dict[int, Product] = {}
    ids = list(dict.fromkeys(product_ids))
    for start in range(0, len(ids), BATCH):
        products.update(_load_batch(connection, ids[start : start + BATCH]))
    return products


def _load_batch(connection: Connection, ids: Sequence[int]) -> dict[int, Product]:
    pictures: dict[int, list[str]] = {}
    for product_id, key in _IMAGES.rows(connection, ids):
        pictures.setdefault(product_id, []).append(key)
    products = {row[0]: row for row in _PRODUCTS.rows(connection, ids)}
    variants: dict[int, list[Variant]] = {}
    for row in _VARIANTS.rows(connection, ids):
        product_id, colour_hex, picture = row[1], row[6], row[13]
        owner = products[product_id]
        picture = picture or pictures.get(product_id, [""])[0]
        picture = picture_of(picture, owner[4], owner[7], colour_hex)
        variants.setdefault(product_id, []).append(_variant(row, picture))
    return {
        product_id: _product(row, pictures.get(product_id, []), variants.get(product_id, []))
        for product_id, row in products.items()
    }


def _product(row: Sequence[Any], pictures: list[str], variants: list[Variant]) -> Product:
    # fmt: off
    (product_id, handle, title, brand, kind, department, season, fabric, care, description,
     tags) = row
    # fmt: on
    return Product(
        id=product_id,
        handle=handle,
        title=title,
        brand=brand,
        kind=kind,
        department=department,
        season=season,
        fabric=fabric,
        care=care,
        description=description,
        tags=_tags(tags),
        pictures=tuple(pictures),
        variants=_small_to_large(variants),
    )


def _small_to_large(variants: list[Variant]) -> tuple[Variant, ...]:
    """Files have sizes in any order, and so has a shop that added one later."""
    order = _order(tuple((variant.colour, variant.size) for variant in variants))
    return tuple(variants[at] for at in order)


_order = lru_cache(maxsize=4096)(in_order)


def picture_of(key: str, kind: str, fabric: str, colour_hex: str) -> str:
    """A variant's picture key: with a drawing beside what is on the web, or for want of any."""
    if key and not _OF_THE_WEB.fullmatch(key):
        return key
    drawing = _drawing(kind, fabric, colour_hex)
    return f"{key}{OR}{drawing}" if key else drawing


_drawing = lru_cache(maxsize=4096)(illustration_key)


def _variant(row: Sequence[Any], picture: str) -> Variant:
    # fmt: off
    (variant_id, product_id, sku, gtin, size, colour, colour_hex, options, price, compare_at,
     currency, items, untagged, _) = row
    # fmt: on
    return Variant(
        id=variant_id,
        product_id=product_id,
        sku=sku,
        gtin=gtin,
        size=size,
        colour=colour,
        colour_hex=colour_hex,
        options=_options(options),
        price=Money(price, currency),
        # A price that is not higher was never the old price: showing it would be a false saving.
        compare_at=Money(compare_at, currency) if compare_at and compare_at > price else None,
        stock=items + untagged,
        untagged_quantity=untagged,
        picture=picture,
    )


@lru_cache(maxsize=4096)
def _options(text: str) -> tuple[tuple[str, str], ...]:
    # A shop has few different ones, and as JSON columns they were a tenth of all reading.
    return tuple((name, value) for name, value in json.loads(text))


@lru_cache(maxsize=4096)
def _tags(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


def load_items(connection: Connection, rows: Sequence[Any]) -> list[Item]:
    """Items from rows of `ITEM_COLUMNS`, in their order."""
    owners = load_owners(connection, {row.variant_id for row in rows})
    return [item_of(row, *owners[row.variant_id]) for row in rows]


def load_owners(
    connection: Connection, variant_ids: Collection[int]
) -> dict[int, tuple[Product, Variant]]:
    """Variant id -> product and variant, for those there are."""
    product_of: dict[int, int] = {}
    ids = [number for number in variant_ids if 0 <= number <= LARGEST_ID]
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        for variant_id, product_id in _OWNERS.rows(connection, batch):
            product_of[variant_id] = product_id
    products = load_products(connection, product_of.values())
    return {
        variant_id: (products[product_id], products[product_id].variant(variant_id))
        for variant_id, product_id in product_of.items()
    }


_OWNERS = OfIds(select(variant_table.id, variant_table.product_id), variant_table.id)


def item_of(row: Any, product: Product, variant: Variant) -> Item:
    return Item(row.tag_kind, row.tag_value, ItemStatus(row.status), product, variant)
