"""The comfort sheet under a finger, and the veil of a dim scene over the picture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from kiosk.mirror.visit.events import MannersTapped
from kiosk.mirror.visit.manners import Manners
from kiosk.mirror.visit.sheet import Sheet, SheetKind
from kiosk.mirror.visit.visit import FittingVisit
from tests.unit.mirror.stage import Stage
from tests.unit.mirror.test_surroundings import LIGHTING

SHEET = Sheet(SheetKind.COMFORT, 0.0)
OPEN = FittingVisit(forget_after_s=45.0, lighting=LIGHTING, sheet=SHEET)
IN_THE_EVENING = replace(OPEN, manners=Manners(scene="Evening"))


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    stage = Stage.still()
    yield stage
    stage.close()


@pytest.mark.parametrize(
    ("choice", "manners"),
    [
        ("choice:Daylight", Manners(scene="Daylight")),
        ("choice:Evening", Manners(scene="Evening")),
        ("choice:off", Manners(scene="Evening", muted=True)),
    ],
)
def test_a_tap_says_how_the_mirror_shall_be(stage: Stage, choice: str, manners: Manners) -> None:
    heard: list[object] = []
    stage.show(OPEN if choice == "choice:Evening" else IN_THE_EVENING)
    stage.view_model.tapped.connect(heard.append)
    stage.tap(choice)
    stage.view_model.tapped.disconnect(heard.append)
    assert heard == [MannersTapped(manners)]


def test_every_choice_is_as_large_as_a_finger(stage: Stage) -> None:
    stage.show(OPEN)
    choices = [item for item in stage.items() if item.objectName().startswith("choice:")]
    assert len(choices) == 10  # text, contrast, motion, light and sound: two of each
    assert all(min(item.width(), item.height()) >= 96 for item in choices)


def brightest(stage: Stage) -> int:
    """Of the sheet's title."""
    title = stage.picture().copy(60, 1000, 300, 60)
    return max(title.pixelColor(x, y).red() for y in range(0, 60, 2) for x in range(0, 300, 2))


def test_the_picture_is_darker_in_a_dim_room_unless_the_screen_is(stage: Stage) -> None:
    stage.show(OPEN)
    full = brightest(stage)
    stage.show(IN_THE_EVENING)
    assert brightest(stage) == pytest.approx(0.7 * full, abs=4)
    stage.view_model.has_backlight(True)
    stage.settle()
    assert brightest(stage) == full
    stage.view_model.has_backlight(False)


def test_a_room_without_lamp_and_sound_offers_what_the_screen_can_do(stage: Stage) -> None:
    stage.show(FittingVisit(forget_after_s=45.0, sheet=SHEET))
    read = stage.texts()
    assert {"Text", "Contrast", "Motion"} <= set(read)
    assert not {"Light", "Sound"} & set(read)
