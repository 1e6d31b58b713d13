"""How the tablet treats people: their language and their eyes, time to think, and nothing left of
them for the next one. Real Chromium on the real hub; where time passes, the page's own clock does.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import PORTRAIT, ConsoleWatch, OpenPage
from tests.browser.shop import Shop, tags_of
from tests.browser.snapshots import (
    ALL_STEPS,
    CODES,
    PAPER_BAG,
    THREE,
    Json,
    extra,
    gallery,
    line,
    snapshot,
)
from tests.browser.told_tablet import Told, show
from tests.conftest import wait_until

pytestmark = pytest.mark.browser

EVERYTHING: Json = {
    "steps": ALL_STEPS,
    "extras": [extra(PAPER_BAG, 2)],
    "codes": CODES[:1],
    "loyalty": "4021987",
}
WIDE = "return document.documentElement.scrollWidth - innerWidth"


def test_one_tap_changes_the_language_and_the_next_shopper_gets_the_shops_own(
    shop: Shop, tablet: Page
) -> None:
    shop.lay(tags_of(shop.take(2)))
    expect(tablet.locator("h1")).to_contain_text("Is that everything?")
    tablet.get_by_role("button", name="Language: English").click()
    tablet.get_by_role("button", name="Deutsch").click()
    expect(tablet.locator("html")).to_have_attribute("lang", "de")
    expect(tablet.locator("h1")).to_contain_text("Ist das alles?")
    minor = shop.basket()["total"]["minor"]
    amount = f"€{minor / 100:.2f}"
    tablet.reload()
    tablet.get_by_role("button", name=f"{amount} bezahlen").click()
    tablet.locator("[data-screen=thanks]").wait_for()
    expect(tablet.locator("h1")).to_have_text("Vielen Dank")
    shop.lift()
    tablet.get_by_role("button", name="Fertig").click()
    tablet.locator("[data-screen=empty]").wait_for()
    expect(tablet.locator("html")).to_have_attribute("lang", "en")
    expect(tablet.locator("h1")).to_have_text("Lay your garments on the table")


def test_an_untouched_basket_is_asked_about_and_then_rests_without_what_was_personal(
    told: Told,
) -> None:
    show(told, snapshot(lines=THREE, **EVERYTHING))
    told.speak("de")
    told.later(70)
    assert told.texts("dialog") == []
    told.later(10)
    told.says("dialog", "Sind Sie noch da?")
    told.press("Ja, weiter")
    told.shows("dialog", [])
    told.later(75)
    told.says("dialog", "Sind Sie noch da?")
    told.later(15)
    told.says("dialog", "Sind Sie noch da?")  # twenty seconds to answer
    told.later(8)
    told.on_screen("resting")
    told.says("h1", "There are 3 items on the table")
    wait_until(lambda: len(told.asked) == 3, what="what was personal to be forgotten")
    assert told.asked == [
        ("extras", {"sku": "BAG-P", "quantity": 0}),
        ("codes", {"code": "AUTUMN10", "on": False}),
        ("loyalty", {"number": ""}),
    ]
    told.press("Go on")
    told.on_screen("basket")
    told.shows(".number", ["3"])


def test_a_resting_basket_wakes_when_a_hand_moves_something(told: Told) -> None:
    show(told, snapshot(lines=THREE))
    told.later(100)
    told.on_screen("resting")
    show(told, snapshot(lines=THREE[:2]))
    told.on_screen("basket")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["authorising", "reconciling", "needs-staff", "locked"])
def test_nobody_is_hurried_from_a_payment(name: str, told: Told) -> None:
    show(told, gallery()[name])
    told.later(300)
    assert told.texts("dialog") == []
    assert told.run("return document.querySelector('main').dataset.screen") in (
        "paying",
        "checking",
        "staff",
    )


@pytest.mark.slow
def test_a_hiccup_of_the_terminal_is_not_told(told: Told) -> None:
    """Of the reader the hub tells none."""
    show(told, snapshot(lines=THREE))
    show(told, gallery()["open-terminal-away"])
    told.later(1.5)
    assert told.texts("[role=alert]") == []
    assert any("Pay" in text for text in told.texts(".primary"))
    show(told, snapshot(lines=THREE))
    told.later(5)
    assert told.texts("[role=alert]") == []
    show(told, gallery()["open-terminal-away"])
    told.later(3)
    told.says("[role=alert]", "Card payment is not ready just now")
    assert not any("Pay" in text for text in told.texts(".primary"))


@pytest.mark.slow
def test_an_address_being_typed_outlasts_the_thank_you_but_not_the_next_shopper(
    told: Told,
) -> None:
    show(told, gallery()["sold"])
    told.press("Send by e-mail")
    told.page.get_by_label("Your e-mail address").fill("ana@exam")
    show(told, snapshot("EMPTY", steps=ALL_STEPS))
    told.later(20)
    field = told.page.get_by_label("Your e-mail address")
    expect(field).to_have_value("ana@exam")
    field.fill("ana@example.com")
    told.press("Send")
    told.says("dialog", "Your receipt is on its way.")
    address = {"address": "ana@example.com", "language": "en"}
    assert told.asked == [("email", address)]
    told.press("Done")
    told.shows("dialog", [])

    show(told, gallery()["sold"])
    told.press("Send by e-mail")
    show(told, snapshot(lines=[line(5)]))
    told.shows("dialog", [])
    told.shows(".number", ["1"])


@pytest.mark.slow
def test_larger_text_and_more_contrast_by_a_tap(told: Told) -> None:
    show(told, gallery()["open-everything"])
    ink = "return getComputedStyle(document.querySelector('small')).color"
    soft = told.run(ink)
    told.page.get_by_role("button", name="More contrast").click()
    wait_until(lambda: told.run(ink) != soft, 10, "more contrast")
    for size in ("20px", "24px"):
        told.page.get_by_role("button", name="Larger text").click()
        told.later(1)
        assert told.run("return getComputedStyle(document.documentElement).fontSize") == size
        for viewport in ((1180, 820), (820, 1180)):
            told.turn(*viewport)
            assert told.run(WIDE) <= 0
            told.page.locator(".primary").scroll_into_view_if_needed()
            expect(told.page.locator(".primary")).to_be_in_viewport(ratio=0.99)
    told.page.get_by_role("button", name="Normal text").click()
    assert told.run("return getComputedStyle(document.documentElement).fontSize") == "16px"


@pytest.mark.slow
def test_zoomed_to_twice_the_size_all_can_be_reached(told: Told) -> None:
    show(told, gallery()["open-everything"])
    told.turn(590, 410)  # 1180 × 820 at 200 %
    assert told.run(WIDE) <= 0
    for name in ("Pay €265.50", "Call a colleague", "Add a bag", "Language: English"):
        button = told.page.get_by_role("button", name=name)
        button.scroll_into_view_if_needed()
        expect(button).to_be_in_viewport(ratio=0.99)


@pytest.mark.slow
def test_the_focus_goes_with_the_screen_and_comes_back_from_a_form(told: Told) -> None:
    show(told, gallery()["open-everything"])
    focused = "return document.activeElement.textContent.trim()"
    button = told.page.get_by_role("button", name="Add a bag")
    button.focus()
    told.page.keyboard.press("Enter")
    told.says("dialog", "Would you like a bag?")
    told.page.keyboard.press("Escape")
    told.shows("dialog", [])
    assert told.run(focused) == "Add a bag"
    outline = "return getComputedStyle(document.activeElement).outlineStyle"
    assert told.run(outline) == "solid"
    show(told, gallery()["authorising"])
    assert told.run(focused) == "Hold your card to the terminal"


@pytest.mark.slow
def test_the_keyboard_goes_through_the_page_in_the_order_of_reading(told: Told) -> None:
    show(told, gallery()["open-everything"])
    names = []
    for _ in range(28):
        told.page.keyboard.press("Tab")
        names.append(
            told.run(
                "const e = document.activeElement;"
                "return (e.ariaLabel || e.textContent).replace(/\\s+/g, ' ').trim()"
            )
        )
    names = names[names.index("Larger text") :]  # it began at what the screen says
    order = ["Larger text", "More contrast", "Remove Paper bag", "Add a bag", "Pay €265.50"]
    places = [names.index(name) for name in [*order, "Pay a colleague", "Call a colleague"]]
    assert places == sorted(places)


@pytest.mark.slow
def test_a_picture_that_does_not_come_is_asked_for_again(
    shop: Shop, open_page: OpenPage, console: ConsoleWatch
) -> None:
    console.expect("503")
    page = open_page("", PORTRAIT)
    tries: list[str] = []

    def fail_twice(route: Route) -> None:
        tries.append(route.request.url)
        if len(tries) < 3:
            route.fulfill(status=503)
        else:
            route.continue_()

    page.route("**/media/**", fail_twice)
    shop.lay(tags_of(shop.take(1)))
    page.goto(f"{shop.url}/tablet/1")
    expect(page.locator(".picture svg")).to_be_visible()  # the hangtag's outline
    expect(page.locator(".picture img")).to_be_visible(timeout=15_000)
    assert len(tries) == 3


@pytest.mark.slow
def test_the_pages_files_are_kept_for_good_and_the_page_never(shop: Shop, tablet: Page) -> None:
    page = tablet.request.get(f"{shop.url}/tablet/1")
    assert page.headers["cache-control"] == "no-store"
    script = str(tablet.locator("script[type=module]").get_attribute("src"))
    kept = tablet.request.get(shop.url + script)
    assert kept.headers["cache-control"] == "max-age=31536000, immutable"
    stamp = tablet.request.get(f"{shop.url}/tablet/1/stamp").text()
    assert script.startswith(f"/static/{stamp}/")
    old = tablet.request.get(shop.url + script.replace(stamp, "v-000000000000"))
    assert old.ok
    assert old.headers["cache-control"] == "no-cache"


@pytest.mark.slow
def test_reduced_motion_and_more_contrast_of_the_system_are_followed(
    shop: Shop, open_page: OpenPage
) -> None:
    page = open_page("/tablet/1", reduced_motion="reduce", contrast="more")
    page.locator("[data-screen=empty]").wait_for()
    assert page.evaluate("document.getAnimations().length") == 0
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_the_second_tap_on_a_forms_done_does_not_pay(told: Told) -> None:
    show(told, snapshot(lines=THREE, **EVERYTHING))
    told.press("Add a bag")
    done = told.page.get_by_role("button", name="Done").bounding_box()
    pay = told.page.locator("[data-costs^=card]").bounding_box()
    assert done is not None
    assert pay is not None
    x = (max(done["x"], pay["x"]) + min(done["x"] + done["width"], pay["x"] + pay["width"])) / 2
    y = (max(done["y"], pay["y"]) + min(done["y"] + done["height"], pay["y"] + pay["height"])) / 2
    told.page.mouse.click(x, y)
    told.shows("dialog", [])
    under = "([x, y]) => document.elementFromPoint(x, y)?.closest('[data-costs]')?.dataset.costs"
    assert told.page.evaluate(under, [x, y]) is None
    told.page.mouse.click(x, y)
    told.later(0.6)
    assert told.asked == []
    assert str(told.page.evaluate(under, [x, y])).startswith("card:")
    told.page.mouse.click(x, y)
    wait_until(lambda: [what for what, _ in told.asked] == ["pay"], what="it to be paid")
