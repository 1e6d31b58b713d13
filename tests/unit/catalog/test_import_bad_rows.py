"""A bad row is told by line, column and reason; nothing is imported unless all is good."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalog.database import CatalogError
from catalog.importing.report import ImportReport
from catalog.store import Catalog
from tests.unit.catalog.conftest import Write, garment

GOOD = garment("belt", "Leather belt", sku="B1")


@pytest.mark.parametrize(
    ("rows", "line", "column", "reason"),
    [
        ([garment("tee", "Tee", price="cheap")], 3, "Variant Price", "not an amount of money"),
        ([garment("tee", "Tee", price="9.999")], 3, "Variant Price", "more decimals than EUR"),
        ([garment("tee", "Tee", price="-1")], 3, "Variant Price", "below zero"),
        ([garment("tee", "Tee", price="NaN")], 3, "Variant Price", "NaN"),
        ([garment("tee", "Tee", price="1e999999999999999999")], 3, "Variant Price", "not an"),
        ([garment("tee", "Tee", price="1e999999")], 3, "Variant Price", "not an amount"),
        ([garment("tee", "Tee", price="") | {"Variant SKU": "T"}], 3, "Variant Price", "is empty"),
        (
            [garment("tee", "Tee") | {"Variant Compare At Price": "?"}],
            3,
            "Variant Compare At Price",
            "not an amount",
        ),
        ([garment("tee", "Tee", quantity="many")], 3, "Variant Inventory Qty", "not a number"),
        ([garment("tee", "Tee", quantity="1.5")], 3, "Variant Inventory Qty", "not a whole"),
        ([garment("tee", "Tee", quantity="1e999")], 3, "Variant Inventory Qty", "more pieces"),
        ([garment("tee", "Tee", quantity="nan")], 3, "Variant Inventory Qty", "not a whole"),
        ([garment("tee", "Tee", price="4006381333931")], 3, "Variant Price", "more than any"),
        ([garment("", "Tee")], 3, "Handle", "is empty"),
        ([garment("tee", "")], 3, "Title", "no row of 'tee'"),
        ([{"Handle": "tee", "Title": "Tee", "Image Src": "x"}], 3, "Variant Price", "no row"),
        ([garment("tee", "Tee", sku="B1")], 3, "Variant SKU", "also the SKU of line 2"),
        (
            [garment("tee", "Tee"), garment("tee", "")],
            4,
            "Option1 Value",
            "the same options as line 3",
        ),
        (
            [
                garment("tee", "Tee") | {"Option1 Name": "Size", "Option1 Value": "S"},
                garment("tee", ""),
            ],
            4,
            "Option1 Value",
            "has the option 'Size'",
        ),
        (
            [garment("tee", "Tee", barcode="4006381333932")],
            3,
            "Variant Barcode",
            "last digit should be 1",
        ),
        (
            [
                garment("tee", "Tee", barcode="4006381333931"),
                garment("cap", "Cap", barcode="4006381333931"),
            ],
            4,
            "Variant Barcode",
            "also the barcode of line 3",
        ),
    ],
)
def test_a_bad_row_is_told_and_stops_all(
    catalog: Catalog,
    write: Write,
    rows: list[dict[str, str]],
    line: int,
    column: str,
    reason: str,
) -> None:
    file = write(GOOD, *rows)
    report = catalog.import_file(file, currency="EUR")
    assert [(bad.line, bad.column) for bad in report.bad_rows] == [(line, column)]
    assert reason in report.bad_rows[0].reason
    assert f"line {line}, {column}" in report.text()
    assert not report.applied
    assert catalog.is_empty()
    assert catalog.version() == 0
    skipped = catalog.import_file(file, currency="EUR", skip_bad=True)
    assert skipped.applied
    assert catalog.find_variant("B1")[0].title == "Leather belt"
    assert ImportReport.from_dict(skipped.as_dict()).text() == skipped.text()


def test_lines_are_those_of_the_file_even_after_texts_of_several_lines(
    catalog: Catalog, write: Write
) -> None:
    file = write(
        garment("tee", "Tee") | {"Body (HTML)": "<ul>\n<li>soft</li>\n</ul>"},
        garment("cap", "Cap", price="free"),
    )
    report = catalog.import_file(file, currency="EUR")
    assert file.read_text().splitlines()[report.bad_rows[0].line - 1].startswith("cap,")


def test_a_good_variant_of_a_product_with_a_bad_one_is_kept_by_skip_bad(
    catalog: Catalog, write: Write
) -> None:
    sizes = {"Option1 Name": "Size", "Title": "Tee"}
    file = write(
        garment("tee", "") | sizes | {"Option1 Value": "S"},
        garment("tee", "", price="x") | {"Option1 Value": "M"},
    )
    report = catalog.import_file(file, currency="EUR", skip_bad=True)
    assert report.headline().endswith("1 bad row left out.")
    assert [variant.size for variant in catalog.search("tee")[0].variants] == ["S"]


def test_a_row_with_more_cells_than_columns_is_bad(catalog: Catalog, write: Write) -> None:
    file = write(GOOD)
    with file.open("a") as out:
        out.write("tee,Tee,Body, with, too, many" + "," * 20 + "commas\n")
    (bad,) = catalog.import_file(file, currency="EUR").bad_rows
    assert (bad.line, "comma" in bad.reason) == (3, True)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\n\n", "empty first line"),
        (b"a,b,c\n1,2,3\n", "no column Handle and no column Title and no column Variant Price"),
        (b"Handle,Title,Variant Price\nb\xe9ret,B\xe9ret,5\n", "line 2: byte 0xE9 is not UTF-8"),
        (b'Handle,Title,Variant Price\ntee,"Tee,5\n', "line 2: the quotes"),
        ("Handle,Title".encode("utf-16"), "UTF-16"),
        (b"PK\x03\x04rest", "workbook"),
        (b"Handle,Title,Variant Price\ntee,T\0ee,5\n", "zero byte"),
    ],
)
def test_a_file_that_is_no_product_csv_is_one_clear_error(
    catalog: Catalog, tmp_path: Path, content: bytes, words: str
) -> None:
    file = tmp_path / "export.csv"
    file.write_bytes(content)
    with pytest.raises(CatalogError, match=words):
        catalog.import_file(file, currency="EUR")
    assert catalog.is_empty()


def test_a_header_alone_imports_nothing(catalog: Catalog, write: Write) -> None:
    report = catalog.import_file(write(), currency="EUR")
    assert (report.ok, report.products.total) == (True, 0)


def test_a_missing_file_and_an_unknown_source_are_told(catalog: Catalog, tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="No such file"):
        catalog.import_file(tmp_path / "none.csv", currency="EUR")
    with pytest.raises(CatalogError, match="there is: shopify"):
        catalog.import_file(tmp_path / "none.csv", source="paper", currency="EUR")
