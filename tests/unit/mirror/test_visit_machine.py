"""Whatever shoppers, staff, readers and networks do, a fitting visit keeps its promises."""

from __future__ import annotations

import itertools

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from kiosk.mirror.screen.screen import Scene, screen_of
from kiosk.mirror.screen.words import Words
from kiosk.mirror.visit.ageing import deadline
from kiosk.mirror.visit.asked import REQUEST_STAYS_S
from kiosk.mirror.visit.effects import Ask, Pay, Withdraw
from kiosk.mirror.visit.events import (
    BackTapped,
    BringTapped,
    CallTapped,
    ColourTapped,
    Event,
    GarmentTapped,
    HubSeen,
    MoreTapped,
    NeverMindTapped,
    OffersFound,
    OfferTapped,
    PaymentAnswered,
    PayTapped,
    ReaderSeen,
    RequestAnswered,
    RequestNews,
    RequestStatus,
    RoomNews,
    RoomSeen,
    SizeTapped,
    Tick,
)
from kiosk.mirror.visit.glass import CELLS
from kiosk.mirror.visit.visit import FittingVisit
from tests.unit.mirror.boutique import EVERYTHING, OFFERS, SIZES, tag

WORDS = Words("en-IE")
FORGET_S = 45.0
COLOURS = ("Ivory", "Sky", "Blue", "Camel", "Grey", "Mauve")
TAPS: tuple[Event, ...] = (
    *(GarmentTapped(garment.tag) for garment in EVERYTHING[:4]),
    *(OfferTapped(offer.variant.id) for offer in OFFERS[:2]),
    *(SizeTapped(size) for size in SIZES),
    *(ColourTapped(colour) for colour in COLOURS),
    BackTapped(),
    MoreTapped(),
)


class Visit(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0
        self.visit = FittingVisit(forget_after_s=FORGET_S, has_tablet=True)
        self.numbers = itertools.count()
        self.asked: dict[str, Ask] = {}
        self.paid: list[str] = []

    def happen(self, event: Event) -> None:
        self.now += 0.25
        before = self.visit
        self.visit, effects = before.after(event, self.now)
        for effect in effects:
            match effect:
                case Ask():
                    assert before.can_ask
                    assert effect.id not in self.asked
                    self.asked[effect.id] = effect
                case Withdraw():
                    assert effect.id in self.asked
                case Pay():
                    assert effect.tags == before.tags
                    self.paid.append(effect.id)

    def new_id(self) -> str:
        return str(next(self.numbers))

    @rule(numbers=st.lists(st.integers(0, 9), unique=True, max_size=10), odd=st.booleans())
    def hang(self, numbers: list[int], odd: bool) -> None:
        pieces = tuple(EVERYTHING[number] for number in numbers)
        self.happen(RoomSeen(pieces, (tag(99),) if odd else ()))

    @rule()
    def find_offers(self) -> None:
        self.happen(OffersFound(frozenset(self.visit.tags), OFFERS))

    @rule(number=st.integers(0, len(TAPS) - 1))
    def tap(self, number: int) -> None:
        self.happen(TAPS[number])

    @rule(what=st.sampled_from([BringTapped, CallTapped, PayTapped]))
    def ask(self, what: type[BringTapped]) -> None:
        self.happen(what(self.new_id()))

    @rule()
    def think_better_of_it(self) -> None:
        self.happen(NeverMindTapped())

    @rule(ok=st.booleans())
    def see_reader(self, ok: bool) -> None:
        self.happen(ReaderSeen(ok))

    @rule(near=st.booleans())
    def see_hub(self, near: bool) -> None:
        self.happen(HubSeen(near))

    @precondition(lambda self: self.asked)
    @rule(data=st.data(), status=st.sampled_from(list(RequestStatus)), refused=st.booleans())
    def hub_answers(self, data: st.DataObject, status: RequestStatus, refused: bool) -> None:
        asked = data.draw(st.sampled_from(sorted(self.asked)))
        self.happen(RequestAnswered(asked, None if refused else RequestNews(asked, status)))

    @rule(
        data=st.data(),
        basket=st.sampled_from([None, "OPEN", "AUTHORISING", "SOLD"]),
    )
    def news(self, data: st.DataObject, basket: str | None) -> None:
        known = data.draw(st.lists(st.sampled_from(sorted(self.asked)))) if self.asked else []
        status = data.draw(st.sampled_from(list(RequestStatus)))
        told = tuple(RequestNews(name, status) for name in known)
        self.happen(RoomNews(told, None, basket))

    @precondition(lambda self: self.paid)
    @rule(accepted=st.booleans())
    def checkout_answers(self, accepted: bool) -> None:
        self.happen(PaymentAnswered(self.paid[-1], accepted, "Checkout 1", 1))

    @rule(seconds=st.sampled_from([0.5, 3.0, 7.0, 20.0, 80.0, 1000.0]))
    def wait(self, seconds: float) -> None:
        self.now += seconds
        self.happen(Tick())

    @invariant()
    def what_is_looked_at_is_here_or_offered(self) -> None:
        focus = self.visit.focus
        assert focus is None or self.visit.garments
        assert focus is None or focus.tag is None or focus.tag in self.visit.tags
        assert focus is None or focus.variant in focus.product.variants

    @invariant()
    def nothing_is_asked_twice_at_a_time(self) -> None:
        open_now = [(r.kind, r.variant) for r in self.visit.requests if r.status.open]
        assert len(open_now) == len({(kind, v.id if v else None) for kind, v in open_now})

    @invariant()
    def a_forgotten_visit_holds_nothing(self) -> None:
        if not self.visit.began:
            visit = self.visit
            kept = (visit.garments, visit.offers, visit.requests, visit.focus, visit.payment)
            assert not any(kept)
            assert visit.empty_since is None

    @invariant()
    def an_empty_room_is_forgotten_in_time(self) -> None:
        since = self.visit.empty_since
        longest = REQUEST_STAYS_S if self.visit.reader_missed else FORGET_S
        assert since is None or self.now - since < longest

    @invariant()
    def the_deadline_is_never_past(self) -> None:
        due = deadline(self.visit)
        assert due is None or due >= self.now

    @invariant()
    def every_state_is_a_screen(self) -> None:
        screen = screen_of(self.visit, shop="Maison Aster", words=WORDS)
        assert (screen.scene is Scene.DETAIL) == (self.visit.focus is not None)
        assert len(screen.garments) + screen.more == len(self.visit.garments)
        assert len(screen.garments) + (screen.more > 0) <= CELLS
        if not self.visit.hub_near:
            assert not screen.pay
            assert not screen.call
            assert not screen.detail.can_bring

    def teardown(self) -> None:
        """The shopper leaves: whoever was still asked in vain is told so."""
        self.happen(RoomSeen((), ()))
        self.happen(ReaderSeen(True))
        self.now += FORGET_S
        self.happen(Tick())
        assert not self.visit.began


TestVisit = Visit.TestCase
TestVisit.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
