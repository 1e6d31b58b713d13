"""Fitting-room requests: kept in the database, said to the rooms' mirrors and to staff.

Owns the open requests, who is on duty, and the snapshots of the topics `room/<id>` and `staff`.
How a request moves on and what the shopper is told is decided in `fitting_request.py`.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import Connection, Engine

from catalog.product import Product, Variant
from hardware.rfid.reader import TagId
from kiosk.config import Settings
from kiosk.hub.live import Live
from kiosk.hub.rooms import request_rows as rows
from kiosk.hub.rooms.fitting_request import (
    AnswerTimes,
    FittingRequest,
    RequestKind,
    RequestStatus,
    Wanted,
    answer,
    measure,
)
from kiosk.hub.tables.hand import Hand, Look

log = logging.getLogger(__name__)

ON_DUTY_S = 60.0  # a staff page that was open this lately has somebody near it
STAYS = timedelta(seconds=60)  # so long a room still hears of what is done or cancelled
MEASURED = 20  # the last answers that the usual time is measured from
LOOKS_EVERY_S = 0.5  # for what changes without being said: the clock, the catalog, the tables


class Shelf(Protocol):
    """What requests need of the catalog."""

    def version(self) -> int: ...

    def variant(self, variant_id: int) -> tuple[Product, Variant]: ...

    def begin(self) -> AbstractContextManager[Connection]: ...

    @property
    def reader(self) -> Engine: ...


class NoSuchRequestError(LookupError):
    """There is no request, room or variant of that name. The text says which."""


class Requests:
    """All requests of the shop. Every call may come from any thread.

    `basket(table)` is the table's basket snapshot, `hands()` and `looks()` are the tables that
    need a colleague, `unknown()` counts the unknown tags that readers hear now, and
    `elsewhere(room)` is what that room hears though it is in another place; `exits()` are the
    alarms that nobody has seen; `phones(room)` is what its shoppers' phones want of its mirror. `refresh()` says at once what would else be noticed within half a
    second.
    """

    def __init__(
        self,
        settings: Settings,
        catalog: Shelf,
        live: Live,
        *,
        basket: Callable[[str], Mapping[str, Any] | None] = lambda _: None,
        hands: Callable[[], Sequence[Hand]] = tuple,
        looks: Callable[[], Sequence[Look]] = tuple,
        unknown: Callable[[], int] = lambda: 0,
        elsewhere: Callable[[str], Sequence[TagId]] = lambda _: (),
        exits: Callable[[], Mapping[str, Any]] = lambda: {"alarms": 0, "alarm": None},
        phones: Callable[[str], Mapping[str, Any]] = lambda _: {},
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._rooms = settings.rooms
        self._locale = settings.shop.locale
        self._catalog = catalog
        self._live = live
        self._basket = basket
        self._hands = hands
        self._looks = looks
        self._unknown = unknown
        self._elsewhere = elsewhere
        self._exits = exits
        self._phones = phones
        self._now = now
        self._monotonic = monotonic
        # A change waits for the database, e.g. behind a large import; what is said does not.
        self._changing = threading.Lock()
        self._lock = threading.RLock()  # of what is in memory
        self._open: dict[str, FittingRequest] = {}
        self._over: dict[str, FittingRequest] = {}  # done or cancelled within STAYS
        self._same_as: dict[str, str] = {}  # a room's second call -> the open one that it is
        self._answered: deque[FittingRequest] = deque(maxlen=MEASURED)
        self._times = AnswerTimes()
        self._staff_seen: float | None = None
        self._said: dict[str, dict[str, Any]] = {}
        self._version: int | None = None  # until it is opened, when nothing can be said yet
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None

    def open(self) -> None:
        """Read what is open from the database, say it, and keep looking."""
        with self._lock:
            with self._catalog.reader.connect() as connection:
                self._open = {request.id: request for request in rows.open_requests(connection)}
                self._answered.extend(rows.lately_done(connection, MEASURED))
            self._times = measure(self._answered)
            # Grows over restarts too, so that no listener takes a new snapshot for an old one.
            self._version = int(self._now().timestamp() * 1000)
        self.refresh()
        self._thread = threading.Thread(target=self._look, name="requests", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._closing.set()
        if self._thread is not None:
            self._thread.join(timeout=2)

    # --- what shoppers and colleagues do -----------------------------------------------------

    def ask(
        self, request_id: str, room: str, kind: RequestKind, variant_id: int | None
    ) -> dict[str, Any]:
        """A new request as JSON; the one that is there already if the id has been seen.

        A room has one open call for a colleague: a second one, under another id, is the same
        call. It is answered, listed to the room and moved under its own id, too.

        Raises `NoSuchRequestError` for a room or variant that the shop does not have.
        """
        if room not in self._rooms:
            raise NoSuchRequestError(f"There is no fitting room {room!r}.")
        wanted = self._wanted(variant_id) if variant_id is not None else None
        with self._changing:
            request = self._find(request_id)
            if request is None and kind is RequestKind.CALL:
                request = self._open_call(room, request_id)
            if request is None:
                request = FittingRequest(request_id, room, kind, self._now(), wanted)
                with self._catalog.begin() as connection:
                    rows.add(connection, request)
                self._keep(request)
            return self.as_json(request) | {"id": request_id}

    def take(self, request_id: str, by: str) -> dict[str, Any]:
        """Raises `NoSuchRequestError`, `RequestError`; as do the next three."""
        return self._move(request_id, lambda request: request.take(by, self._now()))

    def put_back(self, request_id: str) -> dict[str, Any]:
        return self._move(request_id, lambda request: request.put_back())

    def finish(self, request_id: str, by: str = "") -> dict[str, Any]:
        return self._move(request_id, lambda request: request.finish(by, self._now()))

    def cancel(self, request_id: str) -> dict[str, Any]:
        return self._move(request_id, lambda request: request.cancel(self._now()))

    # --- what is so --------------------------------------------------------------------------

    def room_of(self, request_id: str) -> str | None:
        """Which room asked for it, or None."""
        request = self._find(request_id)
        return request.room if request else None

    def open_requests(self) -> list[FittingRequest]:
        """What needs a hand: waiting ones first, then taken ones, each by how long they wait."""
        with self._lock:
            return sorted(self._open.values(), key=_urgency)

    def all_as_json(self, *, only_open: bool) -> list[dict[str, Any]]:
        """The open requests in order of urgency, then those that were answered lately."""
        with self._lock:
            requests = sorted(self._open.values(), key=_urgency)
            if not only_open:
                requests += reversed(self._answered)
            return [self.as_json(request) for request in requests]

    def waiting(self) -> int:
        """How many rooms' requests and tables nobody is on yet."""
        return self._waiting(self._hands())

    def colleagues(self) -> list[str]:
        """Who has answered requests in the last two weeks."""
        with self._catalog.reader.connect() as connection:
            return rows.names(connection, self._now() - timedelta(days=14))

    def staff_seen(self) -> None:
        """Somebody on duty has just looked at a staff page."""
        with self._lock:
            self._staff_seen = self._monotonic()

    @property
    def staff_on_duty(self) -> bool:
        """Whether a staff page is open, or was within the last minute."""
        if self._live.listeners("staff"):
            self.staff_seen()
        seen = self._staff_seen
        return seen is not None and self._monotonic() - seen < ON_DUTY_S

    def as_json(self, request: FittingRequest) -> dict[str, Any]:
        """A request as mirrors and integrators read it."""
        wanted = None
        if request.wanted is not None:
            wanted = asdict(request.wanted)
            wanted["id"] = wanted.pop("variant_id")
        return {
            "id": request.id,
            "room": request.room,
            "room_name": self.room_name(request.room),
            "kind": request.kind.value,
            "status": request.status.value,
            "created_at": _iso(request.created_at),
            "taken_at": _iso(request.taken_at),
            "taken_by": request.taken_by,
            "done_at": _iso(request.done_at),
            "variant": wanted,
            "answer": answer(request, self._now(), self._times, staff_on_duty=self.staff_on_duty),
        }

    @property
    def usual_minutes(self) -> int | None:
        """The measured time of a whole answer; None while too few were measured."""
        return self._times.minutes

    def room_name(self, room: str) -> str:
        """What the shop calls the room; its number when it has been taken out of the config."""
        return self._rooms[room].name if room in self._rooms else room

    # --- what is said ------------------------------------------------------------------------

    def refresh(self) -> None:
        """Publish every topic whose snapshot has changed."""
        with self._lock:
            if self._version is None:
                return
            over = self._now() - STAYS
            self._over = {
                key: request
                for key, request in self._over.items()
                if request.done_at and request.done_at > over
            }
            here = self._open.keys() | self._over.keys()
            self._same_as = {key: one for key, one in self._same_as.items() if one in here}
            catalog_version = self._catalog.version()
            for room in self._rooms:
                self._say(f"room/{room}", self._room_snapshot(room, catalog_version))
            self._say("staff", self._staff_snapshot(catalog_version))

    def _room_snapshot(self, room: str, catalog_version: int) -> dict[str, Any]:
        here = {**self._open, **self._over}
        here |= {key: here[one] for key, one in self._same_as.items()}
        requests = [(key, request) for key, request in here.items() if request.room == room]
        requests.sort(key=lambda one: one[1].created_at)
        return {
            "catalog_version": catalog_version,
            "requests": [self.as_json(request) | {"id": key} for key, request in requests],
            "staff_on_duty": self.staff_on_duty,
            "answer_minutes": self._times.minutes,
            "basket": self._basket_of(room),
            "elsewhere": [
                {"kind": tag.kind.value, "value": tag.value} for tag in self._elsewhere(room)
            ],
            **self._phones(room),
        }

    def _staff_snapshot(self, catalog_version: int) -> dict[str, Any]:
        hands = self._hands()
        return {
            "catalog_version": catalog_version,
            "requests": self.all_as_json(only_open=True),
            "tables": [hand.as_json(self._locale) for hand in hands],
            "looks": [asdict(look) for look in self._looks()],
            "waiting": self._waiting(hands),
            "unknown": self._unknown(),
            **self._exits(),
        }

    def _waiting(self, hands: Sequence[Hand]) -> int:
        with self._lock:
            requests = sum(one.status is RequestStatus.WAITING for one in self._open.values())
        return requests + sum(not hand.taken for hand in hands)

    def _basket_of(self, room: str) -> dict[str, Any] | None:
        table = self._rooms[room].tablet
        basket = self._basket(table) if table else None
        if not basket:
            return None
        name = self._rooms[room].name
        count = sum(line["from_room"] == name for line in basket["lines"])
        return {"table": table, "state": basket["state"], "count": count} if count else None

    def _say(self, topic: str, snapshot: dict[str, Any]) -> None:
        if self._said.get(topic) == snapshot:
            return
        assert self._version is not None, "nothing is said before open()"
        self._said[topic] = snapshot
        self._version += 1
        self._live.publish(topic, {"version": self._version, **snapshot})

    def _look(self) -> None:
        while not self._closing.wait(LOOKS_EVERY_S):
            try:
                self.refresh()
            except Exception:  # the next look may work; the mirrors must not fall silent
                log.exception("could not say what is new")

    # --- within ------------------------------------------------------------------------------

    def _move(
        self, request_id: str, move: Callable[[FittingRequest], FittingRequest]
    ) -> dict[str, Any]:
        with self._changing:
            before = self._find(request_id)
            if before is None:
                raise NoSuchRequestError("There is no such request.")
            after = move(before)
            if after != before:
                with self._catalog.begin() as connection:
                    rows.change(connection, after)
                self._keep(after)
            return self.as_json(after) | {"id": request_id}

    def _open_call(self, room: str, also: str) -> FittingRequest | None:
        """The call for a colleague that the room is waiting with; `also` is its name, too."""
        with self._lock:
            for request in self._open.values():
                if request.room == room and request.kind is RequestKind.CALL:
                    self._same_as[also] = request.id
                    self.refresh()
                    return request
        return None

    def _find(self, request_id: str) -> FittingRequest | None:
        with self._lock:
            request_id = self._same_as.get(request_id, request_id)
            if request := self._open.get(request_id) or self._over.get(request_id):
                return request
        with self._catalog.reader.connect() as connection:
            return rows.find(connection, request_id)

    def _keep(self, request: FittingRequest) -> None:
        with self._lock:
            if request.open:
                self._open[request.id] = request
            else:
                self._open.pop(request.id, None)
                self._over[request.id] = request
                if request.status is RequestStatus.DONE:
                    self._answered.append(request)
                    self._times = measure(self._answered)
            self.refresh()

    def _wanted(self, variant_id: int) -> Wanted:
        try:
            product, variant = self._catalog.variant(variant_id)
        except KeyError:
            raise NoSuchRequestError("The shop does not have this piece any more.") from None
        key = variant.picture
        return Wanted(
            variant_id=variant.id,
            title=product.title,
            label=variant.label,
            size=variant.size,
            colour=variant.colour,
            sku=variant.sku,
            picture=f"/media/480/{key}.webp" if key else None,
        )


def _urgency(request: FittingRequest) -> tuple[bool, datetime, str]:
    return request.status is RequestStatus.TAKEN, request.created_at, request.id


def _iso(when: datetime | None) -> str | None:
    return None if when is None else when.isoformat(timespec="milliseconds")
