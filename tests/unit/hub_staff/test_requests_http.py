"""Requests from a fitting room over HTTP: asked, answered, kept, and said to everybody."""

from __future__ import annotations

import json
import threading
import uuid
from datetime import timedelta
from typing import Any

import pytest

from kiosk.config import Settings
from kiosk.hub.rooms import over, request_rows
from kiosk.hub.security import audit
from kiosk.hub.security.devices import DeviceKind
from tests.conftest import wait_until
from tests.unit.hub.conftest import RunningHub, serving, sign_in
from tests.unit.hub.shop import SHIRT


def shirt(hub: RunningHub) -> int:
    return hub.hub.catalog.find_variant("LIN-1")[1].id


def ask(
    hub: RunningHub, kind: str = "bring", request_id: str = "", visit: str = ""
) -> dict[str, Any]:
    body = {
        "id": request_id or uuid.uuid4().hex,
        "room": "1",
        "kind": kind,
        "variant_id": None if kind == "call" else shirt(hub),
        "visit": visit,
    }
    answer = hub.http.post("/api/requests", json=body)
    assert answer.status_code == 200, answer.text
    asked: dict[str, Any] = answer.json()
    return asked


def move(hub: RunningHub, request: dict[str, Any], step: str, by: str = "Ana") -> Any:
    return hub.http.post(f"/api/requests/{request['id']}/{step}", json={"by": by})


def room(hub: RunningHub) -> dict[str, Any]:
    """What the mirror of room 1 was last told."""
    told = hub.hub.live.latest("room/1")
    assert told is not None
    return told


def staff(hub: RunningHub) -> dict[str, Any]:
    told = hub.hub.live.latest("staff")
    assert told is not None
    return told


def test_from_the_shoppers_tap_to_the_garment_in_hand(hub: RunningHub) -> None:
    hub.http.get("/staff")  # somebody is on duty
    asked = ask(hub)
    assert (asked["status"], asked["answer"]) == ("waiting", "A colleague has been asked.")
    assert asked["room_name"] == "Fitting room 1"
    assert asked["variant"]["title"] == "Linen shirt"
    assert (asked["variant"]["size"], asked["variant"]["sku"]) == ("M", "LIN-1")
    assert [one["id"] for one in room(hub)["requests"]] == [asked["id"]]
    assert staff(hub)["waiting"] == 1

    taken = move(hub, asked, "take").json()
    assert (taken["status"], taken["taken_by"]) == ("taken", "Ana")
    assert room(hub)["requests"][0]["answer"] == "On its way."
    assert staff(hub)["waiting"] == 0

    refused = move(hub, asked, "take", by="Ben")
    assert refused.status_code == 409
    assert refused.json()["detail"]["message"] == "Ana has taken this one already."

    done = move(hub, asked, "finish").json()
    assert (done["status"], done["answer"]) == ("done", "Here you are.")
    assert staff(hub)["requests"] == []
    assert room(hub)["requests"][0]["status"] == "done", "the shopper still sees how it went"


def test_a_room_forgets_what_is_done_within_a_minute(
    hub: RunningHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    move(hub, ask(hub), "finish")
    assert len(room(hub)["requests"]) == 1
    monkeypatch.setattr(over, "STAYS", timedelta(0))
    wait_until(lambda: room(hub)["requests"] == [])


def test_a_request_that_nobody_takes_escalates(hub: RunningHub, monkeypatch: Any) -> None:
    first, second = ask(hub), ask(hub, "call")
    assert [one["escalated"] for one in room(hub)["requests"]] == [False, False]
    assert staff(hub)["escalated"] == []
    monkeypatch.setattr(hub.hub.requests, "_escalate_after", timedelta(milliseconds=40))
    wait_until(lambda: staff(hub)["escalated"], what="managers to be told")
    told = staff(hub)["escalated"]
    assert [one["id"] for one in told] == [first["id"], second["id"]]
    assert told[0]["place"] == "Fitting room 1"
    assert told[0]["title"] == "Linen shirt"
    wait_until(lambda: staff(hub)["escalated"][0]["times"] > told[0]["times"], what="again")
    assert all(one["escalated"] for one in room(hub)["requests"])
    move(hub, first, "take")
    assert [one["escalated"] for one in room(hub)["requests"]] == [False, True]
    with hub.hub.catalog.reader.connect() as connection:
        kept = request_rows.find(connection, first["id"])
    assert kept is not None
    assert kept.escalated_at is not None, "it stays written down that it had waited too long"


def test_a_piece_is_held_and_handed_over(hub: RunningHub) -> None:
    asked = ask(hub, "hold", visit="v-1")
    assert (asked["kind"], asked["visit"], asked["escalated"]) == ("hold", "v-1", False)
    taken = move(hub, asked, "take").json()
    assert taken["colleague"] == {"name": "Ana", "picture": None}
    held = move(hub, asked, "finish").json()
    assert (held["status"], held["outcome"]) == ("done", "held")
    assert held["held_until"] > held["done_at"]
    assert staff(hub)["held"] == 1
    path = f"/api/requests/{asked['id']}/end-hold"
    assert hub.http.post(path, json={"outcome": "held"}).status_code == 422
    assert hub.http.post(path, json={"outcome": "handed_over"}).json()["outcome"] == "handed_over"
    assert hub.http.post(path, json={"outcome": "returned"}).status_code == 409
    assert staff(hub)["held"] == 0


def test_who_has_a_key_for_the_room_should_be_heard(
    hub: RunningHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And who has none may be an integrator, who names visits, too."""
    asked = ask(hub, visit="v-1")
    now = hub.hub.requests._monotonic
    monkeypatch.setattr(hub.hub.requests, "_monotonic", lambda: now() + 180)
    assert staff(hub)["requests"][0]["mirror"] == ""
    devices = hub.hub.security.devices
    devices.enrol(devices.code(DeviceKind.MIRROR, asked["room"], by="M").text, peer="p")
    hub.hub.requests.refresh()
    assert staff(hub)["requests"][0]["mirror"] == "away"


def test_holds_end_by_themselves(hub: RunningHub, monkeypatch: pytest.MonkeyPatch) -> None:
    waiting, held = ask(hub, "hold"), ask(hub, "hold")
    move(hub, held, "finish")
    hub.hub.requests.tidy()
    assert staff(hub)["held"] == 1
    now, monotonic = hub.hub.requests._now, hub.hub.requests._monotonic
    monkeypatch.setattr(hub.hub.requests, "_now", lambda: now() + timedelta(hours=3))
    monkeypatch.setattr(hub.hub.requests, "_monotonic", lambda: monotonic() + 3 * 3600)
    hub.hub.requests.tidy()
    everything = {one["id"]: one for one in room(hub)["requests"]}
    assert everything.get(waiting["id"], {"outcome": "expired"})["outcome"] == "expired"
    assert hub.http.get("/api/requests").json() == []
    assert staff(hub)["held"] == 1, "it still lies there, and somebody has to put it back"
    monkeypatch.setattr(hub.hub.requests, "_now", lambda: now() + timedelta(days=4))
    hub.hub.requests.tidy()
    assert staff(hub)["held"] == 0


def test_what_is_set_aside_outlives_the_hub(settings: Settings) -> None:
    with serving(settings) as hub:
        held = ask(hub, "hold", visit="v-2")
        move(hub, held, "finish")
    with serving(settings) as hub:
        (kept,) = hub.hub.requests.holds()
        assert (kept.id, kept.visit, kept.taken_by) == (held["id"], "v-2", "Ana")


def test_not_there_is_told_with_what_is_there_instead(hub: RunningHub) -> None:
    asked = ask(hub)
    body = {"by": "Ana", "note": "The same\nin sand is here."}
    answer = hub.http.post(f"/api/requests/{asked['id']}/not-there", json=body).json()
    assert (answer["status"], answer["outcome"]) == ("done", "not_there")
    assert answer["note"] == "The same in sand is here."
    assert room(hub)["requests"][0]["colleague"]["name"] == "Ana"
    long = hub.http.post(f"/api/requests/{asked['id']}/not-there", json={"note": "x" * 121})
    assert long.status_code == 422


def test_a_message_that_comes_twice_is_one_request(hub: RunningHub) -> None:
    first, second = ask(hub, request_id="press-1"), ask(hub, request_id="press-1")
    assert first["created_at"] == second["created_at"]
    assert len(hub.http.get("/api/requests?open=1").json()) == 1
    move(hub, first, "cancel")
    assert ask(hub, request_id="press-1")["status"] == "cancelled"


def test_two_quick_taps_on_call_a_colleague_are_one_call(hub: RunningHub) -> None:
    first, second = ask(hub, "call"), ask(hub, "call")
    assert second == first | {"id": second["id"]}, "the open one's state, under the new name"
    assert [one["id"] for one in hub.http.get("/api/requests").json()] == [first["id"]]
    assert staff(hub)["waiting"] == 1
    assert {one["id"] for one in room(hub)["requests"]} == {first["id"], second["id"]}
    assert ask(hub)["kind"] == "bring", "a garment is something else"

    assert move(hub, first, "take").json()["status"] == "taken"
    assert {one["status"] for one in room(hub)["requests"] if one["kind"] == "call"} == {"taken"}
    done = move(hub, second, "finish").json()
    assert (done["id"], done["status"]) == (second["id"], "done")
    assert ask(hub, "call", request_id=second["id"])["status"] == "done", "said again"
    new = ask(hub, "call")
    assert new["status"] == "waiting", "the next call is a new one"


def test_a_second_call_that_is_withdrawn_takes_the_first_with_it(hub: RunningHub) -> None:
    ask(hub, "call")
    move(hub, ask(hub, "call"), "cancel")
    assert hub.http.get("/api/requests").json() == []


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ({"room": "9", "kind": "call"}, 404, "no fitting room '9'"),
        ({"room": "1", "kind": "bring", "variant_id": 999}, 404, "does not have this piece"),
        ({"room": "1", "kind": "bring", "variant_id": 10**30}, 404, "does not have this piece"),
        ({"room": "1", "kind": "bring"}, 422, "variant_id"),
        ({"room": "1", "kind": "hold"}, 422, "variant_id"),
        ({"room": "1", "kind": "call", "visit": "../1"}, 422, "visit"),
        ({"room": "1", "kind": "call", "id": "../stock/1"}, 422, "body.id"),
        ({"room": "1", "kind": "dance"}, 422, "kind"),
    ],
)
def test_what_cannot_be_asked_for(
    hub: RunningHub, body: dict[str, Any], status: int, words: str
) -> None:
    answer = hub.http.post("/api/requests", json={"id": "x", **body})
    assert answer.status_code == status
    assert words in answer.text
    assert hub.http.get("/api/requests").json() == []


def test_a_request_nobody_made_cannot_be_taken(hub: RunningHub) -> None:
    answer = hub.http.post("/api/requests/nothing/take", json={"by": "Ana"})
    assert (answer.status_code, answer.json()["detail"]["code"]) == (404, "not_found")


def test_no_time_is_promised_while_nobody_is_on_the_floor(hub: RunningHub) -> None:
    asked = ask(hub)
    assert room(hub)["on_duty"] is False
    assert asked["answer"].endswith("You can also ask at the checkout.")

    sign_in(hub, "Ben")
    wait_until(lambda: room(hub)["on_duty"], what="the mirror to hear of it")
    assert room(hub)["requests"][0]["answer"] == "A colleague has been asked."

    assert hub.http.post("/staff/duty", data={"on": "false"}).status_code == 200
    wait_until(lambda: not room(hub)["on_duty"], what="the mirror to hear that he is away")
    assert room(hub)["requests"][0]["answer"].endswith("You can also ask at the checkout.")

    hub.http.post("/staff/duty", data={"on": "true"})
    wait_until(lambda: room(hub)["on_duty"])
    hub.http.post("/staff/sign-out")
    wait_until(lambda: not room(hub)["on_duty"], what="signing out to be away")


def test_whoever_signs_in_again_has_come_to_work(hub: RunningHub) -> None:
    sign_in(hub, "Ben")
    hub.http.post("/staff/duty", data={"on": "false"})
    assert hub.hub.security.duty.on_floor() == []
    sign_in(hub, "Ben")
    assert [one.name for one in hub.hub.security.duty.on_floor()] == ["Ben"]
    with hub.hub.catalog.reader.connect() as connection:
        said = [one.action for one in audit.read(connection, action="staff.")]
    assert said[:4] == ["staff.on_floor", "staff.signed_in", "staff.away", "staff.signed_in"]


def test_a_page_that_sleeps_is_not_away_and_a_session_that_ends_is(hub: RunningHub) -> None:
    sign_in(hub, "Ben")
    sessions = hub.hub.security.sessions
    clock = [sessions._clock_ms()]
    sessions._clock_ms = lambda: clock[0]
    clock[0] += 59 * 60_000  # no tap, no open page
    assert hub.hub.security.duty.anybody
    clock[0] += 2 * 60_000
    assert not hub.hub.security.duty.anybody


def test_the_open_demos_colleague_comes_with_the_first_page(hub: RunningHub) -> None:
    assert not hub.hub.security.duty.anybody
    hub.http.get("/api/requests")
    assert not hub.hub.security.duty.anybody, "a program is nobody on the floor"
    hub.http.get("/staff")
    assert [one.name for one in hub.hub.security.duty.on_floor()] == ["Ana"]
    hub.http.post("/staff/duty", data={"on": "false"})
    hub.http.get("/staff")
    assert not hub.hub.security.duty.anybody


def test_nothing_is_lost_when_the_hub_restarts(settings: Settings) -> None:
    with serving(settings) as hub:
        first, second = ask(hub), ask(hub, "call")
        move(hub, second, "take", by="Ben")
        version = room(hub)["version"]
    with serving(settings) as hub:
        told = room(hub)
        assert [(one["id"], one["status"]) for one in told["requests"]] == [
            (first["id"], "waiting"),
            (second["id"], "taken"),
        ]
        assert told["requests"][0]["variant"] == first["variant"]
        assert told["version"] > version, "no listener takes it for an older snapshot"
        assert move(hub, second, "finish").json()["taken_by"] == "Ben"


def test_five_answers_make_a_measured_time(hub: RunningHub) -> None:
    for _ in range(5):
        assert room(hub)["answer_minutes"] is None
        move(hub, ask(hub), "finish")
    assert room(hub)["answer_minutes"] == 1
    move(hub, ask(hub), "take")
    everything = hub.http.get("/api/requests?open=0").json()
    assert [one["status"] for one in everything] == ["taken", *["done"] * 5]


def test_a_mirror_hears_of_new_stock_and_of_the_tablet(hub: RunningHub) -> None:
    before = room(hub)["catalog_version"]
    hub.http.post("/api/catalog/restock", json={"sku": "LIN-1", "delta": 2})
    assert room(hub)["catalog_version"] > before
    assert room(hub)["basket"] is None
    tags = [{"kind": "epc", "value": SHIRT.value}]
    hub.http.post("/api/rooms/1/pay", json={"id": "p1", "tags": tags})
    wait_until(lambda: room(hub)["basket"] == {"table": "1", "state": "OPEN", "count": 1})
    hub.http.post("/api/tables/1/remove", json={"tag": tags[0]})
    wait_until(lambda: room(hub)["basket"] is None)


def test_what_others_lay_on_the_table_is_not_told_as_the_rooms(hub: RunningHub) -> None:
    tags = [{"kind": "epc", "value": SHIRT.value}]
    body = {"session": "s", "sequence": 1, "reader": {"state": "ok", "message": ""}, "tags": tags}
    assert hub.http.put("/api/tables/1/tags", json=body).json()["count"] == 1
    assert room(hub)["basket"] is None


def test_the_rooms_stream_begins_with_the_whole_snapshot(hub: RunningHub) -> None:
    asked = ask(hub)
    with hub.http.stream("GET", "/api/rooms/1/live") as stream:
        line = next(line for line in stream.iter_lines() if line.startswith("data: "))
    told = json.loads(line.removeprefix("data: "))
    assert set(told) >= {
        "version",
        "catalog_version",
        "requests",
        "on_duty",
        "answer_minutes",
        "basket",
        "elsewhere",
    }
    assert told["requests"][0]["id"] == asked["id"]


def test_a_long_import_does_not_silence_the_mirrors(hub: RunningHub) -> None:
    answered = threading.Event()
    with hub.hub.catalog.begin():  # the one writer is busy
        thread = threading.Thread(target=lambda: (ask(hub, "call"), answered.set()))
        thread.start()
        hub.http.get("/staff/requests")
        wait_until(lambda: room(hub)["on_duty"], what="the mirror to hear of a colleague")
        assert not answered.is_set(), "not said before it is kept"
    thread.join(10)
    assert answered.is_set()
    assert room(hub)["requests"][0]["kind"] == "call"
