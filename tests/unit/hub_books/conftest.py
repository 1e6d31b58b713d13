"""One database for each test, copied from one that was made once."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalog import open_catalog
from catalog.store import Catalog
from kiosk.config import Settings, parse
from kiosk.hub.shop import prepare
from tests.unit.hub_books.books import Books
from tests.unit.hub_books.desk import Desk, Roll

CSV = """\
Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Option2 Name,\
Option2 Value,Variant SKU,Variant Inventory Qty,Variant Price,Variant Barcode,Image Src
linen-shirt,Linen shirt,,Aster,Shirt,,true,Colour,Ivory,Size,M,LIN-1,40,79.00,,
silk-dress,Silk dress,,Aster,Dress,,true,Colour,Sand,Size,M,SIL-1,40,129.00,,
wool-scarf,Wool scarf,,Aster,Scarf,,true,Colour,Navy,Size,One size,WOO-1,40,39.00,,
paper-bag,Paper bag,,Aster,Bag,,true,Colour,Brown,Size,One size,BAG,40,0.20,,
"""


@pytest.fixture(scope="session")
def empty_books(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("books")
    stock(f"sqlite:///{folder / 'shop.db'}", folder)
    return folder / "shop.db"


def stock(url: str, folder: Path) -> None:
    """A new shop's database, with something to sell."""
    (folder / "products.csv").write_text(CSV)
    with contextlib.closing(open_catalog(url)) as catalog:
        prepare(catalog)
        report = catalog.import_file(folder / "products.csv", currency="EUR")
        assert report.ok, report.text()


@pytest.fixture
def settings(tmp_path: Path, empty_books: Path) -> Settings:
    """A shop with one table that has a printer, and one that has none; with mail."""
    (tmp_path / "var").mkdir()
    shutil.copy(empty_books, tmp_path / "var" / "shop.db")
    table = {"reader": {"driver": "simulated"}, "terminal": {"driver": "simulated", "port": "t"}}
    printer = {"driver": "simulated", "port": "var/dev/printer-1"}
    return parse(
        {
            "shop": {
                "name": "Maison Aster",
                "tax_percent": "23",
                "locale": "en-IE",
                "address": ["12 Castle Market", "Dublin 2"],
                "vat_id": "IE9521141A",
                "receipt_note": "Bring things back within 30 days.",
            },
            "sample_shop": "",
            "security": {"demo": True},
            "tables": {
                "1": {"name": "Checkout 1", **table, "printer": printer},
                "2": {"name": "Checkout 2", **table},
            },
            "mail": {"host": "127.0.0.1", "port": 2525, "tls": "none", "from": "shop@example.com"},
        },
        tmp_path / "config.yaml",
    )


@pytest.fixture
def catalog(settings: Settings) -> Iterator[Catalog]:
    with contextlib.closing(open_catalog(settings.database_url)) as opened:
        yield opened


@pytest.fixture
def books(catalog: Catalog) -> Books:
    return Books(catalog)


@pytest.fixture
def roll() -> Roll:
    return Roll()


@pytest.fixture
def desk(books: Books, settings: Settings, roll: Roll) -> Desk:
    return Desk(books, settings, roll)
