"""The ledger: payments and sales in the shop's database, and the one place that writes them.

Owns the transactions. Each is all or nothing, may be repeated without harm, and is on disk when
the call returns. What may be done when is decided in `checkout/`; what a row is, in `schema.py`.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from catalog.money import Money
from catalog.store import Catalog
from hardware.rfid.reader import TagId
from kiosk.hub.checkout.basket import Line
from kiosk.hub.checkout.receipt import Receipt, Tax, number, tax_included
from kiosk.hub.checkout.tender import Attempt, AttemptStatus
from kiosk.hub.schema import (
    AttemptRow,
    CheckoutRow,
    ClaimRow,
    OutboxRow,
    ReceiptRow,
    SaleLineRow,
    SaleRow,
    SoldRow,
)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
OUTBOX_TOPICS = ("capture", "gate", "receipt_print", "upstream")


class LedgerError(RuntimeError):
    """The ledger was asked for what can never be right. Nothing was written."""


@dataclass(frozen=True, slots=True)
class LiveAttempt:
    """A payment that was under way when the hub stopped, and the table it belongs to."""

    table: str
    attempt: Attempt
    begun_at: datetime  # UTC


def _now_ms() -> int:
    return time.time_ns() // 1_000_000


class Ledger:
    """Safe to call from several threads; the database lets one write at a time."""

    def __init__(
        self,
        catalog: Catalog,
        tax_percent: Decimal,
        now_ms: Callable[[], int] = _now_ms,
    ) -> None:
        self._catalog = catalog
        self._tax_percent = tax_percent
        self._now_ms = now_ms

    def freeze(self, table: str, attempt: Attempt) -> str:
        """Writes the attempt and its basket down and claims its pieces. "" when that is done.

        Otherwise nothing was written, and the answer is the sentence that says why.
        """
        with self._catalog.begin() as connection:
            if reason := _refusal(connection, attempt):
                return reason
            if not _exists(connection, CheckoutRow.id, attempt.checkout_id):
                connection.execute(
                    insert(CheckoutRow).values(
                        id=attempt.checkout_id, shop_table=table, begun_ms=self._now_ms()
                    )
                )
            connection.execute(
                insert(AttemptRow).values(
                    key=attempt.key,
                    checkout_id=attempt.checkout_id,
                    number=attempt.number,
                    pay_id=attempt.pay_id,
                    status=AttemptStatus.LIVE.value,
                    reason="",
                    reference=None,
                    amount_minor=attempt.amount.minor,
                    currency=attempt.currency,
                    lines=[_line_json(line) for line in attempt.lines],
                    begun_ms=self._now_ms(),
                )
            )
            connection.execute(
                insert(ClaimRow),
                [{"tag": str(line.item), "attempt_key": attempt.key} for line in attempt.lines],
            )
        return ""

    def store_reference(self, attempt: Attempt) -> None:
        """The terminal's reference, before the call that moves money. Raises `LedgerError` when
        the attempt is not live, so that nothing is performed that nobody would ask about."""
        with self._catalog.begin() as connection:
            done = connection.execute(
                update(AttemptRow)
                .where(
                    AttemptRow.key == attempt.key,
                    AttemptRow.status == AttemptStatus.LIVE.value,
                )
                .values(reference=attempt.reference)
            )
            if done.rowcount != 1:
                raise LedgerError(f"attempt {attempt.key} is not live")

    def close_attempt(self, attempt: Attempt, status: AttemptStatus, reason: str) -> None:
        """The attempt came to nothing; its pieces are free. Nothing happens to one that is over."""
        with self._catalog.begin() as connection:
            connection.execute(
                update(AttemptRow)
                .where(
                    AttemptRow.key == attempt.key,
                    AttemptRow.status == AttemptStatus.LIVE.value,
                )
                .values(status=status.value, reason=reason[:200], ended_ms=self._now_ms())
            )
            connection.execute(delete(ClaimRow).where(ClaimRow.attempt_key == attempt.key))

    def charged_after_all(self, attempt: Attempt) -> bool:
        """The terminal says approved: True when the attempt was closed as never charged, which its
        reason then says. Such money must be given back by a person."""
        with self._catalog.begin() as connection:
            done = connection.execute(
                update(AttemptRow)
                .where(
                    AttemptRow.key == attempt.key,
                    AttemptRow.status.in_((AttemptStatus.CANCELLED, AttemptStatus.DECLINED)),
                )
                .values(reason="charged after all, and not sold")
            )
            return done.rowcount == 1

    def record_sale(self, table: str, attempt: Attempt) -> Receipt:
        """The approved attempt, its sale, lines, receipt and outbox, and the pieces sold: one
        transaction. The second call for an attempt changes nothing and gives the same receipt.

        Raises `LedgerError` when the attempt was closed as never charged: a person must look.
        """
        with self._catalog.begin() as connection:
            row = connection.execute(
                select(AttemptRow.status).where(AttemptRow.key == attempt.key)
            ).one_or_none()
            if row is None or row.status not in (AttemptStatus.LIVE, AttemptStatus.APPROVED):
                raise LedgerError(f"attempt {attempt.key} is {row.status if row else 'unknown'}")
            if row.status == AttemptStatus.LIVE:
                self._sell(connection, table, attempt)
            return _receipt(connection, SaleRow.attempt_key == attempt.key)

    def _sell(self, connection: Connection, table: str, attempt: Attempt) -> None:
        now_ms = self._now_ms()
        connection.execute(
            update(AttemptRow)
            .where(AttemptRow.key == attempt.key)
            .values(status=AttemptStatus.APPROVED.value, ended_ms=now_ms)
        )
        tax = tax_included(attempt.amount, self._tax_percent)
        inserted = connection.execute(
            insert(SaleRow).values(
                attempt_key=attempt.key,
                shop_table=table,
                sold_ms=now_ms,
                total_minor=attempt.amount.minor,
                tax_minor=tax.amount.minor,
                tax_percent=str(tax.percent),
                currency=attempt.currency,
            )
        )
        sale_id = int(inserted.inserted_primary_key[0])  # type: ignore[index]
        connection.execute(
            insert(SoldRow), [{"tag": str(line.item), "sale_id": sale_id} for line in attempt.lines]
        )
        connection.execute(
            insert(SaleLineRow),
            [
                {"sale_id": sale_id, "position": position, **_line_json(line)}
                for position, line in enumerate(attempt.lines, 1)
            ],
        )
        connection.execute(
            insert(ReceiptRow).values(token=secrets.token_urlsafe(16), sale_id=sale_id)
        )
        body = {"sale": sale_id, "attempt": attempt.key, "reference": attempt.reference}
        connection.execute(
            insert(OutboxRow),
            [
                {"topic": topic, "key": f"{topic}:{sale_id}", "body": body, "made_ms": now_ms}
                for topic in OUTBOX_TOPICS
            ],
        )
        connection.execute(delete(ClaimRow).where(ClaimRow.attempt_key == attempt.key))
        self._catalog.mark_sold(connection, [line.item for line in attempt.lines])

    def live_attempts(self) -> list[LiveAttempt]:
        """What was under way when the hub stopped: to be asked about, never charged anew."""
        query = (
            select(AttemptRow, CheckoutRow.shop_table)
            .join(CheckoutRow, CheckoutRow.id == AttemptRow.checkout_id)
            .where(AttemptRow.status == AttemptStatus.LIVE.value)
            .order_by(AttemptRow.begun_ms)
        )
        with self._catalog.reader.connect() as connection:
            rows = connection.execute(query).mappings().all()
        return [
            LiveAttempt(row["shop_table"], _attempt(row), _time(row["begun_ms"])) for row in rows
        ]

    def receipt(self, token: str) -> Receipt | None:
        """The receipt with this unguessable name, or None."""
        with self._catalog.reader.connect() as connection:
            sale_id = connection.scalar(select(ReceiptRow.sale_id).where(ReceiptRow.token == token))
            return None if sale_id is None else _receipt(connection, SaleRow.id == sale_id)

    def last_sale(self, table: str, within: timedelta) -> Receipt | None:
        """The newest sale of a table, if it is this young."""
        since_ms = self._now_ms() - within // timedelta(milliseconds=1)
        query = (
            select(SaleRow.id)
            .where(SaleRow.shop_table == table, SaleRow.sold_ms >= since_ms)
            .order_by(SaleRow.id.desc())
            .limit(1)
        )
        with self._catalog.reader.connect() as connection:
            sale_id = connection.scalar(query)
            return None if sale_id is None else _receipt(connection, SaleRow.id == sale_id)


def _refusal(connection: Connection, attempt: Attempt) -> str:
    """Why the basket cannot be paid for: all that could refuse the sale is asked here, before."""
    if _exists(connection, AttemptRow.pay_id, attempt.pay_id):
        return "This payment was started before. Press Pay once more."
    names = {str(line.item): line.title for line in attempt.lines}
    sold = connection.scalars(select(SoldRow.tag).where(SoldRow.tag.in_(names))).first()
    if sold is not None:
        return f"{names[sold]} is paid for already. A colleague will help."
    claimed = connection.scalars(select(ClaimRow.tag).where(ClaimRow.tag.in_(names))).first()
    if claimed is not None:
        return f"{names[claimed]} is being paid for at another table. A colleague will help."
    return ""


def _exists(connection: Connection, column: Any, value: str) -> bool:
    return connection.scalar(select(column).where(column == value)) is not None


def _receipt(connection: Connection, which: Any) -> Receipt:
    sale = (
        connection.execute(select(SaleRow, ReceiptRow.token).join(ReceiptRow).where(which))
        .mappings()
        .one()
    )
    currency = sale["currency"]
    rows = connection.execute(
        select(SaleLineRow).where(SaleLineRow.sale_id == sale["id"]).order_by(SaleLineRow.position)
    ).mappings()
    return Receipt(
        number=number(sale["id"]),
        token=sale["token"],
        table=sale["shop_table"],
        sold_at=_time(sale["sold_ms"]),
        lines=_lines(rows, currency),
        total=Money(sale["total_minor"], currency),
        tax=Tax(Decimal(sale["tax_percent"]), Money(sale["tax_minor"], currency)),
    )


def _time(milliseconds: int) -> datetime:
    return EPOCH + timedelta(milliseconds=milliseconds)


def _attempt(row: RowMapping) -> Attempt:
    return Attempt(
        checkout_id=row["checkout_id"],
        number=row["number"],
        pay_id=row["pay_id"],
        lines=_lines(row["lines"], row["currency"]),
        currency=row["currency"],
        reference=row["reference"] or "",
    )


def _line_json(line: Line) -> dict[str, Any]:
    return {
        "tag": str(line.tag),
        "item": str(line.item),
        "variant_id": line.variant_id,
        "sku": line.sku,
        "title": line.title,
        "label": line.label,
        "picture": line.picture,
        "price_minor": line.price.minor,
        "on_table": line.on_table,
        "from_room": line.from_room,
    }


def _lines(rows: Iterable[Mapping[Any, Any]], currency: str) -> tuple[Line, ...]:
    return tuple(
        Line(
            tag=TagId.parse(row["tag"]),
            item=TagId.parse(row["item"]),
            variant_id=row["variant_id"],
            sku=row["sku"],
            title=row["title"],
            label=row["label"],
            price=Money(row["price_minor"], currency),
            picture=row["picture"],
            on_table=row["on_table"],
            from_room=row["from_room"],
        )
        for row in rows
    )
