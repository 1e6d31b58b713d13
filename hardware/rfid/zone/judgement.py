"""What a tag's measures are worth: for its arrival, for its leaving, and for how sure both are.

Pure functions of one track, a moment and the profile.
"""

from __future__ import annotations

import math

from hardware.rfid.reader import TagKind
from hardware.rfid.zone.presence import Doubt, NearReason
from hardware.rfid.zone.profile import ZoneProfile
from hardware.rfid.zone.track import GAP_MEMORY_S, Track

UNKNOWN_PLACE = 0.7  # of a tag whose reader tells no strength
UNKNOWN_WORTH, CARD_WORTH = 2.0, 4.0  # a card's reader reaches a few centimetres: two are enough
CARD_LEAVES_S = 0.8  # a card lies on its reader or not: it does not fade
MOST_WORTH = 1.8  # nobody has come in half a second
FAINT = 0.3  # place below which a tag that is here may be elsewhere
BESIDE = 0.7  # and below which it may lie beside, if it was there long before the others
CLOSE = 1.5  # place of a tag that is heard in every round
STILL_DB = 4.0  # reflections and hopping make up so much
MOVED_DB = 6.0  # what is stored nearby must be so much stronger to have been laid down
FADES = 0.15  # place below which tags fade for long (measured: from about -71 dBm on)
LATE_S, LATE_DB = 5.0, 4.0  # who has not arrived by then must be so much stronger, or inside
UNDECIDED_S = 3.0  # after which a tag that has not arrived is not expected to
SILENT = 0.5  # of a tag's patience: after it the silence is noteworthy
SELDOM_S = 1.5
# Log10 of odds for a stranger in a basket: of any tag that came along; less if it was heard at
# once, more the later; as is a tag's that is weaker than at WEAK_PLACE.
STRANGERS, AT_ONCE, AT_ONCE_S, LATE, LATE_A_S, LATEST = -3.2, -0.8, 0.3, 0.2, 0.3, 1.0
WEAK_PLACE = 0.2
FAMILIAR_S = 300.0  # after which a zone knows most of what is around it
ASK = -1.25  # from which odds on a tag is doubtful
SHORTLY_S = 2.0  # what was heard for no longer may be silent for long
FEW_HEARINGS = 4  # which say little of how often a tag is heard


def place(rssi_dbm: float | None, track: Track, profile: ZoneProfile) -> float:
    """Where its strength puts a tag, from 0 (outside) to 1 (surely inside), and beyond."""
    if rssi_dbm is None:
        return UNKNOWN_PLACE if track.tag.kind is TagKind.EPC else 1.0
    span = profile.full_worth_dbm - profile.no_worth_dbm
    return (rssi_dbm - profile.no_worth_dbm) / span


def worth(track: Track, at: float, profile: ZoneProfile, others_dbm: float | None = None) -> float:
    """Of a second of hearing a tag as strongly as now: ten times more inside than outside.

    Who passes is heard well for a moment, so what is weaker must be heard for longer. What was
    heard for long and has not arrived is most likely stored nearby, or hangs next door.
    """
    if track.rssi_dbm is None:
        return UNKNOWN_WORTH if track.tag.kind is TagKind.EPC else CARD_WORTH
    rssi_dbm = track.rssi_dbm
    where = place(rssi_dbm, track, profile)
    if profile.calibrated and where <= 0.0:
        return 0.0
    if others_dbm is not None:
        rssi_dbm += (others_dbm - rssi_dbm) * profile.others_weigh
        where = place(rssi_dbm, track, profile)
    if track.elsewhere_dbm is not None and track.rssi_dbm < track.elsewhere_dbm + MOVED_DB:
        return 0.0
    if where < 1.0 and at - track.first_z > LATE_S and track.left_z is None:
        where = place(rssi_dbm - LATE_DB, track, profile)
    if profile.calibrated and where <= 0.0:
        return 0.0
    return min(MOST_WORTH, math.pow(10.0, where - 1.0))


def may_be_beside(track: Track, profile: ZoneProfile) -> bool:
    """Whether a tag that was here long before the others may be stored nearby."""
    return track.usual_dbm is not None and place(track.usual_dbm, track, profile) < BESIDE


def strangeness(after_s: float, listened_s: float) -> float:
    """Log10 of the odds that what came along lies elsewhere, by when it was first heard.

    What lies in a basket is mostly heard at once; strangers come at any time, and are the rarer
    the longer the zone has listened to what is around it. Measured in simulated baskets.
    """
    late = AT_ONCE if after_s < AT_ONCE_S else min(LATEST, LATE + LATE_A_S * after_s)
    unfamiliar = max(0.0, math.log10(FAMILIAR_S) - math.log10(FAMILIAR_S / 50 + listened_s))
    return STRANGERS + late + unfamiliar


def suspicion(track: Track, profile: ZoneProfile) -> float:
    """The same by its strength, and by how long it was heard, too."""
    if not track.in_company or track.usual_dbm is None:
        return -math.inf
    weaker = WEAK_PLACE - place(track.usual_dbm, track, profile)
    by_strength = 0.1 + (weaker if weaker > 0 else max(-1.6, 3.5 * weaker))
    heard_s = min(track.last_z - track.first_z, 0.2 * track.hearings)
    return track.strange + by_strength + max(-1.3, 1.1 - 1.2 * heard_s)


def lay_still(track: Track, profile: ZoneProfile) -> bool:
    """Whether a tag was surely inside, and had not been moved, when it was last heard."""
    if track.rssi_dbm is None or track.usual_dbm is None:
        return True
    moved = abs(track.rssi_dbm - track.usual_dbm) > STILL_DB
    return not moved and place(track.rssi_dbm, track, profile) >= CLOSE


def judge(track: Track, profile: ZoneProfile) -> None:
    """Settles what a hearing may have changed."""
    track.faint = place(track.usual_dbm, track, profile) < FAINT
    track.suspicion = suspicion(track, profile)
    few = track.faint or track.hearings < FEW_HEARINGS
    track.sure = not (track.in_company and few)
    track.patience_s = patience(track, profile)
    track.silent_from_z = track.last_z + SILENT * track.patience_s


def patience(track: Track, profile: ZoneProfile) -> float:
    """How long a tag that is here may be silent."""
    if track.in_company and track.last_z - track.first_z < SHORTLY_S:
        return profile.weak_at_most_s
    interval = track.interval_s
    if track.rssi_dbm is None and track.tag.kind is not TagKind.EPC:
        silence = CARD_LEAVES_S + profile.interval_factor * interval
        return min(silence + profile.gap_factor * track.gap_s, profile.strong_at_most_s)
    here_s = track.last_z - track.since_z
    lately = place(track.peak_dbm, track, profile)
    weakness = 1.0 - min(1.0, lately)
    longest = profile.longest_gap_s
    trusted = min(longest, max(profile.first_gap * interval, longest * weakness))
    gap = max(track.gap_s, trusted * math.exp(-here_s / GAP_MEMORY_S))
    silence = profile.leaves_after_s + profile.interval_factor * interval + profile.gap_factor * gap
    short = track.strong and lately >= FADES
    short = short and (track.gap_s < profile.strong_at_most_s or not profile.fade_at_most_s)
    return min(silence, profile.strong_at_most_s if short else profile.weak_at_most_s)


def of_present(track: Track, at: float, profile: ZoneProfile) -> tuple[float, Doubt]:
    """How surely a tag that counts as present is here, 0 to 1, and what speaks against it."""
    where = min(1.0, max(0.0, place(track.usual_dbm, track, profile)))
    sure = round(0.5 + 0.5 * where, 2)
    if at > track.silent_from_z:
        return round(sure / 2, 2), Doubt.SILENT
    if track.older or (track.suspicion > ASK if track.in_company else track.faint):
        return sure, Doubt.FAINT
    if track.interval_s > SELDOM_S:
        return sure, Doubt.SELDOM
    return sure, Doubt.NONE


def of_near(track: Track, at: float) -> NearReason:
    """Why a tag that is heard does not count as present."""
    if (
        not track.known
        and at - track.last_z < UNDECIDED_S
        and track.last_z - track.first_z < UNDECIDED_S
    ):
        return NearReason.NEW
    if track.faint:
        return NearReason.WEAK
    return NearReason.PASSING if at - track.last_z > UNDECIDED_S else NearReason.SELDOM
