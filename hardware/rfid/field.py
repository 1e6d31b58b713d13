"""The radio field in front of an antenna: which tags are there, and how well each is heard.

Owns what simulated readers and emulators hear, round by round: misses, fades, spread of signal
strength. Does not know any reader's protocol. Seeded, so that the same field heard at the same
times answers the same.
"""

from __future__ import annotations

import random
import threading
from dataclasses import dataclass, field

from hardware.rfid.reader import TagId

# Signal strength of one tag at one place between hop channels, standard deviation in dB
# (measured on public logs of real readers).
RSSI_SPREAD_DB = 2.0

# A round of a reader that hears n tags lasts OVERHEAD + n / AIR_RATE. One tag alone is heard 70
# times a second, each of 16 every 0.115 s (measured); 170 tags/s is the vendor's figure for the
# modules' default encoding M4.
AIR_RATE_TAGS_S = 170.0
ROUND_OVERHEAD_S = 0.008


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
    fades_from: float = field(default=0.0)
    fades_until: float = field(default=-1.0)  # before the first round
    heard_from: float = field(default=-1.0)

    def faded(self, now: float) -> bool:
        if self.heard_from < 0:
            self.heard_from = now
            self._next_fade(now)
        while now >= self.fades_until:
            self._next_fade(self.fades_until)
        return now >= self.fades_from

    def _next_fade(self, after: float) -> None:
        self.fades_from = after + self.chance.expovariate(self.fade.per_hour / 3600)
        self.fades_until = self.fades_from + self.chance.lognormvariate(
            self.fade.ln_mean, self.fade.ln_sd
        )


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

    def clear(self) -> None:
        """Takes every tag away."""
        with self._lock:
            self._placed.clear()

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


def round_lasts_s(heard: int) -> float:
    """How long a round takes in which `heard` tags answer."""
    return ROUND_OVERHEAD_S + heard / AIR_RATE_TAGS_S
