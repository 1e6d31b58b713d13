"""The rule by which a tag arrives and leaves.

Real tags are not heard evenly. How often a tag is heard is the reader's capacity shared by all
tags, silence comes in bursts, and tags stored nearby are heard now and then. So nothing here is a
fixed count or a fixed silence:

- A tag arrives when the evidence for it is enough: each separate hearing counts for what its
  strength is worth, and evidence fades. Where many tags share the reader, fewer hearings are to be
  had, so fewer are asked for.
- A tag leaves after a silence that grows with how often it was heard and with the longest gaps
  that it was seen to make while it was here.
- Others tell of it, too. What people carry comes and goes together: an armful is as far away as
  most of it, who is silent alone is covered or badly hung rather than gone, and a basket is lifted
  with all that came along; what is heard on then lies elsewhere.
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
BEFORE_S = 0.5  # so long before the first that surely came, its company may be heard
MOST_NEARBY = 500
AFTER_S = 0.5  # what is heard so long after a basket was lifted was no part of it
RESUMES_S = 10.0  # a basket whose tags are back so soon had not been lifted
OLDER_S = 60.0  # a tag that lay there for so long, alone, may be stored nearby
LATELY_S, MANY = 1.0, 10  # who was heard so lately, so often in all, tells that people are here
WAITS_S, AT_ONCE_S = 0.5, 3.0  # asked again so soon; who fell silent so close together, went
NEW_S, ARMFUL, ARMFUL_S = 3.0, 3, 0.1  # so many, heard for no longer, are one; looked at so often
OUTLASTS = 2  # baskets that came and went meanwhile; then it is

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
        self._newcomers: float | None = None
        self._newcomers_until_z = -math.inf
        self._share_until_z = -math.inf
        self._listens_since_z = math.inf
        self._company_from_z = math.inf
        self._company_until_z = -math.inf
        self._lifted_z = -math.inf  # when a tag that has left meanwhile was last heard
        self._started_z = math.inf  # when it was first asked
        self._begun_z = 0.0  # when the first tag of the basket was first heard
        self._in_basket = False  # tags that surely came are here
        # Who was heard and is not here, latest last, and how strongly where that was told apart.
        self._nearby: dict[TagId, float | None] = {}

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
            self._started_z = min(self._started_z, at)
            track = self._hear(read, at)
            if track.since is None:
                self._consider(track, at, arrived)
        self._updated_at = max(now, self._updated_at or now)
        at = self._updated_at - self._away_s
        self._started_z = min(self._started_z, at)
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
            tuple(self._presence(track, at) for track in self._present.values()),
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
            track.elsewhere_dbm = self._nearby.get(read.tag)
            self._tracks[read.tag] = track
        elif track.since is None and track.left_z is not None and track.last_z <= track.left_z:
            track.first_z = at  # it was gone, and is heard again
            track.known = track.known or (track.in_company and not self._in_basket)
        track.reads += read.count
        track.told = None
        track.strengthen(read, at)
        gap = at - track.counted_z if track.hearings else HEARING_S
        if gap >= HEARING_S:
            track.count(at, gap, self._profile)
            if track.since is None:
                stands_for = min(gap, AT_MOST_S) if gap <= APART_S else HEARING_S
                others_dbm = self._newcomers_dbm(at) if self._profile.others_weigh else None
                worth = judgement.worth(track, at, self._profile, others_dbm)
                track.evidence += worth * stands_for
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
        elif (
            self._in_basket
            and not track.known
            and (track.in_company or (at <= self._company_until_z and self._came_along(track)))
        ):
            self._join(track, at, arrived)

    def _arrive(self, track: Track, at: float, arrived: list[Presence]) -> None:
        track.since, track.since_z = track.last_read, at
        self._present[track.tag] = track
        judgement.judge(track, self._profile)
        self._expires_z = min(self._expires_z, self._leaves_at(track))
        track.told = None
        arrived.append(self._presence(track, at))

    def _keep_company(self, track: Track, at: float, arrived: list[Presence]) -> None:
        """What is heard for the first time together with what surely came has come with it."""
        track.in_company, track.older, track.outlasted = False, False, 0
        if not self._in_basket or at > self._company_until_z:
            self._company_from_z = track.first_z - BEFORE_S
        if not self._in_basket:
            self._in_basket = True
            self._begun_z = track.first_z
            self._resume(track)
        self._company_until_z = at + self._profile.company_s
        for other in self._tracks.values():
            if (
                other.since is None
                and not other.known
                and (other.in_company or self._came_along(other))
            ):
                self._join(other, at, arrived)
            elif other.since is not None and at - other.since_z > OLDER_S:
                other.older = other.older or judgement.may_be_beside(other, self._profile)

    def _join(self, track: Track, at: float, arrived: list[Presence]) -> None:
        after_s = track.first_z - self._begun_z
        track.in_company = True
        track.strange = judgement.strangeness(after_s, at - self._started_z)
        self._arrive(track, at, arrived)

    def _resume(self, track: Track) -> None:
        """Takes what left with a tag that is back for a part of its basket again."""
        gone_z = math.inf if track.left_z is None else track.left_z
        lifted = track.last_z - gone_z > RESUMES_S or gone_z == math.inf
        for other in self._tracks.values():
            if other.in_company and other.since is None:
                with_it = not lifted and other.left_z is not None and other.left_z >= gone_z
                other.in_company = with_it
                other.known = other.known and not with_it

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

    def _newcomers_dbm(self, at: float) -> float | None:
        """How strongly those are heard who came together: they are carried by one person."""
        if at >= self._newcomers_until_z:
            self._newcomers_until_z = at + ARMFUL_S
            strengths = [
                track.rssi_dbm
                for track in self._tracks.values()
                if at - track.first_z < NEW_S and at - track.last_z < LATELY_S
                if track.rssi_dbm is not None
            ]
            few = len(strengths) < ARMFUL
            self._newcomers = None if few else sum(strengths) / len(strengths)
        return self._newcomers

    # -- leaving

    def _leaves_at(self, track: Track) -> float:
        """The zone's time at which a silent tag is gone: it leaves, or it is forgotten."""
        if track.since is None:
            return track.last_z + FORGOTTEN_AFTER_S
        return track.last_z + track.patience_s

    def _expire(self, at: float, left: list[Presence]) -> None:
        while at >= self._expires_z:
            track = min(self._tracks.values(), key=self._leaves_at)
            leaves_at = self._leaves_at(track)
            if leaves_at > at:
                self._expires_z = leaves_at
            elif track.since is None:
                self._forget(track)
            elif self._others_stay(track):
                track.patience_s += WAITS_S
                track.waited = True
            else:
                self._leave(track, leaves_at, left)
            if not self._tracks:
                self._expires_z = math.inf

    def _others_stay(self, track: Track) -> bool:
        """Whether a tag went silent by itself: people leave with all that they brought."""
        if track.patience_s >= self._profile.others_stay_s or track.in_company:
            return False
        if judgement.lay_still(track, self._profile):
            return False
        lately_z = track.last_z + track.patience_s - LATELY_S
        stay, gone = 0, 0
        for other in self._present.values():
            if other.last_z > lately_z:
                stay += other.hearings >= MANY and not other.faint
            elif other is not track:
                gone += other.last_z > track.last_z - AT_ONCE_S
        return stay > gone

    def _leave(self, track: Track, at: float, left: list[Presence]) -> None:
        del self._present[track.tag]
        track.left_z = at
        left.append(self._presence(track, at))
        # It may come back from a long fade: the gap will tell how patient to be then.
        track.since, track.evidence = None, 0.0
        if self._in_basket and track.sure:
            self._lifted_z = max(self._lifted_z, track.last_z)
            if not any(other.sure and not other.older for other in self._present.values()):
                self._end_basket(at, left)

    def _end_basket(self, at: float, left: list[Presence]) -> None:
        """All that surely came is lifted: what came with it, too. What is still heard is not."""
        self._in_basket = False
        for track in list(self._present.values()):
            heard_on = track.last_z > self._lifted_z + AFTER_S
            track.outlasted += track.older and heard_on
            if not track.sure or track.outlasted >= OUTLASTS:
                track.known = heard_on
                self._leave(track, at, left)
                if track.older:
                    track.elsewhere_dbm = track.usual_dbm
        self._lifted_z = -math.inf

    def _forget(self, track: Track) -> None:
        del self._tracks[track.tag]
        if track.left_z is None or track.known:
            self._nearby.pop(track.tag, None)
            self._nearby[track.tag] = track.elsewhere_dbm
            if len(self._nearby) > MOST_NEARBY:
                del self._nearby[next(iter(self._nearby))]
        else:
            self._nearby.pop(track.tag, None)
