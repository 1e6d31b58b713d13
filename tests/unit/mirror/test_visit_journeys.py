"""Visits as a table: what happens, and what the mirror then says and does not say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.mirror.screen.screen import screen_of
from kiosk.mirror.told import told
from kiosk.mirror.visit.effects import Rate
from kiosk.mirror.visit.events import (
    BackTapped,
    CallTapped,
    Colleague,
    Fault,
    FaultTapped,
    FromPhone,
    GarmentTapped,
    HoldTapped,
    NeverMindTapped,
    RequestAnswered,
    RequestNews,
    RequestStatus,
    RoomNews,
    ScoreTapped,
    ScoreWordTapped,
    SheetTapped,
    SizeTapped,
    SubstitutesFound,
    Tick,
)
from kiosk.mirror.visit.handed import HANDED_STAYS_S
from kiosk.mirror.visit.rating import ASKED_AFTER_S, QUESTION_STAYS_S
from kiosk.mirror.visit.sheet import SheetKind
from tests.unit.mirror.boutique import (
    INSTEAD,
)
from tests.unit.mirror.steps import (
    ASKED,
    COAT,
    CREW,
    CREW_IN_M,
    JEANS,
    LEFT,
    LIKE_JEANS,
    OFF_DUTY,
    REST,
    SALE,
    SENT,
    SHIRT,
    WORDS,
    Steps,
    hung,
    live,
    texts,
    took,
)

SHOP = "Maison Aster"
QUESTION = "Would you recommend Maison Aster to a friend?"

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
        ("We have asked once more. The checkout can help, too.",),
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
        ("Not to be found today. In Sky only.",),
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
    "at the end, of what was handed back": (
        (hung(SHIRT), (ASKED_AFTER_S, hung())),
        ("How was it?", "Too small"),
        (QUESTION,),
    ),
    "at the end": (
        LEFT,
        (QUESTION, "0", "10"),
        ("How was it?",),
    ),
    "at the end, when why is said": (
        (hung(SHIRT), (ASKED_AFTER_S, hung()), FaultTapped(SHIRT.tag, Fault.TOO_DEAR)),
        (QUESTION,),
        ("How was it?",),
    ),
    "at the end, when what would be tried next was looked at": (
        (
            hung(SHIRT),
            (ASKED_AFTER_S, hung()),
            FaultTapped(SHIRT.tag, Fault.TOO_SMALL),
            BackTapped(),
        ),
        (QUESTION,),
        ("How was it?",),
    ),
    "after a moment nobody is asked": (
        (hung(SHIRT), (ASKED_AFTER_S - 1, hung())),
        ("How was it?",),
        (QUESTION,),
    ),
    "a number, and in a word": (
        (*LEFT, ScoreTapped("s1", 9)),
        ("And in a word?", "Easy", "Too slow"),
        (QUESTION,),
    ),
    "thanks": (
        (*LEFT, ScoreTapped("s1", 9), ScoreWordTapped("easy")),
        ("Thank you.",),
        ("And in a word?",),
    ),
    "a garment removes the question": (
        (*LEFT, hung(JEANS)),
        ("Wide jeans",),
        (QUESTION,),
    ),
    "the question goes by itself, and does not come back": (
        (*LEFT, (QUESTION_STAYS_S, Tick()), *LEFT),
        (),
        (QUESTION,),
    ),
    "what is held does not keep the question away": (
        (*OFF_DUTY, HoldTapped("h1"), (ASKED_AFTER_S, hung()), (HANDED_STAYS_S, Tick())),
        (QUESTION, "Linen shirt, Ivory, L"),
        (),
    ),
    "what is waited for does": (
        (*ASKED, (ASKED_AFTER_S, hung())),
        ("Linen shirt, Ivory, L",),
        (QUESTION,),
    ),
    "after the thanks for paying": (
        (*SENT, RoomNews(basket="SOLD"), hung(), (12.0, Tick())),
        (QUESTION,),
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


@pytest.mark.parametrize("goes", [(), ((QUESTION_STAYS_S, Tick()),)], ids=["at once", "by itself"])
def test_the_question_is_shown_once_in_a_visit_and_the_phone_may_still_answer(goes: Steps) -> None:
    visit, now, shown, is_asked = REST, 0.0, 0, False
    for step in (*LEFT, *goes) * 4:
        waited, event = step if isinstance(step, tuple) else (1.0, step)
        now += waited
        visit, _ = visit.after(event, now)
        was_asked, is_asked = is_asked, QUESTION in texts(screen_of(visit, shop=SHOP, words=WORDS))
        shown += is_asked and not was_asked
    assert shown == 1
    assert not told(replace(visit, key="k", token="t"), 0)["rated"]
    visit, effects = visit.after(FromPhone(ScoreTapped("t1", 9, "calm")), now + 1)
    assert [one for one in effects if isinstance(one, Rate)] == [Rate("t1", 9, "calm", visit.key)]
    assert told(replace(visit, key="k", token="t"), 0)["rated"]
    assert not any(isinstance(o, Rate) for o in visit.after(ScoreTapped("t2", 3), now + 2).effects)


def test_the_phone_hears_at_once_that_its_number_came_while_the_mirror_asks_for_a_word() -> None:
    visit, _, now = live(LEFT)
    visit, effects = visit.after(FromPhone(ScoreTapped("t1", 9)), now + 1)
    assert "And in a word?" in texts(screen_of(visit, shop=SHOP, words=WORDS))
    assert not any(isinstance(one, Rate) for one in effects)
    assert told(visit, 0)["rated"]
