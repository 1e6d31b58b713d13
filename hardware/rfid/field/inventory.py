"""A reader's rounds: how long they last, and which antenna's turn it is.

Owns the pace. `Inventory` is for readers that live in real time, or in time that others move;
`Rounds` for those that play hours in seconds.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle

from hardware.rfid.field.field import Field, Heard
from hardware.rfid.reader import TagRead

# A reader whose machine was held up this long does not make up for the rounds that it missed.
HELD_UP_S = 1.0


@dataclass(frozen=True, slots=True)
class Pace:
    """A round that hears n tags lasts `overhead_s` + n × `per_tag_s`."""

    overhead_s: float
    per_tag_s: float


# Facts: one tag alone is heard 70 times a second, each of 16 every 0.115 s; 170 tags/s is the
# vendor's figure for the modules' default encoding M4.
MODULE = Pace(0.008, 1 / 170)
# The fixed reader of the logs: 15 tags in a round take 0.098 s (cover1), 29 take 0.157 s (cover2),
# 84 take 0.43 s (30s1), 183 take 0.90 s (30s3).
FIXED_READER = Pace(0.023, 1 / 208)


@dataclass(frozen=True, slots=True)
class Answer:
    """When and by which antenna a tag was heard."""

    at: float
    antenna: int
    heard: Heard


class Inventory:
    """A reader's rounds, one antenna after the other, from `at` on. For one thread."""

    def __init__(
        self, field: Field, antennas: Sequence[int], at: float, pace: Pace = MODULE
    ) -> None:
        self._field = field
        self._antennas = cycle(antennas)
        self._round_at = at
        self._pace = pace
        self._coming: deque[Answer] = deque()

    @property
    def next_at(self) -> float:
        """When the next answer comes or the next round begins."""
        return self._coming[0].at if self._coming else self._round_at

    def answers(self, until: float) -> list[Answer]:
        """What is heard up to `until`."""
        if until - self.next_at > HELD_UP_S:
            self.pause(until)
        heard: list[Answer] = []
        while self.next_at <= until:
            if self._coming:
                heard.append(self._coming.popleft())
            else:
                self._begin_round()
        return heard

    def pause(self, until: float) -> None:
        """Forgets the round under way and begins none before `until`."""
        self._coming.clear()
        self._round_at = max(self._round_at, until)

    def _begin_round(self) -> None:
        antenna, at = next(self._antennas), self._round_at + self._pace.overhead_s
        for heard in self._field.round(antenna, self._round_at):
            at += self._pace.per_tag_s
            self._coming.append(Answer(at, antenna, heard))
        self._round_at = at


class Rounds:
    """A reader in virtual time: no wire, no thread, no lock. Who places tags runs it, too.

    `reads` may be asked in steps of any length, forward only.
    """

    def __init__(
        self, field: Field, antennas: Sequence[int] = (1,), at: float = 0.0, pace: Pace = MODULE
    ) -> None:
        self._field = field
        self._antennas = cycle(antennas)
        self._round_at = at
        self._pace = pace
        self._over: list[TagRead] = []  # of the last round, after the last step

    def reads(self, until: float) -> list[TagRead]:
        """All that is heard from the last call up to `until`."""
        heard, at = self._over, self._round_at
        answers, per_tag_s = self._field.answers, self._pace.per_tag_s
        overhead_s = self._pace.overhead_s
        while at <= until:
            antenna = next(self._antennas)
            answered = answers(antenna, at)
            at += overhead_s
            for _, tag, rssi_dbm in answered:
                at += per_tag_s
                heard.append(TagRead(tag, antenna, rssi_dbm, at))
        self._round_at = at
        last = len(heard)
        while last and heard[last - 1].at > until:
            last -= 1
        self._over = heard[last:]
        del heard[last:]
        return heard
