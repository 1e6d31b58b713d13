"""What a checkout table's program says of its zone, and what of it still holds.

Owns the newest report, and what follows from silence. Pure: `now` is an argument, in seconds. What
lies on the table becomes a basket in `checkout/basket.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hardware.device import DeviceState, Health
from hardware.rfid.reader import TagId
from kiosk.hub.report_order import Order, ReportOrder

SILENT_S = 6.0  # the table repeats its set every 2 s; after three it is not there
SETTLES_WITHIN_S = 8.0  # after this long the shopper decides whether that is everything
COUNTS_AT_MOST_S = 20.0  # though a piece comes and goes: the table would never be done

NOT_HEARD_YET = Health(DeviceState.STARTING, "The table is starting. One moment.")
SILENT = Health(
    DeviceState.AWAY, "The table is not answering. A colleague will help.", "no report for 6 s"
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """How well a tag is heard: in dBm, None where the reader does not tell; for how many seconds
    it has not been heard, None where the place does not say; and whether only so faintly or seldom
    that it may not lie there."""

    rssi_dbm: float | None = None
    silent_s: float | None = None
    faint: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """The table's whole set, as its program says it; `sequence` grows within a `session`.

    Until a program that has just started has listened for a while, its set is not `whole`; while
    more is expected to be heard, it is not `settled`. `near` is heard, but not on the table, with
    the zone's reason.
    """

    session: str
    sequence: int
    reader: Health
    tags: Mapping[TagId, Evidence]
    whole: bool = True
    settled: bool = True
    near: Mapping[TagId, str] | None = None


class Reports:
    """The newest report of one table."""

    def __init__(self) -> None:
        self._last: Report | None = None
        self._at = 0.0
        self._moved_at = 0.0  # when the set of tags changed last
        self._counts_since: float | None = None  # when more was first expected to be heard
        self._order = ReportOrder(SILENT_S)

    def take(self, report: Report, now: float) -> bool:
        """Whether this is news; then it is the newest."""
        last = self._last
        if self._order.take(report.session, report.sequence, now) is Order.LATE:
            return False
        # Who comes back after a while away must count anew: much may have been lifted meanwhile.
        came_back = last is not None and report.reader.ok and not last.reader.ok
        if last is None or came_back or last.tags.keys() != report.tags.keys():
            self._moved_at = now
        if report.settled or not report.reader.ok:
            self._counts_since = None
        elif self._counts_since is None:
            self._counts_since = now
        self._last, self._at = report, now
        return True

    def reader(self, now: float) -> Health:
        """How the table's reader is, as far as its program still says so."""
        if self._last is None:
            return NOT_HEARD_YET
        return SILENT if now - self._at > SILENT_S else self._last.reader

    @property
    def settled(self) -> bool:
        """Whether what lies there had been counted when it was last reported."""
        if self._counts_since is None:
            return True
        return (
            self._at - self._moved_at >= SETTLES_WITHIN_S
            or self._at - self._counts_since >= COUNTS_AT_MOST_S
        )

    @property
    def near(self) -> Mapping[TagId, str]:
        """What is heard, but not on the table."""
        return (self._last.near if self._last else None) or {}
