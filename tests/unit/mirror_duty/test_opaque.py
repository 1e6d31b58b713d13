"""Staff's page hides what lies beneath it from fingers, too."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from kiosk.mirror.duty.shown import ActionRow, DutyScreen
from kiosk.mirror.visit.events import Event
from kiosk.mirror.visit.visit import FittingVisit
from tests.unit.mirror.boutique import LINEN_SHIRT, OFFERS, garment
from tests.unit.mirror.stage import Stage

ROOM = FittingVisit(
    forget_after_s=45,
    has_tablet=True,
    hub_near=True,
    began=True,
    garments=(garment(1, LINEN_SHIRT),),
    offers=OFFERS,
)
PAGE = DutyScreen(stage="page", title="Fitting room 1", actions=(ActionRow("a", "Restart"),))


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    stage = Stage.still()
    yield stage
    stage.close()


@pytest.mark.parametrize("over", [DutyScreen(stage="pin", title="For staff"), PAGE])
def test_no_finger_goes_through_staffs_page(stage: Stage, over: DutyScreen) -> None:
    heard: list[Event] = []
    stage.view_model.tapped.connect(heard.append)
    stage.show(ROOM)
    stage.display.duty.closed.connect(close := lambda: stage.display.duty.show(DutyScreen()))
    stage.display.duty.show(over)
    stage.settle()
    try:
        for y in range(40, 1920, 80):
            for x in range(40, 1080, 80):
                if y > 1700 and stage.display.duty.property("stage") == "":
                    stage.display.duty.show(over)
                QTest.mouseClick(
                    stage.window,
                    Qt.MouseButton.LeftButton,
                    Qt.KeyboardModifier.NoModifier,
                    stage.window.contentItem().mapToScene(QPoint(x, y).toPointF()).toPoint(),
                )
        assert heard == []
    finally:
        stage.view_model.tapped.disconnect(heard.append)
        stage.display.duty.closed.disconnect(close)
        stage.display.duty.show(DutyScreen())
