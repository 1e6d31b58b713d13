"""What a zone knows of one tag: how often it is heard, how strongly, and by which antenna.

Owns the measures that reads are turned into. Whether a tag is here is the zone's to say.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from hardware.rfid.reader import TagId, TagRead
from hardware.rfid.zone.presence import Presence
from hardware.rfid.zone.profile import ZoneProfile

# Readers repeat themselves: what is heard again within a round (0.1 s in the measurements) is the
# same hearing.
HEARING_S = 0.08
STRONG_RATE = 5.0  # hearings a second; from 6 on fades are rare and short (53 an hour, measured)
GAP_MEMORY_S = 60.0  # how long a long gap is remembered, to 1/e
INTERVAL_WEIGHT = 0.1  # of the newest interval in a tag's mean interval
LONG_GAP = 1.25  # in a strong tag's longest silence: longer gaps are remembered as such
WAITED_GAP = 0.95  # the same, of a tag that was waited for
FADE = 3.0  # more than so many intervals are a gap, and say little of the rate
STRENGTH_WEIGHT = 0.3  # of the newest read in a tag's mean strength
USUAL_WEIGHT = 0.01  # of the newest hearing in a tag's usual strength
PEAK_DB_S, PEAK_GAP_S = 3.0, 0.5  # how fast a peak is forgotten while the tag is heard
OTHER_ANTENNA_DB = 6.0  # what another antenna must lead by to be the tag's antenna,
LEADS_S = 1.0  # and for how long; one that is silent for as long leads no more


@dataclass(slots=True)
class Track:
    """Times ending in `_z` are the zone's, which stands still while the reader is away."""

    tag: TagId
    antenna: int
    rssi_dbm: float | None  # of the antenna that hears it best
    usual_dbm: float | None  # the same over a longer time
    peak_dbm: float | None  # the strongest lately
    first_z: float
    last_z: float
    last_read: float
    counted_z: float = -math.inf  # the last separate hearing
    hearings: int = 0
    reads: int = 0
    evidence: float = 0.0
    interval_s: float = 0.0  # mean, between separate hearings that no fade parts
    gap_s: float = 0.0  # the longest lately
    waited: bool = False  # in its silence it was given more time
    patience_s: float = math.inf  # how long it may be silent, while it is here,
    silent_from_z: float = math.inf  # and when that silence is noteworthy
    faint: bool = False  # so weak that it may be elsewhere
    strange: float = -math.inf  # by when it was first heard: log10 of the odds for elsewhere,
    suspicion: float = -math.inf  # and by all that is known
    sure: bool = True  # it came, and not only because others did
    since: float | None = None  # None: noticed, not present
    since_z: float = 0.0
    known: bool = False  # from before: it was heard, and did not arrive
    in_company: bool = False  # it arrived with others, not by evidence of its own
    older: bool = False  # it lay there alone for long when others came
    outlasted: int = 0  # and so many baskets were lifted since
    elsewhere_dbm: float | None = None  # its strength when that told that it is stored nearby
    left_z: float | None = None  # when it left, if it was here before
    others: dict[int, float | None] = field(default_factory=dict)  # other antennas' strength
    home_z: float = 0.0  # when its own antenna heard it last
    challenger: int = 0  # the other antenna that hears it clearly better, 0: none
    leads_since_z: float = 0.0
    told: Presence | None = None  # what was said of it, good until
    told_until_z: float = -math.inf

    @property
    def strong(self) -> bool:
        return self.interval_s <= 1 / STRONG_RATE

    def count(self, at: float, gap: float, profile: ZoneProfile) -> None:
        """One separate hearing, `gap` after the one before."""
        if self.hearings:
            faded = gap > profile.fades_s
            self.evidence = 0.0 if faded else self.evidence * math.exp(-gap / profile.fades_s)
            self._learn(gap, profile)
        self.hearings += 1
        if self.rssi_dbm is not None:
            before = self.rssi_dbm if self.usual_dbm is None else self.usual_dbm
            weight = max(USUAL_WEIGHT, 1 / self.hearings)
            self.usual_dbm = before + (self.rssi_dbm - before) * weight
            peak = self.rssi_dbm if self.peak_dbm is None else self.peak_dbm
            self.peak_dbm = max(self.rssi_dbm, peak - PEAK_DB_S * min(gap, PEAK_GAP_S))
        self.counted_z = at

    def _learn(self, gap: float, profile: ZoneProfile) -> None:
        here = self.since is not None
        back = self.left_z is not None and gap <= profile.fade_at_most_s
        # A tag that was only passing says nothing of how it is heard once it stays.
        if not (here or back or gap <= profile.fades_s):
            return
        # A gap that was only waited for because others were heard teaches no patience without them.
        longest = (WAITED_GAP if self.waited else LONG_GAP) * profile.strong_at_most_s
        self.waited = False
        self.gap_s = max(min(gap, longest), self.gap_s * math.exp(-gap / GAP_MEMORY_S))
        if self.hearings == 1:
            self.interval_s = gap
        else:
            usual = min(gap, FADE * max(self.interval_s, HEARING_S))
            weight = max(INTERVAL_WEIGHT, 1 / self.hearings)
            self.interval_s += (usual - self.interval_s) * weight

    def strengthen(self, read: TagRead, at: float) -> None:
        """Follows the strength of the antenna that hears the tag best, once it does for long."""
        if read.antenna == self.antenna:
            self.home_z = at
            self.rssi_dbm = _smoothed(self.rssi_dbm, read.rssi_dbm)
            return
        level = self.others[read.antenna] = _smoothed(self.others.get(read.antenna), read.rssi_dbm)
        home_is_silent = at - self.home_z > LEADS_S
        if not home_is_silent and not _leads(level, self.rssi_dbm):
            if self.challenger == read.antenna:
                self.challenger = 0
        elif self.challenger != read.antenna:
            self.challenger, self.leads_since_z = read.antenna, at
        elif at - self.leads_since_z >= LEADS_S:
            self.others[self.antenna] = self.rssi_dbm
            self.antenna, self.rssi_dbm = read.antenna, level
            self.home_z, self.challenger = at, 0


def _smoothed(mean: float | None, newest: float | None) -> float | None:
    if mean is None or newest is None:
        return mean if newest is None else newest
    return mean + (newest - mean) * STRENGTH_WEIGHT


def _leads(level: float | None, home: float | None) -> bool:
    return level is not None and (home is None or level > home + OTHER_ANTENNA_DB)
