"""The tablet's page as a test tells it: snapshots go in, what it asks of the hub comes out."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, Route

from tests.browser.snapshots import Json
from tests.browser.tablet_page import ChromiumPage


class Told(ChromiumPage):
    """A page that shows the snapshots it is told, and keeps what it asks of the hub."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._asked: list[tuple[str, Any]] = []
        page.route("**/api/tables/1/**", self._answer)
        page.route("**/receipt/*/*", self._answer)

    def _answer(self, route: Route) -> None:
        what = route.request.url.rpartition("/")[2]
        if route.request.method == "POST":
            self._asked.append((what, route.request.post_data_json))
            route.fulfill(json={})
        else:
            route.abort()

    @property
    def asked(self) -> list[tuple[str, Any]]:
        """What it asked by now. Questions are heard only while the page is talked to, and one may
        wait for the answer of the one before."""
        self.run("return 0")
        return self._asked

    def later(self, seconds: float) -> None:
        self.page.clock.run_for(int(seconds * 1000))


def show(tablet: Told, said: Json) -> None:
    """As `TabletPage.show`, where the page's clock moves only when it is told to."""
    tablet.tell(said)
    tablet.later(0.6)
