"""What phones asked the mirror to do: each tap once, a few at a time, none for long.

Owns these limits. Has no clock: `now` is in seconds of any steady clock. Does not know what a tap
means; whether its value makes sense is `visits.py`'s to judge.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field

MOST = 60  # that are said to the mirror at once: two a second, for as long as each is said
STAYS_S = 30.0  # what the mirror has not heard by then would only surprise
REMEMBERED = 500  # ids of one visit
PER_S = 3.0
BURST = 15.0


@dataclass(frozen=True, slots=True)
class Tap:
    """`id` is the phone's own and names the tap for good; `event` and `value` say what it is."""

    id: str
    event: str
    value: str = ""

    def as_json(self, visit: str) -> dict[str, str]:
        """As the visit's mirror is told of it."""
        return {"id": self.id, "visit": visit, "event": self.event, "value": self.value}


class TooManyTapsError(RuntimeError):
    """More than a thumb can mean. Nothing of it is passed on."""


@dataclass(slots=True)
class Taps:
    """The taps of one visit, in their order."""

    _waiting: list[tuple[float, Tap]] = field(default_factory=list)
    _seen: OrderedDict[str, None] = field(default_factory=OrderedDict)
    _left: float = BURST
    _since: float = 0.0

    def add(self, tap: Tap, now: float) -> bool:
        """Passes it on, unless its id has been before; whether it was new.

        Raises `TooManyTapsError`.
        """
        if tap.id in self._seen:
            return False
        self._left = min(BURST, self._left + (now - self._since) * PER_S)
        self._since = now
        if self._left < 1.0 or len(self.waiting(now)) >= MOST:
            raise TooManyTapsError
        self._left -= 1.0
        self._seen[tap.id] = None
        if len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)
        self._waiting.append((now, tap))
        return True

    def waiting(self, now: float) -> list[Tap]:
        """What the mirror is still to hear, or has just heard."""
        self._waiting = [(at, tap) for at, tap in self._waiting if now - at < STAYS_S]
        return [tap for _, tap in self._waiting]
