"""WebKit, the engine of the iPad's Safari: Debian's WebKitGTK by its own driver, without a screen.

Owns the processes (Xvfb, the driver, MiniBrowser) and how a `TabletPage` is driven by Selenium. It
is not Safari: what only an iPad has (home screen, keyboard, safe areas) is listed in tablet.md.
"""

from __future__ import annotations

import os
import subprocess
import warnings
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

from tests.browser.tablet_page import TabletPage
from tests.conftest import BUSY_S, wait_until

DRIVER = Path("/usr/bin/WebKitWebDriver")
BROWSERS = "/usr/lib/*/webkit2gtk-4.1/MiniBrowser"
ROOM = "1600x1400x24"  # holds an iPad in both orientations, and the browser's own bars
BUTTON = """
const form = document.querySelector("dialog[open]");
return [...(form ?? document).querySelectorAll("button")].find((e) =>
  !e.disabled && e.getClientRects().length &&
  !e.closest("[data-fresh], [data-moved] [data-costs]") &&
  (e.ariaLabel || e.textContent).replace(/\\s+/g, " ").includes(button));
"""
# Every movement at its end, and two frames for what was resized.
SETTLED = """
for (const each of document.getAnimations()) {
  if (each.effect.getComputedTiming().endTime !== Infinity) each.finish();
}
requestAnimationFrame(() => requestAnimationFrame(arguments[0]));
"""


class Display:
    """A screen in memory."""

    def __init__(self) -> None:
        reading, writing = os.pipe()
        self._server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", ROOM, "-nolisten", "tcp"],
            pass_fds=[writing],
            stderr=subprocess.DEVNULL,
        )
        os.close(writing)
        with os.fdopen(reading) as said:
            self.name = f":{said.readline().strip()}"

    def close(self) -> None:
        self._server.terminate()
        self._server.wait()


class WebKit:
    """Opens pages, each in a browser of its own: two tablets share nothing."""

    def __init__(self) -> None:
        self._display = Display()
        sandbox = {"WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1"} if os.geteuid() == 0 else {}
        self._environment = {**os.environ, **sandbox, "DISPLAY": self._display.name}
        self._open: list[WebKitPage] = []

    def page(self, url: str, width: int, height: int) -> WebKitPage:
        options = Options()
        options.binary_location = str(next(Path("/").glob(BROWSERS.lstrip("/"))))
        options.add_argument("--automation")
        service = Service(str(DRIVER), env=self._environment)
        with warnings.catch_warnings():
            # Selenium's WebKitGTK calls its own base class in a way that Selenium has outgrown.
            warnings.filterwarnings("ignore", "setting remote_server_addr", DeprecationWarning)
            page = WebKitPage(webdriver.WebKitGTK(options=options, service=service))
        self._open.append(page)
        page.turn(width, height)
        page.go(url)
        return page

    def close_pages(self) -> None:
        for page in self._open:
            page.close()
        self._open.clear()

    def close(self) -> None:
        self.close_pages()
        self._display.close()


class WebKitPage(TabletPage):
    def __init__(self, driver: webdriver.WebKitGTK) -> None:
        self._driver = driver
        self._closed = False

    def go(self, url: str) -> None:
        self._driver.get(url)

    def run(self, script: str, **names: Any) -> Any:
        constants = f"const [{', '.join(names)}] = arguments; " if names else ""
        return self._driver.execute_script(constants + script, *names.values())

    def press(self, button: str) -> None:
        def pressed() -> bool:
            try:
                found = self.run(BUTTON, button=button)
                if found is None:
                    return False
                found.click()
            except WebDriverException:  # it was drawn anew meanwhile, or something lies over it
                return False
            return True

        wait_until(pressed, BUSY_S, f"the button {button!r}")

    def turn(self, width: int, height: int) -> None:
        """WebDriver sets the window; the page gets what the browser's bars leave, in a moment."""
        inside = "return [innerWidth, innerHeight]"

        def fits() -> bool:
            for _ in range(50):
                wide, high = self.run(inside)
                if [wide, high] == [width, height]:
                    return True
            outer = self._driver.get_window_size()
            self._driver.set_window_size(
                outer["width"] + width - wide, outer["height"] + height - high
            )
            return False

        wait_until(fits, BUSY_S, "the size of the page")

    def picture(self, path: Path) -> None:
        self._driver.execute_async_script(SETTLED)
        self._driver.save_screenshot(str(path))

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            self._driver.quit()
