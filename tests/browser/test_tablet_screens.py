"""Every screen of the tablet from a snapshot alone: looked at, in both languages and orientations,
with nothing cut, every target large enough, and nothing that axe finds fault with.

One page shows them all, one after the other: that nothing of the last one stays is tested, too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

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
const clipped = [...document.querySelectorAll("button, .name, .price")]
  .filter((e) => e.scrollWidth > e.clientWidth + 1 && e.clientWidth)
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
  .filter((e) => { const b = e.getBoundingClientRect(); return b.height < 56 || b.width < 44; })
  .map((e) => e.textContent.trim());
"""
# What a screen is with a form over it: its name -> (snapshot, buttons to press).
FORMS: dict[str, tuple[str, Json, tuple[str, ...]]] = {
    "form-bags": ("open-everything", {}, ("Add a bag",)),
    "form-code": ("open-everything", {"codes": CODES}, ("Discount code",)),
    "form-loyalty": ("open-everything", {}, ("Loyalty number",)),
    "form-apart": ("open-many-doubtful", {}, ("See all 7",)),
    "form-email": ("sold", {}, ("Send by e-mail",)),
}
# What is away is told only once it has been for longer than a hiccup; then this is to be seen.
TOLD_LATER = {
    "open-terminal-away": ".notice",
    "open-only-desk": ".notice",
}


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
    faults = tablet.run(CUT)
    assert not any(faults.values()), faults
    low = tablet.run(LOW)
    assert not low, f"too small for a thumb: {low}"


def show(tablet: TabletPage, name: str) -> None:
    if name not in FORMS:
        tablet.show(gallery()[name])
        if name in TOLD_LATER:
            if isinstance(tablet, ChromiumPage):
                tablet.page.clock.fast_forward(3_000)
            wait_until(lambda: tablet.texts(TOLD_LATER[name]), 10, "the page to tell it")
        return
    base, changes, buttons = FORMS[name]
    tablet.show(gallery()["locked"])  # a form that was open belongs to no payment
    tablet.show({**gallery()[base], **changes})
    tablet.speak("en")
    for button in buttons:
        tablet.press(button)


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
    if name not in FORMS:
        tablet.speak("de")
        photograph(tablet, f"tablet-{name}-de", sizes={"-portrait": SIZES["-portrait"]})
        assert_whole(tablet)
        tablet.turn(*SMALL["small"])
        assert_whole(tablet)
        tablet.turn(*SIZES[""])
        tablet.speak("en")


@pytest.mark.webkit
def test_screens_in_webkit(webkit: WebKit, shop: Shop) -> None:
    """All in one: a browser's start costs more than a screen."""
    tablet = webkit.page(f"{shop.url}/tablet/1", *SIZES[""])
    for name in [*gallery(), *FORMS]:
        show(tablet, name)
        photograph(tablet, f"webkit-{name}", sizes=SIZES)
        if name not in FORMS:
            tablet.speak("de")
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
