"""The mirror's real window, offscreen, for tests: shows any state and takes its picture."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import shiboken6
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtQml import QJSValue
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from kiosk.config_sections import ALL_LANGUAGES
from kiosk.mirror.screen.screen import Screen, screen_of
from kiosk.mirror.visit.visit import FittingVisit
from kiosk.mirror.window.display import Display, application
from kiosk.mirror.window.languages import Languages
from kiosk.mirror.window.rasters import Rasters
from kiosk.mirror.window.view_model import MirrorViewModel
from tests.conftest import REPO, SCREENS, wait_until
from tests.unit.mirror.steps import as_typed

PICTURES = REPO / "assets" / "sample" / "pictures"
LANGUAGES = Languages("en-IE", ALL_LANGUAGES)


def find_raster(key: str, size: int) -> Path | None:
    path = PICTURES / str(size) / f"{key}.webp"
    return path if path.exists() else None


class Stage:
    """What a finger and an eye can do with a mirror's window."""

    def __init__(self, view_model: MirrorViewModel, display: Display) -> None:
        self.view_model = view_model
        self.display = display
        self.window = display.window
        self.settle_for(0)
        display.show(fullscreen=False)

    @classmethod
    def still(cls) -> Stage:
        """A window of its own, in which what is shown is settled in its first frame."""
        application()
        rasters = Rasters(find_raster)
        view_model = MirrorViewModel(rasters.url, motion=False, languages=LANGUAGES.offered)
        return cls(view_model, Display(view_model, rasters))

    def show(self, visit: FittingVisit) -> Screen:
        words = LANGUAGES.words(visit.manners.language)
        screen = screen_of(visit, shop="Maison Aster", words=words)
        self.view_model.show(screen)
        self.settle()
        return screen

    def settle(self) -> None:
        """Until every picture is loaded and the frame with it is drawn."""
        self.window.grabWindow()  # makes the delegates of what is new
        until(lambda: not any(is_loading(item) for item in self.items()), "pictures")

    def picture(self) -> QImage:
        self.settle()
        self.window.grabWindow()  # lays out what changed with the pictures
        return self.window.grabWindow()

    def save(self, name: str) -> QImage:
        picture = self.picture()
        SCREENS.mkdir(parents=True, exist_ok=True)
        assert picture.save(str(SCREENS / f"mirror-{name}.png"))
        return picture

    def items(self) -> Iterator[QQuickItem]:
        """Everything visible in the scene; delegates too."""
        yield from visible_below(self.window.contentItem())

    def item(self, name: str) -> QQuickItem:
        found = [item for item in self.items() if item.objectName() == name]
        assert found, f"{name!r} is not on the screen; there are: {sorted(self.names())}"
        return found[0]

    def names(self) -> set[str]:
        return {item.objectName() for item in self.items() if item.objectName()}

    def texts(self) -> list[str]:
        """What can be read, from item to item, as it is typed."""
        texts = (item.property("text") for item in self.items())
        return [as_typed(text) for text in texts if isinstance(text, str) and text]

    def settle_for(self, time_ms: int) -> None:
        """How long what has just come under a finger takes no tap: here no time, unless it is what
        is looked at."""
        look = self.window.property("look")
        shops = look.toVariant() if isinstance(look, QJSValue) else look
        self.window.setProperty("look", {**(shops or {}), "settling": time_ms})

    def tap(self, name: str) -> None:
        """A finger on the middle of what has this object name, as soon as it takes a tap."""
        until(lambda: self.item(name).isEnabled(), f"{name} to take a tap")
        self.touch(self.spot(name))

    def spot(self, name: str) -> QPoint:
        """The middle of what has this object name, where it stands once all is laid out."""
        self.window.grabWindow()
        item = self.item(name)
        return item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()

    def touch(self, spot: QPoint) -> None:
        """A finger on a place of the glass, whatever is there."""
        QTest.mouseClick(
            self.window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot
        )

    def close(self) -> None:
        self.display.close()
        shiboken6.delete(self.view_model)


def visible_below(item: QQuickItem) -> Iterator[QQuickItem]:
    for child in item.childItems():
        if child.isVisible() and child.opacity() > 0:
            yield child
            yield from visible_below(child)


def is_loading(item: QQuickItem) -> bool:
    return item.property("loading") is True


def until(condition: Callable[[], object], what: str, timeout_s: float = 10.0) -> None:
    """Turns Qt's loop until the condition holds."""

    def turn() -> object:
        QGuiApplication.processEvents()
        return condition()

    wait_until(turn, timeout_s, what)
