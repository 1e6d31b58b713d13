"""What Stripe says, as values: a payment (PaymentIntent), a reader, and two ways to fail.

Owns what Stripe's words mean for the contract. Opens nothing, and does not know the SDK.
"""

from __future__ import annotations

from dataclasses import dataclass

from hardware.payment_terminal.terminal import (
    Approved,
    Cancelled,
    Declined,
    Outcome,
    Payment,
    Pending,
)

ABANDONED = "abandoned"  # Stripe's words for why we cancelled: nobody paid,
REQUESTED = "requested_by_customer"  # or somebody called it off


class StripeAwayError(Exception):
    """No answer that says whether it was done: no reply, 5xx, 429, 409.

    `replayed` is True when Stripe repeated what it had once said to this idempotency key: asking
    with the same key will say the same for 24 hours.
    """

    def __init__(self, words: str, replayed: bool = False) -> None:
        super().__init__(words)
        self.replayed = replayed


class StripeRefusalError(Exception):
    """Stripe understood, and did not do it. `code` is Stripe's word for why."""

    def __init__(self, code: str, words: str, status: int, replayed: bool = False) -> None:
        super().__init__(words)
        self.code = code
        self.status = status
        self.replayed = replayed


@dataclass(frozen=True, slots=True)
class Intent:
    """A PaymentIntent, with its amounts in our minor units."""

    reference: str
    key: str
    amount_minor: int
    currency: str
    status: str
    held_minor: int = 0
    received_minor: int = 0
    failure: str = ""  # of the last card, or of the last try
    cancelled_because: str = ""
    authorised: bool = False  # a card was charged or money held; known only when it was asked for
    refunded_minor: int = 0  # likewise

    @property
    def outcome(self) -> Outcome | None:
        """None while a card may still be charged for it."""
        match self.status:
            case "requires_capture":
                return _approved(self.held_minor, self.amount_minor)
            case "succeeded":
                return _approved(self.received_minor, self.amount_minor)
            case "canceled":
                if self.cancelled_because == ABANDONED:
                    return Declined(self.failure or ABANDONED)
                return Cancelled()
        return None

    @property
    def waits_for_card(self) -> bool:
        """Whether it can be handed to a reader."""
        return self.status == "requires_payment_method"

    @property
    def captured(self) -> bool:
        return self.status == "succeeded"

    def told(self, reader: Reader) -> Payment:
        return Payment(
            self.reference,
            self.key,
            self.amount_minor,
            self.currency,
            self.outcome or Pending(started=self.started(reader)),
            captured=self.captured,
            voided=self.status == "canceled" and self.authorised,
            # Stripe also calls it a refund when a hold is given back.
            refunded_minor=self.refunded_minor if self.captured else 0,
        )

    def started(self, reader: Reader) -> bool:
        return not self.waits_for_card or bool(self.failure) or reader.has(self.reference)


@dataclass(frozen=True, slots=True)
class Reader:
    """A card reader, and the last thing that it was asked to do."""

    status: str  # online, offline
    reference: str = ""  # of the payment that its action is about
    action: str = ""  # in_progress, succeeded, failed
    failure: str = ""

    def has(self, reference: str) -> bool:
        return self.reference == reference

    def collects(self, reference: str) -> bool:
        """Whether it asks for a card for this payment, or may be charging one."""
        return self.has(reference) and self.action == "in_progress"

    def failed(self, reference: str) -> bool:
        return self.has(reference) and self.action == "failed"


# Stripe counts these in hundredths, which they no longer have; ISO 4217 gives them no minor unit.
HUNDREDFOLD = frozenset({"ISK", "UGX"})
THREE_DECIMALS = frozenset({"BHD", "JOD", "KWD", "OMR", "TND"})  # the last digit has to be 0


def stripe_amount(minor: int, currency: str) -> int:
    """So many minor units as Stripe counts them. Raises `ValueError` for what it cannot take."""
    if currency.upper() in THREE_DECIMALS and minor % 10:
        raise ValueError(f"Stripe takes {currency.upper()} in steps of 0.010 only")
    return minor * 100 if currency.upper() in HUNDREDFOLD else minor


def our_amount(amount: int, currency: str) -> int:
    return amount // 100 if currency.upper() in HUNDREDFOLD else amount


def _approved(minor: int, of_minor: int) -> Approved:
    return Approved() if minor >= of_minor else Approved(minor)
