"""The staff console as its tests open it: whose page, on which device, and who asks for what."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.conftest import PORTRAIT
from tests.browser.shop import Shop
from tests.browser.snapshots import Json

OpenPage = Callable[..., Page]

PHONE = {"width": 390, "height": 844}
DEVICES = [("phone", PHONE, "light"), ("tablet", PORTRAIT, "dark")]
NEW_TAGS = [
    {"kind": "epc", "value": "E2801160600002054A9C3F21"},
    {"kind": "epc", "value": "E2801160600002054A9C3F7D"},
    {"kind": "uid", "value": "04A2B91C"},
]
PRODUCTS = (
    "Handle,Title,Type,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Qty,"
    "Variant Price\n"
    "canvas-tote,Canvas tote,Bag,Colour,Ecru,TOTE-1,4,25.00\n"
    "rain-coat,Rain coat,Coat,Colour,Navy,RAIN-1,2,cheap\n"
)


def variant(shop: Shop, words: str) -> Json:
    found: Json = shop.get(f"/api/catalog/search?q={words}")["products"][0]["variants"][0]
    return found


def ask(shop: Shop, words: str = "") -> Json:
    """A shopper in room 1 taps "bring me ...", or "call a colleague" without words."""
    body: Json = {"id": uuid.uuid4().hex, "room": "1", "kind": "call"}
    if words:
        body |= {"kind": "bring", "variant_id": variant(shop, words)["id"]}
    answer = shop.post("/api/requests", body)
    assert answer.status_code == 200, answer.text
    asked: Json = answer.json()
    return asked


PINS = {"Ana": "1111", "Ben": "2222"}


def staff_page(
    open_page: OpenPage, shop: Shop, path: str, name: str = "Ana", **options: Any
) -> Page:
    """A page on the device of the colleague of this name, by default a phone."""
    page = open_page("", options.pop("viewport", PHONE), **options)
    if name != "Ana":
        sign_in(page, shop, name)
    page.goto(shop.url + path)
    return page


def sign_in(page: Page, shop: Shop, name: str) -> None:
    """As a colleague does it: the name, then the PIN on the pad. The demo is Ana's without."""
    page.goto(f"{shop.url}/staff/sign-in")
    page.get_by_role("link", name=name).click()
    for digit in PINS[name]:
        page.locator(f"[data-digit='{digit}']").click()
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator(".bar")).to_contain_text(name)


TOO_SMALL = """[...document.querySelectorAll('button, a, input, summary')].filter(e => {
  const box = e.getBoundingClientRect();
  return e.checkVisibility() && box.height > 0 && (box.height < 43.5 || box.width < 43.5)
    && !e.matches('[type=radio], [type=file]') && !e.closest('dialog:not([open])')
    && !e.closest('label') && !e.matches('.shop');
}).map(e => e.outerHTML.slice(0, 120))"""
