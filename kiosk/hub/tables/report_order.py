"""Which of a program's reports is the newest, also when the program was started again.

Owns the order, and whether two programs say that they are the same place's. Pure: `now` is an
argument, in seconds.
"""

from __future__ import annotations

from enum import StrEnum

UNDER_WAY_S = 6.0  # a report takes no longer: its program gives up after 5 s
CONTENDED_S = 10.0  # a program says its set every 2 s

TWO = (
    "Two machines say that they are here, and only the one that was started last is heard. Stop "
    "the other, or give it its own place."
)


class Order(StrEnum):
    """What a report is beside those before it."""

    NEW = "new"
    AGAIN = "again"  # the newest one, said once more
    LATE = "late"  # overtaken on its way


class ReportOrder:
    """The reports of one place: `sequence` grows within a `session`, one run of its program."""

    def __init__(self, silent_s: float) -> None:
        """After `silent_s` without a word any session may begin anew."""
        self._silent_s = silent_s
        self._last: tuple[str, int] | None = None
        self._at = 0.0
        self._left: dict[str, float] = {}  # sessions that another one took over from, and when
        self._contended_at: float | None = None

    def take(self, session: str, sequence: int, now: float) -> Order:
        """What this report is; unless it is late, it is the newest now."""
        last, silent = self._last, now - self._at > self._silent_s
        if last is not None:
            if last == (session, sequence):
                self._at = now
                return Order.AGAIN
            if last[0] == session:
                if sequence < last[1]:
                    return Order.LATE
            elif session in self._left and not silent:
                if now - self._left[session] > UNDER_WAY_S:
                    self._contended_at = now
                return Order.LATE
            else:
                self._left = {last[0]: now} if silent else {**self._left, last[0]: now}
        self._last, self._at = (session, sequence), now
        return Order.NEW

    def contended(self, now: float) -> bool:
        """Whether a program that another one took over from goes on all the same: there are two of
        them, on two machines."""
        return self._contended_at is not None and now - self._contended_at <= CONTENDED_S
