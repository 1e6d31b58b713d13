"""What the mirror says to the hub, and what it makes of the answers, odd ones included."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kiosk.mirror.hub_link import HubLink
from kiosk.mirror.visit.effects import Ask, Effect, Pay, TakeBack, Withdraw
from kiosk.mirror.visit.events import (
    CallTapped,
    Colleague,
    Event,
    FromPhone,
    HubSeen,
    PaymentAnswered,
    RequestAnswered,
    RequestKind,
    RequestNews,
    RequestStatus,
    RoomNews,
)
from kiosk.mirror.visit.visit import FittingVisit
from tests.unit.mirror.boutique import LINEN_SHIRT, garment, tag
from tests.unit.mirror.fakes import PlayedHub


@pytest.fixture
def hub() -> PlayedHub:
    return PlayedHub()


@pytest.fixture
def heard(hub: PlayedHub) -> list[Event]:
    return []


@pytest.fixture
def link(hub: PlayedHub, heard: list[Event]) -> HubLink:
    return HubLink(hub, "1", heard.append)


@pytest.mark.parametrize(
    ("effect", "path", "body"),
    [
        (
            Ask("r1", RequestKind.BRING, 7),
            "/api/requests",
            {"id": "r1", "room": "1", "kind": "bring", "variant_id": 7, "visit": ""},
        ),
        (
            Ask("c1", RequestKind.CALL, None),
            "/api/requests",
            {"id": "c1", "room": "1", "kind": "call", "variant_id": None, "visit": ""},
        ),
        (Withdraw("r1"), "/api/requests/r1/cancel", {"id": "r1"}),
        (
            Pay("p1", (tag(1),)),
            "/api/rooms/1/pay",
            {"id": "p1", "tags": [{"kind": "epc", "value": tag(1).value}]},
        ),
        (
            TakeBack("p1", (tag(1),)),
            "/api/rooms/1/take-back",
            {"id": "p1", "tags": [{"kind": "epc", "value": tag(1).value}]},
        ),
    ],
)
def test_an_effect_is_one_message(
    link: HubLink, hub: PlayedHub, effect: Effect, path: str, body: dict[str, Any]
) -> None:
    link.do(effect)
    assert hub.posted == [(path, body)]


@pytest.mark.parametrize(
    ("effect", "stays_s", "kept"),
    [
        pytest.param(Ask("r1", RequestKind.BRING, 7), 900, True, id="a wish outlives an outage"),
        pytest.param(Withdraw("r1"), None, True, id="nobody brings what is not wanted"),
        pytest.param(Pay("p1", (tag(1),)), 5, False, id="a payment is sent now or never"),
        pytest.param(
            TakeBack("p1", (tag(1),)), 600, False, id="what is to be forgotten is not written down"
        ),
    ],
)
def test_a_message_waits_as_long_as_somebody_waits_for_it(
    link: HubLink, hub: PlayedHub, effect: Effect, stays_s: float | None, kept: bool
) -> None:
    link.do(effect)
    assert hub.terms == [(stays_s, kept)]


def test_the_hub_hears_which_pictures_are_missing(link: HubLink, hub: PlayedHub) -> None:
    told = "/api/rooms/1/tags"
    link.lacks(["web~drawn-shirt"])
    assert told not in hub.said, "not before the room is known"
    link.report({"session": "s", "sequence": 1, "tags": []})
    assert hub.said[told]["pictures"] == ["web~drawn-shirt"]
    link.lacks([str(number) for number in range(300)])
    assert len(hub.said[told]["pictures"]) == 200
    link.lacks([])
    assert hub.said[told] == {"session": "s", "sequence": 1, "tags": [], "pictures": []}


def test_answers_become_events(link: HubLink, hub: PlayedHub, heard: list[Event]) -> None:
    hub.come()
    link.do(Ask("r1", RequestKind.BRING, 7))
    hub.reply(201, {"status": "waiting", "answer": "We have asked for it."})
    hub.reply(409, {"detail": {"code": "room_unknown", "message": "No such room."}})
    hub.reply(403, {"detail": {"code": "other_place", "message": "This is mirror 2."}})
    link.do(Pay("p1", (tag(1),)))
    hub.reply(200, {"table": "1", "tablet_name": "Checkout 1", "count": 1})
    hub.reply(503, {})
    hub.go()
    assert heard == [
        HubSeen(True),
        RequestAnswered("r1", RequestNews("r1", RequestStatus.WAITING)),
        RequestAnswered("r1", None),
        RequestAnswered("r1", None),
        PaymentAnswered("p1", True, "Checkout 1", 1),
        PaymentAnswered("p1", False),
        HubSeen(False),
    ]


def test_a_phone_sees_nothing_of_who_may_be_somebody_else(link: HubLink, hub: PlayedHub) -> None:
    before = FittingVisit(forget_after_s=45, began=True, key="visit-1", token="secret")
    link.tell(before)
    told = hub.said["/api/rooms/1/visit"]
    hangs = garment(4, LINEN_SHIRT, "Ivory")
    link.tell(replace(before.at_rest(), began=True, garments=(hangs,), before=before))
    assert hub.said["/api/rooms/1/visit"] == told
    link.tell(replace(before.at_rest(), began=True, garments=(hangs,), key="visit-2", token="new"))
    assert hub.said["/api/rooms/1/visit"]["visit"] == "visit-2"


def test_a_snapshot_of_the_room_is_news(link: HubLink, hub: PlayedHub, heard: list[Event]) -> None:
    hub.tell(
        "/api/rooms/1/live",
        {
            "version": 3,
            "requests": [
                {
                    "id": "r1",
                    "status": "taken",
                    "answer": "On its way.",  # in English, for integrators
                    "colleague": {"name": "Mina Okafor", "picture": None},
                    "escalated": True,
                },
                {
                    "id": "r2",
                    "status": "done",
                    "outcome": "not_there",
                    "instead": {"id": 7, "title": "Linen shirt", "label": "Sky, L"},
                },
            ],
            "on_duty": False,
            "answer_minutes": 2,
            "phones": 1,
            "phone_url": "http://shop/visit/{token}",
            "basket": {"table": "1", "state": "OPEN", "count": 2},
        },
    )
    taken = RequestNews("r1", RequestStatus.TAKEN, Colleague("Mina Okafor"), escalated=True)
    done, instead = RequestStatus.DONE, "Linen shirt, Sky, L"
    missing = RequestNews("r2", done, outcome="not_there", instead=instead)
    news = RoomNews((taken, missing), 2, "OPEN", False, 1, "http://shop/visit/{token}")
    assert heard == [news]


@pytest.mark.parametrize(
    "odd",
    [
        {},
        {"requests": None},
        {"requests": [{"id": "r1", "status": "dreaming"}]},
        {"requests": [3]},
        {"requests": [], "basket": "full"},
        {"requests": [], "answer_minutes": "soon"},
    ],
)
def test_an_odd_snapshot_is_no_news(
    link: HubLink, hub: PlayedHub, heard: list[Event], odd: dict[str, Any]
) -> None:
    hub.tell("/api/rooms/1/live", odd)
    assert heard == []


def test_what_a_phone_tapped_is_known_for_as_long_as_its_visit(
    link: HubLink, hub: PlayedHub, heard: list[Event]
) -> None:
    visit = FittingVisit(forget_after_s=45, began=True, key="visit-1", token="secret")
    link.tell(visit)
    tap = {"id": "tap-1", "visit": "visit-1", "event": "call", "value": ""}
    for _ in range(2):
        hub.tell("/api/rooms/1/live", {"requests": [], "taps": [tap]})
    assert heard.count(FromPhone(CallTapped("tap-1"))) == 1
    link.tell(visit.at_rest())
    assert "tap-1" not in repr(vars(link._phone_taps))
