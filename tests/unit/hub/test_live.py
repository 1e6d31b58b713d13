"""Live snapshots over Server-Sent Events, from a real server."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from kiosk.hub.live import Live
from kiosk.hub.serving import HubServer, listen
from tests.conftest import wait_until
from tests.unit.hub.conftest import RunningHub
from tests.unit.hub.shop import DRESS, SHIRT


class Listener:
    """A page that listens: what it heard, in order."""

    def __init__(self, url: str) -> None:
        self.snapshots: list[dict[str, Any]] = []
        self.ids: list[str] = []
        self.heartbeats = 0
        self.ended = threading.Event()
        self._url = url
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        try:
            with httpx.stream("GET", self._url, timeout=20) as response:
                assert response.headers["content-type"].startswith("text/event-stream")
                assert response.headers["cache-control"] == "no-store"
                event = ""
                for line in response.iter_lines():
                    field, _, value = line.partition(": ")
                    if field == "event":
                        event = value
                    elif field == "data" and event == "heartbeat":
                        self.heartbeats += 1
                    elif field == "data":
                        self.snapshots.append(json.loads(value))
                    elif field == "id":
                        self.ids.append(value)
        finally:
            self.ended.set()


@contextmanager
def served(live: Live) -> Iterator[tuple[str, HubServer]]:
    """Only `live`, at /<topic>."""
    app = FastAPI(lifespan=None)
    app.state.live = live

    @app.get("/{topic}")
    async def stream(topic: str) -> Any:
        live.bind(asyncio.get_running_loop())
        return live.stream(topic)

    listener = listen("127.0.0.1", 0)
    server = HubServer(app)
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    wait_until(lambda: server.started, what="the server")
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", server
    finally:
        server.should_exit = True
        thread.join(10)
        listener.close()
        assert not thread.is_alive()


def test_a_listener_hears_the_latest_at_once_and_every_news_after() -> None:
    live = Live()
    live.publish("till", {"version": 1, "state": "EMPTY"})
    live.publish("till", {"version": 2, "state": "OPEN"})
    with served(live) as (url, _):
        pages = [Listener(f"{url}/till") for _ in range(2)]
        wait_until(lambda: all(page.ids == ["2"] for page in pages), what="the latest")
        live.publish("till", {"version": 3, "state": "EMPTY"})
        live.publish("elsewhere", {"version": 9})
        wait_until(lambda: all(page.ids == ["2", "3"] for page in pages), what="the news")
        assert [one["state"] for one in pages[0].snapshots] == ["OPEN", "EMPTY"]


def test_silence_is_filled_with_heartbeats() -> None:
    live = Live(heartbeat_s=0.02)
    with served(live) as (url, _):
        page = Listener(f"{url}/quiet")
        wait_until(lambda: page.heartbeats >= 3, what="heartbeats")
        assert page.snapshots == []


def test_a_flood_is_not_queued_for_a_slow_listener() -> None:
    live = Live()
    with served(live) as (url, _):
        page = Listener(f"{url}/busy")
        wait_until(lambda: live.listeners("busy"), what="the page")
        for version in range(1, 5001):
            live.publish("busy", {"version": version, "words": "x" * 2000})
        wait_until(lambda: page.ids and page.ids[-1] == "5000", what="the last one")
        assert len(page.ids) < 5000
        assert [int(one) for one in page.ids] == sorted(int(one) for one in page.ids)


def test_open_streams_do_not_keep_the_server_from_stopping() -> None:
    live = Live()
    with served(live) as (url, server):
        pages = [Listener(f"{url}/one") for _ in range(3)]
        wait_until(lambda: live.listeners("one") == 3, what="the pages")
        began = time.monotonic()
        server.should_exit = True
        assert all(page.ended.wait(5) for page in pages)
        assert time.monotonic() - began < 5


def test_a_page_that_leaves_is_forgotten() -> None:
    live = Live(heartbeat_s=0.02)
    with served(live) as (url, _):
        with httpx.stream("GET", f"{url}/one", timeout=10):
            wait_until(lambda: live.listeners("one") == 1, what="the page")
        wait_until(lambda: live.listeners("one") == 0, what="the page to be forgotten")


def test_a_publish_before_anybody_listens_is_kept() -> None:
    live = Live()
    assert live.latest("table/1") is None
    live.publish("table/1", {"version": 1})
    assert live.latest("table/1") == {"version": 1}


def test_the_tablet_and_a_second_tablet_follow_a_whole_purchase(hub: RunningHub) -> None:
    pages = [Listener(f"{hub.url}/api/tables/1/live") for _ in range(2)]
    table = hub.table()
    table.lay(SHIRT, DRESS)
    table.pay()
    table.wait_for("SOLD")
    for page in pages:
        wait_until(lambda page=page: page.snapshots[-1]["state"] == "SOLD", what="the thank-you")
        versions = [snapshot["version"] for snapshot in page.snapshots]
        assert versions == sorted(set(versions))
        assert page.ids == [str(version) for version in versions]
        assert {snapshot["epoch"] for snapshot in page.snapshots} == {hub.hub.epoch}


def test_the_room_follows_the_basket_of_its_tablet(hub: RunningHub) -> None:
    mirror = Listener(f"{hub.url}/api/rooms/1/live")
    table = hub.table()
    tags = [{"kind": "epc", "value": SHIRT.value}]
    hub.http.post("/api/rooms/1/pay", json={"id": "r1", "tags": tags})

    def said() -> object:
        return mirror.snapshots and mirror.snapshots[-1]["basket"]

    expected = {"table": "1", "state": "OPEN", "count": 1}
    wait_until(lambda: said() == expected, what="the room's basket")
    table.lay(SHIRT)
    table.pay()
    wait_until(lambda: (said() or {}).get("state") == "SOLD", what="the sale")  # type: ignore[union-attr]


@pytest.mark.parametrize("topic", ["table/1", "room/1", "staff"])
def test_a_stream_begins_with_a_whole_snapshot(hub: RunningHub, topic: str) -> None:
    path = {"table/1": "/api/tables/1/live", "room/1": "/api/rooms/1/live"}.get(
        topic, "/api/staff/live"
    )
    page = Listener(hub.url + path)
    wait_until(lambda: page.snapshots, what="the first snapshot")
    assert page.snapshots[0] == hub.hub.live.latest(topic)
