"""The report of a day's sales, for a spreadsheet or a program: CSV and JSON. Pure but for reading.

Owns the columns, their order and their meaning (`docs/reports.md`); they only ever grow at the end.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from sqlalchemy import Connection, select

from catalog.money import Money, digits
from kiosk.hub.bookkeeping.totals import EXCHANGE, refunded_tax, totals
from kiosk.hub.receipts.record import (
    CameBack,
    Sale,
    SoldLine,
    between,
    milliseconds,
    read_sales,
)
from kiosk.hub.schema import SaleReturnRow, SaleRow

COLUMNS = (
    "kind",
    "receipt",
    "time",
    "table",
    "tender",
    "position",
    "sku",
    "title",
    "variant",
    "quantity",
    "list_price",
    "discount",
    "price",
    "tax",
    "tax_percent",
    "currency",
    "offers",
    "exchange_of",
    "return",
    "reason",
    "by",
    "refund_status",
    "tag",
)
# What a spreadsheet would take for one; also as Japanese keyboards write it.
FORMULA = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the shop, as its clock has it, and what happened on it. `zone` is the shop's."""

    day: date
    since: datetime
    until: datetime
    sales: Sequence[Sale]
    returns: Sequence[tuple[Sale, CameBack]]
    zone: tzinfo | None = None


def read_day(connection: Connection, day: date, zone: tzinfo | None = None) -> Day:
    """`zone` is the shop's; None is the machine's own. A day has 23 to 25 hours."""
    since = midnight(day, zone)
    until = midnight(day + timedelta(days=1), zone)
    since_ms, until_ms = milliseconds(since), milliseconds(until)
    on_it = (SaleReturnRow.made_ms >= since_ms, SaleReturnRow.made_ms < until_ms)
    sales = read_sales(connection, SaleRow.id.in_(select(SaleReturnRow.sale_id).where(*on_it)))
    returns = [
        (sale, back) for sale in sales for back in sale.returns if since <= back.made_at < until
    ]
    return Day(
        day,
        since,
        until,
        between(connection, since_ms, until_ms),
        sorted(returns, key=lambda each: each[1].id),
        zone,
    )


def as_csv(day: Day) -> str:
    """A row for each line sold and each line that came back, in order of time."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    told = [(sale.sold_at, _sale_rows(sale, day.zone)) for sale in day.sales]
    told += [(back.made_at, _return_rows(sale, back, day.zone)) for sale, back in day.returns]
    # By the moment, not by how it is written: an hour of the clock comes twice in autumn.
    for _, rows in sorted(told, key=lambda each: each[0]):
        writer.writerows({key: cell(value) for key, value in row.items()} for row in rows)
    return out.getvalue()


def as_json(day: Day) -> str:
    """The same as one document: whole sales and returns, and the day's totals in minor units."""
    zone = day.zone
    document = {
        "format": "hangtag-sales-1",
        "day": day.day.isoformat(),
        "since": day.since.isoformat(),
        "until": day.until.isoformat(),
        "sales": [_sale_json(sale, zone) for sale in day.sales],
        "returns": [_return_json(sale, back, zone) for sale, back in day.returns],
        "totals": totals(day.sales, day.returns),
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def midnight(day: date, zone: tzinfo | None) -> datetime:
    local = datetime.combine(day, time())
    return local.replace(tzinfo=zone) if zone else local.astimezone()


def _amount(amount: Money, sign: int = 1) -> str:
    """A plain number with the currency's decimals, as every spreadsheet reads it."""
    places = digits(amount.currency)
    minor = sign * amount.minor
    whole, part = divmod(abs(minor), 10**places)
    text = f"{whole}.{part:0{places}d}" if places else str(whole)
    return f"-{text}" if minor < 0 else text


def cell(value: object) -> object:
    """Words that begin like a formula are words all the same; amounts are numbers."""
    text = str(value)
    return f"'{text}" if text.startswith(tuple(FORMULA)) and not NUMBER.fullmatch(text) else value


def _sale_rows(sale: Sale, zone: tzinfo | None) -> list[dict[str, object]]:
    return [
        _row("sale", sale, line, zone)
        for line in sale.lines
        # What came in an exchange is told on the day of the exchange.
        if line.exchange_of is None
    ]


def _return_rows(sale: Sale, back: CameBack, zone: tzinfo | None) -> list[dict[str, object]]:
    """A row for each line that came back, and for an exchange one for what went out for it. Their
    prices add up to what was given back."""
    more = {
        "time": back.made_at.astimezone(zone).isoformat(timespec="seconds"),
        "return": back.id,
        "reason": back.reason,
        "by": back.by,
        "refund_status": back.refund_status,
    }
    lines = [line for line in sale.lines if line.came_back == back.id]
    rows = [{**_row(back.kind, sale, line, zone, -1), **more} for line in lines]
    if back.kind == EXCHANGE:
        gone = {line.position for line in lines}
        out = [line for line in sale.lines if line.exchange_of in gone]
        rows += [{**_row(back.kind, sale, line, zone), **more} for line in out]
    return rows


def _row(
    kind: str, sale: Sale, line: SoldLine, zone: tzinfo | None, sign: int = 1
) -> dict[str, object]:
    off = Money(line.list_price.minor - line.price.minor, line.price.currency)
    return {
        "kind": kind,
        "receipt": sale.number,
        "time": sale.sold_at.astimezone(zone).isoformat(timespec="seconds"),
        "table": sale.table,
        "tender": sale.tender,
        "position": line.position,
        "sku": line.sku,
        "title": line.title,
        "variant": line.label,
        "quantity": sign * line.quantity,
        "list_price": _amount(line.list_price, sign),
        "discount": _amount(off, sign),
        "price": _amount(line.price, sign),
        "tax": _amount(line.tax, sign),
        "tax_percent": f"{sale.tax_percent.normalize():f}",
        "currency": line.price.currency,
        "offers": line.discount,
        "exchange_of": "" if line.exchange_of is None else line.exchange_of,
        "tag": line.tag,
    }


def _sale_json(sale: Sale, zone: tzinfo | None) -> dict[str, Any]:
    return {
        "receipt": sale.number,
        "time": sale.sold_at.astimezone(zone).isoformat(timespec="seconds"),
        "table": sale.table,
        "tender": sale.tender,
        "currency": sale.total.currency,
        "total_minor": sale.total.minor,
        "discount_minor": sale.discount.minor,
        "tax_minor": sale.tax.minor,
        "tax_percent": f"{sale.tax_percent.normalize():f}",
        "tax_rounding": sale.tax_rounding,
        "loyalty": sale.loyalty,
        "payment": sale.attempt_key,
        "voided": sale.voided_at is not None,
        "lines": [
            {
                "position": line.position,
                "sku": line.sku,
                "title": line.title,
                "variant": line.label,
                "quantity": line.quantity,
                "list_price_minor": line.list_price.minor,
                "price_minor": line.price.minor,
                "tax_minor": line.tax.minor,
                "offers": line.discount,
                "exchange_of": line.exchange_of,
                "return": line.came_back or None,
                "tag": line.tag,
            }
            for line in sale.lines
        ],
    }


def _return_json(sale: Sale, back: CameBack, zone: tzinfo | None) -> dict[str, Any]:
    return {
        "return": back.id,
        "kind": back.kind,
        "receipt": sale.number,
        "time": back.made_at.astimezone(zone).isoformat(timespec="seconds"),
        "tender": sale.tender,
        "currency": back.refund.currency,
        "positions": [line.position for line in sale.lines if line.came_back == back.id],
        "refund_minor": back.refund.minor,
        "refund_tax_minor": refunded_tax(sale, back),
        "refund_status": back.refund_status,
        "reason": back.reason,
        "note": back.note,
        "by": back.by,
    }
