"""The tablet at the checkout table, as a shopper meets it: real Chromium, real hub, real ledger."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import LANDSCAPE, ConsoleWatch
from tests.browser.shop import Shop, tags_of
from tests.browser.snapshots import Json, gallery, line, snapshot
from tests.conftest import SCREENS, wait_until

pytestmark = pytest.mark.browser

UNKNOWN = {"kind": "epc", "value": "E28011700000020F1A2B3C4D"}
PAY = re.compile("^Pay €")  # and not "Pay a colleague"
LEAVE_ALL = "Please leave everything where it is."

OpenPage = Callable[..., Page]


def on_screen(page: Page, name: str) -> None:
    page.locator(f"[data-screen={name}]").wait_for()


def euros(minor: int) -> str:
    return f"€{minor / 100:,.2f}"


def says(page: Page, said: Json) -> None:
    """Whatever the hub would say next, the page hears this snapshot."""
    body = f"event: snapshot\nid: {said['version']}\ndata: {json.dumps(said)}\n\n"
    stream = {"status": 200, "headers": {"content-type": "text/event-stream"}, "body": body}
    page.route("**/api/tables/1/live", lambda route: route.fulfill(**stream))
    page.route("**/api/tables/1", lambda route: route.fulfill(json=said))


def mark(page: Page) -> Json:
    """What the page says of itself, once the words and pictures of a snapshot are painted."""
    read = "window.hangtag?.picturedAt ? window.hangtag : null"
    marked: Json = wait_until(lambda: page.evaluate(read), 15, "the page to be painted")
    return marked


# ---- journeys ----------------------------------------------------------------------------------


def test_a_shopper_lays_garments_down_pays_and_leaves(shop: Shop, tablet: Page) -> None:
    items = shop.take(3)
    shop.lay(tags_of(items[:2]))
    expect(tablet.locator(".number")).to_have_text("2")
    shop.lay(tags_of(items))
    expect(tablet.locator(".number")).to_have_text("3")
    basket = shop.basket()
    total = sum(one["price"]["minor"] for one in basket["lines"])
    expect(tablet.locator(".line b")).to_have_text([item["title"] for item in items])
    expect(tablet.locator(".total strong")).to_have_text(euros(total))

    tablet.get_by_role("button", name=f"Pay {euros(total)}").click()
    expect(tablet.get_by_role("heading", name="Hold your card")).to_be_visible()
    on_screen(tablet, "thanks")
    expect(tablet.locator(".code svg")).to_be_visible()
    expect(tablet.locator(".paid .tick")).to_have_count(3)

    with tablet.context.expect_page() as opened:
        tablet.locator(".code").click()
    phone = opened.value
    expect(phone.get_by_role("heading", name="Thank you")).to_be_visible()
    expect(phone.locator("tbody tr")).to_have_count(3)
    expect(phone.locator(".total td")).to_have_text(euros(total))
    phone.set_viewport_size({"width": 390, "height": 844})
    phone.screenshot(path=SCREENS / "receipt.png")
    phone.close()

    tablet.get_by_role("button", name="Done").click()
    shop.lift()
    on_screen(tablet, "empty")
    expect(tablet.locator("body")).not_to_contain_text(items[0]["title"])
    sold = {one["tag"]["value"]: one["status"] for one in shop.get("/api/catalog/items?limit=5000")}
    assert {sold[item["tag"]["value"]] for item in items} == {"sold"}


def test_a_garment_that_is_lifted_leaves_the_list(shop: Shop, tablet: Page) -> None:
    items = shop.take(2)
    shop.lay(tags_of(items))
    expect(tablet.locator(".number")).to_have_text("2")
    shop.lay(tags_of(items[1:]))
    expect(tablet.locator(".number")).to_have_text("1")
    expect(tablet.locator("li[data-row] b")).to_have_text([items[1]["title"]])
    shop.lift()
    on_screen(tablet, "empty")


def test_a_shopper_can_cancel_before_holding_the_card(shop: Shop, tablet: Page) -> None:
    shop.terminal.mode = type(shop.terminal.mode)("ask")
    shop.lay(tags_of(shop.take(1)))
    tablet.get_by_role("button", name=PAY).click()
    on_screen(tablet, "paying")
    wait_until(shop.terminal.pending, 10, "the terminal to ask for a card")
    tablet.get_by_role("button", name="Cancel").click()
    expect(tablet.get_by_role("alert")).to_contain_text("Nothing was charged")
    assert shop.terminal.pending() is None


def test_only_doubtful_garments_cannot_be_paid(shop: Shop, tablet: Page) -> None:
    shop.lay([UNKNOWN])
    expect(tablet.get_by_role("heading", name="Nothing to pay for yet")).to_be_visible()
    expect(tablet.get_by_role("button", name="Pay")).to_have_count(0)


@pytest.mark.slow
def test_the_page_heals_when_the_hub_restarts(
    shop: Shop, tablet: Page, console: ConsoleWatch
) -> None:
    console.expect("net::ERR_")
    items = shop.take(2)
    shop.lay(tags_of(items))
    expect(tablet.locator(".number")).to_have_text("2")
    shop.stop_hub()
    expect(tablet.get_by_role("heading", name="One moment, please")).to_be_visible()
    shop.start_hub()
    expect(tablet.locator(".number")).to_have_text("2")
    shop.lay(tags_of(items[:1]))
    expect(tablet.locator(".number")).to_have_text("1")


def test_a_colleague_can_be_called_from_the_table(shop: Shop, tablet: Page) -> None:
    tablet.get_by_role("button", name="Call a colleague").click()
    expect(tablet.locator(".help")).to_contain_text("colleague")
    wait_until(lambda: shop.basket()["help"], 10, "the hub to know of the call")


def test_a_reader_that_is_away_is_told_in_the_shoppers_words(shop: Shop, tablet: Page) -> None:
    items = tags_of(shop.take(1))
    shop.lay(items)
    expect(tablet.locator(".number")).to_have_text("1")
    shop.lay(items, reader="away")
    expect(tablet.get_by_role("alert")).to_contain_text("A colleague will help")
    expect(tablet.get_by_role("button", name="Pay")).to_have_count(0)
    shop.lay(items)
    expect(tablet.get_by_role("button", name=PAY)).to_be_enabled()


# ---- the page and the line -----------------------------------------------------------------------


@pytest.mark.slow
def test_double_taps_ask_once_and_a_lost_answer_keeps_its_key(
    shop: Shop, open_page: OpenPage, console: ConsoleWatch
) -> None:
    console.expect("net::ERR_FAILED")
    page = open_page("")
    asked: list[Json] = []

    def lose(route: Route) -> None:
        asked.append(route.request.post_data_json)
        route.abort()

    says(page, snapshot(lines=[line(0)], version=7))
    page.route("**/pay", lose)
    page.goto(f"{shop.url}/tablet/1")
    pay = page.get_by_role("button", name=PAY)
    pay.dblclick()
    expect(page.get_by_role("alert")).to_contain_text("did not go through")
    assert len(asked) == 1
    pay.click()
    wait_until(lambda: page.evaluate("0") or len(asked) == 2, what="the second press")
    assert asked[0] == asked[1]
    assert asked[0]["version"] == 7


@pytest.mark.slow
def test_a_line_that_died_without_a_word_gives_the_buttons_back(
    shop: Shop, open_page: OpenPage
) -> None:
    shop.lay(tags_of(shop.take(1)))
    page = open_page("", LANDSCAPE)
    page.clock.install()
    page.goto(f"{shop.url}/tablet/1")
    page.route("**/pay", lambda route: None)  # taken, and never answered
    page.get_by_role("button", name="Pay €").click()
    expect(page.get_by_role("button", name="One moment")).to_have_attribute("aria-disabled", "true")
    page.clock.fast_forward(10_000)
    expect(page.locator(".notice")).to_contain_text("Please try again")
    page.unroute("**/pay")
    page.get_by_role("button", name="Pay €").click()
    on_screen(page, "thanks")


@pytest.mark.slow
def test_a_lost_answer_that_was_a_yes_is_not_called_a_failure(
    shop: Shop, tablet: Page, console: ConsoleWatch
) -> None:
    console.expect("net::ERR_FAILED")
    shop.terminal.mode = type(shop.terminal.mode)("ask")

    def lose_the_answer(route: Route) -> None:
        route.fetch()
        on_screen(tablet, "paying")  # the hub's own line was faster
        route.abort()

    tablet.route("**/pay", lose_the_answer)
    shop.lay(tags_of(shop.take(1)))
    with tablet.expect_response("**/api/tables/1"):  # the page looks what became of it
        tablet.get_by_role("button", name=PAY).click()
    on_screen(tablet, "paying")
    wait_until(shop.terminal.pending, 10, "the terminal to ask for a card")
    expect(tablet.locator("[data-screen=paying] [role=alert]")).to_have_count(0)
    shop.terminal.decide("approve")
    on_screen(tablet, "thanks")


def test_a_basket_that_changed_meanwhile_is_shown_again_with_words(
    shop: Shop, open_page: OpenPage, console: ConsoleWatch
) -> None:
    console.expect("409")
    page = open_page("")
    says(page, snapshot(lines=[line(0)], version=7))
    page.goto(f"{shop.url}/tablet/1")
    expect(page.locator(".number")).to_have_text("1")

    def refuse(route: Route) -> None:
        page.unroute("**/api/tables/1")
        changed = snapshot(lines=[line(0), line(1)], version=8)
        page.route("**/api/tables/1", lambda fresh: fresh.fulfill(json=changed))
        sentence = "Whatever the hub calls it."
        detail = {"code": "basket_changed", "message": sentence}
        route.fulfill(status=409, json={"detail": detail})

    page.route("**/pay", refuse)
    page.get_by_role("button", name=PAY).click()
    expect(page.get_by_role("alert")).to_have_text(
        "Your basket has just changed. Have a look again."
    )
    expect(page.locator(".number")).to_have_text("2")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("late", "shown"),
    [
        ({"version": 6}, "2"),
        ({"version": 8}, "1"),
        ({"version": 1, "epoch": "the next hub"}, "1"),
    ],
    ids=["older words change nothing", "newer words do", "a restarted hub counts anew"],
)
def test_words_that_come_late(
    shop: Shop, open_page: OpenPage, late: dict[str, Any], shown: str
) -> None:
    page = open_page("")
    says(page, snapshot(lines=[line(0), line(1)], version=7))
    page.goto(f"{shop.url}/tablet/1")
    expect(page.locator(".number")).to_have_text("2")
    next_ = snapshot(lines=[line(0)], **late)
    with page.expect_response("**/api/tables/1"):
        says(page, next_)
        page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator(".number")).to_have_text(shown)


def test_the_page_can_be_worked_by_keyboard(shop: Shop, tablet: Page) -> None:
    shop.lay(tags_of(shop.take(1)))
    expect(tablet.locator(".number")).to_have_text("1")
    focused = "document.activeElement.textContent.trim()"

    def reached() -> bool:
        tablet.keyboard.press("Tab")
        return str(tablet.evaluate(focused)).startswith("Pay")

    wait_until(reached, 5, "Pay to have the focus")
    tablet.keyboard.press("Enter")
    on_screen(tablet, "thanks")


@pytest.mark.slow
def test_a_screen_reader_hears_the_count_and_the_question(shop: Shop, tablet: Page) -> None:
    shop.lay(tags_of(shop.take(2)))
    expect(tablet.locator("[aria-live]")).to_contain_text("2 items")
    expect(tablet.locator("[aria-live]")).to_contain_text("Is that everything?")


@pytest.mark.slow
def test_large_text_makes_a_longer_page_not_a_cut_one(shop: Shop, open_page: OpenPage) -> None:
    page = open_page("")
    says(page, gallery()["open-doubtful"])
    page.goto(f"{shop.url}/tablet/1")
    mark(page)
    page.evaluate("document.documentElement.style.fontSize = '150%'")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name=PAY).scroll_into_view_if_needed()
    expect(page.get_by_role("button", name=PAY)).to_be_in_viewport(ratio=0.99)


@pytest.mark.slow
def test_no_motion_for_those_who_asked_for_none(shop: Shop, open_page: OpenPage) -> None:
    page = open_page("/tablet/1", reduced_motion="reduce")
    on_screen(page, "empty")
    shop.lay(tags_of(shop.take(1)))
    expect(page.locator(".number")).to_have_text("1")
    assert page.evaluate("document.getAnimations().length") == 0


@pytest.mark.slow
def test_the_page_is_for_the_home_screen_and_never_kept(shop: Shop, tablet: Page) -> None:
    reply = tablet.request.get(f"{shop.url}/tablet/1")
    assert reply.headers["cache-control"] == "no-store"
    assert "default-src 'self'" in reply.headers["content-security-policy"]
    manifest = tablet.request.get(f"{shop.url}/tablet/1/manifest.webmanifest").json()
    assert manifest["start_url"] == "/tablet/1"
    for icon in manifest["icons"]:
        assert tablet.request.get(shop.url + icon["src"]).ok


@pytest.mark.slow
def test_a_table_that_is_not_there_and_a_receipt_that_is_not_say_so(
    shop: Shop, open_page: OpenPage, console: ConsoleWatch
) -> None:
    console.expect("404")
    page = open_page("/tablet/9")
    expect(page.get_by_role("heading", name="There is no table 9")).to_be_visible()
    page.goto(f"{shop.url}/receipt/none")
    expect(page.get_by_role("heading", name="This receipt is not here")).to_be_visible()
