"""What hangs in the room: the thread between the reader and the wardrobe.

Owns the read zone of one fitting room. Does not know what a tag means. Only changes leave it.
"""

from __future__ import annotations

import logging
import threading
import time
import uuid
from collections.abc import Callable, Sequence
from typing import Any

from hardware.device import Health
from hardware.rfid.reader import RfidReader, TagId
from hardware.rfid.zone import Presence, ReadZone, ZoneChange, ZoneProfile

log = logging.getLogger(__name__)

# How long to wait for a read before time itself is looked at: a tag leaves by silence.
PATIENCE_S = 0.05
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
    ) -> None:
        """`on_change` sees each change before it is shown, for measurements."""
        self._open_reader = open_reader
        self._heard = heard
        self._show = show
        self._report = report
        self._reader = reader
        self._on_change = on_change
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
        reader = self._open_reader()
        try:
            self._watch(reader)
        finally:
            reader.close()

    def _watch(self, reader: RfidReader) -> None:
        zone = ReadZone(ZoneProfile.fitting_room())
        session, sequence = uuid.uuid4().hex, 0
        heard: set[TagId] = set()
        health: Health | None = None
        while not self._ended.is_set():
            reads = reader.drain(PATIENCE_S)
            now = time.monotonic()
            for read in reads:
                if read.tag not in heard:
                    heard.add(read.tag)
                    self._heard(read.tag)
            last, health = health, reader.health
            change = zone.update(reads, now, reader_ok=health.ok)
            moved = bool(change.arrived or change.left)
            if moved:
                if self._on_change is not None:
                    self._on_change(change)
                self._show([presence.tag for presence in change.present])
            if health != last:
                log.info("the reader is %s %s", health.state, health.cause)
                self._reader(health.ok)
            if moved or health != last:
                sequence += 1
                self._report(_body(session, sequence, health, change))
            heard.difference_update(presence.tag for presence in change.left)
            if len(heard) > MOST_HEARD:
                heard.clear()


def _body(session: str, sequence: int, health: Health, change: ZoneChange) -> dict[str, Any]:
    return {
        "session": session,
        "sequence": sequence,
        "reader": {"state": health.state.value, "message": health.message},
        "tags": [_tag(presence) for presence in change.present],
    }


def _tag(presence: Presence) -> dict[str, Any]:
    tag = presence.tag
    return {"kind": tag.kind.value, "value": tag.value, "rssi_dbm": presence.rssi_dbm}
