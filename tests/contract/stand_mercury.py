"""The Mercury driver on a pty before its own emulator, and on a line in memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hardware.device import open_device
from hardware.rfid.field import Field
from hardware.rfid.mercury.driver import MercuryReader
from hardware.rfid.mercury.emulator import MercuryEmulator, WiredModule, frames
from tests.contract.memory_line import MemoryLine, VirtualClock
from tests.contract.stands import Can, MemoryStand, Stand

CAN = Can(
    antennas=4,
    noise=(b"\xff", b"\xff\xf0", b"\x00" * 40, b"\xff\x28\x22\x00\x00\x10", 300),
)


@contextmanager
def stand(folder: Path, **settings: Any) -> Iterator[Stand]:
    field = Field(seed=7)
    with MercuryEmulator(folder / "dev" / "room-1", field) as emulator:
        settings = {"driver": "mercury", "port": str(emulator.link), **settings}
        reader = open_device("rfid", settings)
        yield Stand(CAN, field, reader, emulator.plug, emulator.unplug, emulator)
        reader.close()


def in_memory(clock: VirtualClock, **settings: Any) -> MemoryStand:
    field = Field(seed=7)
    wired = WiredModule(field)
    line = MemoryLine(wired, clock)
    reader = MercuryReader("memory", open_line=line.open, clock=clock, **settings)
    return MemoryStand(
        CAN, field, reader, line, reboot=lambda: line.say(frames(wired.module.reboot()))
    )
