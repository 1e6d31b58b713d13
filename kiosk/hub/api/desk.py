"""Payments at the desk over HTTP: what waits, and "I have the money".

Owns the wire format; a colleague's PIN stands before the word.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import Field

from kiosk.hub.api.catalog import money_json
from kiosk.hub.api.sales import ByPin
from kiosk.hub.context import Hub, hub_of, refuse
from kiosk.hub.security.door import device_of
from kiosk.hub.security.staff import PinError
from kiosk.hub.tables.desk import DeskError

router = APIRouter(prefix="/api/desk-payments", tags=["sales"])

HubOf = Annotated[Hub, Depends(hub_of)]
Device = Annotated[str, Depends(device_of)]


class Settled(ByPin):
    """`taken` is False when the shopper will not pay after all."""

    table: Annotated[str, Field(max_length=64)]
    taken: bool


@router.get("")
def waiting(hub: HubOf) -> dict[str, Any]:
    """What shoppers are asked to pay a colleague, the oldest first."""
    locale = hub.settings.shop.locale
    return {
        "payments": [
            {
                "table": one.table,
                "name": hub.settings.tables[one.table].name,
                "reference": one.reference,
                "amount": money_json(one.amount, locale),
                "pieces": one.pieces,
                "since": one.since.isoformat(timespec="milliseconds"),
            }
            for one in hub.desks.waiting()
        ]
    }


@router.post("/{reference}/settle")
def settle(reference: str, body: Settled, hub: HubOf, device: Device) -> dict[str, Any]:
    """The colleague has the money, or will not get it."""
    settle_at_desk(hub, body.table, reference, body.taken, str(body.user), body.pin, device)
    return {"reference": reference, "taken": body.taken}


def settle_at_desk(
    hub: Hub, table: str, reference: str, taken: bool, user: str, pin: str, device: str
) -> None:
    """Settles it, or refuses in words."""
    try:
        by = hub.staff.confirm(user, pin, device=device, action="desk")
        hub.desks.settle(table, reference, taken, by.name, device)
    except PinError as error:
        raise refuse(403, "pin", str(error)) from error
    except DeskError as error:
        raise refuse(409, "desk", str(error)) from error
    hub.requests.refresh()
