"""An emulated module on a pty: the real driver, or any other client, opens it as a serial port.

Owns the pty, its stable link and the verbs of a line. The emulator's thread is
`emulated_device.py`, the cable's pace and faults are `cable.py`, the module itself is its driver's.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import logging
import os
import pty
import termios
import time
import tty
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from hardware.rfid.cable import Cable, EmulatedModule, Said
from hardware.rfid.emulated_device import EmulatedDevice
from hardware.rfid.reader import TagId

__all__ = ["EmulatedModule", "EmulatedPort", "Said"]

log = logging.getLogger(__name__)

# What a fresh pty is set to, so that a host that never set a baud is known by it.
_NO_BAUD = termios.B50
_BAUDS = {
    getattr(termios, f"B{baud}"): baud
    for baud in (1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200, 230400, 460800, 921600)
}


class EmulatedPort(EmulatedDevice):
    """A module that can be plugged in and out. Its verbs may be called from any thread.

    Plugged in it has a fresh pty under its link, which is its own until `stop`.
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
        super().__init__(f"emulator {link.name}")
        self.link = link
        self.on_tag_frame: Callable[[TagId, float], None] | None = None
        self._cable = Cable(module, paced=paced, seed=seed)
        self._clock = clock
        self._claim = -1  # a file that is locked from the first plugging to the end
        self._master, self._slave = -1, -1

    @property
    def reached_by(self) -> dict[str, Any]:
        """The settings by which its driver reaches it."""
        return {"port": str(self.link)}

    # -- verbs

    def stop(self) -> None:
        try:
            super().stop()
        finally:
            if self._claim >= 0:
                os.close(self._claim)
                self._claim = -1

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

    @property
    def plugged(self) -> bool:
        return self._master >= 0

    # -- on the emulator's thread

    def _say(self, said: Iterable[Said]) -> None:
        self._cable.say(said, self._clock())

    def _plug(self) -> None:
        if self.plugged:
            return
        if self._claim < 0:
            self._claim = _claim(self.link)
        self._cable.power_up()
        self._master, self._slave = pty.openpty()
        try:
            self._publish()
        except BaseException:
            self._unplug()
            raise

    def _publish(self) -> None:
        tty.setraw(self._slave)
        modes = termios.tcgetattr(self._slave)
        modes[4] = modes[5] = _NO_BAUD
        termios.tcsetattr(self._slave, termios.TCSANOW, modes)
        os.set_blocking(self._master, False)
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

    def _listens(self) -> tuple[list[int], list[int]]:
        return [self._master] if self.plugged else [], []

    def _heed(self, readable: set[int], writable: set[int]) -> None:  # noqa: ARG002
        if self._master in readable:
            octets = os.read(self._master, 4096)
            self._ask_baud()
            self._cable.hear(octets, self._clock())

    def _ask_baud(self) -> None:
        self._cable.baud = _BAUDS.get(termios.tcgetattr(self._slave)[5])

    def _work(self) -> float | None:
        if not self.plugged:
            return None
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


def _claim(link: Path) -> int:
    """A link is for one emulator: the file beside it is locked until its owner ends, however.

    A link that an emulator left which was killed is free. Raises `OSError` for one that is not.
    """
    link.parent.mkdir(parents=True, exist_ok=True)
    claim = os.open(link.with_name(f".{link.name}.lock"), os.O_RDWR | os.O_CREAT, 0o666)
    try:
        fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(claim)
        if not isinstance(error, BlockingIOError):
            raise
        words = "another program plays a device here; stop it first"
        raise FileExistsError(errno.EEXIST, words, str(link)) from error
    return claim
