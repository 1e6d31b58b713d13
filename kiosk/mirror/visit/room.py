"""What a visit makes of its room: what hangs here, what left, whether the reader hears.

Owns when a garment counts as handed back, and that what the hands did last is what is shown. Pure.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hardware.rfid.reader import TagId
from kiosk.mirror.visit import rating
from kiosk.mirror.visit.company import Came, is_empty, receiving, who_came
from kiosk.mirror.visit.events import Garment, RoomSeen
from kiosk.mirror.visit.focus import Focus
from kiosk.mirror.visit.handed import Handed, newest
from kiosk.mirror.visit.step import Step

if TYPE_CHECKING:
    from kiosk.mirror.visit.visit import FittingVisit


def seeing(visit: FittingVisit, seen: RoomSeen, now: float) -> Step:
    present = frozenset({*(garment.tag for garment in seen.garments), *seen.unknown})
    visit = replace(visit, unseen=visit.unseen & present)
    if present and present <= visit.unseen:
        return Step(visit)  # it hung here already when the shopper wanted all forgotten
    came = who_came(visit.before or visit, seen)
    visit = receiving(visit, seen, now)
    before = {garment.tag: garment for garment in visit.garments}
    here = {garment.tag for garment in seen.garments}
    arrived = bool(here - before.keys())
    gone = [garment for tag, garment in before.items() if tag not in {*here, *seen.unknown}]
    empty = is_empty(visit, seen)
    things = frozenset[TagId]() if empty else frozenset({*here, *seen.unknown})
    visit, effects = (visit, ()) if empty else rating.interrupted(visit)
    phone_stays = came is not Came.LIKELY
    seeing = replace(
        visit,
        began=visit.began or not empty,
        began_at=visit.began_at if visit.began or empty else now,
        token=visit.token if phone_stays else "",
        unseen=frozenset(),
        hung=visit.hung | things if phone_stays else things,
        tried=visit.tried | {garment.product.id for garment in seen.garments},
        garments=seen.garments,
        unknown=seen.unknown,
        offers=visit.offers if seen.garments else (),
        glass=visit.glass.seeing(seen.garments, arrived=arrived),
        focus=_focus(visit.focus, seen.garments, arrived=arrived, gone=bool(gone)),
        sheet=None if arrived else visit.sheet,
        handed=() if arrived else _handed(visit, gone, now),
        empty_since=(visit.empty_since or now) if empty and visit.began else None,
    )
    return Step(seeing, effects)


def _focus(
    focus: Focus | None, garments: tuple[Garment, ...], *, arrived: bool, gone: bool
) -> Focus | None:
    if focus is None:
        return None
    taken = focus.tag is not None and focus.tag not in {garment.tag for garment in garments}
    if arrived or taken or (gone and not garments):
        return None  # what the hands did last is what the mirror shows
    fresh = {garment.product.id: garment.product for garment in garments}
    product = fresh.get(focus.product.id)
    return focus.renewed(product) if product is not None else focus


def _handed(visit: FittingVisit, gone: list[Garment], now: float) -> tuple[Handed, ...]:
    """What was paid for, or goes to the checkout, is not handed back."""
    bought = visit.payment.tags if visit.payment else ()
    back = [Handed(garment, now) for garment in gone if garment.tag not in bought]
    return newest((*visit.handed, *back), now)


def reader_seen(visit: FittingVisit, ok: bool, now: float) -> FittingVisit:
    if ok:
        # What it did not see while it was away counts from now.
        empty_since = now if visit.empty_since is not None else None
        seen = replace(visit, empty_since=empty_since, reader_away_since=None)
        return replace(seen, reader_missed=False)
    since = now if visit.reader_away_since is None else visit.reader_away_since
    return replace(visit, reader_away_since=since)
