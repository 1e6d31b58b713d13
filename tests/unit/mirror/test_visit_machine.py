"""Whatever shoppers, staff, readers and networks do, a fitting visit keeps its promises."""

from __future__ import annotations

import itertools
from dataclasses import replace

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from hardware.rfid.reader import TagId
from kiosk.mirror.screen.screen import Scene, screen_of
from kiosk.mirror.screen.words import Words
from kiosk.mirror.visit.ageing import MANNERS_REST_S, STANDS_WAITING_S, deadline
from kiosk.mirror.visit.asked import ANSWER_STAYS_S, REQUEST_STAYS_S
from kiosk.mirror.visit.effects import Ask, Note, Pay, Rate, TakeBack, Touchpoint, Withdraw
from kiosk.mirror.visit.events import (
    BackTapped,
    BringTapped,
    CallTapped,
    ColourTapped,
    Event,
    Fault,
    FaultTapped,
    ForgetTapped,
    FromPhone,
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
    ReaderSeen,
    RequestAnswered,
    RequestKind,
    RequestNews,
    RequestStatus,
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
from kiosk.mirror.visit.glass import CELLS
from kiosk.mirror.visit.handed import MOST_HANDED
from kiosk.mirror.visit.manners import Manners
from kiosk.mirror.visit.rating import SCORES
from kiosk.mirror.visit.sheet import SheetKind
from kiosk.mirror.visit.telling import on_glass as on_the_glass
from kiosk.mirror.visit.visit import FittingVisit
from kiosk.mirror.visit.wondering import wondered
from tests.unit.mirror.boutique import EVERYTHING, INSTEAD, OFFERS, SIZES, tag

WORDS = Words("en-IE")
FORGET_S = 45.0
COLOURS = ("Ivory", "Sky", "Blue", "Camel", "Grey", "Mauve")
TAPS: tuple[Event, ...] = (
    *(GarmentTapped(garment.tag) for garment in EVERYTHING[:4]),
    *(OfferTapped(offer.variant.id) for offer in OFFERS[:2]),
    *(SizeTapped(size) for size in SIZES),
    *(ColourTapped(colour) for colour in COLOURS),
    *(SheetTapped(kind) for kind in SheetKind),
    BackTapped(),
    MoreTapped(),
    SheetClosed(),
    SheetTouched(),
    LanguageTapped("ar"),
    MannersTapped(Manners(large_text=True, scene="Evening")),
)


OUTCOMES = ("", "not_there", "held", "returned")


class Visit(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0
        self.visit = FittingVisit(forget_after_s=FORGET_S, has_tablet=True)
        self.numbers = itertools.count()
        self.asked: dict[str, Ask] = {}
        self.paid: list[str] = []
        self.rated: list[str] = []
        self.asked_to_rate: list[str] = []
        self.hung: set[TagId] = set()  # in this visit
        self.aside: set[TagId] = set()  # in the one that was set aside

    def happen(self, event: Event) -> None:
        self.now += 0.25
        before = self.visit
        self.visit, effects = before.after(event, self.now)
        if self.visit.began and not self.visit.token:
            named = Named(self.new_id(), self.new_id())
            self.visit, more = self.visit.after(named, self.now)
            effects += more
        strangers = before.empty_since is not None and self.visit.garments
        if strangers and self.hung.isdisjoint(self.visit.tags):
            assert self.visit.token != before.token, "an old phone sees nobody else's garments"
        if self.visit.before is not None and before.before is None:
            self.aside, self.hung = self.hung, set()
            assert self.visit.before == before or isinstance(event, FromPhone)
            assert self.visit.manners == self.visit.shop_manners
        elif before.before is not None and self.visit.before is None:
            back = bool(self.visit.key) and self.visit.key == before.before.key
            self.hung = self.aside if back else self.hung
        elif self.visit.key != before.key and before.key:
            self.hung = set()
        self.hung |= set(self.visit.tags)
        if self.visit.rating is not None and before.rating is None:
            assert self.visit.key not in self.asked_to_rate, "nobody is asked twice"
            self.asked_to_rate.append(self.visit.key)
        for effect in effects:
            match effect:
                case Ask():
                    assert before.can_ask
                    assert effect.kind is not RequestKind.BRING or before.on_duty
                    assert effect.kind is not RequestKind.HOLD or not before.on_duty
                    assert effect.id not in self.asked
                    self.asked[effect.id] = effect
                case Withdraw():
                    assert effect.id in self.asked
                case TakeBack():
                    assert effect.id in self.paid
                case Pay():
                    assert effect.tags == before.tags
                    self.paid.append(effect.id)
                case Rate():
                    assert effect.visit not in self.rated, "one rating of a visit"
                    assert effect.score in SCORES
                    self.rated.append(effect.visit)
                case Note(Touchpoint.ENDED):
                    over = before.before or before
                    assert effect.visit == over.key
                    assert self.visit.key != over.key

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

    @rule(what=st.sampled_from([BringTapped, HoldTapped, CallTapped, PayTapped]))
    def ask(self, what: type[BringTapped]) -> None:
        self.happen(what(self.new_id()))

    @rule()
    def think_better_of_it(self) -> None:
        self.happen(NeverMindTapped())

    @precondition(lambda self: self.asked)
    @rule(data=st.data())
    def take_back(self, data: st.DataObject) -> None:
        self.happen(NeverMindTapped(data.draw(st.sampled_from(sorted(self.asked)))))

    @rule(number=st.integers(0, 9), fault=st.sampled_from(list(Fault)))
    def say_why(self, number: int, fault: Fault) -> None:
        self.happen(FaultTapped(EVERYTHING[number].tag, fault))

    @rule()
    def find_what_is_like_it(self) -> None:
        for variant in wondered(self.visit).missed:
            self.happen(SubstitutesFound(variant.id, INSTEAD))

    @rule(score=st.integers(-1, 11), word=st.sampled_from(["", "", "easy"]))
    def score(self, score: int, word: str) -> None:
        self.happen(ScoreTapped(self.new_id(), score, word))

    @rule()
    def say_a_word(self) -> None:
        self.happen(ScoreWordTapped("quick"))

    @rule()
    def forget_now(self) -> None:
        began = self.visit.began
        self.happen(ForgetTapped())
        assert not began or self.visit == self.visit.at_rest()

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
        outcome = data.draw(st.sampled_from(OUTCOMES if status is RequestStatus.DONE else ("",)))
        told = tuple(RequestNews(name, status, outcome=outcome) for name in known)
        on_duty, phones = data.draw(st.booleans()), data.draw(st.integers(0, 2))
        self.happen(RoomNews(told, None, basket, on_duty, phones, "https://shop/visit/{token}"))

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
        assert focus is None or self.visit.began
        assert focus is None or focus.tag is None or focus.tag in self.visit.tags
        assert focus is None or focus.variant in focus.product.variants

    @invariant()
    def nothing_is_asked_twice_at_a_time(self) -> None:
        open_now = [(r.kind, r.variant) for r in self.visit.requests if r.status.open]
        assert len(open_now) == len({(kind, v.id if v else None) for kind, v in open_now})

    @invariant()
    def an_answer_is_read_or_stays(self) -> None:
        on_glass = on_the_glass(self.visit)
        for request in self.visit.requests:
            if not request.status.open:
                assert request not in on_glass or request.seen_at is not None
                seen_at = request.seen_at
                assert seen_at is None or self.now - seen_at < ANSWER_STAYS_S

    @invariant()
    def what_was_not_found_is_not_promised(self) -> None:
        focus = self.visit.focus
        missing = focus is not None and focus.variant.id in self.visit.missing
        assert not (missing and (self.visit.can_bring or self.visit.can_hold))

    @invariant()
    def a_forgotten_visit_holds_nothing(self) -> None:
        if not self.visit.began:
            at_rest = self.visit.at_rest()
            visit = self.visit
            free = {"manners": visit.manners, "touched_at": visit.touched_at}
            sheet = self.visit.sheet
            assert self.visit == replace(at_rest, **free, sheet=sheet)
            assert sheet is None or not sheet.kind.of_a_visit

    @invariant()
    def nothing_is_known_of_who_was_here_before(self) -> None:
        """Not even for the moment in which it may still be the same shopper."""
        visit = self.visit
        if visit.before is None:
            assert visit.before_until is None
            return
        assert visit.garments or visit.unknown
        assert visit.before.began
        unseen = replace(visit, before=None, before_until=None)
        assert screen_of(visit, shop="", words=WORDS) == screen_of(unseen, shop="", words=WORDS)
        assert (visit.key, visit.token, visit.requests, visit.sizes) == ("", "", (), ())
        assert (visit.handed, visit.spoken_of, visit.phones) == ((), (), 0)

    @invariant()
    def an_empty_room_is_forgotten_in_time(self) -> None:
        since = self.visit.empty_since
        if since is None:
            return
        longest = REQUEST_STAYS_S if self.visit.reader_missed else FORGET_S
        touched = max(since, self.visit.touched_at or since)
        waits = any(r.status.open and r.asked_at > since for r in self.visit.requests)
        assert self.now - touched < max(longest, STANDS_WAITING_S if waits else 0.0)

    @invariant()
    def what_is_asked_about_hung_here_and_is_gone(self) -> None:
        handed = self.visit.handed
        assert len(handed) <= MOST_HANDED
        for one in handed:
            assert one.tag in self.hung
            assert one.tag not in self.visit.tags
            assert self.now < one.rests_at

    @invariant()
    def the_question_is_in_nobodys_way(self) -> None:
        if self.visit.rating is not None:
            assert not self.visit.garments
            assert not self.visit.handed
            assert self.visit.focus is None

    @invariant()
    def manners_are_the_shops_again_in_time(self) -> None:
        visit = self.visit
        if not visit.began and visit.manners != visit.shop_manners:
            assert visit.touched_at is not None
            assert self.now - visit.touched_at < MANNERS_REST_S

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
            assert not screen.detail.hold
        assert not (screen.detail.can_bring and screen.detail.hold)
        assert not screen.handed.rows or (self.visit.handed and not self.visit.focus)
        assert screen.handed.rows or not self.visit.handed or screen.scene is not Scene.ROOM
        assert bool(screen.question.title) is (self.visit.rating is not None)

    def teardown(self) -> None:
        """The shopper leaves: whoever was still asked in vain is told so."""
        self.happen(RoomSeen((), ()))
        self.happen(ReaderSeen(True))
        self.now += FORGET_S
        self.happen(Tick())
        assert not self.visit.began


TestVisit = Visit.TestCase
TestVisit.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
