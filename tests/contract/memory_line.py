"""A clock that tests move, and a serial line without a port: hours of a reader in seconds.

The emulated module is the one that stands behind the pty, at the same pace, with the same faults.
Whoever reads the line moves the clock: nothing waits, so nothing depends on how busy the machine
is. The driver's thread runs alone; what else happens, happens on it, at its moment (`at`).
"""

from __future__ import annotations

import errno
import heapq
import threading
from collections.abc import Callable
from itertools import count

from hardware.device import DeviceError
from hardware.rfid.cable import Cable, EmulatedModule, Said
from hardware.rfid.worker import Closing

END_S = 1500.0  # of real time, in which a play must have ended

# A field without tags has a round every few ms. Nobody hears that, so a quiet line takes bigger
# steps: what is said within one arrives at its end, as behind a USB adapter that collects.
STEP_S = 0.05


class VirtualClock:
    """Seconds that pass when somebody waits. A driver's `Clock`."""

    def __init__(self, begins: float = 1000.0) -> None:
        self._now = begins
        self._coming: list[tuple[float, int, Callable[[], object]]] = []
        self._numbers = count()
        self._ended = threading.Event()

    def now(self) -> float:
        return self._now

    def wait(self, event: threading.Event, timeout: float) -> bool:
        if self._ended.is_set():
            event.wait(END_S)  # until the reader is closed
        until = self._now + timeout
        while self._now < until and not event.is_set() and not self.ended:
            self.pass_until(until)
        return event.is_set()

    def at(self, moment: float, act: Callable[[], object]) -> None:
        """Has it done at that moment, on the thread that then waits."""
        heapq.heappush(self._coming, (moment, next(self._numbers), act))

    def every(self, seconds: float, act: Callable[[], object]) -> None:
        """Has it done again and again."""

        def again() -> None:
            act()
            self.at(self._now + seconds, again)

        self.at(self._now + seconds, again)

    def end(self, moment: float) -> None:
        """Time ends at that moment: whoever waits on a line then, waits for being closed."""
        self.at(moment, self._ended.set)

    @property
    def ended(self) -> bool:
        return self._ended.is_set()

    def wait_for_end(self) -> None:
        """Lets the driver's thread play to the end."""
        assert self._ended.wait(END_S), (
            f"it is still {self._now:.1f} s after {END_S:g} real seconds"
        )

    def pass_until(self, moment: float) -> None:
        """Lets time pass until then, or until the next thing that is to happen, which happens."""
        if self._coming and self._coming[0][0] <= moment:
            at, _, act = heapq.heappop(self._coming)
            self._now = max(self._now, at)
            act()
        else:
            self._now = max(self._now, moment)


class MemoryLine:
    """A line to an emulated module, and its cable's faults. Hand `open` to a `LineReader`."""

    def __init__(
        self, module: EmulatedModule, clock: VirtualClock, *, baud: int | None = None, seed: int = 0
    ) -> None:
        self._cable = Cable(module, seed=seed)
        self._cable.baud = baud
        self._clock = clock
        self._plugged = True
        self._plugs = self._opened = 0  # a line that was opened before the last plug has hung up
        self._arrived = bytearray()
        self.on_tag: Callable[[Said, float], object] | None = None

    def open(self, baud: int) -> MemoryLine:
        """As `LineReader` opens it. Raises `FileNotFoundError` while it is unplugged."""
        if not self._plugged:
            raise FileNotFoundError(errno.ENOENT, "no such port")
        self._arrived.clear()
        self._opened = self._plugs
        self._cable.baud = baud
        return self

    # -- a Line

    def read(self, timeout: float) -> bytes:
        clock, cable = self._clock, self._cable
        deadline = clock.now() + timeout
        while True:
            if clock.ended:
                raise Closing
            self._check_plugged()
            for each in cable.work(clock.now()):
                self._arrived += each.octets
                if each.tag is not None and self.on_tag is not None:
                    self.on_tag(each, clock.now())
            if self._arrived:
                octets = bytes(self._arrived)
                self._arrived.clear()
                return octets
            if clock.now() >= deadline:
                return b""
            due = cable.arrives_at
            if due is None and cable.next_at is not None:
                due = max(cable.next_at, clock.now() + STEP_S)
            clock.pass_until(deadline if due is None else min(deadline, due))

    def write(self, octets: bytes) -> None:
        self._check_plugged()
        self._cable.hear(octets, self._clock.now())

    def set_baud(self, baud: int) -> None:
        self._cable.baud = baud

    def close(self) -> None:
        """Closed by its driver; the module goes on."""

    def _check_plugged(self) -> None:
        if not self._plugged or self._opened != self._plugs:
            raise DeviceError(errno.EIO, "the port has hung up")

    # -- what goes wrong

    def unplug(self) -> None:
        self._plugged = False

    def plug(self) -> None:
        """The module has just got power."""
        if not self._plugged:
            self._plugged = True
            self._plugs += 1
            self._cable.power_up()

    def go_silent(self) -> None:
        self._cable.silent = True

    def speak(self) -> None:
        self._cable.silent = False

    def garble(self, garbage: int | bytes) -> None:
        self._cable.garble(garbage, self._clock.now())

    def lose(self, octets: int) -> None:
        self._cable.lost = octets

    def say(self, said: list[Said]) -> None:
        """What the module says unasked, as after a verb of its own."""
        self._cable.say(said, self._clock.now())
