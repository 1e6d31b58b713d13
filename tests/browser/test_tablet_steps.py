"""What shoppers do at the tablet before they pay: count, bags, codes, a number, how to pay. Real
Chromium; what the page shows is told by the test.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.snapshots import ALL_STEPS, CODES, THREE, gallery, snapshot
from tests.browser.told_tablet import Told, show
from tests.conftest import wait_until

pytestmark = pytest.mark.browser


def test_the_count_is_confirmed_before_pay_and_anew_when_it_changes(told: Told) -> None:
    steps = {**ALL_STEPS, "count_check": True}
    show(told, snapshot(lines=THREE, steps=steps))
    told.shows(".pays button", ["Yes, 3 items"])
    told.press("Yes, 3 items")
    told.shows(".pays button", ["Pay €323.00"])
    show(told, snapshot(lines=THREE[:2], steps=steps))
    told.shows(".pays button", ["Yes, 2 items"])
    assert told.asked == []


@pytest.mark.slow
def test_a_tap_that_was_meant_for_the_button_before_presses_nothing(told: Told) -> None:
    show(told, snapshot(lines=THREE, steps={**ALL_STEPS, "count_check": True}))
    told.later(1)
    box = told.page.locator(".primary").bounding_box()
    assert box
    told.page.mouse.dblclick(box["x"] + 100, box["y"] + 20)
    told.shows(".pays button", ["Pay €323.00"])
    assert told.asked == []


def test_the_shopper_chooses_how_to_pay(told: Told) -> None:
    show(told, gallery()["open-everything"])
    told.press("Pay a colleague")
    wait_until(lambda: told.asked, 10, "the press")
    what, body = told.asked[0]
    assert what == "pay"
    assert body["tender"] == "desk"


def test_bags_codes_and_a_number_are_asked_for_in_forms(told: Told) -> None:
    show(told, gallery()["open-everything"])
    told.press("Add a bag")
    told.press("One more: Paper bag")
    told.press("Close")
    told.press("Discount code")
    told.page.get_by_label("Your code").fill("spring ")
    told.page.keyboard.press("Enter")
    wait_until(lambda: len(told.asked) == 2, 10, "the code")
    told.page.keyboard.press("Escape")
    told.shows("dialog", [])
    told.press("Loyalty number")
    told.page.get_by_label("The number on your card").fill("777")
    told.press("Use this number")
    wait_until(lambda: len(told.asked) == 3, 10, "the number")
    assert told.asked == [
        ("extras", {"sku": "BAG-P", "quantity": 3}),
        ("codes", {"code": "spring", "on": True}),
        ("loyalty", {"number": "777"}),
    ]


def test_only_codes_that_may_count_stand_beside_the_sum(told: Told) -> None:
    refused = {**CODES[0], "code": "NONSENSE", "state": "refused", "reason": "unknown"}
    show(told, snapshot(lines=THREE, steps=ALL_STEPS, codes=[CODES[0], refused]))
    told.says(".steps", CODES[0]["code"])
    assert "NONSENSE" not in told.page.locator(".steps").inner_text()


def test_a_code_that_waits_again_says_why_the_price_went_up(told: Told) -> None:
    again = {**CODES[1], "reason": "more_pieces"}
    show(told, snapshot(lines=THREE, steps=ALL_STEPS, codes=[again]))
    told.says(".notice", "STAFF: There is more on the table now.")


@pytest.mark.slow
def test_no_more_bags_can_be_had_than_there_are(told: Told) -> None:
    bags = [{**bag, "left": left} for bag, left in zip(ALL_STEPS["bags"], (2, 20), strict=True)]
    show(told, {**gallery()["open-everything"], "steps": {**ALL_STEPS, "bags": bags}})
    told.press("Add a bag")
    expect(told.page.get_by_label("One more: Paper bag")).to_be_disabled()
    expect(told.page.get_by_label("One more: Cotton bag")).to_be_enabled()


def test_a_colleague_confirms_a_code_on_the_page(told: Told) -> None:
    show(told, snapshot(lines=THREE, steps=ALL_STEPS, codes=CODES))
    told.press("Discount code")
    told.page.get_by_text("For colleagues: confirm STAFF").click()
    told.page.get_by_label("Your name").fill("Ben")
    told.page.get_by_label("Your PIN").fill("2222")
    told.press("Confirm")
    wait_until(lambda: told.asked, 10, "the PIN")
    assert told.asked == [("approve", {"code": "STAFF", "user": "Ben", "pin": "2222"})]
    expect(told.page.get_by_label("Your PIN")).to_have_value("")
