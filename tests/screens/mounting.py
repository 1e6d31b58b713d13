"""How high what is touched hangs, from the layout's own tokens: for docs/install.md and its tests.

Owns the geometry of a panel in portrait and what is to be reached by hand. Metres above the floor.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from tests.conftest import REPO

THEME = (REPO / "kiosk" / "mirror" / "qml" / "Theme.qml").read_text(encoding="utf-8")
REACH = (0.9, 1.2)
ASKING_TOP = 1250  # px: what asks for something and pays is nowhere above; test_reach.py looks


def token(name: str) -> int:
    found = re.search(rf"readonly property int {name}: (\d+)", THEME)
    assert found, name
    return int(found[1])


TOP, BOTTOM = token("contentTop"), token("actionsTop") + token("touch")


@dataclass(frozen=True)
class Hung:
    """A panel of 16:9 in portrait, whose picture's lower edge is so high."""

    inches: int
    lower_edge: float

    @property
    def height(self) -> float:
        return self.inches * 0.0254 * 16 / math.hypot(16, 9)

    @property
    def width(self) -> float:
        return self.height * 9 / 16

    def at(self, y: int) -> float:
        return self.lower_edge + (token("height") - y) * self.height / token("height")


def as_high_as_it_reaches(inches: int) -> Hung:
    """With the lowest button within reach and what asks and pays not above it, in whole cm; of a
    large panel the lower one of both, as a hand goes down more easily than up."""
    flat = Hung(inches, 0.0)
    highest = min(REACH[0] - flat.at(BOTTOM), REACH[1] - flat.at(ASKING_TOP))
    return Hung(inches, math.floor(highest * 100) / 100)
