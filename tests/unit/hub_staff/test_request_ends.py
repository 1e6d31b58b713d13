"""How requests end that nobody answers, that a shopper forgets, or that are answered while the
mirror's line is away; and what is named in place of a piece that is not there."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from kiosk.config import Settings
from kiosk.hub.insight.visits_report import answers
from kiosk.hub.rooms import request_rows
from kiosk.hub.rooms.answer_times import measure
from kiosk.hub.rooms.fitting_request import FittingRequest, Outcome, RequestError, RequestKind
from kiosk.hub.rooms.over import Over
from kiosk.hub.rooms.overdue import overdue
from kiosk.hub.rooms.signs import Mirror, Signs
from tests.conftest import wait_until
from tests.unit.hub.conftest import RunningHub, serving
from tests.unit.hub_staff.test_requests_http import ask, move, room, shirt, staff

NOON = datetime(2026, 3, 7, 12, tzinfo=UTC)
HOLD = timedelta(hours=2)


def at(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def heard(*said: tuple[float, str, str], since: float = -60, has_mirror: bool = False) -> Signs:
    """Signs from the minute `since` on, of (minute, room, visit); all with seconds of one clock."""
    signs = Signs(since * 60, lambda _: has_mirror)
    for minute, place, visit in said:
        signs.hear(place, visit, minute * 60)
    return signs


def asked(kind: RequestKind = RequestKind.BRING, visit: str = "v-1") -> FittingRequest:
    return FittingRequest(id="r", room="1", kind=kind, created_at=NOON, visit=visit)


# --- signs of life -------------------------------------------------------------------------------

Heard = tuple[tuple[float, str, str], ...]
# name -> what was asked for at minute 0, (minute, room, visit) that were heard, when its mirror is
# looked at, what it is
SIGNS: dict[str, tuple[FittingRequest, Heard, float, Mirror]] = {
    "it is said every two seconds": (asked(), ((9.9, "1", "v-1"),), 10, Mirror.HERE),
    "silent for a moment": (asked(), ((8.5, "1", "v-1"),), 10, Mirror.HERE),
    "silent": (asked(), ((7, "1", "v-1"),), 10, Mirror.AWAY),
    "silent for long": (asked(), ((1, "1", "v-1"),), 17, Mirror.GONE),
    "asked after the last sign": (asked(), ((-30, "1", "v-0"),), 1, Mirror.HERE),
    "back, without this visit": (
        asked(),
        ((1, "1", "v-1"), (5, "1", "")),
        5,
        Mirror.RESTARTED,
    ),
    "back for long, without this visit": (
        asked(),
        ((1, "1", "v-1"), (30, "1", "v-2")),
        30,
        Mirror.GONE,
    ),
    "of an integrator, who has no mirror": (asked(visit=""), (), 60, Mirror.HERE),
    "of an integrator, who names visits": (asked(), (), 60, Mirror.HERE),
    "of an integrator, and other rooms have mirrors": (
        asked(),
        ((1, "2", "v-2"),),
        60,
        Mirror.HERE,
    ),
    "without a visit, but of a mirror": (
        asked(visit=""),
        ((1, "1", ""),),
        30,
        Mirror.GONE,
    ),
    "to be set aside: nobody stands there": (
        asked(RequestKind.HOLD),
        ((1, "1", "v-1"),),
        60,
        Mirror.HERE,
    ),
    "taken: somebody goes there": (
        asked().take("Ana", at(1)),
        ((1, "1", "v-1"),),
        60,
        Mirror.HERE,
    ),
}


@pytest.mark.parametrize("name", SIGNS)
def test_whether_a_requests_mirror_lives(name: str) -> None:
    request, said, minute, mirror = SIGNS[name]
    signs = heard(*said)
    signs.keep(request, 0.0)
    assert signs.mirror_of(request, minute * 60) is mirror


@pytest.mark.parametrize(("minute", "mirror"), [(1, ""), (2, "away"), (15, "gone")])
def test_a_room_with_a_mirrors_key_has_a_mirror(minute: float, mirror: str) -> None:
    """Though this hub has never heard it: it may have broken before the hub started again. The
    hub waits for it, from its own start."""
    signs = heard(since=60, has_mirror=True)
    assert signs.mirror_of(asked(), (60 + minute) * 60) == mirror
    assert signs.mirror_of(asked(visit=""), (60 + minute) * 60) is Mirror.HERE


def test_signs_of_many_visits_are_bounded() -> None:
    signs = heard(*((number / 60, "1", f"v-{number}") for number in range(5000)))
    assert len(signs.visits) <= 500
    assert signs.visit_in("1") == "v-4999"
    assert signs.visit_in("2") is None


def test_of_what_is_over_no_sign_is_kept() -> None:
    signs = heard()
    signs.keep(asked(), 0.0)
    assert signs.asked == {"r": 0.0}
    signs.keep(asked().take("Ana", at(1)), 60.0)
    assert signs.asked == {"r": 0.0}, "it waits again when it is put back"
    signs.keep(asked().cancel(at(2)), 120.0)
    assert signs.asked == {}


# name -> the kind, the minute by the steady clock, what is due
DUE: dict[str, tuple[RequestKind, float, bool]] = {
    "a wish": (RequestKind.BRING, 1, False),
    "a call": (RequestKind.CALL, 1, False),
    "to set aside": (RequestKind.HOLD, 1, False),
    "a wish whose mirror is gone": (RequestKind.BRING, 17, True),
    "to set aside, for long": (RequestKind.HOLD, 120, True),
}


@pytest.mark.parametrize("name", DUE)
@pytest.mark.parametrize("clock", [-24 * 365 * 50, -5, 0, 5, 24 * 365 * 50])
def test_a_wall_clock_that_is_set_ends_nothing(name: str, clock: float) -> None:
    """By hours: a machine without a clock of its own starts, and then hears the time."""
    kind, minute, due = DUE[name]
    request = asked(kind)
    signs = heard((1, "1", "v-1"))
    signs.keep(request, 0.0)
    wall = at(minute) + timedelta(hours=clock)
    assert [one for one, _ in overdue([request], signs, wall, minute * 60, HOLD)] == ["r"] * due


def test_what_this_hub_did_not_take_in_itself_is_as_old_as_the_hub() -> None:
    signs = heard(since=0)
    for minutes, due in ((119, []), (120, ["r"])):
        hold = asked(RequestKind.HOLD)
        assert [one for one, _ in overdue([hold], signs, at(9999), minutes * 60, HOLD)] == due


# --- moves ---------------------------------------------------------------------------------------


def test_unanswered_is_neither_given_up_nor_a_measure() -> None:
    over = asked().unanswered(at(16))
    assert (over.status, over.outcome, over.done_at) == ("cancelled", "unanswered", at(16))
    told = answers([over, asked().cancel(at(2))])
    assert (told.asked, told.unanswered, told.given_up) == (2, 1, 1)
    served = [asked().finish("Ana", at(2), hold=HOLD) for _ in range(6)]
    assert measure([*served, over, over], at(20)) == measure(served, at(20))
    with pytest.raises(RequestError):
        asked().take("Ana", at(1)).unanswered(at(16))


def test_a_piece_that_is_set_aside_can_be_let_go() -> None:
    """It lies there in any case: until somebody puts it back, it is on the list as over."""
    held = asked(RequestKind.HOLD).finish("Ana", at(2), hold=HOLD)
    off = held.cancel(at(5))
    assert (off.status, off.outcome, off.held_until, off.visit) == ("done", "held", at(5), "")
    assert off.cancel(at(9)) == off
    assert off.end_hold(Outcome.RETURNED).outcome is Outcome.RETURNED
    for done in (held.end_hold(Outcome.HANDED_OVER), asked().finish("Ana", at(2), hold=HOLD)):
        with pytest.raises(RequestError):
            done.cancel(at(5))


def test_a_room_that_asks_all_day_is_told_of_the_newest() -> None:
    over, signs = Over(), heard((30, "1", "v-1"))
    for number in range(25):
        done = replace(asked(), id=f"r{number}").finish("Ana", at(number), hold=HOLD)
        over.keep(done)
    over.tidy(signs, at(30))
    assert list(over.of("1")) == [f"r{number}" for number in range(5, 25)]
    assert over.of("2") == {}
    over.tidy(signs, at(70))
    assert list(over.of("1")) == [f"r{number}" for number in range(11, 25)], "an hour at most"


# --- over HTTP -----------------------------------------------------------------------------------


def says(hub: RunningHub, visit: str | None, **more: Any) -> str:
    """Room 1's mirror says its visit; the token of its phone's page."""
    token = uuid.uuid4().hex
    body = {"visit": visit, "token": token if visit else "", **more}
    assert hub.http.put("/api/rooms/1/visit", json=body).status_code == 200
    return token


@pytest.fixture
def later(hub: RunningHub, monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Moves the clocks of the requests on."""
    requests = hub.hub.requests
    now, monotonic = requests._now, requests._monotonic

    def moved(by: timedelta) -> None:
        monkeypatch.setattr(requests, "_now", lambda: now() + by)
        monkeypatch.setattr(requests, "_monotonic", lambda: monotonic() + by.total_seconds())
        requests.refresh()

    return moved


def listed(hub: RunningHub) -> dict[str, str]:
    return {one["id"]: one["status"] for one in room(hub)["requests"]}


def test_a_mirror_whose_line_was_away_hears_how_it_ended(
    hub: RunningHub, later: Callable[[timedelta], None]
) -> None:
    says(hub, "v-1")
    request = ask(hub, visit="v-1")
    move(hub, request, "finish")
    later(timedelta(minutes=10))
    assert listed(hub) == {request["id"]: "done"}, "its visit lasts, as far as anybody knows"
    later(timedelta(minutes=61))
    assert listed(hub) == {}, "but not for ever"


@pytest.mark.parametrize("visit", [None, "v-2"])
def test_what_a_visit_asked_for_is_not_told_to_the_next(
    hub: RunningHub, later: Callable[[timedelta], None], visit: str | None
) -> None:
    says(hub, "v-1")
    move(hub, ask(hub, visit="v-1"), "finish")
    says(hub, visit)
    later(timedelta(seconds=61))
    assert listed(hub) == {}


def test_an_answer_outlives_the_hub(settings: Settings) -> None:
    with serving(settings) as hub:
        says(hub, "v-1")
        request = ask(hub, visit="v-1")
        move(hub, request, "finish")
    with serving(settings) as hub:
        assert listed(hub) == {request["id"]: "done"}


def test_a_dead_mirror_calls_nobody_for_ever(
    hub: RunningHub, later: Callable[[timedelta], None]
) -> None:
    says(hub, "v-1")
    request = ask(hub, visit="v-1")
    later(timedelta(minutes=3))
    (one,) = staff(hub)["requests"]
    assert one["mirror"] == "away"
    page = hub.http.get("/staff").text
    assert "Mirror away" in page
    assert "Look into the room" in page
    assert [told["id"] for told in staff(hub)["escalated"]] == [request["id"]], "somebody may stand"
    later(timedelta(minutes=16))
    assert staff(hub)["escalated"] == [], "at once, by the clock alone"
    hub.hub.requests.tidy()
    assert staff(hub)["requests"] == []
    (over,) = room(hub)["requests"]
    assert (over["status"], over["outcome"]) == ("cancelled", "unanswered")
    assert "Never answered" in hub.http.get("/staff/visits").text


def test_a_hub_whose_clock_is_set_goes_on_waiting(
    hub: RunningHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    says(hub, "v-1")
    waiting = {ask(hub, kind, visit="v-1")["id"] for kind in ("bring", "call", "hold")}
    now = hub.hub.requests._now
    monkeypatch.setattr(hub.hub.requests, "_now", lambda: now() + timedelta(hours=5))
    hub.hub.requests.tidy()
    assert {one["id"]: one["mirror"] for one in staff(hub)["requests"]} == dict.fromkeys(
        waiting, ""
    )


def test_a_mirror_that_has_started_again_is_named(
    hub: RunningHub, later: Callable[[timedelta], None]
) -> None:
    says(hub, "v-1")
    ask(hub, visit="v-1")
    later(timedelta(minutes=3))
    says(hub, None)
    wait_until(lambda: staff(hub)["requests"][0]["mirror"] == "restarted")
    assert "Mirror restarted" in hub.http.get("/staff").text


def test_forget_on_the_phone_calls_off_all_of_it_also_while_the_mirror_is_away(
    hub: RunningHub,
) -> None:
    token = says(hub, "v-1")
    brought, taken, held, others = (
        ask(hub, visit="v-1"),
        ask(hub, "call", visit="v-1"),
        ask(hub, "hold", visit="v-1"),
        ask(hub, visit="v-2"),
    )
    move(hub, taken, "take")
    move(hub, held, "finish")
    assert hub.http.post(f"/visit/{token}/forget").status_code == 204
    assert [one["id"] for one in staff(hub)["requests"]] == [others["id"]]
    (aside,) = hub.hub.requests.holds()
    assert (aside.id, aside.visit) == (held["id"], "")
    assert aside.held_until is not None
    assert aside.held_until <= datetime.now(UTC)
    assert not {brought["id"], taken["id"], held["id"]} & listed(hub).keys()
    # The mirror calls off the same when it is back: nothing of it is an error.
    for one in (brought, taken, held):
        assert move(hub, one, "cancel").status_code == 200


def test_what_a_database_refuses_to_forget_is_called_off_later(
    hub: RunningHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = says(hub, "v-1", sent=[{"kind": "epc", "value": "30AB"}])
    wishes = [ask(hub, visit="v-1")["id"] for _ in range(3)]
    held = ask(hub, "hold", visit="v-1")
    move(hub, held, "finish")
    taken: list[str] = []
    monkeypatch.setattr(hub.hub.tables, "take_back", lambda room, _: taken.append(room))
    change = request_rows.change

    def refuses(connection: Any, request: FittingRequest) -> None:
        if request.id in (wishes[0], wishes[2], held["id"]):
            raise OperationalError("update", {}, Exception("database is locked"))
        change(connection, request)

    monkeypatch.setattr(request_rows, "change", refuses)
    assert hub.http.post(f"/visit/{token}/forget").status_code == 204
    assert taken == ["1"]
    assert {one["id"] for one in staff(hub)["requests"]} == {wishes[0], wishes[2]}
    hub.hub.requests.tidy()
    assert len(staff(hub)["requests"]) == 2, "it still cannot"
    monkeypatch.setattr(request_rows, "change", change)
    hub.hub.requests.tidy()
    assert staff(hub)["requests"] == []
    assert [one.visit for one in hub.hub.requests.holds()] == [""]
    assert listed(hub) == {}
    assert hub.hub.requests._forgotten == set()


def test_a_tidy_goes_on_where_one_cannot_be_written(
    hub: RunningHub, later: Callable[[timedelta], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    says(hub, "v-1")
    first, second = (ask(hub, visit="v-1")["id"] for _ in range(2))
    later(timedelta(minutes=16))
    change = request_rows.change

    def refuses(connection: Any, request: FittingRequest) -> None:
        if request.id == first:
            raise OperationalError("update", {}, Exception("database is locked"))
        change(connection, request)

    monkeypatch.setattr(request_rows, "change", refuses)
    hub.hub.requests.tidy()
    assert [one["id"] for one in staff(hub)["requests"]] == [first]
    assert listed(hub)[second] == "cancelled"


def test_what_is_there_instead_is_named_as_a_piece(hub: RunningHub) -> None:
    request = ask(hub)
    path = f"/staff/requests/{request['id']}/not-there"
    sheet = hub.http.get(path).text
    assert "We have" not in sheet, "the sentence is the mirror's"
    body = {"by": "Ana", "instead": shirt(hub)}
    told = hub.http.post(f"/api/requests/{request['id']}/not-there", json=body).json()
    assert (told["outcome"], told["note"]) == ("not_there", "")
    assert told["instead"]["id"] == shirt(hub)
    assert told["instead"]["title"] == "Linen shirt"
    assert told["answer"] == f"We could not find it today. We have Linen shirt, {_label(told)}."
    again = hub.http.post(f"/api/requests/{ask(hub)['id']}/not-there", json={"instead": 999_999})
    assert again.status_code == 404


def _label(told: dict[str, Any]) -> str:
    return str(told["instead"]["label"])
