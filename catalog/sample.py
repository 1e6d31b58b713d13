"""The sample shop into an empty catalog: products, looks and tagged pieces.

Owns what its four files are: products.csv (as Shopify exports it), looks.yaml, tags.csv (columns
sku, epc) and offers.yaml. Draws no picture; those lie beside them.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, select

from catalog.database import CatalogError
from catalog.outfits.looks import read_looks, write_looks
from catalog.pricing.files import read_rules
from catalog.pricing.rows import save_rules
from catalog.pricing.rule import Rule
from catalog.reading import variant_table
from catalog.resolving import ReadTag, find_items, read_tag
from catalog.stock import count_change, insert_items, take_untagged
from catalog.store import Catalog


@dataclass(frozen=True, slots=True)
class SampleShop:
    """How much there is of it."""

    products: int
    variants: int
    looks: int
    tags: int
    offers: int


@dataclass(frozen=True, slots=True)
class _Tag:
    kind: str
    value: str


def load_sample(catalog: Catalog, folder: Path, currency: str) -> SampleShop:
    """Loads the sample shop of a folder. Twice is once: tags that are bound already stay.

    Raises `CatalogError` when a file is missing or names what another does not have.
    """
    report = catalog.import_file(folder / "products.csv", currency=currency)
    if not report.ok:
        raise CatalogError(report.text())
    looks_file = folder / "looks.yaml"
    tags_file = folder / "tags.csv"
    looks = read_looks(looks_file) if looks_file.exists() else []
    tags = _read_tags(tags_file) if tags_file.exists() else []
    offers = _read_offers(folder / "offers.yaml", currency)
    with catalog.begin() as connection:
        write_looks(connection, looks)
        _bind_all(connection, tags, tags_file.name)
        save_rules(connection, offers)
        count_change(connection)
    return SampleShop(
        report.products.total, report.variants.total, len(looks), len(tags), len(offers)
    )


def _read_offers(path: Path, currency: str) -> list[Rule]:
    if not path.exists():
        return []
    found = read_rules(path, currency)
    for bad in found.bad_rows:
        raise CatalogError(f"{path.name}, {bad.text()}")
    return [rule for _, rule in found.rules]


def _read_tags(path: Path) -> list[tuple[int, str, str]]:
    """(line, SKU, EPC) of each row."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if not {"sku", "epc"} <= set(reader.fieldnames or ()):
            raise CatalogError(f"{path.name} should have the columns sku and epc.")
        return [(reader.line_num, row["sku"] or "", row["epc"] or "") for row in reader]


def _bind_all(connection: Connection, tags: list[tuple[int, str, str]], file: str) -> None:
    rows = connection.execute(select(variant_table.sku, variant_table.id))
    ids = {row.sku: row.id for row in rows if row.sku}
    reads: dict[tuple[str, str], tuple[ReadTag, int]] = {}
    for line, sku, epc in tags:
        if sku not in ids:
            raise CatalogError(f"{file}, line {line}, sku: no variant has the SKU {sku!r}.")
        read = read_tag(_Tag("epc", epc))
        if read.sgtin is None:
            raise CatalogError(f"{file}, line {line}, epc: {epc!r} is no SGTIN ({read.detail}).")
        reads[read.key] = (read, ids[sku])
    bound, _ = find_items(connection, [read for read, _ in reads.values()])
    new = [pair for key, pair in reads.items() if key not in bound]
    take_untagged(connection, [variant_id for _, variant_id in new])
    insert_items(connection, new)
