"""When a table's set has been counted, and the shopper may pay."""

from __future__ import annotations

from hardware.device import DeviceState, Health
from hardware.rfid.reader import TagId
from kiosk.hub.table_reports import COUNTS_AT_MOST_S, SETTLES_WITHIN_S, Evidence, Report, Reports
from tests.unit.hub.shop import SCARF, SHIRT


def reported(reports: Reports, now: float, *tags: TagId, settled: bool = False) -> bool:
    heard = dict.fromkeys(tags, Evidence())
    assert reports.take(Report("s", int(now), Health(DeviceState.OK), heard, settled=settled), now)
    return reports.settled


def test_a_table_that_has_counted_is_settled_at_once() -> None:
    assert reported(Reports(), 0, SHIRT, settled=True)


def test_one_that_expects_more_waits_until_nothing_has_changed_for_a_while() -> None:
    reports = Reports()
    assert not reported(reports, 0, SHIRT)
    assert not reported(reports, 5, SHIRT, SCARF)
    assert not reported(reports, SETTLES_WITHIN_S + 4, SHIRT, SCARF)
    assert reported(reports, SETTLES_WITHIN_S + 5, SHIRT, SCARF)


def test_a_piece_that_comes_and_goes_does_not_keep_anybody_from_paying() -> None:
    reports = Reports()
    settled_at = next(
        now for now in range(100) if reported(reports, now, SHIRT, *(() if now % 4 else (SCARF,)))
    )
    assert SETTLES_WITHIN_S < settled_at <= COUNTS_AT_MOST_S


def test_the_next_shoppers_counting_begins_anew() -> None:
    reports = Reports()
    reported(reports, 0, SHIRT)
    assert reported(reports, COUNTS_AT_MOST_S, SHIRT)
    assert reported(reports, COUNTS_AT_MOST_S + 1, settled=True)
    assert not reported(reports, COUNTS_AT_MOST_S + 2, SCARF)


def test_a_reader_that_comes_back_counts_anew() -> None:
    reports = Reports()
    assert reported(reports, 0, SHIRT, settled=True)
    for now in range(1, 31):
        away = Health(DeviceState.AWAY, "The reader is not connected.")
        reports.take(Report("s", now, away, {SHIRT: Evidence()}, settled=False), now)
    assert not reported(reports, 31, SHIRT), "the shirt may have been lifted meanwhile"
    assert not reported(reports, 32, SHIRT)
    assert reported(reports, 31 + SETTLES_WITHIN_S, SHIRT)
