"""The second tap of a double one does nothing: it was meant for what stood there before.

Each case is two screens of the real scene, one after the other, and a finger where what was tapped
on the first lies below what would cost something on the second.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, SignalInstance
from PySide6.QtQuick import QQuickItem

from kiosk.mirror.duty.shown import ActionRow, DutyScreen
from kiosk.mirror.visit import events
from kiosk.mirror.visit.handed import Handed
from kiosk.mirror.visit.visit import FittingVisit
from tests.screens.test_mirror import SCREENS
from tests.screens.visit_states import SHIRT, room
from tests.unit.mirror.boutique import EVERYTHING, INSTEAD, OFFERS
from tests.unit.mirror.stage import Stage, until

LONG_MS = 60_000
FIRST, SECOND = (f"offer:{offer.variant.id}" for offer in OFFERS[:2])
JEANS_BACK = room(1, handed=(Handed(EVERYTHING[1], 0.0),))


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    stage = Stage.still()
    yield stage
    stage.close()


def of(name: str) -> FittingVisit:
    return SCREENS[name][0]


@pytest.mark.parametrize(
    ("before", "tapped", "after", "costs", "event"),
    [
        ("two", FIRST, of("detail-offer"), "bring", events.BringTapped),
        ("two", FIRST, of("nobody-on-duty"), "hold", events.HoldTapped),
        ("two", SECOND, of("asked"), "never-mind", events.NeverMindTapped),
        ("two", FIRST, JEANS_BACK, "fault:too_small", events.FaultTapped),
        ("two", "mark:languages", of("languages"), "language:ar", events.LanguageTapped),
        (
            "sold-out-instead",
            f"instead:{INSTEAD[0].variant.id}",
            of("detail-offer"),
            "bring",
            events.BringTapped,
        ),
        ("handed-back-all", "fault:too_small", room(1, focus=SHIRT), "bring", events.BringTapped),
        ("phone", "knows", of("knows"), "forget", events.ForgetTapped),
        ("only-unknown", "mark:knows", of("knows"), "forget", events.ForgetTapped),
        ("knows", "forget", of("three"), "call", events.CallTapped),
        ("knows", "close", of("three"), "pay", events.PayTapped),
        ("detail", "back", of("two"), "pay", events.PayTapped),
        ("languages-at-rest", "close", of("reader-away-rest"), "call", events.CallTapped),
        ("question", "score:1", of("question-word"), "word:easy", events.ScoreWordTapped),
    ],
)
def test_what_comes_under_a_finger_does_not_take_its_second_tap(
    stage: Stage,
    before: str,
    tapped: str,
    after: FittingVisit,
    costs: str,
    event: type[events.Event],
) -> None:
    stage.settle_for(LONG_MS)
    stage.show(of(before))
    first = place(stage, tapped)
    stage.show(after)
    heard = said_by(stage.view_model.tapped)
    spot = shared(first, place(stage, costs))
    stage.touch(spot)
    assert heard == []
    lets_go(stage, costs)
    stage.touch(spot)
    assert [type(one) for one in heard] == [event]


def test_pins_enter_restarts_nothing(stage: Stage) -> None:
    duty = stage.display.duty
    stage.settle_for(LONG_MS)
    duty.show(DutyScreen(stage="pin"))
    first = place(stage, "pin-enter")
    duty.show(DutyScreen(stage="page", actions=(ActionRow("restart_mirror", "Restart"),)))
    heard = said_by(duty.wanted)
    spot = shared(first, place(stage, "service-restart_mirror"))
    stage.touch(spot)
    assert heard == []
    lets_go(stage, "service-restart_mirror")
    stage.touch(spot)
    assert heard == ["restart_mirror"]
    duty.show(DutyScreen())


def test_staffs_close_pays_for_nothing(stage: Stage) -> None:
    duty = stage.display.duty
    stage.settle_for(0)
    stage.show(of("three"))
    lets_go(stage, "pay")
    duty.show(DutyScreen(stage="page"))
    first = place(stage, "service-close")
    stage.settle_for(LONG_MS)
    duty.show(DutyScreen())
    heard = said_by(stage.view_model.tapped)
    spot = shared(first, place(stage, "pay"))
    stage.touch(spot)
    assert heard == []
    lets_go(stage, "pay")
    stage.touch(spot)
    assert [type(one) for one in heard] == [events.PayTapped]


def place(stage: Stage, name: str) -> QRect:
    stage.settle()
    item: QQuickItem = stage.item(name)
    return item.mapRectToScene(item.boundingRect()).toRect()


def shared(one: QRect, other: QRect) -> QPoint:
    both = one.intersected(other)
    assert not both.isEmpty(), f"{one} and {other} do not lie on each other"
    return both.center()


def said_by(signal: SignalInstance) -> list[object]:
    heard: list[object] = []
    signal.connect(heard.append)
    return heard


def lets_go(stage: Stage, name: str) -> None:
    stage.settle_for(0)
    until(lambda: stage.item(name).isEnabled(), f"{name} to take a tap")
