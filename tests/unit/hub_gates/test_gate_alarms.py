"""Exits over HTTP: their alarms, what staff are told of them and when they are forgotten."""

from __future__ import annotations

import time

import pytest

from kiosk.hub.gates.alarms import MS_A_DAY
from kiosk.hub.security import audit
from tests.conftest import wait_until
from tests.unit.hub.conftest import BLANK, ON_BOTH, RunningHub
from tests.unit.hub.shop import DRESS, SHIRT
from tests.unit.hub_gates.exits import Json, alarm, alarms, sell


def test_an_alarm_says_which_piece_it_was_and_is_one_however_often_it_is_said(
    hub: RunningHub,
) -> None:
    body = alarm(SHIRT)
    for _ in range(2):
        assert hub.http.post("/api/gates/1/alarms", json=body).status_code == 200
    (one,) = alarms(hub)
    assert (one["title"], one["label"]) == ("Linen shirt", "Ivory, M")
    assert one["sentence"] == "Not paid for"
    assert one["gate_name"] == "Exit"
    assert one["seen_at"] is None


def test_an_unknown_tag_and_one_that_was_paid_for_meanwhile_are_told_as_such(
    hub: RunningHub,
) -> None:
    sell(hub, DRESS)
    hub.http.post("/api/gates/1/alarms", json=alarm(BLANK, "unknown"))
    hub.http.post("/api/gates/1/alarms", json=alarm(DRESS, at_ms=2))
    assert [one["sentence"] for one in alarms(hub)] == [
        "Paid for: the gate had not heard of it yet",
        "A tag that nobody knows",
    ]


def test_an_alarm_of_tomorrow_is_of_now(hub: RunningHub) -> None:
    hub.http.post("/api/gates/1/alarms", json=alarm(SHIRT, at_ms=2**53))
    assert alarms(hub)[0]["at"] < "2100"


@pytest.mark.parametrize(
    "wrong", [{"id": "../../x"}, {"id": ""}, {"reason": "sold"}, {"at_ms": -1}, {"tag": None}]
)
def test_what_is_no_alarm_is_refused(hub: RunningHub, wrong: Json) -> None:
    body = alarm(SHIRT) | wrong
    assert hub.http.post("/api/gates/1/alarms", json=body).status_code == 422
    assert alarms(hub) == []


@ON_BOTH
def test_staff_hear_of_an_alarm_and_who_saw_it_is_written_down(hub: RunningHub) -> None:
    def said() -> Json:
        return hub.hub.live.latest("staff") or {}

    now = time.time_ns() // 1_000_000
    for ago, tag in ((9, SHIRT), (5, DRESS)):
        hub.http.post("/api/gates/1/alarms", json=alarm(tag, at_ms=now - ago))
    wait_until(lambda: said()["alarms"] == 2)
    assert said()["alarm"]["name"] == "Silk dress, Sand, M"
    newest = alarms(hub)[0]
    assert hub.hub.gates.alarms.seen([newest["id"]], "Ana") == 1
    assert hub.hub.gates.alarms.seen([newest["id"]], "Ben") == 0
    wait_until(lambda: said()["alarms"] == 1)
    assert [one["seen_by"] for one in alarms(hub)] == ["", "Ana"]
    with hub.hub.catalog.reader.connect() as connection:
        rows = [row for row in audit.read(connection) if row.action == "alarm.seen"]
    assert [(row.who, row.subject) for row in rows] == [("Ana", newest["id"])]


def test_alarms_are_forgotten_after_the_shops_days(hub: RunningHub) -> None:
    now = time.time_ns() // 1_000_000
    for days, tag in ((1, SHIRT), (80, DRESS)):
        hub.http.post("/api/gates/1/alarms", json=alarm(tag, at_ms=now - days * MS_A_DAY))
    assert hub.hub.gates.alarms.forget({"1": 30}, others=1) == 1
    assert [one["title"] for one in alarms(hub)] == ["Linen shirt"]
    assert hub.hub.gates.alarms.forget({"2": 30}, others=2) == 0
    assert hub.hub.gates.alarms.forget({}, others=0) == 1  # an exit that the shop has no more


def test_an_alarm_of_a_gate_whose_clock_stands_at_1970_is_not_forgotten_unseen(
    hub: RunningHub,
) -> None:
    hub.http.post("/api/gates/1/alarms", json=alarm(SHIRT, at_ms=1))
    assert hub.hub.gates.alarms.forget({"1": 90}, others=90) == 0
    assert alarms(hub)[0]["at"] > "2020"


def test_who_pays_after_the_alarm_had_not_paid_before(hub: RunningHub) -> None:
    now = time.time_ns() // 1_000_000
    sell(hub, SHIRT, DRESS, sold_ms=now)
    hub.http.post("/api/gates/1/alarms", json=alarm(SHIRT, at_ms=now - 120_000))
    hub.http.post("/api/gates/1/alarms", json=alarm(DRESS, at_ms=now - 500))  # clocks differ
    words = {one["title"]: one["sentence"] for one in alarms(hub)}
    assert words["Linen shirt"] == "Not paid for"
    assert words["Silk dress"] == "Paid for: the gate had not heard of it yet"
