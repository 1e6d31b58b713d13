"""The books of the simulated terminal: every payment it was asked for, and what it did with it.

Owns what may happen to a payment's money after the card, and the file that keeps it. Every change
is on the disk before anybody hears of it. Knows no shopper and no line.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from hardware.payment_terminal import terminal
from hardware.payment_terminal.journal import Journal, read
from hardware.payment_terminal.terminal import (
    Approved,
    Cancelled,
    Declined,
    Done,
    Outcome,
    Pending,
    Refused,
    Settlement,
)


class PaymentState(StrEnum):
    PREPARED = "prepared"
    PRESENTING = "presenting"  # the display says: hold your card here
    APPROVED = "approved"
    DECLINED = "declined"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Payment:
    """One entry of the terminal's books.

    Money is held if, and only if, it is `APPROVED` and not `voided`; it is the shop's once it is
    `captured`. `approved_minor` is less than `amount_minor` after a partial approval.
    """

    reference: str
    key: str
    amount_minor: int
    currency: str
    state: PaymentState
    reason: str = ""
    approved_minor: int = 0
    captured: bool = False
    voided: bool = False
    refunds: dict[str, int] = field(default_factory=dict)  # by the refund's key
    made_ms: int = 0

    @property
    def outcome(self) -> Outcome:
        match self.state:
            case PaymentState.APPROVED if self.voided:
                return Cancelled()
            case PaymentState.APPROVED if self.partial:
                return Approved(self.approved_minor)
            case PaymentState.APPROVED:
                return Approved()
            case PaymentState.DECLINED:
                return Declined(self.reason)
            case PaymentState.CANCELLED:
                return Cancelled()
            case PaymentState.PREPARED:
                return Pending(started=False)
            case PaymentState.PRESENTING:
                return Pending(started=True)

    @property
    def partial(self) -> bool:
        return self.approved_minor < self.amount_minor

    @property
    def refunded_minor(self) -> int:
        return sum(self.refunds.values())

    def approved(self, minor: int | None = None) -> Payment:
        held = self.amount_minor if minor is None else minor
        return replace(self, state=PaymentState.APPROVED, approved_minor=held)

    def told(self) -> terminal.Payment:
        """As the contract's reconciliation tells it."""
        return terminal.Payment(
            self.reference,
            self.key,
            self.amount_minor,
            self.currency,
            self.outcome,
            self.captured,
            self.voided,
            self.refunded_minor,
        )


class Books:
    """All payments, by reference. Its caller locks."""

    def __init__(self, file: Path | None) -> None:
        self._payments: dict[str, Payment] = {}
        self._journal = None if file is None else Journal(file)
        if file is not None:
            self._payments = {payment.reference: payment for payment in read_books(file)}

    def __len__(self) -> int:
        return len(self._payments)

    def all(self) -> list[Payment]:
        return list(self._payments.values())

    def get(self, reference: str) -> Payment | None:
        return self._payments.get(reference)

    def by_key(self, key: str) -> Payment | None:
        return next((p for p in self._payments.values() if p.key == key), None)

    def enter(self, payment: Payment) -> None:
        """Raises `OSError` when the file does not take it, and then it did not happen."""
        if self._journal is not None:
            self._journal.append(asdict(payment))
        self._payments[payment.reference] = payment

    def close(self) -> None:
        if self._journal is not None:
            self._journal.close()

    def capture(self, payment: Payment) -> Settlement:
        if payment.captured:
            return Done()
        if payment.state in (PaymentState.PREPARED, PaymentState.PRESENTING):
            return Refused("not_ended")
        if payment.state is not PaymentState.APPROVED or payment.voided:
            return Refused("not_approved")
        if payment.partial:
            return Refused("partial_approval")
        self.enter(replace(payment, captured=True))
        return Done()

    def void(self, payment: Payment) -> Settlement:
        if payment.captured:
            return Refused("captured")
        if payment.state in (PaymentState.PREPARED, PaymentState.PRESENTING):
            return Refused("not_ended")
        if payment.state is PaymentState.APPROVED and not payment.voided:
            self.enter(replace(payment, voided=True))
        return Done()

    def refund(self, payment: Payment, key: str, amount_minor: int) -> Settlement:
        for each in self._payments.values():
            if key in each.refunds:
                same = each == payment and each.refunds[key] == amount_minor
                return Done() if same else Refused("key_reused")
        if not payment.captured:
            return Refused("not_captured")
        if not 0 < amount_minor <= payment.amount_minor - payment.refunded_minor:
            return Refused("bad_amount")
        self.enter(replace(payment, refunds={**payment.refunds, key: amount_minor}))
        return Done()

    def since(self, moment: datetime) -> list[Payment]:
        from_ms = round(moment.timestamp() * 1000)
        return [p for p in self._payments.values() if p.made_ms >= from_ms]


def read_books(file: Path) -> list[Payment]:
    """What a terminal wrote down, also while it is running. Raises `JournalError`."""
    payments: dict[str, Payment] = {}
    for entry in read(file):
        payment = _payment(entry)
        payments[payment.reference] = payment
    return list(payments.values())


def now_ms() -> int:
    return round(datetime.now(UTC).timestamp() * 1000)


def _payment(entry: dict[str, Any]) -> Payment:
    return Payment(**{**entry, "state": PaymentState(entry["state"])})
