"""What the scene keeps, and what can be reached in it, of screens that are longer or rarer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtQuick import QQuickItem

from tests.screens.test_mirror import SCREENS
from tests.unit.mirror.stage import Stage, until


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    stage = Stage.still()
    yield stage
    stage.close()


def test_the_invitations_are_not_made_anew_when_a_room_empties(stage: Stage) -> None:
    stage.show(SCREENS["attract"][0])
    before = invitations(stage)
    stage.show(SCREENS["three"][0])
    stage.show(SCREENS["attract"][0])
    assert len(before) == 3
    assert invitations(stage) == before


def test_a_room_that_is_not_seen_changes_what_is_said_at_rest(stage: Stage) -> None:
    stage.show(SCREENS["attract"][0])
    stage.show(SCREENS["reader-away-rest"][0])
    assert "Welcome." in stage.texts()
    stage.show(SCREENS["attract"][0])
    assert "Welcome." not in stage.texts()


def test_the_oldest_of_many_requests_can_be_taken_back(stage: Stage) -> None:
    visit = SCREENS["asked-many"][0]
    stage.show(visit)
    open_ones = [request.id for request in visit.requests if request.can_be_withdrawn]
    oldest, newest = f"cancel:{open_ones[0]}", f"cancel:{open_ones[-1]}"
    assert newest in stage.names()
    assert oldest not in stage.names()
    asked = stage.item("asked")
    asked.setProperty("contentY", asked.property("contentHeight") - asked.height())
    heard: list[object] = []
    stage.view_model.tapped.connect(heard.append)
    until(lambda: oldest in stage.names(), "the oldest to be there")
    stage.tap(oldest)
    assert [getattr(one, "request_id", "") for one in heard] == [open_ones[0]]


def invitations(stage: Stage) -> list[QQuickItem]:
    said = stage.view_model.screen.invitations
    return [item for item in stage.items() if item.property("text") in said]
