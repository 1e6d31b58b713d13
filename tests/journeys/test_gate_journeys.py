"""The exit, whole: the real gate program on its reader's bytes, its alarm, and the real hub.

The table and the payment are the rows that a sale leaves; a payment itself is in `test_run.py`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from hardware.alarm.simulated.emulator import AlarmEmulator
from hardware.rfid.field import Field
from hardware.rfid.mercury.emulator import MercuryEmulator
from hardware.rfid.reader import TagId
from kiosk.config import Settings
from kiosk.config_sections import Device, Gate
from kiosk.gate import app as gate_app
from kiosk.hub.outbox.jobs import Job
from kiosk.hub.schema import SoldRow
from tests.conftest import wait_until
from tests.unit.hub.conftest import RunningHub, serving, settings, shop_database, shop_url
from tests.unit.hub.shop import BELT, DRESS, SCARF, SHIRT
from tests.unit.hub_gates.exits import sell

__all__ = ["settings", "shop_database", "shop_url"]

NEAR_DBM = -52.0
UNKNOWN = TagId.epc("E28011700000020000000001")


class TheExit:
    """What is before the gate's antenna, the alarm, and the program, which may be restarted."""

    def __init__(self, settings: Settings, opened: ExitStack) -> None:
        self.field = Field(fades=False)
        self.reader = MercuryEmulator(settings.device_dir / "gate-1", self.field)
        self.alarm = AlarmEmulator(settings.device_dir / "alarm-1")
        for device in (self.reader, self.alarm):
            device.start()
            opened.callback(device.stop)
        self._settings = settings
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None
        opened.callback(self.end)

    def begin(self, hub_url: str) -> None:
        hub = self._settings.hub.model_copy(update={"url": hub_url})
        settings = self._settings.model_copy(update={"hub": hub})
        self._ended = threading.Event()
        self._thread = threading.Thread(
            target=gate_app.run, args=(settings,), kwargs={"ended": self._ended}
        )
        self._thread.start()

    def end(self) -> None:
        self._ended.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None


@pytest.fixture
def settings_with_exit(settings: Settings) -> Settings:
    gate = Gate(
        name="Exit",
        reader=Device(driver="mercury", port=str(settings.device_dir / "gate-1"), region="EU3"),
        alarm=[Device(driver="simulated", port=str(settings.device_dir / "alarm-1"))],
        alarm_s=0.1,
    )
    recorder = settings.recorder.model_copy(update={"minutes": 0})
    return settings.model_copy(update={"gates": {"1": gate}, "recorder": recorder})


@pytest.fixture
def hub(settings_with_exit: Settings) -> Iterator[RunningHub]:
    with serving(settings_with_exit) as running:
        yield running


@pytest.fixture
def way_out(settings_with_exit: Settings) -> Iterator[TheExit]:
    with ExitStack() as opened:
        yield TheExit(settings_with_exit, opened)


def state(hub: RunningHub) -> dict[str, Any]:
    found: dict[str, Any] = hub.http.get("/api/gates").json()[0]
    return found


def watching(hub: RunningHub) -> Callable[[], bool]:
    """Whether the gate watches, by the newest list."""

    def now() -> bool:
        newest = hub.hub.gates.listing.content()
        said = state(hub)
        well = said["answers"] and (said["reader"] or {}).get("state") == "ok"
        return bool(well and newest and said["list"] == newest[0])

    return now


def alarmed(hub: RunningHub) -> list[str]:
    """The tags of the alarms that the hub has, in no order."""
    return sorted(one["tag"]["value"] for one in hub.http.get("/api/alarms").json())


def test_an_unpaid_piece_alarms_and_a_paid_one_passes(hub: RunningHub, way_out: TheExit) -> None:
    way_out.begin(hub.url)
    wait_until(watching(hub), what="the gate")
    way_out.field.place(SHIRT, rssi_dbm=NEAR_DBM)
    wait_until(lambda: way_out.alarm.raised == 1)
    wait_until(lambda: alarmed(hub) == [SHIRT.value])
    assert hub.http.get("/api/alarms").json()[0]["title"] == "Linen shirt"

    hub.hub.gates.handle(Job(1, "gate", "gate:1", {"sale": sell(hub, DRESS)}))
    way_out.field.place(DRESS, rssi_dbm=NEAR_DBM)
    way_out.field.place(SCARF, rssi_dbm=NEAR_DBM)
    wait_until(lambda: SCARF.value in alarmed(hub))
    assert alarmed(hub) == sorted([SHIRT.value, SCARF.value])


def test_without_a_hub_the_gate_goes_on_and_is_started_again_by_what_it_knew(
    settings_with_exit: Settings, way_out: TheExit
) -> None:
    with serving(settings_with_exit) as hub:
        way_out.begin(hub.url)
        wait_until(watching(hub), what="the gate")
        hub.hub.gates.handle(Job(1, "gate", "gate:1", {"sale": sell(hub, DRESS)}))
        current: Path = settings_with_exit.data_dir / "gate-1" / "current.json"
        wait_until(lambda: current.exists() and b"sold" in current.read_bytes())
        address = hub.url
    way_out.field.place(SHIRT, rssi_dbm=NEAR_DBM)
    wait_until(lambda: way_out.alarm.raised == 1, what="the alarm, with the hub away")
    way_out.end()
    way_out.field.remove(SHIRT)
    way_out.begin(address)
    way_out.field.place(DRESS, rssi_dbm=NEAR_DBM)
    way_out.field.place(SCARF, rssi_dbm=NEAR_DBM)
    wait_until(lambda: way_out.alarm.raised == 2, what="the alarm of the gate started again")
    way_out.end()

    with serving(settings_with_exit) as hub:
        way_out.begin(hub.url)
        # In the order in which they were kept, so that after this one nothing is on its way.
        way_out.field.place(BELT, rssi_dbm=NEAR_DBM)
        wait_until(lambda: BELT.value in alarmed(hub), what="what the gate kept for the hub")
        told = alarmed(hub)
    assert SHIRT.value in told
    assert DRESS.value not in told


def test_a_returned_piece_alarms_again(hub: RunningHub, way_out: TheExit) -> None:
    way_out.begin(hub.url)
    job = Job(1, "gate", "gate:1", {"sale": sell(hub, SHIRT)})
    hub.hub.gates.handle(job)
    wait_until(watching(hub), what="the gate")
    way_out.field.place(SHIRT, rssi_dbm=NEAR_DBM)
    way_out.field.place(BELT, rssi_dbm=NEAR_DBM)
    wait_until(lambda: alarmed(hub) == [BELT.value])
    with hub.hub.catalog.begin() as connection:
        connection.execute(SoldRow.__table__.delete().where(SoldRow.tag == str(SHIRT)))
        hub.hub.catalog.mark_in_stock(connection, [SHIRT])
    hub.hub.gates.handle(job)
    wait_until(lambda: SHIRT.value in alarmed(hub))


def test_test_tags_and_unknown_ones_pass_quietly(hub: RunningHub, way_out: TheExit) -> None:
    way_out.begin(hub.url)
    hub.hub.gates.tests.add(SHIRT, "Ana's card", "Ana")
    wait_until(watching(hub), what="the gate")
    for tag in (SHIRT, UNKNOWN, BELT):
        way_out.field.place(tag, rssi_dbm=NEAR_DBM)
    wait_until(lambda: BELT.value in alarmed(hub))
    assert alarmed(hub) == [BELT.value]


def test_an_alarm_that_is_unplugged_and_a_reader_that_is_away_are_staffs_to_see(
    hub: RunningHub, way_out: TheExit
) -> None:
    way_out.begin(hub.url)
    wait_until(watching(hub), what="the gate")
    way_out.alarm.unplug()
    looks = hub.hub.gates.looks
    wait_until(lambda: looks() and "alarm is not connected" in looks()[0].words)
    way_out.alarm.plug()
    wait_until(lambda: not looks())
    way_out.reader.unplug()
    wait_until(lambda: looks() and "Exit: " in looks()[0].words)
