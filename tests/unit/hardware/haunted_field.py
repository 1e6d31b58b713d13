"""A field in which something is heard that no tag can be: what an emulated reader passes over."""

from __future__ import annotations

from hardware.rfid.field import Field, Heard
from hardware.rfid.reader import TagId, TagKind

GHOSTS = tuple(TagId(TagKind.EPC, value) for value in ("30", "ABC", "00" * 64, "LIN-SHI-TER-"))


class HauntedField(Field):
    """Its rounds hear the ghosts, and whatever is placed in it."""

    def round(self, antenna: int, now: float) -> list[Heard]:
        return [Heard(ghost, -50.0) for ghost in GHOSTS] + super().round(antenna, now)
