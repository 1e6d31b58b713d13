"""Set-ups like those of the public logs: as many tags, as good, before a reader as fast.

Owns what the logs say of their places. The classes of one kind of place are shared by all its
logs; a log has only how many tags are of which class. How they were fitted: docs/field.md.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from hardware.rfid.field.fades import PEOPLE, FadeClass, Spread
from hardware.rfid.field.inventory import FIXED_READER, MODULE, Pace
from hardware.rfid.field.scenes.scene import Place, Scene, Stay, garment
from hardware.rfid.reader import TagId

# By the share of rounds in which a tag is heard: from 0.69, 0.34, 0.115, 0.023, 0 (the facts' 6,
# 3, 1 and 0.2 reads a second of 8.7). Silences of two rounds and more, by maximum likelihood with
# the silences at a log's ends as censored.


def _still(well_s: float) -> tuple[FadeClass, ...]:
    """Fitted to 30s1, 30s2, 30s3: nothing is covered, 146 tags. How often the tags that are heard
    well fade is each log's own: 57, 43 and 8 times an hour. Tags that are first heard after ten
    seconds, and then all the time, came in when somebody changed the set-up: they are `LATE`.
    """
    return (
        FadeClass(0.995, well_s, 0.7, 0.7),
        FadeClass(0.95, 4.5, 1.0, 0.8),
        FadeClass(0.93, 2.3, 1.9, 1.3),
        FadeClass(0.93, 0.58, 2.9, 1.3),
        FadeClass(0.93, 0.2, 3.9, 0.3),
    )


LATE = FadeClass(0.91, 20.6, 0.45, 0.5)

# Fitted to cover1, cover2: 30 tags under a cover.
COVERED = (
    FadeClass(0.995, 9.0, -1.5, 0.9),
    FadeClass(0.94, 3.2, 0.3, 1.2),
    FadeClass(0.94, 1.9, 0.9, 1.3),
    FadeClass(0.94, 0.31, 0.7, 1.3),
    FadeClass(0.93, 0.14, 2.6, 1.3),
)
# Fitted to covermove: 40 tags, some under a cover, and moving.
MOVING = (
    FadeClass(0.98, 4.5, -0.4, 1.0),
    FadeClass(0.95, 1.8, 0.3, 1.0),
    FadeClass(0.95, 1.1, 1.2, 1.2),
    FadeClass(0.90, 0.68, 1.9, 1.3),
    FadeClass(0.82, 0.2, 3.3, 1.3),
)

# Facts (at most 16 tags, one antenna). Fitted to gap_quantiles: one gap in ten is of two rounds, so
# a round outside fades hears a tag with 0.9.
ONE_OF_FOUR = tuple(replace(each, hearing=min(0.9, each.hearing)) for _, each in PEOPLE)

# Fitted to the logs' median standard deviation of one tag's strength, on the one channel that
# their first line names: 0.6 dB still, 1.0 dB covered, 1.5 dB moving; how much of it comes within
# a second tells noise (0.3, 0.4, 0.65 dB) from drift.
STILL_SPREAD = Spread(0.3, 0.6, 3.0)
COVERED_SPREAD = Spread(0.4, 1.0, 3.0)
MOVING_SPREAD = Spread(0.6, 1.4, 1.0)


COPIED = garment(0xC0B1ED)  # the EPC that stands on several tags of a log


@dataclass(frozen=True, slots=True)
class Log:
    """One log's place: its tags by class, and how many more share one copied EPC."""

    lasts_s: float
    classes: tuple[FadeClass, ...]
    tags: tuple[int, ...]
    copies: int
    spread: Spread
    mean_dbm: float
    between_tags_db: float
    pace: Pace = FIXED_READER
    late: tuple[int, float] = (0, 0.0)  # so many more, from then on
    others: tuple[int, ...] = ()  # how many more tags before each further antenna


LOGS = {
    "30s1": Log(31.9, _still(61.0), (20, 2, 1, 3, 1), 62, STILL_SPREAD, -58.6, 6.0, late=(3, 9.0)),
    "30s2": Log(
        39.8, _still(82.0), (28, 1, 2, 3, 3), 80, STILL_SPREAD, -58.6, 6.0, late=(13, 12.5)
    ),
    "30s3": Log(32.7, _still(450.0), (58, 2, 3, 3, 0), 125, STILL_SPREAD, -57.6, 7.0),
    "cover1": Log(61.0, COVERED, (6, 4, 1, 0, 2), 7, COVERED_SPREAD, -61.5, 4.0),
    "cover2": Log(55.9, COVERED, (12, 1, 0, 1, 3), 17, COVERED_SPREAD, -60.5, 4.0),
    "covermove": Log(47.0, MOVING, (7, 14, 5, 10, 4), 10, MOVING_SPREAD, -58.7, 4.0),
    # gap_quantiles: static tags on one antenna of four. Its gaps spread as if that antenna's turn
    # took 0.7 of the time, with about 13 tags heard in it.
    "grid": Log(
        120.0,
        ONE_OF_FOUR,
        (11, 2, 1, 1, 0),
        0,
        STILL_SPREAD,
        -66.0,
        4.0,
        pace=MODULE,
        others=(1, 1, 1),
    ),
}


def logged(log: Log | str, seed: int = 0, lasts_s: float | None = None) -> Scene:
    """A place like that of a log; `lasts_s` for longer than the log."""
    log = LOGS[log] if isinstance(log, str) else log
    chance = random.Random(f"{seed}:logged")
    moves: list[Place] = []

    def place(
        tag: TagId, fading: FadeClass, *, at: float = 0.0, copy: int = 0, antenna: int = 1
    ) -> None:
        strength = chance.gauss(log.mean_dbm, log.between_tags_db)
        moves.append(Place(at, tag, antenna, strength, fading, log.spread, copy))

    for fading, count in zip(log.classes, log.tags, strict=True):
        for _ in range(count):
            place(garment(len(moves)), fading)
    many, at = log.late
    for _ in range(many):
        place(garment(len(moves)), LATE, at=at)
    for copy in range(log.copies):
        place(COPIED, log.classes[0], copy=copy)
    for antenna, count in enumerate(log.others, 2):
        for _ in range(count):
            place(garment(len(moves)), log.classes[0], antenna=antenna)
    return Scene(
        seed,
        log.lasts_s if lasts_s is None else lasts_s,
        readers={"log": tuple(range(1, len(log.others) + 2))},
        moves=tuple(moves),
        stays=tuple(Stay(each.tag, "log", each.at, copy=each.copy) for each in moves),
        channels=1,
        pace=log.pace,
    )
