"""A Mercury module on a pty: the real driver, or any other client, opens it as a serial port.

Owns how a module's frames travel, and the verbs that only a Mercury module has. What it says is
`module.py`, the port `emulated_port.py`; what it hears is a `Field`.

    field = Field()
    with MercuryEmulator(Path("var/dev/room-1"), field) as emulator:
        field.place(TagId.epc("30361F1B3827080000000001"))
        emulator.unplug(); emulator.plug(); emulator.fail(Status.NO_ANTENNA); emulator.fail(None)
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from hardware.rfid.emulated_port import EmulatedPort, Said
from hardware.rfid.field import Field
from hardware.rfid.mercury import module
from hardware.rfid.mercury.module import Module
from hardware.rfid.mercury.settings import APPLICATION, M7E_HECTO, Model
from hardware.rfid.mercury.wire import Command, command_parser


class WiredModule:
    """A module that hears bytes. An `EmulatedModule`."""

    def __init__(self, field: Field, model: Model = M7E_HECTO, program: int = APPLICATION) -> None:
        self._field = field
        self._model = model
        self._program = program
        self.power_up()

    def power_up(self) -> None:
        self.module = Module(self._field, self._model, self._program)
        self.baud = self.module.settings.baud
        self._parser = command_parser()
        self._waiting: deque[Command] = deque()  # while it searches for its buffer

    @property
    def next_at(self) -> float | None:
        return self.module.next_at

    def hear(self, octets: bytes, now: float) -> Iterator[Said]:
        self._waiting += self._parser.feed(octets)
        return self._obey(now)

    def work(self, now: float) -> Iterator[Said]:
        yield from frames(self.module.work(now))
        yield from self._obey(now)

    def _obey(self, now: float) -> Iterator[Said]:
        while self._waiting and not self.module.busy:
            yield from frames(self.module.hear(self._waiting.popleft(), now))
            # A new baud holds from the byte behind its confirmation on.
            self.baud = self.module.settings.baud


def frames(said: Iterable[module.Said]) -> list[Said]:
    """What a module says, as it travels."""
    return [Said(each.reply.encode(), each.tag) for each in said]


class MercuryEmulator(EmulatedPort):
    """A Mercury module that can be plugged in and out."""

    def __init__(
        self,
        link: Path,
        field: Field,
        *,
        model: Model = M7E_HECTO,
        program: int = APPLICATION,
        clock: Callable[[], float] = time.monotonic,
        paced: bool = True,
        seed: int = 0,
    ) -> None:
        self._wired = WiredModule(field, model, program)
        super().__init__(link, self._wired, clock=clock, paced=paced, seed=seed)

    def reboot(self) -> None:
        """The module loses its settings and says so, as after a dip of its power."""
        self.order(lambda: frames(self.module.reboot()))

    def fail(self, status: int | None) -> None:
        """Each search ends with this status (`Status.NO_ANTENNA`, ...) until `fail(None)`."""
        self.order(lambda: frames(self.module.fail(status)))

    def warm(self, temperature_c: int) -> None:
        """The module has this temperature, and tells it where status frames were asked for."""
        self.order(lambda: frames(self.module.warm(temperature_c)))

    def detach(self, antenna: int) -> None:
        """Takes an antenna from its port."""
        self.order(lambda: self.module.detach(antenna))

    def attach(self, antenna: int) -> None:
        """Connects it again."""
        self.order(lambda: self.module.attach(antenna))

    @property
    def streaming(self) -> bool:
        return self.module.streaming

    @property
    def module(self) -> Module:
        """The module's state, for looking at only."""
        return self._wired.module
