"""What is done in a visit and after it: what is asked for, noted, rated, and forgotten in time."""

from __future__ import annotations

import pytest

from kiosk.mirror.screen.screen import Scene, screen_of
from kiosk.mirror.visit.ageing import MANNERS_REST_S, STANDS_WAITING_S, deadline
from kiosk.mirror.visit.company import ASIDE_S
from kiosk.mirror.visit.effects import Ask, Effect, Note, Rate, Touchpoint, Withdraw
from kiosk.mirror.visit.events import (
    BackTapped,
    BringTapped,
    Event,
    Fault,
    FaultTapped,
    ForgetTapped,
    GarmentTapped,
    HoldTapped,
    LanguageTapped,
    MannersTapped,
    Named,
    OffersFound,
    OfferTapped,
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
    Tick,
)
from kiosk.mirror.visit.manners import Manners
from kiosk.mirror.visit.rating import WORDS_STAY_S
from kiosk.mirror.visit.sheet import SHEET_RESTS_S, SheetKind
from tests.unit.mirror.boutique import (
    BRETON_TEE,
    LOAFERS,
    OFFERS,
    WIDE_JEANS,
    variant,
)
from tests.unit.mirror.steps import (
    ASKED,
    COAT,
    JEANS,
    KEY,
    LEFT,
    LOOKING,
    OFF_DUTY,
    REST,
    SHIRT,
    SHIRT_IN_L,
    WORDS,
    Steps,
    hung,
    live,
    took,
)

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
        (*LEFT, ScoreTapped("s1", 9), ScoreWordTapped("easy")),
        [Rate("s1", 9, "easy", KEY)],
    ),
    "a rating without a word": (
        (*LEFT, ScoreTapped("s1", 9), (WORDS_STAY_S, Tick())),
        [Rate("s1", 9, "", KEY)],
    ),
    "another number is thought better of": (
        (*LEFT, ScoreTapped("s1", 9), ScoreTapped("s2", 3), (60, Tick())),
        [Rate("s1", 3, "", KEY)],
    ),
    "a garment sends the number at once": (
        (*LEFT, ScoreTapped("s1", 9), hung(SHIRT), hung(), (90, Tick())),
        [Rate("s1", 9, "", KEY)],
    ),
    "rated on the phone, once": (
        (hung(SHIRT), ScoreTapped("t1", 8, "easy"), ScoreTapped("t2", 2), (90, hung())),
        [Rate("t1", 8, "easy", KEY)],
    ),
    "no such number": ((*LEFT, ScoreTapped("s1", 11)), []),
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
    sure = after.after(Tick(), now + 1 + ASIDE_S).visit
    again = sure.after(Named("another", "another secret"), now + 1 + ASIDE_S).visit
    assert (again.key, again.token) == ((KEY, "token") if same else ("another", "another secret"))


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
