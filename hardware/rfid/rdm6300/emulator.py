"""An RDM6300 on a pty: the real driver, or any other client, opens it as a serial port.

Owns nothing but the choice of the module; the port is `emulated_port.py`, the reader `module.py`.

    field = Field()
    with RDM6300Emulator(Path("var/dev/till-1"), field) as emulator:
        field.place(TagId(TagKind.UID, "62E3086CED"))
        emulator.unplug(); emulator.plug(); emulator.lose(5); emulator.garble(40)
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from hardware.rfid.emulated_port import EmulatedPort
from hardware.rfid.field import Field
from hardware.rfid.rdm6300.module import Module


class RDM6300Emulator(EmulatedPort):
    """A reader of 125 kHz cards that can be plugged in and out."""

    def __init__(
        self,
        link: Path,
        field: Field,
        *,
        clock: Callable[[], float] = time.monotonic,
        paced: bool = True,
        seed: int = 0,
    ) -> None:
        super().__init__(link, Module(field), clock=clock, paced=paced, seed=seed)
