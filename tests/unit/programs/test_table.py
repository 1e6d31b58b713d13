"""From the table's wire to the hub: real emulator, real driver, real zone, real HTTP."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hardware.device import open_device
from hardware.rfid.field import Field
from hardware.rfid.mercury.emulator import MercuryEmulator
from hardware.rfid.reader import TagId
from hardware.rfid.zone import ZoneChange
from kiosk.config import ConfigError
from kiosk.hub_client import HubClient
from kiosk.table.app import run, watch
from tests.conftest import wait_until
from tests.unit.programs.loopback_hub import LoopbackHub
from tests.unit.programs.shop import SHIRTS, settings_in

PATH = "/api/tables/1/tags"


class Table:
    """A table with its reader and a hub, and what was measured at it."""

    def __init__(self, folder: Path) -> None:
        self.hub = LoopbackHub()
        self.field = Field(fades=False)
        self.emulator = MercuryEmulator(folder / "table-1", self.field)
        self.emulator.start()
        self.changes: list[tuple[ZoneChange, float]] = []
        self._ended = threading.Event()
        self._reader = open_device(
            "rfid", {"driver": "mercury", "port": str(folder / "table-1"), "region": "EU3"}
        )
        self._client = HubClient(self.hub.url, name="table-1")
        self._client.open()
        self._thread = threading.Thread(
            target=watch,
            args=(self._reader, self._client, "1", self._ended),
            kwargs={"on_change": lambda change, now: self.changes.append((change, now))},
        )
        self._thread.start()

    def close(self) -> None:
        self._ended.set()
        self._thread.join()
        self._client.close()
        self._reader.close()
        self.emulator.stop()
        self.hub.die()

    @property
    def last(self) -> dict[str, Any]:
        """What the hub was told last."""
        return (self.hub.bodies("PUT", PATH) or [{}])[-1]

    def tags(self) -> list[str]:
        return [tag["value"] for tag in self.last.get("tags", [])]


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    table = Table(tmp_path)
    yield table
    table.close()


@pytest.mark.slow
def test_what_is_laid_down_reaches_the_hub_and_what_is_lifted_leaves(table: Table) -> None:
    wait_until(lambda: table.last.get("reader") == {"state": "ok", "message": ""})
    assert table.tags() == []
    for epc in SHIRTS[:2]:
        table.field.place(TagId.epc(epc), rssi_dbm=-48.0)
    wait_until(lambda: sorted(table.tags()) == SHIRTS[:2])
    assert all(tag["kind"] == "epc" and tag["rssi_dbm"] < -30 for tag in table.last["tags"])
    table.field.remove(TagId.epc(SHIRTS[0]))
    wait_until(lambda: table.tags() == [SHIRTS[1]])
    sequences = [body["sequence"] for body in table.hub.bodies("PUT", PATH)]
    assert sequences == sorted(sequences)
    assert len({body["session"] for body in table.hub.bodies("PUT", PATH)}) == 1


def test_a_program_that_has_just_started_does_not_say_yet_what_is_not_there(table: Table) -> None:
    table.field.place(TagId.epc(SHIRTS[0]), rssi_dbm=-48.0)
    wait_until(lambda: table.last.get("whole"))
    said = table.hub.bodies("PUT", PATH)
    assert [body["whole"] for body in said] == sorted(body["whole"] for body in said)
    assert not said[0]["whole"]
    assert table.tags() == SHIRTS[:1], "by then it has heard what lies there"


def test_an_unplugged_reader_is_said_and_nothing_is_lifted_by_it(table: Table) -> None:
    table.field.place(TagId.epc(SHIRTS[0]), rssi_dbm=-48.0)
    wait_until(lambda: table.tags() == SHIRTS[:1])
    table.emulator.unplug()
    wait_until(lambda: table.last["reader"]["state"] == "away")
    assert table.last["reader"]["message"]
    assert table.tags() == SHIRTS[:1]
    table.emulator.plug()
    wait_until(lambda: table.last["reader"]["state"] == "ok")
    assert table.tags() == SHIRTS[:1]


def test_a_change_tells_when_it_was_heard(table: Table) -> None:
    table.field.place(TagId.epc(SHIRTS[0]), rssi_dbm=-48.0)
    wait_until(lambda: table.changes)
    change, now = table.changes[0]
    [arrived] = change.arrived
    assert arrived.since <= arrived.last_read <= now <= time.monotonic()


def test_a_table_that_the_shop_does_not_have_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no table '7' in the settings; tables has: 1"):
        run(settings_in(tmp_path), table="7")
