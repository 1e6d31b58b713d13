"""The queue between a reader's thread and its user. Bounded: a user that sleeps costs no memory."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Sequence

from hardware.rfid.reader import TagRead

CAPACITY = 20_000  # about 80 s of the fastest serial module


class Inbox:
    """Reads in the order of their arrival. When it is full the oldest ones are lost and counted."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._reads: deque[TagRead] = deque(maxlen=capacity)
        self._arrived = threading.Condition()
        self._calls = 0  # of `wake`
        self.lost = 0

    def put(self, reads: Sequence[TagRead]) -> None:
        if not reads:
            return
        with self._arrived:
            room = (self._reads.maxlen or 0) - len(self._reads)
            self.lost += max(0, len(reads) - room)
            self._reads.extend(reads)
            self._arrived.notify_all()

    def wake(self) -> None:
        """Ends a wait, though there is nothing to read: the reader was closed."""
        with self._arrived:
            self._calls += 1
            self._arrived.notify_all()

    def drain(self, timeout: float) -> list[TagRead]:
        """All reads, waiting up to `timeout` seconds for the first, or until `wake`."""
        with self._arrived:
            if not self._reads and timeout > 0:
                calls = self._calls
                self._arrived.wait_for(lambda: self._reads or self._calls != calls, timeout)
            reads = list(self._reads)
            self._reads.clear()
            return reads
