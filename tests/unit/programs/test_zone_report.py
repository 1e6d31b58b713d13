"""When the hub is told of a zone, and what."""

from __future__ import annotations

import pytest

from hardware.device import DeviceState, Health
from hardware.rfid.reader import TagId
from hardware.rfid.zone import Doubt, Near, NearReason, Presence, ZoneChange
from kiosk.zone_report import FRESH_S, ZoneReport
from kiosk.zone_watch import Turn

SHIRT, SCARF = TagId.epc("30361F1B3827080000000001"), TagId.epc("30361F1B3827080000000002")
HERE = Presence(SHIRT, 1.0, 9.5, -50.0, 1, 20, 0.9, Doubt.SELDOM)
BESIDE = Near(SCARF, NearReason.WEAK, -71.0, 3, 9.0)


def turn(now: float, change: ZoneChange, *, well: bool = True, changed: bool = False) -> Turn:
    return Turn(now, (), Health(DeviceState.OK if well else DeviceState.AWAY), changed, change)


def test_the_whole_set_is_said_with_how_well_each_is_heard() -> None:
    report = ZoneReport()
    body = report.body(turn(10.0, ZoneChange((HERE,), near=(BESIDE,))), whole=True)
    assert body["tags"] == [
        {
            "kind": "epc",
            "value": SHIRT.value,
            "rssi_dbm": -50.0,
            "silent_s": 0.5,
            "doubt": "seldom",
        }
    ]
    assert body["near"] == [{"kind": "epc", "value": SCARF.value, "reason": "weak"}]
    assert (body["settled"], body["whole"], body["sequence"]) == (False, True, 1)
    assert report.body(turn(11.0, ZoneChange(())))["settled"], "nothing is nothing to wait for"


@pytest.mark.parametrize(
    ("later_s", "change", "changed", "due"),
    [
        (0.1, ZoneChange((HERE,)), False, False),
        (FRESH_S, ZoneChange((HERE,)), False, True),  # how well it is heard now
        (0.1, ZoneChange((HERE,), stable=True), False, True),
        (0.1, ZoneChange((HERE,)), True, True),
        (0.1, ZoneChange((), left=(HERE,)), False, True),
        (0.1, ZoneChange((HERE,), near=(BESIDE,)), False, False),  # that can wait
        (FRESH_S, ZoneChange((HERE,), near=(BESIDE,)), False, True),
    ],
)
def test_the_hub_is_told_of_a_change_at_once_and_of_strengths_once_a_second(
    later_s: float, change: ZoneChange, changed: bool, due: bool
) -> None:
    report = ZoneReport()
    first = turn(10.0, ZoneChange((HERE,), arrived=(HERE,)))
    assert report.due(first)
    report.body(first)
    assert report.due(turn(10.0 + later_s, change, changed=changed)) is due


def test_an_empty_zone_is_quiet() -> None:
    report = ZoneReport()
    empty = ZoneChange(())
    assert report.due(turn(0.0, empty)), "that it is empty"
    report.body(turn(0.0, empty))
    assert not report.due(turn(3600.0, empty))
