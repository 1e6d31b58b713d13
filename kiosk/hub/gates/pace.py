"""Long work of a background thread, done in short turns.

Owns when it rests. Python runs one thread at a time, and one that computes gives way only every
5 ms: half a second of it would delay each tag update by several of these.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")

WORKS_S = 0.002
RESTS_S = 0.004


class Pace:
    """`rest(seconds)` is called after each turn; that of an event ends early when it is set."""

    def __init__(
        self,
        rest: Callable[[float], object],
        *,
        works_s: float = WORKS_S,
        rests_s: float = RESTS_S,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._rest = rest
        self._works_s = works_s
        self._rests_s = rests_s
        self._clock = clock
        self._begun = clock()

    def over(self, what: Iterable[T], look_every: int = 50) -> Iterator[T]:
        """The same things, with rests in between; the clock is looked at every so many."""
        left = look_every
        for one in what:
            yield one
            left -= 1
            if not left:
                left = look_every
                if self._clock() - self._begun >= self._works_s:
                    self._rest(self._rests_s)
                    self._begun = self._clock()
