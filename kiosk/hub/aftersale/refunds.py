"""Money that goes back: the outbox's job "refund", done by the terminal that took it.

Owns what each answer of the terminal means for the return. A job may run again after any failure:
the terminal knows the refund's key. Asks nobody and decides nothing about pieces.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from sqlalchemy import Connection, select, update

from catalog.store import Catalog
from hardware.payment_terminal import terminal as words
from hardware.payment_terminal.terminal import PaymentTerminal, Refused, Settlement
from kiosk.hub.aftersale.decide import RefundStatus
from kiosk.hub.ledger import Ledger
from kiosk.hub.outbox.jobs import Done, Job, Later, Outcome
from kiosk.hub.schema import AttemptRow, OutboxRow, SaleReturnRow
from kiosk.hub.tables.terminals import Terminals, terminal_of

log = logging.getLogger(__name__)


class Refunds:
    """The handler of the topic "refund". `on_change` is called when a refund has ended."""

    def __init__(self, catalog: Catalog, terminals: Terminals) -> None:
        self.on_change: Callable[[], None] = lambda: None
        self._catalog = catalog
        self._terminals = terminals
        self._ledger = Ledger(catalog)

    def __call__(self, job: Job) -> Outcome:
        body = job.body
        payment = self._ledger.payment(str(body["attempt"]))
        terminal = None if payment is None else terminal_of(self._terminals, payment)
        if terminal is None:
            return Later(f"No terminal of the shop answers for the payment {body['reference']}.")
        captured = self._captured(str(body["attempt"]))
        if not captured and not body["whole"] and self._capture_waits(body["sale"]):
            return Later("The payment itself is not complete yet.")
        settlement = self._give_back(terminal, job, captured)
        match settlement:
            case words.Done():
                self._note(job, RefundStatus.DONE)
                return Done()
            case Refused(reason):
                log.error("the refund %s was refused by the terminal: %s", body["key"], reason)
                self._note(job, RefundStatus.FAILED)
                return Done(f"The terminal refused the refund: {reason}")
        return Later("The terminal does not answer.")

    def _give_back(self, terminal: PaymentTerminal, job: Job, captured: bool) -> Settlement:
        """All of a payment that was not captured is voided; what was, is refunded."""
        body = job.body
        if body["whole"] and not captured:
            settlement = terminal.void(body["reference"])
            if not isinstance(settlement, Refused):
                if isinstance(settlement, words.Done):
                    self._note_voided(str(body["attempt"]))
                return settlement
            # It was captured while it was being taken back.
        return terminal.refund(body["key"], body["reference"], body["minor"])

    def _captured(self, attempt: str) -> bool:
        query = select(AttemptRow.captured_ms).where(AttemptRow.key == attempt)
        with self._catalog.reader.connect() as connection:
            return connection.scalar(query) is not None

    def _capture_waits(self, sale_id: int) -> bool:
        query = select(OutboxRow.id).where(
            OutboxRow.key == f"capture:{sale_id}", OutboxRow.done_ms.is_(None)
        )
        with self._catalog.reader.connect() as connection:
            return connection.scalar(query) is not None

    def _note_voided(self, attempt: str) -> None:
        def work(connection: Connection) -> None:
            connection.execute(
                update(AttemptRow)
                .where(AttemptRow.key == attempt)
                .values(voided_ms=time.time_ns() // 1_000_000)
            )

        self._catalog.transact(work)

    def _note(self, job: Job, status: RefundStatus) -> None:
        def work(connection: Connection) -> None:
            connection.execute(
                update(SaleReturnRow)
                .where(
                    SaleReturnRow.id == job.body["return"],
                    SaleReturnRow.refund_status == RefundStatus.WAITING.value,
                )
                .values(refund_status=status.value)
            )

        self._catalog.transact(work)
        self.on_change()
