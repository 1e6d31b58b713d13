"""When a gate alarms: once for each piece and passing.

Owns that rule. Pure: what is here, what it is and the time are arguments. What a tag is, is
`kiosk.gate_list`'s; whether it is here, the read zone's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from hardware.rfid.reader import TagId
from kiosk.gate_list import Standing

# A piece that is not heard for so long has passed. One that is back sooner is the same passing:
# somebody stands in the exit with it, and was told.
AGAIN_S = 30.0


@dataclass(frozen=True, slots=True)
class Alarmed:
    """A piece for which the gate alarms now."""

    tag: TagId
    standing: Standing


@dataclass(slots=True)
class _Passing:
    last: float
    alarmed: bool = False


class Passings:
    """What is passing the exit. `unknown_alarms` is the shop's choice for tags that nobody knows;
    of another shop's, and of what is sold, nobody is bothered."""

    def __init__(self, *, unknown_alarms: bool = False, again_s: float = AGAIN_S) -> None:
        self._alarms_for = {Standing.UNSOLD} | ({Standing.UNKNOWN} if unknown_alarms else set())
        self._again_s = again_s
        self._passings: dict[TagId, _Passing] = {}

    def update(
        self, here: Iterable[TagId], standing: Callable[[TagId], Standing | None], now: float
    ) -> list[Alarmed]:
        """The tags that are in the exit at `now` (monotonic seconds), and for which of them it
        alarms. A standing of None, of a gate that knows nothing yet, alarms for nobody.

        A piece is judged as long as it is here, not only when it came: the gate may have learnt
        only meanwhile what it is.
        """
        found = []
        for tag in here:
            passing = self._passings.get(tag)
            if passing is None or now - passing.last >= self._again_s:
                passing = self._passings[tag] = _Passing(now)
            passing.last = now
            if passing.alarmed:
                continue
            what = standing(tag)
            if what in self._alarms_for:
                passing.alarmed = True
                found.append(Alarmed(tag, what))
        over = [tag for tag, one in self._passings.items() if now - one.last >= self._again_s]
        for tag in over:
            del self._passings[tag]
        return found
