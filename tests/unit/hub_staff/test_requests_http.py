"""Requests from a fitting room over HTTP: asked, answered, kept, and said to everybody."""

from __future__ import annotations

import json
import threading
import uuid
from datetime import timedelta
from typing import Any

import pytest

from kiosk.config import Settings
from kiosk.hub.rooms import requests as requests_module
from tests.conftest import wait_until
from tests.unit.hub.conftest import RunningHub, serving
from tests.unit.hub.shop import SHIRT


def shirt(hub: RunningHub) -> int:
    return hub.hub.catalog.find_variant("LIN-1")[1].id


def ask(hub: RunningHub, kind: str = "bring", request_id: str = "") -> dict[str, Any]:
    body = {
        "id": request_id or uuid.uuid4().hex,
        "room": "1",
        "kind": kind,
        "variant_id": shirt(hub) if kind == "bring" else None,
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
    monkeypatch.setattr(requests_module, "STAYS", timedelta(0))
    wait_until(lambda: room(hub)["requests"] == [])


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


def test_no_time_is_promised_while_nobody_is_seen_on_duty(
    hub: RunningHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ask(hub)
    assert not room(hub)["staff_on_duty"]
    assert asked["answer"].endswith("You can also ask at the checkout.")

    hub.http.get("/staff")
    wait_until(lambda: room(hub)["staff_on_duty"], what="the mirror to hear of it")
    assert room(hub)["requests"][0]["answer"] == "A colleague has been asked."

    monkeypatch.setattr(requests_module, "ON_DUTY_S", 0.0)
    wait_until(lambda: not room(hub)["staff_on_duty"], what="the minute to be over")
    assert room(hub)["requests"][0]["answer"].endswith("You can also ask at the checkout.")


def test_an_open_staff_page_is_somebody_on_duty(
    hub: RunningHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(requests_module, "ON_DUTY_S", 0.05)
    with hub.http.stream("GET", "/api/staff/live"):
        wait_until(lambda: room(hub)["staff_on_duty"])
    wait_until(lambda: not room(hub)["staff_on_duty"])


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


def test_three_answers_make_a_measured_time(hub: RunningHub) -> None:
    assert room(hub)["answer_minutes"] is None
    for _ in range(3):
        move(hub, ask(hub), "finish")
    assert room(hub)["answer_minutes"] == 1
    move(hub, ask(hub), "take")
    everything = hub.http.get("/api/requests?open=0").json()
    assert [one["status"] for one in everything] == ["taken", "done", "done", "done"]


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
    assert set(told) == {
        "version",
        "catalog_version",
        "requests",
        "staff_on_duty",
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
        wait_until(lambda: room(hub)["staff_on_duty"], what="the mirror to hear of a colleague")
        assert not answered.is_set(), "not said before it is kept"
    thread.join(10)
    assert answered.is_set()
    assert room(hub)["requests"][0]["kind"] == "call"
