"""A shopper with a phone: the mirror's own visit and its line to a real hub, and the phone by HTTP.

Nothing is played but the reader and the glass.
"""

from __future__ import annotations

import secrets
import threading
import uuid
from collections.abc import Iterator

import pytest

from hardware.rfid.reader import TagId
from kiosk.hub_client import HubClient
from kiosk.mirror.hub_link import HubLink
from kiosk.mirror.visit.events import Event, Garment, Named, RoomSeen
from kiosk.mirror.visit.visit import FittingVisit
from tests.conftest import wait_until
from tests.unit.hub.conftest import RunningHub
from tests.unit.hub_visits.conftest import Phone, hub, shop, shop_database

__all__ = ["hub", "shop", "shop_database"]

pytestmark = pytest.mark.slow

SHIRT_TAG = TagId.epc("30395DFA8324F5C000000001")


class Room:
    """The mirror's program without its window: events in, the visit, effects and news out."""

    def __init__(self, running: RunningHub) -> None:
        self.visit = FittingVisit(forget_after_s=45)
        self._hub = running
        self._lock = threading.Lock()
        self._now = 0.0
        self.client = HubClient(running.url, name="mirror-1")
        self.link = HubLink(self.client, "1", self.happen)
        self.client.open()

    def happen(self, event: Event) -> None:
        with self._lock:
            self._now += 0.01
            before = self.visit
            self.visit, effects = before.after(event, self._now)
            if self.visit.began and not self.visit.key:
                named = Named(uuid.uuid4().hex, secrets.token_urlsafe(24))
                self.visit, more = self.visit.after(named, self._now)
                effects += more
            if self.visit != before:
                self.link.tell(self.visit)
            for effect in effects:
                self.link.do(effect)

    def hangs(self, sku: str) -> None:
        product, variant = self._hub.hub.catalog.find_variant(sku)
        self.happen(RoomSeen((Garment(SHIRT_TAG, product, variant),)))

    def phone(self) -> Phone:
        return Phone(self._hub, self.visit.token)


@pytest.fixture
def room(hub: RunningHub) -> Iterator[Room]:
    room = Room(hub)
    yield room
    room.client.close()


def test_a_phone_opens_steers_asks_and_forgets(hub: RunningHub, room: Room) -> None:
    room.hangs("LIN-1")
    phone = room.phone()
    shirt = room.visit.garments[0].variant.id
    wait_until(lambda: phone.get("/state").status_code == 200, what="the page")
    assert room.visit.phone_url.replace("{token}", phone.token).endswith(f"/visit/{phone.token}")

    assert phone.tap("garment", shirt).status_code == 202
    wait_until(lambda: room.visit.focus is not None, what="the mirror to show it")
    wait_until(lambda: phone.state["focus"] == shirt, what="the phone to see that")

    assert phone.tap("call", "", "call-of-the-phone").status_code == 202
    wait_until(lambda: hub.hub.requests.open_requests(), what="the request to reach staff")
    [request] = hub.hub.requests.open_requests()
    assert request.id == "call-of-the-phone"
    wait_until(
        lambda: [one["status"] for one in phone.state["asked"]] == ["waiting"], what="the answer"
    )

    assert phone.post("forget").status_code == 204
    wait_until(lambda: not room.visit.began, what="the mirror to forget")
    wait_until(lambda: not hub.hub.requests.open_requests(), what="the request to be called off")
    assert room.visit.requests == ()
    assert phone.get().status_code == 404
