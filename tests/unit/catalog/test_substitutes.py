"""What is offered instead of a garment whose size is out."""

from __future__ import annotations

import pytest

from catalog.outfits.substitutes import colour_near, instead
from catalog.product import ReasonKind, Variant
from catalog.store import Catalog
from tests.unit.catalog.conftest import Write, garment

SIZES = ("S", "M", "L")


def rows(
    handle: str, title: str, colours: tuple[str, ...], *, out: str = "", price: str = "79.00"
) -> list[dict[str, str]]:
    """Every size of every colour, but for those in `out` ("Navy/M White/S")."""
    pairs = [(colour, size) for colour in colours for size in SIZES]
    return [
        garment(handle, title if n == 0 else "", tags="men")
        | {"Option1 Name": "Colour", "Option1 Value": colour}
        | {"Option2 Name": "Size", "Option2 Value": size, "Variant Price": price}
        | {"Variant Inventory Qty": "0" if f"{colour}/{size}" in out.split() else "3"}
        for n, (colour, size) in enumerate(pairs)
    ]


SHOP = (
    *rows("linen-shirt", "Linen shirt", ("Navy", "Blue", "Orange"), out="Navy/M"),
    *rows("other-linen", "Linen camp shirt", ("Navy", "Red")),
    *rows("flannel", "Flannel shirt", ("Brown",)),
    *rows("dear", "Linen shirt by hand", ("Navy",), price="490.00"),
    *rows("gone", "Navy linen shirt", ("Navy",), out="Navy/M"),
    *rows("linen-trousers", "Linen trousers", ("Navy",)),
    garment("blouse", "Navy linen blouse", quantity="3", tags="women"),
)


@pytest.fixture
def shop(catalog: Catalog, write: Write) -> Catalog:
    catalog.import_file(write(*SHOP), currency="EUR")
    return catalog


def test_the_same_in_another_colour_comes_first_then_the_nearest_of_the_kind(shop: Catalog) -> None:
    _, wanted = shop.find_variant("linen-shirt/Navy/M")
    offers = shop.instead_of(wanted, 6)
    assert [(offer.product.handle, offer.variant.colour) for offer in offers] == [
        ("linen-shirt", "Blue"),
        ("linen-shirt", "Orange"),
        ("other-linen", "Navy"),
        ("dear", "Navy"),
        ("flannel", "Brown"),
    ]
    assert {offer.variant.size for offer in offers} == {"M"}
    assert all(offer.variant.stock > 0 for offer in offers)
    assert [offer.reasons[0].kind for offer in offers] == [
        *[ReasonKind.SAME_GARMENT] * 2,
        *[ReasonKind.SAME_COLOUR] * 2,
        ReasonKind.SAME_KIND,
    ]
    assert shop.instead_of(wanted, 2) == offers[:2]
    assert shop.instead_of(wanted, 0) == ()


def test_the_order_of_what_was_found_is_no_matter(shop: Catalog) -> None:
    product, wanted = shop.find_variant("linen-shirt/Navy/M")
    others = shop.search("shirt")
    assert instead(product, wanted, others, 9) == instead(product, wanted, others[::-1], 9)


@pytest.mark.parametrize(("cloth", "is_told"), [("cotton", False), ("linen", True)])
def test_a_cloth_of_everything_is_nobodys_reason(
    catalog: Catalog, write: Write, cloth: str, is_told: bool
) -> None:
    title = f"{cloth} shirt".capitalize()
    catalog.import_file(
        write(*rows("out", title, ("Navy",), out="Navy/M"), *rows("like", title, ("Red",))),
        currency="EUR",
    )
    (offer,) = catalog.instead_of(catalog.find_variant("out/Navy/M")[1])
    told = [reason.subject for reason in offer.reasons if reason.kind is ReasonKind.SAME_FABRIC]
    assert told == ([cloth] if is_told else [])


def test_what_has_no_size_is_replaced_by_what_has_none(catalog: Catalog, write: Write) -> None:
    bags = [
        garment(f"bag-{n}", f"{colour} bag", quantity="1")
        for n, colour in enumerate(("Red", "Navy"))
    ]
    catalog.import_file(write(*bags), currency="EUR")
    (offer,) = catalog.instead_of(catalog.find_variant("bag-0")[1])
    assert offer.product.handle == "bag-1"


def test_a_variant_that_is_not_there_any_more_has_no_substitute(shop: Catalog) -> None:
    _, wanted = shop.find_variant("flannel/Brown/M")
    gone = Variant(
        **{name: getattr(wanted, name) for name in Variant.__slots__} | {"product_id": 99}
    )
    assert shop.instead_of(gone) == ()


def test_a_family_is_nearer_than_its_swatch_says(shop: Catalog) -> None:
    product, navy = shop.find_variant("linen-shirt/Navy/M")
    near = {variant.colour: colour_near(navy, variant) for variant in product.variants}
    assert near["Navy"] == 1
    assert near["Blue"] > near["Orange"]
