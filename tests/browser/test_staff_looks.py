"""Every page of the staff console, on a phone by day and a tablet by night."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.shop import Shop
from tests.browser.staff_console import (
    DEVICES,
    NEW_TAGS,
    PRODUCTS,
    TOO_SMALL,
    OpenPage,
    ask,
    staff_page,
)
from tests.conftest import SCREENS, wait_until

pytestmark = pytest.mark.browser


@pytest.mark.slow
@pytest.mark.screens
def test_tables_that_need_a_hand_on_a_phone_by_day_and_a_tablet_by_night(
    lost_payment: Shop, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    SCREENS.mkdir(parents=True, exist_ok=True)
    requests = lost_payment._app.state.hub.requests
    now = requests._now
    monkeypatch.setattr(requests, "_now", lambda: now() - timedelta(minutes=6))
    ask(lost_payment, "linen shirt")
    monkeypatch.setattr(requests, "_now", now)
    ask(lost_payment)

    def settle(page: Page) -> None:
        page.get_by_role("button", name="Settle as sold").click()
        page.get_by_role("dialog").get_by_role("heading").wait_for()

    def going(page: Page) -> None:
        page.locator("#table-1").get_by_role("button", name="I'll go").click()
        expect(page.locator("#table-1 .state")).to_have_text("You")

    def see(name: str, prepare: Callable[[Page], object], after: Callable[[], object]) -> None:
        for device, viewport, theme in DEVICES:
            page = staff_page(
                open_page,
                lost_payment,
                "/staff",
                viewport=viewport,
                color_scheme=theme,
                device_scale_factor=2 if device == "phone" else 1,
                reduced_motion="reduce",
            )
            prepare(page)
            page.evaluate("document.fonts.ready.then(() => true)")
            drawn = "[...document.images].every(i => i.complete)"
            wait_until(lambda: page.evaluate(drawn), what="the pictures")  # noqa: B023
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
            assert page.evaluate(TOO_SMALL) == []
            page.screenshot(path=SCREENS / f"staff-tables-{name}-{device}-{theme}.png")
            page.context.close()
            after()

    def put_back() -> None:
        lost_payment.post("/api/tables/1/help", {"status": "put_back"})

    def nothing() -> None: ...

    see("payment", lambda page: page.locator(".settling").wait_for(), nothing)
    see("settle", settle, nothing)
    see("going", going, put_back)
    payment = lost_payment._app.state.hub.tables["1"].hand.payment
    settled = {"charged": False, "attempt": payment.attempt, "user": 1, "pin": "1111"}
    assert lost_payment.post("/api/tables/1/settle", settled).status_code == 200
    wait_until(lambda: lost_payment.basket()["state"] == "OPEN")
    lost_payment.lay(NEW_TAGS[:1])
    lost_payment.post("/api/tables/1/help", {"about": "item_missing"})
    see("missing", lambda page: page.locator(".looks a").wait_for(), nothing)


@pytest.fixture
def busy(floor: Shop, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """An afternoon: three wait, two are taken, the shop knows its usual time."""
    requests = floor._app.state.hub.requests
    now = requests._now
    for words, minutes, move in (
        ("beanie", 9, "finish"),
        ("beanie", 8, "finish"),
        ("beanie", 8, "finish"),
        ("linen shirt", 7, ""),
        ("slip dress", 5, "take"),
        ("oxford", 3, ""),
        ("merino", 2, "take"),
        ("", 1, ""),
    ):
        shift = timedelta(minutes=minutes)
        monkeypatch.setattr(requests, "_now", lambda shift=shift: now() - shift)
        asked = ask(floor, words)
        if move:
            monkeypatch.setattr(requests, "_now", lambda shift=shift: now() - shift / 2)
            by = "Ana" if words == "merino" else "Ben"
            floor.post(f"/api/requests/{asked['id']}/{move}", {"by": by})
    monkeypatch.setattr(requests, "_now", now)
    floor.lay(NEW_TAGS)
    wait_until(lambda: len(floor.get("/api/tags/unknown")) == 3)
    return floor


def look_up(page: Page) -> None:
    page.get_by_role("searchbox").fill("linen")
    expect(page.locator(".product h3").first).to_contain_text("inen")


def choose_bad_file(page: Page) -> None:
    products = {"name": "spring.csv", "mimeType": "text/csv", "buffer": PRODUCTS.encode()}
    page.locator("#file").set_input_files(products)  # type: ignore[arg-type]
    page.get_by_role("button", name="Show the plan").click()
    page.locator(".bad-rows").wait_for()


def bind_first(page: Page) -> None:
    look_up(page)
    page.get_by_role("button", name=re.compile("^Bind to ")).first.click()
    page.locator("#bound .picture").wait_for()


LOOKS: dict[str, tuple[str, Callable[[Page], object]]] = {
    "requests": ("/staff", lambda page: page.locator(".request").first.wait_for()),
    "name": ("/staff", lambda page: page.locator("[data-opens=who]").click()),
    "stock": ("/staff/stock", look_up),
    "tag": ("/staff/tag", look_up),
    "bound": ("/staff/tag", bind_first),
    "import": ("/staff/import", choose_bad_file),
    "index": ("/", lambda page: page.locator(".places").wait_for()),
}


@pytest.mark.slow
@pytest.mark.screens
def test_every_page_on_a_phone_by_day_and_a_tablet_by_night(
    busy: Shop, open_page: OpenPage
) -> None:
    SCREENS.mkdir(parents=True, exist_ok=True)
    for device, viewport, theme in DEVICES:
        page = open_page(
            "",
            viewport,
            color_scheme=theme,
            device_scale_factor=2 if device == "phone" else 1,
            reduced_motion="reduce",
        )
        for name, (path, prepare) in LOOKS.items():
            page.goto(busy.url + path)
            prepare(page)
            page.evaluate("document.fonts.ready.then(() => true)")
            drawn = "[...document.images].every(i => i.complete)"
            wait_until(lambda: page.evaluate(drawn), what="the pictures")  # noqa: B023
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, f"{name} on a {device} scrolls sideways"
            assert page.evaluate(TOO_SMALL) == [], f"{name} on a {device}"
            page.screenshot(path=SCREENS / f"staff-{name}-{device}-{theme}.png")
            if name == "bound":  # the next one binds it again
                page.get_by_role("button", name="Undo").click()
                page.locator("#bound .picture").wait_for(state="detached")
        page.context.close()
