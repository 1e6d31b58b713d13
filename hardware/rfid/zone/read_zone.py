"""The rule by which a tag arrives and leaves.

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
from collections.abc import Iterable, Sequence
from operator import attrgetter
from statistics import median

from hardware.rfid.reader import TagId, TagRead
from hardware.rfid.zone import judgement, settling
from hardware.rfid.zone.presence import Near, Presence, ZoneChange
from hardware.rfid.zone.profile import ZoneProfile
from hardware.rfid.zone.track import HEARING_S, Track

CROWD, CROWD_INTERVAL_S = 8, 0.35  # so many tags, each heard this seldom, make a crowd
AT_MOST_S = 0.5  # one hearing stands for at most so much time
APART_S = 3.0  # and after such a silence for itself
SHARE_S = 0.5  # how often a zone looks whether it is crowded
FORGOTTEN_AFTER_S = 30.0  # a tag that never arrived
BEFORE_S = 1.5  # so long before the first that surely came, its company may be heard
MOST_NEARBY = 500

_read_at = attrgetter("at")


class ReadZone:
    """One antenna's zone, or several antennas' that hear the same place."""

    def __init__(self, profile: ZoneProfile) -> None:
        self._profile = profile
        self._tracks: dict[TagId, Track] = {}
        self._present: dict[TagId, Track] = {}
        self._away_s = 0.0  # how much time has not passed here
        self._updated_at: float | None = None
        self._was_ok = True
        self._expires_z = math.inf  # no tag leaves or is forgotten before
        self._crowded = False
        self._share_until_z = -math.inf
        self._listens_since_z = math.inf
        self._company_from_z = math.inf
        self._company_until_z = -math.inf
        self._nearby: dict[TagId, None] = {}  # who was heard, and did not arrive; latest last

    def update(self, reads: Sequence[TagRead], now: float, reader_ok: bool = True) -> ZoneChange:
        """Takes in what was heard until `now`, in seconds of the reads' clock.

        `reads` may be slightly out of order. Time between two updates counts as silence only if
        the reader was well at both.
        """
        if self._updated_at is not None and not (reader_ok and self._was_ok):
            self._away_s += max(0.0, now - self._updated_at)
            self._listens_since_z = math.inf
        self._was_ok = reader_ok
        arrived: list[Presence] = []
        left: list[Presence] = []
        for read in sorted(reads, key=_read_at):
            at = min(read.at, now) - self._away_s
            self._expire(at, left)
            self._listens_since_z = min(self._listens_since_z, at)
            track = self._hear(read, at)
            if track.since is None:
                self._consider(track, at, arrived)
        self._updated_at = max(now, self._updated_at or now)
        at = self._updated_at - self._away_s
        self._listens_since_z = min(self._listens_since_z, at)
        self._expire(at, left)
        return self._change(at, arrived, left)

    # -- what is told

    def _change(
        self, at: float, arrived: Sequence[Presence], left: Sequence[Presence]
    ) -> ZoneChange:
        near = tuple(self._near(at)) if len(self._tracks) > len(self._present) else ()
        since_z = self._listens_since_z
        settled = settling.settled(self._present.values(), near, since_z, at, self._profile)
        return ZoneChange(
            tuple([self._presence(track, at) for track in self._present.values()]),
            tuple(arrived),
            tuple(left),
            near,
            self._was_ok and settled.stable and not arrived and not left,
            settled.unheard,
        )

    def _presence(self, track: Track, at: float) -> Presence:
        if track.told is not None and at <= track.told_until_z:
            return track.told
        since = track.last_read if track.since is None else track.since
        confidence, doubt = judgement.of_present(track, at, self._profile)
        track.told = Presence(
            track.tag,
            since,
            track.last_read,
            track.rssi_dbm,
            track.antenna,
            track.reads,
            confidence,
            doubt,
        )
        track.told_until_z = track.silent_from_z if at <= track.silent_from_z else math.inf
        return track.told

    def _near(self, at: float) -> Iterable[Near]:
        for track in self._tracks.values():
            if track.since is None and (track.left_z is None or track.last_z > track.left_z):
                reason = judgement.of_near(track, at)
                yield Near(track.tag, reason, track.rssi_dbm, track.reads, track.last_read)

    # -- arrival

    def _hear(self, read: TagRead, at: float) -> Track:
        track = self._tracks.get(read.tag)
        if track is None:
            rssi_dbm = read.rssi_dbm
            track = Track(read.tag, read.antenna, rssi_dbm, rssi_dbm, rssi_dbm, at, at, read.at)
            track.known = read.tag in self._nearby
            self._tracks[read.tag] = track
        elif track.since is None and track.left_z is not None and track.last_z <= track.left_z:
            track.first_z = at  # it was gone, and is heard again
            track.known = track.in_company and at > self._company_until_z
        track.reads += read.count
        track.told = None
        track.strengthen(read, at)
        gap = at - track.counted_z if track.hearings else HEARING_S
        if gap >= HEARING_S:
            track.count(at, gap, self._profile)
            if track.since is None:
                stands_for = min(gap, AT_MOST_S) if gap <= APART_S else HEARING_S
                track.evidence += judgement.worth(track, at, self._profile) * stands_for
            track.last_z = max(track.last_z, at)
            judgement.judge(track, self._profile)
            self._expires_z = min(self._expires_z, self._leaves_at(track))
        track.last_z = max(track.last_z, at)
        track.last_read = max(track.last_read, read.at)
        return track

    def _consider(self, track: Track, at: float, arrived: list[Presence]) -> None:
        """Lets a tag arrive that was heard just now, if it is time, and those that came with it."""
        profile = self._profile
        faint_alone = profile.company_s > 0 and track.faint
        if not faint_alone and track.evidence >= self._enough(at):
            self._arrive(track, at, arrived)
            if profile.company_s:
                self._keep_company(track, at, arrived)
        elif at <= self._company_until_z and self._came_along(track):
            track.in_company = True
            self._arrive(track, at, arrived)

    def _arrive(self, track: Track, at: float, arrived: list[Presence]) -> None:
        track.since, track.since_z = track.last_read, at
        self._present[track.tag] = track
        judgement.judge(track, self._profile)
        self._expires_z = min(self._expires_z, self._leaves_at(track))
        track.told = None
        arrived.append(self._presence(track, at))

    def _keep_company(self, track: Track, at: float, arrived: list[Presence]) -> None:
        """What is heard for the first time together with what surely came has come with it."""
        if at > self._company_until_z:
            self._company_from_z = track.first_z - BEFORE_S
        self._company_until_z = at + self._profile.company_s
        for other in self._tracks.values():
            if other.since is None and self._came_along(other):
                other.in_company = True
                self._arrive(other, at, arrived)

    def _came_along(self, track: Track) -> bool:
        first = track.first_z >= self._company_from_z
        outside = judgement.worth(track, track.first_z, self._profile) <= 0.0
        return first and not track.known and not outside

    def _enough(self, at: float) -> float:
        """The evidence that an arrival takes now, with as many as there are to share the reader."""
        if at >= self._share_until_z:
            intervals = [track.interval_s for track in self._tracks.values() if track.hearings > 1]
            crowded = len(intervals) >= CROWD and median(intervals) > CROWD_INTERVAL_S
            self._crowded = crowded
            self._share_until_z = at + SHARE_S
        return self._profile.enough_in_a_crowd if self._crowded else self._profile.enough

    # -- leaving

    def _leaves_at(self, track: Track) -> float:
        """The zone's time at which a silent tag is gone: it leaves, or it is forgotten."""
        if track.since is None:
            return track.last_z + FORGOTTEN_AFTER_S
        return track.last_z + track.patience_s

    def _expire(self, at: float, left: list[Presence]) -> None:
        if at < self._expires_z:
            return
        gone = [track for track in self._tracks.values() if self._leaves_at(track) <= at]
        for track in sorted(gone, key=self._leaves_at):
            if self._present.pop(track.tag, None) is None:
                self._forget(track)
            else:
                track.left_z = self._leaves_at(track)
                left.append(self._presence(track, track.left_z))
                # It may come back from a long fade: the gap will tell how patient to be then.
                track.since, track.evidence = None, 0.0
        self._expires_z = min(map(self._leaves_at, self._tracks.values()), default=math.inf)

    def _forget(self, track: Track) -> None:
        del self._tracks[track.tag]
        if track.left_z is None or track.known:
            self._nearby.pop(track.tag, None)
            self._nearby[track.tag] = None
            if len(self._nearby) > MOST_NEARBY:
                del self._nearby[next(iter(self._nearby))]
        else:
            self._nearby.pop(track.tag, None)
