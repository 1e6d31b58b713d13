"""What alarms without a clock of their own have in common: on, and off again by itself.

Owns the thread and the moment of the end. What "on" is, is the driver's.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

CLOSE_S = 2.0


class Timed:
    """Calls `turn(True)` and `turn(False)` on a thread of its own, never two at a time.

    While it is on `turn(True)` is called again every `again_s`, for what must be kept up.
    """

    def __init__(
        self,
        turn: Callable[[bool], None],
        *,
        again_s: float | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._turn = turn
        self._again_s = again_s
        self._clock = clock
        self._news = threading.Condition()
        self._until = 0.0
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="alarm", daemon=True)

    def open(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """Turned off when this returns."""
        with self._news:
            self._closed = True
            self._news.notify()
        if self._thread.is_alive():
            self._thread.join(CLOSE_S)

    def extend(self, seconds: float) -> None:
        with self._news:
            self._until = max(self._until, self._clock() + seconds)
            self._news.notify()

    def end(self) -> None:
        with self._news:
            self._until = 0.0
            self._news.notify()

    def _run(self) -> None:
        on = False
        while True:
            with self._news:
                left = self._until - self._clock()
                wanted = left > 0 and not self._closed
                if not wanted and not on:
                    if self._closed:
                        return
                    self._news.wait()
                    continue
            if wanted or on != wanted:
                self._turn(wanted)
            on = wanted
            if on:
                with self._news:
                    left = self._until - self._clock()
                    if left > 0 and not self._closed:
                        self._news.wait(left if self._again_s is None else min(left, self._again_s))
