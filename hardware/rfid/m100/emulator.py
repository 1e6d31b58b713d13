"""An M100 module on a pty: the real driver, or any other client, opens it as a serial port.

Owns the verbs that only such a module has. What it says is `module.py`, the port
`emulated_port.py`; what it hears is a `Field`.

    field = Field()
    with M100Emulator(Path("var/dev/room-1"), field, model=YRM100) as emulator:
        field.place(TagId.epc("30361F1B3827080000000001"))
        emulator.unplug(); emulator.plug(); emulator.sleep(); emulator.fail(Error.NO_CHANNEL)
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from hardware.rfid.emulated_port import EmulatedPort
from hardware.rfid.field import Field
from hardware.rfid.m100.module import Module
from hardware.rfid.m100.settings import R200, Model


class M100Emulator(EmulatedPort):
    """An M100 module that can be plugged in and out. `baud` is what somebody left it at."""

    def __init__(
        self,
        link: Path,
        field: Field,
        *,
        model: Model = R200,
        baud: int = 115200,
        clock: Callable[[], float] = time.monotonic,
        paced: bool = True,
        seed: int = 0,
    ) -> None:
        self._module = Module(field, model, baud)
        super().__init__(link, self._module, clock=clock, paced=paced, seed=seed)

    def reboot(self) -> None:
        """The module loses its settings and falls silent, as after a dip of its power."""
        self.order(self._module.reboot)

    def sleep(self) -> None:
        """The module sleeps; the next byte only wakes it, and its settings are lost."""
        self.order(self._module.sleep)

    def fail(self, error: int | None) -> None:
        """Each round ends with this error (`Error.NO_CHANNEL`, ...) until `fail(None)`."""
        self.order(lambda: self._module.fail(error))

    @property
    def polling(self) -> bool:
        return self._module.polling

    @property
    def module(self) -> Module:
        """The module's state, for looking at only."""
        return self._module
