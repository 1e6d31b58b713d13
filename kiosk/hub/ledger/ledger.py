"""The ledger as the cashiers use it: each method is one transaction.

Owns what is done together. `freezing.py` and `selling.py` say what is written, `rows.py` how.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import InstrumentedAttribute

from catalog.money import Money
from catalog.store import Catalog
from hardware.rfid.reader import TagId
from kiosk.hub.checkout.receipt import Receipt, number
from kiosk.hub.checkout.tax import NO_TAX, TaxPolicy
from kiosk.hub.checkout.tender import Attempt, AttemptStatus, Tender
from kiosk.hub.ledger import freezing
from kiosk.hub.ledger.freezing import Refusal
from kiosk.hub.ledger.handing_back import hand_back
from kiosk.hub.ledger.rows import attempt_of, milliseconds, moment, receipt_of
from kiosk.hub.ledger.selling import OUTBOX_TOPICS, sell
from kiosk.hub.outbox.jobs import add
from kiosk.hub.schema import AttemptRow, CheckoutRow, ClaimRow, ReceiptRow, SaleRow, SoldRow
from kiosk.hub.security import audit

__all__ = ["OUTBOX_TOPICS", "KnownPayment", "Ledger", "LedgerError", "LiveAttempt"]

CLOSED = (AttemptStatus.CANCELLED, AttemptStatus.DECLINED)
THE_HUB = "the hub"  # who does what nobody told it to, in the audit log


@dataclass(frozen=True, slots=True)
class KnownPayment:
    """An attempt that the terminal knows, whatever became of it."""

    key: str
    reference: str
    table: str
    tender: Tender
    begun_at: datetime
    status: AttemptStatus
    captured: bool
    voided: bool


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
    """Safe to call from several threads; the database lets one write at a time.

    `tax` is for payments from before tax was frozen with the basket. `printed` says of a table
    whether each of its receipts goes to paper. `on_outbox` is called when
    there is something new for the outbox's worker.
    """

    def __init__(
        self,
        catalog: Catalog,
        tax: TaxPolicy = NO_TAX,
        now_ms: Callable[[], int] = _now_ms,
        *,
        printed: Callable[[str], bool] = lambda _table: False,
    ) -> None:
        self.on_outbox: Callable[[], None] = lambda: None
        self._catalog = catalog
        self._tax = tax
        self._printed = printed
        self._now_ms = now_ms

    def freeze(self, table: str, attempt: Attempt) -> Refusal | None:
        """Writes the attempt and its basket down and claims its pieces. None when that is done.

        Otherwise nothing was written, and the answer says why.
        """

        def work(connection: Connection) -> Refusal | None:
            if reason := freezing.refusal(connection, attempt):
                return reason
            freezing.write(connection, table, attempt, self._now_ms())
            return None

        try:
            return self._catalog.transact(work)
        except IntegrityError:
            with self._catalog.reader.connect() as connection:
                if reason := freezing.refusal(connection, attempt):
                    return reason  # another program of the shop was faster
            raise

    def store_reference(self, attempt: Attempt) -> None:
        """The terminal's reference, before the call that moves money. Raises `LedgerError` when
        the attempt is not live, so that nothing is performed that nobody would ask about."""

        def work(connection: Connection) -> None:
            done = connection.execute(
                update(AttemptRow)
                .where(AttemptRow.key == attempt.key, AttemptRow.status == AttemptStatus.LIVE.value)
                .values(reference=attempt.reference)
            )
            if done.rowcount != 1:
                raise LedgerError(f"attempt {attempt.key} is not live")

        self._catalog.transact(work)

    def close_attempt(self, attempt: Attempt, status: AttemptStatus, reason: str) -> None:
        """The attempt came to nothing; its pieces are free. Nothing happens to one that is over."""

        def work(connection: Connection) -> None:
            connection.execute(
                update(AttemptRow)
                .where(AttemptRow.key == attempt.key, AttemptRow.status == AttemptStatus.LIVE.value)
                .values(status=status.value, reason=reason[:200], ended_ms=self._now_ms())
            )
            connection.execute(delete(ClaimRow).where(ClaimRow.attempt_key == attempt.key))

        self._catalog.transact(work)

    def note_approved(self, key: str, minor: int) -> None:
        """The terminal holds this much, and it does not pay for the attempt."""
        self._note(key, AttemptRow.approved_minor, minor)

    def note_captured(self, key: str) -> None:
        """The approved money is the shop's."""
        self._note(key, AttemptRow.captured_ms, self._now_ms())

    def note_voided(self, key: str) -> None:
        """The approved money was given back."""
        self._note(key, AttemptRow.voided_ms, self._now_ms())

    def note_refused(self, key: str, what: str, problem: str) -> None:
        """The terminal will never take the money, or give it back: in the audit log, for people."""
        self._catalog.transact(
            lambda connection: audit.write(
                connection, THE_HUB, f"payment.{what}_refused", key, {"problem": problem}
            )
        )

    def note_asked(self, key: str) -> None:
        """The terminal says of an attempt that is over that it holds no money."""
        self._note(key, AttemptRow.asked_ms, self._now_ms())

    def give_back(self, key: str, minor: int | None = None, reference: str = "") -> bool:
        """The terminal says approved: True when the attempt was closed as never charged, and that
        is news. Then the approval is to be voided, which the outbox does, and the audit log tells;
        what a colleague took must be handed back by one, and is a finding until they have.
        `reference` is the terminal's, should the ledger not have it."""

        def work(connection: Connection) -> bool:
            query = (
                select(AttemptRow, CheckoutRow.shop_table)
                .join(CheckoutRow, CheckoutRow.id == AttemptRow.checkout_id)
                .where(AttemptRow.key == key, AttemptRow.status.in_(CLOSED))
                .with_for_update()
            )
            row = connection.execute(query).mappings().one_or_none()
            if row is None:
                return False
            named = row["reference"] or reference
            body = {
                "attempt": key,
                "reference": named,
                "table": row["shop_table"],
                "tender": row["tender"],
            }
            held = row["amount_minor"] if minor is None else minor
            new = add(connection, "void", f"void:{key}", body, self._now_ms())
            if new:
                audit.write(connection, THE_HUB, "payment.voided", key, {**body, "minor": held})
            if new and row["tender"] == Tender.DESK:
                amount = Money(held, row["currency"])
                hand_back(connection, row["shop_table"], named, amount, self._now_ms())
            connection.execute(
                update(AttemptRow)
                .where(AttemptRow.key == key)
                .values(
                    reason="charged after all, and not sold",
                    approved_minor=held,
                    reference=named or None,
                )
            )
            return new

        closed = self._catalog.transact(work)
        self.on_outbox()
        return closed

    def record_sale(self, table: str, attempt: Attempt) -> Receipt:
        """The approved attempt, its sale, lines, receipt and outbox, and the pieces sold: one
        transaction. The second call for an attempt changes nothing and gives the same receipt.

        What is sold is what was frozen. Raises `LedgerError` when the attempt was closed as never
        charged: a person must look.
        """

        def work(connection: Connection) -> Receipt:
            query = select(AttemptRow).where(AttemptRow.key == attempt.key).with_for_update()
            row = connection.execute(query).mappings().one_or_none()
            if row is None or row["status"] in CLOSED:
                raise LedgerError(f"attempt {attempt.key} is {row['status'] if row else 'unknown'}")
            if row["status"] == AttemptStatus.LIVE:
                frozen = attempt_of(row, self._tax)
                paper = self._printed(table)
                sell(connection, self._catalog, table, frozen, self._now_ms(), paper=paper)
            return receipt_of(connection, SaleRow.attempt_key == attempt.key)

        receipt = self._catalog.transact(work)
        self.on_outbox()
        return receipt

    def payment(self, key: str) -> KnownPayment | None:
        """The payment with this key, if the terminal was ever told of it."""
        found = self._payments(AttemptRow.key == key)
        return found[0] if found else None

    def closed_and_not_asked(
        self, before: datetime, after: datetime | None = None
    ) -> list[KnownPayment]:
        """Attempts that ended without a sale before then, and of which the terminal has not said
        since that it holds no money; also those that ended `after`, by a clock that was set back
        since."""
        ended = AttemptRow.ended_ms < milliseconds(before)
        if after is not None:
            ended = or_(ended, AttemptRow.ended_ms > milliseconds(after))
        return self._payments(
            AttemptRow.status.in_(CLOSED),
            AttemptRow.asked_ms.is_(None),
            ended,
        )

    def _payments(self, *which: ColumnElement[bool]) -> list[KnownPayment]:
        query = (
            select(AttemptRow.__table__, CheckoutRow.shop_table)
            .join(CheckoutRow, CheckoutRow.id == AttemptRow.checkout_id)
            .where(AttemptRow.reference.is_not(None), *which)
            .order_by(AttemptRow.begun_ms)
        )
        with self._catalog.reader.connect() as connection:
            rows = connection.execute(query).all()
        return [
            KnownPayment(
                key=row.key,
                reference=row.reference,
                table=row.shop_table,
                tender=Tender(row.tender),
                begun_at=moment(row.begun_ms),
                status=AttemptStatus(row.status),
                captured=row.captured_ms is not None,
                voided=row.voided_ms is not None,
            )
            for row in rows
        ]

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
            LiveAttempt(row["shop_table"], attempt_of(row, self._tax), moment(row["begun_ms"]))
            for row in rows
        ]

    def receipt(self, token: str) -> Receipt | None:
        """The receipt with this unguessable name, or None."""
        with self._catalog.reader.connect() as connection:
            sale_id = connection.scalar(select(ReceiptRow.sale_id).where(ReceiptRow.token == token))
            return None if sale_id is None else receipt_of(connection, SaleRow.id == sale_id)

    def sold_in(self, tag: TagId) -> str | None:
        """The number of the sale that has this tag, unless it came back; None when it is not sold.

        A tag that is sold stays so after it was unbound: its garment is out of the shop.
        """
        query = select(SoldRow.sale_id).where(SoldRow.tag == str(tag))
        with self._catalog.reader.connect() as connection:
            sale_id = connection.scalar(query)
        return None if sale_id is None else number(sale_id)

    def last_sale(self, table: str, within: timedelta) -> Receipt | None:
        """The newest sale of a table, if it is this young."""
        since_ms = self._now_ms() - within // timedelta(milliseconds=1)
        query = (
            select(SaleRow.id)
            .where(SaleRow.shop_table == table, SaleRow.sold_ms.between(since_ms, self._now_ms()))
            .order_by(SaleRow.id.desc())
            .limit(1)
        )
        with self._catalog.reader.connect() as connection:
            sale_id = connection.scalar(query)
            return None if sale_id is None else receipt_of(connection, SaleRow.id == sale_id)

    def _note(self, key: str, column: InstrumentedAttribute[int | None], value: int) -> None:
        def work(connection: Connection) -> None:
            connection.execute(
                update(AttemptRow).where(AttemptRow.key == key).values({column: value})
            )

        self._catalog.transact(work)
