"""A mirror's service page over HTTP: whose PIN it is, and that somebody came in without the hub.

Owns the wire format and what is written into the audit log of it.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field
from sqlalchemy import select

from kiosk.hub.context import Hub, hub_of, refuse
from kiosk.hub.schema import AuditRow
from kiosk.hub.security import audit
from kiosk.hub.security.door import device_of
from kiosk.hub.security.staff import PinError

router = APIRouter(prefix="/api/rooms", tags=["rooms"])
HubOf = Annotated[Hub, Depends(hub_of)]
Device = Annotated[str, Depends(device_of)]
Id = Annotated[str, Field(pattern="^[0-9a-f]{8,64}$")]

OPENED = "mirror.service"


class Try(BaseModel):
    """`id` names the try."""

    id: Id
    pin: Annotated[str, Field(max_length=20)]


class Opened(BaseModel):
    """By the mirror's own PIN, while the hub was away. `id` makes a second telling harmless."""

    id: Id
    at_ms: Annotated[int, Field(ge=0, le=2**53)]


@router.post("/{room}/service")
def open_service(room: str, body: Try, hub: HubOf, device: Device) -> dict[str, Any]:
    """Whose PIN it is; the opening is written down.

    A wrong one is refused by 409: a 403 says that this is another device's, and an older mirror
    would send it again, so that one slip were five guesses.
    """
    _known(hub, room)
    try:
        who = hub.staff.whose(body.pin, device=device, action=OPENED)
    except PinError as error:
        raise refuse(409, error.code, str(error)) from error
    with hub.catalog.begin() as connection:
        audit.write(connection, who, OPENED, _subject(hub, room, body.id), {}, device)
    return {"who": who}


@router.post("/{room}/service/opened")
def opened(room: str, body: Opened, hub: HubOf, device: Device) -> dict[str, Any]:
    """Told later: it was opened here, by whoever knows the mirror's own PIN."""
    _known(hub, room)
    subject = _subject(hub, room, body.id)
    with hub.catalog.begin() as connection:
        known = select(AuditRow.id).where(AuditRow.action == OPENED, AuditRow.subject == subject)
        if connection.scalar(known.limit(1)) is None:
            details = {"at_ms": body.at_ms, "how": "the mirror's own PIN"}
            audit.write(connection, "staff at the mirror", OPENED, subject, details, device)
    return {"id": body.id}


def _known(hub: Hub, room: str) -> None:
    if room not in hub.settings.rooms:
        raise refuse(404, "no_such_room", f"There is no fitting room {room!r}.")


def _subject(hub: Hub, room: str, key: str) -> str:
    return f"{hub.settings.rooms[room].name} ({key[:32]})"
