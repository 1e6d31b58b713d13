"""The page of a piece in the shop's web shop, by the template in config.yaml."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalog.money import Money
from catalog.product import Product, Variant
from kiosk.config import ConfigError, parse
from kiosk.hub.visits.product_page import ProductPage


def piece(sku: str | None = "LIN 1/M") -> tuple[Product, Variant]:
    variant = Variant(
        id=1,
        product_id=1,
        sku=sku,
        gtin=None,
        size="M",
        colour="Ivory",
        colour_hex="",
        options=(),
        price=Money(7900, "EUR"),
        compare_at=None,
        stock=1,
        untagged_quantity=0,
        picture="",
    )
    texts = ("linen-shirt", "Linen shirt", "", "", "", "", "", "", "")
    return Product(1, *texts, (), (), (variant,)), variant


@pytest.mark.parametrize(
    ("template", "address"),
    [
        ("", None),
        ("https://a.example/p/{handle}", "https://a.example/p/linen-shirt"),
        ("https://a.example/s?q={sku}", "https://a.example/s?q=LIN%201%2FM"),
        ("https://a.example/{handle}#{variant}", "https://a.example/linen-shirt#Ivory%2C%20M"),
    ],
)
def test_the_template_is_filled_in_so_that_nothing_breaks_out(
    template: str, address: str | None
) -> None:
    assert ProductPage(template).of(*piece()) == address


def test_a_piece_without_what_the_template_asks_for_has_no_page() -> None:
    assert ProductPage("https://a.example/{handle}/{sku}").of(*piece(sku=None)) is None


@pytest.mark.parametrize(
    "wrong",
    [
        "javascript:alert({sku})",
        "https://a.example/products",  # always the same page
        "https://{handle}.example/p/{sku}",  # a product does not choose the host
        "https://a.example/{name}",
        "https://a.example/{handle",
        "https://a.example/{handle!r}",
        "//a.example/{handle}",
        "ftp://a.example/{handle}",
        "https://a.example/a b/{handle}",
    ],
)
def test_a_template_that_is_none_names_the_key(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(ConfigError, match="product_page"):
        parse({"shop": {"product_page": wrong}}, tmp_path / "config.yaml")
