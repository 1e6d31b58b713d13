"""What an event makes of a visit: the next one, and what it wants done. Owns this pair only."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kiosk.mirror.visit.effects import Effects

if TYPE_CHECKING:
    from kiosk.mirror.visit.visit import FittingVisit


class Step(NamedTuple):
    visit: FittingVisit
    effects: Effects = ()
