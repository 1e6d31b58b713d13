"""The sample shop loads whole, twice is once, and its pictures and looks are there."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog import open_catalog
from catalog.database import CatalogError
from catalog.epc import check_digit, encode_sgtin96
from catalog.pictures import PictureStore
from catalog.product import Item, Product
from catalog.sample import SampleShop, load_sample
from catalog.store import Catalog
from tests.conftest import REPO
from tests.unit.catalog.conftest import Tag

SAMPLE = REPO / "assets" / "sample"
Loaded = tuple[Catalog, SampleShop, list[Product]]


def gtin(number: int) -> str:
    digits = f"9521141{number:05d}"
    return digits + check_digit(digits)


def make_shop(folder: Path, tags: list[str], looks: str = "[]") -> Path:
    products = "".join(f"tee-{n},Tee {n},T{n},10,2,{gtin(n)}\n" for n in range(3))
    header = "Handle,Title,Variant SKU,Variant Price,Variant Inventory Qty,Variant Barcode\n"
    (folder / "products.csv").write_text(header + products)
    (folder / "looks.yaml").write_text(looks)
    (folder / "tags.csv").write_text("sku,epc\n" + "\n".join(tags) + "\n")
    return folder


def epc(number: int, serial: int) -> str:
    return encode_sgtin96(gtin(number), serial, "9521141")


def test_a_small_shop_loads_and_twice_is_once(catalog: Catalog, tmp_path: Path) -> None:
    tags = [f"T0,{epc(0, 1)}", f"T0,{epc(0, 2)}", f"T0,{epc(0, 3)}", f"T1,{epc(1, 1)}"]
    looks = "[{handle: pair, title: Pair, products: [tee-0, tee-1]}]"
    folder = make_shop(tmp_path, tags, looks)
    for _ in range(2):
        loaded = load_sample(catalog, folder, "EUR")
        assert (loaded.products, loaded.looks, loaded.tags) == (3, 1, 4)
        stocks = [catalog.find_variant(f"T{n}")[1] for n in range(3)]
        assert [(v.stock, v.untagged_quantity) for v in stocks] == [(3, 0), (2, 1), (2, 2)]
    assert isinstance(catalog.resolve(Tag(epc(0, 3))), Item)


@pytest.mark.parametrize(
    ("tag", "words"),
    [("T9,30", "line 2, sku: no variant has the SKU 'T9'"), ("T0,E280", "is no SGTIN")],
)
def test_a_wrong_tag_is_told_by_line(
    catalog: Catalog, tmp_path: Path, tag: str, words: str
) -> None:
    with pytest.raises(CatalogError, match=words):
        load_sample(catalog, make_shop(tmp_path, [tag]), "EUR")


@pytest.fixture(scope="module")
def loaded(empty_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    """Our own sample shop, which nobody changes."""
    database = Path(shutil.copy(empty_database, tmp_path_factory.mktemp("sample") / "shop.db"))
    catalog = open_catalog(f"sqlite:///{database}")
    sample = load_sample(catalog, SAMPLE, "EUR")
    yield catalog, sample, catalog.search("", limit=500)
    catalog.close()


def test_our_own_sample_shop_is_whole(loaded: Loaded) -> None:
    _, sample, products = loaded
    assert sample.products >= 60
    assert sample.variants >= 350
    assert sample.looks >= 25
    assert sample.tags >= 600
    assert len({product.kind for product in products}) >= 12
    assert all(product.kind and product.fabric and product.pictures for product in products)
    assert all(variant.colour_hex for product in products for variant in product.variants)


def test_every_sample_garment_is_offered_a_look_or_four_things_that_go_with_it(
    loaded: Loaded,
) -> None:
    catalog, _, products = loaded
    for product in products:
        offers = catalog.goes_with([product.variants[0]], on=date(2026, 11, 22))
        assert len(offers) >= 4, product.handle
        assert sum(bool(offer.reasons) for offer in offers) >= 3, product.handle


@settings(max_examples=20)
@given(st.data())
def test_what_is_offered_with_a_room_of_the_sample_shop(
    loaded: Loaded, data: st.DataObject
) -> None:
    catalog, _, products = loaded
    hung = data.draw(st.lists(st.sampled_from(products), min_size=1, max_size=5))
    variants = [data.draw(st.sampled_from(product.variants)) for product in hung]
    offers = catalog.goes_with(variants)
    kinds = [offer.product.kind for offer in offers]
    assert len(set(kinds)) == len(kinds), "one of a kind"
    assert not set(kinds) & {product.kind for product in hung}, "none of a kind that is here"
    assert not {offer.product.id for offer in offers} & {product.id for product in hung}
    assert all(offer.variant.stock > 0 for offer in offers)
    assert offers == catalog.goes_with(variants), "and the same again"
    assert catalog.goes_with(variants, limit=2) == offers[:2]
    for offer in catalog.instead_of(variants[0]):
        assert offer.variant.stock > 0
        assert offer.variant.id != variants[0].id
        assert offer.product.kind == hung[0].kind


def test_a_picture_is_found_in_the_first_folder_that_has_it(tmp_path: Path) -> None:
    ours, fetched = tmp_path / "ours", tmp_path / "fetched"
    for folder, key in ((ours, "shirt"), (fetched, "shirt"), (fetched, "ab12")):
        (folder / "480").mkdir(parents=True, exist_ok=True)
        (folder / "480" / f"{key}.webp").touch()
    store = PictureStore([ours, fetched])
    assert store.path("shirt", 480) == ours / "480" / "shirt.webp"
    assert store.path("ab12", 480) == fetched / "480" / "ab12.webp"
    for key, size in (("ab12", 900), ("ab12", 481), ("none", 480), ("", 480)):
        assert store.path(key, size) is None


@pytest.mark.parametrize("key", ["../480/shirt", "a/../../x", "/etc/passwd", "..", "a\0b", "a\\b"])
def test_a_key_cannot_leave_its_folder(tmp_path: Path, key: str) -> None:
    (tmp_path / "480").mkdir()
    (tmp_path / "480" / "shirt.webp").touch()
    assert PictureStore([tmp_path]).path(key, 480) is None
