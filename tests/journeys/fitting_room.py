"""A fitting room with its mirror running, for the journeys: reader, shop and hub are played."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kiosk.config import Settings, parse
from kiosk.mirror.app import Program
from kiosk.mirror.visit.events import Garment
from kiosk.mirror.window.display import application
from kiosk.mirror.window.rasters import FindRaster
from tests.unit.mirror.boutique import (
    EVERYTHING,
    OFFERS,
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


def told(room: Room) -> dict[str, Any]:
    """What the hub was told last about the room's tags."""
    return room.hub.said.get("/api/rooms/1/tags", {})


def noted(room: Room) -> list[dict[str, Any]]:
    return [one for body in room.posted("/api/touchpoints") for one in body["events"]]
