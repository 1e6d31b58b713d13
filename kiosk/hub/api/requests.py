"""Fitting-room requests over HTTP: mirrors ask, staff answer.

Owns the wire format; what happens is in `kiosk.hub.rooms.requests`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, Field, model_validator
from starlette.responses import StreamingResponse

from kiosk.hub.context import Hub, hub_of, refuse
from kiosk.hub.rooms.fitting_request import Outcome, RequestError, RequestKind, one_line
from kiosk.hub.rooms.shelf import NoSuchRequestError
from kiosk.hub.security.devices import DeviceKind
from kiosk.hub.security.door import answering, caller_of

router = APIRouter(prefix="/api", tags=["requests"])

LONGEST_NOTE = 120
Name = Annotated[str, Field(max_length=64)]


class Ask(BaseModel):
    """What a shopper wants; `id` is the mirror's own, so that a repeated message is one request."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]  # it becomes part of addresses
    room: str
    kind: RequestKind
    variant_id: int | None = None
    visit: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{0,64}$")] = ""

    @model_validator(mode="after")
    def _something_to_bring(self) -> Ask:
        if self.kind is not RequestKind.CALL and self.variant_id is None:
            raise ValueError(f"{self.kind} needs a variant_id")
        return self


class By(BaseModel):
    """Who answers."""

    by: Name = ""


class NotThere(By):
    """`instead` is a variant that the shopper may like: each mirror says it in its language. `note`
    is shown as the colleague wrote it."""

    note: Annotated[str, Field(max_length=LONGEST_NOTE)] = ""
    instead: int | None = None


class HoldEnded(BaseModel):
    outcome: Literal[Outcome.HANDED_OVER, Outcome.RETURNED]


@router.post("/requests")
def ask(request: Request, body: Ask, hub: Annotated[Hub, Depends(hub_of)]) -> dict[str, Any]:
    """Ask for a piece, to bring or to hold, or for a colleague; for its own room, if a mirror asks.
    Idempotent by id."""
    _own_room(request, body.room)
    try:
        return hub.requests.ask(body.id, body.room, body.kind, body.variant_id, body.visit)
    except NoSuchRequestError as error:
        raise refuse(404, "not_found", str(error)) from error


@router.get("/requests")
def listed(
    hub: Annotated[Hub, Depends(hub_of)],
    only_open: Annotated[bool, Query(alias="open")] = True,
) -> list[dict[str, Any]]:
    """What is open, by urgency; `open=0` adds what was answered lately."""
    return hub.requests.all_as_json(only_open=only_open)


@router.post("/requests/{request_id}/take")
def take(
    request: Request, request_id: str, body: By, hub: Annotated[Hub, Depends(hub_of)]
) -> dict[str, Any]:
    """A colleague is on it."""
    by = answering(request, body.by)
    return _moved(lambda: hub.requests.take(request_id, by))


@router.post("/requests/{request_id}/put-back")
def put_back(request_id: str, hub: Annotated[Hub, Depends(hub_of)]) -> dict[str, Any]:
    """Somebody else should go."""
    return _moved(lambda: hub.requests.put_back(request_id))


@router.post("/requests/{request_id}/finish")
def finish(
    request: Request,
    request_id: str,
    hub: Annotated[Hub, Depends(hub_of)],
    body: By | None = None,
) -> dict[str, Any]:
    """It is answered; a piece that was to be held is set aside."""
    by = answering(request, body.by if body else "")
    return _moved(lambda: hub.requests.finish(request_id, by))


@router.post("/requests/{request_id}/not-there")
def not_there(
    request: Request, request_id: str, body: NotThere, hub: Annotated[Hub, Depends(hub_of)]
) -> dict[str, Any]:
    """It cannot be found."""
    by = answering(request, body.by)
    note = one_line(body.note)
    return _moved(lambda: hub.requests.not_there(request_id, by, note, body.instead))


@router.post("/requests/{request_id}/end-hold")
def end_hold(
    request_id: str, body: HoldEnded, hub: Annotated[Hub, Depends(hub_of)]
) -> dict[str, Any]:
    """A piece that was set aside was handed over, or is on the rail again."""
    return _moved(lambda: hub.requests.end_hold(request_id, body.outcome))


@router.post("/requests/{request_id}/cancel")
def cancel(
    request: Request, request_id: str, hub: Annotated[Hub, Depends(hub_of)]
) -> dict[str, Any]:
    """The shopper does not need it any more, nor what was set aside. A mirror calls off what its
    own room asked for."""
    if (room := hub.requests.room_of(request_id)) is not None:
        _own_room(request, room)
    return _moved(lambda: hub.requests.cancel(request_id))


@router.get("/staff/live")
async def live(hub: Annotated[Hub, Depends(hub_of)]) -> StreamingResponse:
    """What staff need to know, as Server-Sent Events of whole snapshots."""
    return hub.live.stream("staff")


def _own_room(request: Request, room: str) -> None:
    device = caller_of(request).device
    if device is not None and device.kind is DeviceKind.MIRROR and device.place != room:
        raise refuse(403, "other_place", f"This device is the shop's {device.name}.")


def _moved(move: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    try:
        return move()
    except NoSuchRequestError as error:
        raise refuse(404, "not_found", str(error)) from error
    except RequestError as error:
        raise refuse(409, "refused", str(error)) from error
