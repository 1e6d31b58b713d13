"""Whether the mirror can tell what hangs here: a reader without a catalog sees nothing either."""

from __future__ import annotations

import pytest

from kiosk.mirror.room.senses import Senses
from kiosk.mirror.room.wardrobe import Wardrobe
from kiosk.mirror.screen.screen import screen_of
from kiosk.mirror.screen.words import Words
from kiosk.mirror.visit.events import ReaderSeen, Tick
from kiosk.mirror.visit.visit import FittingVisit
from kiosk.mirror.window.rasters import Rasters
from tests.conftest import wait_until
from tests.unit.mirror.fakes import PlayedShop

R, C = "reader", "catalog"


@pytest.mark.parametrize(
    ("told", "said"),
    [
        pytest.param([(C, True)], [], id="a reader that is not open yet is not away"),
        pytest.param([(C, True), (R, True)], [True], id="both"),
        pytest.param([(R, True), (C, True)], [True], id="the catalog later"),
        pytest.param([(R, True), (C, False), (C, False), (C, True)], [True, False, True], id="gap"),
        pytest.param([(C, False), (R, True)], [False], id="a reader alone"),
        pytest.param([(C, False), (C, True), (R, True)], [False, True], id="a moment at the start"),
        pytest.param([(R, True), (R, False), (C, False), (R, True)], [True, False], id="one back"),
    ],
)
def test_it_can_tell_by_both_only(told: list[tuple[str, bool]], said: list[bool]) -> None:
    heard: list[bool] = []
    senses = Senses(heard.append)
    for half, ok in told:
        getattr(senses, half)(ok)
    assert heard == said


def test_a_mirror_without_any_catalog_invites_nobody_to_hang_what_it_cannot_name() -> None:
    """After a downgrade, say, while the hub is away. It recovers by itself."""
    said: list[bool] = []
    there = False

    def open_shop() -> PlayedShop:
        if not there:
            raise LookupError("There is no snapshot of the catalog here yet.")
        return PlayedShop([])

    wardrobe = Wardrobe(
        open_shop,
        Rasters(lambda *_: None),
        lambda _: None,
        lacks=lambda _: None,
        has_shop=said.append,
    )
    wardrobe.start()
    wait_until(lambda: said, what="the wardrobe to miss its catalog")
    assert not any(said)
    there = True
    wait_until(lambda: said[-1], what="the wardrobe to have it")
    wardrobe.close()

    words = Words("en-IE")
    visit = FittingVisit(forget_after_s=45, hub_near=True)
    for at, event in ((0.0, ReaderSeen(False)), (3.0, Tick())):
        visit = visit.after(event, at).visit
    screen = screen_of(visit, shop="", words=words)
    assert screen.invitations == words.welcomes
    assert screen.call
