"""The contract of every card terminal: prepare, perform, status, cancel.

Two calls take a payment: `prepare` registers it and moves no money, `perform` asks the shopper for
the card and moves it. Between the two the caller writes the reference down, so that no payment is
ever in flight that nobody could ask about again. Owns the words; knows no terminal's protocol and
nothing about what is being paid for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from hardware.device import DeviceError, Health


class TerminalError(DeviceError):
    """A payment could not be prepared: the terminal is away, busy or refuses. No money moved.

    The text is a sentence for staff.
    """


@dataclass(frozen=True, slots=True)
class Approved:
    """The money is the shop's (or held for it)."""


@dataclass(frozen=True, slots=True)
class Declined:
    """The terminal said no, for good: this payment will never be charged.

    `reason` is the terminal's own word, for staff and logs.
    """

    reason: str


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The payment was called off before the card was charged, and never will be."""


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


class PaymentTerminal(Protocol):
    """A `Device` that takes card payments. Safe to call from several threads.

    An expected failure is a value: only `prepare`, which moves no money, raises, and only
    `TerminalError`.
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
