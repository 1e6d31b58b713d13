"""Shopify's product CSV as it is: nothing is lost, and a second import changes what changed."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from sqlalchemy import text

from catalog.money import Money
from catalog.product import Product
from catalog.store import Catalog
from tests.unit.catalog.conftest import FILES, Write, garment

REAL_FILES = sorted((Path(__file__).parents[4] / "shared/data/shopify").glob("*.csv"))
APPAREL = FILES / "apparel.csv"


def load(catalog: Catalog, file: Path, **more: bool) -> str:
    return catalog.import_file(file, currency="EUR", **more).headline()


def product(catalog: Catalog, handle: str) -> Product:
    return next(found for found in catalog.search(handle) if found.handle == handle)


@pytest.mark.parametrize(
    ("handle", "kind", "department", "season", "fabric", "colours", "sizes"),
    [
        ("quay-blue-shirt", "shirt", "men", "", "Cotton", ["Blue"], [""]),
        ("team-top", "top", "women", "", "", ["Grey"] * 3, ["Small", "Medium", "Large"]),
        ("satin-tuxedo", "suit", "men", "", "Satin", ["Blue"], [""]),
        ("skirt-and-top", "skirt", "women", "", "Cotton", ["Black"], [""]),
        ("blinking-high-tops", "shoes", "", "", "", ["Black"], [""]),
        ("linen-dress", "dress", "women", "summer", "Linen", ["Sand", "Sand", "Olive"], None),
    ],
)
def test_a_garment_is_told_from_what_the_file_says(
    catalog: Catalog,
    handle: str,
    kind: str,
    department: str,
    season: str,
    fabric: str,
    colours: list[str],
    sizes: list[str] | None,
) -> None:
    load(catalog, APPAREL)
    found = product(catalog, handle)
    assert (found.kind, found.department, found.season, found.fabric) == (
        kind,
        department,
        season,
        fabric,
    )
    assert [variant.colour for variant in found.variants] == colours
    assert [variant.size for variant in found.variants] == (sizes or ["36", "38", "38"])


def test_a_product_with_options_comes_in_whole(catalog: Catalog) -> None:
    load(catalog, APPAREL)
    dress = product(catalog, "linen-dress")
    sand, oversold, olive = dress.variants
    assert dress.description == 'A dress & a breeze.\n100% linen\nLength, 40" at the back'
    assert dress.tags == ("women", "Summer")
    assert len(dress.pictures) == 3
    assert (sand.sku, sand.gtin, sand.label) == ("LD-36-S", "04006381333931", "Sand, 36")
    assert sand.options == (("Farbe", "Sand"), ("Größe", "36"))
    assert sand.price == Money(12900, "EUR")
    assert sand.compare_at == Money(15900, "EUR")
    assert sand.picture not in ("", dress.pictures[0])
    assert (sand.stock, oversold.stock, olive.stock) == (4, 0, 0)
    assert sand.colour_hex.startswith("#")


def test_sizes_stand_from_small_to_large_whatever_the_files_order(
    catalog: Catalog, write: Write
) -> None:
    pairs = [(colour, size) for size in ("S", "M", "XL", "XS") for colour in ("Navy", "Red")]
    file = write(
        *(
            garment("tee", "Tee" if n == 0 else "", quantity="1")
            | {"Option1 Name": "Colour", "Option1 Value": colour}
            | {"Option2 Name": "Size", "Option2 Value": size}
            for n, (colour, size) in enumerate(pairs)
        )
    )
    catalog.import_file(file, currency="EUR")
    product, _ = catalog.find_variant("tee/Navy/M")
    assert [(one.colour, one.size) for one in product.variants] == [
        (colour, size) for size in ("XS", "S", "M", "XL") for colour in ("Navy", "Red")
    ]


def test_a_product_without_options_has_one_variant_without_a_label(catalog: Catalog) -> None:
    load(catalog, APPAREL)
    (shirt,) = product(catalog, "quay-blue-shirt").variants
    assert shirt.options == ()
    assert shirt.label == "Blue"
    assert catalog.find_variant("quay-blue-shirt")[1] == shirt
    assert catalog.find_variant("team-top/Medium")[1].size == "Medium"


@pytest.mark.parametrize("file", [APPAREL, *REAL_FILES], ids=lambda file: file.name)
def test_no_cell_of_the_file_is_lost(catalog: Catalog, file: Path) -> None:
    load(catalog, file)
    with catalog.reader.connect() as connection:
        kept = " ".join(
            json.dumps([str(cell) for cell in row], ensure_ascii=False)
            for table in ("product", "variant", "image")
            for row in connection.execute(text(f"SELECT * FROM {table}"))
        )
    # JSON within JSON has its quotes escaped once more.
    kept = kept.replace("\\", "")
    with file.open(encoding="utf-8-sig", newline="") as content:
        for row in csv.DictReader(content):
            for column, cell in row.items():
                if column.endswith("Price"):
                    cell = str(Money.parse(cell, "EUR").minor) if cell else ""
                if cell in ("Title", "Default Title"):
                    continue  # Shopify's way to say that there are no options
                wanted = [part.strip() for part in cell.split(",")] if column == "Tags" else [cell]
                for part in wanted:
                    assert json.dumps(part.strip(), ensure_ascii=False)[1:-1].replace("\\", "") in (
                        kept
                    ), f"{column} of {row['Handle']}"


@pytest.mark.parametrize("file", REAL_FILES, ids=lambda file: file.name)
def test_real_files_come_in_without_a_complaint_and_twice_is_once(
    catalog: Catalog, file: Path
) -> None:
    first = catalog.import_file(file, currency="EUR")
    assert (first.bad_rows, first.products.created) == ([], 20)
    assert all(found.kind for found in catalog.search("", limit=100))
    version = catalog.version()
    second = catalog.import_file(file, currency="EUR")
    assert (second.products.unchanged, second.variants.unchanged) == (20, first.variants.total)
    assert catalog.version() == version


def test_a_second_import_changes_what_changed_and_says_so(catalog: Catalog, write: Write) -> None:
    load(catalog, write(garment("tee", "Red tee"), garment("cap", "Navy cap", sku="C1")))
    changed = write(
        garment("tee", "Red tee", price="45"),
        garment("cap", "Navy cap", sku="C1"),
        garment("bag", "Olive bag"),
    )
    plan = catalog.import_file(changed, currency="EUR", dry_run=True)
    assert not plan.applied
    assert len(catalog.search("")) == 2
    done = catalog.import_file(changed, currency="EUR")
    assert done.applied
    assert done.changes == plan.changes
    assert (done.products.created, done.products.updated, done.products.unchanged) == (1, 0, 2)
    assert (done.variants.created, done.variants.updated, done.variants.unchanged) == (1, 1, 1)
    assert [(c.name, c.action, c.fields) for c in done.changes] == [
        ("Olive bag", "created", ()),
        ("tee", "updated", ("price",)),
        ("bag", "created", ()),
    ]
    assert catalog.find_variant("tee")[1].price == Money(4500, "EUR")


def test_a_variant_is_known_by_its_sku_wherever_it_goes(catalog: Catalog, write: Write) -> None:
    def rows(first: str, second: str, handle: str = "tee") -> list[dict[str, str]]:
        options = {"Option1 Name": "Colour", "Variant Price": "20"}
        return [
            {"Handle": handle, "Title": "Tee", "Option1 Value": "Red", "Variant SKU": first}
            | options,
            {"Handle": handle, "Option1 Value": "Blue", "Variant SKU": second} | options,
        ]

    load(catalog, write(*rows("", "")))
    red = catalog.find_variant("tee/Red")[1].id
    load(catalog, write(*rows("A", "B")))
    assert catalog.find_variant("A")[1].id == red
    load(catalog, write(*rows("B", "A")))
    assert catalog.find_variant("A")[1].id == red
    assert catalog.find_variant("A")[1].colour == "Blue"
    load(catalog, write(*rows("A", "B", handle="t-shirt")))
    assert catalog.find_variant("t-shirt/Red")[1].id == red


def test_barcodes_may_change_places(catalog: Catalog, write: Write) -> None:
    first, second = "4006381333931", "9506000134352"
    load(catalog, write(garment("a", "Tee", barcode=first), garment("b", "Cap", barcode=second)))
    load(catalog, write(garment("a", "Tee", barcode=second), garment("b", "Cap", barcode=first)))
    assert catalog.find_variant(first)[0].handle == "b"
    assert catalog.find_variant(second)[0].handle == "a"
    load(catalog, write(garment("c", "Bag", barcode=first)))
    assert catalog.find_variant(first)[0].handle == "c"


def test_the_stock_follows_the_file_only_when_the_file_changes(
    catalog: Catalog, write: Write
) -> None:
    load(catalog, write(garment("tee", "Tee", quantity="5")))
    variant = catalog.find_variant("tee")[1]
    catalog.restock(variant.id, -2)
    load(catalog, write(garment("tee", "Tee", quantity="5", price="40")))
    assert catalog.find_variant("tee")[1].stock == 3, "what staff counted stays"
    load(catalog, write(garment("tee", "Tee", quantity="9")))
    assert catalog.find_variant("tee")[1].stock == 9
    load(catalog, write(garment("tee", "Tee")))
    assert catalog.find_variant("tee")[1].stock == 9, "a file that does not say changes nothing"
    report = catalog.import_file(write(garment("tee", "Tee", quantity="-1")), currency="EUR")
    assert catalog.find_variant("tee")[1].stock == 0
    assert report.notes == ["tee: a quantity of -1 is counted as 0."]


def test_the_shops_department_serves_where_no_column_says_one(
    catalog: Catalog, write: Write
) -> None:
    file = write(garment("a", "Tee"), garment("b", "Tee", gender="male"))
    catalog.import_file(file, currency="EUR", department="women")
    departments = {found.handle: found.department for found in catalog.search("tee")}
    assert departments == {"a": "women", "b": "men"}


def test_rows_of_one_product_need_not_stand_together(catalog: Catalog, write: Write) -> None:
    sizes = [
        {"Handle": "tee", "Title": "Tee", "Option1 Name": "Size", "Option1 Value": "S"},
        garment("cap", "Cap"),
        {"Handle": "tee", "Option1 Value": "M"},
    ]
    load(catalog, write(*({"Variant Price": "20"} | row for row in sizes)))
    assert [variant.size for variant in product(catalog, "tee").variants] == ["S", "M"]


@pytest.mark.parametrize(
    ("rewrite", "name"),
    [
        (lambda text: "\ufeff" + text, "with a byte order mark"),
        (lambda text: text.replace("\n", "\r\n"), "with Windows line ends"),
        (lambda text: text.replace(",", ";"), "with semicolons"),
        (
            lambda text: (
                text.replace("Handle", "URL handle")
                .replace("Variant Price", "Price")
                .replace("Variant SKU", "SKU")
            ),
            "with the column names of 2025",
        ),
        (lambda text: text.replace("\n", ",,\n", 1), "with columns that have no name"),
    ],
)
def test_every_way_to_save_it_reads_the_same(
    catalog: Catalog, write: Write, rewrite: object, name: str
) -> None:
    assert callable(rewrite)
    file = write(garment("tee", "Tee", sku="T1"))
    file.write_text(rewrite(file.read_text()), newline="")
    assert load(catalog, file).startswith("products.csv is imported"), name
    assert catalog.find_variant("T1")[0].title == "Tee"


def test_progress_is_told_up_to_the_end(catalog: Catalog) -> None:
    told: list[tuple[str, int, int]] = []
    catalog.import_file(
        APPAREL, currency="EUR", progress=lambda step, done, total: told.append((step, done, total))
    )
    assert {step for step, _, _ in told} == {"reading", "importing"}
    assert all(done <= total for _, done, total in told)
    assert told[-1][1] == told[-1][2]
