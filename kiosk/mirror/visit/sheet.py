"""What lies over the room for a while: one sheet at a time, which goes away when it is left alone.

Owns which sheets there are and how long one stays. What is on a sheet is its own module's.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

SHEET_RESTS_S = 75.0


class SheetKind(StrEnum):
    PHONE = "phone"  # the code that opens this visit on the shopper's phone
    KNOWS = "knows"  # what the mirror knows of this visit, and "forget now"
    LANGUAGES = "languages"
    COMFORT = "comfort"  # text, contrast, motion, light, sound
    ASKED = "asked"  # what was asked for and is not here yet

    @property
    def of_a_visit(self) -> bool:
        """Whether it says something only while there is a visit."""
        return self in (SheetKind.PHONE, SheetKind.KNOWS, SheetKind.ASKED)


@dataclass(frozen=True, slots=True)
class Sheet:
    kind: SheetKind
    touched_at: float

    @property
    def rests_at(self) -> float:
        return self.touched_at + SHEET_RESTS_S
