"""Touchpoints and ratings over HTTP: a room's mirror tells what happened in a visit.

Owns the wire format and its bounds; what is kept is `kiosk.hub.insight`'s. What belongs to another
room is refused by 409: an older mirror would repeat what is answered by 403 for ever.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, Field, field_validator, model_validator

from kiosk.hub.context import Hub, hub_of, refuse
from kiosk.hub.insight.nps import HIGHEST, LOWEST
from kiosk.hub.insight.touchpoints import (
    Kind,
    RatedAlreadyError,
    Rating,
    Reason,
    Touchpoint,
)
from kiosk.hub.rooms.fitting_request import one_line
from kiosk.hub.security.devices import DeviceKind
from kiosk.hub.security.door import caller_of

router = APIRouter(prefix="/api", tags=["visits"])
HubDep = Annotated[Hub, Depends(hub_of)]

MOST = 200  # touchpoints in one message
LONGEST_WORD = 200
LARGEST_ID = 2**31 - 1
Key = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Room = Annotated[str, Field(min_length=1, max_length=64)]
Value = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.:-]{0,64}$")]
Score = Annotated[int, Field(ge=LOWEST, le=HIGHEST, strict=True)]


class Happened(BaseModel):
    """One touchpoint; `value` is the reason of `handed_back`, the score of `rated`."""

    id: Key
    visit: Key
    room: Room
    at_ms: Annotated[int, Field(ge=0, lt=2**53)]
    kind: Kind
    variant_id: Annotated[int, Field(ge=0, le=LARGEST_ID)] | None = None
    value: Value | Score | None = None

    @field_validator("kind", mode="before")
    @classmethod
    def _known(cls, kind: object) -> object:
        if isinstance(kind, str) and kind not in set(Kind):
            raise ValueError(f"there is no kind {kind[:40]!r}; there are: {', '.join(Kind)}")
        return kind

    @model_validator(mode="after")
    def _fits(self) -> Happened:
        if self.kind is Kind.HANDED_BACK:
            if self.value not in set(Reason):
                raise ValueError(f"handed_back has one of these values: {', '.join(Reason)}")
            if self.variant_id is None:
                raise ValueError("handed_back needs a variant_id")
        if self.kind is Kind.RATED and self.value not in range(LOWEST, HIGHEST + 1):
            raise ValueError(f"rated has a value from {LOWEST} to {HIGHEST}")
        return self

    def touchpoint(self, now_ms: int) -> Touchpoint:
        """A clock that is ahead does not keep it for longer."""
        value = "" if self.value is None else str(self.value)
        return Touchpoint(
            self.id,
            self.visit,
            self.room,
            min(self.at_ms, now_ms),
            self.kind,
            self.variant_id,
            value,
        )


class Batch(BaseModel):
    events: Annotated[list[Happened], Field(max_length=MOST)]


class Rated(BaseModel):
    """How likely the shopper is to recommend the shop, and a word if they chose to leave one."""

    id: Key
    visit: Key
    room: Room
    score: Score
    word: Annotated[str, Field(max_length=LONGEST_WORD)] = ""


@router.post("/touchpoints")
def touchpoints(request: Request, body: Batch, hub: HubDep) -> dict[str, Any]:
    """What happened in a room's visits. All of it is kept or none; what is known by its id is kept
    once."""
    for room in {one.room for one in body.events}:
        _own_room(request, hub, room)
    now_ms = hub.insight.now_ms()
    new = hub.insight.add([one.touchpoint(now_ms) for one in body.events])
    return {"kept": len(body.events), "new": new}


@router.post("/ratings")
def ratings(request: Request, body: Rated, hub: HubDep) -> dict[str, Any]:
    """The rating of a visit, once."""
    _own_room(request, hub, body.room)
    rating = Rating(
        body.id, body.visit, body.room, hub.insight.now_ms(), body.score, one_line(body.word)
    )
    try:
        new = hub.insight.rate(rating)
    except RatedAlreadyError as error:
        raise refuse(409, "rated", str(error)) from error
    return {"id": body.id, "new": new}


def _own_room(request: Request, hub: Hub, room: str) -> None:
    if room not in hub.settings.rooms:
        raise refuse(404, "no_such_room", f"There is no fitting room {room!r}.")
    device = caller_of(request).device
    if device is not None and device.kind is DeviceKind.MIRROR and device.place != room:
        raise refuse(409, "other_place", f"This device is the shop's {device.name}.")
