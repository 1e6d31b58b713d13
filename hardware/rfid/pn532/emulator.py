"""A PN532 on a pty: the real driver, or any other client, opens it as a serial port.

Owns how the chip's frames travel, its sleep, and the verbs that only a PN532 has. What it says is
`module.py`, the port `emulated_port.py`; which cards are there comes from a `Field`.

    field = Field()
    with Pn532Emulator(Path("var/dev/table-1"), field) as emulator:
        field.place(TagId(TagKind.UID, "04A1B2C3D4E5F6"))
        emulator.unplug(); emulator.plug(); emulator.reboot(); emulator.fail(Status.TEMPERATURE)
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from hardware.rfid.emulated_port import EmulatedPort, Said
from hardware.rfid.field import Field
from hardware.rfid.pn532.commands import FOREVER, Firmware
from hardware.rfid.pn532.module import GENUINE, Chip, Told
from hardware.rfid.pn532.wire import FrameParser

WAKING_EDGES = 5  # from low to high on its line; what wakes it is not heard


class WiredChip:
    """A chip that hears bytes. An `EmulatedModule`. Asleep when it gets power."""

    def __init__(
        self,
        field: Field,
        *,
        firmware: Firmware = GENUINE,
        wakes: bool = False,
        retries: int = FOREVER,
        baud: int = 115200,
        asleep: bool = True,
    ) -> None:
        self._field = field
        self._firmware = firmware
        self._wakes = wakes
        self._retries = retries
        self._baud = baud
        self._asleep = asleep
        self.power_up()

    def power_up(self) -> None:
        self.chip = Chip(
            self._field, firmware=self._firmware, wakes=self._wakes, retries=self._retries
        )
        self.chip.baud = self._baud
        self.chip.asleep = self._asleep
        self._parser = FrameParser()
        self._edges = 0

    @property
    def baud(self) -> int:
        return self.chip.baud

    @property
    def next_at(self) -> float | None:
        return self.chip.next_at

    def hear(self, octets: bytes, now: float) -> Iterator[Said]:
        for frame in self._parser.feed(self._awake(octets)):
            yield from frames(self.chip.hear(frame, now))

    def work(self, now: float) -> Iterator[Said]:
        yield from frames(self.chip.work(now))

    def _awake(self, octets: bytes) -> bytes:
        """What it hears of them."""
        while self.chip.asleep and not self.chip.busy and octets:
            self._edges += _edges(octets[0])
            octets = octets[1:]
            if self._edges >= WAKING_EDGES:
                self.chip.asleep = False
                self._edges = 0
        return octets


def _edges(octet: int) -> int:
    """How often the line rises: start bit low, eight bits from the lowest on, stop bit high."""
    line = octet << 1 | 1 << 9
    return (~line & line >> 1 & 0x1FF).bit_count()


def frames(told: Iterable[Told]) -> list[Said]:
    """What a chip tells, as it travels."""
    return [Said(each.frame.encode(), each.tag) for each in told]


class Pn532Emulator(EmulatedPort):
    """A PN532 that can be plugged in and out.

    `firmware`, `wakes`, `retries`, `baud` and `asleep` say what it is like when it gets power.
    """

    def __init__(
        self,
        link: Path,
        field: Field,
        *,
        firmware: Firmware = GENUINE,
        wakes: bool = False,
        retries: int = FOREVER,
        baud: int = 115200,
        asleep: bool = True,
        clock: Callable[[], float] = time.monotonic,
        paced: bool = True,
        seed: int = 0,
    ) -> None:
        self._wired = WiredChip(
            field, firmware=firmware, wakes=wakes, retries=retries, baud=baud, asleep=asleep
        )
        super().__init__(link, self._wired, clock=clock, paced=paced, seed=seed)

    def reboot(self) -> None:
        """The chip loses its settings and falls asleep, as after a dip of its power."""
        self.order(self._wired.power_up)

    def fail(self, status: int | None) -> None:
        """It lists nobody and gives this status (`Status.TEMPERATURE`, ...) until `fail(None)`."""
        self.order(lambda: setattr(self.chip, "fault", status))

    @property
    def chip(self) -> Chip:
        """The chip's state, for looking at only."""
        return self._wired.chip
