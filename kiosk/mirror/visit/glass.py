"""Which of the garments that hang here are on the glass, and in which cell: what an eye takes in.

Up to `CELLS` garments are all on the glass, in order of arrival. Of more, the newest are, and the
last cell counts the others: a tap on it turns to those that came before, and round again. What
stays on the glass keeps its cell, so that one garment that comes moves no other.

Owns this choice only. Pure; has no clock.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from hardware.rfid.reader import TagId
from kiosk.mirror.visit.events import Garment

CELLS = 8
TURNED_RESTS_S = 75.0  # then the newest are shown again


def newest(garments: Sequence[Garment], turned: int = 0) -> Sequence[Garment]:
    """Those that are on the glass, in order of arrival, when it was turned so often."""
    if len(garments) <= CELLS:
        return garments
    at_once = CELLS - 1
    pages = -(-len(garments) // at_once)
    end = len(garments) - at_once * (turned % pages)
    return garments[max(0, end - at_once) : end]


@dataclass(frozen=True, slots=True)
class Glass:
    """`cells` is what is shown, cell by cell. `turned` counts the taps on the count since."""

    cells: tuple[TagId, ...] = ()
    turned: int = 0
    touched_at: float = 0.0

    def garments(self, garments: tuple[Garment, ...]) -> tuple[Garment, ...]:
        """Of all that hang here those on the glass, cell by cell."""
        shown = newest(garments, self.turned)
        if len(shown) == len(garments):
            return garments
        waiting = {garment.tag: garment for garment in shown}
        kept = [waiting.pop(tag, None) for tag in self.cells[: len(shown)]]
        kept += [None] * (len(shown) - len(kept))
        others = iter(waiting.values())
        return tuple(garment or next(others) for garment in kept)

    def soon(self, garments: tuple[Garment, ...]) -> Sequence[Garment]:
        """What a tap on the count would show."""
        return newest(garments, self.turned + 1) if len(garments) > CELLS else ()

    def seeing(self, garments: tuple[Garment, ...], *, arrived: bool) -> Glass:
        """With these garments in the room. What `arrived` is among the newest: they are shown."""
        turned = 0 if arrived or len(garments) <= CELLS else self.turned
        return self._laid(garments, turned, self.touched_at)

    def turning(self, garments: tuple[Garment, ...], now: float) -> Glass:
        if len(garments) <= CELLS:
            return self
        last = newest(garments, self.turned)[0] is garments[0]
        return self._laid(garments, 0 if last else self.turned + 1, now)

    def aged(self, garments: tuple[Garment, ...], now: float) -> Glass:
        due = self.rests_at
        return self if due is None or now < due else self._laid(garments, 0, self.touched_at)

    @property
    def rests_at(self) -> float | None:
        """When the newest are shown again by themselves; None while they are."""
        return self.touched_at + TURNED_RESTS_S if self.turned else None

    def _laid(self, garments: tuple[Garment, ...], turned: int, touched_at: float) -> Glass:
        kept = replace(self, turned=turned, touched_at=touched_at)
        cells = tuple(garment.tag for garment in kept.garments(garments))
        return replace(kept, cells=cells)


BARE = Glass()
