"""The fitting room that the mirror's journeys share; a journey of other settings opens its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.fitting_room import Room, settings_of


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    room = Room(settings_of(tmp_path))
    yield room
    room.program.close()
