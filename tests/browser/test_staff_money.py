"""A piece comes back at the staff console: from the day's sales to the refund, on a phone."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ConsoleWatch
from tests.browser.shop import Shop, tags_of
from tests.browser.snapshots import Json
from tests.conftest import wait_until

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}


def sell(shop: Shop, garments: list[Json]) -> Json:
    """These garments are paid for by card and leave the table; the sale."""
    shop.lay(tags_of(garments))
    wait_until(lambda: shop.basket()["count"] == len(garments), what="the garments on the table")
    press = {"id": uuid.uuid4().hex, "version": shop.basket()["version"]}
    assert shop.post("/api/tables/1/pay", press).status_code == 200
    wait_until(lambda: shop.basket()["state"] == "SOLD", what="the sale")
    shop.clear()
    sale: Json = shop.get("/api/sales")["sales"][0]
    return sale


def status_of(shop: Shop, garment: Json) -> str:
    value = garment["tag"]["value"]
    items = shop.get(f"/api/catalog/items?q={garment['sku']}&limit=600")
    return next(str(item["status"]) for item in items if item["tag"]["value"] == value)


def test_a_piece_comes_back(
    shop: Shop, open_page: Callable[..., Page], console: ConsoleWatch
) -> None:
    garments = shop.take(2)
    sale = sell(shop, garments)
    back, kept = sale["lines"]
    page = open_page("/staff/sales", PHONE)
    page.get_by_role("link", name=sale["number"]).click()
    expect(page.get_by_role("heading", name=sale["number"])).to_be_visible()
    expect(page.get_by_text("Choose what comes back.")).to_be_visible()
    expect(page.get_by_label("Your PIN").first).to_be_hidden()
    page.get_by_role("checkbox").first.check()
    expect(page.locator("#sum")).to_contain_text(back["price"]["text"])
    form = page.locator(".taking-back")
    form.get_by_role("radio", name="Faulty").check()
    form.get_by_label("Who are you?").select_option("Ben")
    form.get_by_label("Your PIN").fill("0000")
    console.expect("403")
    page.get_by_role("button", name="Take back 1 piece").click()
    expect(page.get_by_role("status").get_by_text("This PIN is not right")).to_be_visible()
    assert status_of(shop, garments[0]) == "sold"
    form.get_by_label("Your PIN").fill("2222")
    page.get_by_role("button", name="Take back 1 piece").click()
    expect(page.get_by_text("Came back: faulty")).to_be_visible()
    expect(page.get_by_text("Given back", exact=True)).to_be_visible()
    expect(page.get_by_role("checkbox")).to_have_count(1)
    assert status_of(shop, garments[0]) == "in_stock"
    assert status_of(shop, garments[1]) == "sold"
    now = shop.get(f"/api/sales/{sale['number']}")
    assert now["refunded"] == back["price"]
    assert [line["return"] is None for line in now["lines"]] == [False, True]
    assert kept["price"]["minor"] > 0
    wait_until(
        lambda: shop.get(f"/api/sales/{sale['number']}")["returns"][0]["refund_status"] == "done",
        what="the refund at the terminal",
    )


@pytest.mark.slow
def test_enter_takes_the_money_and_the_pin_is_in_no_address(
    shop: Shop, open_page: Callable[..., Page], console: ConsoleWatch
) -> None:
    shop.lay(tags_of(shop.take(1)))
    wait_until(lambda: shop.basket()["settled"] and shop.basket()["count"] == 1, what="a garment")
    press = {"id": uuid.uuid4().hex, "version": shop.basket()["version"], "tender": "desk"}
    assert shop.post("/api/tables/1/pay", press).status_code == 200
    page = open_page("/staff", PHONE)
    page.get_by_role("button", name="Confirm").click()
    pin = page.get_by_label("Your PIN")
    pin.fill("0000")
    console.expect("403")
    pin.press("Enter")
    expect(page.get_by_text("This PIN is not right")).to_be_visible()
    assert "0000" not in page.url
    pin.fill("1111")
    pin.press("Enter")
    wait_until(lambda: shop.basket()["state"] == "SOLD", what="the sale")
    assert "1111" not in page.url
    shop.clear()


def test_the_day_is_closed_by_a_form_of_its_own(
    shop: Shop, open_page: Callable[..., Page], console: ConsoleWatch
) -> None:
    sell(shop, shop.take(1))
    page = open_page("/staff/day", PHONE)
    page.get_by_label("Your PIN").fill("1111")
    page.get_by_role("button", name="Close the day").click()
    expect(page.get_by_text("Z-0001").first).to_be_visible()
    wait_until(lambda: "Z-0002" in page.content() or "/staff/day/" in page.url, what="the close")
