"""What a shopper asks for at the mirror, by real taps on the real screen, and what comes of it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from kiosk.mirror.notes import Notes
from tests.journeys.fitting_room import (
    JEANS,
    SHIRT,
    SHIRT_IN_L,
    Room,
    noted,
    settings_of,
)
from tests.unit.mirror.boutique import (
    OFFERS,
)
from tests.unit.mirror.stage import until


def test_hang_two_see_what_goes_with_them_and_ask_for_a_size(room: Room) -> None:
    room.hang(SHIRT, JEANS)
    room.reads("Goes with these")
    room.sees(f"offer:{OFFERS[0].variant.id}")

    room.stage.tap(f"garment:{SHIRT.tag}")
    room.sees("choice:L")
    room.stage.tap("choice:L")
    room.reads("Bring me size L")
    room.stage.tap("bring")
    asked = room.posted("/api/requests")
    assert [(body["room"], body["kind"], body["variant_id"]) for body in asked] == [
        ("1", "bring", SHIRT_IN_L)
    ]

    request = {"id": asked[0]["id"], "kind": "bring", "room": "1"}
    room.hub.reply(201, {**request, "status": "waiting"})
    room.news({**request, "status": "waiting"}, answer_minutes=4)
    room.reads("We have asked for it, about 4 minutes.")
    room.news({**request, "status": "waiting", "escalated": True})
    room.reads("We have asked once more. The checkout can help, too.")
    mina = {"name": "Mina Okafor", "picture": None}
    room.news({**request, "status": "taken", "colleague": mina})
    room.reads("Mina Okafor is bringing it.")
    room.reads("MO")
    room.stage.tap("back")
    room.reads("Linen shirt, Ivory, L")
    room.news({**request, "status": "done"})
    room.reads("Here it is.")


@pytest.mark.slow
def test_the_answer_to_the_first_of_three_is_read(room: Room) -> None:
    room.hang(SHIRT)
    ids = []
    for size in ("L", "XL", "S"):
        room.stage.tap(f"garment:{SHIRT.tag}")
        room.sees(f"choice:{size}")
        room.stage.tap(f"choice:{size}")
        room.reads(f"Bring me size {size}")
        room.stage.tap("bring")
        room.sees("never-mind")
        ids.append(room.posted("/api/requests")[-1]["id"])
        room.stage.tap("back")
    waiting = [{"id": one, "kind": "bring", "status": "waiting"} for one in ids]
    room.news(*waiting)
    room.reads("Linen shirt, Ivory, S")
    found = {"status": "done", "outcome": "not_there"}
    sky = {"id": 7, "title": "Linen shirt", "label": "Sky, L"}
    room.news({**waiting[0], **found, "instead": sky}, *waiting[1:])
    room.reads("Not to be found today. We have Linen shirt, Sky, L.")
    room.reads("Linen shirt, Ivory, L")
    room.reads("2 asked for")
    room.stage.tap(f"garment:{SHIRT.tag}")
    room.sees("choice:L")
    room.stage.tap("choice:L")
    room.reads("Not to be found today. Please ask us.")
    assert "bring" not in room.stage.names()


def test_a_colleague_is_called_once(room: Room) -> None:
    room.hang(SHIRT)
    room.sees("call")
    room.stage.tap("call")
    until(lambda: "call" not in room.stage.names(), "the button to go")
    assert [body["kind"] for body in room.posted("/api/requests")] == ["call"]


def test_what_was_asked_for_is_not_wanted_any_more(room: Room) -> None:
    room.hang(SHIRT)
    room.stage.tap(f"garment:{SHIRT.tag}")
    room.sees("choice:L")
    room.stage.tap("choice:L")
    room.reads("Bring me size L")
    room.stage.tap("bring")
    room.sees("never-mind")
    room.stage.tap("never-mind")
    room.sees("bring")
    asked = room.posted("/api/requests")[0]["id"]
    assert room.posted(f"/api/requests/{asked}/cancel") == [{"id": asked}]


def test_with_nobody_on_duty_nobody_is_promised_to_come(room: Room) -> None:
    room.hang(SHIRT)
    room.news(on_duty=False, phone_url="https://shop/visit/{token}")
    room.stage.tap(f"garment:{SHIRT.tag}")
    room.sees("choice:L")
    room.stage.tap("choice:L")
    room.reads("Hold it for me")
    assert "bring" not in room.stage.names()
    room.stage.tap("hold")
    room.sees("never-mind")
    (held,) = room.posted("/api/requests")
    assert (held["kind"], held["variant_id"]) == ("hold", SHIRT_IN_L)
    until_six = {"outcome": "held", "held_until": "2026-11-22T18:30:00"}
    room.news({"id": held["id"], "kind": "hold", "status": "done", **until_six}, on_duty=False)
    room.stage.tap("back")
    room.reads("Set aside for you at the checkout until 18:30.")


def test_a_colleague_nobody_sees_can_still_be_called(room: Room) -> None:
    room.hang(SHIRT)
    room.news(on_duty=False)
    room.sees("call")
    room.stage.tap("call")
    until(lambda: bool(room.posted("/api/requests")), "the call")
    answer = "A colleague has been called. The checkout can help, too."
    room.hub.reply(201, {"kind": "call", "status": "waiting"})
    room.reads(answer)


def test_handed_back_as_too_small_the_next_size_is_a_tap_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.mirror.hub_link.Notes", partial(Notes, gathered_s=0.05))
    room = Room(settings_of(tmp_path))
    try:
        _too_small(room)
    finally:
        room.program.close()


def _too_small(room: Room) -> None:
    room.hang(SHIRT, JEANS)
    room.take(SHIRT)
    room.sees(f"handed:{SHIRT.tag}")
    room.stage.tap("fault:too_small")
    room.reads("Bring me size L")
    room.stage.tap("bring")
    (asked,) = room.posted("/api/requests")
    assert asked["variant_id"] == SHIRT_IN_L
    assert asked["visit"] == room.program.mirror.visit.key
    until(lambda: room.shop.worn == {"shirt": "L"}, "offers in this shopper's size")
    until(lambda: "asked_for" in [one["kind"] for one in noted(room)], "it to be noted")
    kinds = [(one["kind"], one["value"]) for one in noted(room)]
    assert ("handed_back", "too_small") in kinds
    assert [kind for kind, _ in kinds].count("arrived") == 2
    assert {one["visit"] for one in noted(room)} == {asked["visit"]}


def test_several_are_waited_for_and_one_is_taken_back_from_the_room(room: Room) -> None:
    room.hang(SHIRT)
    room.sees(f"offer:{OFFERS[1].variant.id}")
    for offer in OFFERS[:2]:
        room.stage.tap(f"offer:{offer.variant.id}")
        room.sees("bring")
        room.stage.tap("bring")
        room.sees("never-mind")
        room.stage.tap("back")
    room.reads("2 asked for")
    first, second = (body["id"] for body in room.posted("/api/requests"))
    room.stage.tap("asked-for")
    room.sees(f"cancel:{second}")
    spot = room.stage.spot(f"cancel:{second}")
    until(lambda: room.stage.item(f"cancel:{second}").isEnabled(), "it to take a tap")
    room.stage.settle_for(60_000)
    room.stage.touch(spot)
    until(lambda: f"cancel:{second}" not in room.stage.names(), "it to go")
    assert room.stage.spot(f"cancel:{first}") == spot
    room.stage.touch(spot)  # the second tap of a double one
    room.stage.settle_for(0)
    room.stage.tap("close")
    until(lambda: "close" not in room.stage.names(), "the sheet to go")
    room.reads("1 asked for")
    assert room.posted(f"/api/requests/{second}/cancel") == [{"id": second}]
    assert [r.id for r in room.program.mirror.visit.requests] == [first]
