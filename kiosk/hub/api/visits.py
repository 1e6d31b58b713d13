"""A room's visit over HTTP: its mirror says it, its shopper's phone sees it and asks.

Owns the wire format. A phone needs no account and no key: the token in its address is both, and
one that opens nothing is told nothing, be it over or never there.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Response
from pydantic import BaseModel, Field, model_validator
from starlette.responses import StreamingResponse

from kiosk.hub.api.tags import Tag
from kiosk.hub.context import Hub, hub_of, refuse
from kiosk.hub.visits.taps import Tap, TooManyTapsError
from kiosk.hub.visits.told import Asked, Hanging, Offered, Reason, Told
from kiosk.hub.visits.visits import NoSuchVisitError, TapRefusedError

HubOf = Annotated[Hub, Depends(hub_of)]
Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
VariantId = Annotated[int, Field(ge=0)]
PRIVATE = {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow"}


def private(response: Response) -> None:
    """A dependency: what an answer about a visit says of itself."""
    response.headers.update(PRIVATE)


router = APIRouter(prefix="/api/rooms", tags=["visits"])
phone = APIRouter(prefix="/visit", tags=["visits"], dependencies=[Depends(private)])


class HangingHere(BaseModel):
    tag: Annotated[str, Field(min_length=1, max_length=1100)]
    variant_id: VariantId


class Why(BaseModel):
    kind: Annotated[str, Field(max_length=32)]
    subject: Annotated[str, Field(max_length=200)] = ""


class OfferedHere(BaseModel):
    variant_id: VariantId
    reasons: Annotated[list[Why], Field(max_length=8)] = []


class AskedHere(BaseModel):
    id: Id
    kind: Annotated[str, Field(max_length=16)]
    variant_id: VariantId | None = None
    status: Annotated[str, Field(max_length=16)]


class Visit(BaseModel):
    """The whole visit of a room; `visit` is its key, null once it is forgotten. The token is 128
    bit of chance at least, as text that an address can have in it."""

    visit: Id | None
    token: Annotated[str, Field(pattern=r"^([A-Za-z0-9_-]{22,86})?$")] = ""
    language: Annotated[str, Field(max_length=16)] = ""
    large_text: bool = False
    garments: Annotated[list[HangingHere], Field(max_length=200)] = []
    focus: VariantId | None = None
    offers: Annotated[list[OfferedHere], Field(max_length=50)] = []
    asked: Annotated[list[AskedHere], Field(max_length=50)] = []
    missing: Annotated[list[VariantId], Field(max_length=50)] = []
    held: Annotated[int, Field(ge=0)] = 0
    sent: Annotated[list[Tag], Field(max_length=200)] = []
    rated: bool = False
    since_ms: Annotated[int, Field(ge=0)] = 0

    @model_validator(mode="after")
    def _has_a_token(self) -> Visit:
        if self.visit is not None and not self.token:
            raise ValueError("a visit needs a token")
        return self

    def told(self) -> Told | None:
        if self.visit is None:
            return None
        return Told(
            key=self.visit,
            token=self.token,
            language=self.language,
            large_text=self.large_text,
            garments=tuple(Hanging(one.tag, one.variant_id) for one in self.garments),
            focus=self.focus,
            offers=tuple(
                Offered(one.variant_id, tuple(Reason(why.kind, why.subject) for why in one.reasons))
                for one in self.offers
            ),
            asked=tuple(Asked(one.id, one.kind, one.variant_id, one.status) for one in self.asked),
            missing=tuple(self.missing),
            held=self.held,
            sent=tuple(tag.id() for tag in self.sent),
            rated=self.rated,
            since_ms=self.since_ms,
        )


@router.put("/{room}/visit")
def tell(room: str, body: Visit, hub: HubOf) -> dict[str, Any]:
    """A mirror says its visit. `accepted` is false for one that was ended on the phone."""
    if room not in hub.settings.rooms:
        raise refuse(404, "no_such_room", f"There is no fitting room {room!r}.")
    return {"room": room, "accepted": hub.visits.tell(room, body.told())}


class PhoneTap(BaseModel):
    """`id` is the phone's own: the same tap sent twice is one. What `value` is, depends on the
    event: garment, offer, bring and hold name a variant by id, colour and size by name, cancel a
    request, language a code; rating is 0 to 10, and a word after a space if there is one."""

    id: Id
    event: Annotated[str, Field(pattern=r"^[a-z_]{1,16}$")]
    value: Annotated[str, Field(max_length=320)] = ""


class ListChange(BaseModel):
    variant_id: VariantId
    on: bool


@phone.get("/{token}/state")
def state(token: str, hub: HubOf) -> dict[str, Any]:
    """The phone page's whole state."""
    try:
        return hub.visits.snapshot(token)
    except NoSuchVisitError:
        raise _nothing() from None


@phone.get("/{token}/live")
async def live(token: str, hub: HubOf) -> StreamingResponse:
    """The same as Server-Sent Events; `over` and the end of the stream when it is forgotten."""
    try:
        topic = hub.visits.topic(token)
        if not hub.visits.has_room_for_a_phone(token):
            raise refuse(429, "too_many_phones", "Too many phones follow this visit.")
    except NoSuchVisitError:
        raise _nothing() from None
    stream = hub.live.stream(topic, ending=True)
    stream.headers.update(PRIVATE)
    return stream


@phone.post("/{token}/taps", status_code=202)
def tap(token: str, body: PhoneTap, hub: HubOf) -> dict[str, Any]:
    """Asks the mirror for something. It answers by what it shows next."""
    try:
        hub.visits.tap(token, Tap(body.id, body.event, body.value))
    except TooManyTapsError:
        raise refuse(429, "too_often", "Too many taps. Wait a second.") from None
    except TapRefusedError as error:
        raise refuse(409, "not_now", str(error)) from error
    except NoSuchVisitError:
        raise _nothing() from None
    return {"id": body.id}


@phone.post("/{token}/list")
def change_list(token: str, body: ListChange, hub: HubOf) -> dict[str, Any]:
    """Puts a piece on the list to keep, or takes it off."""
    try:
        hub.visits.put(token, body.variant_id, on=body.on)
        return hub.visits.snapshot(token)
    except TapRefusedError as error:
        raise refuse(409, "not_now", str(error)) from error
    except NoSuchVisitError:
        raise _nothing() from None


@phone.post("/{token}/keep")
def keep(token: str, hub: HubOf) -> dict[str, Any]:
    """Keeps the list at an address of its own, which outlives the visit."""
    try:
        return {"url": f"/list/{hub.visits.keep(token)}", "days": hub.visits.kept.days}
    except TapRefusedError as error:
        raise refuse(409, "not_now", str(error)) from error
    except NoSuchVisitError:
        raise _nothing() from None


@phone.post("/{token}/forget", status_code=204)
def forget(token: str, hub: HubOf) -> None:
    """Ends the visit and drops all of it, here and on the mirror."""
    try:
        hub.visits.forget(token)
    except NoSuchVisitError:
        raise _nothing() from None


def _nothing() -> HTTPException:
    """The same answer for what is over and for what never was."""
    error = refuse(404, "no_such_visit", "There is nothing at this address.")
    error.headers = PRIVATE
    return error
