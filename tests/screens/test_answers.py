"""Every answer to a request and to a call shows whole in its place, in every language and in large
text: in a garment's detail, where "Never mind" stands beside it, and in the room's lowest row.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest

from kiosk.config_sections import ALL_LANGUAGES
from kiosk.mirror.screen.answers import answer
from kiosk.mirror.visit.asked import Request
from kiosk.mirror.visit.events import RequestKind, RequestStatus
from kiosk.mirror.visit.manners import Manners
from kiosk.mirror.visit.visit import FittingVisit
from tests.screens import checks
from tests.screens.visit_states import MINA, SHIRT, bring, room
from tests.unit.mirror.stage import LANGUAGES, Stage
from tests.unit.mirror.steps import as_typed

pytestmark = [pytest.mark.screens, pytest.mark.slow]

FLAGS = (False, True)
LINE = 1.28  # of a line, times its letters' size
HELD = ("held", "returned", "not_there", "")


def answered() -> Iterator[FittingVisit]:
    """As many as there are sentences, and some that say the same."""
    for status, kind in product(RequestStatus, RequestKind):
        by_whom = (None, MINA) if status in (RequestStatus.TAKEN, RequestStatus.DONE) else (None,)
        outcomes = HELD if status is RequestStatus.DONE else ("",)
        for late, again, on_duty in product(FLAGS, FLAGS, FLAGS):
            for by, outcome in product(by_whom, outcomes):
                asked = bring(status, kind=kind, late=late, escalated=again, colleague=by)
                yield seen(replace(asked, outcome=outcome, held_until="18:30"), on_duty)


def seen(asked: Request, on_duty: bool) -> FittingVisit:
    if asked.kind is RequestKind.CALL:
        call = replace(asked, product=None, variant=None)
        return room(2, requests=(call,), on_duty=on_duty)
    return room(2, focus=SHIRT, requests=(asked,), on_duty=on_duty)


def smaller(stage: Stage, said: str, least: int) -> list[str]:
    """Where the answer stands in letters of fewer pixels."""
    drawn = [item for text, item, _ in checks.texts(stage) if text == said]
    heights = [item.property("paintedHeight") / item.property("lineCount") for item in drawn]
    return [f"{said!r} has lines of {one:g} px" for one in heights if one < least * LINE]


@pytest.mark.parametrize("large", FLAGS, ids=("usual", "large-text"))
@pytest.mark.parametrize("language", ALL_LANGUAGES)
def test_an_answer_shows_whole(stage: Stage, language: str, large: bool) -> None:
    words = LANGUAGES.words(language)
    manners = Manners(language=language, large_text=large)
    wrong, shown = [], set()
    for visit in answered():
        [asked] = visit.requests
        said = (answer(visit, asked, words), asked.kind, asked.colleague)
        if said not in shown:
            shown.add(said)
            stage.show(replace(visit, manners=manners))
            assert as_typed(said[0]) in stage.texts()
            wrong += checks.cut(stage) + checks.over_each_other(stage)
            wrong += smaller(stage, said[0], least=30 if large else 28)
    assert len(shown) > 20
    assert wrong == []
