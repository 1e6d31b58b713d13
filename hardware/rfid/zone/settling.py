"""Whether a zone has settled: is any change still to be expected, given how its tags are heard?

Pure. The tags that are here tell how those are heard that were not heard yet: were there one more
like each of them, with what chance would it still be unheard? The sum is how many more may be
there, as estimators of unseen species count (a kind heard once says that there are others).
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from hardware.rfid.zone.presence import Near, NearReason
from hardware.rfid.zone.profile import ZoneProfile
from hardware.rfid.zone.track import Track

FEW_UNHEARD = 0.1
ONCE_S = 1.5  # the mean silence of a tag that was heard once
SURELY = 10.0  # no tag is silent for so many of its longest silences


@dataclass(frozen=True, slots=True)
class Settled:
    stable: bool
    unheard: float


def settled(
    present: Collection[Track],
    near: Iterable[Near],
    listens_since_z: float,
    at: float,
    profile: ZoneProfile,
) -> Settled:
    newest, restless, sure = listens_since_z, False, []
    for track in present:
        if not track.faint:
            sure.append(track)
            newest = max(newest, track.first_z)
            restless = restless or at > track.silent_from_z
    listened = max(0.0, at - newest)
    unheard = sum([_unheard(track, listened) for track in sure])
    stable = (
        listened >= profile.settles_s
        and unheard <= FEW_UNHEARD
        and not restless
        and not any(each.reason is NearReason.NEW for each in near)
    )
    return Settled(stable, round(unheard, 2))


def _unheard(track: Track, listened: float) -> float:
    """The chance that a tag heard as this one is would not have been heard yet.

    The longest of n silences that end by chance is about 1 + ln n times the mean one.
    """
    if track.hearings < 2:
        return math.exp(-listened / ONCE_S)
    if listened >= SURELY * track.gap_s:
        return 0.0
    mean = track.gap_s / (1.0 + math.log(track.hearings - 1))
    return math.exp(-listened / mean)
