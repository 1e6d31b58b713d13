"""What hangs in the room: the thread between the reader and the wardrobe.

Owns the read zone of one fitting room. Does not know what a tag means. Only changes leave it.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from typing import Any

from hardware.device import DeviceError
from hardware.rfid.reader import RfidReader, TagId
from hardware.rfid.zone import ReadZone, ZoneChange, ZoneProfile
from kiosk.zone_report import ZoneReport
from kiosk.zone_watch import Zone, turns

log = logging.getLogger(__name__)

MOST_HEARD = 500  # strays pass by all day


class RoomWatch:
    """Opens the reader and watches it in its own thread until `close`.

    `heard(tag)` is called at a tag's first read, `show(tags)` when the set that hangs here
    changes, `report(body)` when that or the reader's health does, with the hub's message, and
    `reader(ok)` when the reader begins or ceases to hear.
    """

    def __init__(
        self,
        open_reader: Callable[[], RfidReader],
        *,
        heard: Callable[[TagId], None],
        show: Callable[[Sequence[TagId]], None],
        report: Callable[[dict[str, Any]], None],
        reader: Callable[[bool], None],
        on_change: Callable[[ZoneChange], None] | None = None,
        zone: Zone | None = None,
    ) -> None:
        """`on_change` sees each change before it is shown, for measurements."""
        self._open_reader = open_reader
        self._heard = heard
        self._show = show
        self._report = report
        self._reader = reader
        self._on_change = on_change
        self._zone = zone or ReadZone(ZoneProfile.fitting_room())
        self.heard_at: float | None = None  # monotonic seconds
        self.ok: bool | None = None
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._work, name="fitting room", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join(1.0)

    def _work(self) -> None:
        self._reader(False)  # until it is heard
        try:
            reader = self._open_reader()
        except DeviceError as error:  # the mirror goes on as with a reader that is away
            log.error("the reader in config.yaml cannot be used: %s", error)
            self.ok = False
            return
        try:
            self._watch(reader)
        finally:
            reader.close()

    def _watch(self, reader: RfidReader) -> None:
        report = ZoneReport()
        heard: set[TagId] = set()
        for turn in turns(reader, self._zone, self._ended):
            self.ok = turn.health.ok
            if turn.reads:
                self.heard_at = turn.now
            for read in turn.reads:
                if read.tag not in heard:
                    heard.add(read.tag)
                    self._heard(read.tag)
            if turn.moved:
                if self._on_change is not None:
                    self._on_change(turn.change)
                self._show([presence.tag for presence in turn.change.present])
            if turn.health_changed:
                self._reader(turn.health.ok)
            if report.due(turn):
                self._report(report.body(turn))
            heard.difference_update(presence.tag for presence in turn.change.left)
            if len(heard) > MOST_HEARD:
                heard.clear()
