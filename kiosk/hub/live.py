"""Live snapshots: the newest whole state of each topic, to every page that listens.

Owns who listens and what was last said. A snapshot is whole, so a listener that was slow or away
needs only the newest one and nothing is ever replayed. Does not know what a snapshot means.
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Callable
from contextvars import ContextVar
from typing import Any

from starlette.responses import StreamingResponse

HEARTBEAT_S = 10.0  # pages take 25 s of silence for a dead stream
HEARTBEAT = b"event: heartbeat\ndata: {}\n\n"  # an event, since EventSource hides comments
OVER = b"event: over\ndata: {}\n\n"

ADMITTED: ContextVar[Callable[[], bool]] = ContextVar("ADMITTED")
"""Whether who began the stream may still listen; set for each request, always if it is not."""


class Live:
    """Publish from any thread; stream as Server-Sent Events on the loop that `bind` was given."""

    def __init__(self, heartbeat_s: float = HEARTBEAT_S) -> None:
        self._heartbeat_s = heartbeat_s
        self._lock = threading.Lock()
        self._latest: dict[str, tuple[dict[str, Any], bytes]] = {}
        self._listeners: dict[str, set[asyncio.Event]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closed = False

    def bind(self, loop: asyncio.AbstractEventLoop) -> None:
        """The loop that listeners are served on. Called once, before the first stream."""
        self._loop = loop
        self._closed = False

    def publish(self, topic: str, snapshot: dict[str, Any]) -> None:
        """Say the whole state of a topic. It must have a `version`, which becomes the event's id.

        The caller orders its own publishes: the last call wins. Returns at once.
        """
        message = _event(snapshot)
        with self._lock:
            self._latest[topic] = (snapshot, message)
            loop = self._loop
        self._on_loop(loop, lambda: self._wake(topic))

    def latest(self, topic: str) -> dict[str, Any] | None:
        """What was last published, or None."""
        with self._lock:
            entry = self._latest.get(topic)
        return entry[0] if entry else None

    def forget(self, topic: str) -> None:
        """There is nothing to say of it any more: it is dropped, and its `ending` streams end."""
        with self._lock:
            self._latest.pop(topic, None)
            loop = self._loop
        self._on_loop(loop, lambda: self._wake(topic))

    def listeners(self, topic: str) -> int:
        """How many streams of this topic are open."""
        return len(self._listeners.get(topic, ()))

    def stream(self, topic: str, *, ending: bool = False) -> StreamingResponse:
        """The topic as Server-Sent Events, from its latest snapshot on, for as long as who asks for
        it now may listen. An `ending` stream says so and ends when there is nothing (any more)."""
        return StreamingResponse(
            self._events(topic, ADMITTED.get(lambda: True), ending),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        )

    def close(self) -> None:
        """End every stream now. Without this a server waits for its listeners for ever."""
        self._closed = True
        self._on_loop(self._loop, self._wake_all)

    def look_again(self) -> None:
        """Somebody may not listen any more: their streams end now. From any thread."""
        self._on_loop(self._loop, self._wake_all)

    async def _events(
        self, topic: str, admitted: Callable[[], bool], ending: bool
    ) -> AsyncIterator[bytes]:
        wake = asyncio.Event()
        wake.set()
        self._listeners.setdefault(topic, set()).add(wake)
        sent: bytes | None = None
        try:
            yield b"retry: 1000\n\n"  # a browser comes back after a second
            while not self._closed and admitted():
                try:
                    await asyncio.wait_for(wake.wait(), self._heartbeat_s)
                except TimeoutError:
                    yield HEARTBEAT
                    continue
                wake.clear()
                if not admitted():
                    break
                with self._lock:
                    entry = self._latest.get(topic)
                if entry is None and ending:
                    yield OVER
                    break
                if entry is not None and entry[1] is not sent:
                    sent = entry[1]
                    yield sent
        finally:
            self._listeners[topic].discard(wake)
            if not self._listeners[topic]:
                del self._listeners[topic]

    def _wake(self, topic: str) -> None:
        for listener in self._listeners.get(topic, ()):
            listener.set()

    def _wake_all(self) -> None:
        for topic in self._listeners:
            self._wake(topic)

    @staticmethod
    def _on_loop(loop: asyncio.AbstractEventLoop | None, call: Any) -> None:
        if loop is None or loop.is_closed():
            return
        try:
            loop.call_soon_threadsafe(call)
        except RuntimeError:  # the loop closed between the question and the call
            return


def _event(snapshot: dict[str, Any]) -> bytes:
    text = json.dumps(snapshot, separators=(",", ":"), ensure_ascii=False)
    return f"event: snapshot\nid: {snapshot['version']}\ndata: {text}\n\n".encode()
