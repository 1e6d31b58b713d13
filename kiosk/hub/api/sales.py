"""Sales over HTTP after they were made: find one, take pieces back, exchange, void.

Owns the wire format and that a colleague's PIN stands before every change. What may be done is
`kiosk.hub.aftersale`'s.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query
from pydantic import BaseModel, Field

from hardware.rfid.reader import TagId
from kiosk.hub.aftersale import finding
from kiosk.hub.aftersale.aftersale import Answer, Asked, Made
from kiosk.hub.aftersale.decide import Kind, Reason, Refused
from kiosk.hub.api.catalog import find_variant, money_json
from kiosk.hub.context import Hub, hub_of, refuse
from kiosk.hub.receipts.record import CameBack, Sale, SoldLine, by_id
from kiosk.hub.security.door import device_of
from kiosk.hub.security.staff import Colleague, PinError, Role

router = APIRouter(prefix="/api/sales", tags=["sales"])

HubOf = Annotated[Hub, Depends(hub_of)]
Device = Annotated[str, Depends(device_of)]
ADay = Annotated[date | None, Query(ge=date(2000, 1, 1), le=date(2999, 12, 31))]
Tag = Annotated[str, Field(max_length=1100)]


class ByPin(BaseModel):
    """Who says so: a colleague's id and PIN."""

    user: int
    pin: Annotated[str, Field(max_length=64)]


class TakeBack(ByPin):
    """`id` is the caller's own name for it, so that a repeated message is done once."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
    reason: Reason = Reason.OTHER
    note: Annotated[str, Field(max_length=500)] = ""


class Return(TakeBack):
    """`lines` are positions of the sale."""

    lines: Annotated[list[int], Field(max_length=1000)]


class Exchange(TakeBack):
    """One line's piece for one of this variant: that with `tag`, or without one an untagged."""

    line: int
    variant_id: int | None = None
    sku: Annotated[str, Field(max_length=200)] | None = None
    tag: Tag = ""


@router.get("")
def listed(
    hub: HubOf,
    q: Annotated[str, Query(max_length=1100)] = "",
    day: ADay = None,
) -> dict[str, Any]:
    """The sales that a receipt's number, its QR code or a piece's tag names; or those of a day."""
    with hub.catalog.reader.connect() as connection:
        found = finding.find(connection, q) if q else finding.of_day(connection, day or today())
    locale = hub.settings.shop.locale
    return {"sales": [sale_json(sale, locale) for sale in found]}


@router.get("/{sale}")
def one(sale: str, hub: HubOf) -> dict[str, Any]:
    """One sale with its lines, and what came back of it."""
    return sale_json(named(hub, sale), hub.settings.shop.locale)


@router.post("/{sale}/return")
def take_back(sale: str, body: Return, hub: HubOf, device: Device) -> dict[str, Any]:
    """These lines come back; what was paid for them is given back."""
    found = named(hub, sale)
    by = confirm(hub, body, device, Kind.RETURN)
    return _made(hub, hub.aftersale.take_back(_asked(found, body, by, device), body.lines))


@router.post("/{sale}/exchange")
def exchange(sale: str, body: Exchange, hub: HubOf, device: Device) -> dict[str, Any]:
    """Another size or colour at the same price."""
    found = named(hub, sale)
    _, variant = find_variant(hub, body.variant_id, body.sku)
    tag = tag_of(body.tag)
    by = confirm(hub, body, device, Kind.EXCHANGE)
    asked = _asked(found, body, by, device)
    return _made(hub, hub.aftersale.exchange(asked, body.line, variant.id, tag))


@router.post("/{sale}/void")
def void(sale: str, body: TakeBack, hub: HubOf, device: Device) -> dict[str, Any]:
    """All that is left of it comes back. A manager's; only until the day is closed."""
    found = named(hub, sale)
    by = confirm(hub, body, device, Kind.VOID)
    return _made(hub, hub.aftersale.void(_asked(found, body, by, device)))


@router.post("/returns/{return_id}/given")
def given(
    return_id: Annotated[int, Path(ge=1, le=1_000_000_000)], body: ByPin, hub: HubOf, device: Device
) -> dict[str, Any]:
    """A colleague has given the money back that the terminal would not. A manager's."""
    by = confirm(hub, body, device, Kind.VOID)
    if not hub.aftersale.given_by_hand(return_id, by.name, device):
        raise refuse(409, "nothing_failed", "This refund did not fail, or was given back already.")
    return {"return": return_id, "refund_status": "done"}


def confirm(hub: Hub, body: ByPin, device: str, kind: Kind) -> Colleague:
    """The colleague whose PIN it is, or a refusal in words. A void needs a manager."""
    needs = Role.MANAGER if kind is Kind.VOID else Role.ASSOCIATE
    try:
        return hub.staff.confirm(
            body.user, body.pin, device=device, action=f"sale.{kind.value}", needs=needs
        )
    except PinError as error:
        raise refuse(403, "pin", str(error)) from error


def named(hub: Hub, text: str) -> Sale:
    """The sale with this number, "A-000012" or "12"; else a 404."""
    digits = text.upper().removeprefix("A-")
    sale = None
    if digits.isascii() and digits.isdigit() and len(digits) < 10:
        with hub.catalog.reader.connect() as connection:
            sale = by_id(connection, int(digits))
    if sale is None:
        raise refuse(404, "no_such_sale", f"There is no sale {text[:40]!r}.")
    return sale


def tag_of(text: str) -> TagId | None:
    """The tag, None for "", or a 422."""
    try:
        return TagId.parse(text) if text else None
    except ValueError as error:
        raise refuse(422, "no_tag", "This is not a tag.") from error


def today() -> date:
    """By the shop's own clock."""
    return date.today()


def accepted(answer: Answer) -> Made:
    """What was done, or its refusal as an HTTP error."""
    if isinstance(answer, Refused):
        status = 404 if answer.code.startswith("no_such") else 409
        raise refuse(status, answer.code, answer.sentence)
    return answer


def _asked(sale: Sale, body: TakeBack, by: Colleague, device: str) -> Asked:
    return Asked(sale.id, body.id, body.reason, body.note.strip(), by.name, device)


def _made(hub: Hub, answer: Answer) -> dict[str, Any]:
    made = accepted(answer)
    sale = named(hub, str(made.sale_id))
    return {
        "return": made.id,
        "kind": made.kind.value,
        "again": made.again,
        "sale": sale_json(sale, hub.settings.shop.locale),
    }


def sale_json(sale: Sale, locale: str) -> dict[str, Any]:
    """A sale for staff and integrators."""
    return {
        "number": sale.number,
        "table": sale.table,
        "sold_at": sale.sold_at.isoformat(timespec="milliseconds"),
        "voided_at": sale.voided_at and sale.voided_at.isoformat(timespec="milliseconds"),
        "tender": sale.tender,
        "total": money_json(sale.total, locale),
        "discount": money_json(sale.discount, locale),
        "tax": money_json(sale.tax, locale),
        "refunded": money_json(sale.refunded, locale),
        "lines": [_line_json(line, locale) for line in sale.lines],
        "returns": [_return_json(one, locale) for one in sale.returns],
    }


def _line_json(line: SoldLine, locale: str) -> dict[str, Any]:
    return {
        "position": line.position,
        "sku": line.sku,
        "title": line.title,
        "label": line.label,
        "quantity": line.quantity,
        "price": money_json(line.price, locale),
        "list_price": money_json(line.list_price, locale),
        "discount": line.discount,
        "tax": money_json(line.tax, locale),
        "tag": line.item,
        "exchange_of": line.exchange_of,
        "return": line.came_back or None,
    }


def _return_json(one: CameBack, locale: str) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind,
        "reason": one.reason,
        "note": one.note,
        "by": one.by,
        "made_at": one.made_at.isoformat(timespec="milliseconds"),
        "refund": money_json(one.refund, locale),
        "refund_status": one.refund_status,
    }
