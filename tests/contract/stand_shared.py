"""The shared driver before a server on a socket, which shares a simulated reader."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hardware.device import open_device
from hardware.rfid.field import Field
from hardware.rfid.shared.server import SharedReaderServer
from hardware.rfid.simulated.driver import SimulatedReader
from tests.contract.stands import Can, Stand

CAN = Can(antennas=4, byte_line=False)


@contextmanager
def stand(folder: Path, **settings: Any) -> Iterator[Stand]:
    """Its cable is the server: pulled, that program does not run."""
    field = Field(seed=7)
    owned = SimulatedReader(field, antennas=(1, 2, 3, 4))
    owned.open()
    with SharedReaderServer(folder / "dev" / "ceiling", owned) as server:
        settings = {"driver": "shared", "port": str(server.path), "antennas": [1], **settings}
        reader = open_device("rfid", settings)
        yield Stand(CAN, field, reader, server.start, server.stop)
        reader.close()
    owned.close()
