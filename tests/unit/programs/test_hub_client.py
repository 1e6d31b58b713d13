"""What a mirror or a table may rely on when it speaks to the hub."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.device import DeviceState, Health
from kiosk import outbox as outbox_file
from kiosk.event_stream import EventLines
from kiosk.hub_asking import HubAwayError, ask
from kiosk.hub_client import HubClient
from kiosk.outbox import Outbox, entries_of
from kiosk.outbox_turns import LONGEST_REST_S, Turns
from tests.conftest import LogWatch, wait_until
from tests.unit.programs.loopback_hub import LoopbackHub

TAGS = "/api/tables/1/tags"
REQUESTS = "/api/requests"


@pytest.fixture
def hub() -> Iterator[LoopbackHub]:
    hub = LoopbackHub()
    yield hub
    hub.die()


@pytest.fixture
def client(hub: LoopbackHub, tmp_path: Path) -> Iterator[HubClient]:
    client = HubClient(hub.url, name="test", outbox=tmp_path / "outbox.jsonl")
    client.open()
    yield client
    client.close()


def free_url() -> str:
    """An address where nobody listens."""
    hub = LoopbackHub()
    hub.die()
    return hub.url


# --- put: how things are now


def test_a_changed_state_is_said_at_once_and_then_repeated(
    hub: LoopbackHub, client: HubClient
) -> None:
    client.put(TAGS, {"tags": [1]})
    wait_until(lambda: hub.bodies("PUT", TAGS) == [{"tags": [1]}], timeout_s=1.5)
    client.put(TAGS, {"tags": [1, 2]})
    wait_until(lambda: hub.bodies("PUT", TAGS)[-1] == {"tags": [1, 2]}, timeout_s=1.5)
    wait_until(lambda: hub.bodies("PUT", TAGS).count({"tags": [1, 2]}) >= 2, timeout_s=8)


def test_saying_the_same_again_is_not_news(hub: LoopbackHub, client: HubClient) -> None:
    for _ in range(200):
        client.put(TAGS, {"tags": [1]})
    client.put("/api/rooms/1/tags", {"tags": []})
    wait_until(lambda: hub.bodies("PUT", "/api/rooms/1/tags"))
    assert len(hub.bodies("PUT", TAGS)) <= 2


def test_after_an_outage_the_hub_hears_the_latest_state_only(
    hub: LoopbackHub, client: HubClient
) -> None:
    client.put(TAGS, {"n": 0})
    wait_until(lambda: hub.bodies("PUT", TAGS))
    hub.die()
    for n in range(1, 50):
        client.put(TAGS, {"n": n})
    wait_until(lambda: client.health.state is DeviceState.AWAY)
    back = LoopbackHub(hub.port)
    try:
        wait_until(lambda: back.bodies("PUT", TAGS))
        assert back.bodies("PUT", TAGS)[0] == {"n": 49}
        wait_until(lambda: client.health.ok)
    finally:
        back.die()


def test_the_user_never_waits_for_a_hub_that_is_away(tmp_path: Path) -> None:
    client = HubClient(free_url(), name="test", outbox=tmp_path / "outbox.jsonl")
    client.open()
    started = time.monotonic()
    for n in range(100):
        client.put(TAGS, {"n": n})
        client.post(REQUESTS, {"id": str(n)})
    client.follow("/api/rooms/1/live", lambda snapshot: None)
    assert time.monotonic() - started < 1
    client.close()


def test_a_refused_state_is_a_warning_once(
    hub: LoopbackHub, client: HubClient, log_watch: LogWatch
) -> None:
    log_watch.expect("the hub refuses PUT /api/tables/9/tags: HTTP 404")
    hub.refuse["/api/tables/9/tags"] = 404
    client.put("/api/tables/9/tags", {"tags": []})
    wait_until(lambda: hub.bodies("PUT", "/api/tables/9/tags"))
    wait_until(lambda: client.health.ok)


# --- post: what must arrive


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


# --- follow: what the hub shows


def test_snapshots_arrive_and_the_stream_heals_after_the_hub_restarts(
    hub: LoopbackHub, client: HubClient
) -> None:
    seen: list[dict[str, object]] = []
    client.follow("/api/rooms/1/live", seen.append)
    wait_until(lambda: hub.streams)
    hub.send({"version": 1})
    wait_until(lambda: seen == [{"version": 1}])
    hub.die()
    wait_until(lambda: client.health.state is DeviceState.AWAY)
    back = LoopbackHub(hub.port)
    try:
        wait_until(lambda: back.streams)
        back.send({"version": 2})
        wait_until(lambda: seen == [{"version": 1}, {"version": 2}])
        assert client.health.ok
    finally:
        back.die()


def test_a_silent_stream_is_an_outage(
    hub: LoopbackHub, client: HubClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.event_stream.SILENCE_S", 0.2)
    client.follow("/api/rooms/1/live", lambda snapshot: None)
    wait_until(lambda: len(hub.streams) >= 3, what="a stream that is opened again and again")


def test_closing_is_quick_with_streams_open_and_no_callback_comes_after(
    hub: LoopbackHub, tmp_path: Path
) -> None:
    client = HubClient(hub.url, name="test")
    seen: list[dict[str, object]] = []
    for room in "123":
        client.follow(f"/api/rooms/{room}/live", seen.append)
    client.open()
    wait_until(lambda: len(hub.streams) == 3)
    wait_until(lambda: client.health.ok)
    started = time.monotonic()
    client.close()
    assert time.monotonic() - started < 1
    hub.send({"version": 1})
    client.close()
    assert seen == []


def test_a_callback_with_a_bug_does_not_end_the_stream(
    hub: LoopbackHub, client: HubClient, log_watch: LogWatch
) -> None:
    log_watch.expect("a callback of the hub client failed")
    seen: list[int] = []

    def picky(snapshot: dict[str, int]) -> None:
        seen.append(10 // snapshot["by"])

    client.follow("/api/rooms/1/live", picky)
    wait_until(lambda: hub.streams)
    hub.send({"by": 0})
    hub.send({"by": 5})
    wait_until(lambda: seen == [2])


def test_health_is_told_as_it_changes(hub: LoopbackHub) -> None:
    told: list[Health] = []
    client = HubClient(hub.url, name="test")
    client.on_health = told.append
    assert client.health.state is DeviceState.STARTING
    client.put(TAGS, {"tags": []})
    client.open()
    wait_until(lambda: [health.state for health in told] == [DeviceState.OK])
    hub.die()
    wait_until(lambda: told[-1].state is DeviceState.AWAY)
    assert "Check that it runs" in told[-1].message
    client.close()
    assert [health.state for health in told] == [DeviceState.OK, DeviceState.AWAY]


EVENTS = (
    b': hello\n\nevent: snapshot\nid: 4\ndata: {"a": 1}\n\n'
    b"event: heartbeat\ndata: {}\n\ndata: x\r\ndata: y\r\n\r\n"
)


@given(st.lists(st.integers(0, len(EVENTS)), max_size=12))
def test_events_do_not_depend_on_how_the_network_cuts_them(cuts: list[int]) -> None:
    edges = [0, *sorted(cuts), len(EVENTS)]
    lines = EventLines()
    got = [event for start, end in pairwise(edges) for event in lines.feed(EVENTS[start:end])]
    assert got == ["", '{"a": 1}', "", "x\ny"]


def test_asking_a_hub_that_is_away_is_a_sentence() -> None:
    with pytest.raises(HubAwayError, match="Is `kiosk run` running"):
        ask("GET", free_url() + "/api/health")
