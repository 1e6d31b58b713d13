"""A plan against the database: what is new, what differs, and writing it.

Owns how a planned variant finds its row (SKU, else handle and options), what a file's quantity
means for the stock, and the bulk statements. Runs inside its caller's transaction.

The quantity rule: a file tells how many pieces there are in all, so untagged = quantity - items in
stock, at least 0. A quantity that the file repeats from last time says nothing new: what staff
restocked or sold since then stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import String, bindparam, cast, delete, insert, or_, select, update
from sqlalchemy.engine import Connection

from catalog.importing.plan import PlannedProduct, PlannedVariant
from catalog.importing.report import Action, Change, ImportReport
from catalog.tables import ImageRow, ProductRow, VariantRow

_product = ProductRow.metadata.tables["product"]
_variant = VariantRow.metadata.tables["variant"]
_image = ImageRow.metadata.tables["image"]

_PRODUCT_FIELDS = tuple(c.name for c in _product.columns if c.name not in ("id", "handle"))
_STOCK_FIELDS = ("untagged_quantity", "source_quantity")
_VARIANT_FIELDS = tuple(
    column.name for column in _variant.columns if column.name not in ("id", "items_in_stock")
)
_WORDS = {
    "price_minor": "price",
    "compare_at_minor": "compare-at price",
    "body_html": "description",
    "source_columns": "other columns",
    "untagged_quantity": "stock",
    "source_quantity": "stock",
    "colour_hex": "colour",
    "colour_family": "colour",
    "picture_source": "picture",
    "gtin": "barcode",
    "key": "options",
    "product_id": "handle",
}

_UPDATE_PRODUCT = (
    update(_product)
    .where(_product.c.id == bindparam("row_id"))
    .values({name: bindparam(name) for name in _PRODUCT_FIELDS})
)
_UPDATE_VARIANT = (
    update(_variant)
    .where(_variant.c.id == bindparam("row_id"))
    .values({name: bindparam(name) for name in _VARIANT_FIELDS})
)


class PlanApplier:
    """Compares batches of planned products with the database, and writes them if told to.

    `fresh` says that the database has no product, so that nothing needs to be looked up.
    """

    def __init__(self, connection: Connection, report: ImportReport, *, fresh: bool) -> None:
        self._connection = connection
        self._report = report
        self._fresh = fresh
        self.changed = False

    def apply(self, products: Sequence[PlannedProduct], *, write: bool) -> None:
        """Counts the batch in the report, and writes what differs when `write`."""
        rows = _Rows(self._connection, products, empty=self._fresh)
        new_products: list[PlannedProduct] = []
        product_updates: list[dict[str, Any]] = []
        new_images: list[PlannedProduct] = []
        for product in products:
            row = rows.products.get(product.handle)
            if row is None:
                new_products.append(product)
                fields: list[str] = []
            else:
                fields = _differing(row, product.values, _PRODUCT_FIELDS)
                if fields:
                    product_updates.append({**product.values, "row_id": row["id"]})
            if _images(product) != (rows.images.get(row["id"], []) if row else []):
                new_images.append(product)
                fields.append("pictures")
            self._count_product(product, row is None, fields)
        if write:
            self._write_products(new_products, product_updates, new_images, rows)
        self._apply_variants(products, rows, write=write)

    def _write_products(
        self,
        new: Sequence[PlannedProduct],
        updates: Sequence[dict[str, Any]],
        new_images: Sequence[PlannedProduct],
        rows: _Rows,
    ) -> None:
        connection = self._connection
        if new:
            made = connection.execute(
                insert(_product).returning(_product.c.handle, _product.c.id),
                [product.values for product in new],
            )
            rows.ids.update({row.handle: row.id for row in made})
        if updates:
            connection.execute(
                _UPDATE_PRODUCT, [{k: v for k, v in u.items() if k != "handle"} for u in updates]
            )
        if new_images:
            owners = [rows.ids[product.handle] for product in new_images]
            if not self._fresh:
                connection.execute(delete(_image).where(_image.c.product_id.in_(owners)))
            images = [
                {"product_id": owner, "position": position, **image}
                for owner, product in zip(owners, new_images, strict=True)
                for position, image in enumerate(_images(product), start=1)
            ]
            if images:
                connection.execute(insert(_image), images)
        self.changed = self.changed or bool(new or updates or new_images)

    def _apply_variants(
        self, products: Sequence[PlannedProduct], rows: _Rows, *, write: bool
    ) -> None:
        inserts: list[dict[str, Any]] = []
        updates: list[dict[str, Any]] = []
        matches = rows.match(products)
        for product in products:
            for variant in product.variants:
                row = matches.get(id(variant))
                values = {
                    **variant.values,
                    # A product that a dry run would create has no id yet, and no rows to compare.
                    "product_id": rows.ids.get(product.handle, 0),
                    **self._stock(variant, row),
                }
                if row is None:
                    inserts.append(values)
                    self._count_variant(variant, "created", [])
                    continue
                fields = _differing(row, values, _VARIANT_FIELDS)
                if fields:
                    updates.append({**values, "row_id": row["id"]})
                self._count_variant(variant, "updated" if fields else "unchanged", fields)
        if write:
            self._write_variants(inserts, updates, rows)

    def _write_variants(
        self, inserts: Sequence[dict[str, Any]], updates: Sequence[dict[str, Any]], rows: _Rows
    ) -> None:
        connection = self._connection
        for name, placeholder in (
            ("gtin", None),
            ("key", _variant.c.key + "~" + cast(_variant.c.id, String)),
        ):
            # Names that wander from one variant to another would collide on the way.
            displaced = rows.displaced(name, inserts, updates)
            if displaced:
                connection.execute(
                    update(_variant).where(_variant.c.id.in_(displaced)).values({name: placeholder})
                )
        if updates:
            connection.execute(_UPDATE_VARIANT, updates)
        if inserts:
            connection.execute(insert(_variant), inserts)
        self.changed = self.changed or bool(inserts or updates)

    def _stock(self, variant: PlannedVariant, row: dict[str, Any] | None) -> dict[str, int | None]:
        said = variant.quantity
        before = row["source_quantity"] if row else None
        if row is not None and (said is None or said == before):
            return {name: row[name] for name in _STOCK_FIELDS}
        tagged = row["items_in_stock"] if row else 0
        if said is not None and said < 0:
            self._report.note(f"{variant.name}: a quantity of {said} is counted as 0.")
        elif said is not None and said < tagged:
            self._report.note(
                f"{variant.name}: the file says {said} pieces, but {tagged} tagged ones are in "
                "stock. Count them."
            )
        return {"untagged_quantity": max(0, (said or 0) - tagged), "source_quantity": said}

    def _count_product(self, product: PlannedProduct, new: bool, fields: Sequence[str]) -> None:
        action: Action = "created" if new else "updated" if fields else "unchanged"
        self._report.products.add(action)
        if action != "unchanged":
            words = () if new else _in_words(fields)
            self._report.changed(Change(product.values["title"], action, words))

    def _count_variant(
        self, variant: PlannedVariant, action: Action, fields: Sequence[str]
    ) -> None:
        self._report.variants.add(action)
        if action != "unchanged":
            self._report.changed(Change(variant.name, action, _in_words(fields)))


class _Rows:
    """What the database has of the products and variants of one batch."""

    def __init__(
        self, connection: Connection, products: Sequence[PlannedProduct], *, empty: bool
    ) -> None:
        self.products: dict[str, dict[str, Any]] = {}
        self.images: dict[int, list[dict[str, Any]]] = {}
        self._variants: list[dict[str, Any]] = []
        if not empty:
            self._load(connection, products)
        self.ids = {handle: int(row["id"]) for handle, row in self.products.items()}

    def _load(self, connection: Connection, products: Sequence[PlannedProduct]) -> None:
        handles = [product.handle for product in products]
        found = connection.execute(select(_product).where(_product.c.handle.in_(handles)))
        self.products = {row["handle"]: dict(row) for row in found.mappings()}
        ids = [row["id"] for row in self.products.values()]
        images = connection.execute(
            select(_image).where(_image.c.product_id.in_(ids)).order_by(_image.c.position)
        )
        for image in images.mappings():
            values = {name: image[name] for name in ("key", "source", "alt", "source_columns")}
            self.images.setdefault(image["product_id"], []).append(values)
        wanted = [variant.values for product in products for variant in product.variants]
        variants = connection.execute(
            select(_variant).where(
                or_(
                    _variant.c.key.in_([values["key"] for values in wanted]),
                    _variant.c.sku.in_([v["sku"] for v in wanted if v["sku"]]),
                    _variant.c.gtin.in_([v["gtin"] for v in wanted if v["gtin"]]),
                )
            )
        )
        self._variants = [dict(row) for row in variants.mappings()]

    def match(self, products: Sequence[PlannedProduct]) -> dict[int, dict[str, Any]]:
        """id() of a planned variant -> its row: by SKU, else by handle and options."""
        by_sku = {row["sku"]: row for row in self._variants if row["sku"]}
        by_key = {row["key"]: row for row in self._variants}
        planned = [variant for product in products for variant in product.variants]
        matches: dict[int, dict[str, Any]] = {}
        taken: set[int] = set()
        for variant in planned:
            row = by_sku.get(variant.values["sku"])
            if row is not None:
                matches[id(variant)] = row
                taken.add(row["id"])
        for variant in planned:
            row = by_key.get(variant.values["key"])
            if row is not None and id(variant) not in matches and row["id"] not in taken:
                matches[id(variant)] = row
                taken.add(row["id"])
        return matches

    def displaced(
        self,
        name: str,
        inserts: Sequence[dict[str, Any]],
        updates: Sequence[dict[str, Any]],
    ) -> list[int]:
        """Ids of rows that hold a GTIN or key which another row is about to get."""
        owner = {row[name]: row["id"] for row in self._variants if row[name]}
        wanted = [(values[name], values.get("row_id")) for values in (*inserts, *updates)]
        return [
            owner[value] for value, row_id in wanted if value in owner and owner[value] != row_id
        ]


def _images(product: PlannedProduct) -> list[dict[str, Any]]:
    return [
        {
            "key": image.key,
            "source": image.source,
            "alt": image.alt,
            "source_columns": image.source_columns,
        }
        for image in product.images
    ]


def _differing(row: dict[str, Any], values: dict[str, Any], fields: Sequence[str]) -> list[str]:
    return [name for name in fields if row[name] != values[name]]


def _in_words(fields: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_WORDS.get(name, name.replace("_", " ")) for name in fields))
