"""A payment terminal without a terminal: the shopper pays a colleague, who says so at the console.

Owns the wait for that word. Moves no money itself: `settle` is told what a colleague took, and a
void or a refund is written down as given back, because the caller has had a colleague give it back.
Who may say so is the caller's to check.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from hardware.device import DeviceState, Health
from hardware.payment_terminal.desk.books import Books, Entry, State
from hardware.payment_terminal.journal import JournalError
from hardware.payment_terminal.terminal import (
    Outcome,
    Payment,
    Settlement,
    TerminalError,
    Unknown,
)

log = logging.getLogger(__name__)

AWAY = "The desk's payment books cannot be used. Free some space on the disk, then restart Hangtag."
NO_SUCH = "The desk has no such payment."


@dataclass(frozen=True, slots=True)
class DeskPayment:
    """A payment that a colleague is asked to take."""

    reference: str
    key: str
    amount_minor: int
    currency: str
    since: datetime


class DeskTerminal:
    """A `PaymentTerminal` whose books are the file `books`."""

    def __init__(self, books: str) -> None:
        self._file = Path(books)
        self._books: Books | None = None
        self._health = Health(DeviceState.STARTING)
        self._changed = threading.Condition()
        self._closed = False

    @property
    def health(self) -> Health:
        return self._health

    def open(self) -> None:
        with self._changed:
            if self._books is not None:
                return
            try:
                self._books = Books(self._file)
                self._health = Health(DeviceState.OK)
            except OSError as error:
                self._broken(error)

    def close(self) -> None:
        with self._changed:
            self._closed = True
            self._changed.notify_all()
            if self._books is not None:
                self._books.close()
                self._books = None

    def prepare(self, key: str, amount_minor: int, currency: str) -> str:
        with self._changed:
            try:
                books = self._opened()
                entry = books.by_key(key)
                if entry is None:
                    if amount_minor <= 0:
                        raise TerminalError("There is nothing to pay.")
                    entry = books.prepare(key, amount_minor, currency)
            except TerminalError:
                raise
            except OSError as error:
                raise TerminalError(self._broken(error)) from error
        if (entry.amount_minor, entry.currency) != (amount_minor, currency.upper()):
            raise TerminalError("This key is another payment's.")
        return entry.reference

    def perform(self, reference: str) -> Outcome:
        with self._changed:
            asked = self._outcome(reference, Books.ask)
            if isinstance(asked, Unknown):
                return asked
            while self._books is not None:
                entry = self._entry(self._books, reference)
                if entry.ended:
                    return entry.outcome
                self._changed.wait()
            return Unknown("the driver was closed")

    def status(self, reference: str) -> Outcome:
        with self._changed:
            return self._outcome(reference, lambda *_: None)

    def cancel(self, reference: str) -> Outcome:
        with self._changed:
            return self._outcome(reference, Books.cancel)

    def capture(self, reference: str) -> Settlement:
        return self._settlement(reference, Books.capture)

    def void(self, reference: str) -> Settlement:
        return self._settlement(reference, Books.void)

    def refund(self, key: str, reference: str, amount_minor: int) -> Settlement:
        return self._settlement(
            reference, lambda books, entry: books.refund(entry, key, amount_minor)
        )

    def payments(self, since: datetime) -> list[Payment]:
        with self._changed:
            entries = self._opened().all()
        return [entry.told() for entry in entries if entry.since >= since]

    # what the staff console needs

    def waiting(self) -> list[DeskPayment]:
        """What shoppers are asked to pay a colleague now, oldest first."""
        with self._changed:
            entries = [] if self._books is None else self._books.all()
        return [
            DeskPayment(each.reference, each.key, each.amount_minor, each.currency, each.since)
            for each in entries
            if each.state is State.ASKED
        ]

    def settle(self, reference: str, taken: bool, by: str) -> Outcome:
        """A colleague has the money, or will not get it. The answer is what the payment then is.

        The first word counts: to say the same again changes nothing. Raises `TerminalError`, whose
        text is for the colleague, when it is not waiting or was settled the other way.
        """
        with self._changed:
            books = self._opened()
            entry = self._entry(books, reference)
            wanted = State.TAKEN if taken else State.NOT_TAKEN
            if entry.state is State.PREPARED:
                raise TerminalError("The shopper has not been sent to the desk for this payment.")
            if entry.ended and entry.state is not wanted:
                raise TerminalError("This payment was settled already. Look at it again.")
            if not entry.ended:
                try:
                    books.settle(entry, taken, by)
                except OSError as error:
                    raise TerminalError(self._broken(error)) from error
                self._changed.notify_all()
            return self._entry(books, reference).outcome

    def _outcome(self, reference: str, act: Callable[[Books, Entry], None]) -> Outcome:
        try:
            books = self._opened()
            act(books, self._entry(books, reference))
        except TerminalError as error:
            return Unknown(str(error))
        except OSError as error:
            return Unknown(self._broken(error))
        self._changed.notify_all()
        return self._entry(books, reference).outcome

    def _settlement(self, reference: str, act: Callable[[Books, Entry], Settlement]) -> Settlement:
        with self._changed:
            try:
                books = self._opened()
                return act(books, self._entry(books, reference))
            except TerminalError as error:
                return Unknown(str(error))
            except OSError as error:
                return Unknown(self._broken(error))

    def _opened(self) -> Books:
        if self._books is None:
            raise TerminalError("The desk is closed." if self._closed else self._health.message)
        return self._books

    def _entry(self, books: Books, reference: str) -> Entry:
        entry = books.get(reference)
        if entry is None:
            raise TerminalError(NO_SUCH)
        return entry

    def _broken(self, error: OSError) -> str:
        """After a write that failed nobody knows what the file says: it is read anew at a start."""
        log.error("the desk's books %s cannot be used: %s", self._file, error)
        sentence = str(error) if isinstance(error, JournalError) else AWAY
        self._health = Health(DeviceState.FAULTY, sentence, str(error))
        if self._books is not None:
            self._books.close()
            self._books = None
        self._changed.notify_all()
        return sentence
