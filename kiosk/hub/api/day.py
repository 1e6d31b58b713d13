"""The daily close over HTTP, for the command line and whoever keeps the shop's books.

Owns the wire format; what a close is, is `kiosk.hub.bookkeeping.closing`'s.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from kiosk.hub.bookkeeping.closing import Close, NothingToCloseError
from kiosk.hub.bookkeeping.words import close_words
from kiosk.hub.context import Hub, hub_of, refuse
from kiosk.hub.security.staff import PinError, Role

router = APIRouter(prefix="/api/day", tags=["day"])
HubDep = Annotated[Hub, Depends(hub_of)]


class Closed(BaseModel):
    """`number` is what `GET /api/day` said: the same number again closes nothing more. `by` is a
    manager, by name."""

    by: Annotated[str, Field(max_length=64)]
    pin: Annotated[str, Field(max_length=64)]
    number: Annotated[int, Field(ge=1, le=1_000_000)]


@router.get("")
def now(hub: HubDep) -> dict[str, Any]:
    """What the next close would hold."""
    told = hub.closing.now()
    return {
        "number": told.number,
        "since": told.begins.isoformat() if told.begins else None,
        "empty": told.period.empty,
        "currencies": told.currencies,
    }


@router.post("/close")
def close(hub: HubDep, body: Closed) -> dict[str, Any]:
    """Close the day."""
    user = hub.staff.named(body.by)
    try:
        who = hub.staff.confirm(
            user.id if user else body.by,
            body.pin,
            device="shell",
            action="day.close",
            needs=Role.MANAGER,
        )
        closed = hub.closing.close(body.number, who.name, "shell")
    except PinError as error:
        raise refuse(403, "pin", str(error)) from error
    except NothingToCloseError as error:
        raise refuse(409, "nothing_to_close", str(error)) from error
    return _told(closed, hub.settings.shop.locale)


def _told(closed: Close, locale: str) -> dict[str, Any]:
    return {
        "number": closed.number,
        "name": closed.name,
        "since": closed.begins.isoformat() if closed.begins else None,
        "until": closed.until.isoformat(),
        "by": closed.by,
        "currencies": closed.currencies,
        "words": close_words(closed, locale),
    }
