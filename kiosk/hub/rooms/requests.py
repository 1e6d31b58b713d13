"""Fitting-room requests: kept in the database, said to the rooms' mirrors and to staff.

Owns the open requests, the pieces that are set aside, and the snapshots of the topics `room/<id>`
and `staff`. How a request moves on is decided in `fitting_request.py`, what the usual time is in
`answer_times.py`; who is on the floor is `kiosk.hub.security.duty`'s.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from kiosk.config import Settings
from kiosk.hub.live import Live
from kiosk.hub.rooms import request_rows as rows
from kiosk.hub.rooms.answer_times import MOST, RECENT
from kiosk.hub.rooms.answers import answer
from kiosk.hub.rooms.around import Around
from kiosk.hub.rooms.fitting_request import (
    FittingRequest,
    Outcome,
    RequestError,
    RequestKind,
    RequestStatus,
)
from kiosk.hub.rooms.over import Over
from kiosk.hub.rooms.overdue import overdue
from kiosk.hub.rooms.recent import Recent
from kiosk.hub.rooms.request_json import request_json
from kiosk.hub.rooms.shelf import NoSuchRequestError, Shelf, wanted
from kiosk.hub.rooms.signs import Mirror, Signs
from kiosk.hub.rooms.urgency import escalations, in_order
from kiosk.hub.tables.hand import Hand

log = logging.getLogger(__name__)

LATELY = 20  # answers that are listed after the open requests
LOOKS_EVERY_S = 0.5  # for what changes without being said: the clock, the catalog, the tables


class Requests:
    """All requests of the shop. Every call may come from any thread.

    `refresh()` says at once what would else be noticed within half a second.
    """

    def __init__(
        self,
        settings: Settings,
        catalog: Shelf,
        live: Live,
        around: Around,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._rooms = settings.rooms
        self._locale = settings.shop.locale
        self._catalog = catalog
        self._live = live
        self._around = around
        self._escalate_after = timedelta(seconds=settings.staff.escalate_after_s)
        self._hold_for = timedelta(minutes=settings.staff.hold_minutes)
        self._now = now
        self._monotonic = monotonic
        # A change waits for the database, e.g. behind a large import; what is said does not.
        self._changing = threading.Lock()
        self._lock = threading.RLock()  # of what is in memory
        self._open: dict[str, FittingRequest] = {}
        self._over = Over()
        self._signs = Signs(monotonic(), around.has_mirror)
        self._same_as: dict[str, str] = {}  # a room's second call -> the open one that it is
        self._held: dict[str, FittingRequest] = {}
        self._forgotten: set[str] = set()  # visits of which something is not called off yet
        self._recent = Recent()
        self._said: dict[str, dict[str, Any]] = {}
        self._version: int | None = None  # until it is opened, when nothing can be said yet
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None

    def open(self) -> None:
        """Read what is open from the database, say it, and keep looking."""
        with self._lock:
            with self._catalog.reader.connect() as connection:
                self._open = {request.id: request for request in rows.open_requests(connection)}
                self._held = {request.id: request for request in rows.held(connection)}
                recent = rows.lately(connection, self._now() - RECENT, MOST)
                self._recent.read(recent)
                self._over.read(recent)
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
        self,
        request_id: str,
        room: str,
        kind: RequestKind,
        variant_id: int | None,
        visit: str = "",
    ) -> dict[str, Any]:
        """A new request as JSON; the one that is there already if the id has been seen.

        A room has one open call for a colleague: a second one, under another id, is the same
        call. It is answered, listed to the room and moved under its own id, too.

        Raises `NoSuchRequestError` for a room or variant that the shop does not have.
        """
        if room not in self._rooms:
            raise NoSuchRequestError(f"There is no fitting room {room!r}.")
        piece = wanted(self._catalog, variant_id) if variant_id is not None else None
        with self._changing:
            request = self._find(request_id)
            if request is None and kind is RequestKind.CALL:
                request = self._open_call(room, request_id)
            if request is None:
                request = FittingRequest(request_id, room, kind, self._now(), piece, visit)
                with self._catalog.begin() as connection:
                    rows.add(connection, request)
                self._keep(request)
            return self.as_json(request) | {"id": request_id}

    def take(self, request_id: str, by: str) -> dict[str, Any]:
        """Raises `NoSuchRequestError`, `RequestError`; as do those that follow."""
        return self._move(request_id, lambda request: request.take(by, self._now()))

    def put_back(self, request_id: str) -> dict[str, Any]:
        return self._move(request_id, lambda request: request.put_back())

    def finish(self, request_id: str, by: str = "") -> dict[str, Any]:
        return self._move(
            request_id, lambda request: request.finish(by, self._now(), hold=self._hold_for)
        )

    def not_there(
        self, request_id: str, by: str = "", note: str = "", instead: int | None = None
    ) -> dict[str, Any]:
        """It cannot be found; `instead` is a variant that the shopper may like."""
        piece = wanted(self._catalog, instead) if instead is not None else None
        return self._move(
            request_id, lambda request: request.not_there(by, self._now(), note, piece)
        )

    def end_hold(self, request_id: str, outcome: Outcome) -> dict[str, Any]:
        """A piece that was set aside is the shopper's, or on the rail again."""
        return self._move(request_id, lambda request: request.end_hold(outcome))

    def cancel(self, request_id: str) -> dict[str, Any]:
        return self._move(request_id, lambda request: request.cancel(self._now()))

    def hear(self, room: str, visit: str) -> None:
        """The room's mirror lives, and says this visit, or "" for none."""
        with self._lock:
            self._signs.hear(room, visit, self._monotonic())

    def forget(self, visit: str) -> None:
        """The shopper wants this visit forgotten: nobody fetches anything for it any more. What
        the database does not take now is called off by `tidy`."""
        with self._lock:
            self._forgotten.add(visit)
        self._call_off()

    def tidy(self) -> None:
        """Ends what the clock alone ends, and what is still to be forgotten."""
        self._call_off()
        now, steady = self._now(), self._monotonic()
        with self._lock:
            due = list(overdue(self._here(), self._signs, now, steady, self._hold_for))
        for request_id, move in due:
            self._try(request_id, move)

    # --- what is so --------------------------------------------------------------------------

    def room_of(self, request_id: str) -> str | None:
        """Which room asked for it, or None."""
        request = self._find(request_id)
        return request.room if request else None

    def open_requests(self) -> list[FittingRequest]:
        """What needs a hand, in the order of `urgency.py`."""
        with self._lock:
            return in_order(self._open.values(), self._now(), self._escalate_after)

    def holds(self) -> list[FittingRequest]:
        """The pieces that are set aside, the first to be over first."""
        with self._lock:
            held = [one for one in self._held.values() if one.held_until is not None]
        return sorted(held, key=lambda one: (one.held_until, one.id))

    def all_as_json(self, *, only_open: bool) -> list[dict[str, Any]]:
        """The open requests in order of urgency, then those that were answered lately."""
        requests = self.open_requests()
        if not only_open:
            with self._lock:
                requests += self._recent.done(LATELY)
        return [self.as_json(request) for request in requests]

    def escalated(self, request: FittingRequest) -> bool:
        """Whether it waits for longer than it should."""
        return request.times_escalated(self._now(), self._escalate_after) > 0

    def mirror_of(self, request: FittingRequest) -> Mirror:
        """Whether there is still a mirror to say the answer."""
        with self._lock:
            return self._signs.mirror_of(request, self._monotonic())

    def waiting(self) -> int:
        """How many rooms' requests and tables nobody is on yet."""
        return self._waiting(self._around.hands())

    def as_json(self, request: FittingRequest) -> dict[str, Any]:
        """A request as mirrors and integrators read it."""
        escalated = self.escalated(request)
        on_duty = self._around.on_duty()
        now, times = self._now(), self._recent.times
        said = answer(request, now, times, on_duty=on_duty, escalated=escalated)
        return request_json(
            request,
            room_name=self.room_name(request.room),
            answer=said,
            escalated=escalated,
            mirror=self.mirror_of(request),
            portrait=self._around.portrait,
        )

    @property
    def usual_minutes(self) -> int | None:
        """What 80 % waited at most until it was done; None while too few were measured."""
        return self._recent.times.minutes

    def room_name(self, room: str) -> str:
        """What the shop calls the room; its number when it has been taken out of the config."""
        return self._rooms[room].name if room in self._rooms else room

    # --- what is said ------------------------------------------------------------------------

    def refresh(self) -> None:
        """Publish every topic whose snapshot has changed."""
        with self._lock:
            if self._version is None:
                return
            now = self._now()
            self._recent.look(now)
            self._over.tidy(self._signs, now)
            known = {*self._open, *self._over}
            self._same_as = {key: one for key, one in self._same_as.items() if one in known}
            catalog_version = self._catalog.version()
            for room in self._rooms:
                self._say(f"room/{room}", self._room_snapshot(room, catalog_version))
            self._say("staff", self._staff_snapshot(catalog_version))

    def _room_snapshot(self, room: str, catalog_version: int) -> dict[str, Any]:
        here = {key: one for key, one in self._open.items() if one.room == room}
        here |= self._over.of(room)
        here |= {key: here[one] for key, one in self._same_as.items() if one in here}
        requests = list(here.items())
        requests.sort(key=lambda one: one[1].created_at)
        return {
            "catalog_version": catalog_version,
            "requests": [self.as_json(request) | {"id": key} for key, request in requests],
            "on_duty": self._around.on_duty(),
            "answer_minutes": self._recent.times.minutes,
            "basket": self._around.sent(self._rooms[room].tablet, self._rooms[room].name),
            "elsewhere": [
                {"kind": tag.kind.value, "value": tag.value} for tag in self._around.elsewhere(room)
            ],
            **self._around.phones(room),
        }

    def _staff_snapshot(self, catalog_version: int) -> dict[str, Any]:
        hands = self._around.hands()
        return {
            "catalog_version": catalog_version,
            "requests": self.all_as_json(only_open=True),
            "tables": [hand.as_json(self._locale) for hand in hands],
            "looks": [asdict(look) for look in self._around.looks()],
            "waiting": self._waiting(hands),
            "escalated": escalations(
                [one for one in self._open.values() if self.mirror_of(one) is not Mirror.GONE],
                self._now(),
                self._escalate_after,
                self.room_name,
            ),
            "held": len(self._held),
            "unknown": self._around.unknown(),
            **self._around.exits(),
        }

    def _waiting(self, hands: Sequence[Hand]) -> int:
        with self._lock:
            requests = sum(one.status is RequestStatus.WAITING for one in self._open.values())
        return requests + sum(not hand.taken for hand in hands)

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

    def _here(self) -> list[FittingRequest]:
        return [*self._open.values(), *self._held.values()]

    def _call_off(self) -> None:
        with self._lock:
            forgotten = set(self._forgotten)
            off = {one.id for one in self._here() if one.visit in forgotten}
        for request_id in off:
            self._try(request_id, lambda request: request.cancel(self._now()))
        with self._lock:
            for visit in forgotten:
                self._over.drop(visit, off)
                self._signs.drop(visit)
            self._forgotten &= {one.visit for one in self._here()}
            self.refresh()

    def _try(self, request_id: str, move: Callable[[FittingRequest], FittingRequest]) -> None:
        """One that cannot be written does not keep others from it: the next `tidy` tries again."""
        try:
            self._move(request_id, move)
        except RequestError:  # somebody has just done something about it
            pass
        except SQLAlchemyError as error:
            log.info("request %s is ended later: %s", request_id, error)

    def _move(
        self, request_id: str, move: Callable[[FittingRequest], FittingRequest]
    ) -> dict[str, Any]:
        with self._changing:
            before = self._find(request_id)
            if before is None:
                raise NoSuchRequestError("There is no such request.")
            now = self._now()
            after = move(before.noted_escalation(now, self._escalate_after))
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
            if request := self._open.get(request_id) or self._over.find(request_id):
                return request
        with self._catalog.reader.connect() as connection:
            return rows.find(connection, request_id)

    def _keep(self, request: FittingRequest) -> None:
        with self._lock:
            self._signs.keep(request, self._monotonic())
            if request.open:
                self._open[request.id] = request
            else:
                self._open.pop(request.id, None)
                self._over.keep(request)
            if request.held:
                self._held[request.id] = request
            else:
                self._held.pop(request.id, None)
            self._recent.keep(request, self._now())
            self.refresh()
