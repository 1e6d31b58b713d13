"""What is carried out of the shop: how long it is before the gate, and what was carried last.

Owns the time of a passing. Where garments are is `floor.py`'s, and the lock is the shop floor's.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

from hardware.rfid.reader import TagId
from kiosk.scenario import PASSES_S


class Exits:
    """Calls `go_out(gate, tags)` with the lock held when they have passed."""

    def __init__(
        self,
        lock: AbstractContextManager[bool],
        go_out: Callable[[str, Sequence[TagId]], None],
        passes_s: float = PASSES_S,
    ) -> None:
        self._lock = lock
        self._go_out = go_out
        self._passes_s = passes_s
        self._timers: set[threading.Timer] = set()
        self._last: dict[str, tuple[int, list[TagId]]] = {}

    def enter(self, gate: str, tags: Sequence[TagId]) -> None:
        """Holds the lock already."""
        count, _ = self._last.get(gate, (0, []))
        self._last[gate] = count + 1, list(tags)
        timer = threading.Timer(self._passes_s, lambda: self._passed(timer, gate, tags))
        timer.daemon = True
        self._timers.add(timer)
        timer.start()

    def passings(self, gate: str) -> dict[str, object]:
        """How often somebody went out, and with what the last time."""
        count, tags = self._last.get(gate, (0, []))
        return {"count": count, "tags": [str(tag) for tag in tags]}

    def stop(self) -> None:
        with self._lock:
            for timer in self._timers:
                timer.cancel()
            self._timers.clear()

    def _passed(self, timer: threading.Timer, gate: str, tags: Sequence[TagId]) -> None:
        with self._lock:
            if timer in self._timers:
                self._timers.discard(timer)
                self._go_out(gate, tags)
