"""What a visit asks for and hears: requests, never minds, payments, the hub's news.

Owns that nobody is promised what will not happen, and nothing is asked for twice. Pure.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kiosk.mirror.visit.asked import Payment, PaymentStatus, Request, Sent
from kiosk.mirror.visit.effects import Ask, Pay, Withdraw
from kiosk.mirror.visit.events import (
    PaymentAnswered,
    RequestAnswered,
    RequestKind,
    RequestStatus,
    RoomNews,
)
from kiosk.mirror.visit.looking import wearing
from kiosk.mirror.visit.step import Step

if TYPE_CHECKING:
    from catalog.product import Product, Variant
    from kiosk.mirror.visit.visit import FittingVisit

SORRY_STAYS_S = 8.0
NOT_THERE, HELD = "not_there", "held"  # outcomes, as the hub calls them
MOST_REMEMBERED = 50  # pieces that were not found, or are set aside
MOST_SENT = 200  # as many as the hub takes at once


def can_bring(visit: FittingVisit, variant: Variant) -> bool:
    """Whether somebody is there to bring a piece that is there."""
    return visit.on_duty and _can_be_had(visit, variant)


def can_hold(visit: FittingVisit, variant: Variant) -> bool:
    """Whether it can be set aside, as nobody is there to bring it."""
    return not visit.on_duty and _can_be_had(visit, variant)


def _can_be_had(visit: FittingVisit, variant: Variant) -> bool:
    kinds = (RequestKind.BRING, RequestKind.HOLD)
    return (
        visit.can_ask
        and visit.began
        and not visit.is_here(variant)
        and visit.left_in_shop(variant) > 0
        and all(visit.open_request(kind, variant.id) is None for kind in kinds)
        and variant.id not in visit.missing
    )


def wishing(
    visit: FittingVisit, request_id: str, kind: RequestKind, variant_id: int | None, now: float
) -> Step:
    """A piece is to be brought or set aside: what is looked at, or the one that is named."""
    focus = visit.focus
    if variant_id is None and focus is not None:
        variant_id = focus.variant.id
    piece = visit.piece(variant_id) if variant_id is not None else None
    if piece is None:
        return Step(visit)
    possible = can_bring if kind is RequestKind.BRING else can_hold
    if not possible(visit, piece[1]):
        return Step(visit)
    product, variant = piece
    if focus is not None:
        visit = replace(visit, focus=replace(focus, touched_at=now))
    visit = replace(visit, sizes=wearing(visit.sizes, product.kind, variant.size))
    return _asking(visit, request_id, kind, piece, now)


def calling(visit: FittingVisit, request_id: str, now: float) -> Step:
    # A reader that is away cannot see that somebody came in.
    somebody = visit.began or visit.reader_missed
    if not somebody or not visit.can_ask or visit.open_request(RequestKind.CALL):
        return Step(visit)
    return _asking(visit, request_id, RequestKind.CALL, None, now)


def _asking(
    visit: FittingVisit,
    request_id: str,
    kind: RequestKind,
    piece: tuple[Product, Variant] | None,
    now: float,
) -> Step:
    if any(one.id == request_id for one in visit.requests):  # a phone names its taps itself
        return Step(visit)
    product, variant = piece or (None, None)
    request = Request(request_id, kind, product, variant, RequestStatus.SENDING, now, asked_at=now)
    asked = replace(
        visit,
        began=True,
        began_at=visit.began_at if visit.began else now,
        empty_since=visit.empty_since if visit.began else now,
        requests=(*visit.requests, request),
        tried=visit.tried | {product.id} if product is not None else visit.tried,
    )
    return Step(asked, (Ask(request_id, kind, variant.id if variant else None),))


def regretting(visit: FittingVisit, request_id: str) -> Step:
    """What is looked at is not wanted any more, or the request that is named."""
    named = [one for one in visit.requests if one.id == request_id and one.can_be_withdrawn]
    request = next(iter(named), None) if request_id else visit.regretted
    if request is None:
        return Step(visit)
    kept = tuple(other for other in visit.requests if other.id != request.id)
    return Step(replace(visit, requests=kept), (Withdraw(request.id),))


def paying(visit: FittingVisit, payment_id: str, now: float) -> Step:
    if not visit.can_pay:
        return Step(visit)
    payment = Payment(payment_id, visit.tags, PaymentStatus.SENDING, now, len(visit.garments))
    before = visit.sent.tags if visit.sent else ()
    sent = Sent(payment_id, tuple(dict.fromkeys((*before, *visit.tags)))[-MOST_SENT:])
    paid = replace(visit, payment=payment, sent=sent, focus=None, handed=())
    return Step(paid, (Pay(payment_id, visit.tags),))


# --- what is heard ------------------------------------------------------------------------------


def hearing(visit: FittingVisit, news: RoomNews, now: float) -> FittingVisit:
    told = {request.id: request for request in news.requests}
    payment = visit.payment.told(news.basket, now) if visit.payment else None
    sold = payment is not None and payment.status is PaymentStatus.PAID
    fetched = {one.id for one in news.requests if one.outcome != HELD}
    held = tuple(request_id for request_id in visit.held if request_id not in fetched)
    return _remembering(
        replace(visit, held=held),
        tuple(r.told(told.get(r.id), now) for r in visit.requests),
        hub_near=True,
        on_duty=news.on_duty,
        answer_minutes=news.answer_minutes,
        phones=news.phones if visit.began and visit.before is None else 0,
        phone_url=news.phone_url,
        payment=payment,
        sent=None if sold else visit.sent,
        paid=visit.paid or sold,
    )


def _remembering(
    visit: FittingVisit, requests: tuple[Request, ...], **changes: Any
) -> FittingVisit:
    """With these requests: what was not found, whatever the stock says, and what lies aside are
    known for the visit, long after the answer was shown."""
    was_open = {request.id for request in visit.requests if request.status.open}
    settled = [one for one in requests if one.id in was_open and not one.status.open]
    ids = [one.variant.id for one in settled if one.outcome == NOT_THERE and one.variant]
    held = [one.id for one in settled if one.outcome == HELD]
    return replace(
        visit,
        requests=requests,
        missing=tuple(dict.fromkeys((*visit.missing, *ids)))[-MOST_REMEMBERED:],
        held=tuple(dict.fromkeys((*visit.held, *held)))[-MOST_REMEMBERED:],
        **changes,
    )


def answered(visit: FittingVisit, event: RequestAnswered, now: float) -> FittingVisit:
    news = event.news
    if news is not None:
        requests = tuple(
            r.told(news, now, listed=r.listed) if r.id == event.id else r for r in visit.requests
        )
        return _remembering(visit, requests)
    if all(request.id != event.id for request in visit.requests):
        return visit
    return replace(
        visit,
        requests=tuple(r for r in visit.requests if r.id != event.id),
        sorry_until=now + SORRY_STAYS_S,
    )


def payment_answered(visit: FittingVisit, event: PaymentAnswered, now: float) -> FittingVisit:
    payment = visit.payment
    if payment is None or payment.id != event.id:
        return visit
    if not event.accepted:
        return replace(visit, payment=None, sorry_until=now + SORRY_STAYS_S)
    waiting = replace(
        payment,
        status=PaymentStatus.WAITING,
        since=now,
        count=event.count or len(payment.tags),
        tablet_name=event.tablet_name,
    )
    return replace(visit, payment=waiting)
