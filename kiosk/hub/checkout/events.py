"""What can happen to a checkout, and what it can want done: events and effects, as values.

An effect's docstring names the event that answers it. An event about an attempt carries the
attempt's key, so that an answer that comes late is known for what it is. `checkout.py` decides.
"""

from __future__ import annotations

from dataclasses import dataclass

from hardware.payment_terminal.terminal import Outcome, Settlement
from kiosk.hub.checkout.basket import Basket
from kiosk.hub.checkout.receipt import Receipt
from kiosk.hub.checkout.tender import Attempt, AttemptStatus, NotFrozen, Tender

# --- events ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BasketChanged:
    """`anew`: the same pieces, sorted again because a payment began or ended. Prices may change
    with that, and it is nothing that anybody did at the table."""

    basket: Basket
    anew: bool = False


@dataclass(frozen=True, slots=True)
class PayPressed:
    """`pay_id` names the press; `checkout_id` becomes the checkout's name if it has none yet."""

    pay_id: str
    checkout_id: str
    tender: Tender = Tender.CARD


@dataclass(frozen=True, slots=True)
class CancelPressed:
    pass


@dataclass(frozen=True, slots=True)
class DonePressed:
    pass


@dataclass(frozen=True, slots=True)
class Ticked:
    """Time went by."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """The attempt and its basket are written down."""

    key: str


@dataclass(frozen=True, slots=True)
class FreezeRefused:
    """They are not, and nothing was. `subject` is the garment that it is about."""

    key: str
    why: NotFrozen
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Prepared:
    key: str
    reference: str


@dataclass(frozen=True, slots=True)
class PrepareFailed:
    """The terminal did not take it. `cause` is for staff and the ledger, not for the shopper."""

    key: str
    cause: str


@dataclass(frozen=True, slots=True)
class ReferenceStored:
    key: str


@dataclass(frozen=True, slots=True)
class OutcomeKnown:
    """What the terminal says became of the payment."""

    key: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Voided:
    """What the terminal says to giving an approval back."""

    key: str
    settlement: Settlement


@dataclass(frozen=True, slots=True)
class StaffSettled:
    """What a colleague read on the terminal about a payment that it does not answer for."""

    key: str
    charged: bool


@dataclass(frozen=True, slots=True)
class AttemptClosed:
    """It is written down that the attempt came to nothing."""

    key: str


@dataclass(frozen=True, slots=True)
class SaleRecorded:
    key: str
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class NotWritten:
    """The database failed to do `effect`, or it cannot be known whether it did."""

    key: str
    effect: Effect


Event = (
    BasketChanged
    | PayPressed
    | CancelPressed
    | DonePressed
    | Ticked
    | Frozen
    | FreezeRefused
    | Prepared
    | PrepareFailed
    | ReferenceStored
    | OutcomeKnown
    | Voided
    | StaffSettled
    | AttemptClosed
    | SaleRecorded
    | NotWritten
)


# --- effects --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Freeze:
    """Write the attempt, its key and its basket down -> Frozen | FreezeRefused."""

    attempt: Attempt


@dataclass(frozen=True, slots=True)
class Prepare:
    """Register it with the terminal; moves no money -> Prepared | PrepareFailed."""

    attempt: Attempt


@dataclass(frozen=True, slots=True)
class StoreReference:
    """Write the terminal's reference down -> ReferenceStored | NotWritten."""

    attempt: Attempt


@dataclass(frozen=True, slots=True)
class Perform:
    """Ask for the card -> OutcomeKnown. The only effect that moves money."""

    attempt: Attempt


@dataclass(frozen=True, slots=True)
class AskStatus:
    """After a pause, ask what became of it -> OutcomeKnown."""

    attempt: Attempt
    after_s: float


@dataclass(frozen=True, slots=True)
class AskCancel:
    """Ask the terminal to call it off, at once -> OutcomeKnown if an approval was faster, else no
    event: what is asked besides says whether it helped. `until_answered` asks again and again."""

    attempt: Attempt
    until_answered: bool = False


@dataclass(frozen=True, slots=True)
class Void:
    """After a pause, give back what was approved and does not pay for it -> Voided | NotWritten."""

    attempt: Attempt
    after_s: float = 0.0


@dataclass(frozen=True, slots=True)
class CloseAttempt:
    """Write down that it came to nothing -> AttemptClosed | NotWritten."""

    attempt: Attempt
    status: AttemptStatus
    reason: str
    after_s: float = 0.0


@dataclass(frozen=True, slots=True)
class RecordSale:
    """Sell the frozen basket, in one transaction -> SaleRecorded | NotWritten."""

    attempt: Attempt


Effect = (
    Freeze
    | Prepare
    | StoreReference
    | Perform
    | AskStatus
    | AskCancel
    | Void
    | CloseAttempt
    | RecordSale
)
