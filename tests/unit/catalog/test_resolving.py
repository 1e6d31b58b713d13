"""What a tag means: bound tag, registered serial, known GTIN, unknown with a reason; no crash."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from catalog.epc import encode_sgtin96, encode_sgtin198
from catalog.product import Item, UnknownReason, UnknownTag, UnregisteredPiece
from catalog.store import Catalog
from tests.unit.catalog.conftest import Tag, Write, garment

GTIN = "9521141000014"
REGISTERED = Tag(encode_sgtin96(GTIN, 5, "9521141"))


@pytest.fixture
def shop(catalog: Catalog, write: Write) -> Catalog:
    rows = [garment("tee", "Red tee", sku="T1", barcode=GTIN, quantity="2")]
    rows += [garment(f"cap-{n}", f"Cap {n}", sku=f"C{n}") for n in range(40)]
    catalog.import_file(write(*rows), currency="EUR")
    catalog.bind(REGISTERED, catalog.find_variant("T1")[1].id)
    catalog.bind(Tag("04A2B3C4", "uid"), catalog.find_variant("C1")[1].id)
    catalog.bind(Tag("https://cap.example/2", "uri"), catalog.find_variant("C2")[1].id)
    # A foreign garment's tag that was bound by hand: what is bound exactly comes first.
    catalog.bind(Tag("3034257BF7194E4000001A85"), catalog.find_variant("C3")[1].id)
    return catalog


@pytest.mark.parametrize(
    ("tag", "title"),
    [
        (REGISTERED, "Red tee"),
        (Tag(REGISTERED.value.lower()), "Red tee"),
        (Tag(encode_sgtin96(GTIN, 5, "9521141", 0)), "Red tee"),
        (Tag(encode_sgtin198(GTIN, "5", "952114")), "Red tee"),
        (Tag("https://id.gs1.org/01/09521141000014/21/5", "uri"), "Red tee"),
        (Tag("04A2B3C4", "uid"), "Cap 1"),
        (Tag("04a2b3c4", "uid"), "Cap 1"),
        (Tag("https://cap.example/2", "uri"), "Cap 2"),
        (Tag("3034257BF7194E4000001A85"), "Cap 3"),
    ],
)
def test_a_registered_piece_is_an_item(shop: Catalog, tag: Tag, title: str) -> None:
    found = shop.resolve(tag)
    assert isinstance(found, Item)
    assert found.product.title == title
    assert found.variant in found.product.variants


def test_a_known_gtin_with_another_serial_is_an_unregistered_piece(shop: Catalog) -> None:
    found = shop.resolve(Tag(encode_sgtin96(GTIN, 6, "9521141")))
    assert isinstance(found, UnregisteredPiece)
    assert found.variant.sku == "T1"


@pytest.mark.parametrize(
    ("tag", "reason", "detail"),
    [
        (Tag("3066C4409047E140075BCD15"), UnknownReason.FOREIGN, "09506000134352"),
        (Tag("F73795211411234538566CB0AFC4"), UnknownReason.FOREIGN, "79521141123453"),
        (Tag("E28068900000500E88C6A4A7"), UnknownReason.NOT_A_GARMENT_TAG, "E2"),
        (Tag("311BA1B300CE0A6A83000000"), UnknownReason.NOT_A_GARMENT_TAG, "31"),
        (Tag("01020304", "uid"), UnknownReason.UNBOUND, ""),
        (Tag("https://nowhere.example", "uri"), UnknownReason.UNBOUND, ""),
        (Tag("x", "smell"), UnknownReason.NOT_A_GARMENT_TAG, "smell"),
    ],
)
def test_anything_else_is_unknown_with_a_reason(
    shop: Catalog, tag: Tag, reason: UnknownReason, detail: str
) -> None:
    found = shop.resolve(tag)
    assert isinstance(found, UnknownTag)
    assert (found.reason, found.tag_value) == (reason, tag.value)
    assert detail in found.detail


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    kind=st.sampled_from(["epc", "uid", "uri"]) | st.text(max_size=5),
    value=st.text(st.characters()) | st.binary(max_size=30).map(bytes.hex),
)
def test_no_tag_whatever_it_says_raises(shop: Catalog, kind: str, value: str) -> None:
    tag = Tag(value, kind)
    found = shop.resolve(tag)
    assert shop.resolve_all([tag, tag]) == {(kind, value): found}


def test_forty_tags_cost_as_many_queries_as_one(shop: Catalog) -> None:
    tags = [REGISTERED]
    for number in range(39):
        tag = Tag(f"{number:08X}", "uid")
        shop.bind(tag, shop.find_variant(f"C{number}")[1].id)
        tags.append(tag)
    queries: list[str] = []
    event.listen(shop.reader, "before_cursor_execute", lambda *args: queries.append(str(args[2])))
    assert all(isinstance(found, Item) for found in shop.resolve_all(tags).values())
    assert len(queries) <= 6
