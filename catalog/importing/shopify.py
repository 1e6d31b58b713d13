"""Shopify's product CSV: its columns, and one product's rows to a planned product.

Owns what Shopify's columns mean, in the export of before 2025 and the one after. A column that
has no place of its own in the catalog is kept by name with the product, variant or image.
Source: Shopify Help Center, "Using CSV files to import and export products".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from catalog.colours import colour_of
from catalog.database import CatalogError
from catalog.epc import EpcError, gtin14
from catalog.importing import wording
from catalog.importing.csv_file import Record
from catalog.importing.plan import (
    PlannedImage,
    PlannedProduct,
    PlannedVariant,
    picture_key,
    variant_key,
)
from catalog.importing.report import BadRow
from catalog.kinds import kind_in, kind_in_path
from catalog.money import Money

_ALIASES: dict[str, tuple[str, ...]] = {
    "handle": ("Handle", "URL handle"),
    "title": ("Title",),
    "body": ("Body (HTML)", "Body HTML", "Description"),
    "vendor": ("Vendor",),
    "tags": ("Tags",),
    "option1": ("Option1 Name",),
    "option2": ("Option2 Name",),
    "option3": ("Option3 Name",),
    "value1": ("Option1 Value",),
    "value2": ("Option2 Value",),
    "value3": ("Option3 Value",),
    "sku": ("Variant SKU", "SKU"),
    "barcode": ("Variant Barcode", "Barcode"),
    "quantity": ("Variant Inventory Qty", "Inventory quantity"),
    "price": ("Variant Price", "Price"),
    "compare_at": ("Variant Compare At Price", "Compare-at price"),
    "image": ("Image Src", "Product image URL"),
    "image_position": ("Image Position",),
    "image_alt": ("Image Alt Text",),
    "variant_image": ("Variant Image", "Variant image URL"),
}
# Read, and also kept as they are, because what the catalog makes of them is not the same.
_READ_TOO: dict[str, tuple[str, ...]] = {
    "type": ("Type", "Custom Product Type"),
    "category": ("Product Category", "Standardized Product Type"),
    "google_category": ("Google Shopping / Google Product Category",),
    "gender": ("Google Shopping / Gender",),
    "age_group": ("Google Shopping / Age Group",),
    "fabric": ("Fabric", "Material"),
    "care": ("Care", "Care instructions"),
    "season": ("Season",),
    "department": ("Department", "Gender", "Target gender"),
    "colour": ("Color", "Colour"),
}
_REQUIRED = ("handle", "title", "price")
_METAFIELD = re.compile(r"(.+?)\s*\((?:product|variant)\.metafields\..+\)")
_OF_VARIANT = re.compile(
    r"variant |cost per item|unit price|price /|included /|compare at price /|weight|inventory |"
    r"requires shipping|fulfillment service|continue selling|charge tax|tax code",
    re.IGNORECASE,
)
_GROUPS = tuple((f"option{n}", f"value{n}") for n in (1, 2, 3))

ABSENT = -1
"""Index of a column that the file does not have: every row ends in one empty cell more."""

Claim = Callable[[str, str, int], int | None]
"""(kind of name, name, line) -> the earlier line of this file with the same name, or None."""


class ShopifyColumns:
    """Where each column of one file is. Raises `CatalogError` when one that must be is missing."""

    def __init__(self, header: Sequence[str], file: str) -> None:
        by_name: dict[str, int] = {}
        for index, name in enumerate(header):
            by_name.setdefault(name.casefold(), index)
            if metafield := _METAFIELD.fullmatch(name):
                by_name.setdefault(metafield[1].casefold(), index)
        self.names = list(header)
        self.at: dict[str, int] = dict.fromkeys(_ALIASES | _READ_TOO, ABSENT)
        for column, aliases in (_ALIASES | _READ_TOO).items():
            for alias in reversed(aliases):
                self.at[column] = by_name.get(alias.casefold(), self.at[column])
        missing = [_ALIASES[column][0] for column in _REQUIRED if self.at[column] == ABSENT]
        if missing:
            raise CatalogError(
                f"{file} is not a product export of Shopify: it has no column "
                f"{' and no column '.join(missing)}. Export it in Shopify under Products > Export."
            )
        mapped = {self.at[column] for column in _ALIASES}
        self.others = [
            (index, name, bool(_OF_VARIANT.match(name)))
            for index, name in enumerate(header)
            if index not in mapped
        ]

    def title_of(self, column: str) -> str:
        """The column as this file calls it, for messages."""
        at = self.at[column]
        return _ALIASES[column][0] if at == ABSENT else self.names[at]


@dataclass(frozen=True, slots=True)
class _Row:
    """A record with trimmed cells, as many as the header has and an empty one."""

    line: int
    cells: list[str]
    raw: list[str]


class ShopifyReader:
    """Turns the records of one handle into a planned product and bad rows."""

    def __init__(
        self, columns: ShopifyColumns, *, currency: str, department: str, claim: Claim
    ) -> None:
        self._columns = columns
        self._at = columns.at
        self._currency = currency
        self._department = department
        self._claim = claim
        self._tells_variant = [
            self._at[column]
            for column in ("price", "value1", "sku", "barcode", "quantity", "value2", "value3")
        ]

    def handle_of(self, record: Record) -> str:
        at = self._at["handle"]
        return record.cells[at].strip() if at < len(record.cells) else ""

    def check(self, record: Record) -> BadRow | None:
        """What is wrong with a record whatever its product is."""
        surplus = record.cells[len(self._columns.names) :]
        if any(surplus):
            count = len(self._columns.names)
            reason = f"{len(record.cells)} cells, but the header has {count} columns"
            return BadRow(record.line, "", f"{reason}: is a quote or a comma missing?")
        if not self.handle_of(record):
            return BadRow(record.line, self._columns.title_of("handle"), "is empty")
        return None

    def plan(self, records: Sequence[Record]) -> tuple[PlannedProduct | None, list[BadRow]]:
        """One product of all records with its handle, None when nothing of it can be imported."""
        rows = [self._row(record) for record in records]
        title = self._first(rows, "title")
        line = rows[0].line
        if not title:
            reason = f"no row of {self.handle_of(records[0])!r} says it, so this is no product"
            return None, [BadRow(line, self._columns.title_of("title"), reason)]
        product = PlannedProduct(line, self._product_values(rows, title))
        bad: list[BadRow] = []
        option_names = [self._first(rows, name) for name, _ in _GROUPS]
        if not any(wording.is_colour_option(name) for name in option_names):
            product.colour = self._colour(rows, product)
        seen: dict[str, int] = {}
        for index, row in enumerate(rows):
            is_variant = any(row.cells[at] for at in self._tells_variant)
            if is_variant:
                variant = self._variant(row, product, option_names, seen)
                if isinstance(variant, BadRow):
                    bad.append(variant)
                else:
                    variant.values["position"] = len(product.variants) + 1
                    product.variants.append(variant)
            self._keep_others(row, product, first=index == 0, is_variant=is_variant)
        if not product.variants:
            if not bad:
                reason = f"no row of {product.handle!r} has a price, so there is nothing to sell"
                bad.append(BadRow(line, self._columns.title_of("price"), reason))
            return None, bad
        return product, bad

    def _product_values(self, rows: Sequence[_Row], title: str) -> dict[str, Any]:
        first = {name: self._first(rows, name) for name in ("body", *_READ_TOO)}
        tags = [tag for tag in map(str.strip, self._first(rows, "tags").split(",")) if tag]
        description = wording.plain_text(first["body"])
        gender = first["gender"] or first["department"]
        return {
            "handle": self._first(rows, "handle"),
            "title": title,
            "brand": self._first(rows, "vendor"),
            "kind": _kind(first, title, tags),
            "department": wording.department_of(
                gender, first["age_group"], self._department, tags, title, description
            ),
            "season": wording.season_of(first["season"], tags, title, description),
            "fabric": wording.fabric_of(first["fabric"], title, tags, description),
            "care": first["care"],
            "description": description,
            "body_html": self._raw_body(rows),
            "tags": tags,
            "source_columns": {},
        }

    def _variant(
        self,
        row: _Row,
        product: PlannedProduct,
        option_names: Sequence[str],
        seen: dict[str, int],
    ) -> PlannedVariant | BadRow:
        def bad(column: str, reason: str) -> BadRow:
            return BadRow(row.line, self._columns.title_of(column), reason)

        options: list[list[str]] = []
        for (_, value_column), name in zip(_GROUPS, option_names, strict=True):
            value = row.cells[self._at[value_column]]
            if name and not value:
                return bad(
                    value_column, f"is empty, but {product.handle!r} has the option {name!r}"
                )
            if value:
                options.append([name or self._columns.title_of(value_column), value])
        if len(options) == 1 and options[0][1] == "Default Title":
            options = []
        key = variant_key(product.handle, [value for _, value in options])
        if key in seen:
            return bad("value1", f"the same options as line {seen[key]} of {product.handle!r}")
        price = self._price(row, "price")
        compare_at = self._price(row, "compare_at")
        if not isinstance(price, int):
            return bad("price", price or "is empty")
        if isinstance(compare_at, str):
            return bad("compare_at", compare_at)
        quantity = _quantity(row.cells[self._at["quantity"]])
        if isinstance(quantity, str):
            return bad("quantity", quantity)
        sku = row.cells[self._at["sku"]].removeprefix("'")
        barcode = row.cells[self._at["barcode"]].removeprefix("'")
        gtin = None
        if barcode.isdecimal() and barcode.isascii() and len(barcode) in (8, 12, 13, 14):
            try:
                gtin = gtin14(barcode)
            except EpcError as error:
                return bad("barcode", str(error))
        if sku and (earlier := self._claim("sku", sku, row.line)):
            return bad("sku", f"{sku!r} is also the SKU of line {earlier}")
        if gtin and (earlier := self._claim("gtin", gtin, row.line)):
            return bad("barcode", f"{barcode} is also the barcode of line {earlier}")
        seen[key] = row.line
        picture = row.cells[self._at["variant_image"]]
        size, colour = _size_and_colour(options, product.colour)
        known = colour_of(colour) if colour else None
        values = {
            "key": key,
            "sku": sku or None,
            "gtin": gtin,
            "barcode": barcode,
            "size": size,
            "colour": colour,
            "colour_hex": known.hex if known else "",
            "colour_family": known.family if known else "",
            "kind": product.values["kind"],
            "department": product.values["department"],
            "season": product.values["season"],
            "options": options,
            "price_minor": price,
            "compare_at_minor": compare_at,
            "currency": self._currency,
            "picture": picture_key(picture),
            "picture_source": picture,
            "source_columns": {},
        }
        return PlannedVariant(row.line, values, quantity)

    def _colour(self, rows: Sequence[_Row], product: PlannedProduct) -> str:
        values = product.values
        colour = wording.colour_said(
            self._first(rows, "colour"), values["title"], values["tags"], values["description"]
        )
        return colour.name if colour else ""

    def _price(self, row: _Row, column: str) -> int | str | None:
        text = row.cells[self._at[column]]
        return _price(text, self._currency) if text else None

    def _keep_others(
        self, row: _Row, product: PlannedProduct, *, first: bool, is_variant: bool
    ) -> None:
        """Pictures, and every filled column without a place of its own."""
        of_product: dict[str, str] = product.values["source_columns"]
        of_variant: dict[str, str] = {}
        of_image: dict[str, str] = {}
        for index, name, belongs_to_variant in self._columns.others:
            if not (value := row.cells[index]):
                continue
            if is_variant and (belongs_to_variant or not first):
                of_variant[name] = value
            elif first or name not in of_product:
                of_product[name] = value
            else:
                of_image[name] = value
        if is_variant and product.variants and product.variants[-1].line == row.line:
            product.variants[-1].values["source_columns"] = of_variant
        if source := row.cells[self._at["image"]]:
            alt = row.cells[self._at["image_alt"]]
            position = row.cells[self._at["image_position"]]
            if position and position != str(len(product.images) + 1):
                of_image[self._columns.title_of("image_position")] = position
            product.images.append(PlannedImage(source, alt, of_image))
        else:
            of_product.update({f"{name} (line {row.line})": of_image[name] for name in of_image})

    def _row(self, record: Record) -> _Row:
        cells = [cell.strip() for cell in record.cells]
        cells.extend([""] * (len(self._columns.names) + 1 - len(cells)))
        return _Row(record.line, cells, record.cells)

    def _first(self, rows: Sequence[_Row], column: str) -> str:
        index = self._at[column]
        for row in rows:
            if value := row.cells[index]:
                return value
        return ""

    def _raw_body(self, rows: Sequence[_Row]) -> str:
        index = self._at["body"]
        for row in rows:
            if row.cells[index]:
                return row.raw[index]
        return ""


def _size_and_colour(options: Sequence[Sequence[str]], colour: str) -> tuple[str, str]:
    size = next((value for name, value in options if wording.is_size_option(name)), "")
    if not size:
        size = next((value for _, value in options if wording.is_size(value)), "")
    return size, next((value for name, value in options if wording.is_colour_option(name)), colour)


def _kind(first: dict[str, str], title: str, tags: Sequence[str]) -> str:
    return (
        kind_in_path(first["type"])
        or kind_in(title)
        or next((kind for tag in tags if (kind := kind_in(tag))), "")
        or kind_in_path(first["category"])
        or kind_in_path(first["google_category"])
    )


_LARGEST = 10**12
"""Of minor units and of pieces: beyond it a cell holds something else, a barcode perhaps."""


@lru_cache(maxsize=4096)
def _price(text: str, currency: str) -> int | str:
    """Minor units, or what is wrong."""
    try:
        minor = Money.parse(text, currency).minor
    except ValueError as error:
        return str(error)
    if minor < 0:
        return f"{text} is below zero"
    return minor if minor <= _LARGEST else f"{text} is more than any garment costs"


@lru_cache(maxsize=4096)
def _quantity(text: str) -> int | str | None:
    """Pieces, None when the file does not say, or what is wrong."""
    if not text:
        return None
    try:
        pieces = float(text)
    except ValueError:
        return f"{text!r} is not a number of pieces"
    if abs(pieces) > _LARGEST:
        return f"{text!r} is more pieces than any shop has"
    return int(pieces) if pieces.is_integer() else f"{text!r} is not a whole number of pieces"
