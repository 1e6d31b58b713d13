"""An emulated module on a pty: the real driver, or any other client, opens it as a serial port.

Owns the pty, its stable link, the emulator's thread and its verbs. The cable's pace and faults are
`cable.py`, the module itself is its driver's.
"""

from __future__ import annotations

import contextlib
import logging
import os
import pty
import termios
import threading
import time
import tty
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from hardware.rfid.cable import Cable, EmulatedModule, Said
from hardware.rfid.reader import TagId
from hardware.rfid.ready import ready

__all__ = ["EmulatedModule", "EmulatedPort", "Said"]

log = logging.getLogger(__name__)

ORDER_S = 10.0  # a thread that takes longer to obey is stuck

# What a fresh pty is set to, so that a host that never set a baud is known by it.
_NO_BAUD = termios.B50
_BAUDS = {
    getattr(termios, f"B{baud}"): baud
    for baud in (1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200, 230400, 460800, 921600)
}


class EmulatedPort:
    """A module that can be plugged in and out. Its verbs may be called from any thread.

    `on_tag_frame(tag, at)` is called on the emulator's thread right after the last byte of a
    tag's frame was written; `at` is of `time.monotonic`. A host that has set another baud than
    the module's hears noise and is not understood.
    """

    def __init__(
        self,
        link: Path,
        module: EmulatedModule,
        *,
        clock: Callable[[], float] = time.monotonic,
        paced: bool = True,
        seed: int = 0,
    ) -> None:
        self.link = link
        self.on_tag_frame: Callable[[TagId, float], None] | None = None
        self._cable = Cable(module, paced=paced, seed=seed)
        self._clock = clock
        self._thread: threading.Thread | None = None
        self._orders: deque[tuple[Callable[[], None], Future[None]]] = deque()
        self._wake_read, self._wake_write = -1, -1
        self._master, self._slave = -1, -1
        self._ends = False

    @property
    def reached_by(self) -> dict[str, Any]:
        """The settings by which its driver reaches it."""
        return {"port": str(self.link)}

    # -- verbs

    def start(self) -> None:
        """Begins to work, plugged in."""
        if self._thread is not None:
            return
        self._ends = False
        self._wake_read, self._wake_write = os.pipe()
        os.set_blocking(self._wake_write, False)
        name = f"emulator {self.link.name}"
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()
        self.plug()

    def stop(self) -> None:
        """Unplugs and ends. May be called any number of times."""
        if self._thread is None:
            return
        self.unplug()
        self._ends = True
        self._wake()
        self._thread.join()
        self._thread = None
        os.close(self._wake_read)
        os.close(self._wake_write)

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
        """Publishes a fresh pty under the link; the module has just got power."""
        self.order(self._plug)

    def unplug(self) -> None:
        """Removes the link and hangs up on whoever has the port open."""
        self.order(self._unplug)

    def go_silent(self) -> None:
        """Neither hears nor speaks, without an error, like a module that hangs."""
        self.order(lambda: setattr(self._cable, "silent", True))

    def speak(self) -> None:
        """Ends `go_silent`; what was streaming streams on."""
        self.order(lambda: setattr(self._cable, "silent", False))

    def garble(self, garbage: int | bytes) -> None:
        """Puts bytes on the line between frames: these, or so many random ones."""
        self.order(lambda: self._cable.garble(garbage, self._clock()))

    def lose(self, count: int) -> None:
        """The next `count` bytes do not arrive: half frames."""
        self.order(lambda: setattr(self._cable, "lost", count))

    def order(self, act: Callable[[], Iterable[Said] | None]) -> None:
        """Has the emulator's thread do it and sends what it returns; its error is the caller's."""
        thread = self._thread
        if thread is None or not thread.is_alive():
            raise RuntimeError("the emulator is not started")

        def obey() -> None:
            self._cable.say(act() or (), self._clock())

        if threading.current_thread() is thread:
            obey()
            return
        done: Future[None] = Future()
        self._orders.append((obey, done))
        self._wake()
        done.result(ORDER_S)

    @property
    def plugged(self) -> bool:
        return self._master >= 0

    # -- on the emulator's thread

    def _wake(self) -> None:
        with contextlib.suppress(BlockingIOError):
            os.write(self._wake_write, b".")

    def _plug(self) -> None:
        if self.plugged:
            return
        self._cable.power_up()
        self._master, self._slave = pty.openpty()
        tty.setraw(self._slave)
        modes = termios.tcgetattr(self._slave)
        modes[4] = modes[5] = _NO_BAUD
        termios.tcsetattr(self._slave, termios.TCSANOW, modes)
        os.set_blocking(self._master, False)
        self.link.parent.mkdir(parents=True, exist_ok=True)
        fresh = self.link.with_name(f".{self.link.name}.{os.getpid()}")
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(os.ttyname(self._slave))
        fresh.replace(self.link)
        log.debug("%s is plugged in as %s", self.link, os.ttyname(self._slave))

    def _unplug(self) -> None:
        if not self.plugged:
            return
        with contextlib.suppress(OSError):
            if self.link.readlink() == Path(os.ttyname(self._slave)):
                self.link.unlink()
        os.close(self._slave)
        os.close(self._master)
        self._master = self._slave = -1
        self._cable.power_up()

    def _run(self) -> None:
        while not self._ends:
            while self._orders:
                order, done = self._orders.popleft()
                try:
                    order()
                except Exception as error:  # noqa: BLE001  the caller's
                    done.set_exception(error)
                else:
                    done.set_result(None)
            wait_s = self._work() if self.plugged else None
            listens = [self._wake_read]
            if self.plugged:
                listens.append(self._master)
            readable, _ = ready(listens, timeout=wait_s)
            if self._wake_read in readable:
                os.read(self._wake_read, 1024)
            if self.plugged and self._master in readable:
                octets = os.read(self._master, 4096)
                self._ask_baud()
                self._cable.hear(octets, self._clock())

    def _ask_baud(self) -> None:
        self._cable.baud = _BAUDS.get(termios.tcgetattr(self._slave)[5])

    def _work(self) -> float | None:
        """Does what is due and returns in how many seconds to come back, if at all."""
        asked = False
        for each in self._cable.work(self._clock()):
            if not asked:
                self._ask_baud()
                asked = True
            # A UART does not wait: what nobody takes off the line is lost.
            with contextlib.suppress(BlockingIOError):
                os.write(self._master, each.octets)
            if each.tag is not None and self.on_tag_frame is not None:
                self.on_tag_frame(each.tag, time.monotonic())
        next_at = self._cable.next_at
        return None if next_at is None else max(0.0, next_at - self._clock())
