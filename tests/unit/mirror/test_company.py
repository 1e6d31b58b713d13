"""Who comes into a room that was empty for a moment, as journeys: what they find, what is over."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.mirror.screen.screen import screen_of
from kiosk.mirror.visit.asked import REQUEST_STAYS_S
from kiosk.mirror.visit.company import ASIDE_S
from kiosk.mirror.visit.effects import Effect, Note, Touchpoint, Withdraw
from kiosk.mirror.visit.events import (
    BringTapped,
    CallTapped,
    Event,
    ForgetTapped,
    FromPhone,
    GarmentTapped,
    LanguageTapped,
    Named,
    ReaderSeen,
    RequestAnswered,
    RequestNews,
    RequestStatus,
    RoomSeen,
    SheetTapped,
    SizeTapped,
    Tick,
)
from kiosk.mirror.visit.sheet import SheetKind
from kiosk.mirror.visit.visit import FittingVisit
from tests.unit.mirror.boutique import LINEN_SHIRT, garment, tag
from tests.unit.mirror.steps import (
    COAT,
    CREW,
    JEANS,
    KEY,
    LOOKING,
    REST,
    SHIRT,
    WORDS,
    Steps,
    hung,
    live,
    texts,
    took,
)

SHIRT_L = garment(11, LINEN_SHIRT, "Ivory", "L")
ASKED: Steps = (
    LanguageTapped("de"),
    hung(SHIRT, JEANS),
    GarmentTapped(SHIRT.tag),
    SizeTapped("L"),
    BringTapped("r1"),
    RequestAnswered("r1", RequestNews("r1", RequestStatus.WAITING)),
)
LEFT: Steps = (*ASKED, hung())
LATER = (ASIDE_S, Tick())


def after(*steps: Event | tuple[float, Event]) -> tuple[FittingVisit, list[Effect]]:
    """The visit and what was done since everybody had left."""
    visit, _, now = live(LEFT)
    done: list[Effect] = []
    for step in steps:
        waited, event = step if isinstance(step, tuple) else (1.0, step)
        now += waited
        visit, effects = visit.after(event, now)
        done += effects
        if visit.began and not visit.key:
            visit, effects = visit.after(Named("visit-2", "another"), now)
            done += effects
    return visit, done


GOES_ON, WITHOUT_PHONE, ANOTHER = (KEY, "token"), (KEY, ""), ("visit-2", "another")


@pytest.mark.parametrize(
    ("steps", "name", "language"),
    [
        pytest.param([hung(SHIRT)], GOES_ON, "de", id="a piece of it"),
        pytest.param([hung(COAT, JEANS)], GOES_ON, "de", id="new ones and a piece of it"),
        pytest.param([hung(COAT), hung(COAT, JEANS)], GOES_ON, "de", id="the new one heard first"),
        pytest.param(
            [hung(COAT), (ASIDE_S - 1, hung(COAT, CREW, SHIRT))], GOES_ON, "de", id="an armful"
        ),
        pytest.param([hung(COAT), hung()], GOES_ON, "de", id="somebody looked in"),
        pytest.param([hung(SHIRT_L)], WITHOUT_PHONE, "de", id="another size of a piece"),
        pytest.param([hung(COAT), hung(COAT, SHIRT_L)], WITHOUT_PHONE, "de", id="that one second"),
        pytest.param([RoomSeen((), (tag(99),))], GOES_ON, "de", id="a tag that nobody knows"),
        pytest.param(
            [RoomSeen((), (tag(99),)), RoomSeen((COAT,), (tag(99),)), LATER],
            ANOTHER,
            "en",
            id="a tag that nobody knows, then others",
        ),
        pytest.param([hung(COAT), LATER], ANOTHER, "en", id="nothing of it"),
        pytest.param([hung(COAT), LATER, hung(COAT, SHIRT)], ANOTHER, "en", id="too late"),
        pytest.param(
            [hung(COAT), SheetTapped(SheetKind.KNOWS)], ANOTHER, "en", id="a finger is somebody"
        ),
        pytest.param(
            [hung(COAT), SheetTapped(SheetKind.KNOWS), hung(COAT, SHIRT)],
            ANOTHER,
            "en",
            id="a finger, and then a piece of it",
        ),
    ],
)
def test_who_comes_into_a_room_that_was_empty(
    steps: list[Event | tuple[float, Event]], name: tuple[str, str], language: str
) -> None:
    visit, done = after(*steps)
    another = name is ANOTHER
    assert (visit.key, visit.token) in (name, (name[0], "another")), "a page of its own, if any"
    assert (visit.token == "token") is (name is GOES_ON)
    assert visit.manners.language == language
    assert [one.id for one in visit.requests] == ([] if another else ["r1"])
    assert (Withdraw("r1") in done) is another, "nobody comes for who has gone"
    ended = [one for one in done if isinstance(one, Note) and one.kind is Touchpoint.ENDED]
    assert [one.visit for one in ended] == ([KEY] if another else [])
    assert visit.before is None


def test_a_tag_that_nobody_knows_is_somebodys_who_had_it_here_before() -> None:
    own = (tag(99),)
    visit, _, now = live((RoomSeen((SHIRT,), own), RoomSeen((), own)))
    assert visit.empty_since is None, "their own coat hangs here"
    visit = visit.after(RoomSeen((), ()), now + 1).visit
    visit = visit.after(RoomSeen((), own), now + 2).visit
    assert visit.empty_since is None
    visit = visit.after(RoomSeen((COAT,), own), now + 3).visit
    assert (visit.token, visit.before) == ("token", None)


def test_a_tag_that_nobody_knows_keeps_no_visit_of_an_empty_room() -> None:
    visit, _, now = live(LEFT)
    visit = visit.after(RoomSeen((), (tag(99),)), now + 1).visit
    assert visit.empty_since is not None
    assert not visit.after(Tick(), now + REQUEST_STAYS_S).visit.began


def test_what_hung_here_when_all_was_forgotten_begins_no_visit() -> None:
    visit, _, now = live((hung(SHIRT, JEANS), ForgetTapped()))
    for seen in (hung(SHIRT, JEANS), hung(SHIRT)):  # the catalog was renewed; a piece was taken
        now += 1
        visit, effects = visit.after(seen, now)
        assert (visit, effects) == (visit.at_rest(), ())
    visit = visit.after(hung(SHIRT, JEANS), now + 1).visit
    assert (visit.began, visit.tags) == (True, (SHIRT.tag, JEANS.tag)), "somebody hung it again"


def test_nothing_of_the_old_visit_is_seen_meanwhile() -> None:
    visit, done = after(hung(COAT))
    assert done == []
    fresh, _, _ = live((hung(COAT),))
    shown = [screen_of(one, shop="", words=WORDS) for one in (visit, replace(fresh, token=""))]
    assert list(texts(shown[0])) == list(texts(shown[1]))
    assert visit.hung == {COAT.tag}


def test_what_happened_meanwhile_is_noted_once_and_of_the_right_visit() -> None:
    def notes(*steps: Event | tuple[float, Event]) -> list[tuple[str, int | None, str]]:
        return [
            (one.kind.value, one.variant_id, one.visit)
            for one in after(*steps)[1]
            if isinstance(one, Note)
        ]

    coat = ("arrived", COAT.variant.id, "")  # the shell signs it with the new name
    another = [("visit_ended", None, KEY), ("visit_began", None, ""), coat]
    assert notes(hung(COAT)) == []
    assert sorted(notes(hung(COAT), LATER), key=str) == sorted(another, key=str)
    assert notes(hung(COAT), hung(COAT, SHIRT)) == [
        ("arrived", COAT.variant.id, KEY),
        ("arrived", SHIRT.variant.id, KEY),
    ]


def test_what_staff_say_meanwhile_is_heard_by_who_comes_back() -> None:
    visit, _ = after(hung(COAT), took("r1", status=RequestStatus.TAKEN), hung(COAT, SHIRT))
    assert [one.status for one in visit.requests] == [RequestStatus.TAKEN]
    assert visit.hub_near


@pytest.mark.parametrize(
    ("tapped", "left"),
    [(ForgetTapped(), 0), (LanguageTapped("ja"), 1), (CallTapped("c1"), 1)],
)
def test_the_old_phone_does_nothing_here_meanwhile_but_forget(tapped: Event, left: int) -> None:
    visit, done = after(hung(COAT), FromPhone(tapped))
    assert (visit.before is not None) is bool(left)
    assert (Withdraw("r1") in done) is not bool(left)
    assert visit.manners == visit.shop_manners
    assert visit.requests == ()
    assert visit.tags == (COAT.tag,)


def test_the_old_visit_ends_in_its_time_though_it_is_set_aside() -> None:
    asked_nothing: Steps = (hung(SHIRT), hung(), (44.0, hung(COAT)))
    visit, _, now = live(asked_nothing)
    assert visit.before is not None
    visit, effects = visit.after(ReaderSeen(True), now + 2)
    assert visit.after(Tick(), now + ASIDE_S).visit.before is None
    assert [one for one in effects if isinstance(one, Withdraw)] == []


def test_who_called_where_nothing_was_heard_is_not_forgotten_by_hanging_something() -> None:
    away: Steps = (ReaderSeen(False), (4.0, CallTapped("c1")), ReaderSeen(True), hung(COAT))
    visit, effects, _ = live(away)
    assert [one.id for one in visit.requests] == ["c1"]
    assert Withdraw("c1") not in effects
    assert visit.before is None


def test_what_was_brought_to_an_empty_room_is_for_who_asked() -> None:
    steps: Steps = (*LOOKING, BringTapped("r1"), hung(), hung(garment(12, LINEN_SHIRT, "Sky")))
    visit, effects, _ = live(steps, REST)
    assert Withdraw("r1") not in effects
    assert [one.id for one in visit.requests] == ["r1"]
