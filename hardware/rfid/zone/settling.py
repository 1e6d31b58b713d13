"""Whether a zone has settled: is any change still to be expected, given how its tags are heard?

Pure. The tags that are here tell how those are heard that were not heard yet: were there one more
like each of them, with what chance would it still be unheard? The sum is how many more may be
there, as estimators of unseen species count (a kind heard once says that there are others).
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from hardware.rfid.zone import judgement
from hardware.rfid.zone.presence import Near, NearReason
from hardware.rfid.zone.profile import ZoneProfile
from hardware.rfid.zone.track import Track

FEW_UNHEARD = 0.1


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
    newest = max((track.first_z for track in present), default=listens_since_z)
    listened = at - max(newest, listens_since_z)
    unheard = sum(_unheard(track, at, listened) for track in present)
    stable = (
        listened >= profile.settles_s
        and unheard <= FEW_UNHEARD
        and not any(each.reason is NearReason.NEW for each in near)
        and not any(
            at - track.last_z > judgement.SILENT * judgement.patience(track, profile)
            for track in present
        )
    )
    return Settled(stable, round(unheard, 2))


def _unheard(track: Track, at: float, listened: float) -> float:
    """The chance that a tag heard as this one is would not have been heard yet.

    The longest of n silences that end by chance is about 1 + ln n times the mean one.
    """
    if track.hearings < 2:
        return 1.0
    longest = max(track.gap_s, at - track.last_z)
    mean = longest / (1.0 + math.log(track.hearings - 1))
    return math.exp(-max(0.0, listened) / mean)
