"""What others do to get from reads to presence: peers for the zone, nothing the product uses.

Each takes reads in order and says which tags it holds for present. `advance(now)` must be called
now and then: tags leave by silence.

`Smurf` is written from the paper's description (Jeffery, Garofalakis, Franklin: Adaptive Cleaning
for RFID Data Streams, VLDB 2006, per-tag cleaning): each tag has a window of epochs; the window
grows until the tag would be heard in it with a chance of 1 - DELTA, and is halved when fewer
epochs heard the tag than the binomial distribution allows for.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field

from hardware.rfid.reader import TagId, TagRead

EPOCH_S = 0.5
CYCLES = 5  # of 0.1 s in an epoch: what a tag is heard in, or not
DELTA = 0.05  # as in the paper


class Union:
    """All that was ever heard. Nothing leaves."""

    def __init__(self) -> None:
        self.present: set[TagId] = set()

    def hear(self, read: TagRead) -> None:
        self.present.add(read.tag)

    def advance(self, now: float) -> None:
        pass


class FixedSilence:
    """Three reads within a second arrive, a fixed silence leaves."""

    def __init__(self, silence_s: float = 4.0, count: int = 3, within_s: float = 1.0) -> None:
        self.present: set[TagId] = set()
        self._silence_s, self._count, self._within_s = silence_s, count, within_s
        self._last: dict[TagId, deque[float]] = {}

    def hear(self, read: TagRead) -> None:
        last = self._last.setdefault(read.tag, deque(maxlen=self._count))
        last.append(read.at)
        if len(last) == self._count and last[-1] - last[0] <= self._within_s:
            self.present.add(read.tag)

    def advance(self, now: float) -> None:
        self.present = {tag for tag in self.present if now - self._last[tag][-1] < self._silence_s}


@dataclass
class _Window:
    """One tag's latest epochs, as the share of cycles in which it was heard."""

    size: int = 1
    shares: deque[float] = field(default_factory=deque)
    cycles: set[int] = field(default_factory=set)  # of the epoch under way


class Smurf:
    """Plain SMURF: a tag is present while its window holds a read."""

    def __init__(self, begins_at: float = 0.0) -> None:
        self.present: set[TagId] = set()
        self._windows: dict[TagId, _Window] = {}
        self._epoch_ends = begins_at + EPOCH_S

    def hear(self, read: TagRead) -> None:
        self.advance(read.at)
        window = self._windows.get(read.tag)
        if window is None:
            window = self._windows[read.tag] = _Window()
        cycle = int((read.at - self._epoch_ends) / EPOCH_S * CYCLES + CYCLES)
        window.cycles.add(min(CYCLES - 1, max(0, cycle)))

    def advance(self, now: float) -> None:
        while now >= self._epoch_ends:
            self._epoch_ends += EPOCH_S
            for tag, window in list(self._windows.items()):
                if self._slide(window):
                    self.present.add(tag)
                else:
                    self.present.discard(tag)
                    del self._windows[tag]

    def _slide(self, window: _Window) -> bool:
        window.shares.append(len(window.cycles) / CYCLES)
        window.cycles = set()
        while len(window.shares) > window.size:
            window.shares.popleft()
        heard = [share for share in window.shares if share]
        if not heard:
            return False
        rate = sum(heard) / len(heard)
        needed = math.ceil(math.log(1 / DELTA) / rate)
        expected = window.size * rate
        spread = math.sqrt(expected * (1 - rate))
        if needed > window.size:
            window.size = min(window.size + 2, needed)
        elif abs(len(heard) - expected) > 2 * spread:
            window.size = max(1, min(window.size // 2, needed))
        return True
