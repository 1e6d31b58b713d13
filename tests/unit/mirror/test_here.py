"""What hangs in the room: what is heard here and is nowhere else."""

from __future__ import annotations

import pytest

from hardware.rfid.reader import TagId
from kiosk.mirror.hub_link import HubLink
from kiosk.mirror.room.here import Here
from kiosk.mirror.visit.events import Event
from tests.unit.mirror.boutique import tag
from tests.unit.mirror.fakes import PlayedHub

SHIRT, SCARF, BELT = tag(1), tag(2), tag(3)


@pytest.fixture
def shown() -> list[list[TagId]]:
    return []


@pytest.fixture
def here(shown: list[list[TagId]]) -> Here:
    return Here(lambda tags: shown.append(list(tags)))


def test_a_garment_that_another_room_has_is_not_shown_until_it_comes_back(
    here: Here, shown: list[list[TagId]]
) -> None:
    here.heard([SHIRT, SCARF])
    here.elsewhere([SCARF])
    here.heard([SHIRT, SCARF, BELT])
    here.elsewhere([])
    assert shown == [[SHIRT, SCARF], [SHIRT], [SHIRT, BELT], [SHIRT, SCARF, BELT]]


def test_what_changes_nothing_on_the_glass_is_not_said(
    here: Here, shown: list[list[TagId]]
) -> None:
    here.elsewhere([BELT])
    here.heard([SHIRT])
    here.heard([SHIRT, BELT])
    here.elsewhere([BELT, SCARF])
    assert shown == [[SHIRT]]


def test_without_the_hub_the_room_decides_alone(here: Here, shown: list[list[TagId]]) -> None:
    hub, news = PlayedHub(), list[Event]()
    HubLink(hub, "1", news.append, here.elsewhere)
    here.heard([SHIRT, SCARF])
    elsewhere = [{"kind": "epc", "value": SCARF.value}]
    hub.tell("/api/rooms/1/live", {"requests": [], "elsewhere": elsewhere})
    assert shown[-1] == [SHIRT]
    hub.go()
    assert shown[-1] == [SHIRT, SCARF]
