"""The bench page in real Chromium, over the real `kiosk run`: what a visitor tries first."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from tests.browser.conftest import ConsoleWatch
from tests.conftest import SCREENS, wait_until
from tests.unit.programs.whole_shop import WholeShop

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DESK = {"width": 1440, "height": 900}
SMALL = {"width": 1024, "height": 768}

# Whether the mirror's picture has not changed for a second.
STILL = """
(label) => {
  const now = document.querySelector(`[aria-label="${label}"]`).toDataURL();
  if (window.seen?.now !== now) window.seen = { now, since: performance.now() };
  return performance.now() - window.seen.since > 1000;
}
"""


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WholeShop]:
    shop = WholeShop(tmp_path_factory.mktemp("bench"))
    shop.open()
    yield shop
    shop.close()


@pytest.fixture
def shop(opened: WholeShop) -> Iterator[WholeShop]:
    yield opened
    opened.tidy()


@pytest.fixture
def bench(shop: WholeShop, chromium: Browser, console: ConsoleWatch) -> Iterator[Page]:
    context = chromium.new_context(viewport=DESK, reduced_motion="reduce")
    page = context.new_page()
    console.follow(page)
    page.set_default_timeout(15_000)
    page.goto(f"{shop.bench.url}/", wait_until="domcontentloaded")
    page.locator(".garment").first.wait_for()
    page.locator(".glass.seen").wait_for()
    yield page
    context.close()
    assert not console.unexpected, "in the browser's console:\n" + "\n".join(console.unexpected)


def tablet(bench: Page) -> FrameLocator:
    return bench.frame_locator("iframe[title='The tablet page']")


def test_a_garment_is_chosen_hung_and_carried_to_the_table(bench: Page, shop: WholeShop) -> None:
    bench.get_by_label("Search by name").fill("linen shirt ivory")
    bench.locator(".garment-picture").first.click()
    bench.get_by_role("button", name="Hang in Fitting room 1").click()
    room = bench.get_by_role("region", name="Fitting room 1")
    hung = room.get_by_role("button", name="Take: Linen shirt")
    hung.wait_for()
    hung.drag_to(bench.get_by_role("region", name="Checkout 1").locator("h2"))
    bench.get_by_role("button", name="Lift: Linen shirt").wait_for()
    expect(hung).to_have_count(0)
    expect(tablet(bench).locator("body")).to_contain_text("Linen shirt")


def test_several_sizes_are_laid_at_once_and_all_lifted(bench: Page, shop: WholeShop) -> None:
    sizes = bench.locator(".sizes button:enabled")
    for nth in (0, 1, 4):
        sizes.nth(nth).click()
    bench.get_by_role("button", name="Lay on Checkout 1").click()
    shop.until(count=3)
    bench.get_by_role("button", name="Lift all").click()
    shop.until(count=0, state="EMPTY")


def test_a_touch_on_the_live_picture_reaches_the_mirror(bench: Page, shop: WholeShop) -> None:
    bench.locator(".hands").get_by_role("button", name="Hang").click()
    wait_until(lambda: len(shop.bench.get("/api/bench").json()["rooms"][0]["tags"]) == 3)
    hung = set(shop.bench.get("/api/bench").json()["rooms"][0]["tags"])
    picture = bench.get_by_role("img", name="What the mirror shows")
    box = picture.bounding_box()
    assert box is not None

    def paid_for() -> bool:
        # "Pay for these" is the mirror's first action, at its lower left.
        picture.click(position={"x": box["width"] * 0.15, "y": box["height"] * 0.943})
        return bool(shop.table()["lines"])

    wait_until(paid_for, 20, "the room's basket on the tablet")
    lines = shop.table()["lines"]
    assert {line["from_room"] for line in lines} == {"Fitting room 1"}
    assert {line["key"] for line in lines} <= hung  # as many as the mirror knew by then


def test_an_unplugged_reader_is_a_word_on_its_switch(bench: Page, shop: WholeShop) -> None:
    switch = bench.get_by_role("region", name="Checkout 1").get_by_role("switch", name="Reader")
    switch.click()
    expect(switch).to_have_attribute("aria-checked", "false")
    wait_until(lambda: shop.table()["reader"]["state"] == "away")
    switch.click()
    wait_until(lambda: shop.table()["reader"]["state"] == "ok")


def test_the_lamp_lights_for_what_is_carried_out_unpaid(bench: Page, shop: WholeShop) -> None:
    wait_until(
        lambda: shop.hub.get("/api/gates").json()[0]["list"] == shop.gate_knows()["list"],
        what="the gate to know the shop's pieces",
    )
    bench.get_by_label("Search by name").fill("linen shirt ivory")
    bench.locator(".garment-picture").first.click()
    bench.get_by_role("button", name="Carry out").click()
    way_out = bench.get_by_role("region", name="Exit")
    expect(way_out).to_have_class("exit alarm")
    expect(way_out.locator(".exit-words")).to_have_text("Not paid for: Linen shirt")
    expect(way_out.get_by_role("status")).to_have_text("Quiet", timeout=15_000)
    way_out.get_by_role("button", name="Bring back: Linen shirt").click()
    expect(way_out.get_by_text("Nothing is outside.")).to_be_visible()


def test_the_terminal_asks_and_the_visitor_declines(bench: Page, shop: WholeShop) -> None:
    bench.get_by_role("button", name="Ask me").click()
    bench.locator(".hands").get_by_role("button", name="Lay", exact=True).click()
    shop.until(count=3, state="OPEN")
    shop.pay()
    expect(bench.locator(".terminal-words")).to_contain_text("waits for a card")
    bench.get_by_role("button", name="Decline").click()
    shop.until(state="OPEN")
    assert shop.table()["message"]["kind"] == "declined"


def test_what_does_not_work_is_told_in_a_sentence(bench: Page, console: ConsoleWatch) -> None:
    console.expect("net::ERR_FAILED")
    bench.route("**/api/bench/lay", lambda route: route.abort())
    bench.get_by_role("button", name="foreign").click()
    expect(bench.get_by_role("alert")).to_have_text("The bench does not answer.")


@pytest.mark.screens
@pytest.mark.parametrize(("name", "size"), [("bench", DESK), ("bench-small", SMALL)])
def test_it_is_one_calm_view(bench: Page, shop: WholeShop, name: str, size: dict[str, int]) -> None:
    bench.set_viewport_size(size)  # type: ignore[arg-type]
    shop.do("hang", skus=["LIN-SHI-IVO-M"])
    shop.do("hang", count=2)
    shop.do("lay", count=2)
    shop.do("lay", odd="unknown")
    shop.until(count=2)
    expect(bench.locator(".thing")).to_have_count(6)
    expect(tablet(bench).locator("body")).to_contain_text("€")
    overflow = bench.evaluate(
        "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert overflow == 0
    SCREENS.mkdir(parents=True, exist_ok=True)
    bench.wait_for_function(STILL, arg="What the mirror shows")
    bench.wait_for_function(
        "() => [...document.images].every((image) =>"
        " image.complete || image.getBoundingClientRect().top > innerHeight)"
    )
    bench.screenshot(path=SCREENS / f"{name}.png")
