"""The tablet page as a journey drives it: what is on the screen, what is pressed, in any engine.

Owns the words of a journey. How a page is opened, pressed and photographed is an engine's: Chromium
by Playwright here, WebKit in `webkit.py`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.conftest import BUSY_S, wait_until

Json = dict[str, Any]

HIDE = """Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
          document.dispatchEvent(new Event("visibilitychange"));"""
TEXTS = """return [...document.querySelectorAll(selector)]
             .filter((e) => e.getClientRects().length)
             .map((e) => e.innerText.replace(/\\s+/g, " ").trim());"""


# The page hears this snapshot, whatever the hub says: its line is cut and answered here.
SHOW = """
window.said = snapshot;
if (!window.cut) {
  const real = window.fetch;
  window.cut = true;
  window.EventSource = class extends EventTarget { close() {} };
  window.fetch = (where, how) =>
    String(where) === "/api/tables/1"
      ? Promise.resolve(new Response(JSON.stringify(window.said)))
      : real(where, how);
}
window.dispatchEvent(new Event("online"));
"""


SEEN = "return Boolean(document.querySelector(`[data-language=${language}]`))"
OPEN_LIST = 'document.querySelector(".tool:last-child").click()'
SPEAK = "document.querySelector(`[data-language=${language}]`).click()"


class TabletPage(ABC):
    """One open page. Every check waits, so that a journey says what must come to be."""

    _version = 1_000_000

    @abstractmethod
    def run(self, script: str, **names: Any) -> Any:
        """The value of a function's body in the page; `names` are its constants."""

    @abstractmethod
    def press(self, button: str) -> None:
        """Presses the button that says this, as soon as it can be pressed."""

    @abstractmethod
    def turn(self, width: int, height: int) -> None:
        """Sets the size of the page, in CSS pixels."""

    @abstractmethod
    def picture(self, path: Path) -> None: ...

    @abstractmethod
    def close(self) -> None: ...

    def texts(self, selector: str) -> list[str]:
        found: list[str] = self.run(TEXTS, selector=selector)
        return found

    def on_screen(self, name: str) -> None:
        read = 'return document.querySelector("main")?.dataset.screen'
        wait_until(lambda: self.run(read) == name, BUSY_S, f"the screen {name!r}")

    def shows(self, selector: str, texts: Sequence[str]) -> None:
        """Exactly these texts, in this order."""
        wait_until(lambda: self.texts(selector) == list(texts), BUSY_S, f"{selector} as {texts}")

    def says(self, selector: str, part: str) -> None:
        """A text with this in it."""

        def found() -> bool:
            return any(part in text for text in self.texts(selector))

        wait_until(found, BUSY_S, f"{part!r} in {selector}")

    def sleep(self, hidden: bool) -> None:
        """What a page notices of a tablet that falls asleep, or wakes."""
        self.run(HIDE, hidden=hidden)

    def show(self, snapshot: Json) -> None:
        """Tells a snapshot and waits until its pictures are painted. Somebody touches the page: one
        that is driven by a script would ask in the midst of a picture whether they are there."""
        self.run('document.dispatchEvent(new Event("pointerdown"))')
        self.tell(snapshot)
        painted = "return window.hangtag?.version === version && !!window.hangtag.picturedAt"
        wait_until(lambda: self.run(painted, version=self._version), BUSY_S, "a painted page")

    def tell(self, snapshot: Json) -> None:
        """The page hears this snapshot, newer than any before."""
        self._version += 1
        self.run(SHOW, snapshot={**snapshot, "version": self._version})
        heard = "return window.hangtag?.version === version"
        wait_until(lambda: self.run(heard, version=self._version), BUSY_S, "the page to hear it")

    def speak(self, language: str) -> None:
        """Chooses the language, if the page does not speak it: by its button, or from the list."""
        if self.run("return document.documentElement.lang") != language:
            if not self.run(SEEN, language=language):
                self.run(OPEN_LIST)
                wait_until(lambda: self.run(SEEN, language=language), what="the languages")
            self.run(SPEAK, language=language)
            wait_until(lambda: self.run("return document.documentElement.lang") == language)


class ChromiumPage(TabletPage):
    def __init__(self, page: Page) -> None:
        self.page = page

    def run(self, script: str, **names: Any) -> Any:
        constants = ", ".join(names)
        return self.page.evaluate(f"({{{constants}}}) => {{ {script} }}", names)

    def press(self, button: str) -> None:
        self.page.get_by_role("button", name=button, disabled=False).first.click()

    def turn(self, width: int, height: int) -> None:
        self.page.set_viewport_size({"width": width, "height": height})

    def picture(self, path: Path) -> None:
        self.page.screenshot(path=path, animations="disabled")

    def close(self) -> None:
        self.page.context.close()
