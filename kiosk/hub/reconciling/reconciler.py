"""Asks the terminals what the ledger does not know, at the start and ever after.

Every minute: attempts that ended without a sale, until their terminal says that it holds no money;
and payments under way of tables that config.yaml does not have any more. Every day, and at the
start: each terminal's whole book beside the ledger. A terminal that does not answer is asked again.
Owns its thread and what follows from a verdict; `judging.py` decides.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from sqlalchemy.exc import SQLAlchemyError

from catalog.store import Catalog
from hardware.payment_terminal.terminal import (
    Approved,
    Cancelled,
    Declined,
    Done,
    Payment,
    PaymentTerminal,
    Pending,
    TerminalError,
    Unknown,
)
from kiosk.hub.checkout.tender import AttemptStatus, Tender
from kiosk.hub.ledger import KnownPayment, Ledger, LiveAttempt
from kiosk.hub.ledger.rows import milliseconds
from kiosk.hub.reconciling.judging import Finding, FindingKind, Known, Verdict, judge
from kiosk.hub.reconciling.records import (
    dismiss,
    keep_findings,
    known_since,
    open_findings,
    sales_of,
)
from kiosk.hub.tables.hand import Look
from kiosk.hub.tables.terminals import Terminals, terminal_of

log = logging.getLogger(__name__)
T = TypeVar("T")

SWEEP_S = 60.0
DAILY = timedelta(days=1)
AGAIN = timedelta(minutes=10)  # when something was found: staff see to it
REACHES_BACK = timedelta(days=7)  # longer than any approval that was not taken lasts
JUST_ENDED = timedelta(seconds=30)  # its table may still be asking about it
CLOSES_WITHIN_S = 5.0
LEFT_BEHIND = "tables"  # the source of findings about tables that are gone


class Reconciler:
    """`left_behind` are the payments under way that no table of the shop works on."""

    def __init__(
        self,
        catalog: Catalog,
        ledger: Ledger,
        terminals: Terminals,
        left_behind: Iterable[LiveAttempt],
        *,
        locale: str = "en",
        utc: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.on_change: Callable[[], None] = lambda: None
        self._catalog = catalog
        self._ledger = ledger
        self._terminals = terminals
        self._left_behind = list(left_behind)
        self._told = False  # of what was left behind, since the start
        self._locale = locale
        self._utc = utc
        self._look_at: dict[tuple[str, Tender], datetime] = {}  # next
        self._findings: tuple[Finding, ...] = ()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._work, name="reconciler", daemon=True)

    def open(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """The terminals may still be answering: what is asked then is asked again next time."""
        self._closing.set()
        if self._thread.is_alive():
            self._thread.join(CLOSES_WITHIN_S)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What staff should know of, as of the last look."""
        return self._findings

    def looks(self) -> list[Look]:
        """The same, for the staff's console."""
        return [Look("", each.words, "", finding=each.key) for each in self._findings]

    def dismiss(self, key: str, note: str, by: str, device: str = "") -> bool:
        """A manager has seen to a finding; it is not told again while it says the same. False when
        it is not there any more."""
        now_ms = milliseconds(self._utc())
        gone = self._catalog.transact(
            lambda connection: dismiss(connection, key, note, by, device, now_ms)
        )
        self._tell()
        return gone

    def _work(self) -> None:
        while not self._closing.is_set():
            for one in (self.sweep, self.finish_left_behind, self.reconcile):
                self._try(one)
            self._closing.wait(SWEEP_S)

    def _try(self, work: Callable[..., T], *about: object) -> T | None:
        """None when it broke: the other money must be looked after, whatever is wrong with this."""
        try:
            return work(*about)
        except SQLAlchemyError as error:
            log.error("reconciling with the terminals stands still: %s", error)
        except Exception:
            log.exception("reconciling with the terminals broke")
        return None

    # --- attempts that are over ---------------------------------------------------------------

    def sweep(self) -> None:
        """Asks about every attempt that ended without a sale, until the terminal says that it
        holds no money for it."""
        silent: set[int] = set()
        now = self._utc()
        for payment in self._ledger.closed_and_not_asked(now - JUST_ENDED, now + JUST_ENDED):
            terminal = terminal_of(self._terminals, payment)
            if terminal is None or id(terminal) in silent or self._closing.is_set():
                continue
            if not self._try(self._ask, terminal, payment):
                silent.add(id(terminal))  # a terminal that is away would be waited for each time

    def _ask(self, terminal: PaymentTerminal, payment: KnownPayment) -> bool:
        outcome = terminal.status(payment.reference)
        if isinstance(outcome, Pending):
            outcome = terminal.cancel(payment.reference)
        match outcome:
            case Approved(minor):
                self._give_back(payment.key, payment.reference, minor)
            case Declined() | Cancelled():
                self._ledger.note_asked(payment.key)
        return not isinstance(outcome, Unknown)

    def _give_back(self, key: str, reference: str, minor: int | None) -> None:
        if self._ledger.give_back(key, minor, reference):
            log.warning(
                "payment %s (reference %s) was closed as not charged, and the terminal holds its "
                "money: it is being given back",
                key,
                reference,
            )

    # --- payments under way that nobody works on ----------------------------------------------

    def finish_left_behind(self) -> None:
        """What was under way at tables that are not there any more. What was charged is sold."""
        if self._told and not self._left_behind:
            return
        waiting = [one for one in self._left_behind if not self._try(self._finish, one)]
        changed = len(waiting) != len(self._left_behind)
        self._left_behind, self._told = waiting, True
        self._keep([self._no_terminal(one) for one in waiting], (), LEFT_BEHIND)
        if changed:
            self.on_change()

    def _finish(self, one: LiveAttempt) -> bool:
        attempt = one.attempt
        if not attempt.reference:
            self._ledger.close_attempt(attempt, AttemptStatus.CANCELLED, "restarted")
            return True
        payment = self._ledger.payment(attempt.key)
        terminal = None if payment is None else terminal_of(self._terminals, payment)
        if terminal is None:
            return False
        outcome = terminal.status(attempt.reference)
        if isinstance(outcome, Pending):
            outcome = terminal.cancel(attempt.reference)
        match outcome:
            case Approved(minor) if minor in (None, attempt.amount.minor):
                self._ledger.record_sale(one.table, attempt)
            case Approved():
                if terminal.void(attempt.reference) != Done():
                    return False
                self._ledger.close_attempt(attempt, AttemptStatus.CANCELLED, "a part, voided")
            case Declined(reason):
                self._ledger.close_attempt(attempt, AttemptStatus.DECLINED, reason)
            case Cancelled():
                self._ledger.close_attempt(attempt, AttemptStatus.CANCELLED, "its table is gone")
            case _:
                return False
        return True

    def _no_terminal(self, one: LiveAttempt) -> Finding:
        words = (
            f"A payment of {one.attempt.amount.text(self._locale)} is under way at table "
            f"{one.table!r}, whose terminal does not answer. If config.yaml does not have the "
            f"table any more, put it back ({one.attempt.reference})."
        )
        return Finding(FindingKind.NO_TERMINAL, one.attempt.key, words)

    # --- the terminals' books -----------------------------------------------------------------

    def reconcile(self) -> None:
        """Looks through the book of each terminal whose time has come."""
        now = self._utc()
        for table, mine in self._terminals.items():
            for tender, terminal in mine.items():
                next_look = self._look_at.get((table, tender), now)
                if not now < next_look <= now + DAILY:  # or the clock was set back
                    self._try(self._look, table, tender, terminal, now)
        self._tell()

    def _tell(self) -> None:
        with self._catalog.reader.connect() as connection:
            found = tuple(open_findings(connection))
        if found != self._findings:
            self._findings = found
            self.on_change()

    def _look(self, table: str, tender: Tender, terminal: PaymentTerminal, now: datetime) -> None:
        since = now - REACHES_BACK
        try:
            payments = terminal.payments(since)
        except TerminalError as error:  # asked again in a minute
            log.info("table %s: the terminal's book cannot be read: %s", table, error)
            return
        with self._catalog.reader.connect() as connection:
            # The ledger may reach further back: the clocks differ, and a payment needs its attempt.
            known = known_since(connection, since - DAILY, [p.key for p in payments])
            sales = sales_of(connection, table, tender.value, since + DAILY)
        sales -= self._found_elsewhere(terminal, [known[key] for key in sales], payments)
        verdict = judge(payments, known, sales, now, self._locale)
        self._mend(terminal, verdict)
        self._keep(verdict.findings, {p.key for p in payments}, f"{table}/{tender.value}")
        self._look_at[table, tender] = now + (AGAIN if verdict.findings else DAILY)

    def _found_elsewhere(
        self, terminal: PaymentTerminal, sales: Iterable[Known], payments: Iterable[Payment]
    ) -> set[str]:
        """The sales that the book does not list and the terminal knows all the same: a reader's
        book is its own, and the one before it took them on the same account."""
        there = {payment.key for payment in payments}
        return {
            sale.key
            for sale in sales
            if sale.key not in there
            and sale.reference
            and not self._closing.is_set()
            and terminal.status(sale.reference) == Approved()
        }

    def _mend(self, terminal: PaymentTerminal, verdict: Verdict) -> None:
        for payment in verdict.give_back:
            self._give_back(payment.key, payment.reference, _minor(payment))
        for payment in verdict.call_off:
            terminal.cancel(payment.reference)
        for payment in verdict.take:
            if terminal.capture(payment.reference) == Done():
                self._ledger.note_captured(payment.key)

    def _keep(self, found: Iterable[Finding], looked_at: Iterable[str], source: str) -> None:
        keys, now_ms = set(looked_at), milliseconds(self._utc())
        kept = list(found)
        new = self._catalog.transact(
            lambda connection: keep_findings(connection, kept, keys, source, now_ms)
        )
        for each in new:
            log.warning("reconciling: %s", each.words)


def _minor(payment: Payment) -> int | None:
    outcome = payment.outcome
    return outcome.amount_minor if isinstance(outcome, Approved) else None
