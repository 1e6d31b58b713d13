"""The RDM6300's driver on a pty before its own emulator, and on a line in memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hardware.device import open_device
from hardware.rfid.field import Field
from hardware.rfid.rdm6300.driver import RDM6300Reader
from hardware.rfid.rdm6300.emulator import RDM6300Emulator
from hardware.rfid.rdm6300.module import Module
from hardware.rfid.reader import TagKind
from tests.contract.memory_line import MemoryLine, VirtualClock
from tests.contract.stands import Can, MemoryStand, Stand

CAN = Can(
    tags_at_once=1,
    tells_rssi=False,
    kind=TagKind.UID,
    octets=5,
    tells_silence=False,
    noise=(b"\x02", b"\x03", b"\x0262E3086C", b"\x0262E3086CED00\x03", b"\x00" * 40, 300),
)


@contextmanager
def stand(folder: Path, **settings: Any) -> Iterator[Stand]:
    field = Field(seed=7)
    with RDM6300Emulator(folder / "dev" / "till-1", field) as emulator:
        settings = {"driver": "rdm6300", "port": str(emulator.link), **settings}
        reader = open_device("rfid", settings)
        yield Stand(CAN, field, reader, emulator.plug, emulator.unplug, emulator)
        reader.close()


def in_memory(clock: VirtualClock, **settings: Any) -> MemoryStand:
    field = Field(seed=7)
    line = MemoryLine(Module(field), clock)
    reader = RDM6300Reader("memory", open_line=line.open, clock=clock, **settings)
    return MemoryStand(CAN, field, reader, line)
