"""A mirror on duty in a real window, with what a test plays around it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from hardware.screen.simulated.driver import SimulatedScreen
from kiosk.mirror.duty import local_pin
from kiosk.mirror.duty.keeper import Duty
from kiosk.mirror.duty.made import join_hub
from kiosk.mirror.duty.shown import DutyScreen
from kiosk.mirror.duty.sleep import Sleep
from kiosk.mirror.visit.visit import FittingVisit
from tests.unit.mirror.fakes import PlayedHub
from tests.unit.mirror.stage import Stage, until

CORNERS = ((10, 10), (1070, 10), (1070, 1910), (10, 1910))


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    stage = Stage.still()
    yield stage
    stage.close()


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Wall:
    """A mirror on duty, with what a test plays around it."""

    def __init__(self, stage: Stage, folder: Path) -> None:
        self.stage = stage
        self.clock = Clock()
        self.screen_file = folder / "screen"
        self.screen = SimulatedScreen(str(self.screen_file))
        self.screen.open()
        self.pin_file = local_pin.file_of(folder / "keys")
        self.hub = PlayedHub()
        self.before: list[str] = []
        self.hub.on_reply = lambda path, *_: self.before.append(path)
        self.ended: list[int] = []
        self.slept: list[bool] = []
        self.duty = Duty(
            stage.display.duty,
            self.screen,
            room="Fitting room 1",
            sleep=Sleep(900.0),
            data_dir=folder,
            pin_file=self.pin_file,
            version="0.1.0",
            clock=self.clock,
        )
        self.duty.deeds.end = self.ended.append
        self.duty.deeds.sleeping = self.slept.append
        join_hub(self.duty, self.hub, "1")
        stage.show(FittingVisit(forget_after_s=45))

    def press(self, x: int, y: int) -> None:
        place = self.stage.window.contentItem().mapToScene(QPointF(x, y)).toPoint()
        QTest.mouseClick(
            self.stage.window,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
            QPoint(place),
        )
        QGuiApplication.processEvents()

    def open_pad(self) -> None:
        for place in CORNERS:
            self.press(*place)
        self.stage.settle()

    def enter(self, pin: str) -> None:
        for digit in pin:
            self.stage.tap(f"pin-{digit}")
        self.stage.tap("pin-enter")

    def open_page(self) -> None:
        self.duty.seen(False, hub_near=True)
        self.open_pad()
        self.enter("4711")
        self.reply(200, {"who": "Mara"})
        until(lambda: "service-note" in self.stage.names(), "the page")
        self.stage.settle()

    def reply(self, status: int, reply: dict[str, Any]) -> None:
        self.hub.reply(status, reply)
        QGuiApplication.processEvents()

    def later(self, seconds: float) -> None:
        self.clock.now += seconds
        self.duty._tick()
        self.stage.settle()

    def close(self) -> None:
        self.duty.close()
        self.stage.display.duty.set_state(asleep=False, calm="", kiosk=False)
        self.stage.display.duty.show(DutyScreen())
        shiboken6.delete(self.duty)


@pytest.fixture
def wall(stage: Stage, tmp_path: Path) -> Iterator[Wall]:
    wall = Wall(stage, tmp_path)
    yield wall
    wall.close()
