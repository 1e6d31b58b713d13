"""Every screen of the tablet from a snapshot alone: looked at, in all languages and orientations,
with nothing cut, every target large enough, and nothing that axe finds fault with.

One page shows them all, one after the other: that nothing of the last one stays is tested, too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from kiosk.config_sections import ALL_LANGUAGES
from kiosk.hub.web.words import words
from tests.browser.shop import Shop
from tests.browser.snapshots import ALL_STEPS, CODES, Json, gallery
from tests.browser.tablet_page import ChromiumPage, TabletPage
from tests.browser.webkit import WebKit
from tests.conftest import SCREENS, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.screens]

SIZES = {"": (1180, 820), "-portrait": (820, 1180)}
SMALL = {"small": (1024, 768), "small-portrait": (768, 1024)}
CUT = """
const wide = document.documentElement.scrollWidth - innerWidth;
const scrolls = (e) => e.closest(".garments, .paid, dialog, .pieces.none .tray");
const out = [...document.querySelectorAll("button, h1, .notice, .total strong, .why, .help, s")]
  .filter((e) => e.getClientRects().length && !scrolls(e))
  .filter((e) => { const b = e.getBoundingClientRect();
                   return b.left < -1 || b.right > innerWidth + 1 || b.bottom > innerHeight + 1; })
  .map((e) => e.textContent.trim());
const lines = "button, h1, h2, p, small, b, .name, .price, .why, .scan";
const clipped = [...document.querySelectorAll(lines)]
  .filter((e) => e.scrollWidth > e.clientWidth + 1 && e.clientWidth && !e.closest(".unseen"))
  .map((e) => e.textContent.trim());
const boxes = [...document.querySelectorAll("button, .total strong, .why")]
  .filter((e) => e.getClientRects().length && !scrolls(e) && !document.querySelector("dialog"));
const over = boxes.flatMap((a, i) => boxes.slice(i + 1).filter((b) => {
  const [p, q] = [a.getBoundingClientRect(), b.getBoundingClientRect()];
  const apart = p.left >= q.right - 1 || q.left >= p.right - 1 ||
                p.top >= q.bottom - 1 || q.top >= p.bottom - 1;
  return !apart;
}).map((b) => `${a.textContent.trim()} / ${b.textContent.trim()}`));
return { wide: wide > 0 ? [wide] : [], out, clipped, over };
"""
LOW = """
return [...document.querySelectorAll("button")]
  .filter((e) => e.getClientRects().length)
  .filter((e) => { const b = e.getBoundingClientRect(); return b.height < 55.5 || b.width < 43.5; })
  .map((e) => e.textContent.trim());
"""
# What a screen is with a form over it: its name -> (snapshot, key of the button to press).
FORMS: dict[str, tuple[str, Json, str]] = {
    "form-bags": ("open-everything", {}, "tablet.bag"),
    "form-code": ("open-everything", {"codes": CODES}, "tablet.code"),
    "form-loyalty": ("open-everything", {}, "tablet.loyalty"),
    "form-apart": ("open-many-doubtful", {}, "tablet.all_apart"),
    "form-email": ("sold", {}, "tablet.email"),
    "form-languages": ("open", {}, "language.name"),
}
# Screens with many words, in the languages with the longest ones and the other direction.
SAMPLE = ("empty", "open-everything", "open-many-doubtful", "sold")
LONGEST = ("de", "fr", "es", "ar")
# What is away is told only once it has been for longer than a hiccup; then this is to be seen.
TOLD_LATER = {
    "open-terminal-away": ".notice",
    "open-only-desk": ".notice",
}


# Nothing moves but what moves for ever.
STANDS = """return document.getAnimations().every((one) => one.playState !== "running"
              || one.effect.getComputedTiming().iterations === Infinity)"""


@pytest.fixture(scope="module")
def page_of_all(chromium: Browser, running_shop: Shop) -> Iterator[ChromiumPage]:
    page = chromium.new_page(viewport={"width": 1180, "height": 820})
    page.clock.install()
    faults: list[str] = []
    page.on("console", lambda said: said.type in ("error", "warning") and faults.append(said.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{running_shop.url}/tablet/1")
    page.locator("main").wait_for()
    page.evaluate("document.fonts.ready.then(() => true)")
    yield ChromiumPage(page)
    page.close()
    assert not faults


def assert_whole(tablet: TabletPage) -> None:
    wait_until(lambda: tablet.run(STANDS), what="the rows to have moved")
    faults = tablet.run(CUT)
    if any(faults.values()):  # a movement may begin a frame after what causes it
        whole = "all to be whole, not as found at first: " + str(faults)
        wait_until(lambda: tablet.run(STANDS) and not any(tablet.run(CUT).values()), what=whole)
    low = tablet.run(LOW)
    assert not low, f"too small for a thumb: {low}"


def show(tablet: TabletPage, name: str, language: str = "en") -> None:
    if name not in FORMS:
        tablet.show(gallery()[name])
        if name in TOLD_LATER:
            if isinstance(tablet, ChromiumPage):
                tablet.page.clock.fast_forward(3_000)
            wait_until(lambda: tablet.texts(TOLD_LATER[name]), 10, "the page to tell it")
        return
    base, changes, button = FORMS[name]
    tablet.show(gallery()["empty"])  # a form that was open belongs to no empty table
    tablet.show({**gallery()[base], **changes})
    tablet.speak(language)
    tablet.press(words(language)(button, count=7))


def photograph(tablet: TabletPage, name: str, *, sizes: dict[str, tuple[int, int]]) -> None:
    SCREENS.mkdir(parents=True, exist_ok=True)
    for suffix, (width, height) in sizes.items():
        tablet.turn(width, height)
        tablet.picture(SCREENS / f"{name}{suffix}.png")
        assert_whole(tablet)
    tablet.turn(*SIZES[""])


@pytest.mark.slow
@pytest.mark.parametrize("name", [*gallery(), *FORMS])
def test_screen(name: str, page_of_all: ChromiumPage) -> None:
    tablet = page_of_all
    show(tablet, name)
    photograph(tablet, f"tablet-{name}", sizes=SIZES)
    found = Axe().run(tablet.page)
    assert not found.response["violations"], found.generate_report()


@pytest.mark.slow
@pytest.mark.parametrize("language", [one for one in ALL_LANGUAGES if one != "en"])
@pytest.mark.parametrize("name", [*gallery(), *FORMS])
def test_screen_in_every_language(name: str, language: str, page_of_all: ChromiumPage) -> None:
    tablet = page_of_all
    try:
        show(tablet, name, language)
        tablet.speak(language)
        photograph(tablet, f"tablet-{name}-{language}", sizes=SIZES)
        for size in SMALL.values():
            tablet.turn(*size)
            assert_whole(tablet)
        if words(language).direction == "rtl":
            found = Axe().run(tablet.page)
            assert not found.response["violations"], found.generate_report()
    finally:
        show(tablet, "open")
        tablet.speak("en")


@pytest.mark.slow
def test_nothing_is_cut_in_the_longest_languages(page_of_all: ChromiumPage) -> None:
    """A sample of what `make slow` looks at in whole."""
    tablet = page_of_all
    for name in SAMPLE:
        show(tablet, name)
        for language in LONGEST:
            tablet.speak(language)
            for size in (SIZES[""], SMALL["small-portrait"]):
                tablet.turn(*size)
                assert_whole(tablet)
    assert tablet.run("return document.documentElement.dir") == "rtl"
    found = Axe().run(tablet.page)
    assert not found.response["violations"], found.generate_report()
    tablet.speak("en")
    tablet.turn(*SIZES[""])


@pytest.mark.webkit
def test_screens_in_webkit(webkit: WebKit, shop: Shop) -> None:
    """All in one: a browser's start costs more than a screen."""
    tablet = webkit.page(f"{shop.url}/tablet/1", *SIZES[""])
    for name in [*gallery(), *FORMS]:
        show(tablet, name)
        photograph(tablet, f"webkit-{name}", sizes=SIZES)
        if name not in FORMS:
            for language in ("de", "ar"):
                tablet.speak(language)
                assert_whole(tablet)
            tablet.speak("en")
    webkit.close_pages()


def test_the_hubs_own_snapshots_have_the_form_of_these(shop: Shop) -> None:
    """What the pictures are made from is what the hub says."""

    def form(value: Any) -> Any:
        return {key: form(each) for key, each in value.items()} if isinstance(value, dict) else None

    assert form(shop.basket()).keys() == form(gallery()["empty"]).keys()
    assert shop.basket()["steps"].keys() <= ALL_STEPS.keys()
    items = shop.take(1)
    shop.lay([items[0]["tag"]])
    wait_until(lambda: shop.basket()["count"] == 1, 10, "the hub to know")
    said = shop.basket()["lines"][0]
    assert form(said) == form(gallery()["open-one"]["lines"][0])
