"""What goes with the room: looks, then learned complements, then attribute fit; only in stock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, insert

from catalog.colours import FAMILIES, colour_of, harmony
from catalog.database import CatalogError
from catalog.kinds import KINDS
from catalog.outfits.looks import read_looks, write_looks
from catalog.outfits.pairing import NEVER, worn_together
from catalog.product import Offer, Reason, ReasonKind, Variant
from catalog.store import Catalog
from catalog.tables import ComplementRow
from tests.unit.catalog.conftest import FILES, Write, garment

SHOP = (
    garment("shirt", "Navy linen shirt", quantity="2", tags="men"),
    garment("other-shirt", "White shirt", quantity="2", tags="men"),
    garment("chinos", "Sand chinos", quantity="2", tags="men"),
    garment("jeans", "Indigo jeans", quantity="2", tags="men"),
    garment("loafers", "Brown loafers", quantity="2", tags="men"),
    garment("belt", "Brown belt", quantity="0", tags="men"),
    garment("dress", "Red dress", quantity="2", tags="women"),
    garment("scarf", "Navy winter scarf", quantity="2"),
    garment("quay-5", "Quay no. 5", quantity="2"),
)


@pytest.fixture
def shop(catalog: Catalog, write: Write) -> Catalog:
    catalog.import_file(write(*SHOP), currency="EUR")
    return catalog


def variants(catalog: Catalog, *handles: str) -> list[Variant]:
    return [catalog.find_variant(handle)[1] for handle in handles]


def offered(offers: list[Offer]) -> list[str]:
    return [offer.product.handle for offer in offers]


def learn(catalog: Catalog, seed: str, *handles: str) -> None:
    rows = [
        {"seed_id": variants(catalog, seed)[0].product_id, "rank": rank, "score": 1 / rank}
        | {"product_id": variants(catalog, handle)[0].product_id}
        for rank, handle in enumerate(handles, start=1)
    ]
    with catalog.begin() as connection:
        connection.execute(insert(ComplementRow), rows)


def style(catalog: Catalog, tmp_path: Path, content: str) -> None:
    file = tmp_path / "looks.yaml"
    file.write_text(content)
    with catalog.begin() as connection:
        write_looks(connection, read_looks(file))


def test_without_looks_what_fits_by_its_attributes_is_offered(shop: Catalog) -> None:
    offers = shop.goes_with(variants(shop, "shirt"))
    assert set(offered(offers)) == {"chinos", "jeans", "loafers", "scarf"}
    by_handle = {offer.product.handle: offer.reasons[0] for offer in offers}
    assert by_handle["chinos"] == Reason(ReasonKind.GOES_WITH_COLOUR, "navy")
    assert by_handle["scarf"] == Reason(ReasonKind.SAME_COLOUR, "navy")


def test_looks_come_first_then_what_was_learned(shop: Catalog, tmp_path: Path) -> None:
    learn(shop, "shirt", "loafers", "other-shirt", "belt", "dress")
    style(shop, tmp_path, "[{handle: quay, title: The quay, products: [shirt, jeans, belt]}]")
    offers = shop.goes_with(variants(shop, "shirt"))
    assert offered(offers)[:2] == ["jeans", "loafers"]
    assert [offer.reasons[0] for offer in offers[:2]] == [
        Reason(ReasonKind.WORN_TOGETHER, "The quay"),
        Reason(ReasonKind.OFTEN_BOUGHT),
    ]
    assert offers[0].look == "quay"
    assert not {"other-shirt", "belt", "dress"} & set(offered(offers))


def test_the_outfit_of_all_garments_in_the_room_is_completed(shop: Catalog) -> None:
    offers = shop.goes_with(variants(shop, "shirt", "chinos"))
    assert set(offered(offers)) == {"loafers", "scarf"}, "no second shirt, no second trousers"


def test_a_look_of_both_comes_before_a_look_of_one_of_them(shop: Catalog, tmp_path: Path) -> None:
    style(
        shop,
        tmp_path,
        "[{handle: one, title: One, products: [shirt, scarf]},"
        " {handle: both, title: Both, products: [shirt, chinos, loafers]},"
        " {handle: other, title: Other, products: [chinos, other-shirt, jeans]}]",
    )
    offers = shop.goes_with(variants(shop, "shirt", "chinos"))
    assert offered(offers) == ["loafers", "scarf"], "neither another shirt nor jeans"
    assert [offer.look for offer in offers] == ["both", "one"]


def test_the_same_room_in_another_order_is_offered_the_same(shop: Catalog) -> None:
    there, back = (
        variants(shop, *handles) for handles in (("shirt", "chinos"), ("chinos", "shirt"))
    )
    assert shop.goes_with(there) == shop.goes_with(back)


def test_a_learned_score_moves_the_order(shop: Catalog) -> None:
    before = offered(shop.goes_with(variants(shop, "shirt")))
    last = before[-1]
    product_id = variants(shop, last)[0].product_id

    class Learned:
        def scores(self, _connection: Connection, seeds: Sequence[int]) -> Mapping[int, float]:
            assert seeds == [variants(shop, "shirt")[0].product_id]
            return {product_id: 1.0}

    offers = shop.goes_with(variants(shop, "shirt"), complements=Learned())
    assert offered(offers)[0] == last
    assert offers[0].reasons[0] == Reason(ReasonKind.OFTEN_BOUGHT)


def test_nothing_is_offered_that_is_not_in_stock(shop: Catalog) -> None:
    for handle in ("chinos", "jeans", "loafers", "scarf"):
        shop.restock(variants(shop, handle)[0].id, -2)
    assert offered(shop.goes_with(variants(shop, "shirt"))) == ["quay-5"]
    shop.restock(variants(shop, "belt")[0].id, 1)
    assert offered(shop.goes_with(variants(shop, "shirt"), limit=1)) == ["belt"]


def test_one_of_each_kind_is_offered(catalog: Catalog, write: Write) -> None:
    rows = [garment(f"jeans-{n}", "Indigo jeans", quantity="1") for n in range(9)]
    rows += [garment("shirt", "White shirt"), garment("belt", "Black belt", quantity="1")]
    catalog.import_file(write(*rows), currency="EUR")
    offers = catalog.goes_with(variants(catalog, "shirt"), limit=4)
    assert sorted(offer.product.kind for offer in offers) == ["belt", "jeans"]


def test_the_colour_that_goes_and_the_size_that_is_worn_are_offered(
    catalog: Catalog, write: Write
) -> None:
    options = {"Option1 Name": "Colour", "Option2 Name": "Size", "Variant Inventory Qty": "1"}
    trousers = [
        garment("trousers", "Wool trousers" if n == 0 else "")
        | options
        | {"Option1 Value": colour, "Option2 Value": size}
        for n, (colour, size) in enumerate(
            (colour, size) for colour in ("Orange", "Grey") for size in ("S", "M", "L")
        )
    ]
    knit = garment("knit", "Red jumper") | {"Option1 Name": "Size", "Option1 Value": "L"}
    catalog.import_file(write(*trousers, knit), currency="EUR")
    (offer,) = catalog.goes_with([catalog.find_variant("knit/L")[1]])
    assert (offer.variant.colour, offer.variant.size) == ("Grey", "L")


def test_a_size_that_the_shopper_told_counts_before_what_hangs(
    catalog: Catalog, write: Write
) -> None:
    options = {"Option1 Name": "Size", "Variant Inventory Qty": "3"}
    rows = [
        garment(handle, title if n == 0 else "") | options | {"Option1 Value": size}
        for handle, title in (("tee", "White tee"), ("knit", "White jumper"))
        for n, size in enumerate(("S", "M", "L"))
    ]
    catalog.import_file(write(*rows, garment("bag", "White bag")), currency="EUR")
    tee = variants(catalog, "tee/M")
    (worn,) = catalog.goes_with(tee, limit=1)
    (told,) = catalog.goes_with(tee, sizes={"knit": "L"}, limit=1)
    assert (worn.variant.size, told.variant.size) == ("M", "L")


def test_a_look_does_not_bring_what_the_shoppers_department_does_not_wear(
    catalog: Catalog, write: Write, tmp_path: Path
) -> None:
    rows = (
        garment("shirt", "White shirt", quantity="2", tags="men"),
        garment("tote", "Canvas tote", quantity="2"),
        garment("skirt", "Denim skirt", quantity="2", tags="women"),
        garment("jeans", "Black jeans", quantity="2", tags="men"),
    )
    catalog.import_file(write(*rows), currency="EUR")
    style(catalog, tmp_path, "- {handle: a, title: Market, products: [tote, skirt, jeans]}")
    assert "skirt" in offered(catalog.goes_with(variants(catalog, "tote")))
    assert offered(catalog.goes_with(variants(catalog, "shirt", "tote"))) == ["jeans"]
    style(catalog, tmp_path, "- {handle: a, title: Both, products: [shirt, tote, skirt]}")
    assert "skirt" in offered(catalog.goes_with(variants(catalog, "shirt", "tote")))


def test_an_imported_catalogue_is_never_without_an_offer(catalog: Catalog) -> None:
    catalog.import_file(FILES / "apparel.csv", currency="EUR")
    for product in catalog.search(""):
        offers = catalog.goes_with([product.variants[0]])
        assert offers
        assert all(offer.product.kind != product.kind for offer in offers)
        assert all(offer.variant.stock > 0 for offer in offers)
        assert len({offer.product.id for offer in offers}) == len(offers)


def test_jewellery_goes_with_jewellery_of_the_same_metal(catalog: Catalog, write: Write) -> None:
    rows = [
        garment("choker", "Gold choker"),
        garment("studs", "Silver earrings", quantity="1"),
        garment("hoops", "Gold earrings", quantity="1"),
        garment("bangle", "Gold bangle", quantity="1"),
    ]
    catalog.import_file(write(*rows), currency="EUR")
    offers = catalog.goes_with(variants(catalog, "choker"), limit=2)
    assert sorted(offered(offers)) == ["bangle", "hoops"]
    assert {offer.reasons[0] for offer in offers} == {Reason(ReasonKind.SAME_COLOUR, "gold")}


def test_an_empty_room_and_a_lone_garment_are_offered_nothing(
    catalog: Catalog, write: Write
) -> None:
    assert catalog.goes_with([]) == []
    catalog.import_file(write(garment("tee", "Tee", quantity="1")), currency="EUR")
    assert catalog.goes_with(variants(catalog, "tee")) == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("looks: none", "should be a list"),
        ("- 5", "look 1: should have handle"),
        ("- {title: Quay, products: [shirt, jeans]}", "handle is missing"),
        ("- {handle: quay, title: Quay, products: [shirt]}", "two or more"),
        ("- {handle: quay, title: Quay, products: [shirt, boat]}", "not there: boat"),
        ("- {", "Cannot read the looks"),
    ],
)
def test_a_bad_look_is_told_in_words(
    shop: Catalog, tmp_path: Path, content: str, words: str
) -> None:
    with pytest.raises(CatalogError, match=words):
        style(shop, tmp_path, content)


@given(st.sampled_from(FAMILIES), st.sampled_from(FAMILIES))
def test_harmony_is_mutual_and_a_share(one: str, other: str) -> None:
    assert 0 <= harmony(one, other) == harmony(other, one) <= 1


@given(st.sampled_from(KINDS), st.sampled_from(KINDS))
def test_kinds_are_worn_together_mutually_and_never_with_themselves(one: str, other: str) -> None:
    assert worn_together(one, other) == worn_together(other, one)
    assert worn_together(one, one) == NEVER
    assert any(worn_together(one, some) > 0 for some in KINDS), "each kind has something to go with"


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("Navy stripe", "navy"),
        ("dark Blue", "blue"),
        ("WHITE/red", "white"),
        ("Rose gold", "pink"),
        ("Dunkelgrau", ""),
        ("grau meliert", "grey"),
        ("Sky", "blue"),
        ("", ""),
    ],
)
def test_a_label_names_a_colour(name: str, family: str) -> None:
    colour = colour_of(name)
    assert (colour.family if colour else "") == family
