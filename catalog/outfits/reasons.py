"""Why something is offered, as values: the words are the screen's, in every language. Pure."""

from __future__ import annotations

from catalog.colours import NEUTRALS, harmony
from catalog.outfits.fitting import Room
from catalog.outfits.ranking import Pick
from catalog.outfits.style import PLAIN_CLOTHS
from catalog.product import Reason, ReasonKind

MOST = 3
_UNTOLD = ("", "multi")


def reasons_for(room: Room, pick: Pick) -> tuple[Reason, ...]:
    """The most telling first. Empty when there is nothing to say but that it fits."""
    found = (
        _of_look(pick),
        Reason(ReasonKind.OFTEN_BOUGHT) if pick.candidate.learned > 0 else None,
        _of_colour(room, pick),
        _of_fabric(room, pick),
        _of_line(room, pick),
        _of_season(room, pick),
    )
    return tuple(reason for reason in found if reason is not None)[:MOST]


def _of_look(pick: Pick) -> Reason | None:
    look = pick.candidate.look
    if look is None or not look.has(pick.garment):
        return None
    return Reason(ReasonKind.WORN_TOGETHER, look.title)


def _of_colour(room: Room, pick: Pick) -> Reason | None:
    family = pick.garment.family
    known = [garment.family for garment in room.garments if garment.family not in _UNTOLD]
    if family in _UNTOLD or not known:
        return None
    if family in known:
        return Reason(ReasonKind.SAME_COLOUR, family)
    best = max(known, key=lambda other: (harmony(other, family), other))
    if harmony(best, family) >= 0.5 or best in NEUTRALS or family in NEUTRALS:
        return Reason(ReasonKind.GOES_WITH_COLOUR, best)
    return None


def _of_fabric(room: Room, pick: Pick) -> Reason | None:
    fabric = pick.candidate.style.fabric
    if fabric in PLAIN_CLOTHS or all(style.fabric != fabric for style in room.styles):
        return None
    return Reason(ReasonKind.SAME_FABRIC, fabric)


def _of_line(room: Room, pick: Pick) -> Reason | None:
    brand = pick.candidate.brand
    return Reason(ReasonKind.SAME_LINE, brand) if brand and brand in room.brands else None


def _of_season(room: Room, pick: Pick) -> Reason | None:
    season = pick.garment.season
    if not season or all(garment.season != season for garment in room.garments):
        return None
    return Reason(ReasonKind.SEASON, season)
