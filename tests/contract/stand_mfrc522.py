"""The MFRC522 driver over the real `mfrc522` package, before a chip modelled by its registers.

It has no byte line: the chip's registers are read and written over an SPI bus that is not there,
at the speed of this machine, or in virtual time.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hardware.device import open_device
from hardware.rfid.field import Field
from hardware.rfid.mfrc522.emulator import Mfrc522Emulator
from hardware.rfid.reader import TagKind
from tests.contract.stands import Can, Stand

CAN = Can(tags_at_once=8, tells_rssi=False, kind=TagKind.UID, octets=7, byte_line=False)


@contextmanager
def stand(folder: Path, **settings: Any) -> Iterator[Stand]:
    field = Field(seed=7)
    with Mfrc522Emulator(folder, field) as emulator:
        reader = open_device("rfid", {"driver": "mfrc522", "interval_s": 0.05, **settings})
        yield Stand(CAN, field, reader, emulator.plug, emulator.unplug)
        reader.close()
