"""A visit's touchpoints on their way to the hub: a few seconds' worth are one message.

Owns the shape of these messages, and that each touchpoint has a name of its own: the hub takes it
once, however often it is sent.
"""

from __future__ import annotations

import threading
import time
import uuid
from typing import Any, Protocol

from kiosk.mirror.visit.effects import Note, Touchpoint

TOUCHPOINTS = "/api/touchpoints"
GATHERED_S = 3.0
MOST_AT_ONCE = 100


class Post(Protocol):
    """What is used of `kiosk.hub_client.HubClient`."""

    def post(self, path: str, body: dict[str, Any]) -> None: ...


class Notes:
    """`add` returns at once; what was added is sent after `gathered_s`, or with a visit's end."""

    def __init__(self, hub: Post, room: str, *, gathered_s: float = GATHERED_S) -> None:
        self._hub = hub
        self._room = room
        self._gathered_s = gathered_s
        self._lock = threading.Lock()
        self._noted: list[dict[str, Any]] = []
        self._timer: threading.Timer | None = None

    def add(self, note: Note) -> None:
        noted = {
            "id": str(uuid.uuid4()),
            "visit": note.visit,
            "room": self._room,
            "at_ms": round(time.time() * 1000),
            "kind": note.kind.value,
            "variant_id": note.variant_id,
            "value": note.value,
        }
        with self._lock:
            self._noted.append(noted)
            due = len(self._noted) >= MOST_AT_ONCE or note.kind is Touchpoint.ENDED
            if not due and self._timer is None:
                self._timer = threading.Timer(self._gathered_s, self.send)
                self._timer.daemon = True
                self._timer.start()
        if due:
            self.send()

    def send(self) -> None:
        """Now, all of them."""
        with self._lock:
            noted, self._noted = self._noted, []
            timer, self._timer = self._timer, None
        if timer is not None:
            timer.cancel()
        if noted:
            self._hub.post(TOUCHPOINTS, {"events": noted})
