"""A reader's own thread: it opens, backs off, comes back, and makes health of what goes wrong.

Owns the `RfidReader` contract for every driver that has a thread. Does not know how a reader is
reached (a serial line: `line.py`) nor what it says; a subclass says what one connection does.
"""

from __future__ import annotations

import logging
import os
import threading
import time
import traceback
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Protocol

from hardware.device import DeviceState, Health
from hardware.rfid.inbox import Inbox
from hardware.rfid.reader import TagRead

log = logging.getLogger(__name__)

RETRY_S = (0.1, 0.2, 0.5, 1.0)  # waits between attempts; the last one repeats
CLOSE_S = 5.0  # a thread that takes longer to end hangs
BUG_S = 60.0  # how often it is said that a bug which is known happens on

NOT_CONNECTED = "The reader is not connected. Check its USB cable."
SILENT = "The reader does not answer. Unplug it and plug it in again."


class Clock(Protocol):
    """What a driver asks the time of; tests hand in one that they move themselves."""

    def now(self) -> float:
        """Seconds, as `time.monotonic`."""
        ...

    def wait(self, event: threading.Event, timeout: float) -> bool:
        """Waits for the event, at most so many seconds; whether it is set."""
        ...


class _Monotonic:
    def now(self) -> float:
        return time.monotonic()

    def wait(self, event: threading.Event, timeout: float) -> bool:
        return event.wait(timeout)


MONOTONIC: Clock = _Monotonic()


class Closing(Exception):  # noqa: N818
    """The reader is being closed: raised where its thread would wait, ends the thread quietly."""


class ReaderWorker(ABC):
    """An `RfidReader` whose work is done on a thread of its own.

    A subclass implements `_connect`, and `_words` for what it expects to go wrong. On its thread
    it asks `self._clock` for the time and must not wait without an eye on being closed: on
    `self._closing` by way of `self._clock.wait`, or on the descriptor `self._wake` in `ready`.
    """

    def __init__(self, name: str, clock: Clock = MONOTONIC) -> None:
        self._name = name
        self._clock = clock
        self._inbox = Inbox()
        self._health = Health(DeviceState.STARTING)
        self._bugs = _Bugs(name)
        self._thread: threading.Thread | None = None  # also one that hangs and ought to have ended
        self._closing = threading.Event()
        self._wake, self._waker = -1, -1  # a pipe: readable once the reader is being closed

    # -- what its user sees

    @property
    def health(self) -> Health:
        return self._health

    @property
    def lost_reads(self) -> int:
        """Reads that were dropped because nobody drained them."""
        return self._inbox.lost

    def open(self) -> None:
        if self._thread is not None and not self._closing.is_set():
            return
        if not self._let_end(0):
            log.warning("%s: hangs since it was closed, and is not opened again", self._name)
            return
        self._closing.clear()
        self._health = Health(DeviceState.STARTING)
        self._wake, self._waker = os.pipe()
        self._thread = threading.Thread(target=self._run, name=f"rfid {self._name}", daemon=True)
        self._thread.start()

    def close(self) -> None:
        if self._thread is None or self._closing.is_set():
            return
        self._closing.set()
        os.write(self._waker, b".")
        if not self._let_end(CLOSE_S):
            log.warning("%s: does not end within %g s of being closed", self._name, CLOSE_S)
        self._health = Health(DeviceState.STARTING)
        self._inbox.wake()

    def _let_end(self, timeout: float) -> bool:
        """Whether its thread ends in time. One that hangs keeps the pipe that is to wake it."""
        if self._thread is None:
            return True
        self._thread.join(timeout)
        if self._thread.is_alive():
            return False
        os.close(self._wake)
        os.close(self._waker)
        self._thread = None
        return True

    def drain(self, timeout: float = 0.0) -> list[TagRead]:
        return self._inbox.drain(timeout)

    # -- what a subclass says

    @abstractmethod
    def _connect(self) -> Iterator[None]:
        """One connection from its opening to its end; yields each time that all is well.

        To return or to raise means: try again, after a pause that grows until all is well.
        """

    def _words(self, error: Exception) -> Health | None:
        """What an error means that was to be expected; None for one that was not."""
        if isinstance(error, TimeoutError):
            return Health(DeviceState.AWAY, SILENT, str(error))
        if isinstance(error, OSError):
            return Health(DeviceState.AWAY, NOT_CONNECTED, str(error))
        return None

    # -- what a subclass uses, on its thread

    def _hear(self, reads: Sequence[TagRead]) -> None:
        self._inbox.put(reads)

    def _become(self, health: Health) -> None:
        if health != self._health and not self._closing.is_set():
            log.info("%s: %s %s %s", self._name, health.state, health.message, health.cause)
            self._health = health

    def _run(self) -> None:
        attempt = 0
        while not self._closing.is_set():
            try:
                for _ in self._connect():
                    attempt = 0
            except Closing:
                break
            except Exception as error:  # noqa: BLE001  whatever it is, the reader comes back
                health = self._words(error)
                if health is None:
                    self._bugs.tell(error, self._clock.now())
                    health = Health(DeviceState.AWAY, SILENT, repr(error))
                self._become(health)
            self._clock.wait(self._closing, RETRY_S[min(attempt, len(RETRY_S) - 1)])
            attempt += 1


class _Bugs:
    """Says of errors that nobody expected: each in full once, then now and then that it is there.

    They are told apart by what they are and where they come from, so there are not many.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._told_at: dict[object, float] = {}
        self._untold: Counter[object] = Counter()

    def tell(self, error: Exception, now: float) -> None:
        *_, (frame, line) = traceback.walk_tb(error.__traceback__)
        kind = type(error), frame.f_code.co_filename, line
        if kind not in self._told_at:
            log.error("%s: the driver failed and starts again", self._name, exc_info=error)
            self._told_at[kind] = now
            return
        self._untold[kind] += 1
        if now - self._told_at[kind] >= BUG_S:
            log.warning(
                "%s: the driver fails still, %d times since this was last said: %r",
                self._name,
                self._untold.pop(kind),
                error,
            )
            self._told_at[kind] = now
