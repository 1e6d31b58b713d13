"""The sample shop as it is shipped: a catalog that a shop could have written, and a picture for
everything in it."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest
import yaml
from epcpy.epc_schemes.sgtin import SGTIN
from PIL import Image

from catalog.illustration import sample_shop

SAMPLE = Path(__file__).resolve().parents[3] / "assets" / "sample"
Row = dict[str, str]


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    with (SAMPLE / "products.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def tags() -> list[Row]:
    with (SAMPLE / "tags.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def looks() -> list[dict[str, object]]:
    return yaml.safe_load((SAMPLE / "looks.yaml").read_text(encoding="utf-8"))


def test_it_is_as_large_as_a_small_shop(
    rows: list[Row], tags: list[Row], looks: list[object]
) -> None:
    heads = [row for row in rows if row["Title"]]
    assert len(heads) >= 60
    assert len({row["Type"] for row in heads}) >= 12
    assert 380 <= len(rows) <= 440
    assert len(looks) == 31
    assert len(tags) == 600


def test_skus_gtins_and_epcs_are_each_given_once(rows: list[Row], tags: list[Row]) -> None:
    for values in (
        [row["Variant SKU"] for row in rows],
        [row["Variant Barcode"] for row in rows],
        [row["epc"] for row in tags],
    ):
        assert all(values)
        assert [value for value, count in Counter(values).items() if count > 1] == []


def test_every_barcode_is_a_gtin_of_the_shops_own_prefix(rows: list[Row]) -> None:
    for row in rows:
        barcode = row["Variant Barcode"]
        assert len(barcode) == 13
        assert barcode.startswith("9521141")
        # GS1: weighted by 3 and 1 from the right, check digit included, the sum ends in 0.
        weights = [1, 3] * 7
        assert sum(int(d) * w for d, w in zip(reversed(barcode), weights, strict=False)) % 10 == 0


def test_every_tag_carries_the_gtin_of_its_variant(rows: list[Row], tags: list[Row]) -> None:
    gtins = {row["Variant SKU"]: row["Variant Barcode"] for row in rows}
    for tag in tags:
        assert SGTIN.from_hex(tag["epc"]).gtin() == "0" + gtins[tag["sku"]]


def test_there_is_never_less_stock_than_tags_and_some_sizes_are_sold_out(
    rows: list[Row], tags: list[Row]
) -> None:
    tagged = Counter(tag["sku"] for tag in tags)
    stock = {row["Variant SKU"]: int(row["Variant Inventory Qty"]) for row in rows}
    assert all(stock[sku] >= count for sku, count in tagged.items())
    assert any(stock[sku] > count for sku, count in tagged.items())
    sold_out = [sku for sku, pieces in stock.items() if pieces == 0]
    assert 20 <= len(sold_out) <= 60
    gone = [
        handle
        for handle in {row["Handle"] for row in rows}
        if not any(stock[row["Variant SKU"]] for row in rows if row["Handle"] == handle)
    ]
    assert gone == []


def test_a_look_is_three_to_five_garments_that_the_shop_sells(
    rows: list[Row], looks: list[dict[str, list[str]]]
) -> None:
    sold = {(row["Handle"], row["Option1 Value"]) for row in rows}
    handles = {handle for handle, _ in sold}
    assert len({look["handle"] for look in looks}) == len(looks)
    for look in looks:
        assert 3 <= len(look["products"]) <= 5, look["handle"]
        for name in look["products"]:
            handle, _, colour = name.partition("/")
            assert (handle, colour) in sold if colour else handle in handles, name


def test_the_files_are_what_the_shops_table_says(tmp_path: Path) -> None:
    shop = sample_shop.load_shop(SAMPLE)
    sample_shop.write_products(tmp_path, shop)
    sample_shop.write_tags(tmp_path, shop)
    for name in ("products.csv", "tags.csv"):
        assert (tmp_path / name).read_bytes() == (SAMPLE / name).read_bytes(), (
            f"{name} is not up to date: run python -m catalog.illustration"
        )


@pytest.mark.slow
def test_every_colour_of_every_product_has_a_picture_that_floats_on_any_ground(
    rows: list[Row],
) -> None:
    keys = {row["Variant Image"].removeprefix("sample:") for row in rows}
    assert keys == {key for _, key, _ in _drawings()}
    for key in sorted(keys):
        for size in (72, 480, 900):
            with Image.open(SAMPLE / "pictures" / str(size) / f"{key}.webp") as picture:
                assert picture.size == (size, size), key
                alpha = picture.convert("RGBA").getchannel("A")
            corners = [(0, 0), (size - 1, 0), (0, size - 1), (size - 1, size - 1)]
            assert all(alpha.getpixel(at) == 0 for at in corners), key
            left, top, right, bottom = alpha.getbbox() or (0, 0, 0, 0)
            assert max(right - left, bottom - top) > size * 0.35, f"{key} is too small to see"
            assert abs(left + right - size) < size * 0.08, f"{key} hangs beside the middle"


def test_the_pictures_are_small_enough_to_ship() -> None:
    files = list((SAMPLE / "pictures").rglob("*.webp"))
    assert sum(file.stat().st_size for file in files) < 12_000_000
    known = {key for _, key, _ in _drawings()}
    assert {file.stem for file in files} == known, "a picture of something that is not sold"


def _drawings() -> list[tuple[str, str, object]]:
    shop, colours = sample_shop.load_shop(SAMPLE), sample_shop.load_colours(SAMPLE)
    return list(sample_shop.drawings(shop, colours))
