"""The radio field in front of an antenna: which tags are there, and how well each is heard.

Owns what simulated readers and emulators hear, round by round: misses, fades, spread of signal
strength. Does not know any reader's protocol. Seeded, so that the same field heard at the same
times answers the same.
"""

from __future__ import annotations

import random
import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle

from hardware.rfid.reader import TagId

# Signal strength of one tag at one place between hop channels, standard deviation in dB
# (measured on public logs of real readers).
RSSI_SPREAD_DB = 2.0

# A round of a reader that hears n tags lasts OVERHEAD + n / AIR_RATE. One tag alone is heard 70
# times a second, each of 16 every 0.115 s (measured); 170 tags/s is the vendor's figure for the
# modules' default encoding M4.
AIR_RATE_TAGS_S = 170.0
ROUND_OVERHEAD_S = 0.008

# A reader whose machine was held up this long does not make up for the rounds that it missed.
HELD_UP_S = 1.0


@dataclass(frozen=True, slots=True)
class FadeClass:
    """How often and how long a tag is not heard at all: events an hour, lognormal length in s."""

    hearing: float  # for tags heard at least this well in an undisturbed round
    per_hour: float
    ln_mean: float
    ln_sd: float


# Gaps over 0.5 s of tags on one antenna, by how often the tag is heard (measured on public logs,
# at most 16 tags). Silence comes in bursts: a field without fades is too kind to be a test.
FADES = (
    FadeClass(0.80, 53, -0.31, 0.46),
    FadeClass(0.50, 1706, -0.27, 0.43),
    FadeClass(0.15, 1589, 0.19, 0.71),
    FadeClass(0.04, 692, 0.85, 1.07),
    FadeClass(0.00, 252, 1.96, 1.23),
)


@dataclass(frozen=True, slots=True)
class Heard:
    """One tag's answer in one round."""

    tag: TagId
    rssi_dbm: float


@dataclass(slots=True)
class _Placed:
    antenna: int
    rssi_dbm: float
    hearing: float
    chance: random.Random
    fade: FadeClass
    fades_from: float = 0.0
    fades_until: float | None = None  # before the first round

    def faded(self, now: float) -> bool:
        if self.fades_until is None:
            self.fades_until = self._next_fade(now)
        while now >= self.fades_until:
            self.fades_until = self._next_fade(self.fades_until)
        return now >= self.fades_from

    def _next_fade(self, after: float) -> float:
        self.fades_from = after + self.chance.expovariate(self.fade.per_hour / 3600)
        return self.fades_from + self.chance.lognormvariate(self.fade.ln_mean, self.fade.ln_sd)


class Field:
    """Tags within reach. Any thread may place and remove; readers ask for rounds."""

    def __init__(self, seed: int = 0, *, fades: bool = True) -> None:
        self._seed = seed
        self._fades = fades
        self._placed: dict[TagId, _Placed] = {}
        self._lock = threading.Lock()

    def place(
        self, tag: TagId, *, rssi_dbm: float = -55.0, antenna: int = 1, hearing: float = 0.95
    ) -> None:
        """Puts a tag before an antenna, or moves it there.

        `hearing` is the chance that an undisturbed round hears it, above 0 and at most 1.
        """
        if not 0 < hearing <= 1:
            raise ValueError(f"hearing is a chance above 0 and at most 1, not {hearing}")
        chance = random.Random(f"{self._seed}:{tag}")
        fade = next(each for each in FADES if hearing >= each.hearing)
        with self._lock:
            self._placed[tag] = _Placed(antenna, rssi_dbm, hearing, chance, fade)

    def remove(self, tag: TagId) -> None:
        """Takes a tag away; one that is not there is no error."""
        with self._lock:
            self._placed.pop(tag, None)

    def tags(self) -> tuple[TagId, ...]:
        """The tags that are there, heard or not, as they were placed."""
        with self._lock:
            return tuple(self._placed)

    def round(self, antenna: int, now: float) -> list[Heard]:
        """The tags that answer one inventory round of an antenna at `now` (seconds, any clock
        that does not go back), in the order of their answers.
        """
        with self._lock:
            return [
                Heard(tag, placed.chance.gauss(placed.rssi_dbm, RSSI_SPREAD_DB))
                for tag, placed in self._placed.items()
                if placed.antenna == antenna
                and not (self._fades and placed.faded(now))
                and placed.chance.random() < placed.hearing
            ]


@dataclass(frozen=True, slots=True)
class Answer:
    """When and by which antenna a tag was heard."""

    at: float
    antenna: int
    heard: Heard


class Inventory:
    """A reader's rounds, one antenna after the other, from `at` on. For one thread."""

    def __init__(self, field: Field, antennas: Sequence[int], at: float) -> None:
        self._field = field
        self._antennas = cycle(antennas)
        self._round_at = at
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
        at, antenna = self._round_at, next(self._antennas)
        for heard in self._field.round(antenna, at):
            answers_at = at + ROUND_OVERHEAD_S + (len(self._coming) + 1) / AIR_RATE_TAGS_S
            self._coming.append(Answer(answers_at, antenna, heard))
        self._round_at += ROUND_OVERHEAD_S + len(self._coming) / AIR_RATE_TAGS_S
