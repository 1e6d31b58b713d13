"""A mirror or a table beside its hub: it says how things are, and sees what the hub shows."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.device import DeviceState, Health
from kiosk.event_stream import EventLines
from kiosk.hub_asking import HubAwayError, ask
from kiosk.hub_client import HubClient
from tests.conftest import LogWatch, wait_until
from tests.unit.programs.loopback_hub import LoopbackHub, free_url

TAGS = "/api/tables/1/tags"
REQUESTS = "/api/requests"


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
