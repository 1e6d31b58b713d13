"""Where the mirror's events meet: a burst of them is one change of what is drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication

from kiosk.mirror.mirror import Mirror
from kiosk.mirror.screen.screen import Screen
from kiosk.mirror.screen.words import Words
from kiosk.mirror.visit.events import HubSeen, MoreTapped, RoomSeen
from kiosk.mirror.visit.visit import FittingVisit
from kiosk.mirror.window.display import application
from kiosk.mirror.window.view_model import MirrorViewModel
from tests.unit.mirror.boutique import EVERYTHING
from tests.unit.mirror.stage import until


class Drawn(MirrorViewModel):
    """Keeps each screen that it is given."""

    def __init__(self) -> None:
        super().__init__(lambda key, size: f"file:///{size}/{key}.webp", motion=False)
        self.screens: list[Screen] = []

    def show(self, screen: Screen) -> None:
        self.screens.append(screen)
        super().show(screen)


@pytest.fixture
def drawn() -> Iterator[Drawn]:
    application()
    drawn = Drawn()
    yield drawn
    shiboken6.delete(drawn)


@pytest.fixture
def mirror(drawn: Drawn) -> Iterator[Mirror]:
    visit = FittingVisit(forget_after_s=45)
    mirror = Mirror(visit, drawn, shop="Maison Aster", words_in=lambda _: Words("en-IE"))
    yield mirror
    shiboken6.delete(mirror)


def test_a_burst_is_drawn_as_one_change_and_nothing_of_it_is_lost(
    mirror: Mirror, drawn: Drawn
) -> None:
    before = len(drawn.screens)
    for count in range(1, 6):
        mirror.publish(RoomSeen(EVERYTHING[:count]))
    QCoreApplication.processEvents()
    until(lambda: len(drawn.screen.garments) == 5, "all that came")
    assert len(drawn.screens) - before == 1


def test_what_is_looked_at_soon_is_said(mirror: Mirror, drawn: Drawn) -> None:
    looked: list[Sequence[str]] = []
    mirror.look_at = lambda _, soon: looked.append(soon)
    mirror.happen(RoomSeen(EVERYTHING))
    first = [garment.variant.picture for garment in EVERYTHING[:3]]
    assert list(looked[-1]) == first
    mirror.happen(MoreTapped())
    assert [row.picture for row in drawn.screen.garments] == first


def test_a_finger_and_an_answer_do_not_wait_for_a_full_glass(mirror: Mirror, drawn: Drawn) -> None:
    mirror.happen(RoomSeen(EVERYTHING))
    mirror.publish(HubSeen(True))
    QCoreApplication.processEvents()
    assert drawn.screen.call
    mirror.happen(MoreTapped())
    assert len(drawn.screen.garments) == 3
