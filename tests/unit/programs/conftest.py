"""A hub that is played on loopback, and a client of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.hub_client import HubClient
from tests.unit.programs.loopback_hub import LoopbackHub


@pytest.fixture
def hub() -> Iterator[LoopbackHub]:
    hub = LoopbackHub()
    yield hub
    hub.die()


@pytest.fixture
def client(hub: LoopbackHub, tmp_path: Path) -> Iterator[HubClient]:
    client = HubClient(hub.url, name="test", outbox=tmp_path / "outbox.jsonl")
    client.open()
    yield client
    client.close()
