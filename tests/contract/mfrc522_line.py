"""An MFRC522 before a field, on a clock that only its line and its driver's waits move."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hardware.rfid.field import Field
from hardware.rfid.mfrc522.driver import Mfrc522Reader
from hardware.rfid.mfrc522.emulator import Mfrc522Emulator
from hardware.rfid.reader import TagId
from tests.contract import stands
from tests.contract.memory_line import VirtualClock

CAN = stands.can("mfrc522")
LINK = Path("no link")


def a_field(*tags: TagId) -> Field:
    field = Field(seed=5, fades=False)
    for tag in tags:
        field.place(tag, hearing=1.0)
    return field


@contextmanager
def virtual(
    clock: VirtualClock, field: Field, **settings: Any
) -> Iterator[tuple[Mfrc522Emulator, Mfrc522Reader]]:
    """A reader that is not open yet."""
    emulator = Mfrc522Emulator(
        LINK, field, now=clock.now, spend=lambda s: clock.pass_until(clock.now() + s)
    )
    with emulator:
        reader = Mfrc522Reader(clock=clock, **settings)
        yield emulator, reader
        reader.close()
