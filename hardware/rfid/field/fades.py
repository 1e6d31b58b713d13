"""When a tag is silent, and how its strength wanders.

Owns the fade classes and what they were fitted to. A tag that is not in a fade is heard in nearly
every round, however weak it is (measured, 0.9 to 1 in all logs): what makes a tag weak is the
share of the time that it is silent, in bursts.
"""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FadeClass:
    """Turns of hearing (exponential, `on_s` on average) and of silence (lognormal)."""

    hearing: float  # chance that a round outside a fade hears it
    on_s: float
    ln_mean: float
    ln_sd: float

    @property
    def silence_s(self) -> float:
        """Mean length of a silence."""
        return math.exp(self.ln_mean + self.ln_sd**2 / 2)

    @property
    def silent_share(self) -> float:
        return self.silence_s / (self.silence_s + self.on_s)


# One antenna, at most 16 tags, people moving. Fitted to the facts' five classes: gaps over 0.5 s an
# hour, their lengths, reads a second; a gap is a silence and up to two rounds. Hearing outside
# fades is from the logs. The strength down to which a class goes is halfway from its mean, in the
# facts, to the next one's.
PEOPLE: tuple[tuple[float, FadeClass], ...] = (
    (-68.0, FadeClass(0.98, 50.0, -0.62, 0.60)),
    (-71.5, FadeClass(0.95, 0.60, -0.65, 0.60)),
    (-74.0, FadeClass(0.95, 0.40, -0.15, 0.85)),
    (-75.5, FadeClass(0.92, 0.25, 0.55, 1.20)),
    (-77.0, FadeClass(0.90, 0.20, 1.60, 1.30)),
)
CARRIED = FadeClass(0.98, 9.0, -0.60, 0.40)  # fitted in the same way to "carried"

# Strays (facts): stored nearby, heard 10 to 265 times an hour at -72 ± 1.4 dBm, clustered. Assumed:
# the first of these at the end of the classes above, the second 6 dB below, never under that;
# they come up for 0.4 s and are then heard in every second round.
STRAY_READS_H = (265.0, 10.0)
STRAY_DB = 6.0
STRAY_DBM, STRAY_SPREAD_DB = -72.0, 1.4
STRAY_ON_S, STRAY_HEARING = 0.4, 0.5
STRAY_READS_A_TIME = 3.0  # assumed, of a reader with few tags
STRAY_LN_SD = 1.5  # assumed: most come up again soon or not for long


@dataclass(frozen=True, slots=True)
class Spread:
    """How a tag's strength wanders at its place: from read to read, and slowly."""

    noise_db: float
    drift_db: float
    drift_s: float  # how long a drift lasts


# Facts: 0.7 dB on one channel. Assumed: how it divides into noise and drift.
AT_REST = Spread(0.6, 0.4, 2.0)
# On top of what moving does (radio.MOVEMENT_DB). Assumed: hands turn what they hold.
IN_HAND = Spread(0.7, 1.0, 0.2)
OF_STRAYS = Spread(STRAY_SPREAD_DB, 0.0, math.inf)


# Facts: the classes were cut at 6, 3, 1 and 0.2 reads a second, of 8.7 that 16 tags can get.
SHARES = (0.69, 0.34, 0.115, 0.023, 0.0)


def fade_class_of_share(heard: float) -> FadeClass:
    """How tags fade that are heard in this share of all rounds."""
    return next(each for (_, each), share in zip(PEOPLE, SHARES, strict=True) if heard >= share)


def fade_class(level_dbm: float, carried: bool = False) -> FadeClass | None:
    """How a tag of this strength is heard; None: not at all."""
    for down_to, each in PEOPLE:
        if level_dbm >= down_to:
            return CARRIED if carried and each.silent_share < CARRIED.silent_share else each
    below = (PEOPLE[-1][0] - level_dbm) / STRAY_DB
    if below > 1:
        return None
    most, least = STRAY_READS_H
    times_h = most * (least / most) ** below / STRAY_READS_A_TIME
    ln_mean = math.log(3600 / times_h) - STRAY_LN_SD**2 / 2
    return FadeClass(STRAY_HEARING, STRAY_ON_S, ln_mean, STRAY_LN_SD)


# Fades of different tags come together: two tags are silent at once 1.3 to 2.2 times as often as
# by chance where nothing is covered (measured on 30s1 to 30s3). Assumed: because there are busy
# stretches of 5 s, three in ten, in which fades are five times as frequent as otherwise.
STRETCH_S = 5.0
BUSY_SHARE = 0.3
BUSY, CALM = 2.3, 0.45


class Unrest:
    """The busy and the calm stretches before one antenna: the same at every call, no memory."""

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def busy(self, stretch: int) -> bool:
        mixed = (stretch * 0x9E3779B1 + self._seed * 0x85EBCA6B) & 0xFFFFFFFF
        mixed = ((mixed ^ mixed >> 15) * 0x2C1B3C6D) & 0xFFFFFFFF
        mixed = ((mixed ^ mixed >> 12) * 0x297A2D39) & 0xFFFFFFFF
        return (mixed ^ mixed >> 15) < BUSY_SHARE * 0x100000000

    def after(self, now: float, calm_s: float) -> float:
        """When a fade strikes that would strike `calm_s` from now if all stretches were alike."""
        stretch = math.floor(now / STRETCH_S)
        while True:
            pace = BUSY if self.busy(stretch) else CALM
            ends = (stretch + 1) * STRETCH_S
            if calm_s <= (ends - now) * pace:
                return now + calm_s / pace
            calm_s -= (ends - now) * pace
            now, stretch = ends, stretch + 1
