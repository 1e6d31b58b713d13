"""What staff are told of an exit that does not watch."""

from __future__ import annotations

import time
from typing import Any

import pytest

from kiosk.hub.gates.gates import SILENT
from kiosk.hub.tables.report_order import TWO
from tests.unit.hub.conftest import RunningHub
from tests.unit.hub_gates.exits import WELL


def test_a_gate_that_does_not_get_the_newest_list_is_told(
    hub: RunningHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    gates = hub.hub.gates
    now = time.monotonic()
    monkeypatch.setattr(gates, "_monotonic", lambda: now)
    newest = gates.listing.content()
    assert newest is not None

    def say(name: str) -> list[str]:
        body = {"reader": WELL, "alarm": WELL, "list": name, "pieces": 4}
        hub.http.put("/api/gates/1", json=body)
        return [look.words for look in gates.looks()]

    assert say("an old one") == []  # it may just be fetching
    now += 100.0
    assert say("an old one") == []
    now += 30.0
    assert say("an old one") == [
        "Exit: The gate does not get the newest list. Check its network, or start it again."
    ]
    assert say(newest[0]) == []


def test_staff_are_told_what_a_gate_lacks(hub: RunningHub) -> None:
    def looks() -> list[str]:
        return [look.words for look in hub.hub.gates.looks()]

    def say(**state: Any) -> None:
        body = {"reader": WELL, "alarm": WELL, "list": "abc", "pieces": 4, **state}
        assert hub.http.put("/api/gates/1", json=body).status_code == 200

    assert looks() == []  # it has not spoken yet, and may still come
    say(list="")
    assert looks() == ["Exit: The gate has no list of the pieces yet, so it alarms for nothing."]
    say(alarm={"state": "away", "message": "Check its cable."})
    assert looks() == ["Exit: Check its cable."]
    say(reader={"state": "away", "message": ""})
    assert looks() == ["Exit: The reader does not answer."]
    say()
    assert looks() == []
    assert hub.http.get("/api/gates").json()[0]["pieces"] == 4


def test_staff_are_told_of_a_gate_that_was_killed_and_of_two_that_are_the_same(
    hub: RunningHub,
) -> None:
    gates, clock = hub.hub.gates, [100.0]
    gates._monotonic = lambda: clock[0]

    def looks() -> list[str]:
        return [look.words for look in gates.looks()]

    def say(session: str, sequence: int = 1, pieces: int = 4) -> None:
        body = {"reader": WELL, "alarm": WELL, "list": "abc", "pieces": pieces}
        said = {"session": session, "sequence": sequence, **body}
        assert hub.http.put("/api/gates/1", json=said).status_code == 200

    def both(seconds: int, *sessions: str) -> None:
        for _ in range(seconds // 2):
            clock[0] += 2
            for session in sessions:
                say(session, pieces=len(session))

    say("first")
    both(20, "first")
    assert looks() == []
    clock[0] += 11
    assert looks() == [f"Exit: {SILENT.message}"]
    say("again")  # started anew: nothing of the one before counts
    assert looks() == []
    say("second")
    both(20, "again", "second")
    assert looks() == [f"Exit: {TWO}"]
    assert hub.http.get("/api/gates").json()[0]["pieces"] == len("second")
    both(20, "second")
    assert looks() == []
    say("second", 5, 50)
    say("second", 4, 40)  # overtaken on its way
    assert hub.http.get("/api/gates").json()[0]["pieces"] == 50
