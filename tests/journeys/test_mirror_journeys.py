"""A shopper at the mirror, with real taps on the real screen; reader, shop and hub are played."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from catalog.pictures import PictureStore
from catalog.pricing.rule import Rule, RuleKind
from hardware.device import DeviceState, Health
from kiosk.config import Settings, parse
from kiosk.mirror.app import Program
from kiosk.mirror.notes import Notes
from kiosk.mirror.visit.events import Garment
from kiosk.mirror.window.display import application
from kiosk.mirror.window.rasters import FindRaster
from tests.unit.mirror.boutique import (
    BRETON_TEE,
    CASHMERE_CREW,
    EVERYTHING,
    INSTEAD,
    OFFERS,
    tag,
    variant,
)
from tests.unit.mirror.fakes import PlayedHub, PlayedReader, PlayedShop
from tests.unit.mirror.stage import Stage, find_raster, until

SHIRT, JEANS, COAT = EVERYTHING[:3]
CREW = EVERYTHING[4]
SHIRT_IN_L = next(
    v.id for v in SHIRT.product.variants if (v.colour, v.size) == (SHIRT.variant.colour, "L")
)


def settings_of(folder: Path, **mirror: Any) -> Settings:
    reader = {"driver": "simulated"}
    device = {"reader": reader, "terminal": {"driver": "simulated"}}
    content = {
        "shop": {"name": "Maison Aster"},
        "rooms": {"1": {"name": "Fitting room 1", "tablet": "1", "reader": reader}},
        "tables": {"1": {"name": "Checkout 1", **device}},
        "mirror": mirror,
    }
    return parse(content, folder / "config.yaml")


class Room:
    """A fitting room with its mirror running."""

    def __init__(
        self,
        settings: Settings,
        *,
        motion: bool = False,
        garments: Sequence[Garment] = EVERYTHING,
        find: FindRaster = find_raster,
    ) -> None:
        application()
        self.reader = PlayedReader()
        self.shop = PlayedShop(garments, OFFERS)
        self.hub = PlayedHub()
        self.shop_is_there = True
        self.program = Program(
            settings,
            "1",
            open_reader=lambda: self.reader,
            open_shop=self._open_shop,
            hub=self.hub,
            find_raster=find,
            motion=motion,
        )
        self.stage = Stage(self.program.view_model, self.program.display)
        self.program.start()

    def _open_shop(self) -> PlayedShop:
        if not self.shop_is_there:
            raise FileNotFoundError("no database yet")
        return self.shop

    def hang(self, *garments: Any) -> None:
        self.reader.hanging |= {garment.tag for garment in garments}
        for garment in garments:
            self.sees(f"garment:{garment.tag}")

    def take(self, *garments: Any) -> None:
        self.reader.hanging -= {garment.tag for garment in garments}
        for garment in garments:
            name = f"garment:{garment.tag}"
            until(lambda name=name: name not in self.stage.names(), f"{name} to leave")

    def sees(self, name: str) -> None:
        until(lambda: name in self.stage.names(), f"{name} on the glass")

    def reads(self, words: str) -> None:
        until(lambda: words in self.stage.texts(), f"{words!r} on the glass")

    def posted(self, path: str) -> list[dict[str, Any]]:
        return [body for to, body in self.hub.posted if to == path]

    def news(self, *requests: dict[str, Any], **others: Any) -> None:
        self.hub.tell("/api/rooms/1/live", {"version": 1, "requests": list(requests), **others})


def _told(room: Room) -> dict[str, Any]:
    """What the hub was told last about the room's tags."""
    return room.hub.said.get("/api/rooms/1/tags", {})


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    room = Room(settings_of(tmp_path))
    yield room
    room.program.close()


def test_hang_two_see_what_goes_with_them_and_ask_for_a_size(room: Room) -> None:
    room.hang(SHIRT, JEANS)
    room.reads("Goes with these")
    room.sees(f"offer:{OFFERS[0].product.id}")

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
    room.reads("We have asked once more. You can also ask at the checkout.")
    mina = {"name": "Mina Okafor", "picture": None}
    room.news({**request, "status": "taken", "colleague": mina})
    room.reads("Mina Okafor is bringing it.")
    room.reads("MO")
    room.stage.tap("back")
    room.reads("Linen shirt, Ivory, L")
    room.news({**request, "status": "done"})
    room.reads("Here it is.")


def test_an_offer_can_be_looked_at_and_asked_for(room: Room) -> None:
    room.hang(SHIRT)
    offer = OFFERS[0]
    room.sees(f"offer:{offer.product.id}")
    room.stage.tap(f"offer:{offer.product.id}")
    room.reads("In the Harbour walk look")
    room.stage.tap("bring")
    assert room.posted("/api/requests")[0]["variant_id"] == offer.variant.id


def test_pay_for_these_sends_the_room_to_the_checkout(room: Room) -> None:
    room.hang(SHIRT, JEANS)
    room.reads("Pay for these 2")
    room.stage.tap("pay")
    (sent,) = room.posted("/api/rooms/1/pay")
    assert {t["value"] for t in sent["tags"]} == {SHIRT.tag.value, JEANS.tag.value}
    room.hub.reply(200, {"table": "1", "tablet_name": "Checkout 1", "count": 2})
    room.reads("Your 2 pieces are waiting at Checkout 1.")
    assert "pay" not in room.stage.names()
    room.news(basket={"table": "1", "state": "SOLD", "count": 2})
    room.reads("Thank you. Enjoy them.")


def test_a_colleague_is_called_once(room: Room) -> None:
    room.hang(SHIRT)
    room.sees("call")
    room.stage.tap("call")
    until(lambda: "call" not in room.stage.names(), "the button to go")
    assert [body["kind"] for body in room.posted("/api/requests")] == ["call"]


def test_the_hub_goes_and_comes_back(room: Room) -> None:
    room.hang(SHIRT)
    room.sees("call")
    room.hub.go()
    room.reads("Please ask a colleague for other sizes, or to pay.")
    assert not {"call", "pay"} & room.stage.names()
    room.hang(JEANS)
    room.hub.come()
    room.sees("call")


@pytest.mark.slow
def test_a_reader_that_goes_away_takes_no_garment_with_it(room: Room) -> None:
    room.hang(SHIRT)
    room.reader.health = Health(DeviceState.AWAY, "The reader is not connected.")
    until(lambda: _told(room)["reader"]["state"] == "away", "the hub to know")
    assert len(_told(room)["tags"]) == 1
    room.reads("Ask a colleague if a piece is missing here.")
    assert not any("reader" in text.lower() for text in room.stage.texts())
    room.reader.health = Health(DeviceState.OK)
    room.hang(JEANS)
    assert f"garment:{SHIRT.tag}" in room.stage.names()
    until(
        lambda: "Ask a colleague if a piece is missing here." not in room.stage.texts(),
        "the sentence to go",
    )


@pytest.mark.slow
def test_at_rest_a_room_without_its_reader_calls_a_colleague(room: Room) -> None:
    room.reads("Accrochez vos pièces ici.")
    room.reader.health = Health(DeviceState.FAULTY, "The antenna is not connected.")
    room.reads("A colleague is glad to help.")
    assert "Accrochez vos pièces ici." not in room.stage.texts()
    room.stage.tap("call")
    until(lambda: bool(room.posted("/api/requests")), "the call")
    room.hub.reply(201, {"kind": "call", "status": "waiting"})
    room.reads("A colleague has been called.")
    room.reader.health = Health(DeviceState.OK)
    room.hang(SHIRT)
    assert "call" not in room.stage.names(), "it is the same call"


@pytest.mark.slow
def test_pictures_that_are_missing_are_asked_for_and_shown_when_they_come(tmp_path: Path) -> None:
    store = PictureStore([tmp_path])
    key = "f00d~drawn-shirt-linen-f4efe6"
    shirt = replace(SHIRT, variant=replace(SHIRT.variant, picture=key))

    def come(name: str) -> None:
        for size in (900, 480):
            source = find_raster(SHIRT.variant.picture, size)
            assert source is not None
            file = tmp_path / str(size) / f"{name}.webp"
            file.parent.mkdir(exist_ok=True)
            part = file.with_suffix(".part")
            part.write_bytes(source.read_bytes())
            part.replace(file)

    def find(wanted: str, size: int) -> Path | None:
        return store.path(wanted, size) or find_raster(wanted, size)

    room = Room(settings_of(tmp_path), garments=[shirt], find=find)
    try:
        room.hang(shirt)
        until(lambda: _told(room).get("pictures") == [key], "the hub to be asked for it")
        picture = room.stage.item(f"garment:{shirt.tag}")
        assert picture.property("picture").startswith("no-picture.png/")
        come("drawn-shirt-linen-f4efe6")
        until(lambda: picture.property("picture").startswith("drawn-"), "the drawing")
        until(lambda: _told(room)["pictures"] == [], "nothing to be missing")
        room.take(shirt)
        come("f00d")
        room.hang(shirt)
        picture = room.stage.item(f"garment:{shirt.tag}")
        assert picture.property("picture") == f"f00d.webp/{key}", "the photograph is better"
    finally:
        room.program.close()


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
    answer = "A colleague has been asked. You can also ask at the checkout."
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


def noted(room: Room) -> list[dict[str, Any]]:
    return [one for body in room.posted("/api/touchpoints") for one in body["events"]]


def test_several_are_waited_for_and_one_is_taken_back_from_the_room(room: Room) -> None:
    room.hang(SHIRT)
    room.sees(f"offer:{OFFERS[1].product.id}")
    for offer in OFFERS[:2]:
        room.stage.tap(f"offer:{offer.product.id}")
        room.sees("bring")
        room.stage.tap("bring")
        room.sees("never-mind")
        room.stage.tap("back")
    room.reads("2 asked for")
    first, second = (body["id"] for body in room.posted("/api/requests"))
    room.stage.tap("asked-for")
    room.sees(f"cancel:{first}")
    spot = room.stage.spot(f"cancel:{first}")
    room.stage.tap(f"cancel:{first}")
    until(lambda: f"cancel:{first}" not in room.stage.names(), "it to go")
    assert room.stage.spot(f"cancel:{second}") == spot
    room.stage.touch(spot)  # the second tap of a double one
    room.stage.tap("close")
    until(lambda: "close" not in room.stage.names(), "the sheet to go")
    room.reads("1 asked for")
    assert room.posted(f"/api/requests/{first}/cancel") == [{"id": first}]
    assert [r.id for r in room.program.mirror.visit.requests] == [second]


def test_what_is_out_has_its_substitutes_and_offers_their_price(room: Room) -> None:
    sold_out = variant(CASHMERE_CREW, "Grey", "M")
    room.shop.like = {sold_out.id: INSTEAD}
    sale = Rule("sale", "Autumn offer", RuleKind.PERCENT, percent=Decimal(20))
    room.shop.rules = (sale,)
    room.hang(CREW)
    room.stage.tap(f"garment:{CREW.tag}")
    room.sees("choice:M")
    room.stage.tap("choice:M")
    room.reads("Sold out today in size M.")
    room.reads("€151.20")
    room.reads("Autumn offer")
    room.sees(f"instead:{BRETON_TEE.id}")
    room.stage.tap(f"instead:{BRETON_TEE.id}")
    room.reads("Breton tee")
    room.sees("bring")


def test_taken_away_leaves_and_the_visit_is_forgotten(tmp_path: Path) -> None:
    room = Room(settings_of(tmp_path, forget_after_s=0.3))
    try:
        room.hang(SHIRT)
        room.stage.tap("call")
        until(lambda: bool(room.posted("/api/requests")), "the call")
        room.hub.reply(201, {"kind": "call", "status": "waiting", "answer": ""})
        room.take(SHIRT)
        until(lambda: not room.program.mirror.visit.began, "the visit to be forgotten")
        until(lambda: "Accrochez vos pièces ici." in room.stage.texts(), "the mirror at rest")
        call = room.posted("/api/requests")[0]["id"]
        assert room.posted(f"/api/requests/{call}/cancel") == [{"id": call}]
        assert room.hub.said["/api/rooms/1/visit"] == {"visit": None}
    finally:
        room.program.close()


def test_a_shop_that_is_not_there_yet_is_waited_for(tmp_path: Path) -> None:
    room = Room(settings_of(tmp_path))
    try:
        room.shop_is_there = False
        room.shop.away = True
        room.reader.hanging.add(SHIRT.tag)
        until(lambda: len(_told(room).get("tags", [])) == 1, "the tag to be present")
        assert room.stage.view_model.screen.garments == ()
        room.shop_is_there, room.shop.away = True, False
        room.sees(f"garment:{SHIRT.tag}")
    finally:
        room.program.close()
    assert room.hub.closed


@pytest.mark.parametrize(
    ("change", "words"),
    [
        pytest.param(lambda shop: shop.sold.add(JEANS.tag), "Pay for this", id="a piece is sold"),
        pytest.param(
            lambda shop: shop.garments.pop(JEANS.tag),
            "Ask a colleague about the other piece.",
            id="a tag is unbound",
        ),
    ],
)
def test_the_mirror_follows_the_catalog(
    room: Room, change: Callable[[PlayedShop], object], words: str
) -> None:
    room.hang(SHIRT, JEANS)
    change(room.shop)
    room.shop.changed()
    room.reads(words)


@pytest.mark.slow
def test_with_motion_a_garment_is_hung_and_taken(tmp_path: Path) -> None:
    room = Room(settings_of(tmp_path), motion=True)
    try:
        room.hang(SHIRT, JEANS)
        room.take(JEANS)
        item = room.stage.item(f"garment:{SHIRT.tag}")
        until(lambda: item.opacity() == 1 and item.x() == 0, "the garment to hang still")
    finally:
        room.program.close()


@pytest.mark.slow
def test_of_many_the_newest_are_shown_and_the_others_are_a_tap_away(room: Room) -> None:
    for garment in EVERYTHING:
        room.hang(garment)
    room.reads("more here")
    first = f"garment:{SHIRT.tag}"
    assert first not in room.stage.names()
    room.stage.tap("more")
    room.sees(first)
    room.stage.tap(first)
    room.reads("This one is here with you.")
    room.stage.tap("back")
    room.sees(first)
    room.stage.tap("more")
    room.sees(f"garment:{EVERYTHING[-1].tag}")
    room.reader.hanging -= {garment.tag for garment in EVERYTHING[:3]}
    until(lambda: "more" not in room.stage.names(), "all that hang here on the glass")


def test_an_unknown_tag_asks_for_a_colleague(room: Room) -> None:
    room.reader.hanging.add(tag(99))
    room.reads("Ask a colleague about this one.")
