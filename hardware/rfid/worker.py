"""A reader's own thread: it opens, backs off, comes back, and makes health of what goes wrong.

Owns the `RfidReader` contract for every driver that has a thread. Does not know how a reader is
reached (a serial line: `line.py`) nor what it says; a subclass says what one connection does.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import Protocol

from hardware.device import DeviceState, Health
from hardware.rfid.inbox import Inbox
from hardware.rfid.reader import TagRead

log = logging.getLogger(__name__)

RETRY_S = (0.1, 0.2, 0.5, 1.0)  # waits between attempts; the last one repeats

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
    `self._closing` by way of `self._clock.wait`, or on the descriptor `self._wake` in a select.
    """

    def __init__(self, name: str, clock: Clock = MONOTONIC) -> None:
        self._name = name
        self._clock = clock
        self._inbox = Inbox()
        self._health = Health(DeviceState.STARTING)
        self._thread: threading.Thread | None = None
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
        if self._thread is not None:
            return
        self._closing.clear()
        self._health = Health(DeviceState.STARTING)
        self._wake, self._waker = os.pipe()
        self._thread = threading.Thread(target=self._run, name=f"rfid {self._name}", daemon=True)
        self._thread.start()

    def close(self) -> None:
        thread, self._thread = self._thread, None
        if thread is None:
            return
        self._closing.set()
        os.write(self._waker, b".")
        thread.join()
        os.close(self._wake)
        os.close(self._waker)
        self._health = Health(DeviceState.STARTING)
        self._inbox.wake()

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
        if health != self._health:
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
            except Exception as error:
                health = self._words(error)
                if health is None:
                    log.exception("%s: the driver failed and starts again", self._name)
                    health = Health(DeviceState.AWAY, SILENT, repr(error))
                self._become(health)
            self._clock.wait(self._closing, RETRY_S[min(attempt, len(RETRY_S) - 1)])
            attempt += 1
