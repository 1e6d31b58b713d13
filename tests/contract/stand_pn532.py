"""The PN532 driver on a pty before its own emulator, and on a line in memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hardware.device import open_device
from hardware.rfid.field import Field
from hardware.rfid.pn532.driver import Pn532Reader
from hardware.rfid.pn532.emulator import Pn532Emulator, WiredChip
from hardware.rfid.reader import TagKind
from tests.contract.memory_line import MemoryLine, VirtualClock
from tests.contract.stands import Can, MemoryStand, Stand

# A genuine chip lists all cards of the pile, two at a time; the antenna is small, so not twelve.
CAN = Can(
    tags_at_once=6,
    tells_rssi=False,
    kind=TagKind.UID,
    octets=7,
    noise=(
        b"\x00\x00\xff",
        b"\x00\xff\x05\xfb\xd5\x4b",
        b"\x00\x00\xff\xff\xff\x01\x08\xf7\xd5",
        bytes.fromhex("0000FF01FF7F8100"),
        b"\x00" * 40,
        300,
    ),
)


@contextmanager
def stand(folder: Path, **settings: Any) -> Iterator[Stand]:
    field = Field(seed=7)
    with Pn532Emulator(folder / "dev" / "room-1", field) as emulator:
        settings = {"driver": "pn532", "port": str(emulator.link), **settings}
        reader = open_device("rfid", settings)
        yield Stand(CAN, field, reader, emulator.plug, emulator.unplug, emulator)
        reader.close()


def in_memory(clock: VirtualClock, **settings: Any) -> MemoryStand:
    field = Field(seed=7)
    wired = WiredChip(field)
    line = MemoryLine(wired, clock)
    reader = Pn532Reader("memory", open_line=line.open, clock=clock, **settings)
    return MemoryStand(CAN, field, reader, line, reboot=wired.power_up)
