"""One shopper's time in a fitting room, as a frozen value that events turn into the next one.

visit     from the first garment hung until the room has been empty for `forget_after_s`
garment   a piece that hangs in the room and that the shop sells
focus     the one garment or offer that is looked at larger, with a chosen colour and size
request   "bring me size M" or "call a colleague", with what staff answered
payment   "pay for these": the room's pieces sent to a checkout

Owns every decision of the mirror. Has no clock (`now` is an argument), no sentences (`words.py`),
no Qt, no I/O: what must be done outside comes back as effects.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from hardware.rfid.reader import TagId
from kiosk.mirror.visit.asked import REQUEST_STAYS_S, Payment, PaymentStatus, Request
from kiosk.mirror.visit.events import (
    Ask,
    BackTapped,
    BringTapped,
    CallTapped,
    ColourTapped,
    Effect,
    Event,
    Garment,
    GarmentTapped,
    HubSeen,
    LanguageTapped,
    MoreTapped,
    Named,
    NeverMindTapped,
    OffersFound,
    OfferTapped,
    Pay,
    PaymentAnswered,
    PayTapped,
    PicturesCame,
    ReaderSeen,
    RequestAnswered,
    RequestKind,
    RequestStatus,
    RoomNews,
    RoomSeen,
    SheetClosed,
    SheetTapped,
    SizeTapped,
    Tick,
    Withdraw,
)
from kiosk.mirror.visit.focus import Focus
from kiosk.mirror.visit.glass import BARE, Glass
from kiosk.mirror.visit.manners import USUAL, Manners
from kiosk.mirror.visit.sheet import Sheet

if TYPE_CHECKING:  # the mirror's first frame does not wait for the catalog's libraries
    from catalog.product import Offer, Variant

SORRY_STAYS_S = 8.0
READER_MISSED_S = 3.0  # a reader that is away for a moment is nobody's matter


class Step(NamedTuple):
    visit: FittingVisit
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True)
class FittingVisit:
    """Everything the mirror knows of this visit, and nothing that outlives it.

    `manners` are as this shopper wants them, `shop_manners` as the next one finds them. `key` names
    the visit to the hub and `token` opens it on a phone: both are "" until the shell gave them.
    `has_tablet`: the room's pieces can be sent to a checkout. `began` is false in a room at rest.
    `empty_since` is set while a visit's room is empty. Until `sorry_until` the mirror says that it
    could not pass on what was asked for. `reader_missed`: the reader has been away for so long
    that what hangs here may not be what is shown. `pictures` counts how often missing ones came.
    """

    forget_after_s: float
    has_tablet: bool = False
    shop_manners: Manners = USUAL
    manners: Manners = USUAL
    began: bool = False
    key: str = ""
    token: str = ""
    garments: tuple[Garment, ...] = ()
    unknown: tuple[TagId, ...] = ()
    offers: tuple[Offer, ...] = ()
    glass: Glass = BARE
    focus: Focus | None = None
    sheet: Sheet | None = None
    requests: tuple[Request, ...] = ()
    payment: Payment | None = None
    sorry_until: float | None = None
    hub_near: bool = False
    answer_minutes: int | None = None
    empty_since: float | None = None
    reader_away_since: float | None = None
    reader_missed: bool = False
    pictures: int = 0

    @property
    def tags(self) -> tuple[TagId, ...]:
        return tuple(garment.tag for garment in self.garments)

    @property
    def on_glass(self) -> tuple[Garment, ...]:
        """The garments that are shown, cell by cell."""
        return self.glass.garments(self.garments)

    @property
    def can_ask(self) -> bool:
        """Whether a request would be passed on.

        Not whether a colleague is seen near a screen: phones sleep in pockets, and the hub's
        answer says what is so.
        """
        return self.hub_near

    @property
    def can_pay(self) -> bool:
        """Whether there is something to send that the checkout does not have yet."""
        sent = self.payment.tags if self.payment else ()
        return (
            self.has_tablet
            and self.hub_near
            and bool(self.garments)
            and not set(self.tags) <= set(sent)
        )

    @property
    def focus_is_here(self) -> bool:
        """Whether the very variant that is looked at hangs in the room."""
        focus = self.focus
        return focus is not None and any(
            garment.variant.id == focus.variant.id for garment in self.garments
        )

    def left_in_shop(self, variant: Variant) -> int:
        """Pieces of a variant that are in stock and not in this room."""
        here = sum(garment.variant.id == variant.id for garment in self.garments)
        return max(0, variant.stock - here)

    def open_request(self, kind: RequestKind, variant_id: int | None = None) -> Request | None:
        for request in self.requests:
            asked = request.variant.id if request.variant else None
            if request.kind is kind and request.status.open and asked == variant_id:
                return request
        return None

    @property
    def can_bring(self) -> bool:
        """Whether the variant that is looked at can be asked for now."""
        focus = self.focus
        return (
            focus is not None
            and self.can_ask
            and not self.focus_is_here
            and self.left_in_shop(focus.variant) > 0
            and self.open_request(RequestKind.BRING, focus.variant.id) is None
        )

    @property
    def regretted(self) -> Request | None:
        """The request for what is looked at, while nobody is on the way with it yet."""
        focus = self.focus
        request = self.open_request(RequestKind.BRING, focus.variant.id) if focus else None
        return request if request and request.status is not RequestStatus.TAKEN else None

    @property
    def forgotten_at(self) -> float | None:
        """When this visit is over by itself; None while somebody is here.

        A room that its reader does not see is not known to be empty: who asked for a colleague
        there is still waited for.
        """
        if self.empty_since is None:
            return None
        asked = self.reader_missed and any(request.status.open for request in self.requests)
        return self.empty_since + max(self.forget_after_s, REQUEST_STAYS_S if asked else 0.0)

    def after(self, event: Event, now: float) -> Step:
        """The visit after `event` happened at `now`, in seconds of any steady clock."""
        aged, forgotten = self._aged(now)
        visit, effects = aged._reacting(event, now)
        # The answer that was waited for may be what kept an empty room from being forgotten.
        visit, forgotten_now = visit._aged(now)
        return Step(visit, forgotten + effects + forgotten_now)

    # --- one event --------------------------------------------------------------------------

    def _reacting(self, event: Event, now: float) -> Step:
        match event:
            case RoomSeen():
                return Step(self._seeing(event, now))
            case OffersFound():
                current = event.tags == frozenset(self.tags) and bool(self.garments)
                return Step(replace(self, offers=event.offers) if current else self)
            case PicturesCame():
                return Step(replace(self, pictures=self.pictures + 1))
            case ReaderSeen():
                return Step(self._reader_seen(event.ok, now))
            case HubSeen():
                return Step(replace(self, hub_near=event.near))
            case RoomNews():
                return Step(self._hearing(event, now))
            case RequestAnswered():
                return Step(self._answered(event, now))
            case PaymentAnswered():
                return Step(self._payment_answered(event, now))
            case GarmentTapped():
                return Step(self._focusing(self._garment_focus(event.tag, now)))
            case MoreTapped():
                return Step(replace(self, glass=self.glass.turning(self.garments, now)))
            case OfferTapped():
                return Step(self._focusing(self._offer_focus(event.variant_id, now)))
            case ColourTapped():
                return Step(self._choosing(event.colour, None, now))
            case SizeTapped():
                return Step(self._choosing(None, event.size, now))
            case BackTapped():
                return Step(replace(self, focus=None))
            case BringTapped():
                return self._bringing(event.id, now)
            case NeverMindTapped():
                return self._regretting()
            case CallTapped():
                return self._asking(event.id, RequestKind.CALL, None, now)
            case PayTapped():
                return self._paying(event.id, now)
            case Named():
                named = self.began and not self.key
                return Step(replace(self, key=event.key, token=event.token) if named else self)
            case SheetTapped():
                return Step(replace(self, sheet=Sheet(event.kind, now)))
            case SheetClosed():
                return Step(replace(self, sheet=None))
            case LanguageTapped():
                manners = replace(self.manners, language=event.language)
                return Step(replace(self, manners=manners, sheet=None))
            case Tick():
                return Step(self)

    def _seeing(self, seen: RoomSeen, now: float) -> FittingVisit:
        arrived = {garment.tag for garment in seen.garments} - set(self.tags)
        empty = not seen.garments and not seen.unknown
        focus = self.focus
        if focus is not None:
            fresh = {garment.product.id: garment.product for garment in seen.garments}
            taken = focus.tag is not None and focus.tag not in {g.tag for g in seen.garments}
            if arrived or taken or not seen.garments:
                focus = None  # what the hands did last is what the mirror shows
            elif focus.product.id in fresh:
                focus = focus.renewed(fresh[focus.product.id])
        return replace(
            self,
            began=self.began or not empty,
            garments=seen.garments,
            unknown=seen.unknown,
            offers=self.offers if seen.garments else (),
            glass=self.glass.seeing(seen.garments, arrived=bool(arrived)),
            focus=focus,
            empty_since=(self.empty_since or now) if empty and self.began else None,
        )

    def _reader_seen(self, ok: bool, now: float) -> FittingVisit:
        if ok:
            # What it did not see while it was away counts from now.
            empty_since = now if self.empty_since is not None else None
            seen = replace(self, empty_since=empty_since, reader_away_since=None)
            return replace(seen, reader_missed=False)
        since = now if self.reader_away_since is None else self.reader_away_since
        return replace(self, reader_away_since=since)

    def _hearing(self, news: RoomNews, now: float) -> FittingVisit:
        told = {request.id: request for request in news.requests}
        return replace(
            self,
            hub_near=True,
            answer_minutes=news.answer_minutes,
            requests=tuple(r.told(told.get(r.id), now) for r in self.requests),
            payment=self.payment.told(news.basket, now) if self.payment else None,
        )

    def _answered(self, event: RequestAnswered, now: float) -> FittingVisit:
        news = event.news
        if news is not None:
            requests = tuple(
                r.told(news, now, listed=r.listed) if r.id == event.id else r for r in self.requests
            )
            return replace(self, requests=requests)
        if all(request.id != event.id for request in self.requests):
            return self
        return replace(
            self,
            requests=tuple(r for r in self.requests if r.id != event.id),
            sorry_until=now + SORRY_STAYS_S,
        )

    def _payment_answered(self, event: PaymentAnswered, now: float) -> FittingVisit:
        payment = self.payment
        if payment is None or payment.id != event.id:
            return self
        if not event.accepted:
            return replace(self, payment=None, sorry_until=now + SORRY_STAYS_S)
        waiting = replace(
            payment,
            status=PaymentStatus.WAITING,
            since=now,
            count=event.count or len(payment.tags),
            tablet_name=event.tablet_name,
        )
        return replace(self, payment=waiting)

    def _garment_focus(self, tag: TagId, now: float) -> Focus | None:
        for garment in self.garments:
            if garment.tag == tag:
                return Focus(garment.product, garment.variant, tag, now)
        return None

    def _offer_focus(self, variant_id: int, now: float) -> Focus | None:
        for offer in self.offers:
            if offer.variant.id == variant_id:
                return Focus(offer.product, offer.variant, None, now)
        return None

    def _focusing(self, focus: Focus | None) -> FittingVisit:
        return replace(self, focus=focus or self.focus)

    def _choosing(self, colour: str | None, size: str | None, now: float) -> FittingVisit:
        focus = self.focus
        return replace(self, focus=focus.choosing(colour, size, now)) if focus else self

    def _bringing(self, request_id: str, now: float) -> Step:
        focus = self.focus
        if focus is None or not self.can_bring:
            return Step(self)
        return self._asking(request_id, RequestKind.BRING, focus, now)

    def _asking(self, request_id: str, kind: RequestKind, focus: Focus | None, now: float) -> Step:
        variant = focus.variant if focus else None
        asked_already = self.open_request(kind, variant.id if variant else None)
        # A reader that is away cannot see that somebody came in.
        somebody = self.began or (self.reader_missed and kind is RequestKind.CALL)
        if not somebody or not self.can_ask or asked_already:
            return Step(self)
        product = focus.product if focus else None
        request = Request(request_id, kind, product, variant, RequestStatus.SENDING, now)
        empty_since = self.empty_since if self.began else now
        requests = (*self.requests, request)
        asked = replace(self, began=True, empty_since=empty_since, requests=requests)
        if focus is not None:
            asked = replace(asked, focus=replace(focus, touched_at=now))
        return Step(asked, (Ask(request_id, kind, variant.id if variant else None),))

    def _regretting(self) -> Step:
        request = self.regretted
        if request is None:
            return Step(self)
        kept = tuple(other for other in self.requests if other.id != request.id)
        return Step(replace(self, requests=kept), (Withdraw(request.id),))

    def _paying(self, payment_id: str, now: float) -> Step:
        if not self.can_pay:
            return Step(self)
        payment = Payment(payment_id, self.tags, PaymentStatus.SENDING, now, len(self.garments))
        return Step(replace(self, payment=payment, focus=None), (Pay(payment_id, self.tags),))

    # --- time -------------------------------------------------------------------------------

    def _aged(self, now: float) -> Step:
        visit = self
        away = self.reader_away_since
        if not self.reader_missed and away is not None and now - away >= READER_MISSED_S:
            visit = replace(visit, reader_missed=True)
        if visit.forgotten_at is not None and now >= visit.forgotten_at:
            return visit._forgotten()
        if visit.sheet is not None and now >= visit.sheet.rests_at:
            visit = replace(visit, sheet=None)
        if visit.sorry_until is not None and now >= visit.sorry_until:
            visit = replace(visit, sorry_until=None)
        if visit.focus is not None and now >= visit.focus.rests_at:
            visit = replace(visit, focus=None)
        visit = replace(visit, glass=visit.glass.aged(visit.garments, now))
        unheard = tuple(request for request in visit.requests if request.unheard(now))
        requests = tuple(
            request.aged(now)
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
        return Step(visit, tuple(Withdraw(r.id) for r in unheard))

    def _forgotten(self) -> Step:
        """The next visit, which knows only the room; nobody waits for the old requests."""
        nobody_came = (RequestStatus.SENDING, RequestStatus.WAITING)
        effects = tuple(Withdraw(r.id) for r in self.requests if r.status in nobody_came)
        fresh = FittingVisit(
            forget_after_s=self.forget_after_s,
            has_tablet=self.has_tablet,
            shop_manners=self.shop_manners,
            manners=self.shop_manners,
            hub_near=self.hub_near,
            answer_minutes=self.answer_minutes,
            reader_away_since=self.reader_away_since,
            reader_missed=self.reader_missed,
        )
        return Step(fresh, effects)


def deadline(visit: FittingVisit) -> float | None:
    """When the visit next changes by itself; None while it only waits for somebody."""
    times: Iterable[float | None] = (
        visit.forgotten_at,
        _reader_deadline(visit),
        visit.sorry_until,
        visit.glass.rests_at,
        visit.focus.rests_at if visit.focus else None,
        visit.sheet.rests_at if visit.sheet else None,
        *(request.deadline for request in visit.requests),
        visit.payment.deadline if visit.payment else None,
    )
    return min((time for time in times if time is not None), default=None)


def _reader_deadline(visit: FittingVisit) -> float | None:
    if visit.reader_away_since is None or visit.reader_missed:
        return None
    return visit.reader_away_since + READER_MISSED_S
