"""The loop of every program with a reader: reads go into the zone, its changes come out.

Owns the turn: drain, clock, health, zone. Does not know what a program does with a change.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from hardware.device import Health
from hardware.rfid.reader import RfidReader, TagRead
from hardware.rfid.zone import ZoneChange

log = logging.getLogger(__name__)

# How long to wait for a read before time itself is looked at: a tag leaves by silence.
PATIENCE_S = 0.05


class Zone(Protocol):
    """A `ReadZone`, or one whose updates are recorded."""

    def update(
        self, reads: Sequence[TagRead], now: float, reader_ok: bool = True
    ) -> ZoneChange: ...


@dataclass(frozen=True, slots=True)
class Turn:
    """What one look at the reader brought. `now` is in monotonic seconds."""

    now: float
    reads: Sequence[TagRead]
    health: Health
    health_changed: bool
    change: ZoneChange

    @property
    def moved(self) -> bool:
        """Whether a tag came or went."""
        return bool(self.change.arrived or self.change.left)


def turns(
    reader: RfidReader,
    zone: Zone,
    ended: threading.Event,
    alive: Callable[[], None] = lambda: None,
) -> Iterator[Turn]:
    """Turn after turn, at least every `PATIENCE_S`, until `ended`. The reader is open already.
    `alive` is called once what was made of a turn is done."""
    health: Health | None = None
    while not ended.is_set():
        reads = reader.drain(PATIENCE_S)
        now = time.monotonic()
        last, health = health, reader.health
        if health != last:
            log.info("the reader is %s %s", health.state, health.cause)
        change = zone.update(reads, now, reader_ok=health.ok)
        yield Turn(now, reads, health, health != last, change)
        alive()
