"""An emulated module at the end of a serial cable: the pace of its bytes, and what goes wrong.

Owns what lies between a module and whoever reads its bytes, with the time as an argument and no
I/O. `emulated_port.py` puts it behind a pty; tests put it behind a line in memory. What the
module says is its driver's.
"""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from hardware.rfid.reader import TagId

BITS_PER_BYTE = 10  # 8N1: a start bit, eight, a stop bit
MAX_BACKLOG = 400  # frames; a module whose line is too slow does not search on


@dataclass(frozen=True, slots=True)
class Said:
    """Bytes that a module sends, and the tag that they tell, if they tell one."""

    octets: bytes
    tag: TagId | None = None


class EmulatedModule(Protocol):
    """A module's behaviour: it hears bytes, and `work`s whenever `next_at` has come."""

    @property
    def baud(self) -> int:
        """At which it talks now."""
        ...

    @property
    def next_at(self) -> float | None:
        """When `work` has something to do, if ever."""
        ...

    def power_up(self) -> None:
        """Forgets what a module forgets that was without power."""
        ...

    def hear(self, octets: bytes, now: float) -> Iterable[Said]:
        """Takes in bytes of the host, however they are cut; what it says to them at once."""
        ...

    def work(self, now: float) -> Iterable[Said]:
        """What it says on its own up to `now`."""
        ...


@dataclass(slots=True)
class _Frame:
    """Bytes on their way: the first begins at `begins`, the last one is over at `ends`."""

    octets: bytes
    tag: TagId | None
    baud: int
    begins: float
    ends: float
    written: int = 0


class Cable:
    """A module and its line. `baud` of the other end is None while nobody has set one."""

    def __init__(self, module: EmulatedModule, *, paced: bool = True, seed: int = 0) -> None:
        self.module = module
        self.baud: int | None = None
        self.silent = False  # neither hears nor speaks
        self.lost = 0  # the next bytes that do not arrive
        self._paced = paced
        self._chance = random.Random(seed)
        self._frames: deque[_Frame] = deque()
        self._free_at = 0.0

    def power_up(self) -> None:
        self.module.power_up()
        self.baud = None
        self.silent = False
        self.lost = 0
        self._frames.clear()
        self._free_at = 0.0

    @property
    def arrives_at(self) -> float | None:
        """When the next frame on its way is complete."""
        return self._frames[0].ends if self._frames else None

    @property
    def next_at(self) -> float | None:
        """When the module has something to do or the next frame is complete."""
        due = self.arrives_at
        works = self.module.next_at if len(self._frames) < MAX_BACKLOG else None
        if due is None or works is None:
            return works if due is None else due
        return min(due, works)

    def hear(self, octets: bytes, now: float) -> None:
        """Takes in what the host sends."""
        if not self.silent:
            if not self._same(self.module.baud):
                octets = self._noise(len(octets))
            self.say(self.module.hear(octets, now), now)

    def say(self, said: Iterable[Said], now: float) -> None:
        """Puts what the module says on the line."""
        for each in said:
            self._put(each.octets, each.tag, now)

    def garble(self, garbage: int | bytes, now: float) -> None:
        """Puts bytes on the line between frames: these, or so many random ones."""
        noise = self._noise(garbage) if isinstance(garbage, int) else garbage
        self._put(noise, None, now)

    def work(self, now: float) -> Iterator[Said]:
        """Lets the module work; the bytes that arrive by `now`, with the last ones of a frame
        the tag that it told.
        """
        if len(self._frames) < MAX_BACKLOG and not _later(self.module.next_at, now):
            self.say(self.module.work(now), now)
        for octets, frame in self._due(now):
            lost = min(self.lost, len(octets))
            self.lost -= lost
            arrived = octets[lost:]
            if arrived and not self.silent:
                whole = frame.written == len(frame.octets)
                heard = arrived if self._same(frame.baud) else self._noise(len(arrived))
                yield Said(heard, frame.tag if whole else None)

    def _same(self, baud: int) -> bool:
        return self.baud in (None, baud)

    def _noise(self, count: int) -> bytes:
        return self._chance.randbytes(count)

    def _put(self, octets: bytes, tag: TagId | None, now: float) -> None:
        # A UART's sending half: one byte after the other, each taking its time.
        baud = self.module.baud
        byte_s = BITS_PER_BYTE / baud if self._paced else 0.0
        begins = max(now, self._free_at)
        self._free_at = begins + len(octets) * byte_s
        self._frames.append(_Frame(octets, tag, baud, begins, self._free_at))

    def _due(self, now: float) -> Iterator[tuple[bytes, _Frame]]:
        while self._frames and self._frames[0].begins <= now:
            frame = self._frames[0]
            whole = now >= frame.ends
            share = 1.0 if whole else (now - frame.begins) / (frame.ends - frame.begins)
            end = int(share * len(frame.octets))
            if whole:
                self._frames.popleft()
            written, frame.written = frame.written, end
            if end > written:
                yield frame.octets[written:end], frame
            if not whole:
                return


def _later(moment: float | None, now: float) -> bool:
    return moment is None or moment > now
