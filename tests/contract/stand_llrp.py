"""The LLRP driver on a TCP connection before its own emulator, and on a connection in memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hardware.device import open_device
from hardware.rfid.cable import Said
from hardware.rfid.field import Field
from hardware.rfid.llrp.driver import LlrpReader
from hardware.rfid.llrp.emulator import LlrpEmulator
from hardware.rfid.llrp.module import Module
from hardware.rfid.llrp.wire import WireError
from tests.contract.memory_line import MemoryLine, VirtualClock
from tests.contract.stands import Can, MemoryStand, Stand

CAN = Can(antennas=4, byte_line=False)


@contextmanager
def stand(folder: Path, **settings: Any) -> Iterator[Stand]:
    field = Field(seed=7)
    with LlrpEmulator(folder / "reader", field) as emulator:
        reader = open_device(
            "rfid", {"driver": "llrp", **emulator.reached_by, "keepalive_s": 0.1, **settings}
        )
        yield Stand(CAN, field, reader, emulator.plug, emulator.unplug)
        reader.close()


class _Networked(Module):
    """A reader that hangs up on what is no LLRP, as its emulator does."""

    def hear(self, octets: bytes, now: float) -> list[Said]:
        try:
            return super().hear(octets, now)
        except WireError:
            self.disconnect()
            return []


def in_memory(clock: VirtualClock, **settings: Any) -> MemoryStand:
    field = Field(seed=7)
    module = _Networked(field)
    line = MemoryLine(module, clock)

    def connect() -> MemoryLine:
        opened = line.open(module.baud)
        line.say(module.connect(clock.now()))
        return opened

    def reboot() -> None:
        line.unplug()
        line.plug()

    reader = LlrpReader("memory", open_line=connect, clock=clock, **settings)
    return MemoryStand(CAN, field, reader, line, reboot=reboot)
