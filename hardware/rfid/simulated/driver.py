"""A reader straight from a radio field: no bytes, no thread, no port.

Owns a reader's behaviour as its user sees it. What is heard comes from a `Field`; how a real
module says it is for the emulators.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence

from hardware.device import DeviceError, DeviceState, Health
from hardware.rfid.field import Field, Inventory
from hardware.rfid.reader import TagRead

_UNPLUGGED = Health(DeviceState.AWAY, "The reader is not connected. Check its USB cable.")


class SimulatedReader:
    """An `RfidReader` that hears a field. `unplug` and `plug` are its cable."""

    def __init__(
        self,
        field: Field | None = None,
        *,
        antennas: Sequence[int] = (1,),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        if not antennas or any(antenna < 1 for antenna in antennas):
            raise DeviceError(f"simulated reader: antennas {list(antennas)} do not count from 1")
        self.field = Field() if field is None else field
        self._antennas = tuple(antennas)
        self._clock = clock
        self._changed = threading.Condition()
        self._plugged = True
        self._inventory: Inventory | None = None  # while it is open and plugged in

    @property
    def health(self) -> Health:
        with self._changed:
            if not self._plugged:
                return _UNPLUGGED
            return Health(DeviceState.OK if self._inventory else DeviceState.STARTING)

    def open(self) -> None:
        with self._changed:
            self._begin()

    def close(self) -> None:
        with self._changed:
            self._inventory = None
            self._changed.notify_all()

    def plug(self) -> None:
        """Connects it again; it reads on by itself."""
        with self._changed:
            self._plugged = True
            self._begin()

    def unplug(self) -> None:
        """It is away until `plug`."""
        with self._changed:
            self._plugged = False
            self._inventory = None
            self._changed.notify_all()

    def _begin(self) -> None:
        if self._plugged and self._inventory is None:
            self._inventory = Inventory(self.field, self._antennas, self._clock())
            self._changed.notify_all()

    def drain(self, timeout: float = 0.0) -> list[TagRead]:
        deadline = self._clock() + timeout
        with self._changed:
            while True:
                now = self._clock()
                wait_s = deadline - now
                if self._inventory is not None:
                    reads = [
                        TagRead(each.heard.tag, each.antenna, each.heard.rssi_dbm, each.at)
                        for each in self._inventory.answers(now)
                        if each.heard.tag.value  # a blank tag names nothing
                    ]
                    if reads:
                        return reads
                    wait_s = min(wait_s, self._inventory.next_at - now)
                if now >= deadline:
                    return []
                self._changed.wait(max(wait_s, 0.0))
