"""What time does to a visit: what goes away by itself, and when all of it is forgotten.

Owns these moments, and what is still to be done when a visit ends. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.mirror.visit import rating, telling
from kiosk.mirror.visit.asked import REQUEST_STAYS_S
from kiosk.mirror.visit.asking import SORRY_STAYS_S
from kiosk.mirror.visit.effects import Effects, Note, TakeBack, Touchpoint, Withdraw
from kiosk.mirror.visit.events import RequestKind, RequestStatus
from kiosk.mirror.visit.handed import newest
from kiosk.mirror.visit.step import Step

if TYPE_CHECKING:
    from kiosk.mirror.visit.visit import FittingVisit

READER_MISSED_S = 3.0  # a reader that is away for a moment is nobody's matter
MANNERS_REST_S = 75.0  # in a room at rest
STANDS_WAITING_S = 300.0  # in an empty room, for what was asked for there


def forgotten_at(visit: FittingVisit) -> float | None:
    """When a visit is over by itself; None while somebody is here.

    A room that its reader does not see is not known to be empty: who asked for a colleague there
    is still waited for. Who touches an empty room's mirror stands before it, and who asks it for a
    piece waits there.
    """
    since = visit.empty_since
    if since is None:
        return None
    wanted = [request for request in visit.requests if request.status.open]
    stays = [max(since, visit.touched_at or since) + visit.forget_after_s]
    if visit.reader_missed and wanted:
        stays.append(since + REQUEST_STAYS_S)
    bring = [r for r in wanted if r.kind is RequestKind.BRING and r.asked_at > since]
    stays += [request.asked_at + STANDS_WAITING_S for request in bring]
    return max(stays)


def aged(visit: FittingVisit, now: float) -> Step:
    away = visit.reader_away_since
    if not visit.reader_missed and away is not None and now - away >= READER_MISSED_S:
        visit = replace(visit, reader_missed=True)
    gone: Effects = ()
    if visit.before_until is not None and now >= visit.before_until:
        visit, gone = without_before(visit)
    over = forgotten_at(visit)
    if over is not None and now >= over:
        return forgotten(visit)
    visit = _without_what_rested(visit, now)
    visit, rated = rating.aged(visit, now)
    unheard = tuple(request for request in visit.requests if request.unheard(now))
    requests = tuple(
        request.aged(now, visit.answer_minutes)
        for request in visit.requests
        if not request.unheard(now) and not request.over(now)
    )
    payment = visit.payment
    unsent = payment is not None and payment.unsent(now)
    if payment is not None and (unsent or payment.over(now)):
        payment = None
    visit = replace(visit, requests=requests, payment=payment)
    if unheard or unsent:
        visit = replace(visit, sorry_until=now + SORRY_STAYS_S)
    visit = telling.seen(visit, now)
    withdrawn = tuple(Withdraw(request.id) for request in unheard)
    return Step(rating.asked(visit, now), gone + rated + withdrawn)


def _without_what_rested(visit: FittingVisit, now: float) -> FittingVisit:
    if visit.sheet is not None and now >= visit.sheet.rests_at:
        visit = replace(visit, sheet=None)
    if visit.sorry_until is not None and now >= visit.sorry_until:
        visit = replace(visit, sorry_until=None)
    if visit.focus is not None and now >= visit.focus.rests_at:
        visit = replace(visit, focus=None)
    rests_at = _manners_rest_at(visit)
    if rests_at is not None and now >= rests_at:
        visit = replace(visit, manners=visit.shop_manners, touched_at=None)
    handed = newest(visit.handed, now)
    return replace(visit, glass=visit.glass.aged(visit.garments, now), handed=handed)


def _manners_rest_at(visit: FittingVisit) -> float | None:
    """Somebody touched a mirror at rest and went away again."""
    if visit.began or visit.touched_at is None:
        return None
    return visit.touched_at + MANNERS_REST_S


def forgotten(visit: FittingVisit, *, all_of_it: bool = False) -> Step:
    """The next visit, which knows only the room; nobody waits for the old requests.

    What was to be set aside is fetched later, and what was sent to the checkout is paid for there,
    unless the shopper wants `all_of_it` forgotten: then nothing of it stands on staff's list
    either, be somebody on the way or not, nor on the tablet.
    """
    nobody_came = (RequestStatus.SENDING, RequestStatus.WAITING)
    withdrawn: Effects = tuple(
        Withdraw(request.id)
        for request in visit.requests
        if (request.status in nobody_came and request.kind is not RequestKind.HOLD)
        or (all_of_it and request.status.open)
    )
    if all_of_it:
        withdrawn += tuple(Withdraw(request_id) for request_id in visit.held)
        withdrawn += (TakeBack(visit.sent.id, visit.sent.tags),) if visit.sent else ()
    rated = rating.sent(visit)
    if visit.before is not None:  # of this one nothing has been noted yet
        return Step(visit.at_rest(), without_before(visit, all_of_it=all_of_it).effects)
    ended = (Note(Touchpoint.ENDED, visit=visit.key),) if visit.began else ()
    unseen = frozenset({*visit.tags, *visit.unknown}) if all_of_it else frozenset()
    return Step(replace(visit.at_rest(), unseen=unseen), withdrawn + rated + ended)


def without_before(visit: FittingVisit, *, all_of_it: bool = False) -> Step:
    """Somebody else is here, for sure: the visit that was set aside is over."""
    if visit.before is None:
        return Step(visit)
    over = forgotten(visit.before, all_of_it=all_of_it).effects
    return Step(replace(visit, before=None, before_until=None), over)


def deadline(visit: FittingVisit) -> float | None:
    """When the visit next changes by itself; None while it only waits for somebody."""
    times: Iterable[float | None] = (
        forgotten_at(visit),
        visit.before_until,
        _reader_deadline(visit),
        _manners_rest_at(visit),
        visit.sorry_until,
        visit.glass.rests_at,
        visit.focus.rests_at if visit.focus else None,
        visit.sheet.rests_at if visit.sheet else None,
        visit.rating.rests_at if visit.rating else None,
        *(one.rests_at for one in visit.handed),
        *(request.deadline(visit.answer_minutes) for request in visit.requests),
        visit.payment.deadline if visit.payment else None,
    )
    return min((time for time in times if time is not None), default=None)


def _reader_deadline(visit: FittingVisit) -> float | None:
    if visit.reader_away_since is None or visit.reader_missed:
        return None
    return visit.reader_away_since + READER_MISSED_S
