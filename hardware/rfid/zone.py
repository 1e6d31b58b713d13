"""Presence: from single reads to "this tag is here", for one read zone.

Owns the rule by which a tag arrives and leaves. Pure: no clock, no I/O, no reader; the same reads
give the same presence, in one update or in many.

Real tags are not heard evenly. How often a tag is heard is the reader's capacity shared by all
tags, silence comes in bursts, and tags stored nearby are heard now and then. So nothing here is a
fixed count or a fixed silence:

- A tag arrives when the evidence for it is enough: each separate hearing counts for what its
  strength is worth, and evidence fades. Where many tags share the reader, fewer hearings are to be
  had, so fewer are asked for.
- A tag leaves after a silence that grows with how often it was heard and with the longest gaps
  that it was seen to make while it was here.
- While the reader itself is away no time passes: its silence says nothing about tags.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from hardware.rfid.reader import TagId, TagRead


@dataclass(frozen=True, slots=True)
class ZoneProfile:
    """How sure a zone must be. Times in seconds, strengths in dBm as the reader tells them."""

    enough: float  # evidence for an arrival, in hearings of full worth
    enough_in_a_crowd: float  # where a tag is heard less than once a second
    full_worth_dbm: float  # a hearing this strong is surely of something in the zone
    no_worth_dbm: float  # so weak is what is stored nearby (-72 ± 1.4 dBm, measured)
    least_worth: float  # of a weak hearing, so that persistence tells in the end
    fades_s: float  # evidence falls to 1/e in this time
    leaves_after_s: float  # silence of a tag that is heard without gaps
    interval_factor: float  # plus so many of the intervals in which it is heard
    gap_factor: float  # plus so much of its long gaps
    strong_at_most_s: float  # longest silence for tags heard STRONG_RATE times a second or more
    weak_at_most_s: float  # and for all others

    @classmethod
    def fitting_room(cls) -> ZoneProfile:
        """Few tags, people who stand between, neighbours behind the wall."""
        return _FITTING_ROOM

    @classmethod
    def table(cls) -> ZoneProfile:
        """Tags close to the antenna, up to 40 in a pile; what is lifted must clear at once."""
        return _TABLE


_FITTING_ROOM = ZoneProfile(
    enough=2.5,
    enough_in_a_crowd=1.6,
    full_worth_dbm=-63.0,
    no_worth_dbm=-74.0,
    least_worth=0.08,
    fades_s=8.0,
    leaves_after_s=3.2,
    interval_factor=5.0,
    gap_factor=1.4,
    strong_at_most_s=4.8,
    weak_at_most_s=15.0,
)
_TABLE = ZoneProfile(
    enough=2.5,
    enough_in_a_crowd=1.6,
    full_worth_dbm=-60.0,
    no_worth_dbm=-70.0,
    least_worth=0.05,
    fades_s=6.0,
    leaves_after_s=1.4,
    interval_factor=3.0,
    gap_factor=1.4,
    strong_at_most_s=3.0,
    weak_at_most_s=10.0,
)

# Readers repeat themselves: what is heard again within a round (0.1 s in the measurements) is the
# same hearing.
HEARING_S = 0.08
STRONG_RATE = 6.0  # hearings a second; above it fades are rare and short (53 an hour, measured)
CROWD, CROWD_INTERVAL_S = 8, 0.7  # so many tags, each heard this seldom, make a crowd
SHARE_S = 0.5  # how often a zone looks whether it is crowded
GAP_MEMORY_S = 60.0  # how long a long gap is remembered, to 1/e
INTERVAL_WEIGHT = 0.1  # of the newest interval in a tag's mean interval
STRENGTH_WEIGHT = 0.3  # of the newest read in a tag's mean strength
OTHER_ANTENNA_DB = 6.0  # what another antenna must lead by to be the tag's antenna
UNKNOWN_WORTH = 0.7  # of a hearing from a reader that tells no strength
FORGOTTEN_AFTER_S = 30.0  # a tag that never arrived


@dataclass(frozen=True, slots=True)
class Presence:
    """A tag that is here. Times are of the host's monotonic clock, `reads` since it was noticed."""

    tag: TagId
    since: float
    last_read: float
    rssi_dbm: float | None
    antenna: int
    reads: int


@dataclass(frozen=True, slots=True)
class ZoneChange:
    """The zone after an update: who is present in order of arrival, and what has changed.

    A tag that came and went within one update is in both `arrived` and `left`.
    """

    present: tuple[Presence, ...]
    arrived: tuple[Presence, ...] = ()
    left: tuple[Presence, ...] = ()


@dataclass(slots=True)
class _Track:
    """What is known of one tag. Times ending in `_z` are the zone's, which stands still while the
    reader is away."""

    tag: TagId
    antenna: int
    rssi_dbm: float | None
    last_z: float
    last_read: float
    counted_z: float = -math.inf  # the last separate hearing
    hearings: int = 0
    reads: int = 0
    evidence: float = 0.0
    interval_s: float = 0.0  # mean, between separate hearings
    gap_s: float = 0.0  # the longest lately
    since: float | None = None  # None: noticed, not present
    has_been_here: bool = False

    @property
    def strong(self) -> bool:
        return self.interval_s <= 1 / STRONG_RATE

    def presence(self) -> Presence:
        since = self.last_read if self.since is None else self.since
        return Presence(self.tag, since, self.last_read, self.rssi_dbm, self.antenna, self.reads)


class ReadZone:
    """One antenna's zone, or several antennas' that hear the same place."""

    def __init__(self, profile: ZoneProfile) -> None:
        self._profile = profile
        self._tracks: dict[TagId, _Track] = {}
        self._present: dict[TagId, _Track] = {}
        self._away_s = 0.0  # how much time has not passed here
        self._updated_at: float | None = None
        self._was_ok = True
        self._expires_z = math.inf  # no tag leaves or is forgotten before
        self._crowded = False
        self._share_until_z = -math.inf

    def update(self, reads: Sequence[TagRead], now: float, reader_ok: bool = True) -> ZoneChange:
        """Takes in what was heard until `now`, in seconds of the reads' clock.

        `reads` may be slightly out of order. Time between two updates counts as silence only if
        the reader was well at both.
        """
        if self._updated_at is not None and not (reader_ok and self._was_ok):
            self._away_s += max(0.0, now - self._updated_at)
        self._was_ok = reader_ok
        arrived: list[Presence] = []
        left: list[Presence] = []
        for read in sorted(reads, key=_read_at):
            zone_time = min(read.at, now) - self._away_s
            self._expire(zone_time, left)
            track = self._hear(read, zone_time)
            if track.since is None and track.evidence >= self._enough(zone_time):
                track.since, track.has_been_here = read.at, True
                self._present[track.tag] = track
                self._expires_z = min(self._expires_z, self._leaves_at(track))
                arrived.append(track.presence())
        self._updated_at = max(now, self._updated_at or now)
        self._expire(now - self._away_s, left)
        present = tuple(track.presence() for track in self._present.values())
        return ZoneChange(present, tuple(arrived), tuple(left))

    # -- arrival

    def _hear(self, read: TagRead, at: float) -> _Track:
        track = self._tracks.get(read.tag)
        if track is None:
            track = _Track(read.tag, read.antenna, read.rssi_dbm, at, read.at)
            self._tracks[read.tag] = track
        track.reads += read.count
        _strengthen(track, read)
        gap = at - track.counted_z
        if gap >= HEARING_S:
            self._count(track, at, gap)
        track.last_z = max(track.last_z, at)
        track.last_read = max(track.last_read, read.at)
        self._expires_z = min(self._expires_z, self._leaves_at(track))
        return track

    def _count(self, track: _Track, at: float, gap: float) -> None:
        """One separate hearing, `gap` after the one before."""
        if track.hearings:
            track.evidence *= math.exp(-gap / self._profile.fades_s)
        # A tag that was only passing says nothing of how it is heard once it stays.
        if track.hearings and (track.has_been_here or gap <= self._profile.fades_s):
            track.gap_s = max(gap, track.gap_s * math.exp(-gap / GAP_MEMORY_S))
            weight = max(INTERVAL_WEIGHT, 1 / track.hearings)
            track.interval_s += (gap - track.interval_s) * weight
        track.hearings += 1
        track.counted_z = at
        track.evidence += self._worth(track.rssi_dbm)

    def _worth(self, rssi_dbm: float | None) -> float:
        if rssi_dbm is None:
            return UNKNOWN_WORTH
        profile = self._profile
        span = profile.full_worth_dbm - profile.no_worth_dbm
        worth = (rssi_dbm - profile.no_worth_dbm) / span
        return min(1.0, max(profile.least_worth, worth))

    def _enough(self, at: float) -> float:
        """The evidence that an arrival takes now, with as many as there are to share the reader."""
        if at >= self._share_until_z:
            intervals = [track.interval_s for track in self._tracks.values() if track.hearings > 1]
            crowded = len(intervals) >= CROWD and median(intervals) > CROWD_INTERVAL_S
            self._crowded = crowded
            self._share_until_z = at + SHARE_S
        return self._profile.enough_in_a_crowd if self._crowded else self._profile.enough

    # -- leaving

    def _leaves_at(self, track: _Track) -> float:
        """The zone's time at which a silent tag is gone: it leaves, or it is forgotten."""
        if track.since is None:
            return track.last_z + FORGOTTEN_AFTER_S
        profile = self._profile
        silence = (
            profile.leaves_after_s
            + profile.interval_factor * track.interval_s
            + profile.gap_factor * track.gap_s
        )
        return track.last_z + min(
            silence, profile.strong_at_most_s if track.strong else profile.weak_at_most_s
        )

    def _expire(self, at: float, left: list[Presence]) -> None:
        if at < self._expires_z:
            return
        gone = [track for track in self._tracks.values() if self._leaves_at(track) <= at]
        for track in sorted(gone, key=self._leaves_at):
            if self._present.pop(track.tag, None) is not None:
                left.append(track.presence())
            if track.since is None or track.strong:
                del self._tracks[track.tag]
            else:
                # Weak tags come back from long fades: the gap will tell how patient to be then.
                track.since, track.evidence = None, 0.0
        self._expires_z = min(map(self._leaves_at, self._tracks.values()), default=math.inf)


def _read_at(read: TagRead) -> float:
    return read.at


def _strengthen(track: _Track, read: TagRead) -> None:
    """Follows the strength of the antenna that hears the tag best."""
    if read.rssi_dbm is None:
        track.antenna = read.antenna if track.rssi_dbm is None else track.antenna
    elif track.rssi_dbm is None:
        track.rssi_dbm, track.antenna = read.rssi_dbm, read.antenna
    elif read.antenna == track.antenna:
        track.rssi_dbm += (read.rssi_dbm - track.rssi_dbm) * STRENGTH_WEIGHT
    elif read.rssi_dbm > track.rssi_dbm + OTHER_ANTENNA_DB:
        track.rssi_dbm, track.antenna = read.rssi_dbm, read.antenna
