"""What staff answer reaches the shopper, by news and until it was read, and is called off."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.mirror.screen.screen import screen_of
from kiosk.mirror.visit.ageing import deadline
from kiosk.mirror.visit.asked import ANSWER_STAYS_S
from kiosk.mirror.visit.asking import MOST_SENT, SORRY_STAYS_S
from kiosk.mirror.visit.effects import Effect, Note, TakeBack, Withdraw
from kiosk.mirror.visit.events import (
    BackTapped,
    BringTapped,
    CallTapped,
    Colleague,
    Event,
    ForgetTapped,
    FromPhone,
    GarmentTapped,
    HoldTapped,
    HubSeen,
    OfferTapped,
    PaymentAnswered,
    PayTapped,
    RequestAnswered,
    RequestNews,
    RequestStatus,
    RoomNews,
    SheetClosed,
    SheetTapped,
    SizeTapped,
    Tick,
)
from kiosk.mirror.visit.sheet import SHEET_RESTS_S, SheetKind
from kiosk.mirror.visit.visit import FittingVisit
from tests.unit.mirror.boutique import LINEN_SHIRT, garment, variant
from tests.unit.mirror.steps import (
    COAT,
    JEANS,
    OFF_DUTY,
    SHIRT,
    SHIRT_IN_L,
    WORDS,
    Steps,
    hung,
    live,
    texts,
)

WAITING, TAKEN, DONE = RequestStatus.WAITING, RequestStatus.TAKEN, RequestStatus.DONE
NAVY = "Take the navy one"
THREE = tuple(variant(LINEN_SHIRT, "Ivory", size) for size in ("L", "XL", "S"))
ASKED_THREE: Steps = (
    hung(SHIRT),
    *(BringTapped(f"r{number}", one.id) for number, one in enumerate(THREE)),
)


def news(*told: RequestNews) -> RoomNews:
    return RoomNews(told, answer_minutes=4)


def so(number: int, status: RequestStatus, **more: str) -> RequestNews:
    return RequestNews(f"r{number}", status, **more)  # type: ignore[arg-type]


def gone(number: int, note: str = "") -> RequestNews:
    return so(number, DONE, outcome="not_there", note=note)


def on_the_glass(visit: FittingVisit) -> list[str]:
    return [row.key for row in screen_of(visit, shop="", words=WORDS).answers]


def in_the_sheet(visit: FittingVisit, now: float) -> list[str]:
    opened = visit.after(SheetTapped(SheetKind.ASKED), now).visit
    return [row.key for row in screen_of(opened, shop="", words=WORDS).asked]


# --- which answers are shown ---------------------------------------------------------------------

# name -> what is told of three requests, which are on the glass, which the sheet lists
SHOWN: dict[str, tuple[RoomNews, list[str], list[str]]] = {
    "the newest, while all wait": (
        news(so(0, WAITING), so(1, WAITING), so(2, WAITING)),
        ["r1", "r2"],
        ["r2", "r1", "r0"],
    ),
    "the oldest is settled": (
        news(gone(0, NAVY), so(1, WAITING), so(2, WAITING)),
        ["r0", "r2"],
        ["r0", "r2", "r1"],
    ),
    "the oldest is taken": (
        news(so(0, TAKEN), so(1, WAITING), so(2, WAITING)),
        ["r0", "r2"],
        ["r0", "r2", "r1"],
    ),
    "settled before taken": (
        news(so(0, TAKEN), so(1, DONE), so(2, DONE)),
        ["r1", "r2"],
        ["r1", "r2", "r0"],
    ),
    "all are settled": (
        news(so(0, DONE), so(1, DONE), so(2, DONE)),
        ["r0", "r1"],
        ["r0", "r1", "r2"],
    ),
}


@pytest.mark.parametrize("name", SHOWN)
def test_what_is_shown_is_chosen_by_news(name: str) -> None:
    told, glass, sheet = SHOWN[name]
    visit, _, now = live((*ASKED_THREE, told))
    assert on_the_glass(visit) == glass
    assert in_the_sheet(visit, now) == sheet


def test_an_answer_is_read_before_it_goes() -> None:
    """Three at once, and two have room: the third is shown when the others were."""
    visit, _, now = live((*ASKED_THREE, news(gone(0, NAVY), gone(1), gone(2))))
    said = f"Not to be found today. {NAVY}"
    assert said in set(texts(screen_of(visit, shop="", words=WORDS)))
    assert "1 asked for" in set(texts(screen_of(visit, shop="", words=WORDS)))
    assert deadline(visit) == now + ANSWER_STAYS_S
    later = visit.after(Tick(), now + ANSWER_STAYS_S).visit
    assert on_the_glass(later) == ["r2"]
    assert deadline(later) == now + 2 * ANSWER_STAYS_S
    almost = later.after(Tick(), now + 2 * ANSWER_STAYS_S - 0.1).visit
    assert on_the_glass(almost) == ["r2"]
    assert almost.after(Tick(), now + 2 * ANSWER_STAYS_S).visit.requests == ()


def test_what_is_on_the_glass_gives_way_to_no_other_answer() -> None:
    visit, _, now = live((*ASKED_THREE, news(so(0, WAITING), gone(1), gone(2))))
    visit = visit.after(news(gone(0), gone(1), gone(2)), now + 5.0).visit
    assert on_the_glass(visit) == ["r1", "r2"]
    visit = visit.after(Tick(), now + ANSWER_STAYS_S).visit
    assert on_the_glass(visit) == ["r0"]


def test_a_call_is_read_where_it_is_shown() -> None:
    """Its answer is among the room's own actions, which a sheet hides."""
    steps: Steps = (
        hung(SHIRT),
        CallTapped("r0"),
        SheetTapped(SheetKind.COMFORT),
        news(so(0, DONE)),
    )
    visit, _, now = live(steps)
    visit = visit.after(Tick(), now + ANSWER_STAYS_S + 1).visit
    assert [one.id for one in visit.requests] == ["r0"], "nobody could read it"
    closed = visit.after(SheetClosed(), now + 20).visit
    assert "Here we are." in set(texts(screen_of(closed, shop="", words=WORDS)))
    assert closed.after(Tick(), now + 20 + ANSWER_STAYS_S).visit.requests == ()
    assert SHEET_RESTS_S > ANSWER_STAYS_S


# What hides the bar's answer, and what shows it again.
BEHIND: dict[str, tuple[Steps, Event]] = {
    "what can be sent to the phone": (OFF_DUTY[1:], BackTapped()),
    "what to do while the hub is away": ((HubSeen(False),), HubSeen(True)),
    "that something was not passed on": (
        (BringTapped("r9", SHIRT_IN_L.id), RequestAnswered("r9", None)),
        Tick(),
    ),
}


@pytest.mark.parametrize("name", BEHIND)
def test_a_calls_answer_that_is_hidden_is_not_read(name: str) -> None:
    hidden, shown = BEHIND[name]
    over = RequestAnswered("r0", so(0, DONE))
    visit, _, now = live((hung(SHIRT), CallTapped("r0"), *hidden, over))
    visit = visit.after(Tick(), now + 1.0).visit
    assert [one.seen_at for one in visit.requests] == [None]
    visit = visit.after(shown, now + SORRY_STAYS_S).visit
    assert [one.seen_at for one in visit.requests] == [now + SORRY_STAYS_S]
    assert screen_of(visit, shop="", words=WORDS).calling == "Here we are."
    assert visit.after(Tick(), now + SORRY_STAYS_S + ANSWER_STAYS_S).visit.requests == ()


# --- what the line did not tell ------------------------------------------------------------------


@pytest.mark.parametrize("before", [WAITING, TAKEN])
def test_of_what_is_no_longer_listed_nothing_untrue_is_said(before: RequestStatus) -> None:
    """The line was away while it was answered: nobody here knows how."""
    steps: Steps = (
        hung(SHIRT),
        BringTapped("r0", SHIRT_IN_L.id),
        news(so(0, before)),
        HubSeen(False),
        (90.0, HubSeen(True)),
        RoomNews(),
    )
    visit, _, _ = live(steps)
    (row,) = screen_of(visit, shop="", words=WORDS).answers
    assert row.answer == "Please ask a colleague."


# --- what was not found --------------------------------------------------------------------------

NOT_THERE: Steps = (
    hung(SHIRT),
    GarmentTapped(SHIRT.tag),
    SizeTapped("L"),
    BringTapped("r0"),
    news(gone(0)),
)


@pytest.mark.parametrize("waited", [10.0, 23.0, 300.0])
def test_what_was_not_found_is_not_promised_again_in_this_visit(waited: float) -> None:
    visit, _, now = live((*NOT_THERE, BackTapped()))
    later = visit.after(Tick(), now + waited).visit
    looked = later.after(OfferTapped(SHIRT_IN_L.id), now + waited).visit.after(
        GarmentTapped(SHIRT.tag), now + waited
    )
    looked = looked.visit.after(SizeTapped("L"), now + waited)
    assert not looked.visit.can_bring
    assert not looked.visit.can_hold
    asked = looked.visit.after(FromPhone(BringTapped("again", SHIRT_IN_L.id)), now + waited)
    assert not [one for one in asked.visit.requests if one.id == "again"]
    other = looked.visit.after(SizeTapped("XL"), now + waited).visit
    assert other.can_bring


def test_the_detail_says_that_it_was_not_found() -> None:
    visit, _, now = live(NOT_THERE)
    later = visit.after(Tick(), now + 30.0).visit
    detail = screen_of(later, shop="", words=WORDS).detail
    assert detail.stock == "Not to be found today. Please ask\N{NO-BREAK SPACE}us."


def test_the_next_shopper_is_promised_it() -> None:
    visit, _, now = live(NOT_THERE)
    assert visit.missing == (SHIRT_IN_L.id,)
    assert visit.after(ForgetTapped(), now).visit.missing == ()


# --- forget now ----------------------------------------------------------------------------------

HELD = so(0, DONE, outcome="held", held_until="18:30")
SET_ASIDE: Steps = (*OFF_DUTY, HoldTapped("r0"), news(HELD))
BROUGHT: Steps = (
    hung(SHIRT, JEANS),
    PayTapped("p1"),
    PaymentAnswered("p1", True, "Checkout 1", 2),
    RoomNews(basket="OPEN"),
)
BACK = TakeBack("p1", (SHIRT.tag, JEANS.tag))

# name -> what happened before "Forget now", what is called off by it
CALLED_OFF: dict[str, tuple[Steps, list[Effect]]] = {
    "a piece that is set aside": (SET_ASIDE, [Withdraw("r0")]),
    "and long after its answer was shown": ((*SET_ASIDE, (40.0, Tick())), [Withdraw("r0")]),
    "also while the hub is away": ((*SET_ASIDE, HubSeen(False)), [Withdraw("r0")]),
    "what the shopper has by now is not": (
        (*SET_ASIDE, news(replace(HELD, outcome="handed_over"))),
        [],
    ),
    "pieces on the tablet": (BROUGHT, [BACK]),
    "pieces on their way to it": (BROUGHT[:2], [BACK]),
    "pieces of which the hub said nothing in time": ((*BROUGHT[:2], (6.0, Tick())), [BACK]),
    "pieces that a lost answer refused": (
        (*BROUGHT[:2], PaymentAnswered("p1", False), (60.0, Tick())),
        [BACK],
    ),
    "pieces that the tablet let go of": ((*BROUGHT, RoomNews()), [BACK]),
    "pieces that were sent before others": (
        (*BROUGHT, hung(SHIRT, COAT), PayTapped("p2"), PaymentAnswered("p2", True, "Checkout 1")),
        [TakeBack("p2", (SHIRT.tag, JEANS.tag, COAT.tag))],
    ),
    "what is paid for stays": ((*BROUGHT, RoomNews(basket="SOLD")), []),
    "also when its thanks were shown": (
        (*BROUGHT, RoomNews(basket="SOLD"), (20.0, Tick())),
        [],
    ),
    "both": (
        (*SET_ASIDE, PayTapped("p1"), PaymentAnswered("p1", True, "Checkout 1", 1)),
        [Withdraw("r0"), TakeBack("p1", (SHIRT.tag,))],
    ),
}


@pytest.mark.parametrize("name", CALLED_OFF)
@pytest.mark.parametrize("by", [ForgetTapped(), FromPhone(ForgetTapped())])
def test_forget_now_calls_off_all_it_says(name: str, by: ForgetTapped | FromPhone) -> None:
    steps, done = CALLED_OFF[name]
    visit, _, now = live(steps)
    forgotten, effects = visit.after(by, now)
    assert [one for one in effects if isinstance(one, Withdraw | TakeBack)] == done
    assert forgotten == forgotten.at_rest()


@pytest.mark.parametrize("name", CALLED_OFF)
def test_a_visit_that_just_ends_calls_off_none_of_it(name: str) -> None:
    steps, _ = CALLED_OFF[name]
    visit, _, now = live((*steps, hung()))
    ended, effects = visit.after(Tick(), now + 400.0)
    assert not ended.began
    off = [one for one in effects if not isinstance(one, Note)]
    assert not [one for one in off if isinstance(one, Withdraw | TakeBack)]


def test_what_was_sent_is_bounded() -> None:
    visit, _, now = live(BROUGHT[:1])
    for number in range(300):
        piece = garment(1000 + number, LINEN_SHIRT, "Ivory", "M")
        visit = visit.after(hung(piece), now).visit.after(PayTapped(f"p{number}"), now).visit
    assert visit.sent is not None
    assert len(visit.sent.tags) == MOST_SENT
    assert (visit.sent.id, visit.sent.tags[-1]) == ("p299", piece.tag)


def test_what_is_set_aside_is_known_for_as_long_as_the_shop_keeps_it() -> None:
    line = "1 piece set aside for you"
    visit, _, now = live(SET_ASIDE)
    later = (
        visit.after(Tick(), now + 60.0).visit.after(SheetTapped(SheetKind.KNOWS), now + 60.0).visit
    )
    assert line in screen_of(later, shop="", words=WORDS).knows.lines
    fetched = later.after(news(replace(HELD, outcome="handed_over")), now + 61.0).visit
    assert line not in screen_of(fetched, shop="", words=WORDS).knows.lines


# --- in the shopper's words ----------------------------------------------------------------------


def test_a_suggestion_is_a_piece_and_its_sentence_the_mirrors() -> None:
    told = RequestNews(
        "r0", DONE, Colleague("Mina"), outcome="not_there", instead="Linen shirt, Sky, L"
    )
    visit, _, _ = live((hung(SHIRT), BringTapped("r0", SHIRT_IN_L.id), news(told)))
    (row,) = screen_of(visit, shop="", words=WORDS).answers
    assert row.answer == "Not to be found today. We have Linen shirt, Sky, L."
