"""Which of a program's reports is the newest, also when the program was started again.

Owns the order only. Pure: `now` is an argument, in seconds.
"""

from __future__ import annotations

from enum import StrEnum


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
        self._left: set[str] = set()  # sessions that another one took over from

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
                return Order.LATE
            else:
                self._left = {last[0]} if silent else self._left | {last[0]}
        self._last, self._at = (session, sequence), now
        return Order.NEW
