"""What a checkout table's program says of its zone, and what of it still holds.

Owns the newest report, and what follows from silence. Pure: `now` is an argument, in seconds. What
lies on the table becomes a basket in `checkout/basket.py`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from hardware.device import DeviceState, Health
from hardware.rfid.reader import TagId
from kiosk.hub.tables.report_order import Order, ReportOrder

SILENT_S = 6.0  # the table repeats its set every 2 s; after three it is not there
SETTLES_WITHIN_S = 8.0  # after this long the shopper decides whether that is everything
COUNTS_AT_MOST_S = 20.0  # though a piece comes and goes: the table would never be done

HICCUP_S = 3.0  # a reader that comes back so soon was never away, as far as a page goes
BLINK_S = 0.5  # a zone that is not sure for a moment only is not counting anew
CLEAR_S = 3.0  # so long a piece that was hard to make out must be clear to join by itself

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
        self._well: Health | None = None  # how the reader last was when it was well
        self._well_at = 0.0
        self._moved_at = 0.0  # when the set of tags changed last
        self._counts_since: float | None = None  # when more was first expected to be heard
        self._asked: dict[TagId, float] = {}  # and when each was last hard to make out
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
        if report.reader.ok:
            self._well, self._well_at = report.reader, now
        # What has just been laid down is faint for a moment: whom to ask is known at the end, which
        # is also when Pay is no longer refused. One that is asked about joins by a tap, or when it
        # has been clear for a while: the price must not come and go by itself.
        for tag, evidence in report.tags.items():
            if evidence.faint and (self.settled or tag in self._asked):
                self._asked[tag] = now
        self._asked = {
            tag: at for tag, at in self._asked.items() if tag in report.tags and now - at < CLEAR_S
        }
        return True

    def reader(self, now: float) -> Health:
        """How the table's reader is, as far as its program still says so."""
        if self._last is None:
            return NOT_HEARD_YET
        return SILENT if now - self._at > SILENT_S else self._last.reader

    def shown_reader(self, now: float) -> Health:
        """The same as a page shows it, which does not flicker with every hiccup of the reader."""
        reader = self.reader(now)
        if reader.state is DeviceState.AWAY and self._well and now - self._well_at < HICCUP_S:
            return self._well
        return reader

    @property
    def settled(self) -> bool:
        """Whether what lies there had been counted when it was last reported."""
        since = self._counts_since
        if since is None:
            return True
        moved, counts = self._at - self._moved_at, self._at - since
        if moved > counts and counts < BLINK_S:
            return True  # nothing has changed: somebody leans over the table
        return min(moved, counts) >= SETTLES_WITHIN_S or counts >= COUNTS_AT_MOST_S

    @property
    def faint(self) -> Collection[TagId]:
        """The pieces that are asked about: too faint when all was counted, and not clear since."""
        return self._asked.keys()

    @property
    def near(self) -> Mapping[TagId, str]:
        """What is heard, but not on the table."""
        return (self._last.near if self._last else None) or {}
