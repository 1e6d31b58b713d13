"""When the screen sleeps, as a frozen value: nobody in the room, nobody at the glass. Pure.

What was left hanging keeps it awake while the shop is open, and not through the night.

Owns the rule and its deadline. Does not know how a screen is switched off.
"""

from __future__ import annotations

import re
from collections.abc import Hashable
from dataclasses import dataclass, replace

CLOSED_AFTER_S = 60.0  # outside of the opening hours the screen need not wait for long
LEFT_HERE_S = 900.0  # outside of them, with something hanging here that nobody touches
HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")
DAY_MIN = 24 * 60


@dataclass(frozen=True, slots=True)
class Hours:
    """The time of day when the shop is open, in minutes; one that closes after midnight, too."""

    opens: int = 0
    closes: int = DAY_MIN

    @classmethod
    def parse(cls, text: str) -> Hours:
        """Of "09:30-20:00"; "" is always. Raises `ValueError`."""
        if not text:
            return cls()
        match = HOURS.fullmatch(text)
        if match is None:
            raise ValueError(f"{text!r} is no time such as 09:30-20:00")
        first, second, third, fourth = map(int, match.groups())
        return cls(first * 60 + second, third * 60 + fourth)

    def open_at(self, minute: int) -> bool:
        if self.opens <= self.closes:
            return self.opens <= minute < self.closes
        return minute >= self.opens or minute < self.closes

    def next_change(self, minute: int) -> int:
        """Minutes until it opens or closes."""
        return min((edge - minute - 1) % DAY_MIN + 1 for edge in (self.opens, self.closes))


ALWAYS = Hours()


@dataclass(frozen=True, slots=True)
class Sleep:
    """`after_s` 0 = never while the shop is open. `stirred_at` is when somebody was last here,
    `hangs` whatever tells one set of garments from another."""

    after_s: float
    hours: Hours = ALWAYS
    stirred_at: float = 0.0
    somebody: bool = False
    hangs: Hashable = ()
    asleep: bool = False

    def patience_s(self, minute: int) -> float | None:
        """How long a quiet room is waited for; None = for ever."""
        if not self.hours.open_at(minute):
            if self.somebody:
                return max(self.after_s, LEFT_HERE_S)
            return min(self.after_s or CLOSED_AFTER_S, CLOSED_AFTER_S)
        return None if self.somebody else self.after_s or None

    def stirred(self, now: float) -> Sleep:
        """Somebody touched the glass."""
        return replace(self, stirred_at=now, asleep=False)

    def seen(self, somebody: bool, now: float, hangs: Hashable = ()) -> Sleep:
        """Whether something hangs here, or was asked for and is waited for; and what hangs here."""
        if (somebody, hangs) == (self.somebody, self.hangs):
            return self
        return replace(self.stirred(now), somebody=somebody, hangs=hangs)

    def aged(self, now: float, minute: int) -> Sleep:
        if self.asleep:
            return self
        patience = self.patience_s(minute)
        if patience is None or now - self.stirred_at < patience:
            return self
        return replace(self, asleep=True)

    def deadline(self, now: float, minute: int) -> float | None:
        """When to look again; None when only somebody changes anything."""
        if self.asleep:
            return None
        patience = self.patience_s(minute)
        changes = now + self.hours.next_change(minute) * 60.0
        if self.hours == ALWAYS:
            return None if patience is None else self.stirred_at + patience
        return changes if patience is None else min(changes, self.stirred_at + patience)
