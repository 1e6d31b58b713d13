"""Which of staff's answers are told now: the newest news first, each until it could be read.

Owns this choice, and when an answer counts as seen: while it is among those on the glass. What is
said of each is `screen/answers.py`'s. Pure.

An answer that is there comes before somebody who is on the way, and that before what only waits.
One that is on the glass stays its time; of those that are not yet, the oldest is next.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.mirror.visit.asked import Request
from kiosk.mirror.visit.events import RequestKind, RequestStatus
from kiosk.mirror.visit.sheet import SheetKind

if TYPE_CHECKING:
    from kiosk.mirror.visit.visit import FittingVisit

MOST_ANSWERS = 2  # more would hang into the face


def by_news(visit: FittingVisit) -> tuple[Request, ...]:
    """All that was asked for, what is newest to the shopper first."""

    def news(one: tuple[int, Request]) -> tuple[int, float, int]:
        number, request = one
        if not request.status.open:
            seen = request.seen_at
            return (0, request.since, number) if seen is not None else (1, request.since, number)
        return (2 if request.status is RequestStatus.TAKEN else 3), 0.0, -number

    return tuple(request for _, request in sorted(enumerate(visit.requests), key=news))


def on_glass(visit: FittingVisit) -> tuple[Request, ...]:
    """Those with their place at the top, in the order in which they were asked. A call has its
    place in the room's own actions, what is looked at in its detail."""
    looked_at = visit.asked_for_focus
    shown = [
        request
        for request in by_news(visit)
        if request is not looked_at and (request.kind is not RequestKind.CALL or not visit.garments)
    ][:MOST_ANSWERS]
    return tuple(request for request in visit.requests if request in shown)


def calls(visit: FittingVisit) -> tuple[Request, ...]:
    """The newest one is answered among the room's own actions."""
    return tuple(request for request in visit.requests if request.kind is RequestKind.CALL)


def to_look_at(visit: FittingVisit) -> int:
    """How many are waited for, or are answered where the glass has no room for it."""
    shown = (*on_glass(visit), *calls(visit))
    return sum(request.status.open or request not in shown for request in visit.requests)


def can_send(visit: FittingVisit) -> bool:
    """Whether what is looked at can be sent to the phone, as nobody is there to bring it."""
    return visit.can_hold and bool(visit.phone_url)


def _calls_are_told(visit: FittingVisit) -> bool:
    """Whether the room's own actions have room for them: advice comes first, and sending."""
    advised = not visit.hub_near or visit.sorry_until is not None
    return visit.sheet is None and not advised and not can_send(visit)


def seen(visit: FittingVisit, now: float) -> FittingVisit:
    """The same; what can be read from now on is known to be."""
    if visit.sheet is not None and visit.sheet.kind is SheetKind.ASKED:
        legible = visit.requests
    else:
        legible = (*on_glass(visit), *(calls(visit) if _calls_are_told(visit) else ()))
    ids = {one.id for one in legible if not one.status.open and one.seen_at is None}
    if not ids:
        return visit
    requests = tuple(replace(one, seen_at=now) if one.id in ids else one for one in visit.requests)
    return replace(visit, requests=requests)
