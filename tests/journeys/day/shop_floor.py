"""What stands around the mirror on its day: a reader, a zone that decides at once, and a hub.

Owns what they answer. The hub speaks the messages of the real one and forgets a visit as it does.
"""

from __future__ import annotations

import random
import threading
import time
from collections import Counter, deque
from collections.abc import Sequence
from typing import Any

from hardware.device import DeviceState, Health
from hardware.rfid.reader import TagId, TagRead
from hardware.rfid.zone import Presence, ZoneChange
from tests.journeys.day.traces import Secrets
from tests.unit.mirror.fakes import PlayedHub

LIVE = "/api/rooms/1/live"
PHONE_URL = "https://shop.example/visit/{token}"
MINA = {"name": "Mina Okafor", "picture": "/media/colleagues/mina.webp"}


class DayReader:
    """Hears what hangs here as soon as it does, and what passes by once."""

    def __init__(self) -> None:
        self.health = Health(DeviceState.OK)
        self.hanging: tuple[TagId, ...] = ()
        self._passing: list[TagId] = []
        self._news = threading.Condition()
        self._closed = False

    def open(self) -> None: ...

    def close(self) -> None: ...

    def hang(self, *tags: TagId) -> None:
        with self._news:
            self.hanging = (*self.hanging, *tags)
            self._passing += tags
            self._news.notify()

    def take(self, *tags: TagId) -> None:
        with self._news:
            self.hanging = tuple(tag for tag in self.hanging if tag not in tags)
            self._news.notify()

    def passes_by(self, tags: Sequence[TagId]) -> None:
        with self._news:
            self._passing += tags
            self._news.notify()

    def turn(self, state: DeviceState) -> None:
        with self._news:
            self.health = Health(state, "" if state is DeviceState.OK else "It is not connected.")
            self._news.notify()

    def drain(self, timeout: float = 0.0) -> list[TagRead]:
        with self._news:
            if not self._passing:
                self._news.wait(timeout)
            heard, self._passing = self._passing, []
        now = time.monotonic()
        return [TagRead(tag, 1, -50.0, now) for tag in heard]


class AtOnce:
    """A read zone without doubt: what the reader has is here."""

    def __init__(self, reader: DayReader) -> None:
        self._reader = reader
        self._present: tuple[Presence, ...] = ()

    def update(self, _reads: Sequence[TagRead], now: float, reader_ok: bool = True) -> ZoneChange:
        if not reader_ok:
            return ZoneChange(self._present, stable=True)
        hanging, before = self._reader.hanging, {one.tag: one for one in self._present}
        self._present = tuple(
            before.get(tag) or Presence(tag, now, now, -50.0, 1, 9) for tag in hanging
        )
        arrived = tuple(one for one in self._present if one.tag not in before)
        left = tuple(one for tag, one in before.items() if tag not in hanging)
        return ZoneChange(self._present, arrived, left, stable=True)


class DayHub(PlayedHub):
    """Everything that is told has its answer when `work` is called and the hub is near."""

    def __init__(self, chance: random.Random, portrait: bytes) -> None:
        super().__init__()
        self.pictures[str(MINA["picture"])] = portrait
        self.secrets = Secrets()
        self.done: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.near = False
        self.on_duty = True
        self.visit: dict[str, Any] | None = None
        self._chance = chance
        self._waiting: deque[tuple[str, dict[str, Any]]] = deque()
        self._requests: dict[str, dict[str, Any]] = {}
        self._taps: list[dict[str, Any]] = []
        self._basket: dict[str, Any] | None = None
        self._phones = 0
        self._version = 0

    # --- what the mirror says -----------------------------------------------------------------

    def come(self) -> None:
        self.near = True
        super().come()
        self.say()

    def go(self) -> None:
        self.near = False
        super().go()

    def put(self, path: str, body: dict[str, Any]) -> None:
        if not path.endswith("/visit"):
            return
        if body["visit"] is None:
            self.visit = None
            self._taps.clear()
            self._phones, self._basket = 0, None
            return
        self.visit = body
        self.secrets.add(body["visit"], body["token"], *(one["id"] for one in body["asked"]))

    def post(
        self,
        path: str,
        body: dict[str, Any],
        *,
        stays_s: float | None = None,
        kept: bool = True,
    ) -> None:
        del stays_s
        for one in body.get("events", [body]):
            self.secrets.add(one["id"])
            if not one.get("visit", "no visit is named"):
                self.wrong.append(f"{path}: {one.get('kind')} of no visit")
        if kept or self.near:
            self._waiting.append((path, body))

    def work(self) -> bool:
        """Answers what waits for it; whether anything did."""
        worked = False
        while self.near and self._waiting:
            path, body = self._waiting.popleft()
            status, reply = self._answer(path, body)
            assert self.on_reply is not None
            self.on_reply(path, body, status, reply)
            worked = True
        if worked:
            self.say()
        return worked

    def _answer(self, path: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if path == "/api/touchpoints":
            self.done.update(event["kind"] for event in body["events"])
            return 200, {}
        if path == "/api/requests":
            self.done[f"request {body['kind']}"] += 1
            request = {"id": body["id"], "kind": body["kind"], "status": "waiting"}
            self._requests[body["id"]] = request
            return 201, dict(request)
        if path.endswith("/cancel"):
            self.done["request cancelled"] += 1
            self._requests.pop(body["id"], None)
            return 200, {}
        if path.endswith("/pay"):
            self.done["payment"] += 1
            self._basket = {"table": "1", "state": "OPEN", "count": len(body["tags"])}
            return 200, {"table": "1", "tablet_name": "Checkout 1", "count": len(body["tags"])}
        self.done["rating"] += 1
        return 201, {}

    # --- what happens in the shop -------------------------------------------------------------

    def colleagues_act(self) -> None:
        """Somebody takes a request, is late for one, or has brought it."""
        for request in list(self._requests.values()):
            if request["status"] == "taken" or request["kind"] == "hold":
                self._end(request)
            elif self._chance.random() < 0.3:
                request["escalated"] = True
            else:
                picture = MINA if self._chance.random() < 0.7 else {"name": "Ola", "picture": None}
                request |= {"status": "taken", "colleague": picture}
                self.done["request taken"] += 1
        if self._basket is not None and self._chance.random() < 0.5:
            self._basket["state"] = "SOLD"
        self.say()

    def _end(self, request: dict[str, Any]) -> None:
        self._requests.pop(request["id"])
        if self._chance.random() < 0.5:
            return  # it is simply not listed any more
        held = {"outcome": "held", "held_until": "2026-11-22T18:30:00"}
        self.say({**request, "status": "done", **(held if request["kind"] == "hold" else {})})

    def phone_taps(self, event: str, value: str, tap: str) -> None:
        if self.visit is None:
            return
        self.secrets.add(tap)
        self._phones = 1
        tapped = {"id": tap, "visit": self.visit["visit"], "event": event, "value": value}
        self._taps = [*self._taps, tapped][-20:]
        self.done[f"phone {event}"] += 1
        self.say()

    def forget(self) -> None:
        """The day's leftovers: what a visit asked for and nobody waits for."""
        self._requests.clear()
        self._taps.clear()
        self.posted.clear()
        self.say()

    def say(self, *others: dict[str, Any]) -> None:
        if not self.near:
            return
        self._version += 1
        self.tell(
            LIVE,
            {
                "version": self._version,
                "requests": [dict(one) for one in self._requests.values()] + list(others),
                "answer_minutes": 4,
                "basket": dict(self._basket) if self._basket else None,
                "on_duty": self.on_duty,
                "phones": self._phones,
                "phone_url": PHONE_URL,
                "taps": [dict(tap) for tap in self._taps],
                "elsewhere": [],
            },
        )
