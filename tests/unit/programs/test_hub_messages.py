"""What must reach the hub, and does: over outages, restarts and refusals, each in its turn."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.device import DeviceState
from kiosk import outbox as outbox_file
from kiosk.hub_client import HubClient
from kiosk.outbox import Outbox, entries_of
from kiosk.outbox_turns import LONGEST_REST_S, Turns
from tests.conftest import LogWatch, wait_until
from tests.unit.programs.loopback_hub import LoopbackHub, free_url

REQUESTS = "/api/requests"


def test_messages_arrive_in_order_and_their_answers_come_back(
    hub: LoopbackHub, client: HubClient
) -> None:
    answers: list[tuple[str, int]] = []
    client.on_reply = lambda path, body, status, reply: answers.append(
        (reply["heard"]["id"], status)
    )
    for n in range(20):
        client.post(REQUESTS, {"id": f"r{n}"})
    wait_until(lambda: len(answers) == 20)
    assert answers == [(f"r{n}", 200) for n in range(20)]
    assert [body["id"] for body in hub.bodies("POST", REQUESTS)] == [f"r{n}" for n in range(20)]


@pytest.mark.parametrize(
    ("status", "kept"),
    [
        (200, False),
        (403, False),
        (404, False),
        (409, False),
        (401, True),
        (408, True),
        (425, True),
        (429, True),
        (500, True),
        (503, True),
    ],
)
def test_a_message_leaves_the_outbox_only_when_the_hub_has_decided(
    hub: LoopbackHub,
    client: HubClient,
    tmp_path: Path,
    log_watch: LogWatch,
    status: int,
    kept: bool,
) -> None:
    if status == 403:
        log_watch.expect("the hub refuses POST /api/requests: HTTP 403")
    replies: list[int] = []
    client.on_reply = lambda path, body, status, reply: replies.append(status)
    hub.refuse[REQUESTS] = status
    client.post(REQUESTS, {"id": "a"})
    wait_until(lambda: len(hub.bodies("POST", REQUESTS)) >= (3 if kept else 1))
    if not kept:
        wait_until(lambda: replies == [status])
    client.close()
    assert len(entries_of(tmp_path / "outbox.jsonl")) == int(kept)


STATISTICS = "/api/touchpoints"


def test_a_request_does_not_wait_behind_statistics_that_the_hub_cannot_take(
    hub: LoopbackHub, client: HubClient, tmp_path: Path
) -> None:
    hub.refuse[STATISTICS] = 500
    client.post(STATISTICS, {"events": [1]})
    wait_until(lambda: len(hub.bodies("POST", STATISTICS)) >= 2)
    client.post(REQUESTS, {"id": "a"}, stays_s=900)
    wait_until(lambda: hub.bodies("POST", REQUESTS))
    assert client.health.ok, "the shopper can go on asking"
    hub.refuse.clear()
    wait_until(lambda: not len(client._outbox), what="the statistics to arrive after all")


def test_a_refused_wish_is_an_outage_and_its_taking_back_does_not_overtake_it(
    hub: LoopbackHub, client: HubClient
) -> None:
    hub.refuse[REQUESTS] = 503
    client.post(REQUESTS, {"id": "a"}, stays_s=900)
    client.post(f"{REQUESTS}/a/cancel", {"id": "a"})
    client.post(STATISTICS, {"events": [1]})
    wait_until(lambda: hub.bodies("POST", STATISTICS) and not client.health.ok)
    assert hub.bodies("POST", f"{REQUESTS}/a/cancel") == []
    hub.refuse.clear()
    wait_until(lambda: hub.bodies("POST", f"{REQUESTS}/a/cancel") and client.health.ok)


def test_a_wish_that_grew_stale_is_no_trouble_any_more(hub: LoopbackHub, client: HubClient) -> None:
    hub.refuse[REQUESTS] = 503
    client.post(REQUESTS, {"id": "a"}, stays_s=0.3)
    wait_until(lambda: not client.health.ok)
    wait_until(lambda: client.health.ok)
    assert not len(client._outbox)


def test_what_was_not_refused_goes_first_and_what_was_rests_ever_longer() -> None:
    outbox = Outbox(None)
    turns = Turns(outbox)
    for n in range(3):
        outbox.append(STATISTICS, {"n": n})
    first = turns.next(0.0)
    assert first is not None
    assert first.body == {"n": 0}
    turns.refused(first, 0.0, ("HTTP 500", ""))
    for n in (1, 2):
        other = turns.next(100.0)
        assert other is not None
        assert other.body == {"n": n}, "though the first is due again"
        turns.over(other)
    rests = []
    now = 0.0
    for _ in range(9):
        rest = turns.rest_s(now)
        assert rest is not None
        assert turns.next(now) is None
        now += rest
        assert turns.next(now) is first
        rests.append(rest)
        turns.refused(first, now, ("HTTP 500", ""))
    assert rests == sorted(rests)
    assert rests[0] < 0.2
    assert rests[-1] == LONGEST_REST_S
    assert turns.trouble == ("", ""), "nobody waits for it"


def test_a_full_outbox_lets_the_oldest_statistics_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, log_watch: LogWatch
) -> None:
    log_watch.expect("messages wait for the hub: the oldest POST /api/touchpoints go")
    monkeypatch.setattr(outbox_file, "MOST", 5)
    file = tmp_path / "outbox.jsonl"
    outbox = Outbox(file)
    turns = Turns(outbox)
    outbox.append(STATISTICS, {"n": 0})
    lost = turns.next(0.0)
    assert lost is not None
    turns.refused(lost, 0.0, ("HTTP 500", ""))
    outbox.append(REQUESTS, {"id": "a"})
    for n in range(1, 8):
        outbox.append(STATISTICS, {"n": n})
    outbox.close()
    kept = [entry.body for entry in entries_of(file)]
    assert kept == [{"id": "a"}, *({"n": n} for n in range(4, 8))]
    for body in kept:
        entry = turns.next(100.0)
        assert entry is not None
        assert entry.body == body
        turns.over(entry)
    assert turns.next(100.0) is None
    assert turns.rest_s(100.0) is None, "nothing to look for again"


def test_one_message_that_waits_for_ever_does_not_make_the_file_grow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox_file, "MOST_LINES", 20)
    file = tmp_path / "outbox.jsonl"
    outbox = Outbox(file)
    outbox.append(STATISTICS, {"n": "for ever"})
    outbox.append(REQUESTS, {"id": "in memory"}, kept=False)
    for n in range(100):
        outbox.append(STATISTICS, {"n": n})
        entry = outbox.first(lambda entry, n=n: entry.body == {"n": n})
        assert entry is not None
        outbox.answered(entry)
        outbox.sync()
    outbox.append(STATISTICS, {"n": "last"})
    outbox.close()
    assert [entry.body["n"] for entry in entries_of(file)] == ["for ever", "last"]
    assert len(file.read_bytes().splitlines()) < 30


def test_what_came_too_late_is_never_sent_and_holds_up_nothing() -> None:
    url = free_url()
    client = HubClient(url, name="test")
    client.open()
    client.post("/api/rooms/1/pay", {"id": "p1"}, stays_s=0.2, kept=False)
    client.post(REQUESTS, {"id": "r1"}, stays_s=900)
    wait_until(lambda: len(client._outbox) == 1, what="the payment to be given up")
    hub = LoopbackHub(int(url.rpartition(":")[2]))
    try:
        wait_until(lambda: hub.bodies("POST", REQUESTS) == [{"id": "r1"}])
        assert hub.bodies("POST", "/api/rooms/1/pay") == []
    finally:
        client.close()
        hub.die()


@pytest.mark.parametrize(
    ("asked_ago", "sent"),
    [
        pytest.param(1.0, True, id="a moment ago"),
        pytest.param(901.0, False, id="in another visit"),
        pytest.param(-3600.0, False, id="before the clock was set back"),
    ],
)
def test_a_restarted_program_sends_only_what_is_still_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked_ago: float, sent: bool
) -> None:
    file = tmp_path / "outbox.jsonl"
    before = Outbox(file)
    with monkeypatch.context() as then:
        asked_at = time.time() - asked_ago
        then.setattr(time, "time", lambda: asked_at)
        before.append(REQUESTS, {"id": "r1"}, stays_s=900)
        before.append("/api/rooms/1/pay", {"id": "p1"}, stays_s=900, kept=False)
    before.close()
    for _ in range(2):  # it is written anew at each start
        entries = entries_of(file)
        assert [entry.body for entry in entries] == [{"id": "r1"}], "a payment dies with the mirror"
        assert (entries[0].left_s(time.time()) > 0) is sent
        Outbox(file).close()


def test_messages_survive_an_outage_and_a_restart_of_the_program(tmp_path: Path) -> None:
    file = tmp_path / "kept" / "outbox.jsonl"
    url = free_url()
    first = HubClient(url, name="test", outbox=file)
    first.open()
    for n in range(3):
        first.post(REQUESTS, {"id": f"before {n}"})
    wait_until(lambda: first.health.state is DeviceState.AWAY)
    first.close()

    hub = LoopbackHub(int(url.rpartition(":")[2]))
    second = HubClient(url, name="test", outbox=file)
    second.post(REQUESTS, {"id": "after"})
    second.open()
    try:
        wait_until(lambda: len(hub.bodies("POST", REQUESTS)) == 4)
        ids = [body["id"] for body in hub.bodies("POST", REQUESTS)]
        assert ids == ["before 0", "before 1", "before 2", "after"]
        wait_until(lambda: file.stat().st_size == 0, what="an empty outbox")
    finally:
        second.close()
        hub.die()


def test_a_message_is_in_the_file_when_post_returns(tmp_path: Path) -> None:
    file = tmp_path / "outbox.jsonl"
    client = HubClient(free_url(), name="test", outbox=file)
    client.post(REQUESTS, {"id": "a"})
    assert [entry.body for entry in entries_of(file)] == [{"id": "a"}]
    client.close()


def test_a_line_torn_by_a_power_cut_costs_that_line_only(tmp_path: Path) -> None:
    file = tmp_path / "outbox.jsonl"
    outbox = Outbox(file)
    for n in range(3):
        outbox.append(REQUESTS, {"id": n})
    outbox.close()
    file.write_bytes(file.read_bytes()[:-9])

    again = Outbox(file)
    again.append(REQUESTS, {"id": "new"})
    again.close()
    assert [entry.body["id"] for entry in entries_of(file)] == [0, 1, "new"]


def test_an_outbox_that_cannot_be_written_still_delivers(
    hub: LoopbackHub, tmp_path: Path, log_watch: LogWatch
) -> None:
    log_watch.expect("cannot keep messages to the hub")
    (tmp_path / "file").write_text("not a folder")
    client = HubClient(hub.url, name="test", outbox=tmp_path / "file" / "outbox.jsonl")
    client.open()
    client.post(REQUESTS, {"id": "a"})
    wait_until(lambda: hub.bodies("POST", REQUESTS) == [{"id": "a"}])
    client.close()


@given(st.lists(st.sampled_from(["append", "answered", "restart"]), max_size=25))
def test_an_outbox_is_a_queue_whatever_happens(
    tmp_path_factory: pytest.TempPathFactory, steps: list[str]
) -> None:
    file = tmp_path_factory.mktemp("outbox") / "outbox.jsonl"
    outbox = Outbox(file)
    model: list[int] = []
    for n, step in enumerate(steps):
        if step == "append":
            outbox.append(REQUESTS, {"n": n})
            model.append(n)
        elif step == "answered":
            entry = outbox.first()
            if entry is not None:
                outbox.answered(entry)
                model.pop(0)
        else:
            outbox.close()
            outbox = Outbox(file)
        first = outbox.first()
        assert (first and first.body["n"]) == (model[0] if model else None)
    outbox.close()
    assert [entry.body["n"] for entry in entries_of(file)] == model
