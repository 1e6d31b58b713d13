"""A small shop with a real database: a few garments with their tags, and what is read of it.

Owns the folder, the empty database that each case or seed begins with, and the rows that the judge
reads, without the hub's code.
"""

from __future__ import annotations

import csv
import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from catalog import open_catalog
from catalog.epc import encode_sgtin96
from hardware.rfid.reader import TagId
from kiosk.config import Settings, parse
from kiosk.hub import shop as hub_shop

GARMENTS = (
    ("Linen shirt", "79.00"),
    ("Silk dress", "129.00"),
    ("Wool scarf", "39.00"),
    ("Leather belt", "45.00"),
    ("Cotton tee", "25.00"),
    ("Rain coat", "180.00"),
)
SWAPPED = "LINL"  # the first garment in another size: one piece with a tag, and some without
SWAPS = 2
SPARE = TagId.epc(encode_sgtin96("9521141000014", len(GARMENTS) + 1, "9521141"))
FIELDS = ("Handle", "Title", "Vendor", "Type", "Published", "Option1 Name", "Option1 Value",
          "Variant SKU", "Variant Inventory Qty", "Variant Price")  # fmt: skip
ROOT = Path("/dev/shm") if os.access("/dev/shm", os.W_OK) else Path("/tmp")
READ = (
    "attempt",
    "sale",
    "sale_line",
    "sale_return",
    "sale_return_line",
    "sold",
    "claim",
    "receipt",
    "outbox",
    "item",
)


def settings(folder: Path, tables: tuple[str, ...]) -> Settings:
    terminal = {"driver": "simulated", "port": "terminal"}
    return parse(
        {
            "shop": {"name": "Maison Aster", "tax_percent": "23"},
            "sample_shop": "",
            "tables": {
                name: {
                    "name": f"Checkout {name}",
                    "reader": {"driver": "simulated"},
                    "terminal": terminal,
                }
                for name in tables
            },
            "rooms": {},
        },
        folder / "config.yaml",
    )


def make_database(url: str, products: Path) -> list[TagId]:
    """The garments, one piece of each, with its tag. `products` is written meanwhile."""
    with products.open("w", newline="") as written:
        rows = csv.DictWriter(written, FIELDS)
        rows.writeheader()
        for title, price in GARMENTS:
            values = (title.replace(" ", "-").lower(), title, "Aster", "Wear", "true", "Size",
                      "M", title[:3].upper(), "3", price)  # fmt: skip
            rows.writerow(dict(zip(FIELDS, values, strict=True)))
            if title == GARMENTS[0][0]:
                values = (*values[:6], "L", SWAPPED, str(SWAPS + 1), price)
                rows.writerow(dict(zip(FIELDS, values, strict=True)))
    catalog = open_catalog(url)
    hub_shop.prepare(catalog)
    report = catalog.import_file(products, currency="EUR")
    assert report.ok, report.text()
    tags = []
    for number, (title, _) in enumerate(GARMENTS, 1):
        tag = TagId.epc(encode_sgtin96("9521141000014", number, "9521141"))
        catalog.bind(tag, catalog.find_variant(title[:3].upper())[1].id)
        tags.append(tag)
    catalog.bind(SPARE, catalog.find_variant(SWAPPED)[1].id)
    catalog.close()
    products.unlink()
    return tags


def folder(name: str) -> Path:
    """A folder of its own in memory, where a commit that is synced costs no disk."""
    made = ROOT / f"hangtag-{os.getpid()}-{name}"
    shutil.rmtree(made, ignore_errors=True)
    (made / "var").mkdir(parents=True)
    return made


class Shop:
    """The shop of one simulation: one process, one open database, cleared for each seed."""

    def __init__(self, name: str) -> None:
        self._folder = folder(name)
        file = self._folder / "var" / "shop.db"
        self.tags = make_database(f"sqlite:///{file}", file.with_suffix(".csv"))
        self.settings = settings(self._folder, ("1", "2"))
        self.catalog = open_catalog(f"sqlite:///{file}")
        self.commit: Callable[[Callable[[], None]], None] = lambda commit: commit()
        commits = self.catalog.engine.dialect.do_commit

        def do_commit(connection: Any) -> None:
            self.commit(lambda: commits(connection))

        self.catalog.engine.dialect.do_commit = do_commit  # type: ignore[method-assign]
        self._reads = sqlite3.connect(f"file:{file}?mode=ro", uri=True, isolation_level=None)
        self._reads.row_factory = sqlite3.Row

    def close(self) -> None:
        self._reads.close()
        self.catalog.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def clear(self) -> None:
        """As on the first day."""
        self.commit = lambda commit: commit()
        with self.catalog.begin() as connection:
            for table in ("outbox", "receipt", "sold", "sale_line", "sale", "claim", "attempt",
                          "checkout"):  # fmt: skip
                connection.exec_driver_sql(f"DELETE FROM {table}")
            connection.exec_driver_sql("UPDATE item SET status = 'in_stock'")

    def select(self, table: str) -> list[dict[str, Any]]:
        return [dict(row) for row in self._reads.execute(f"SELECT * FROM {table}")]

    def outbox_waits(self) -> bool:
        query = "SELECT 1 FROM outbox WHERE done_ms IS NULL LIMIT 1"
        return self._reads.execute(query).fetchone() is not None

    def rows(self) -> dict[str, list[dict[str, Any]]]:
        return {table: self.select(table) for table in READ}
