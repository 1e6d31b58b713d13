"""When a table has counted what lies on it, as its reports tell."""

from __future__ import annotations

import pytest

from hardware.device import DeviceState, Health
from hardware.rfid.reader import TagId
from kiosk.hub.tables.reports import (
    COUNTS_AT_MOST_S,
    HICCUP_S,
    SETTLES_WITHIN_S,
    Evidence,
    Report,
    Reports,
)
from tests.unit.hub.shop import DRESS, SHIRT

WELL = Health(DeviceState.OK)


class Said:
    """A table's program that says what its zone does."""

    def __init__(self) -> None:
        self.reports = Reports()
        self._sequence = 0

    def say(self, now: float, *tags: TagId, settled: bool = True) -> bool:
        """Whether all is counted after this report."""
        self._sequence += 1
        heard = {tag: Evidence() for tag in tags}
        assert self.reports.take(Report("s", self._sequence, WELL, heard, settled=settled), now)
        return self.reports.settled


@pytest.fixture
def table() -> Said:
    """The shirt has lain there for a minute, and is counted."""
    said = Said()
    said.say(0.0, SHIRT, settled=False)
    assert said.say(60.0, SHIRT)
    return said


def test_a_piece_that_is_laid_down_is_being_counted_at_once(table: Said) -> None:
    assert not table.say(61.0, SHIRT, DRESS, settled=False)
    assert table.say(63.0, SHIRT, DRESS)


def test_a_zone_that_is_not_sure_for_a_moment_takes_nobodys_pay_away(table: Said) -> None:
    assert table.say(61.0, SHIRT, settled=False)
    assert table.say(61.3, SHIRT)


def test_a_piece_that_is_being_lifted_takes_pay_away_before_it_is_gone(table: Said) -> None:
    assert table.say(61.0, SHIRT, settled=False)
    assert not table.say(62.0, SHIRT, settled=False), "not heard for a second"
    assert not table.say(63.0, settled=False)


def test_a_readers_hiccup_is_not_shown_and_takes_no_payment_meanwhile() -> None:
    reports = Reports()
    away = Health(DeviceState.AWAY, "Check its cable.")
    reports.take(Report("s", 1, Health(DeviceState.OK), {}), 10.0)
    reports.take(Report("s", 2, away, {}), 11.0)
    assert (reports.shown_reader(12.9).ok, reports.reader(12.9)) == (True, away)
    assert reports.shown_reader(10.0 + HICCUP_S) == away
    reports.take(Report("s", 3, Health(DeviceState.FAULTY, "Too hot."), {}), 11.5)
    assert reports.shown_reader(11.6).state is DeviceState.FAULTY, "that is no hiccup"


def test_a_reader_that_was_never_well_is_away_at_once() -> None:
    reports = Reports()
    reports.take(Report("s", 1, Health(DeviceState.AWAY), {}), 1.0)
    assert not reports.shown_reader(1.0).ok


def test_counting_ends_at_last(table: Said) -> None:
    assert not table.say(61.0, SHIRT, DRESS, settled=False)
    assert table.say(61.0 + SETTLES_WITHIN_S, SHIRT, DRESS, settled=False)


def test_counting_ends_though_a_piece_comes_and_goes(table: Said) -> None:
    seconds = range(61, 62 + int(COUNTS_AT_MOST_S))
    told = [
        table.say(second, *([SHIRT, DRESS] if second % 2 else [SHIRT]), settled=False)
        for second in seconds
    ]
    assert told == [False] * (len(seconds) - 1) + [True]
