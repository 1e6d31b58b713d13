"""Real Chromium on the real hub. A word in the browser's console that no test expects fails it.

The browser and the shop live as long as this folder's tests: Playwright's event loop must not be
running in the main thread when other tests start theirs.
"""

from __future__ import annotations

import gc
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from hardware.payment_terminal.simulated.emulator import Mode
from tests.browser.shop import Shop, tags_of
from tests.browser.told_tablet import Told
from tests.browser.webkit import DRIVER, WebKit
from tests.conftest import LogWatch, wait_until

LANDSCAPE = {"width": 1180, "height": 820}
PORTRAIT = {"width": 820, "height": 1180}
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
]

OpenPage = Callable[..., Page]


class ConsoleWatch:
    """Every error and warning of every page that no test said it expects."""

    def __init__(self) -> None:
        self.unexpected: list[str] = []
        self.expected: list[str] = []

    def expect(self, part: str) -> None:
        """From now on, console lines that contain `part` are part of what the test describes."""
        self.expected.append(part)

    def follow(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self._note(f"page error: {error}"))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self._note(f"{message.type}: {message.text} ({message.location.get('url', '')})")

    def _note(self, line: str) -> None:
        if not any(part in line for part in self.expected):
            self.unexpected.append(line)


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()
    gc.collect()  # what Playwright leaves behind is told here, not in some later test


@pytest.fixture(autouse=True)
def playwrights_leftovers(log_watch: LogWatch) -> None:
    """Playwright forgets the task of a route that is being answered when its page closes."""
    log_watch.expect("coro=<Page._on_route()")


@pytest.fixture(autouse=True)
def settled_against_the_terminal(log_watch: LogWatch) -> None:
    """What the hub says, once it comes to it, of payments that a test settled by hand: their
    terminal's book says otherwise, or is away. It may say so while a later test runs."""
    for words in ("refuses to capture", "has no payment", "is not done yet"):
        log_watch.expect(words)


@pytest.fixture(scope="package")
def running_shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    shop = Shop(tmp_path_factory.mktemp("shop"))
    shop.open()
    yield shop
    shop.close()


@pytest.fixture
def shop(running_shop: Shop) -> Iterator[Shop]:
    """The shop with an empty table and a terminal that approves, before and after the test."""
    running_shop.clear()
    running_shop.terminal.mode = type(running_shop.terminal.mode)("approve")
    running_shop.terminal.approval_beats_cancel = False
    yield running_shop
    running_shop.clear()


@pytest.fixture
def floor(shop: Shop) -> Iterator[Shop]:
    """The shop with nobody waiting, before and after."""
    yield shop
    for request in shop.get("/api/requests"):
        shop.post(f"/api/requests/{request['id']}/finish", {})


@pytest.fixture
def lost_payment(floor: Shop, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    """Two pieces at Checkout 1, and a terminal that went away while the card was held to it."""
    monkeypatch.setattr("kiosk.hub.checkout.paying.STAFF_AFTER_S", 0.0)
    floor.terminal.mode = Mode.ASK
    floor.lay(tags_of(floor.take(2)))
    wait_until(lambda: floor.basket()["count"] == 2)
    paid = {"id": uuid.uuid4().hex, "version": floor.basket()["version"]}
    assert floor.post("/api/tables/1/pay", paid).status_code == 200
    wait_until(floor.terminal.pending, what="the card to be asked for")
    floor.terminal.unplug()
    wait_until(lambda: floor.basket()["state"] == "NEEDS_STAFF")
    yield floor
    floor.terminal.plug()
    if floor.terminal.pending():
        floor.terminal.decide("decline")
    floor.terminal.mode = Mode.APPROVE
    wait_until(lambda: floor.basket()["terminal"]["state"] == "ok", 20, "the terminal")


@pytest.fixture
def console() -> ConsoleWatch:
    return ConsoleWatch()


@pytest.fixture
def open_page(chromium: Browser, running_shop: Shop, console: ConsoleWatch) -> Iterator[OpenPage]:
    """`open_page("/tablet/1")` opens a page of the shop in a browser of its own."""
    contexts: list[BrowserContext] = []

    def open_(path: str, viewport: Any = LANDSCAPE, **options: Any) -> Page:
        context = chromium.new_context(viewport=viewport, **options)
        contexts.append(context)
        context.on("page", console.follow)
        page = context.new_page()
        page.set_default_timeout(15_000)
        if path:
            page.goto(running_shop.url + path)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert not console.unexpected, "in the browser's console:\n" + "\n".join(console.unexpected)


@pytest.fixture
def tablet(shop: Shop, open_page: OpenPage) -> Page:
    """The tablet of table 1, in landscape, with nothing on the table."""
    page = open_page("/tablet/1")
    page.locator("[data-screen=empty]").wait_for()
    return page


@pytest.fixture
def told(shop: Shop, open_page: OpenPage, console: ConsoleWatch) -> Told:
    """The tablet of table 1 with a clock of its own, which shows what the test tells it."""
    console.expect("net::ERR_FAILED")  # the hub's own stream is cut
    page = open_page("")
    page.clock.install()
    tablet = Told(page)
    page.goto(f"{shop.url}/tablet/1")
    page.locator("main").wait_for()
    return tablet


@pytest.fixture(scope="package")
def webkit() -> Iterator[WebKit]:
    assert DRIVER.exists(), "apt install webkit2gtk-driver xvfb"
    engine = WebKit()
    yield engine
    engine.close()
