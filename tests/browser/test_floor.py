"""The floor on a colleague's phone: on it or away, who waits too long, what is held or missing."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.shop import Shop
from tests.browser.snapshots import Json
from tests.browser.staff_console import OpenPage, ask, staff_page, variant
from tests.conftest import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def impatient(floor: Shop, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """A shop that waits for nobody."""
    monkeypatch.setattr(floor._app.state.hub.requests, "_escalate_after", timedelta(seconds=0.5))
    return floor


def hold(shop: Shop, words: str) -> Json:
    body: Json = {"id": uuid.uuid4().hex, "room": "1", "kind": "hold", "visit": "v-1"}
    asked: Json = shop.post(
        "/api/requests", body | {"variant_id": variant(shop, words)["id"]}
    ).json()
    return asked


def test_away_is_one_tap_and_the_mirrors_hear_it(floor: Shop, open_page: OpenPage) -> None:
    page = staff_page(open_page, floor, "/staff")
    live = floor._app.state.hub.live

    def told() -> bool:
        return bool(live.latest("room/1")["on_duty"])

    page.get_by_role("button", name="On the floor").click()
    expect(page.get_by_text("Ana on the floor.")).to_be_visible()
    wait_until(told, what="the mirror to hear that somebody is there")
    page.get_by_role("button", name="Away").click()
    expect(page.get_by_role("button", name="Away")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_text("Nobody is on the floor")).to_be_visible()
    wait_until(lambda: not told(), what="the mirror to hear that nobody is")
    page.get_by_role("button", name="On the floor").click()
    expect(page.get_by_text("Ana on the floor.")).to_be_visible()


def test_a_manager_hears_of_who_waits_too_long_and_says_what_is_there_instead(
    impatient: Shop, open_page: OpenPage
) -> None:
    page = staff_page(open_page, impatient, "/staff/stock")
    asked = ask(impatient, "linen shirt")
    expect(page.locator("#late-line")).to_contain_text("Fitting room 1 still waits")
    page.locator("#late-line").click()
    row = page.locator(f"#request-{asked['id']}")
    expect(row.locator(".state")).to_have_text("Waits too long")
    row.get_by_role("button", name="Not there").click()
    instead = page.locator("#settle .wide").first
    words = instead.inner_text()
    instead.click()
    expect(row).to_have_count(0)
    expect(page.locator("#settle")).not_to_be_visible()
    (told,) = [
        one
        for one in impatient._app.state.hub.live.latest("room/1")["requests"]
        if one["id"] == asked["id"]
    ]
    named = f"{told['instead']['title']}, {told['instead']['label']}"
    assert (told["outcome"], told["note"], named) == ("not_there", "", words)


STAYS = "const late = setTimeout; setTimeout = (f, ms, ...a) => ms === 6000 ? 0 : late(f, ms, ...a)"


def test_nothing_still_waits_once_somebody_is_on_it(impatient: Shop, open_page: OpenPage) -> None:
    page = staff_page(open_page, impatient, "/staff/stock")
    page.add_init_script(STAYS)  # what is said is not just gone by itself
    page.reload()
    asked = ask(impatient, "linen shirt")
    toast = page.locator("#toast")
    expect(toast).to_contain_text("Fitting room 1 still waits")
    impatient.post(f"/api/requests/{asked['id']}/take", {"by": "Ben"})
    expect(toast).to_be_hidden()


def test_a_piece_is_set_aside_and_handed_over(floor: Shop, open_page: OpenPage) -> None:
    page = staff_page(open_page, floor, "/staff", name="Ben")
    asked = hold(floor, "linen shirt")
    row = page.locator(f"#request-{asked['id']}")
    row.get_by_role("button", name="I'll set it aside").click()
    row.get_by_role("button", name="Set aside").click()
    aside = page.locator(f"#hold-{asked['id']}")
    expect(aside).to_contain_text("Set aside by Ben")
    expect(aside.locator(".state")).to_have_text(re.compile("left$"))
    aside.get_by_role("button", name="Handed over").click()
    expect(aside).to_have_count(0)
