"""A sale as it stands in the books: its lines, and what came back of them.

Owns the reading. Everything that tells of a sale after it was made is told from here: the receipt,
the report, the daily close, the doctor. Writes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from catalog.money import Money
from kiosk.hub.checkout.receipt import number
from kiosk.hub.schema import (
    ReceiptRow,
    SaleLineRow,
    SaleReturnLineRow,
    SaleReturnRow,
    SaleRow,
)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
AT_ONCE = 500  # sales; SQLite takes no more than 32,766 parameters in a query


@dataclass(frozen=True, slots=True)
class SoldLine:
    """One line. `price` is what was paid for all of the `quantity`. `exchange_of` is the position
    of the line that was given back for this one; `came_back` the return it came back with, 0 for
    none."""

    position: int
    sku: str
    title: str
    label: str
    quantity: int
    price: Money
    list_price: Money
    discount: str
    tax: Money
    tag: str
    item: str
    exchange_of: int | None
    came_back: int
    variant_id: int = 0
    picture: str = ""


@dataclass(frozen=True, slots=True)
class CameBack:
    """Pieces that were given back or exchanged, or the whole sale taken back. Times are UTC."""

    id: int
    sale_id: int
    kind: str
    reason: str
    note: str
    by: str
    made_at: datetime
    refund: Money
    refund_status: str


@dataclass(frozen=True, slots=True)
class Sale:
    """`lines` are in order; those of an exchange are last. Times are UTC."""

    id: int
    number: str
    token: str
    attempt_key: str
    table: str
    sold_at: datetime
    total: Money
    discount: Money
    tax: Money
    tax_percent: Decimal
    tax_rounding: str
    tender: str
    loyalty: str
    voided_at: datetime | None
    lines: tuple[SoldLine, ...]
    returns: tuple[CameBack, ...]

    @property
    def paid_lines(self) -> tuple[SoldLine, ...]:
        """What was paid for; what came for it in an exchange is not among them."""
        return tuple(line for line in self.lines if line.exchange_of is None)

    @property
    def refunded(self) -> Money:
        """What goes back to the one who bought, whether it has arrived or not."""
        return sum((each.refund for each in self.returns), Money(0, self.total.currency))


def time_of(milliseconds: int) -> datetime:
    """As the database keeps it, as UTC."""
    return EPOCH + timedelta(milliseconds=milliseconds)


def milliseconds(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(milliseconds=1)


def by_token(connection: Connection, token: str) -> Sale | None:
    """The sale whose receipt has this unguessable name."""
    sale_id = connection.scalar(select(ReceiptRow.sale_id).where(ReceiptRow.token == token))
    return None if sale_id is None else by_id(connection, sale_id)


def by_id(connection: Connection, sale_id: int) -> Sale | None:
    found = read_sales(connection, SaleRow.id == sale_id)
    return found[0] if found else None


def between(connection: Connection, since_ms: int, until_ms: int) -> list[Sale]:
    """Those sold from `since_ms` on and before `until_ms`, in order."""
    return read_sales(connection, SaleRow.sold_ms >= since_ms, SaleRow.sold_ms < until_ms)


def read_sales(connection: Connection, *which: ColumnElement[bool]) -> list[Sale]:
    """Whole sales, in order of their numbers. A sale without a receipt has "" for its token."""
    rows = (
        connection.execute(
            select(SaleRow.__table__, ReceiptRow.token)
            .outerjoin(ReceiptRow, ReceiptRow.sale_id == SaleRow.id)
            .where(*which)
            .order_by(SaleRow.id)
        )
        .mappings()
        .all()
    )
    sales: list[Sale] = []
    for first in range(0, len(rows), AT_ONCE):
        sales += _whole(connection, rows[first : first + AT_ONCE])
    return sales


def _whole(connection: Connection, rows: Sequence[Any]) -> Iterable[Sale]:
    currencies = {row["id"]: row["currency"] for row in rows}
    came_back = {
        (row.sale_id, row.position): row.return_id
        for row in connection.execute(
            select(SaleReturnLineRow.__table__).where(SaleReturnLineRow.sale_id.in_(currencies))
        )
    }
    lines: dict[int, list[SoldLine]] = defaultdict(list)
    for row in connection.execute(
        select(SaleLineRow.__table__)
        .where(SaleLineRow.sale_id.in_(currencies))
        .order_by(SaleLineRow.sale_id, SaleLineRow.position)
    ):
        back = came_back.get((row.sale_id, row.position), 0)
        lines[row.sale_id].append(_line(row, currencies[row.sale_id], back))
    returns: dict[int, list[CameBack]] = defaultdict(list)
    for row in connection.execute(
        select(SaleReturnRow.__table__)
        .where(SaleReturnRow.sale_id.in_(currencies))
        .order_by(SaleReturnRow.id)
    ):
        returns[row.sale_id].append(came_back_of(row, currencies[row.sale_id]))
    return (_sale(row, lines[row["id"]], returns[row["id"]]) for row in rows)


def came_back_of(row: Any, currency: str) -> CameBack:
    return CameBack(
        id=row.id,
        sale_id=row.sale_id,
        kind=row.kind,
        reason=row.reason,
        note=row.note,
        by=row.by_user,
        made_at=time_of(row.made_ms),
        refund=Money(row.refund_minor, currency),
        refund_status=row.refund_status,
    )


def _line(row: Any, currency: str, came_back: int) -> SoldLine:
    return SoldLine(
        position=row.position,
        sku=row.sku,
        title=row.title,
        label=row.label,
        quantity=row.quantity,
        price=Money(row.price_minor, currency),
        list_price=Money(row.list_minor, currency),
        discount=row.discount,
        tax=Money(row.tax_minor, currency),
        tag=row.tag,
        item=row.item,
        exchange_of=row.exchange_of,
        came_back=came_back,
        variant_id=row.variant_id,
        picture=row.picture,
    )


def _sale(row: Any, lines: Iterable[SoldLine], returns: Iterable[CameBack]) -> Sale:
    currency = row["currency"]
    return Sale(
        id=row["id"],
        number=number(row["id"]),
        token=row["token"] or "",
        attempt_key=row["attempt_key"],
        table=row["shop_table"],
        sold_at=time_of(row["sold_ms"]),
        total=Money(row["total_minor"], currency),
        discount=Money(row["discount_minor"], currency),
        tax=Money(row["tax_minor"], currency),
        tax_percent=Decimal(row["tax_percent"]),
        tax_rounding=row["tax_rounding"],
        tender=row["tender"],
        loyalty=row["loyalty"],
        voided_at=None if row["voided_ms"] is None else time_of(row["voided_ms"]),
        lines=tuple(lines),
        returns=tuple(returns),
    )
