"""The way in for staff: the four corners of the glass, one after the other. Pure.

Owns the order, the size of a corner and the time. Clockwise from the upper left: children wipe and
shoppers lean, but not along all four corners within four seconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

WITHIN_S = 4.0
REACH = 0.1  # of the glass's width


class Corner(Enum):
    UPPER_LEFT = auto()
    UPPER_RIGHT = auto()
    LOWER_RIGHT = auto()
    LOWER_LEFT = auto()


ORDER = tuple(Corner)


@dataclass(frozen=True, slots=True)
class Corners:
    """How many were touched in order, and since when."""

    touched: int = 0
    since: float = 0.0

    @property
    def done(self) -> bool:
        return self.touched == len(ORDER)

    @property
    def likely(self) -> bool:
        """What lies in the last two corners shall not be pressed on the way."""
        return 2 <= self.touched < len(ORDER)

    def pressed(self, corner: Corner | None, now: float) -> Corners:
        """After a finger came down in this corner, or in none."""
        going = 0 < self.touched < len(ORDER) and now - self.since < WITHIN_S
        if going and corner is ORDER[self.touched]:
            return Corners(self.touched + 1, self.since)
        return Corners(1, now) if corner is ORDER[0] else Corners()


def corner_at(x: float, y: float, width: float, height: float) -> Corner | None:
    """Which corner of the glass this place is in."""
    reach = width * REACH
    left, right = x < reach, x >= width - reach
    upper, lower = y < reach, y >= height - reach
    if upper and (left or right):
        return Corner.UPPER_LEFT if left else Corner.UPPER_RIGHT
    if lower and (left or right):
        return Corner.LOWER_LEFT if left else Corner.LOWER_RIGHT
    return None
