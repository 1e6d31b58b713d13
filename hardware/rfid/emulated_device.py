"""An emulated device: a thread that plays it, and obeys whoever pulls its cable.

Owns the thread: its beginning and end, the orders given to it, and what becomes of it when the
device's own code fails. How the device is reached, and what it says, is for those derived from it.
"""

from __future__ import annotations

import contextlib
import logging
import os
import threading
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from types import TracebackType
from typing import Self

from hardware.rfid.cable import Said
from hardware.rfid.ready import ready

log = logging.getLogger(__name__)

ORDER_S = 10.0  # a thread that takes longer to obey is stuck


class EmulatedDevice(ABC):
    """A device that can be plugged in and out. Its verbs may be called from any thread.

    One whose own code fails is unplugged. It may be plugged in again.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._thread: threading.Thread | None = None
        self._orders: deque[tuple[Callable[[], None], Future[None]]] = deque()
        self._wake_read, self._wake_write = -1, -1
        self._ends = False

    # -- verbs

    def start(self) -> None:
        """Begins to work, plugged in. Raises `OSError` when its place is taken."""
        if self._thread is not None:
            return
        self._ends = False
        self._wake_read, self._wake_write = os.pipe()
        os.set_blocking(self._wake_write, False)
        self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
        self._thread.start()
        try:
            self.plug()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Unplugs and ends. May be called any number of times."""
        thread = self._thread
        if thread is None:
            return
        self._ends = True
        self._wake()
        thread.join(ORDER_S)
        if thread.is_alive():
            raise TimeoutError(f"{self._name} is stuck")
        self._thread = None
        os.close(self._wake_read)
        os.close(self._wake_write)
        self._fall()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def plug(self) -> None:
        """Puts its cable in; it has just got power."""
        self.order(self._plug)

    def unplug(self) -> None:
        """Pulls its cable: whoever is connected is hung up on."""
        self.order(self._unplug)

    def order(self, act: Callable[[], Iterable[Said] | None]) -> None:
        """Has the emulator's thread do it and sends what it returns; its error is the caller's."""
        thread = self._thread
        if thread is None or not thread.is_alive():
            raise RuntimeError("the emulator is not started")

        def obey() -> None:
            self._say(act() or ())

        if threading.current_thread() is thread:
            obey()
            return
        done: Future[None] = Future()
        self._orders.append((obey, done))
        self._wake()
        done.result(ORDER_S)

    # -- what a device says, on the emulator's thread

    @abstractmethod
    def _plug(self) -> None:
        """Nothing happens to one that is plugged in. One whose plugging fails is unplugged."""

    @abstractmethod
    def _unplug(self) -> None:
        """Nothing happens to one that is unplugged. Also called when the thread is over."""

    @abstractmethod
    def _say(self, said: Iterable[Said]) -> None: ...

    @abstractmethod
    def _work(self) -> float | None:
        """Does what is due and returns in how many seconds to come back, if at all."""

    @abstractmethod
    def _listens(self) -> tuple[list[int], list[int]]:
        """The descriptors that it awaits to be readable, and those to be writable."""

    @abstractmethod
    def _heed(self, readable: set[int], writable: set[int]) -> None:
        """Takes in what comes, and sends on what is taken."""

    # -- on the emulator's thread

    def _wake(self) -> None:
        with contextlib.suppress(BlockingIOError):
            os.write(self._wake_write, b".")

    def _run(self) -> None:
        while not self._ends:
            self._obey()
            try:
                self._turn()
            except Exception:
                log.exception("%s failed and is unplugged", self._name)
                self._fall()

    def _fall(self) -> None:
        """Unplugs what may be broken, or left by a thread that is over."""
        try:
            self._unplug()
        except Exception:
            log.exception("%s failed when it was unplugged", self._name)

    def _obey(self) -> None:
        while self._orders:
            order, done = self._orders.popleft()
            try:
                order()
            except Exception as error:  # noqa: BLE001  the caller's
                done.set_exception(error)
            else:
                done.set_result(None)

    def _turn(self) -> None:
        wait_s = self._work()
        reads, writes = self._listens()
        readable, writable = ready([self._wake_read, *reads], writes, wait_s)
        if self._wake_read in readable:
            os.read(self._wake_read, 1024)
        self._heed(readable, writable)
