"""Pieces: what is sold is sold once, is not in stock, and belongs to a line. Owns the questions."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, and_, exists, or_, select

from catalog.tables import ItemRow
from kiosk.hub.bookkeeping.checks.fault import Check, Fault, Moment
from kiosk.hub.bookkeeping.checks.money import CALL
from kiosk.hub.checkout.receipt import number
from kiosk.hub.schema import (
    AttemptRow,
    ClaimRow,
    SaleLineRow,
    SaleReturnLineRow,
    SoldRow,
)

L = SaleLineRow
R = SaleReturnLineRow
ITEM_TAG = ItemRow.tag_kind + ":" + ItemRow.tag_value
CAME_BACK = exists().where(R.sale_id == L.sale_id, R.position == L.position)


def claims_are_live(connection: Connection, _moment: Moment) -> Iterator[Fault]:
    query = (
        select(ClaimRow.tag, ClaimRow.attempt_key, AttemptRow.status)
        .outerjoin(AttemptRow, AttemptRow.key == ClaimRow.attempt_key)
        .where(or_(AttemptRow.status.is_(None), AttemptRow.status != "live"))
    )
    for row in connection.execute(query):
        status = row.status or "gone"
        yield Fault(row.tag, f"is held by the payment {row.attempt_key}, which is {status}")


def live_ones_hold_their_pieces(connection: Connection, _moment: Moment) -> Iterator[Fault]:
    claims = connection.execute(select(ClaimRow.attempt_key, ClaimRow.tag))
    claimed = {(row.attempt_key, row.tag) for row in claims}
    query = select(AttemptRow.key, AttemptRow.lines).where(AttemptRow.status == "live")
    for row in connection.execute(query):
        for line in row.lines:
            if (row.key, line["item"]) not in claimed:
                yield Fault(line["item"], f"is in the payment {row.key}, and not held for it")


def sold_has_its_line(connection: Connection, _moment: Moment) -> Iterator[Fault]:
    """A tag is sold by a line of that sale that has not come back, and the other way round."""
    sold_by_line = select(SoldRow.tag, SoldRow.sale_id).where(
        ~exists().where(L.sale_id == SoldRow.sale_id, L.item == SoldRow.tag).where(~CAME_BACK)
    )
    for row in connection.execute(sold_by_line):
        name = number(row.sale_id)
        yield Fault(row.tag, f"is sold by {name}, which has no such line that stands")
    lines = select(L.item, L.sale_id, L.title).where(
        L.item != "",
        ~CAME_BACK,
        ~exists().where(SoldRow.tag == L.item, SoldRow.sale_id == L.sale_id),
    )
    for line in connection.execute(lines):
        words = f"has {line.title} ({line.item}), which is not sold by it"
        yield Fault(number(line.sale_id), words)


def sold_is_not_in_stock(connection: Connection, _moment: Moment) -> Iterator[Fault]:
    on_sale = (
        select(SoldRow.tag, SoldRow.sale_id, ItemRow.status)
        .join(ItemRow, SoldRow.tag == ITEM_TAG)
        .where(ItemRow.status != "sold")
    )
    for row in connection.execute(on_sale):
        status = row.status.replace("_", " ")
        yield Fault(row.tag, f"is sold by {number(row.sale_id)}, and its piece is {status}")
    without = select(ITEM_TAG.label("tag")).where(
        and_(ItemRow.status == "sold", ~exists().where(SoldRow.tag == ITEM_TAG))
    )
    for tag in connection.scalars(without):
        yield Fault(tag, "is called sold, and no sale has it")


CHECKS = (
    Check(
        "claims",
        "Only payments under way hold pieces.",
        "Nobody can pay for this piece.",
        f"Restart the hub. If it says so again: {CALL}",
        claims_are_live,
    ),
    Check(
        "held pieces",
        "Every payment under way holds its pieces.",
        "Two shoppers could pay for the same piece.",
        CALL,
        live_ones_hold_their_pieces,
    ),
    Check(
        "sold pieces",
        "Every sold piece has one line that stands, and every line its piece.",
        "The exit alarms for a piece that was paid for, or lets one out that was not.",
        CALL,
        sold_has_its_line,
    ),
    Check(
        "stock",
        "No sold piece is in stock, and none is called sold without a sale.",
        "The stock is wrong by one piece.",
        "Look for the piece. Count its variant at the staff console.",
        sold_is_not_in_stock,
    ),
)
