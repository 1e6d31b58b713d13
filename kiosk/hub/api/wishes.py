"""What a shopper has besides the garments, over HTTP: bags, discount codes, a loyalty number.

Owns the wire format, and that a code which needs a colleague gets one. What it all costs is decided
in `kiosk.hub.tables.laid`.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from catalog.pricing import normal_code
from kiosk.hub.api.tables import HubDep, TableDep, answered
from kiosk.hub.checkout.order import MOST_BAGS
from kiosk.hub.context import refuse
from kiosk.hub.security import audit
from kiosk.hub.security.door import device_of
from kiosk.hub.security.staff import PinError
from kiosk.hub.tables.voice import Snapshot

router = APIRouter(prefix="/api/tables", tags=["tables"])
CodeText = Annotated[str, Field(min_length=1, max_length=64)]


class Bags(BaseModel):
    """So many of this bag in all; 0 is none."""

    sku: Annotated[str, Field(min_length=1, max_length=128)]
    quantity: Annotated[int, Field(ge=0, le=MOST_BAGS)]


class OneCode(BaseModel):
    code: CodeText
    on: bool = True


class Approval(BaseModel):
    """A colleague's yes to a code: who they are, and their PIN. It is for the pieces of the basket
    that they saw, when `version` names it, else for those that are there now."""

    code: CodeText
    user: Annotated[str, Field(max_length=64)]
    pin: Annotated[str, Field(max_length=64)]
    version: int | None = None


class Loyalty(BaseModel):
    """The shopper's number; "" takes it back."""

    number: Annotated[str, Field(max_length=32, pattern=r"^[A-Za-z0-9 \-]*$")]


@router.post("/{table}/extras")
def extras(table: TableDep, body: Bags) -> dict[str, Any]:
    """Bags, as many as the shopper wants of one kind and the shop has."""
    seen = table.snapshot()
    left = {bag["sku"]: bag["left"] for bag in seen["steps"]["bags"]}
    if body.quantity and body.sku not in left:
        raise refuse(409, "no_such_bag", "There are no such bags at this table.")
    had = sum(extra["quantity"] for extra in seen["extras"] if extra["sku"] == body.sku)
    if body.quantity > max(had, left.get(body.sku, 0)):  # what ran out meanwhile may become fewer
        raise refuse(409, "no_more_bags", "There are no more of these bags.")
    return answered(table.wish(lambda wishes: wishes.with_extra(body.sku, body.quantity)))


@router.post("/{table}/codes")
def codes(table: TableDep, hub: HubDep, body: OneCode) -> dict[str, Any]:
    """A discount code, as it was typed. What became of it is in the snapshot."""
    if body.on and not hub.settings.checkout.codes:
        raise refuse(409, "no_codes", "This shop takes no discount codes.")
    return answered(table.wish(lambda wishes: wishes.with_code(body.code, on=body.on)))


@router.post("/{table}/codes/approve")
def approve(table: TableDep, hub: HubDep, body: Approval, request: Request) -> dict[str, Any]:
    """A colleague agrees to a code that needs it, with their PIN."""
    device, code = device_of(request), normal_code(body.code)
    try:
        colleague = hub.security.staff.confirm(
            body.user, body.pin, device=device, action="code.approved"
        )
    except PinError as error:
        raise refuse(403, error.code, str(error)) from error

    def write(seen: Snapshot) -> None:
        details = {
            "table": seen["table"],
            "total_minor": seen["total"]["minor"],
            "pieces": seen["count"],
        }
        hub.catalog.transact(
            lambda connection: audit.write(
                connection, colleague.name, "code.approved", code, details, device
            )
        )

    return answered(table.agree(code, body.version, write))


@router.post("/{table}/loyalty")
def loyalty(table: TableDep, hub: HubDep, body: Loyalty) -> dict[str, Any]:
    """The shopper's loyalty number, for the receipt and the head office."""
    if body.number and not hub.settings.checkout.loyalty:
        raise refuse(409, "no_loyalty", "This shop has no loyalty numbers.")
    return answered(table.wish(lambda wishes: wishes.with_loyalty(body.number)))
