"""A mirror whose hub, reader, pictures or shop are away, with real taps on the real screen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from catalog.pictures import PictureStore
from hardware.device import DeviceState, Health
from tests.journeys.fitting_room import (
    JEANS,
    SHIRT,
    Room,
    settings_of,
    told,
)
from tests.unit.mirror.stage import find_raster, until


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
    until(lambda: told(room)["reader"]["state"] == "away", "the hub to know")
    assert len(told(room)["tags"]) == 1
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
        until(lambda: told(room).get("pictures") == [key], "the hub to be asked for it")
        picture = room.stage.item(f"garment:{shirt.tag}")
        assert picture.property("picture").startswith("no-picture.png/")
        come("drawn-shirt-linen-f4efe6")
        until(lambda: picture.property("picture").startswith("drawn-"), "the drawing")
        until(lambda: told(room)["pictures"] == [], "nothing to be missing")
        room.take(shirt)
        come("f00d")
        room.hang(shirt)
        picture = room.stage.item(f"garment:{shirt.tag}")
        assert picture.property("picture") == f"f00d.webp/{key}", "the photograph is better"
    finally:
        room.program.close()


def test_a_shop_that_is_not_there_yet_is_waited_for(tmp_path: Path) -> None:
    room = Room(settings_of(tmp_path))
    try:
        room.shop_is_there = False
        room.shop.away = True
        room.reader.hanging.add(SHIRT.tag)
        until(lambda: len(told(room).get("tags", [])) == 1, "the tag to be present")
        assert room.stage.view_model.screen.garments == ()
        room.shop_is_there, room.shop.away = True, False
        room.sees(f"garment:{SHIRT.tag}")
    finally:
        room.program.close()
    assert room.hub.closed
