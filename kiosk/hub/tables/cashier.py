"""The cashier of one table: carries a checkout's effects out, one after the other.

Owns the thread on which the ledger is written and the terminal is talked to, so that no request
waits for a card. Decides nothing: each effect's answer goes back as an event. A cashier that is
closed says nothing more; what was under way is in the ledger, and the next start resumes it.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Iterable, Mapping
from typing import Literal

from sqlalchemy.exc import SQLAlchemyError

from hardware.payment_terminal.terminal import (
    Approved,
    Done,
    Outcome,
    PaymentTerminal,
    Settlement,
    TerminalError,
    Unknown,
)
from kiosk.hub.checkout.events import (
    AskCancel,
    AskStatus,
    AttemptClosed,
    CloseAttempt,
    Effect,
    Event,
    Freeze,
    FreezeRefused,
    Frozen,
    NotWritten,
    OutcomeKnown,
    Perform,
    Prepare,
    Prepared,
    PrepareFailed,
    RecordSale,
    ReferenceStored,
    SaleRecorded,
    StoreReference,
    Void,
    Voided,
)
from kiosk.hub.checkout.tender import Attempt, Tender
from kiosk.hub.ledger import Ledger, LedgerError

log = logging.getLogger(__name__)

ASK_AGAIN_S = 5.0  # between two tries to call off what staff have settled


class Cashier:
    """`answer` is called with each event, on the cashier's thread. A payment is taken by the
    terminal of its tender."""

    def __init__(
        self,
        table: str,
        ledger: Ledger,
        terminals: Mapping[Tender, PaymentTerminal],
        answer: Callable[[Event], None],
    ) -> None:
        self._table = table
        self._ledger = ledger
        self._terminals = terminals
        self._answer = answer
        self._closing = threading.Event()
        self._lock = threading.Lock()
        self._calling_off: set[tuple[str, bool]] = set()
        self._effects: queue.SimpleQueue[Effect | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name=f"cashier {table}", daemon=True)

    def open(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """Stop after the effect at hand. The terminal must be closed first, which ends a wait for
        a card."""
        self._closing.set()
        self._effects.put(None)
        if self._thread.is_alive():
            self._thread.join()

    def do(self, effects: Iterable[Effect]) -> None:
        """Carry these out after those that are waiting; a cancel goes at once, unless the same is
        being asked already: pieces that are shuffled about ask several times a second."""
        for effect in effects:
            if not isinstance(effect, AskCancel):
                self._effects.put(effect)
                continue
            asked = (effect.attempt.key, effect.until_answered)
            with self._lock:
                if asked in self._calling_off:
                    continue
                self._calling_off.add(asked)
            threading.Thread(
                target=self._cancel, args=(effect,), name=f"cancel {self._table}", daemon=True
            ).start()

    def _work(self) -> None:
        while (effect := self._effects.get()) is not None:
            event = self._carry_out(effect)
            if event is not None and not self._closing.is_set():
                self._tell(event)

    def _tell(self, event: Event) -> None:
        try:
            self._answer(event)
        except Exception:  # the state has moved on; only saying so failed
            log.exception("table %s: %s was not said", self._table, type(event).__name__)

    def _carry_out(self, effect: Effect) -> Event | None:
        attempt = effect.attempt
        try:
            match effect:
                case Freeze():
                    refusal = self._ledger.freeze(self._table, attempt)
                    return FreezeRefused(attempt.key, *refusal) if refusal else Frozen(attempt.key)
                case Prepare():
                    return self._prepare(effect)
                case StoreReference():
                    self._ledger.store_reference(attempt)
                    return ReferenceStored(attempt.key)
                case Perform():
                    return OutcomeKnown(attempt.key, self._ask("perform", attempt))
                case AskStatus(_, after_s):
                    if self._closing.wait(after_s):
                        return None
                    return OutcomeKnown(attempt.key, self._ask("status", attempt))
                case Void(_, after_s):
                    if self._closing.wait(after_s):
                        return None
                    return Voided(attempt.key, self._void(attempt))
                case CloseAttempt(_, status, reason, after_s):
                    if self._closing.wait(after_s):
                        return None
                    self._ledger.close_attempt(attempt, status, reason)
                    return AttemptClosed(attempt.key)
                case RecordSale():
                    return SaleRecorded(attempt.key, self._ledger.record_sale(self._table, attempt))
                case AskCancel():  # has called it off, and the approval was faster
                    self._look_for_money(effect.attempt)
                    return None
        except Exception as error:  # without this thread the payment would stand still for ever
            expected = isinstance(error, (SQLAlchemyError, LedgerError))
            log.error(
                "table %s: %s of %s was not written: %s",
                self._table,
                type(effect).__name__,
                attempt.key,
                error,
                exc_info=not expected,
            )
            return NotWritten(attempt.key, effect)

    def _prepare(self, effect: Prepare) -> Event:
        attempt = effect.attempt
        amount = attempt.amount
        try:
            terminal = self._terminals[attempt.tender]
            reference = terminal.prepare(attempt.key, amount.minor, amount.currency)
        except TerminalError as error:
            log.info("table %s: %s was not prepared: %s", self._table, attempt.key, error)
            return PrepareFailed(attempt.key, str(error))
        except Exception as error:  # as in `_ask`: it must not leave silence
            log.exception("table %s: the terminal's driver broke", self._table)
            return PrepareFailed(attempt.key, repr(error))
        return Prepared(attempt.key, reference)

    def _cancel(self, effect: AskCancel) -> None:
        try:
            self._call_off(effect)
        finally:
            with self._lock:
                self._calling_off.discard((effect.attempt.key, effect.until_answered))

    def _call_off(self, effect: AskCancel) -> None:
        attempt = effect.attempt
        outcome = self._ask("cancel", attempt)
        while effect.until_answered and isinstance(outcome, Unknown):
            if self._closing.wait(ASK_AGAIN_S):
                return
            outcome = self._ask("cancel", attempt)
        if isinstance(outcome, Approved) and not self._closing.is_set():
            self._tell(OutcomeKnown(attempt.key, outcome))
            self._effects.put(effect)  # after the sale or the closing that is waiting

    def _void(self, attempt: Attempt) -> Settlement:
        """Gives back what was approved and does not pay for the basket."""
        self._ledger.note_approved(attempt.key, attempt.held_minor or 0)
        try:
            settlement = self._terminals[attempt.tender].void(attempt.reference)
        except Exception as error:  # as in `_ask`
            log.exception("table %s: the terminal's driver broke", self._table)
            return Unknown(repr(error))
        if isinstance(settlement, Done):
            self._ledger.note_voided(attempt.key)
        return settlement

    def _look_for_money(self, attempt: Attempt) -> None:
        if self._ledger.give_back(attempt.key):
            log.warning(
                "table %s: payment %s of %s is charged after all (reference %s), and was closed as "
                "not charged: it is being given back",
                self._table,
                attempt.key,
                attempt.amount.text("en"),
                attempt.reference,
            )

    def _ask(self, question: Literal["perform", "status", "cancel"], attempt: Attempt) -> Outcome:
        """A driver that breaks leaves an outcome that nobody knows; it must not leave silence."""
        try:
            ask: Callable[[str], Outcome] = getattr(self._terminals[attempt.tender], question)
            return ask(attempt.reference)
        except Exception as error:
            log.exception("table %s: the terminal's driver broke", self._table)
            return Unknown(repr(error))
