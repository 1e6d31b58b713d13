"""Visits as tables: what happens, and what the mirror then says, does not say, and has done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest

from catalog.money import Money
from kiosk.mirror.screen.screen import Scene, screen_of
from kiosk.mirror.screen.words import Words
from kiosk.mirror.visit.ageing import MANNERS_REST_S, STANDS_WAITING_S, deadline
from kiosk.mirror.visit.effects import Ask, Effect, Note, Rate, Touchpoint, Withdraw
from kiosk.mirror.visit.events import (
    BackTapped,
    BringTapped,
    CallTapped,
    Colleague,
    Cost,
    CostsFound,
    Event,
    Fault,
    FaultTapped,
    ForgetTapped,
    GarmentTapped,
    HoldTapped,
    LanguageTapped,
    MannersTapped,
    Named,
    NeverMindTapped,
    OffersFound,
    OfferTapped,
    PaymentAnswered,
    PayTapped,
    RequestAnswered,
    RequestKind,
    RequestNews,
    RequestStatus,
    RoomNews,
    RoomSeen,
    ScoreTapped,
    ScoreWordTapped,
    SheetTapped,
    SizeTapped,
    SubstitutesFound,
    Tick,
)
from kiosk.mirror.visit.handed import HANDED_STAYS_S
from kiosk.mirror.visit.manners import Manners
from kiosk.mirror.visit.rating import ASKED_AFTER_S, QUESTION_STAYS_S, WORDS_STAY_S
from kiosk.mirror.visit.sheet import SHEET_RESTS_S, SheetKind
from kiosk.mirror.visit.visit import FittingVisit
from tests.unit.mirror.boutique import (
    BRETON_TEE,
    CASHMERE_CREW,
    INSTEAD,
    LINEN_SHIRT,
    LOAFERS,
    OFFERS,
    WIDE_JEANS,
    WRAP_COAT,
    cheaper,
    garment,
    variant,
)

WORDS = Words("en-IE")
KEY = "visit-1"
SHIRT = garment(1, LINEN_SHIRT, "Ivory", "M")
JEANS = garment(2, WIDE_JEANS, "Blue", "L")
COAT = garment(3, WRAP_COAT, "Camel", "M")
CREW = garment(4, CASHMERE_CREW, "Grey", "S")
SHIRT_IN_L = variant(LINEN_SHIRT, "Ivory", "L")
CREW_IN_M = variant(CASHMERE_CREW, "Grey", "M")
REST = FittingVisit(forget_after_s=45, has_tablet=True, hub_near=True)
PHONE = "https://shop/visit/{token}"

Steps = tuple[Event | tuple[float, Event], ...]


def hung(*garments: Any) -> RoomSeen:
    return RoomSeen(garments)


def took(request: str, **changes: Any) -> RoomNews:
    news = RequestNews(request, RequestStatus.WAITING)
    return RoomNews((replace(news, **changes),), answer_minutes=4)


def live(steps: Steps, visit: FittingVisit = REST) -> tuple[FittingVisit, list[Effect], float]:
    """The visit after these steps, one a second unless a step says how long it waited."""
    now, effects = 0.0, []
    for step in steps:
        waited, event = step if isinstance(step, tuple) else (1.0, step)
        now += waited
        visit, wanted = visit.after(event, now)
        effects += wanted
        if visit.began and not visit.key:
            visit, wanted = visit.after(Named(KEY, "token"), now)
            effects += wanted
    return visit, effects, now


def texts(shown: Any) -> Iterator[str]:
    """Every string on a screen."""
    if isinstance(shown, str):
        yield str(shown).replace("\N{NON-BREAKING HYPHEN}", "-")
    elif isinstance(shown, tuple):
        for one in shown:
            yield from texts(one)
    elif is_dataclass(shown):
        for one in fields(shown):
            yield from texts(getattr(shown, one.name))


LOOKING = (hung(SHIRT), GarmentTapped(SHIRT.tag), SizeTapped("L"))
ASKED = (*LOOKING, BringTapped("r1"))
OFF_DUTY = (*LOOKING, RoomNews(on_duty=False, phone_url=PHONE))
SENT = (hung(SHIRT), PayTapped("p1"), PaymentAnswered("p1", True, "Checkout 1", 1))
SALE = CostsFound(
    (Cost(SHIRT.variant.id, cheaper(SHIRT.variant), ("Autumn offer",)),),
    frozenset({SHIRT.tag, JEANS.tag}),
    Money(18220, "EUR"),
)
LIKE_JEANS = SubstitutesFound(JEANS.variant.id, INSTEAD)

# name -> what happens, what is said, what is not
JOURNEYS: dict[str, tuple[Steps, tuple[str, ...], tuple[str, ...]]] = {
    "a size is asked for": (
        (*ASKED, took("r1")),
        ("We have asked for it, about 4 minutes.", "Never mind"),
        ("Bring me size L",),
    ),
    "it takes longer than it usually does": (
        (*ASKED, took("r1"), (240, Tick())),
        ("We have asked for it.",),
        ("We have asked for it, about 4 minutes.",),
    ),
    "nobody knows how long it takes": (
        (*ASKED, RequestAnswered("r1", RequestNews("r1", RequestStatus.WAITING))),
        ("We have asked for it.",),
        (),
    ),
    "it is asked for once more": (
        (*ASKED, took("r1", escalated=True)),
        ("We have asked once more. You can also ask at the checkout.",),
        (),
    ),
    "somebody brings it": (
        (*ASKED, took("r1", status=RequestStatus.TAKEN, colleague=Colleague("Mina Okafor"))),
        ("Mina Okafor is bringing it.", "MO"),
        ("Never mind",),
    ),
    "it is not to be found": (
        (*ASKED, BackTapped(), took("r1", status=RequestStatus.DONE, outcome="not_there")),
        ("Not to be found today. Please ask us.",),
        ("Here it is.",),
    ),
    "it is not to be found, and something else is": (
        (
            *ASKED,
            BackTapped(),
            took("r1", status=RequestStatus.DONE, outcome="not_there", note="In Sky only."),
        ),
        ("In Sky only.",),
        ("Here it is.",),
    ),
    "never mind, from the room": (
        (*ASKED, BackTapped(), NeverMindTapped("r1"), GarmentTapped(SHIRT.tag), SizeTapped("L")),
        ("Bring me size L",),
        ("1 asked for",),
    ),
    "two are waited for": (
        (*ASKED, BackTapped(), CallTapped("c1")),
        ("2 asked for", "Linen shirt, Ivory, L", "One moment"),
        ("Call a colleague",),
    ),
    "nobody is on duty": (
        OFF_DUTY,
        ("Hold it for me", "Send to my phone"),
        ("Never mind",),
    ),
    "it is held": (
        (*OFF_DUTY, HoldTapped("h1")),
        ("One moment", "Never mind"),
        ("Hold it for me", "Send to my phone"),
    ),
    "handed back": (
        (hung(SHIRT, JEANS), hung(SHIRT)),
        ("How was it?", "Wide jeans, Blue, L", "Too small", "Too dear"),
        (),
    ),
    "three are handed back": (
        (hung(SHIRT, JEANS, COAT, CREW), hung(JEANS, COAT, CREW), hung(CREW)),
        ("Wide jeans, Blue, L", "Double-faced wool coat, Camel, M"),
        ("Linen shirt, Ivory, M",),
    ),
    "nobody says why": (
        (hung(SHIRT, JEANS), hung(SHIRT), (HANDED_STAYS_S, Tick())),
        (),
        ("How was it?",),
    ),
    "another one is hung meanwhile": (
        (hung(SHIRT, JEANS), hung(SHIRT), hung(SHIRT, COAT)),
        (),
        ("How was it?",),
    ),
    "too small": (
        (hung(SHIRT, JEANS), hung(JEANS), FaultTapped(SHIRT.tag, Fault.TOO_SMALL)),
        ("Linen shirt", "Bring me size L"),
        ("How was it?",),
    ),
    "too big": (
        (hung(SHIRT, JEANS), hung(JEANS), FaultTapped(SHIRT.tag, Fault.TOO_BIG)),
        ("Bring me size S",),
        (),
    ),
    "too small, and there is no larger one": (
        (hung(SHIRT, JEANS), hung(SHIRT), FaultTapped(JEANS.tag, Fault.TOO_SMALL)),
        ("Wide jeans", "Sold out today in size XL."),
        ("Bring me size XL",),
    ),
    "not my colour": (
        (hung(SHIRT, JEANS), hung(JEANS), FaultTapped(SHIRT.tag, Fault.NOT_MY_COLOUR)),
        ("Linen shirt", "Bring me Sky, M"),
        (),
    ),
    "too dear": (
        (hung(SHIRT, JEANS), hung(SHIRT), LIKE_JEANS, FaultTapped(JEANS.tag, Fault.TOO_DEAR)),
        ("Breton tee", "€45"),
        (),
    ),
    "too dear, and nothing is less": (
        (hung(SHIRT, JEANS), hung(SHIRT), FaultTapped(JEANS.tag, Fault.TOO_DEAR)),
        ("Linen shirt",),
        ("How was it?",),
    ),
    "what is sold is not handed back": (
        (*SENT, RoomNews(basket="SOLD"), hung()),
        ("Thank you. Enjoy wearing it.",),
        ("How was it?",),
    ),
    "what is out has others": (
        (
            hung(CREW),
            GarmentTapped(CREW.tag),
            SizeTapped("M"),
            SubstitutesFound(CREW_IN_M.id, INSTEAD),
        ),
        ("Sold out today in size M.", "The same in Blush"),
        (),
    ),
    "an offer of the shop": (
        (hung(SHIRT, JEANS), SALE, GarmentTapped(SHIRT.tag)),
        ("€63.20", "€79", "Autumn offer", "€182.20"),
        (),
    ),
    "the sum of others is not said": (
        (hung(SHIRT, JEANS), SALE, hung(SHIRT, JEANS, COAT)),
        ("€647",),
        ("€182.20",),
    ),
    "at the end": (
        (hung(SHIRT), (ASKED_AFTER_S, hung())),
        ("Would you recommend Maison Aster to a friend?", "0", "10"),
        ("How was it?",),
    ),
    "after a moment nobody is asked": (
        (hung(SHIRT), (ASKED_AFTER_S - 1, hung())),
        ("How was it?",),
        ("Would you recommend Maison Aster to a friend?",),
    ),
    "a number, and in a word": (
        (hung(SHIRT), (ASKED_AFTER_S, hung()), ScoreTapped("s1", 9)),
        ("And in a word?", "Easy", "Too slow"),
        ("Would you recommend Maison Aster to a friend?",),
    ),
    "thanks": (
        (hung(SHIRT), (ASKED_AFTER_S, hung()), ScoreTapped("s1", 9), ScoreWordTapped("easy")),
        ("Thank you.",),
        ("And in a word?",),
    ),
    "a garment removes the question": (
        (hung(SHIRT), (ASKED_AFTER_S, hung()), hung(JEANS)),
        ("Wide jeans",),
        ("Would you recommend Maison Aster to a friend?",),
    ),
    "the question goes by itself, and does not come back": (
        (
            hung(SHIRT),
            (ASKED_AFTER_S, hung()),
            (QUESTION_STAYS_S, Tick()),
            hung(SHIRT),
            hung(),
        ),
        (),
        ("Would you recommend Maison Aster to a friend?",),
    ),
    "what is held does not keep the question away": (
        (*OFF_DUTY, HoldTapped("h1"), (ASKED_AFTER_S, hung())),
        ("Would you recommend Maison Aster to a friend?", "Linen shirt, Ivory, L"),
        (),
    ),
    "what is waited for does": (
        (*ASKED, (ASKED_AFTER_S, hung())),
        ("Linen shirt, Ivory, L",),
        ("Would you recommend Maison Aster to a friend?",),
    ),
    "after the thanks for paying": (
        (*SENT, RoomNews(basket="SOLD"), hung(), (12.0, Tick())),
        ("Would you recommend Maison Aster to a friend?",),
        ("Thank you. Enjoy wearing it.",),
    ),
    "a garment closes a sheet": (
        (hung(SHIRT), SheetTapped(SheetKind.KNOWS), hung(SHIRT, JEANS)),
        ("Wide jeans",),
        (),
    ),
}


@pytest.mark.parametrize("name", JOURNEYS)
def test_a_journey_says_what_is_so(name: str) -> None:
    steps, said, unsaid = JOURNEYS[name]
    visit, _, _ = live(steps)
    shown = set(texts(screen_of(visit, shop="Maison Aster", words=WORDS)))
    assert set(said) <= shown, sorted(shown)
    assert not set(unsaid) & shown


# name -> what happens, what is wanted done (without touchpoints)
DONE: dict[str, tuple[Steps, list[Effect]]] = {
    "a hold outlives the visit": (
        (*OFF_DUTY, HoldTapped("h1"), hung(), (45, Tick())),
        [Ask("h1", RequestKind.HOLD, SHIRT_IN_L.id)],
    ),
    "but not its being forgotten now": (
        (*OFF_DUTY, HoldTapped("h1"), ForgetTapped()),
        [Ask("h1", RequestKind.HOLD, SHIRT_IN_L.id), Withdraw("h1")],
    ),
    "forgotten now": (
        (*ASKED, ForgetTapped()),
        [Ask("r1", RequestKind.BRING, SHIRT_IN_L.id), Withdraw("r1")],
    ),
    "forgotten now with somebody on the way": (
        (*ASKED, took("r1", status=RequestStatus.TAKEN), ForgetTapped()),
        [Ask("r1", RequestKind.BRING, SHIRT_IN_L.id), Withdraw("r1")],
    ),
    "nobody brings while nobody is on duty": ((*OFF_DUTY, BringTapped("r1")), []),
    "nobody holds what can be brought": ((*LOOKING, HoldTapped("h1")), []),
    "a phone asks for what is not looked at": (
        (hung(SHIRT), BringTapped("t1", SHIRT_IN_L.id)),
        [Ask("t1", RequestKind.BRING, SHIRT_IN_L.id)],
    ),
    "nobody brings what was never spoken of": ((hung(SHIRT), BringTapped("t1", 999)), []),
    "a rating with its word": (
        (hung(SHIRT), (90, hung()), ScoreTapped("s1", 9), ScoreWordTapped("easy")),
        [Rate("s1", 9, "easy", KEY)],
    ),
    "a rating without a word": (
        (hung(SHIRT), (90, hung()), ScoreTapped("s1", 9), (WORDS_STAY_S, Tick())),
        [Rate("s1", 9, "", KEY)],
    ),
    "another number is thought better of": (
        (hung(SHIRT), (90, hung()), ScoreTapped("s1", 9), ScoreTapped("s2", 3), (60, Tick())),
        [Rate("s1", 3, "", KEY)],
    ),
    "a garment sends the number at once": (
        (hung(SHIRT), (90, hung()), ScoreTapped("s1", 9), hung(SHIRT), hung(), (90, Tick())),
        [Rate("s1", 9, "", KEY)],
    ),
    "rated on the phone, once": (
        (hung(SHIRT), ScoreTapped("t1", 8, "easy"), ScoreTapped("t2", 2), (90, hung())),
        [Rate("t1", 8, "easy", KEY)],
    ),
    "no such number": ((hung(SHIRT), (90, hung()), ScoreTapped("s1", 11)), []),
    "nobody there rates nothing": ((ScoreTapped("s1", 9),), []),
}


@pytest.mark.parametrize("name", DONE)
def test_a_journey_has_done_what_it_promised(name: str) -> None:
    steps, done = DONE[name]
    _, effects, _ = live(steps)
    assert [one for one in effects if not isinstance(one, Note)] == done


def test_a_visit_is_noted_from_its_begin_to_its_end() -> None:
    offers = OffersFound(frozenset({SHIRT.tag}), OFFERS)
    loafers = OFFERS[0].variant.id
    steps: Steps = (
        hung(SHIRT, JEANS),
        hung(SHIRT),
        FaultTapped(JEANS.tag, Fault.TOO_BIG),
        offers,
        OfferTapped(loafers),
        BackTapped(),
        OfferTapped(loafers),
        BringTapped("r1"),
        RoomNews(phones=1),
        RoomNews(),
        RoomNews(phones=1),
        hung(),
        (45, Tick()),
    )
    _, effects, _ = live(steps)
    notes = [one for one in effects if isinstance(one, Note)]
    jeans_in_m = variant(WIDE_JEANS, "Blue", "M").id
    assert [(note.kind, note.variant_id, note.value) for note in notes] == [
        (Touchpoint.BEGAN, None, None),
        (Touchpoint.ARRIVED, SHIRT.variant.id, None),
        (Touchpoint.ARRIVED, JEANS.variant.id, None),
        (Touchpoint.LEFT, JEANS.variant.id, None),
        (Touchpoint.HANDED_BACK, JEANS.variant.id, Fault.TOO_BIG),
        (Touchpoint.OFFER_LOOKED_AT, jeans_in_m, None),
        (Touchpoint.OFFER_LOOKED_AT, loafers, None),
        (Touchpoint.ASKED_FOR, loafers, None),
        (Touchpoint.PHONE_OPENED, None, None),
        (Touchpoint.LEFT, SHIRT.variant.id, None),
        (Touchpoint.ENDED, None, None),
    ]
    assert {note.visit for note in notes[3:]} == {KEY}


@pytest.mark.parametrize(
    "touch",
    [LanguageTapped("ar"), MannersTapped(Manners(large_text=True))],
    ids=["language", "comfort"],
)
def test_a_mirror_at_rest_goes_back_to_the_shops_manners_by_itself(touch: Event) -> None:
    visit, _, now = live((touch,))
    assert visit.manners != visit.shop_manners
    assert deadline(visit) == now + MANNERS_REST_S
    assert visit.after(Tick(), now + MANNERS_REST_S).visit.manners == visit.shop_manners
    stays, _, _ = live((touch, hung(SHIRT), (2 * MANNERS_REST_S, Tick())))
    assert stays.manners == visit.manners, "it is this shopper's"


def test_a_sheet_at_rest_goes_away_by_itself_and_says_nothing_of_nobody() -> None:
    visit, _, now = live((SheetTapped(SheetKind.COMFORT),))
    assert visit.sheet is not None
    assert visit.after(Tick(), now + SHEET_RESTS_S).visit.sheet is None
    for kind in (SheetKind.PHONE, SheetKind.KNOWS, SheetKind.ASKED):
        assert live((SheetTapped(kind),))[0].sheet is None


def test_what_was_not_to_be_found_is_not_offered_in_the_same_breath() -> None:
    steps: Steps = (hung(SHIRT), GarmentTapped(SHIRT.tag), SizeTapped("L"), BringTapped("r1"))
    visit, _, now = live(steps)
    gone = RequestNews("r1", RequestStatus.DONE, outcome="not_there")
    told = visit.after(RequestAnswered("r1", gone), now).visit
    assert not told.can_bring
    assert not told.can_hold
    assert told.after(SizeTapped("M"), now).visit.after(SizeTapped("XL"), now).visit.can_bring


def test_who_asks_an_empty_room_for_another_size_is_waited_for() -> None:
    steps: Steps = (
        hung(SHIRT),
        hung(),
        FaultTapped(SHIRT.tag, Fault.TOO_SMALL),
        BringTapped("r1"),
        RequestAnswered("r1", RequestNews("r1", RequestStatus.WAITING)),
    )
    visit, _, now = live(steps)
    assert visit.after(Tick(), now + 100).visit.began
    forgotten, effects = visit.after(Tick(), now + STANDS_WAITING_S)
    assert not forgotten.began
    assert Withdraw("r1") in effects


@pytest.mark.parametrize(
    ("came", "same"),
    [
        pytest.param(hung(COAT), False, id="others"),
        pytest.param(hung(COAT, SHIRT), True, id="one of its own"),
        pytest.param(hung(JEANS), True, id="one that hung here earlier"),
        pytest.param(hung(), True, id="nothing"),
    ],
)
def test_a_phone_goes_on_with_a_room_that_was_empty_only_if_a_piece_came_back(
    came: RoomSeen, same: bool
) -> None:
    before: Steps = (hung(SHIRT, JEANS), hung(SHIRT), hung())
    visit, _, now = live(before)
    after = visit.after(came, now + 1).visit
    assert bool(after.token) is same
    again = after.after(Named("another", "another secret"), now + 1).visit
    assert (again.key, again.token) == (KEY, "token" if same else "another secret")


def test_an_empty_room_where_somebody_taps_is_not_forgotten_meanwhile() -> None:
    visit, _, now = live((hung(SHIRT), hung(), (40, SheetTapped(SheetKind.COMFORT))))
    assert visit.after(Tick(), now + 40).visit.began
    assert not visit.after(Tick(), now + 45).visit.began


def test_the_next_shopper_finds_nothing() -> None:
    steps: Steps = (
        *ASKED,
        LanguageTapped("ja"),
        BackTapped(),
        hung(),
        ScoreTapped("s1", 4),
        ForgetTapped(),
    )
    visit, _, _ = live(steps)
    assert visit == REST
    assert screen_of(visit, shop="Maison Aster", words=WORDS).scene is Scene.ATTRACT


def test_sizes_that_turned_out_are_what_offers_are_asked_for_in() -> None:
    steps: Steps = (
        hung(SHIRT, JEANS),
        hung(JEANS),
        FaultTapped(SHIRT.tag, Fault.TOO_SMALL),
        BringTapped("r1", variant(WIDE_JEANS, "Ecru", "S").id),
    )
    visit, _, _ = live(steps)
    assert dict(visit.sizes) == {"shirt": "L", "jeans": "S"}
    assert LOAFERS.kind not in dict(visit.sizes)
    assert BRETON_TEE.kind not in dict(visit.sizes)
