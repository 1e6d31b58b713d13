"""The gate at an exit. Composition root of `kiosk gate`.

Owns the way from the reader to the alarm and to the hub. What alarms is decided in `decision.py`,
by the list that `keeper.py` keeps; neither needs a hub that answers.
"""

from __future__ import annotations

import logging
import signal
import threading
import time
import uuid
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from hardware.alarm.alarm import Alarm, Alarms
from hardware.device import Health, open_device
from hardware.rfid.reader import RfidReader
from hardware.rfid.zone import ReadZone, ZoneProfile
from kiosk import calibration
from kiosk.config import ConfigError, Settings
from kiosk.config_sections import Gate
from kiosk.gate.decision import Alarmed, Passings
from kiosk.gate.keeper import ListKeeper
from kiosk.hub_client import HubClient
from kiosk.recorder import open_recorder, zone_of
from kiosk.watchdog import Watchdog
from kiosk.zone_watch import Zone, turns

log = logging.getLogger(__name__)


def run(
    settings: Settings,
    *,
    gate: str = "1",
    reader: RfidReader | None = None,
    alarm: Alarm | None = None,
    client: HubClient | None = None,
    ended: threading.Event | None = None,
) -> int:
    """Runs until SIGTERM or Ctrl-C, or `ended`. Raises `ConfigError` or `DeviceError` for bad
    settings."""
    if gate not in settings.gates:
        known = ", ".join(settings.gates) or "none"
        raise ConfigError(f"There is no gate {gate!r} in the settings; gates has: {known}.")
    if ended is None:
        ended = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: ended.set())
    section, place = settings.gates[gate], f"gate-{gate}"
    folder = settings.data_dir / place
    profile = calibration.profile(settings, place, section.reader, ZoneProfile.gate())
    with ExitStack() as opened:
        if reader is None:
            reader = open_device("rfid", section.reader.settings())
        opened.callback(reader.close)
        if alarm is None:
            alarm = Alarms([open_device("alarm", each.settings()) for each in section.alarms])
        opened.callback(alarm.close)
        recorder = open_recorder(settings, place, program="gate")
        if recorder is not None:
            opened.callback(recorder.close)
        client = client or HubClient.of(settings, place, outbox=folder / "outbox.jsonl")
        path = f"/api/gates/{gate}"
        keeper = ListKeeper(folder, lambda: client.get(f"{path}/list"))
        keeper.open()
        opened.callback(keeper.close)
        client.follow(f"{path}/live", keeper.hear)
        client.open()
        opened.callback(client.close)
        watchdog = Watchdog.of(None, "turn")
        watchdog.ready()
        watch(
            reader,
            alarm,
            client,
            gate,
            section,
            keeper,
            ended,
            zone=zone_of(profile, recorder),
            alive=lambda: watchdog.proof("turn"),
        )
    return 0


def watch(
    reader: RfidReader,
    alarm: Alarm,
    client: HubClient,
    gate: str,
    section: Gate,
    keeper: ListKeeper,
    ended: threading.Event,
    zone: Zone | None = None,
    on_alarm: Callable[[Alarmed, float], None] | None = None,
    alive: Callable[[], None] = lambda: None,
) -> None:
    """Alarms first, then tells the hub, which may be away; until `ended`.

    `on_alarm(alarmed, now)` is called after the alarm went off (monotonic seconds), for
    measurements.
    """
    passings = Passings(unknown_alarms=section.unknown == "alarm")
    path = f"/api/gates/{gate}"
    report = Report()
    for turn in turns(reader, zone or ReadZone(ZoneProfile.gate()), ended, alive):
        here = (presence.tag for presence in turn.change.present)
        found = passings.update(here, keeper.standing, turn.now)
        if found:
            alarm.raise_alarm(section.alarm_s)
        for each in found:
            log.info("alarm: %s is %s", each.tag, each.standing)
            client.post(f"{path}/alarms", _message(each))
            if on_alarm is not None:
                on_alarm(each, turn.now)
        client.put(path, report.body(turn.health, alarm.health, keeper))


def _message(alarmed: Alarmed) -> dict[str, Any]:
    return {
        "id": uuid.uuid4().hex,
        "tag": {"kind": alarmed.tag.kind.value, "value": alarmed.tag.value},
        "reason": alarmed.standing.value,
        "at_ms": time.time_ns() // 1_000_000,
    }


class Report:
    """What one run of a gate's program says of itself, numbered from 1 by what has changed."""

    def __init__(self) -> None:
        self._session = uuid.uuid4().hex
        self._sequence = 0
        self._state: dict[str, Any] = {}

    def body(self, reader: Health, alarm: Health, keeper: ListKeeper) -> dict[str, Any]:
        known = keeper.known
        state = {
            "reader": {"state": reader.state.value, "message": reader.message},
            "alarm": {"state": alarm.state.value, "message": alarm.message},
            "list": known.name if known else "",
            "pieces": known.list.pieces if known else 0,
        }
        if state != self._state:
            self._state = state
            self._sequence += 1
        return {"session": self._session, "sequence": self._sequence, **state}
