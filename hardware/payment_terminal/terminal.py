"""The contract of every payment terminal: prepare and perform, then capture, void or refund.

Two calls take a payment: `prepare` registers it and moves no money, `perform` asks the shopper for
the card and has the money held. Between the two the caller writes the reference down, so that no
payment is ever in flight that nobody could ask about again. What is held becomes the shop's by
`capture` or is given back by `void`; what is the shop's is given back by `refund`. Owns the words;
knows no terminal's protocol and nothing about what is being paid for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from hardware.device import DeviceError, Health


class TerminalError(DeviceError):
    """The terminal is away, busy or refuses, and no money moved.

    The text is a sentence for staff.
    """


@dataclass(frozen=True, slots=True)
class Approved:
    """The money is held for the shop until `capture`, or is the shop's already.

    `amount_minor` is None when all of it is. Less is a partial approval: it pays for nothing, is
    never captured, and must be given back by `void`.
    """

    amount_minor: int | None = None


@dataclass(frozen=True, slots=True)
class Declined:
    """The terminal said no, for good: this payment will never be charged.

    `reason` is the terminal's own word, for staff and logs.
    """

    reason: str


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The payment was called off before the card was charged and never will be, or was voided."""


@dataclass(frozen=True, slots=True)
class Pending:
    """The terminal knows the payment and has not ended it.

    `started` is False when it was prepared and never performed.
    """

    started: bool


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nobody can say now whether money moved. Ask again with `status`; never charge anew.

    `cause` is for developers.
    """

    cause: str


Outcome = Approved | Declined | Cancelled | Pending | Unknown


@dataclass(frozen=True, slots=True)
class Done:
    """It is so now, by this call or by an earlier one."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The terminal will not do it, and nothing was done. Asking again changes nothing.

    `reason` is the terminal's own word, for staff and logs.
    """

    reason: str


Settlement = Done | Refused | Unknown


@dataclass(frozen=True, slots=True)
class Payment:
    """One entry of the terminal's own books, for the daily reconciliation.

    `outcome` is as `status` tells it. `captured`: the money became the shop's. `voided`: it was
    held, and was given back. `refunded_minor` is how much of what was captured went back.
    """

    reference: str
    key: str
    amount_minor: int
    currency: str
    outcome: Outcome
    captured: bool
    voided: bool
    refunded_minor: int


class PaymentTerminal(Protocol):
    """A `Device` that takes payments. Safe to call from several threads.

    An expected failure is a value: only `prepare` and `payments`, which move no money, raise, and
    only `TerminalError`. Every call may be made again, after any failure and by another process:
    it never does its work twice.
    """

    @property
    def health(self) -> Health: ...

    def open(self) -> None: ...

    def close(self) -> None:
        """Also ends a `perform` that is waiting, with `Unknown`."""
        ...

    def prepare(self, key: str, amount_minor: int, currency: str) -> str:
        """Register a payment and return the terminal's reference to it. Moves no money.

        The same key always means the same payment and gives the same reference; the same key with
        another amount is refused. `amount_minor` is in the currency's minor units. Raises
        `TerminalError`.
        """
        ...

    def perform(self, reference: str) -> Outcome:
        """Ask the shopper for the card and wait for the end of it; may take minutes.

        Performing a payment again never charges it again: it tells the outcome, or waits for it.
        Never `Pending`.
        """
        ...

    def status(self, reference: str) -> Outcome:
        """What became of a payment, now. Any number of times."""
        ...

    def cancel(self, reference: str) -> Outcome:
        """Ask the terminal to call a payment off; the answer is what the payment then is.

        An approval that was faster wins: the answer is `Approved`, and the money has moved.
        """
        ...

    def capture(self, reference: str) -> Settlement:
        """Make the money that was approved the shop's. `Done` at once where it is so already.

        Refuses what is not approved in whole, and what was voided or has lapsed.
        """
        ...

    def void(self, reference: str) -> Settlement:
        """Give an approval back that was not captured; where approved means charged, refund it.

        `Done` also for a payment that ended without money. Refuses one that was captured, which
        is given back by `refund`, and one that is not over, which is called off by `cancel`.
        """
        ...

    def refund(self, key: str, reference: str, amount_minor: int) -> Settlement:
        """Give back so much of a captured payment. The same key always means the same refund."""
        ...

    def payments(self, since: datetime) -> list[Payment]:
        """Every payment that was prepared at or after that time, oldest first.

        Raises `TerminalError` when the terminal cannot be asked.
        """
        ...
