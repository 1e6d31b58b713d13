"""The LLRP driver on a TCP connection before its own emulator."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hardware.device import open_device
from hardware.rfid.field import Field
from hardware.rfid.llrp.emulator import LlrpEmulator
from tests.contract.stands import Can, Stand

CAN = Can(antennas=4, byte_line=False)


@contextmanager
def stand(folder: Path, **settings: Any) -> Iterator[Stand]:
    field = Field(seed=7)
    with LlrpEmulator(folder / "reader", field) as emulator:
        reader = open_device("rfid", {**emulator.settings, "keepalive_s": 0.1, **settings})
        yield Stand(CAN, field, reader, emulator.plug, emulator.unplug)
        reader.close()
