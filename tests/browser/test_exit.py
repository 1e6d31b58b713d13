"""The exit on a colleague's phone: an alarm comes by itself, and one tap says that it was seen."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.shop import Shop
from tests.browser.staff_console import DEVICES, staff_page
from tests.conftest import SCREENS

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OpenPage = Callable[..., Page]


def alarm(shop: Shop) -> None:
    """A piece of the shop passes the exit."""
    (piece,) = shop.take(1)
    body = {
        "id": uuid.uuid4().hex,
        "tag": piece["tag"],
        "reason": "unsold",
        "at_ms": time.time_ns() // 1_000_000,
    }
    assert shop.post("/api/gates/1/alarms", body).status_code == 200


def test_an_alarm_is_told_on_every_page_and_seen_with_one_tap(
    shop: Shop, open_page: OpenPage
) -> None:
    page = staff_page(open_page, shop, "/staff/stock", name="Ben")
    line = page.locator("#alarm-line")
    expect(line).to_be_hidden()
    alarm(shop)
    expect(line).to_contain_text("Exit: ")
    expect(page.locator("[data-count=alarms]")).to_have_text("1")
    line.click()
    row = page.locator("#exit .request")
    expect(row).to_contain_text("Not paid for")
    row.get_by_role("button", name="Seen").click()
    expect(row.locator(".state")).to_have_text("Seen by Ben")
    expect(page.locator("[data-count=alarms]")).to_be_hidden()


@pytest.mark.screens
@pytest.mark.parametrize(("name", "size", "scheme"), DEVICES)
def test_the_exit_on_a_phone_by_day_and_a_tablet_by_night(
    shop: Shop, open_page: OpenPage, name: str, size: dict[str, int], scheme: str
) -> None:
    for _ in range(2):
        alarm(shop)
    page = staff_page(open_page, shop, "/staff/exit", viewport=size, color_scheme=scheme)
    expect(page.get_by_role("button", name="All seen")).to_be_visible()
    overflow = page.evaluate(
        "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert overflow == 0
    SCREENS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENS / f"staff-exit-{name}.png")
    page.get_by_role("button", name="All seen").click()
    expect(page.get_by_text("Nothing to look after")).to_be_visible()
