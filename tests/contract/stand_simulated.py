"""The simulated reader before a field."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hardware.rfid.field import Field
from hardware.rfid.simulated.driver import SimulatedReader
from tests.contract.stands import Can, Stand

CAN = Can(antennas=4, byte_line=False)


@contextmanager
def stand(folder: Path, **settings: Any) -> Iterator[Stand]:
    field = Field(seed=7)
    reader = SimulatedReader(field, **settings)
    reader.open()
    yield Stand(CAN, field, reader, reader.plug, reader.unplug)
    reader.close()
