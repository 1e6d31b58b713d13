"""What systemd is told by a program: that it is ready, and that it still does its work.

Owns the notify socket and what must be proved before a life sign is sent. Does not know what a
program does: those who do the work prove it. Where no systemd listens, nothing happens.
"""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator, MutableMapping
from contextlib import contextmanager, suppress

SOCKET, PERIOD, PERIOD_OF = "NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"
SIGNS_A_PERIOD = 4  # one sign may be late, and a second one
LATER_S = 120.0  # so much more time a start that goes on asks for
ASKS_EVERY_S = 30.0
LONGEST_S = 6 * 3600.0  # a start that goes on for longer has stopped going on


class Watchdog:
    """`proof(name)` says that a part has turned; once all of `needs` have since the last sign, one
    is sent, but no more than four in a period. From any thread; never raises, never waits.
    """

    def __init__(
        self,
        needs: Iterable[str],
        *,
        address: str = "",
        period_s: float | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`address` is systemd's socket, "" = none; `period_s` is None when it does not watch."""
        self._needs = frozenset(needs)
        self._address = f"\0{address[1:]}" if address.startswith("@") else address
        self._clock = clock
        self._lock = threading.Lock()
        self._proved: set[str] = set()
        self._waived: frozenset[str] = frozenset()
        self._fed = -float("inf")
        self._ready = False
        self.interval_s = period_s / SIGNS_A_PERIOD if period_s and address else None

    @classmethod
    def of(cls, environment: MutableMapping[str, str] | None = None, *needs: str) -> Watchdog:
        """What the environment names, which is then taken from it: what we start is not watched.

        `WATCHDOG_PID` is not compared: the mirror is the child of its compositor, which systemd
        knows as the service's main process.
        """
        environment = os.environ if environment is None else environment
        address = environment.pop(SOCKET, "")
        period = environment.pop(PERIOD, "")
        environment.pop(PERIOD_OF, None)
        seconds = int(period) / 1_000_000 if period.isdecimal() and int(period) > 0 else None
        return cls(needs, address=address, period_s=seconds)

    @contextmanager
    def starting_late(
        self, *, every_s: float = ASKS_EVERY_S, longest_s: float = LONGEST_S
    ) -> Iterator[None]:
        """For what may take longer than a start may, and must not be ended in its middle: until it
        is done, systemd is asked to wait. What comes after it has a start's usual time again."""
        done = threading.Event()
        until = self._clock() + longest_s

        def ask() -> None:
            self._say(f"EXTEND_TIMEOUT_USEC={round(LATER_S * 1_000_000)}")
            while not done.wait(every_s) and self._clock() < until:
                self._say(f"EXTEND_TIMEOUT_USEC={round(LATER_S * 1_000_000)}")

        asking = threading.Thread(target=ask, name="starting late", daemon=True)
        if self._address:
            asking.start()
        try:
            yield
        finally:
            done.set()
            if self._address:
                asking.join()
                self._say(f"EXTEND_TIMEOUT_USEC={round(LATER_S * 1_000_000)}")

    def ready(self) -> None:
        """The program does its work from now on. Said once."""
        with self._lock:
            first, self._ready = not self._ready, True
        if first:
            self._say("READY=1")

    def stopping(self) -> None:
        self._say("STOPPING=1")

    def waive(self, *needs: str) -> None:
        """These need no proof as long as this was said last: a screen that is off shows nothing."""
        with self._lock:
            self._waived = frozenset(needs)

    def proof(self, name: str) -> None:
        if self.interval_s is None:
            return
        with self._lock:
            self._proved.add(name)
            now = self._clock()
            missing = self._needs - self._waived - self._proved
            if missing or now - self._fed < self.interval_s:
                return
            self._fed = now
            self._proved.clear()
        self._say("WATCHDOG=1")

    def _say(self, words: str) -> None:
        if not self._address:
            return
        # A systemd that does not listen is no reason to end: it will, if it wants that.
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
            line.setblocking(False)
            line.sendto(words.encode(), self._address)
