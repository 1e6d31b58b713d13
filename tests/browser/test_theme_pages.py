"""A shop's own look on the pages that shoppers see: the example theme, looked at
(var/screens/theme-*.png).
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from kiosk import theme
from tests.browser.conftest import OpenPage
from tests.browser.shop import Shop, tags_of
from tests.browser.test_visit_page import PHONE, Mirror, opened
from tests.conftest import BUSY_S, REPO, SCREENS

pytestmark = [pytest.mark.browser, pytest.mark.screens, pytest.mark.slow]

LUNE = theme.load(REPO / "assets" / "themes" / "lune" / "theme.yaml")
TOKEN = "name => getComputedStyle(document.documentElement).getPropertyValue(name).trim()"
LOGO = """selector => {
  const one = document.querySelector(selector), style = getComputedStyle(one);
  const box = one.getBoundingClientRect(), parent = one.parentElement.getBoundingClientRect();
  return { image: style.backgroundImage, name: one.textContent.trim(), width: box.width,
    inside: box.left >= parent.left - 1 && box.right <= parent.right + 1 };
}"""


@pytest.fixture
def lune(shop: Shop) -> Iterator[Shop]:
    state = shop._app.state
    before, state.theme = state.theme, LUNE
    yield shop
    state.theme = before


@pytest.fixture
def mirror(lune: Shop) -> Iterator[Mirror]:
    mirror = Mirror(lune)
    mirror.says()
    yield mirror
    mirror.forgets()


def assert_dressed(page: Page, name: str, selector: str) -> None:
    page.evaluate("document.fonts.ready.then(() => true)")
    page.screenshot(path=SCREENS / f"theme-{name}.png")
    seen = page.evaluate(LOGO, selector)
    assert seen["image"].endswith('/theme/logo")')
    assert seen["name"] == "Maison Aster"  # for who cannot see it
    assert seen["inside"]
    assert seen["width"] > 100
    assert page.evaluate(TOKEN, "--accent") == "#1F5C4D"
    faces = "[...document.fonts].find((face) => /Lune text/.test(face.family))?.status"
    assert page.evaluate(faces) == "loaded"
    report = Axe().run(page)
    assert report.violations_count == 0, report.generate_report()


def test_the_tablet_wears_it(lune: Shop, open_page: OpenPage) -> None:
    page = open_page("/tablet/1")
    page.locator("[data-screen=empty]").wait_for()
    assert_dressed(page, "tablet-empty", ".shop-name")
    lune.lay(tags_of(lune.take(3)))
    expect(page.locator(".number")).to_have_text("3")
    assert_dressed(page, "tablet-open", ".shop")
    page.get_by_role("button", name="Pay").first.click()
    with page.context.expect_page() as receipt:
        page.locator(".code").click(timeout=30_000)
    page.screenshot(path=SCREENS / "theme-tablet-thanks.png")
    receipt.value.set_viewport_size(PHONE)
    assert_dressed(receipt.value, "receipt", ".shop")


def test_the_phone_wears_it_by_day(mirror: Mirror, open_page: OpenPage) -> None:
    assert_dressed(opened(open_page, mirror), "phone", ".shop")


def test_in_arabic_the_logo_is_at_the_other_side(mirror: Mirror, open_page: OpenPage) -> None:
    page = opened(open_page, mirror, locale="ar")
    page.screenshot(path=SCREENS / "theme-phone-ar.png")
    place = "getComputedStyle(document.querySelector('.shop')).backgroundPositionX"
    assert page.evaluate(place) == "100%"


def test_by_night_the_phone_has_its_own_colours_and_the_shops_name(
    mirror: Mirror, open_page: OpenPage
) -> None:
    page = opened(open_page, mirror, color_scheme="dark")
    page.screenshot(path=SCREENS / "theme-phone-night.png")
    assert page.evaluate(TOKEN, "--paper") == "#161310"
    assert page.evaluate(LOGO, ".shop")["image"] == "none"
    assert Axe().run(page).violations_count == 0


def test_who_asks_for_more_contrast_gets_it(mirror: Mirror, open_page: OpenPage) -> None:
    page = opened(open_page, mirror, contrast="more")
    assert page.evaluate(TOKEN, "--accent") == "#5a3f14"
    assert page.evaluate(TOKEN, "--ink") == "#000"


def test_its_files_come_as_what_they_are(lune: Shop) -> None:
    kinds = {"logo": "image/svg+xml", "font/0": "font/ttf", "pages.css": "text/css"}
    for name, kind in kinds.items():
        reply = requests.get(f"{lune.url}/theme/{name}", timeout=BUSY_S)
        assert reply.ok
        assert reply.headers["Content-Type"].startswith(kind)
