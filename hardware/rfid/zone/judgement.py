"""What a tag's measures are worth: for its arrival, for its leaving, and for how sure both are.

Pure functions of one track, a moment and the profile.
"""

from __future__ import annotations

import math

from hardware.rfid.reader import TagKind
from hardware.rfid.zone.presence import Doubt, NearReason
from hardware.rfid.zone.profile import ZoneProfile
from hardware.rfid.zone.track import GAP_MEMORY_S, LONGEST_FIRST_GAP_S, Track

UNKNOWN_WORTH = 0.7  # of a hearing from a reader that tells no strength
CARD_WORTH = (
    1.3  # of a card before a reader that reaches a few centimetres: two hearings are enough
)
FAINT_WORTH = 0.3  # below it a tag that is here may be elsewhere
UNDECIDED_S = 3.0  # after which a tag that has not arrived is not expected to
SILENT = 0.5  # of a tag's patience: after it the silence is noteworthy
SELDOM_S = 1.5
FEW_HEARINGS = 4  # which say little of how often a tag is heard


def worth(track: Track, profile: ZoneProfile) -> float:
    """Of a hearing of the strength that the tag has now, 0 to 1 or so."""
    if track.rssi_dbm is None:
        return UNKNOWN_WORTH if track.tag.kind is TagKind.EPC else CARD_WORTH
    span = profile.full_worth_dbm - profile.no_worth_dbm
    share = (track.rssi_dbm - profile.no_worth_dbm) / span
    return min(1.0, max(profile.least_worth, share))


def is_faint(track: Track, profile: ZoneProfile) -> bool:
    """So weak that it fades for long (measured), and that it may be elsewhere."""
    return worth(track, profile) < FAINT_WORTH


def patience(track: Track, profile: ZoneProfile) -> float:
    """How long a tag that is here may be silent."""
    if track.in_company and track.hearings < FEW_HEARINGS:
        return profile.weak_at_most_s
    interval = track.interval_s
    here_s = track.last_z - track.since_z
    weakness = 1.0 - min(1.0, worth(track, profile))
    trusted = max(profile.first_gap * interval, LONGEST_FIRST_GAP_S * weakness)
    trusted = min(trusted, LONGEST_FIRST_GAP_S)
    gap = max(track.gap_s, trusted * math.exp(-here_s / GAP_MEMORY_S))
    silence = profile.leaves_after_s + profile.interval_factor * interval + profile.gap_factor * gap
    short = track.strong and not is_faint(track, profile)
    short = short and (track.gap_s < profile.strong_at_most_s or not profile.fade_at_most_s)
    return min(silence, profile.strong_at_most_s if short else profile.weak_at_most_s)


def of_present(track: Track, at: float, profile: ZoneProfile) -> tuple[float, Doubt]:
    """How surely a tag that counts as present is here, 0 to 1, and what speaks against it."""
    place = min(1.0, worth(track, profile))
    sure = round(0.5 + 0.5 * place, 2)
    if at > silent_from(track):
        return round(sure / 2, 2), Doubt.SILENT
    if place < FAINT_WORTH:
        return sure, Doubt.FAINT
    if track.interval_s > SELDOM_S or (track.in_company and track.hearings < FEW_HEARINGS):
        return sure, Doubt.SELDOM
    return sure, Doubt.NONE


def silent_from(track: Track) -> float:
    """The zone's time from which the silence of a tag that is here is noteworthy."""
    return track.last_z + SILENT * track.patience_s


def of_near(track: Track, at: float, profile: ZoneProfile) -> NearReason:
    """Why a tag that is heard does not count as present."""
    if (
        not track.known
        and at - track.last_z < UNDECIDED_S
        and track.last_z - track.first_z < UNDECIDED_S
    ):
        return NearReason.NEW
    if is_faint(track, profile):
        return NearReason.WEAK
    return NearReason.PASSING if at - track.last_z > UNDECIDED_S else NearReason.SELDOM
