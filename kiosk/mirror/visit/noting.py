"""What a visit leaves for insight: its touchpoints, told from one state and the next.

Owns which change is which touchpoint, and that each is noted once. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.mirror.visit.effects import Ask, Effects, Note, Touchpoint
from kiosk.mirror.visit.events import Event, FaultTapped
from kiosk.mirror.visit.step import Step

if TYPE_CHECKING:
    from kiosk.mirror.visit.visit import FittingVisit

Noted = frozenset[tuple[Touchpoint, int | None]]
ONCE = (Touchpoint.LOOKED_AT, Touchpoint.OFFER_LOOKED_AT, Touchpoint.PHONE_OPENED)


def noted(before: FittingVisit, after: FittingVisit, event: Event, effects: Effects) -> Step:
    """`after`, and the touchpoints that lie between. What is over was noted by its end."""
    if not after.began or after.before is not None:
        return Step(after)
    notes = tuple(
        note
        for note in _notes(before, after, event, effects)
        if (note.kind, note.variant_id) not in after.noted
    )
    once = {(note.kind, note.variant_id) for note in notes if note.kind in ONCE}
    return Step(replace(after, noted=after.noted | once) if once else after, notes)


def _notes(
    before: FittingVisit, after: FittingVisit, event: Event, effects: Effects
) -> Iterator[Note]:
    key = after.key
    if not before.began:
        yield Note(Touchpoint.BEGAN, visit=key)
    if before.garments is not after.garments:
        was, now = set(before.tags), set(after.tags)
        for garment in after.garments:
            if garment.tag not in was:
                yield Note(Touchpoint.ARRIVED, garment.variant.id, visit=key)
        for garment in before.garments:
            if garment.tag not in now:
                yield Note(Touchpoint.LEFT, garment.variant.id, visit=key)
    if isinstance(event, FaultTapped):
        for one in before.handed:
            if one.tag == event.tag:
                yield Note(Touchpoint.HANDED_BACK, one.garment.variant.id, event.fault, key)
    focus = after.focus
    if focus is not None and (before.focus is None or before.focus.variant != focus.variant):
        here = any(garment.product.id == focus.product.id for garment in after.garments)
        kind = Touchpoint.LOOKED_AT if here else Touchpoint.OFFER_LOOKED_AT
        yield Note(kind, focus.variant.id, visit=key)
    for effect in effects:
        if isinstance(effect, Ask) and effect.variant_id is not None:
            yield Note(Touchpoint.ASKED_FOR, effect.variant_id, visit=key)
    if after.paid and not before.paid:
        yield Note(Touchpoint.PAID, visit=key)
    if after.phones and not before.phones:
        yield Note(Touchpoint.PHONE_OPENED, visit=key)
