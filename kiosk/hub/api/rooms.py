"""Fitting rooms over HTTP: "pay for these" and back, and what a room's mirror follows live.

Owns the wire format. What a room hears is in `tags.py`, what it asks for in `requests.py`.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field
from starlette.responses import StreamingResponse

from kiosk.hub.api.tables import answered
from kiosk.hub.api.tags import MOST_TAGS, Tag
from kiosk.hub.context import Hub, hub_of, refuse

router = APIRouter(prefix="/api/rooms", tags=["rooms"])
HubDep = Annotated[Hub, Depends(hub_of)]


class PayForThese(BaseModel):
    """The whole set that the room's shopper wants to pay for. `id` names the press."""

    id: Annotated[str, Field(min_length=1, max_length=64)]
    tags: Annotated[list[Tag], Field(max_length=MOST_TAGS)]


@router.post("/{room}/pay")
def pay_for_these(room: str, body: PayForThese, hub: HubDep) -> dict[str, Any]:
    """Open the basket on the room's tablet; what is laid down there merges with it by tag."""
    if room not in hub.settings.rooms:
        raise refuse(404, "no_such_room", f"There is no fitting room {room!r}.")
    snapshot = answered(hub.tables.bring(room, [tag.id() for tag in body.tags]))
    return {
        "table": snapshot["table"],
        "tablet_name": snapshot["name"],
        "count": snapshot["count"],
    }


@router.post("/{room}/take-back")
def take_back(room: str, body: PayForThese, hub: HubDep) -> dict[str, Any]:
    """These are not to be paid for: the shopper wants the visit forgotten. Saying it twice is
    harmless; what lies on the table stays, and what is being paid for."""
    if room not in hub.settings.rooms:
        raise refuse(404, "no_such_room", f"There is no fitting room {room!r}.")
    hub.tables.take_back(room, [tag.id() for tag in body.tags])
    return {"room": room}


@router.get("/{room}/live")
async def live(room: str, hub: HubDep) -> StreamingResponse:
    """Requests, duty and basket of a room as Server-Sent Events, a whole snapshot each."""
    if room not in hub.settings.rooms:
        raise refuse(404, "no_such_room", f"There is no fitting room {room!r}.")
    return hub.live.stream(f"room/{room}")
