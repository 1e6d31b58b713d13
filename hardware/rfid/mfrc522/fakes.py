"""Stand-ins for the modules `spidev` and `RPi.GPIO`, with chips at the other end of the wires.

Owns what Python sees of a Pi's pins: a header with numbered pins, SPI devices, and the rules that
the real modules enforce. For machines that are no Pi: `wired(pi)` puts them where `import` finds
them, and forgets what was imported over them before and after. One at a time in a process.
"""

from __future__ import annotations

import errno
import importlib.machinery
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import ModuleType
from typing import Any, Protocol

from hardware.rfid.mfrc522.pins import BCM_OF_BOARD

TRANSFER_S = 34e-6  # what the kernel takes for a transfer, besides its bits
_CLIENTS = ("mfrc522", "pirc522")  # of the modules that are replaced


class Slave(Protocol):
    """What hangs on an SPI bus."""

    def transfer(self, octets: Sequence[int]) -> list[int]: ...

    def pin(self, board: int, high: bool) -> None:
        """A pin of the header changes; most are not wired to it."""
        ...


class Pi:
    """A Pi's header and what is wired to it."""

    def __init__(self, spend: Callable[[float], object] | None = None) -> None:
        self.slaves: dict[tuple[int, int], Slave] = {}
        self.spi_enabled = True
        self.may_use = True
        self.transfers = 0
        self.spend = spend  # lets the time of a transfer pass
        self.mode: int | None = None
        self.outputs: set[int] = set()
        self.inputs: set[int] = set()
        self.taken: set[int] = set()  # places of pins that another program holds

    def board(self, pin: int) -> int:
        """A pin's place on the header, however it is numbered."""
        if self.mode is None:
            raise RuntimeError("Please set pin numbering mode using GPIO.setmode()")
        if self.mode == _BOARD:
            places = {place for place in BCM_OF_BOARD if place == pin}
        else:
            places = {place for place, number in BCM_OF_BOARD.items() if number == pin}
        if not places:
            raise ValueError("The channel sent is invalid on a Raspberry Pi")
        return places.pop()


def spidev_of(pi: Pi) -> ModuleType:
    module = _module("spidev")

    class SpiDev:
        """As spidev's: opened by bus and device, /dev/spidev<bus>.<device>."""

        def __init__(self) -> None:
            self.max_speed_hz = 125_000_000
            self.mode = 0
            self._at: tuple[int, int] | None = None

        def open(self, bus: int, device: int) -> None:
            if not pi.spi_enabled:
                raise FileNotFoundError(errno.ENOENT, "No such file or directory")
            if not pi.may_use:
                raise PermissionError(errno.EACCES, "Permission denied")
            self._at = bus, device

        def close(self) -> None:
            self._at = None

        def xfer2(self, octets: Sequence[int]) -> list[int]:
            if self._at is None:
                raise OSError(errno.EBADF, "Bad file descriptor")
            if not all(0 <= octet <= 0xFF for octet in octets):
                raise TypeError("an octet that is none")
            pi.transfers += 1
            if pi.spend is not None:
                pi.spend(TRANSFER_S + 8 * len(octets) / self.max_speed_hz)
            slave = pi.slaves.get(self._at)
            return [0] * len(octets) if slave is None else slave.transfer(octets)

        xfer = xfer2

    module.__dict__["SpiDev"] = SpiDev
    return module


_BOARD, _BCM, _OUT, _IN = 10, 11, 0, 1


def gpio_of(pi: Pi) -> ModuleType:
    module = _module("RPi.GPIO")

    def setmode(mode: int) -> None:
        if pi.mode not in (None, mode):
            raise ValueError("A different mode has already been set!")
        pi.mode = mode

    def setup(pin: int, direction: int, **_: Any) -> None:
        place = pi.board(pin)
        if place in pi.taken:
            raise RuntimeError("GPIO busy")  # rpi-lgpio's word
        (pi.outputs if direction == _OUT else pi.inputs).add(place)
        (pi.inputs if direction == _OUT else pi.outputs).discard(place)

    def output(pin: int, value: int) -> None:
        place = pi.board(pin)
        if place not in pi.outputs:
            raise RuntimeError("The GPIO channel has not been set up as an OUTPUT")
        for slave in pi.slaves.values():
            slave.pin(place, bool(value))

    def cleanup(pin: int | None = None) -> None:
        # What is wired to a pin keeps its level: a reset line has a resistor of its own.
        places = pi.outputs | pi.inputs if pin is None else {pi.board(pin)}
        pi.outputs -= places
        pi.inputs -= places
        if pin is None:
            pi.mode = None

    module.__dict__.update(
        {"BOARD": _BOARD, "BCM": _BCM, "OUT": _OUT, "IN": _IN, "HIGH": 1, "LOW": 0},
        PUD_OFF=20,
        PUD_DOWN=21,
        PUD_UP=22,
        RISING=31,
        FALLING=32,
        BOTH=33,
        getmode=lambda: pi.mode,
        setmode=setmode,
        setup=setup,
        output=output,
        cleanup=cleanup,
        setwarnings=lambda _: None,
        add_event_detect=lambda *_, **__: None,
        remove_event_detect=lambda _: None,
    )
    return module


_wired = threading.Lock()


@contextmanager
def wired(pi: Pi) -> Iterator[Pi]:
    """This process believes that it runs on `pi`."""
    if not _wired.acquire(blocking=False):
        raise RuntimeError("another Pi is wired to this process")
    gpio = gpio_of(pi)
    package = _module("RPi")
    package.__path__ = []
    package.__dict__["GPIO"] = gpio
    ours = {"spidev": spidev_of(pi), "RPi": package, "RPi.GPIO": gpio}
    before = _forget((*ours, *_CLIENTS))
    try:
        sys.modules.update(ours)
        yield pi
    finally:
        _forget((*ours, *_CLIENTS))
        sys.modules.update(before)
        _wired.release()


def _forget(names: Sequence[str]) -> dict[str, ModuleType]:
    """Takes modules and what is below them out of `sys.modules`."""
    tops = {name.partition(".")[0] for name in names}
    found = [name for name in sys.modules if name.partition(".")[0] in tops]
    return {name: sys.modules.pop(name) for name in found}


def _module(name: str) -> ModuleType:
    module = ModuleType(name, "A stand-in; see hardware.rfid.mfrc522.fakes.")
    module.__spec__ = importlib.machinery.ModuleSpec(name, None)
    return module
