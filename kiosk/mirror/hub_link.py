"""The mirror's conversation with the hub: JSON in, events out; effects in, messages out.

Owns the addresses and the shape of the messages. Does not decide anything and does not keep the
connection: that is `kiosk.hub_client`'s. An odd message is no news, never an exception.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Protocol

from hardware.device import Health
from hardware.rfid.reader import TagId, TagKind
from kiosk.mirror.notes import Notes
from kiosk.mirror.phone_taps import PhoneTaps
from kiosk.mirror.told import told
from kiosk.mirror.visit.asked import REQUEST_STAYS_S, SENDING_GIVES_UP_S
from kiosk.mirror.visit.effects import Ask, Effect, Note, Pay, Rate, TakeBack, Withdraw
from kiosk.mirror.visit.events import (
    Colleague,
    Event,
    HubSeen,
    PaymentAnswered,
    RequestAnswered,
    RequestNews,
    RequestStatus,
    RoomNews,
)
from kiosk.mirror.visit.visit import FittingVisit

log = logging.getLogger(__name__)

REQUESTS = "/api/requests"
RATINGS = "/api/ratings"
MOST_PICTURES = 200  # that the hub takes at once
# A payment is sent in time for its answer, or never: the shopper has been told to ask by then.
PAY_WITHIN_S = SENDING_GIVES_UP_S - 1.0
TAKE_BACK_WITHIN_S = 600.0  # by then the tablet has let go of it by itself


class Hub(Protocol):
    """What the mirror uses of `kiosk.hub_client.HubClient`."""

    on_health: Callable[[Health], None] | None
    on_reply: Callable[[str, dict[str, Any], int, dict[str, Any]], None] | None

    def open(self) -> None: ...

    def close(self) -> None: ...

    def put(self, path: str, body: dict[str, Any]) -> None: ...

    def post(
        self,
        path: str,
        body: dict[str, Any],
        *,
        stays_s: float | None = None,
        kept: bool = True,
    ) -> None: ...

    def get(self, path: str) -> bytes | None: ...

    def follow(self, path: str, on_snapshot: Callable[[dict[str, Any]], None]) -> None: ...


class HubLink:
    """`publish` is called with events from the hub, `elsewhere` with what the room hears though it
    is in another place, both on the client's threads."""

    def __init__(
        self,
        hub: Hub,
        room: str,
        publish: Callable[[Event], None],
        elsewhere: Callable[[Sequence[TagId]], None] = lambda _: None,
    ) -> None:
        self._hub = hub
        self._room = f"/api/rooms/{room}"
        self._room_id = room
        self._publish = publish
        self._elsewhere = elsewhere
        self._telling = threading.Lock()  # the reader's thread and the wardrobe's both tell
        self._room_told: dict[str, Any] | None = None
        self._lacking: list[str] = []
        self._visit = ""
        self._since_ms = 0
        self._notes = Notes(hub, room)
        self._phone_taps = PhoneTaps()
        hub.on_health = self._seen
        hub.on_reply = self._replied
        hub.follow(f"{self._room}/live", self._heard)

    def do(self, effect: Effect) -> None:
        """Passes on what the visit wants done; returns at once."""
        match effect:
            case Ask():
                self._hub.post(
                    REQUESTS,
                    {
                        "id": effect.id,
                        "room": self._room_id,
                        "kind": effect.kind.value,
                        "variant_id": effect.variant_id,
                        "visit": self._visit,
                    },
                    stays_s=REQUEST_STAYS_S,
                )
            case Withdraw():
                self._hub.post(f"{REQUESTS}/{effect.id}/cancel", {"id": effect.id})
            case Pay():
                tags = [{"kind": tag.kind.value, "value": tag.value} for tag in effect.tags]
                body = {"id": effect.id, "tags": tags}
                self._hub.post(f"{self._room}/pay", body, stays_s=PAY_WITHIN_S, kept=False)
            case TakeBack():
                tags = [{"kind": tag.kind.value, "value": tag.value} for tag in effect.tags]
                body = {"id": effect.id, "tags": tags}
                # Not written down: what is to be forgotten would outlive the mirror's memory.
                path = f"{self._room}/take-back"
                self._hub.post(path, body, stays_s=TAKE_BACK_WITHIN_S, kept=False)
            case Note():
                self._notes.add(effect)
            case Rate():
                said = {"score": effect.score, "word": effect.word}
                whose = {"id": effect.id, "visit": effect.visit, "room": self._room_id}
                self._hub.post(RATINGS, {**whose, **said})

    def tell(self, visit: FittingVisit) -> None:
        """Says how the visit is now, for the shopper's phone; that it is over when it is, for sure:
        one that is set aside is said as it was."""
        visit = visit.before or visit
        if visit.key != self._visit:
            self._visit, self._since_ms = visit.key, round(time.time() * 1000)
            self._phone_taps = PhoneTaps()  # after the key: what is told meanwhile reads them so
        self._hub.put(f"{self._room}/visit", told(visit, self._since_ms))

    def close(self) -> None:
        """What was noted and not sent yet is handed to the hub's client."""
        self._notes.send()

    def report(self, body: dict[str, Any]) -> None:
        """Says which tags are here, for staff's tagging page."""
        with self._telling:
            self._room_told = body
            self._tell()

    def lacks(self, pictures: Sequence[str]) -> None:
        """Says which pictures are wanted here and are not there: the hub draws them."""
        with self._telling:
            self._lacking = list(pictures[:MOST_PICTURES])
            self._tell()

    def _tell(self) -> None:
        if self._room_told is not None:
            self._hub.put(f"{self._room}/tags", {**self._room_told, "pictures": self._lacking})

    def _seen(self, health: Health) -> None:
        if not health.ok:
            self._elsewhere(())  # nobody settles it now: the room decides alone
        self._publish(HubSeen(health.ok))

    def _heard(self, snapshot: dict[str, Any]) -> None:
        try:
            news = room_news(snapshot)
            elsewhere = [
                TagId(TagKind(tag["kind"]), str(tag["value"]))
                for tag in snapshot.get("elsewhere", ())
            ]
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            log.info("the hub's view of this room cannot be read: %r", error)
            return
        self._elsewhere(elsewhere)
        self._publish(news)
        for event in self._phone_taps.fresh(snapshot.get("taps") or (), self._visit):
            self._publish(event)

    def _replied(self, path: str, body: dict[str, Any], status: int, reply: dict[str, Any]) -> None:
        accepted = 200 <= status < 300
        message = str(body.get("id", ""))
        if path == REQUESTS:
            try:
                news = request_news(reply) if accepted else None
            except (TypeError, ValueError, KeyError):
                news = RequestNews(message, RequestStatus.WAITING)
            self._publish(RequestAnswered(message, news))
        elif path == f"{self._room}/pay":
            count = reply.get("count")
            self._publish(
                PaymentAnswered(
                    message,
                    accepted,
                    str(reply.get("tablet_name") or ""),
                    count if isinstance(count, int) else 0,
                )
            )


def room_news(snapshot: dict[str, Any]) -> RoomNews:
    """The hub's room snapshot as an event. Raises `KeyError`, `TypeError` or `ValueError`."""
    minutes = snapshot.get("answer_minutes")
    basket = snapshot.get("basket")
    return RoomNews(
        requests=tuple(request_news(request) for request in snapshot["requests"]),
        answer_minutes=int(minutes) if minutes is not None else None,
        basket=str(basket["state"]) if basket is not None else None,
        on_duty=bool(snapshot.get("on_duty", True)),
        phones=int(snapshot.get("phones") or 0),
        phone_url=str(snapshot.get("phone_url") or ""),
    )


def request_news(request: dict[str, Any]) -> RequestNews:
    by = request.get("colleague")
    return RequestNews(
        id=str(request["id"]),
        status=RequestStatus(request["status"]),
        colleague=Colleague(str(by["name"]), str(by.get("picture") or "")) if by else None,
        escalated=bool(request.get("escalated", False)),
        outcome=str(request.get("outcome") or ""),
        note=str(request.get("note") or ""),
        held_until=time_of_day(str(request.get("held_until") or "")),
        instead=_named(request.get("instead") or {}),
    )


def _named(piece: dict[str, Any]) -> str:
    """ "Linen shirt, Sky, M"; "" for none."""
    return ", ".join(str(part) for part in (piece.get("title"), piece.get("label")) if part)


def time_of_day(moment: str) -> str:
    """ "18:30" of an ISO time, by this machine's clock; "" for none."""
    return datetime.fromisoformat(moment).astimezone().strftime("%H:%M") if moment else ""
