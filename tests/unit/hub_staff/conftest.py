"""The hub as staff meet it: the small shop of the hub's tests, served on loopback."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kiosk.config import Settings
from tests.unit.hub.conftest import RunningHub, serving, settings, shop_database, shop_url
from tests.unit.hub_staff.source import Source

__all__ = ["settings", "shop_database", "shop_url"]


@pytest.fixture
def hub(settings: Settings) -> Iterator[RunningHub]:
    """A running hub; its card terminals are not plugged in."""
    with serving(settings) as running:
        yield running


@pytest.fixture
def source() -> Iterator[Source]:
    source = Source()
    yield source
    source.close()
