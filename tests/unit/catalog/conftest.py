"""An empty catalog per test, copied from one that was migrated once; and files to import."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from catalog import open_catalog
from catalog.store import Catalog

FILES = Path(__file__).parent / "files"
COLUMNS = (
    *("Handle", "Title", "Body (HTML)", "Vendor", "Type", "Tags"),
    *("Option1 Name", "Option1 Value", "Option2 Name", "Option2 Value"),
    *("Variant SKU", "Variant Inventory Qty", "Variant Price", "Variant Compare At Price"),
    *("Variant Barcode", "Image Src", "Variant Image", "Google Shopping / Gender"),
)
Write = Callable[..., Path]


@dataclass(frozen=True)
class Tag:
    """A tag as a reader would give it."""

    value: str
    kind: str = "epc"


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("catalog") / "shop.db"
    open_catalog(f"sqlite:///{file}").close()
    return file


@pytest.fixture
def database(empty_database: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(empty_database, tmp_path / "shop.db"))


@pytest.fixture
def catalog(database: Path) -> Iterator[Catalog]:
    catalog = open_catalog(f"sqlite:///{database}")
    yield catalog
    catalog.close()


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a product CSV: each row a dict of the columns that are filled."""

    def write(*rows: dict[str, str], name: str = "products.csv") -> Path:
        columns = list(dict.fromkeys((*COLUMNS, *(column for row in rows for column in row))))
        file = tmp_path / name
        with file.open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, columns)
            writer.writeheader()
            writer.writerows(rows)
        return file

    return write


def garment(handle: str, title: str, price: str = "50", **more: str) -> dict[str, str]:
    """A row of a product with one variant."""
    names = {"sku": "Variant SKU", "quantity": "Variant Inventory Qty", "tags": "Tags"}
    names |= {"gender": "Google Shopping / Gender", "barcode": "Variant Barcode", "type": "Type"}
    cells = {names[name]: value for name, value in more.items()}
    return {"Handle": handle, "Title": title, "Variant Price": price, **cells}
