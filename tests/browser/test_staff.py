"""The staff console on a colleague's phone and tablet: real Chromium, real hub."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ConsoleWatch
from tests.browser.shop import Shop
from tests.browser.staff_console import (
    OpenPage,
    ask,
    staff_page,
)

pytestmark = pytest.mark.browser


def test_a_request_comes_by_itself_and_is_answered_with_two_taps(
    floor: Shop, open_page: OpenPage
) -> None:
    page = staff_page(open_page, floor, "/staff", name="Ben")
    expect(page.get_by_text("Nobody is waiting")).to_be_visible()

    asked = ask(floor, "linen shirt")
    row = page.locator(f"#request-{asked['id']}")
    expect(row).to_contain_text("Fitting room 1")
    expect(row).to_contain_text(asked["variant"]["title"])
    expect(row.locator(".size")).to_have_text(asked["variant"]["size"])
    expect(row.locator(".state")).to_have_text("Waiting")
    expect(page).to_have_title(re.compile(r"^\(1\) Requests"))
    expect(page.locator("[data-count=waiting]")).to_have_text("1")

    row.get_by_role("button", name="I'll bring it").click()
    expect(row.locator(".state")).to_have_text("You")
    assert floor.get("/api/requests")[0]["taken_by"] == "Ben"
    row.get_by_role("button", name="Brought").click()
    expect(page.get_by_text("Nobody is waiting")).to_be_visible()
    assert floor.get("/api/requests") == []


@pytest.mark.slow
def test_colleagues_see_who_is_on_it(floor: Shop, open_page: OpenPage) -> None:
    anas = staff_page(open_page, floor, "/staff", name="Ana")
    bens = staff_page(open_page, floor, "/staff", name="Ben")
    asked = ask(floor)
    bens.locator(f"#request-{asked['id']}").get_by_role("button", name="I'll go").click()
    seen = anas.locator(f"#request-{asked['id']}")
    expect(seen.locator(".state")).to_have_text("Ben")
    seen.get_by_role("button", name="Put back").click()
    expect(bens.get_by_role("button", name="I'll go")).to_be_visible()


def test_a_table_calls_and_a_colleague_goes(floor: Shop, open_page: OpenPage) -> None:
    tablet = open_page("/tablet/1")
    page = staff_page(open_page, floor, "/staff")
    expect(page.get_by_text("Nobody is waiting")).to_be_visible()
    tablet.get_by_role("button", name="An item is missing").click()

    row = page.locator("#table-1")
    expect(row).to_contain_text("Checkout 1")
    expect(row).to_contain_text("An item is missing")
    expect(page.locator("#toast")).to_have_text("Checkout 1: An item is missing")
    expect(page.locator("[data-count=waiting]")).to_have_text("1")
    row.get_by_role("button", name="I'll go").click()
    expect(row.locator(".state")).to_have_text("You")
    expect(tablet.locator(".help")).to_have_text("A colleague is on the way.")
    row.get_by_role("button", name="Done").click()
    expect(page.get_by_text("Nobody is waiting")).to_be_visible()
    expect(tablet.get_by_role("button", name="An item is missing")).to_be_visible()


@pytest.mark.slow
def test_a_payment_that_nobody_can_tell_is_settled_by_what_the_receipt_says(
    lost_payment: Shop, open_page: OpenPage
) -> None:
    tablet = open_page("/tablet/1")
    page = staff_page(open_page, lost_payment, "/staff")
    row = page.locator("#table-1")
    expect(row).to_contain_text("A payment needs to be settled")
    expect(row.locator(".amount")).to_have_text(lost_payment.basket()["total"]["text"])

    row.get_by_role("button", name="Not charged").click()
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_role("heading")).to_have_text("Give the garments back?")
    ask(lost_payment)
    expect(page.locator(".request")).to_have_count(2)
    expect(page.locator(".request").first).to_have_id("table-1")
    expect(sheet).to_be_visible()
    sheet.get_by_role("button", name="Go back").click()
    expect(sheet).to_be_hidden()
    assert lost_payment.basket()["state"] == "NEEDS_STAFF"

    row.get_by_role("button", name="Settle as sold").click()
    expect(sheet.get_by_role("heading")).to_have_text("Settle as sold?")
    sheet.get_by_label("Your PIN").fill("9999")
    sheet.get_by_role("button", name="Yes, it says paid").click()
    expect(sheet.get_by_role("alert")).to_have_text("This PIN is not right. Try again.")
    assert lost_payment.basket()["state"] == "NEEDS_STAFF"
    sheet.get_by_label("Your PIN").fill("1111")
    sheet.get_by_role("button", name="Yes, it says paid").click()
    expect(page.locator("#toast")).to_have_text("Checkout 1: settled as sold.")
    expect(row).to_have_count(0)
    expect(tablet.get_by_role("heading", name="Thank you")).to_be_visible()


@pytest.mark.slow
def test_the_page_says_when_it_is_not_connected_and_heals(
    floor: Shop, open_page: OpenPage, console: ConsoleWatch
) -> None:
    console.expect("ERR_CONNECTION_REFUSED")
    console.expect("ERR_INCOMPLETE_CHUNKED_ENCODING")
    console.expect("ERR_EMPTY_RESPONSE")
    console.expect("ERR_CONNECTION_RESET")
    console.expect("htmx:sendError")
    console.expect("htmx:afterRequest")
    page = staff_page(open_page, floor, "/staff")
    asked = ask(floor, "linen shirt")
    expect(page.locator(f"#request-{asked['id']}")).to_be_visible()
    floor.stop_hub()
    expect(page.get_by_text("Not connected. Trying again.")).to_be_visible(timeout=15_000)
    page.get_by_role("button", name="I'll bring it").click()
    expect(page.locator("#toast")).to_contain_text("Nothing was changed.")
    floor.start_hub()
    expect(page.get_by_text("Not connected. Trying again.")).to_be_hidden(timeout=15_000)
    again = ask(floor)
    expect(page.locator(f"#request-{again['id']}")).to_be_visible()
    expect(page.locator(f"#request-{asked['id']}")).to_be_visible()


@pytest.mark.slow
def test_the_tabs_cover_neither_the_shop_nor_the_colleague(
    floor: Shop, open_page: OpenPage
) -> None:
    page = staff_page(open_page, floor, "/staff/stock", "Ben")
    for wide in (360, 744, 768, 820, 896, 1180):
        page.set_viewport_size({"width": wide, "height": 900})
        tabs = [tab.bounding_box() for tab in page.locator(".tabs a").all()]
        head = [part.bounding_box() for part in page.locator(".bar .shop, .bar .chip").all()]
        assert len(tabs) == 6
        assert len(head) >= 2
        for tab in tabs:
            for part in head:
                assert tab is not None
                assert part is not None
                beside = (
                    tab["x"] >= part["x"] + part["width"] or part["x"] >= tab["x"] + tab["width"]
                )
                below = tab["y"] >= part["y"] + part["height"]
                assert beside or below, f"at {wide} px"


@pytest.mark.slow
def test_light_or_dark_is_remembered(floor: Shop, open_page: OpenPage) -> None:
    page = staff_page(open_page, floor, "/staff", color_scheme="dark")

    def paper() -> str:
        colour: str = page.evaluate("getComputedStyle(document.body).backgroundColor")
        return colour

    assert paper() == "rgb(20, 17, 14)"
    page.get_by_role("button", name="Light or dark").click()
    assert paper() == "rgb(250, 247, 242)"
    page.reload()
    assert paper() == "rgb(250, 247, 242)"
