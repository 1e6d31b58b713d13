"""Every journey in Chromium and in WebKit. What is slow, WebKit and kills, is for `make webkit`."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import LANDSCAPE, ConsoleWatch, OpenPage
from tests.browser.journeys import JOURNEYS, WITH_A_KILL, OpenTablet
from tests.browser.shop import Shop, ShopOfProcesses
from tests.browser.tablet_page import ChromiumPage
from tests.browser.webkit import WebKit

pytestmark = pytest.mark.browser

PATH = "/tablet/1"


@pytest.fixture(scope="module")
def shop_of_processes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ShopOfProcesses]:
    shop = ShopOfProcesses(tmp_path_factory.mktemp("processes"))
    shop.open()
    yield shop
    shop.close()


@pytest.fixture
def in_webkit(webkit: WebKit) -> Iterator[Callable[[str], OpenTablet]]:
    """Opens tablets of the hub at an address."""

    def at(url: str) -> OpenTablet:
        return lambda: webkit.page(url + PATH, LANDSCAPE["width"], LANDSCAPE["height"])

    yield at
    webkit.close_pages()


@pytest.mark.slow
@pytest.mark.parametrize("name", JOURNEYS)
def test_journey_in_chromium(
    name: str, shop: Shop, open_page: OpenPage, console: ConsoleWatch
) -> None:
    console.expect("409 (Conflict)")  # two tablets press Pay, and one of them is first
    JOURNEYS[name](shop, lambda: ChromiumPage(open_page(PATH)))


@pytest.mark.webkit
@pytest.mark.parametrize("name", JOURNEYS)
def test_journey_in_webkit(name: str, shop: Shop, in_webkit: Callable[[str], OpenTablet]) -> None:
    JOURNEYS[name](shop, in_webkit(shop.url))


@pytest.mark.webkit
@pytest.mark.parametrize("name", WITH_A_KILL)
@pytest.mark.parametrize("engine", ["chromium", "webkit"])
def test_journey_with_a_kill(
    name: str,
    engine: str,
    shop_of_processes: ShopOfProcesses,
    chromium: Browser,
    in_webkit: Callable[[str], OpenTablet],
) -> None:
    shop = shop_of_processes
    if engine == "webkit":
        WITH_A_KILL[name](shop, in_webkit(shop.url))
    else:
        page = chromium.new_page(viewport={"width": 1180, "height": 820})
        page.goto(shop.url + PATH)
        WITH_A_KILL[name](shop, lambda: ChromiumPage(page))
        page.close()
    shop.clear()
