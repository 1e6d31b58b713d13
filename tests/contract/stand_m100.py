"""The M100 driver on a pty before its own emulator, and on a line in memory: framing AA..DD.

The other framing stands in `stand_m100_bb.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hardware.device import open_device
from hardware.rfid.field import Field
from hardware.rfid.m100.driver import M100Reader
from hardware.rfid.m100.emulator import M100Emulator
from hardware.rfid.m100.module import Module
from hardware.rfid.m100.settings import R200, Model
from tests.contract.memory_line import MemoryLine, VirtualClock
from tests.contract.stands import Can, MemoryStand, Stand

CAN = Can(
    noise=(
        b"\xaa",
        b"\xbb",
        b"\xdd\x7e",
        b"\x00" * 40,
        bytes.fromhex("AA02220011C93400"),  # the beginning of a tag
        bytes.fromhex("BB01FF00FF15"),  # the beginning of a frame that is far too long
        300,
    ),
)


@contextmanager
def stand(folder: Path, *, model: Model = R200, **settings: Any) -> Iterator[Stand]:
    field = Field(seed=7)
    with M100Emulator(folder / "dev" / "room-1", field, model=model) as emulator:
        settings = {"driver": "m100", "port": str(emulator.link), **settings}
        reader = open_device("rfid", settings)
        yield Stand(CAN, field, reader, emulator.plug, emulator.unplug, emulator)
        reader.close()


def in_memory(clock: VirtualClock, *, model: Model = R200, **settings: Any) -> MemoryStand:
    field = Field(seed=7)
    module = Module(field, model)
    line = MemoryLine(module, clock)
    # Every empty round is a frame, 86 of them a second: with long rounds three days take minutes.
    settings.setdefault("q", 7)
    reader = M100Reader("memory", open_line=line.open, clock=clock, **settings)
    return MemoryStand(CAN, field, reader, line, reboot=module.reboot)
