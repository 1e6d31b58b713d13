"""The staff console's day: what was sold since the last close, closing it, and the closed days.

Owns the pages. What a close is, is `kiosk.hub.bookkeeping.closing`'s; it needs a manager's PIN.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated, Any

from babel.dates import format_datetime
from fastapi import APIRouter, Depends, Form, Request
from sqlalchemy import select
from starlette.responses import Response

from catalog.money import Money, locale_of
from kiosk.hub.aftersale.decide import RefundStatus
from kiosk.hub.bookkeeping.closing import Close, NothingToCloseError
from kiosk.hub.bookkeeping.words import figures
from kiosk.hub.checkout.receipt import number
from kiosk.hub.context import Hub, refuse
from kiosk.hub.receipts.record import milliseconds
from kiosk.hub.schema import OutboxRow, SaleReturnRow, SaleRow
from kiosk.hub.security.door import device_of
from kiosk.hub.security.staff import PinError, Role
from kiosk.hub.web.staff import HubOf, _seen, page

router = APIRouter(prefix="/staff", include_in_schema=False, dependencies=[Depends(_seen)])

Device = Annotated[str, Depends(device_of)]
SHOWN = 31  # closed days
OWED_SHOWN = 20
TOLD_FOR = timedelta(days=3)
OF_RECEIPTS = ("receipt_email", "receipt_print")


@router.get("/day")
def day_page(request: Request, hub: HubOf) -> Response:
    """What the next close holds, and those before it."""
    return _page(request, hub, "")


@router.post("/day/close")
def close_day(
    request: Request,
    hub: HubOf,
    device: Device,
    number: Annotated[int, Form(ge=1, le=1_000_000)],
    user: Annotated[str, Form(max_length=20)],
    pin: Annotated[str, Form(max_length=20)] = "",
) -> Response:
    """Close the day under the number that the page showed: a second press closes nothing more."""
    try:
        who = hub.staff.confirm(user, pin, device=device, action="day.close", needs=Role.MANAGER)
        closed = hub.closing.close(number, who.name, device)
    except (PinError, NothingToCloseError) as error:
        return _page(request, hub, str(error), user)
    return page(request, hub, "closed", **_close(hub, closed), new=True)


@router.get("/day/{number}")
def closed_page(request: Request, hub: HubOf, number: int) -> Response:
    """One closed day, to read and to print."""
    closed = hub.closing.find(number)
    if closed is None:
        raise refuse(404, "no_such_close", "This day is not closed yet.")
    return page(request, hub, "closed", **_close(hub, closed), new=False)


def _page(request: Request, hub: Hub, problem: str, user: str = "") -> Response:
    now = hub.closing.now()
    locale = hub.settings.shop.locale
    return page(
        request,
        hub,
        "books",
        status=200 if not problem else 409,
        number=now.number,
        since=_moment(now.begins, locale),
        empty=now.period.empty,
        sums=_sums(now.currencies, locale),
        closes=[_row(one, locale) for one in hub.closing.closes(SHOWN)],
        people=hub.staff.colleagues(),
        problem=problem,
        user=user,
        trouble=_trouble(hub),
        owed=_owed(hub),
    )


def _close(hub: Hub, close: Close) -> dict[str, Any]:
    locale = hub.settings.shop.locale
    return {
        "name": close.name,
        "by": close.by,
        "since": _moment(close.begins, locale),
        "until": _moment(close.until, locale),
        "sums": _sums(close.currencies, locale),
    }


def _sums(currencies: Mapping[str, Any], locale: str) -> list[dict[str, Any]]:
    return [
        {"currency": currency, "figures": figures(currency, sums, locale)}
        for currency, sums in currencies.items()
    ]


def _row(close: Close, locale: str) -> dict[str, str | int]:
    told = [figures(currency, sums, locale) for currency, sums in close.currencies.items()]
    left = [each.amount for one in told for each in one if each.main][1::2]
    return {
        "number": close.number,
        "name": close.name,
        "until": _moment(close.until, locale),
        "left": ", ".join(left),
        "by": close.by,
    }


def _moment(moment: datetime | None, locale: str) -> str:
    if moment is None:
        return ""
    local = moment.astimezone()
    return str(format_datetime(local, "EEEE, d MMMM, HH:mm", locale=locale_of(locale)))


def _trouble(hub: Hub) -> list[str]:
    """What staff should know of receipts: printers that cannot print, letters that did not go."""
    told = [
        f"{hub.settings.tables[table].name}: {health.message}"
        for table, health in hub.receipts.printers().items()
        if not health.ok
    ]
    since_ms = milliseconds(datetime.now().astimezone() - TOLD_FOR)
    query = (
        select(OutboxRow.problem, OutboxRow.body)
        .where(
            OutboxRow.topic.in_(OF_RECEIPTS), OutboxRow.problem != "", OutboxRow.made_ms >= since_ms
        )
        .order_by(OutboxRow.id.desc())
        .limit(10)
    )
    with hub.catalog.reader.connect() as connection:
        told += connection.scalars(query)
    return list(dict.fromkeys(told))


def _owed(hub: Hub) -> list[tuple[str, str]]:
    """Refunds that the terminal refused, of whatever day: the sale's number and the sum."""
    query = (
        select(SaleReturnRow.sale_id, SaleReturnRow.refund_minor, SaleRow.currency)
        .join(SaleRow, SaleRow.id == SaleReturnRow.sale_id)
        .where(SaleReturnRow.refund_status == RefundStatus.FAILED.value)
        .order_by(SaleReturnRow.id)
        .limit(OWED_SHOWN)
    )
    with hub.catalog.reader.connect() as connection:
        rows = connection.execute(query).all()
    locale = hub.settings.shop.locale
    return [
        (number(row.sale_id), Money(row.refund_minor, row.currency).text(locale)) for row in rows
    ]
