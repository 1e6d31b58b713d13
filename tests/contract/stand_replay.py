"""A recording that changes with the field: what lies there is written down anew each time.

Each recording holds one read of every tag, and is played again and again. Its cable is the file:
unplugged, there is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hardware.device import open_device
from hardware.rfid.field import Field
from hardware.rfid.reader import TagId, TagRead
from hardware.rfid.recording.files import member
from hardware.rfid.recording.lines import Chapter, LineWriter, Update
from hardware.rfid.recording.state import written
from hardware.rfid.zone import ZoneProfile
from tests.contract.stands import Can, Stand

CAN = Can(byte_line=False, away="no recording")
ROUND_S = 0.02


class WrittenField(Field):
    """A field whose tags, as they are heard in one round, are in a file."""

    def __init__(self, file: Path) -> None:
        super().__init__(seed=7)
        self._recording = file
        self._plugged_in = True
        self._write()

    def place(self, tag: TagId, **how: Any) -> None:
        super().place(tag, **how)
        self._write()

    def remove(self, tag: TagId) -> None:
        super().remove(tag)
        self._write()

    def plug(self, there: bool) -> None:
        self._plugged_in = there
        self._write()

    def _write(self) -> None:
        if not self._plugged_in:
            self._recording.unlink(missing_ok=True)
            return
        reads = tuple(
            TagRead(tag, 1, -52.0 + place % 3, 1.0 + place / 1e4)
            for place, tag in enumerate(sorted(filter(_is_told, self.tags())))
        )
        profile = written(ZoneProfile.table())
        chapter = Chapter("s", 0, "table-1", "table", "1", 1e9, 0.0, profile, [])
        records = [chapter, Update(1.0), Update(1.0 + ROUND_S, reads)]
        fresh = self._recording.with_suffix(".new")
        fresh.write_bytes(member(LineWriter().lines(records)))
        fresh.replace(self._recording)


def _is_told(tag: TagId) -> bool:
    """A recording holds what readers told; none tells of a blank tag."""
    return bool(tag.value)


@contextmanager
def stand(folder: Path, **settings: Any) -> Iterator[Stand]:
    file = folder / "incident.jsonl.gz"
    field = WrittenField(file)
    settings = {"driver": "replay", "file": str(file), "loop": True, "pause_s": 0.02, **settings}
    reader = open_device("rfid", settings)
    yield Stand(CAN, field, reader, lambda: field.plug(True), lambda: field.plug(False))
    reader.close()
