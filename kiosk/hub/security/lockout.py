"""Who has guessed wrong too often, and how long they wait. Pure but for its own memory.

Owns the counting, for any keys: a user, a device. A guess counts before it is known to be wrong,
so that many at once are no way around it. Kept in memory: a restart of the hub forgets it, and
takes longer than the first lock-outs.
"""

from __future__ import annotations

import threading
from collections.abc import Hashable, Mapping
from dataclasses import dataclass

FIRST_S = 30.0
LONGEST_S = 15 * 60.0
FORGOTTEN_S = 3600.0  # an hour without a wrong guess begins anew
MOST_KEYS = 10_000


@dataclass(slots=True)
class _Count:
    failures: int = 0
    locked_until: float = 0.0
    last: float = 0.0


class Lockout:
    """Times are seconds of one clock that only grows."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: dict[Hashable, _Count] = {}

    def reserve(self, free: Mapping[Hashable, int], now: float) -> float:
        """Counts one guess for every key, or for none: then the answer is how long to wait, in s.

        `free` says how many wrong guesses each key has before it must wait: 30 s first, then twice
        as long each time, up to a quarter of an hour.
        """
        with self._lock:
            self._forget(now)
            wait = max(
                (self._counts[key].locked_until - now for key in free if key in self._counts),
                default=0.0,
            )
            if wait > 0:
                return wait
            for key, allowed in free.items():
                count = self._counts.setdefault(key, _Count())
                count.failures += 1
                count.last = now
                over = count.failures - allowed
                if over >= 0:
                    count.locked_until = now + min(LONGEST_S, FIRST_S * 2.0 ** min(over, 10))
            return 0.0

    def succeeded(self, keys: Mapping[Hashable, int]) -> None:
        """The guess was right: these keys begin anew."""
        with self._lock:
            for key in keys:
                self._counts.pop(key, None)

    def wait_s(self, key: Hashable, now: float) -> float:
        """How long this key must still wait; 0 when it need not."""
        with self._lock:
            count = self._counts.get(key)
            return max(0.0, count.locked_until - now) if count else 0.0

    def forget(self) -> None:
        """Everybody begins anew."""
        with self._lock:
            self._counts.clear()

    def _forget(self, now: float) -> None:
        old = [
            key
            for key, count in self._counts.items()
            if now - count.last > FORGOTTEN_S and count.locked_until <= now
        ]
        for key in old:
            del self._counts[key]
        # Nobody fills the memory with names: the oldest go first.
        while len(self._counts) > MOST_KEYS:
            del self._counts[min(self._counts, key=lambda key: self._counts[key].last)]
