"""One shopper's time in a fitting room, as a frozen value that events turn into the next one.

visit     from the first garment hung until the room has been empty for `forget_after_s`
garment   a piece that hangs in the room and that the shop sells
focus     the one garment or offer that is looked at larger, with a chosen colour and size
request   "bring me size M" or "call a colleague", with what staff answered
handed    a garment that left the room meanwhile, and why
payment   "pay for these": the room's pieces sent to a checkout
rating    the one question at the end

Owns what a visit is, what is true of it, and which module answers which event. Has no clock (`now`
is an argument), no sentences (`words.py`), no Qt, no I/O: what must be done outside comes back as
effects.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hardware.rfid.reader import TagId
from kiosk.mirror.visit import ageing, asking, company, looking, noting, rating, room
from kiosk.mirror.visit.asked import Payment, Request, Sent
from kiosk.mirror.visit.events import (
    BackTapped,
    BringTapped,
    CallTapped,
    ColourTapped,
    Cost,
    CostsFound,
    Event,
    FaultTapped,
    ForgetTapped,
    FromPhone,
    Garment,
    GarmentTapped,
    HoldTapped,
    HubSeen,
    LanguageTapped,
    MannersTapped,
    MoreTapped,
    Named,
    NeverMindTapped,
    OffersFound,
    OfferTapped,
    PaymentAnswered,
    PayTapped,
    PicturesCame,
    ReaderSeen,
    RequestAnswered,
    RequestKind,
    RoomNews,
    RoomSeen,
    ScoreTapped,
    ScoreWordTapped,
    SheetClosed,
    SheetTapped,
    SheetTouched,
    SizeTapped,
    SubstitutesFound,
    Tick,
)
from kiosk.mirror.visit.focus import Focus
from kiosk.mirror.visit.glass import BARE, Glass
from kiosk.mirror.visit.handed import Handed
from kiosk.mirror.visit.manners import USUAL, Manners
from kiosk.mirror.visit.noting import Noted
from kiosk.mirror.visit.rating import Rating
from kiosk.mirror.visit.scenes import NO_LIGHTING, Lighting
from kiosk.mirror.visit.sheet import Sheet
from kiosk.mirror.visit.step import Step
from kiosk.mirror.visit.surroundings import surroundings

if TYPE_CHECKING:  # the mirror's first frame does not wait for the catalog's libraries
    from catalog.money import Money
    from catalog.product import Offer, Product, Variant


@dataclass(frozen=True, slots=True)
class FittingVisit:
    """Everything the mirror knows of this visit, and nothing that outlives it.

    `manners` are as this shopper wants them, `shop_manners` as the next one finds them. `key` names
    the visit to the hub and `token` opens it on a phone: both are "" until the shell gave them, the
    token again when somebody else may have come. `hung` is what was here in this visit, `tried` the
    products that were or were asked for. `unseen` hung here when all was to be forgotten, and
    begins no visit while it goes on hanging. `before` is the last shopper's visit, set aside until
    `before_until` (`company.py`).
    `has_tablet`: the room's pieces can be sent to a checkout. `began` is false in a room at rest.
    `empty_since` is set while a visit's room is empty, `touched_at` is when a finger was here last.
    `missing` are variants that nobody could find, `held` the requests whose pieces lie aside.
    `sizes` is what this shopper turned out to wear, by kind of garment. Until `sorry_until` the
    mirror says that it could not pass on what was asked for. `reader_missed`: the reader has been
    away for so long that what hangs here may not be what is shown. `pictures` counts how often
    missing ones came. `asked_to_rate`: the question was shown; `rated`: it is answered.
    """

    forget_after_s: float
    has_tablet: bool = False
    lighting: Lighting = NO_LIGHTING
    shop_manners: Manners = USUAL
    manners: Manners = USUAL
    began: bool = False
    began_at: float = 0.0
    key: str = ""
    token: str = ""
    garments: tuple[Garment, ...] = ()
    unknown: tuple[TagId, ...] = ()
    offers: tuple[Offer, ...] = ()
    substitutes: tuple[SubstitutesFound, ...] = ()
    costs: tuple[Cost, ...] = ()
    total: tuple[frozenset[TagId], Money | None] = (frozenset(), None)
    glass: Glass = BARE
    focus: Focus | None = None
    sheet: Sheet | None = None
    handed: tuple[Handed, ...] = ()
    sizes: tuple[tuple[str, str], ...] = ()
    requests: tuple[Request, ...] = ()
    missing: tuple[int, ...] = ()
    held: tuple[str, ...] = ()
    payment: Payment | None = None
    sent: Sent | None = None
    rating: Rating | None = None
    asked_to_rate: bool = False
    rated: bool = False
    paid: bool = False
    noted: Noted = frozenset()
    hung: frozenset[TagId] = frozenset()
    unseen: frozenset[TagId] = frozenset()
    tried: frozenset[int] = frozenset()
    before: FittingVisit | None = None
    before_until: float | None = None
    spoken_of: tuple[Product, ...] = ()
    touched_at: float | None = None
    sorry_until: float | None = None
    hub_near: bool = False
    on_duty: bool = True
    answer_minutes: int | None = None
    phones: int = 0
    phone_url: str = ""
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

    # --- what can be asked for ----------------------------------------------------------------

    @property
    def can_ask(self) -> bool:
        """Whether a request would be passed on.

        A call is, also with nobody on duty: phones sleep in pockets, and the answer says what is
        so. What takes a colleague's hands is promised only while there are some: `can_bring`.
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
        return focus is not None and self.is_here(focus.variant)

    def is_here(self, variant: Variant) -> bool:
        return any(garment.variant.id == variant.id for garment in self.garments)

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
        """Whether the variant that is looked at can be brought now."""
        focus = self.focus
        return focus is not None and asking.can_bring(self, focus.variant)

    @property
    def can_hold(self) -> bool:
        """Whether it can be set aside, as nobody is there to bring it."""
        focus = self.focus
        return focus is not None and asking.can_hold(self, focus.variant)

    @property
    def asked_for_focus(self) -> Request | None:
        """The request for what is looked at, while it is open."""
        if self.focus is None:
            return None
        variant = self.focus.variant.id
        bring = self.open_request(RequestKind.BRING, variant)
        return bring or self.open_request(RequestKind.HOLD, variant)

    @property
    def regretted(self) -> Request | None:
        """The request for what is looked at, while it can be taken back."""
        request = self.asked_for_focus
        return request if request and request.can_be_withdrawn else None

    # --- what is spoken of --------------------------------------------------------------------

    def piece(self, variant_id: int) -> tuple[Product, Variant] | None:
        """A variant of any product that this visit speaks of."""
        spoken: list[Product] = [self.focus.product] if self.focus else []
        spoken += [garment.product for garment in self.garments]
        spoken += [one.garment.product for one in self.handed]
        spoken += [offer.product for offer in self.offers]
        spoken += [offer.product for found in self.substitutes for offer in found.offers]
        spoken += self.spoken_of
        for product in spoken:
            for variant in product.variants:
                if variant.id == variant_id:
                    return product, variant
        return None

    def instead_of(self, variant: Variant) -> tuple[Offer, ...]:
        """What could be had instead, as far as it was found."""
        for found in self.substitutes:
            if found.variant_id == variant.id:
                return found.offers
        return ()

    def cost(self, variant: Variant) -> Cost | None:
        """What it costs now, where the shop's offers change it."""
        return next((cost for cost in self.costs if cost.variant_id == variant.id), None)

    def price(self, variant: Variant) -> Money:
        cost = self.cost(variant)
        return cost.price if cost else variant.price

    @property
    def forgotten_at(self) -> float | None:
        """When this visit is over by itself; None while somebody is here."""
        return ageing.forgotten_at(self)

    def at_rest(self) -> FittingVisit:
        """The next visit, which knows only the room and the hub."""
        return FittingVisit(
            forget_after_s=self.forget_after_s,
            has_tablet=self.has_tablet,
            lighting=self.lighting,
            shop_manners=self.shop_manners,
            manners=self.shop_manners,
            hub_near=self.hub_near,
            on_duty=self.on_duty,
            answer_minutes=self.answer_minutes,
            phone_url=self.phone_url,
            reader_away_since=self.reader_away_since,
            reader_missed=self.reader_missed,
            unseen=self.unseen,
        )

    def after(self, event: Event, now: float) -> Step:
        """The visit after `event` happened at `now`, in seconds of any steady clock."""
        aged, forgotten = ageing.aged(self, now)
        by_hand = isinstance(event, TOUCHES)
        aged, over = company.setting_aside(aged, event, now, by_hand=by_hand)
        if isinstance(event, FromPhone):  # not a touch of this glass
            event = event.event if self.before is None else Tick()
        touched = replace(aged, touched_at=now) if by_hand else aged
        visit, effects = touched._reacting(event, now)
        known = company.told_so_far(self, aged, visit)
        visit = looking.remembering(known, visit)
        visit, notes = noting.noted(known, visit, event, effects)
        # The answer that was waited for may be what kept an empty room from being forgotten.
        visit, forgotten_now = ageing.aged(visit, now)
        around = surroundings(self, visit, event, touched=by_hand)
        return Step(visit, forgotten + over + notes + effects + forgotten_now + around)

    def _reacting(self, event: Event, now: float) -> Step:
        match event:
            case RoomSeen():
                return room.seeing(self, event, now)
            case OffersFound():
                current = event.tags == frozenset(self.tags) and bool(self.garments)
                return Step(replace(self, offers=event.offers) if current else self)
            case SubstitutesFound():
                return Step(looking.finding(self, event))
            case CostsFound():
                return Step(looking.pricing(self, event))
            case PicturesCame():
                return Step(replace(self, pictures=self.pictures + 1))
            case ReaderSeen():
                return Step(room.reader_seen(self, event.ok, now))
            case HubSeen():
                return Step(replace(self, hub_near=event.near))
            case RoomNews():
                return Step(asking.hearing(self, event, now))
            case RequestAnswered():
                return Step(asking.answered(self, event, now))
            case PaymentAnswered():
                return Step(asking.payment_answered(self, event, now))
            case GarmentTapped():
                return Step(looking.at_garment(self, event.tag, now))
            case MoreTapped():
                return Step(replace(self, glass=self.glass.turning(self.garments, now)))
            case OfferTapped():
                return Step(looking.at_piece(self, event.variant_id, now))
            case ColourTapped():
                return Step(looking.choosing(self, event.colour, None, now))
            case SizeTapped():
                return Step(looking.choosing(self, None, event.size, now))
            case BackTapped():
                return Step(replace(self, focus=None))
            case BringTapped():
                return asking.wishing(self, event.id, RequestKind.BRING, event.variant_id, now)
            case HoldTapped():
                return asking.wishing(self, event.id, RequestKind.HOLD, event.variant_id, now)
            case NeverMindTapped():
                return asking.regretting(self, event.request_id)
            case FaultTapped():
                return Step(looking.after_fault(self, event, now))
            case CallTapped():
                return asking.calling(self, event.id, now)
            case PayTapped():
                return asking.paying(self, event.id, now)
            case Named():
                named = self.began and not self.token and self.before is None
                key = self.key or event.key
                return Step(replace(self, key=key, token=event.token) if named else self)
            case SheetTapped():
                shown = self.began or not event.kind.of_a_visit
                return Step(replace(self, sheet=Sheet(event.kind, now)) if shown else self)
            case SheetClosed():
                return Step(replace(self, sheet=None))
            case SheetTouched():
                return Step(self._busy(now))
            case LanguageTapped():
                manners = replace(self.manners, language=event.language)
                return Step(replace(self, manners=manners, sheet=None))
            case MannersTapped():
                return Step(replace(self._busy(now), manners=event.manners))
            case ScoreTapped():
                return rating.scored(self, event, now)
            case ScoreWordTapped():
                return rating.worded(self, event.word, now)
            case ForgetTapped():
                return ageing.forgotten(self, all_of_it=True) if self.began else Step(self)
            case FromPhone():
                return self._reacting(event.event, now)
            case Tick():
                return Step(self)

    def _busy(self, now: float) -> FittingVisit:
        return replace(self, sheet=replace(self.sheet, touched_at=now)) if self.sheet else self


TOUCHES = (
    GarmentTapped,
    MoreTapped,
    OfferTapped,
    ColourTapped,
    SizeTapped,
    BackTapped,
    BringTapped,
    HoldTapped,
    NeverMindTapped,
    FaultTapped,
    CallTapped,
    PayTapped,
    SheetTapped,
    SheetClosed,
    SheetTouched,
    LanguageTapped,
    MannersTapped,
    ScoreTapped,
    ScoreWordTapped,
)
