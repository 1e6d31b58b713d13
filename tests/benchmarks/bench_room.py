"""Does a fitting room hold what was brought in, with both neighbours busy and people passing?

The middle one of the field's three fitting rooms, in virtual time: SCENES scenes of MINUTES each.
Customers come and go in all three, try things on, and somebody walks past with an armful every two
minutes.

`room.false_arrivals_per_room_hour`: tags that arrive and are not in the room, nor about to be
brought in or just carried out (NEARLY_S). `room.false_leaves_per_tag_hour`: tags that leave and are
there. `room.arrival_p50_s`, `_p99_s`: from the curtain to the arrival; `room.missed_share` of the
garments never arrived. `room.leave_strong_p99_s`, `room.leave_weak_p99_s`: from the curtain to the
leaving, for tags that were heard STRONG_RATE times a second or more in rounds of ROUND_S (the pace
of the logs from which the goal is), and for the others.

`python -m tests.benchmarks.bench_room 20` plays fewer scenes.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from multiprocessing import get_context

from hardware.rfid.field.scenes import fitting_rooms
from hardware.rfid.reader import TagId
from hardware.rfid.zone import ReadZone, ZoneProfile
from tests.benchmarks.row import Row, percentile

ROOM = "middle"
SCENES = 240
MINUTES = 30.0
STEP_S = 0.1
NEARLY_S = 3.0
STRONG_RATE, ROUND_S = 6.0, 0.115


@dataclass
class Tally:
    """What some room-hours came to."""

    room_s: float = 0.0
    tag_s: float = 0.0
    garments: int = 0
    missed: int = 0
    false_arrivals: int = 0
    false_leaves: int = 0
    arrivals_s: list[float] = field(default_factory=list)
    strong_s: list[float] = field(default_factory=list)
    weak_s: list[float] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        for name in self.__dataclass_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass
class Stayed:
    """One garment's time in the room, and what the zone made of it."""

    since: float
    until: float
    hearings: int = 0
    heard_at: float = 0.0
    arrived_at: float | None = None
    left_at: float | None = None

    def hear(self, at: float) -> None:
        if at - self.heard_at >= ROUND_S:
            self.hearings += 1
            self.heard_at = at

    def nearly_here(self, now: float) -> bool:
        return self.since - NEARLY_S <= now < self.until + NEARLY_S


def rows() -> Iterable[Row]:
    return _rows(SCENES)


def measured(scenes: int) -> Tally:
    tally = Tally()
    with get_context("spawn").Pool(os.cpu_count()) as pool:
        for each in pool.imap_unordered(play, range(scenes)):
            tally.add(each)
    return tally


def play(seed: int) -> Tally:
    """One scene."""
    scene = fitting_rooms(seed, MINUTES)
    scene = replace(scene, readers={ROOM: scene.readers[ROOM]})
    stays = {stay.tag: Stayed(stay.since, stay.until) for stay in scene.stays if stay.where == ROOM}
    tally = Tally(room_s=scene.lasts_s)
    zone = ReadZone(ZoneProfile.fitting_room())
    for moment in scene.play(STEP_S):
        now, reads = moment.now, moment.reads[ROOM]
        for read in reads:
            stay = stays.get(read.tag)
            if stay is not None and stay.since <= read.at < stay.until:
                stay.hear(read.at)
        change = zone.update(reads, now)
        for presence in change.arrived:
            _arrives(presence.tag, now, stays, tally)
        for presence in change.left:
            _leaves(presence.tag, now, stays, tally)
    for stay in stays.values():
        _sum_up(stay, scene.lasts_s, tally)
    return tally


def _arrives(tag: TagId, now: float, stays: dict[TagId, Stayed], tally: Tally) -> None:
    stay = stays.get(tag)
    if stay is None or not stay.nearly_here(now):
        tally.false_arrivals += 1
        return
    stay.left_at = None
    if stay.arrived_at is None:
        stay.arrived_at = now


def _leaves(tag: TagId, now: float, stays: dict[TagId, Stayed], tally: Tally) -> None:
    stay = stays.get(tag)
    if stay is not None:
        tally.false_leaves += stay.since <= now < stay.until
        stay.left_at = now


def _sum_up(stay: Stayed, lasts_s: float, tally: Tally) -> None:
    if stay.since >= lasts_s - NEARLY_S:
        return
    here_s = min(stay.until, lasts_s) - stay.since
    tally.garments += 1
    tally.tag_s += here_s
    if stay.arrived_at is None:
        tally.missed += 1
        return
    tally.arrivals_s.append(max(0.0, stay.arrived_at - stay.since))
    if stay.left_at is not None and stay.left_at >= stay.until:
        delays = tally.strong_s if stay.hearings / here_s >= STRONG_RATE else tally.weak_s
        delays.append(stay.left_at - stay.until)


def _rows(scenes: int) -> Iterable[Row]:
    tally = measured(scenes)
    room_hours, tag_hours = tally.room_s / 3600, tally.tag_s / 3600
    arrivals = f"{tally.false_arrivals} in {room_hours:.0f} room-hours"
    per_hour = tally.false_arrivals / room_hours
    yield Row("room.false_arrivals_per_room_hour", per_hour, "/h", 0.1, "lower", arrivals)
    leaves = f"{tally.false_leaves} in {tag_hours:.0f} tag-hours"
    per_hour = tally.false_leaves / tag_hours
    yield Row("room.false_leaves_per_tag_hour", per_hour, "/h", 0.5, "lower", leaves)
    note = f"{tally.garments} garments, from the curtain"
    for percent, goal in ((50, 1.0), (99, None)):
        value = percentile(tally.arrivals_s, percent)
        yield Row(f"room.arrival_p{percent}_s", value, "s", goal, "lower", note)
    missed = tally.missed / tally.garments
    yield Row("room.missed_share", missed, "share", None, "lower", "of the garments")
    for name, goal, delays in (("strong", 5.0, tally.strong_s), ("weak", 15.0, tally.weak_s)):
        value = percentile(delays, 99)
        note = f"{len(delays)} garments"
        yield Row(f"room.leave_{name}_p99_s", value, "s", goal, "lower", note)


if __name__ == "__main__":
    for row in _rows(int(sys.argv[1]) if len(sys.argv) > 1 else SCENES):
        print(f"{row.name:36} {row.value:.5f} {row.unit:6} {row.note}")
