"""The sale that somebody means: by its receipt's number or QR code, by a piece's tag, by the day.

Owns how what was typed or scanned is read. Reads only.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection, select

from hardware.rfid.reader import TagId
from kiosk.hub.receipts.record import Sale, between, by_id, by_token, milliseconds, read_sales
from kiosk.hub.schema import SaleLineRow, SaleRow, SoldRow

_NUMBER = re.compile(r"(?:[A-Za-z]\s*-?\s*)?0*(\d{1,9})")
_LINK = re.compile(r"/receipt/([A-Za-z0-9_-]{8,64})")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{20,64}")
SHOWN = 200


def find(connection: Connection, text: str) -> list[Sale]:
    """The sales that a receipt's number, its QR code's address or a tag names, newest first."""
    text = text.strip()
    if link := _LINK.search(text):
        return _one(by_token(connection, link[1]))
    number = _NUMBER.fullmatch(text)
    found = _one(by_id(connection, int(number[1]))) if number else []
    found = found or of_tag(connection, text)  # a tag may be written in digits alone
    if not found and _TOKEN.fullmatch(text):
        found = _one(by_token(connection, text))
    return found


def of_tag(connection: Connection, text: str) -> list[Sale]:
    """The sales that this piece was in, the newest first."""
    try:
        tag = str(TagId.parse(text))
    except ValueError:
        return []
    ids = connection.scalars(
        select(SaleLineRow.sale_id)
        .where((SaleLineRow.item == tag) | (SaleLineRow.tag == tag))
        .order_by(SaleLineRow.sale_id.desc())
        .limit(SHOWN)
    ).all()
    return list(reversed(read_sales(connection, SaleRow.id.in_(set(ids))))) if ids else []


def of_day(connection: Connection, day: date) -> list[Sale]:
    """The sales of a day of the shop's own clock, newest first."""
    begins = datetime.combine(day, time()).astimezone()
    ends = datetime.combine(day + timedelta(days=1), time()).astimezone()
    return between(connection, milliseconds(begins), milliseconds(ends))[::-1]


def sold_in(connection: Connection, tags: Collection[str]) -> dict[str, int]:
    """Of these tags, those that are sold, with their sale."""
    query = select(SoldRow.tag, SoldRow.sale_id).where(SoldRow.tag.in_(list(tags)))
    return {row.tag: row.sale_id for row in connection.execute(query)} if tags else {}


def _one(sale: Sale | None) -> list[Sale]:
    return [] if sale is None else [sale]
