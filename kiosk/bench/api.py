"""The bench over HTTP: what can be done on the simulated shop floor, and how it stands.

Owns the shapes of requests and replies. `ShopFloor` does the work.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import AsyncIterator
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from hardware.rfid.reader import TagId
from kiosk import scenario
from kiosk.bench.mirror_view import Touches, frames
from kiosk.bench.pieces import CarryError, tags_of
from kiosk.bench.player import FASTEST, ScenarioPlayer
from kiosk.bench.shop_floor import ShopFloor


def from_our_own_page(request: Request) -> None:
    """Refuses what another site's page, open in the same browser, wants done on the floor."""
    origin = request.headers.get("origin")
    if request.method == "GET" or origin is None:
        return
    if urlsplit(origin).netloc != request.headers.get("host"):
        detail = {"code": "other_site", "message": "This was sent by another site's page."}
        raise HTTPException(403, detail)


router = APIRouter(prefix="/api/bench", dependencies=[Depends(from_our_own_page)])

LOOK_EVERY_S = 0.1
HEARTBEAT_S = 10.0
HEARTBEAT = "event: heartbeat\ndata: {}\n\n"  # an event, since EventSource hides comments


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Where(Body):
    """Garments of one place, named in any of three ways; for `lift` and `take` none means all."""

    tags: list[str] = []
    skus: list[str] = []
    count: Annotated[int, Field(ge=0, le=500)] = 0
    room: str = ""
    table: str = ""
    gate: str = ""


class Carry(Where):
    """`odd` lays a new tag that is not the shop's: unknown, foreign or unregistered."""

    odd: str = ""


class Clear(Body):
    room: str = ""
    table: str = ""


class Outside(Body):
    tags: list[str] = []
    gate: str = "1"


class Cable(Body):
    device: str


class TerminalOrder(Body):
    """`mode` is for the next payments, `decide` for the one on the display."""

    mode: str = ""
    decide: str = ""


class Play(Body):
    """A scenario by its name, or a file's text; so many times as fast as it is written."""

    name: Annotated[str, Field(max_length=200)] = ""
    text: Annotated[str, Field(max_length=1_000_000)] = ""
    speed: Annotated[float, Field(gt=0, le=FASTEST)] = 1.0


class Touch(Body):
    event: Literal["press", "move", "release"]
    x: float
    y: float


def floor_of(request: Request) -> ShopFloor:
    floor: ShopFloor = request.app.state.floor
    return floor


def player_of(request: Request) -> ScenarioPlayer:
    player: ScenarioPlayer = request.app.state.player
    return player


@router.get("")
def state(request: Request) -> dict[str, Any]:
    """The whole floor, and the scenario that plays on it or was played last."""
    return {**floor_of(request).state(), "scenario": player_of(request).state()}


@router.get("/pieces")
def pieces(request: Request) -> list[dict[str, Any]]:
    """Every tagged garment of the shop."""
    return [
        {
            "tag": str(piece.tag),
            "sku": piece.sku,
            "title": piece.title,
            "label": piece.label,
            "status": piece.status,
            "picture": piece.picture,
            "product_id": piece.product_id,
            "kind": piece.kind,
        }
        for piece in floor_of(request).pieces.all()
    ]


@router.post("/hang")
def hang(request: Request, what: Carry) -> dict[str, Any]:
    floor = floor_of(request)
    place = floor.place(what.room or "1", "")
    tags = floor.put(place, tags_of(what.tags), what.skus, what.count, what.odd)
    verb = "hangs" if len(tags) == 1 else "hang"
    return _done(tags, f"{_garments(tags)} {verb} in {floor.title(place)}.")


@router.post("/lay")
def lay(request: Request, what: Carry) -> dict[str, Any]:
    floor = floor_of(request)
    place = floor.place("", what.table or "1")
    tags = floor.put(place, tags_of(what.tags), what.skus, what.count, what.odd)
    verb = "lies" if len(tags) == 1 else "lie"
    return _done(tags, f"{_garments(tags)} {verb} on {floor.title(place)}.")


@router.post("/exit")
def carry_out(request: Request, what: Carry) -> dict[str, Any]:
    """Carries garments out of the shop, through an exit and its gate."""
    floor = floor_of(request)
    place = floor.place("", "", what.gate or "1")
    tags = floor.put(place, tags_of(what.tags), what.skus, what.count, what.odd)
    return _done(tags, f"{_garments(tags)} carried out by {floor.title(place)}.")


@router.post("/bring_back")
def bring_back(request: Request, what: Outside) -> dict[str, Any]:
    tags = floor_of(request).bring_back(what.gate, tags_of(what.tags))
    return _done(tags, f"{_garments(tags)} back on the rail.")


@router.post("/lift")
def lift(request: Request, what: Where) -> dict[str, Any]:
    floor = floor_of(request)
    place = floor.place("", what.table or "1")
    tags = floor.take(place, tags_of(what.tags), what.skus, what.count)
    return _done(tags, f"{_garments(tags)} lifted off {floor.title(place)}.")


@router.post("/take")
def take(request: Request, what: Where) -> dict[str, Any]:
    floor = floor_of(request)
    place = floor.place(what.room or "1", "")
    tags = floor.take(place, tags_of(what.tags), what.skus, what.count)
    return _done(tags, f"{_garments(tags)} taken out of {floor.title(place)}.")


@router.post("/clear")
def clear(request: Request, what: Clear) -> dict[str, Any]:
    """Everything back to the rail, from one place or from all."""
    floor = floor_of(request)
    one = what.room or what.table
    places = [floor.place(what.room, what.table)] if one else floor.places()
    tags = [tag for place in places for tag in floor.take(place)]
    if not one:
        tags += [tag for gate in floor.gates() for tag in floor.bring_back(gate)]
    return _done(tags, f"{_garments(tags)} back on the rail.")


@router.post("/unplug")
def unplug(request: Request, which: Cable) -> dict[str, Any]:
    floor_of(request).cable(which.device, plugged=False)
    return {"done": f"{which.device} is unplugged."}


@router.post("/plug")
def plug(request: Request, which: Cable) -> dict[str, Any]:
    floor_of(request).cable(which.device, plugged=True)
    return {"done": f"{which.device} is plugged in."}


@router.post("/terminal/{table}")
def terminal(request: Request, table: str, order: TerminalOrder) -> dict[str, Any]:
    floor = floor_of(request)
    if order.decide:
        try:
            floor.terminal(table).decide(order.decide)
        except (ValueError, LookupError) as error:
            raise CarryError(str(error)) from error
        return {"done": f"The card terminal's answer: {order.decide}."}
    floor.answer(table, order.mode)
    return {"done": f"The card terminal's next answer: {order.mode}."}


@router.post("/silence")
def silence(request: Request, which: Cable) -> dict[str, Any]:
    """The reader stops talking without an error."""
    floor_of(request).speech(which.device, speaks=False)
    return {"done": f"{which.device} has fallen silent."}


@router.post("/speak")
def speak(request: Request, which: Cable) -> dict[str, Any]:
    floor_of(request).speech(which.device, speaks=True)
    return {"done": f"{which.device} speaks again."}


@router.get("/scenarios")
def scenarios() -> list[dict[str, Any]]:
    """The scenarios that come with Hangtag."""
    files = sorted(scenario.FOLDER.glob("*.yaml"))
    read = [(file.stem, scenario.read(file)) for file in files]
    return [{"name": name, "title": one.title, "lasts_s": one.lasts_s} for name, one in read]


@router.post("/scenario")
def play(request: Request, what: Play) -> dict[str, Any]:
    """Plays a scenario: one that comes with Hangtag, by its name, or a file's text."""
    try:
        if what.text:
            one = scenario.parse(what.text, what.name or "scenario")
        elif re.fullmatch(r"[\w-]+", what.name):
            one = scenario.read(scenario.FOLDER / f"{what.name}.yaml")
        else:
            raise CarryError("Name a scenario that comes with Hangtag, or send one's text.")
    except scenario.ScenarioError as error:
        raise CarryError(str(error)) from error
    player_of(request).play(one, what.speed)
    return {"done": f"Playing “{one.title}”.", "lasts_s": one.lasts_s / what.speed}


@router.post("/scenario/stop")
def stop(request: Request) -> dict[str, Any]:
    player_of(request).stop()
    return {"done": "Stopped."}


@router.get("/live")
async def live(request: Request) -> StreamingResponse:
    """The state as server-sent events: the whole of it at each change."""

    async def events() -> AsyncIterator[str]:
        said = ""
        spoke = time.monotonic()
        while not request.app.state.ended():
            text = json.dumps(await run_in_threadpool(state, request))
            now = time.monotonic()
            if text != said:
                said, spoke = text, now
                yield f"event: snapshot\ndata: {text}\n\n"
            elif now - spoke > HEARTBEAT_S:
                spoke = now
                yield HEARTBEAT
            await asyncio.sleep(LOOK_EVERY_S)

    return StreamingResponse(
        events(), media_type="text/event-stream", headers={"Cache-Control": "no-store"}
    )


@router.get("/mirror/{room}/frames")
async def mirror_frames(request: Request, room: str) -> StreamingResponse:
    """The mirror's live picture: frames, each with its length before it (4 bytes, big-endian)."""
    floor = floor_of(request)
    floor.place(room, "")
    return StreamingResponse(
        frames(floor.mirror_view(room), request.app.state.ended),
        media_type="application/octet-stream",
        headers={"Cache-Control": "no-store"},
    )


@router.post("/mirror/{room}/touch")
async def touch(request: Request, room: str, events: list[Touch]) -> dict[str, bool]:
    """Touches on the mirror, in its own coordinates (1080 x 1920), oldest first."""
    floor = floor_of(request)
    floor.place(room, "")
    touches: dict[str, Touches] = request.app.state.touches
    mirror = touches.setdefault(room, Touches(floor.mirror_view(room)))
    return {"taken": await mirror.send([event.model_dump() for event in events])}


def _done(tags: list[TagId], sentence: str) -> dict[str, Any]:
    return {"done": sentence, "tags": [str(tag) for tag in tags]}


def _garments(tags: list[TagId]) -> str:
    return {0: "Nothing", 1: "One garment"}.get(len(tags), f"{len(tags)} garments")
