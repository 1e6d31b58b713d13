"""What the hub is told of a visit for the shopper's phone, and how touchpoints reach it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.hub.api.touchpoints import Batch, Rated
from kiosk.hub.api.visits import Visit
from kiosk.mirror.hub_link import HubLink
from kiosk.mirror.notes import Notes
from kiosk.mirror.told import told
from kiosk.mirror.visit.asked import SENDING_GIVES_UP_S
from kiosk.mirror.visit.effects import Note, Rate, Touchpoint
from kiosk.mirror.visit.events import Fault, RoomNews, Tick
from kiosk.mirror.visit.visit import FittingVisit
from tests.conftest import wait_until
from tests.screens.visit_states import STATES
from tests.unit.mirror.fakes import PlayedHub
from tests.unit.mirror.steps import SENT, SHIRT, Steps, live

TOKEN = "0123456789abcdefghijklmnop"
EVERY = (
    *(Note(kind) for kind in Touchpoint if kind not in (Touchpoint.HANDED_BACK, Touchpoint.RATED)),
    *(Note(Touchpoint.HANDED_BACK, 7, fault) for fault in Fault),
    *(Note(Touchpoint.RATED, value=score) for score in (0, 10)),
)


@pytest.mark.parametrize("name", STATES)
def test_the_hub_understands_every_state(name: str) -> None:
    visit = replace(STATES[name][0], token=TOKEN)
    heard = Visit.model_validate(told(visit, 1000)).told()
    assert heard is not None
    assert [one.variant_id for one in heard.garments] == [g.variant.id for g in visit.garments]
    assert [one.id for one in heard.asked] == [one.id for one in visit.requests]
    assert heard.focus == (visit.focus.variant.id if visit.focus else None)
    assert (heard.key, heard.since_ms) == (visit.key, 1000)
    assert (heard.missing, heard.held) == (visit.missing, len(visit.held))


# name -> what became of what was sent, how many pieces of it may wait at the checkout
AT_THE_CHECKOUT: dict[str, tuple[Steps, int]] = {
    "on its way": (SENT[:2], 1),
    "there": (SENT, 1),
    "there for all that anybody knows": ((*SENT[:2], (SENDING_GIVES_UP_S, Tick())), 1),
    "paid for": ((*SENT, RoomNews(basket="SOLD")), 0),
    "not sent": (SENT[:1], 0),
}


@pytest.mark.parametrize("name", AT_THE_CHECKOUT)
def test_the_hub_hears_what_waits_at_the_checkout(name: str) -> None:
    steps, sent = AT_THE_CHECKOUT[name]
    visit = replace(live(steps)[0], token=TOKEN, missing=(7,), held=("h",))
    heard = Visit.model_validate(told(visit, 0)).told()
    assert heard is not None
    assert heard.sent == (SHIRT.tag,)[:sent]
    assert (heard.missing, heard.held) == ((7,), 1)


def test_nobodys_visit_is_null() -> None:
    assert told(FittingVisit(forget_after_s=45), 0) == {"visit": None}


def test_the_hub_understands_every_touchpoint_and_each_has_a_name() -> None:
    hub = PlayedHub()
    notes = Notes(hub, "1", gathered_s=60)
    for note in EVERY:
        notes.add(Note(note.kind, note.variant_id, note.value, "visit-1"))
    notes.send()
    sent = [body for path, body in hub.posted if path == "/api/touchpoints"]
    for body in sent:
        Batch.model_validate(body)
    ids = [one["id"] for body in sent for one in body["events"]]
    assert len(ids) == len(set(ids)) == len(EVERY)


def test_touchpoints_are_gathered_and_an_end_sends_them_at_once() -> None:
    hub = PlayedHub()
    notes = Notes(hub, "1", gathered_s=0.05)
    notes.add(Note(Touchpoint.BEGAN, visit="visit-1"))
    notes.add(Note(Touchpoint.ARRIVED, 7, visit="visit-1"))
    assert hub.posted == []
    wait_until(lambda: hub.posted, what="both")
    assert len(hub.posted[0][1]["events"]) == 2
    unhurried = Notes(hub, "1", gathered_s=60)
    unhurried.add(Note(Touchpoint.LEFT, 7, visit="visit-1"))
    unhurried.add(Note(Touchpoint.ENDED, visit="visit-1"))
    assert [len(body["events"]) for _, body in hub.posted] == [2, 2]


def test_the_hub_understands_a_rating() -> None:
    hub = PlayedHub()
    HubLink(hub, "1", lambda _: None).do(Rate("s1", 9, "easy", "visit-1"))
    ((path, body),) = hub.posted
    assert path == "/api/ratings"
    rated = Rated.model_validate(body)
    assert (rated.visit, rated.score, rated.word) == ("visit-1", 9, "easy")
