"""What all fitting rooms and tables of the shop hear, settled: each piece is in one place.

Owns the order in which reports are compared and who is told of the outcome. The comparison is
`whereabouts.py`; what a table does with a piece that is elsewhere, `table.py`; a mirror is told in
its room's snapshot. Knows, too, which rooms cannot hear. Keeps nothing: after a restart the next
reports make it again.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence

from hardware.device import DeviceState, Health
from hardware.rfid.reader import TagId
from kiosk.config import Settings
from kiosk.hub.tables.hand import AWAY, Look
from kiosk.hub.tables.report_order import TWO, Order, ReportOrder
from kiosk.hub.tables.reports import Evidence, Report
from kiosk.hub.tables.shop_tables import Tables
from kiosk.hub.tables.voice import Snapshot
from kiosk.hub.tables.whereabouts import Heard, Place, Whereabouts

SILENT_S = 10.0  # a mirror repeats its set every 2 s
WELL = Health(DeviceState.OK)
SILENT = Health(DeviceState.AWAY, "The mirror does not answer. See that it is on and connected.")
READER_AWAY = "The reader does not answer."


class Places:
    """Every call may come from any thread. `on_change` is called when a room's pieces moved."""

    def __init__(
        self, settings: Settings, tables: Tables, *, now: Callable[[], float] = time.monotonic
    ) -> None:
        self.on_change: Callable[[], None] = lambda: None
        self._settings = settings
        self._tables = tables
        self._readers: dict[str, tuple[Health, float]] = {}
        self._now = now
        self._lock = threading.Lock()
        self._whereabouts = Whereabouts()
        self._orders: dict[Place, ReportOrder] = {}
        self._rooms: dict[str, frozenset[TagId]] = {}  # what each room hears that is elsewhere

    def hear_table(self, name: str, report: Report) -> Snapshot:
        """A table's whole set. Raises `KeyError` for a table that the shop does not have."""
        table = self._tables[name]
        with self._lock:
            place = Place("table", name)
            self._compare(place, report.session, report.sequence, report.tags)
            overheard = self._whereabouts.elsewhere(place)
            snapshot = table.hear(report, overheard)
            self._tables.laid_elsewhere(name, report.tags.keys() - overheard, self._at_table)
            moved = self._settle_rooms()
        if moved:
            self.on_change()
        return snapshot

    def hear_room(
        self,
        name: str,
        session: str,
        sequence: int,
        tags: Mapping[TagId, Evidence],
        reader: Health = WELL,
    ) -> None:
        """A fitting room's whole set, and how its reader is."""
        with self._lock:
            self._rooms.setdefault(name, frozenset())
            if self._compare(Place("room", name), session, sequence, tags):
                self._readers[name] = (reader, self._now())
            self._tables.laid_elsewhere("", (), self._at_table)
            moved = self._settle_rooms()
        if moved:
            self.on_change()

    def elsewhere(self, room: str) -> Sequence[TagId]:
        """What this room hears, but another place has; sorted."""
        return sorted(self._rooms.get(room, ()))

    def readers(self) -> dict[str, Health]:
        """How the reader of each room is that was heard of, by the room's name."""
        now = self._now()
        return {
            name: SILENT if now - at > SILENT_S else reader
            for name, (reader, at) in sorted(self._readers.items())
        }

    def looks(self) -> list[Look]:
        """What staff should have a look at: readers of rooms that are away, mirrors that fell
        silent, two programs for one place."""
        now, found = self._now(), []
        with self._lock:
            contended = [place for place, order in self._orders.items() if order.contended(now)]
        for place in contended:
            table = place.kind == "table"
            named = self._settings.tables if table else self._settings.rooms
            found.append(Look(place.name if table else "", f"{named[place.name].name}: {TWO}", ""))
        for name, health in self.readers().items():
            if health.state in AWAY:
                title = self._settings.rooms[name].name
                found.append(Look("", f"{title}: {health.message or READER_AWAY}", ""))
        return found

    def _compare(
        self, place: Place, session: str, sequence: int, tags: Mapping[TagId, Evidence]
    ) -> bool:
        """Whether it is the newest, or said once more."""
        now = self._now()
        order = self._orders.setdefault(place, ReportOrder(SILENT_S)).take(session, sequence, now)
        told = any(each.silent_s is not None for each in tags.values())
        if order is Order.LATE:
            return False
        if order is Order.AGAIN and told:
            self._whereabouts.repeat(place, now)  # its ages are those of the first time
            return True
        heard = {
            tag: Heard(each.rssi_dbm, now - (each.silent_s or 0.0)) for tag, each in tags.items()
        }
        self._whereabouts.hear(place, heard, now)
        return True

    def _at_table(self, name: str) -> frozenset[TagId]:
        return self._whereabouts.elsewhere(Place("table", name))

    def _settle_rooms(self) -> bool:
        rooms = {name: self._whereabouts.elsewhere(Place("room", name)) for name in self._rooms}
        moved = rooms != self._rooms
        self._rooms = rooms
        return moved
