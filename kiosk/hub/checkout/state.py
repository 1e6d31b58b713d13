"""What one table's checkout is: its states, the words about a payment, and all that it knows.

Owns the values. `checkout.py` decides what a shopper makes of them, `paying.py` what a payment
does.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from hardware.rfid.reader import TagId
from kiosk.hub.checkout.basket import Basket
from kiosk.hub.checkout.events import Effect
from kiosk.hub.checkout.receipt import Receipt
from kiosk.hub.checkout.tender import Attempt, NotFrozen, Stop

ASK_AGAIN_S = 0.5  # first pause between questions about a payment; doubles


class State(StrEnum):
    EMPTY = "EMPTY"
    OPEN = "OPEN"
    LOCKED = "LOCKED"
    AUTHORISING = "AUTHORISING"
    RECONCILING = "RECONCILING"
    NEEDS_STAFF = "NEEDS_STAFF"
    SOLD = "SOLD"


class MessageKind(StrEnum):
    DECLINED = "declined"
    CANCELLED = "cancelled"
    CHANGED = "changed"
    INTERRUPTED = "interrupted"
    PARTIAL = "partial"
    SOLD_BEFORE = "sold_before"
    ELSEWHERE = "elsewhere"
    TOO_FEW = "too_few"
    TERMINAL_AWAY = "terminal_away"
    NOT_STARTED = "not_started"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Message:
    """What the last payment came to, when it came to nothing. Gone with the next change.

    `subject` is the garment that it is about, "" if it is about none.
    """

    kind: MessageKind
    sentence: str
    subject: str = ""


MESSAGES = {
    Stop.CHANGED: Message(
        MessageKind.CHANGED,
        "The items on the table changed, so the payment was stopped. Nothing was charged.",
    ),
    Stop.CANCELLED: Message(
        MessageKind.CANCELLED, "The payment was cancelled. Nothing was charged."
    ),
    Stop.INTERRUPTED: Message(
        MessageKind.INTERRUPTED, "The payment was interrupted. Nothing was charged."
    ),
}
REFUSALS = {
    NotFrozen.SOLD: (MessageKind.SOLD_BEFORE, "{} is paid for already. A colleague will help."),
    NotFrozen.ELSEWHERE: (
        MessageKind.ELSEWHERE,
        "{} is being paid for at another table. A colleague will help.",
    ),
    NotFrozen.TOO_FEW: (MessageKind.TOO_FEW, "There are not so many left: {}."),
    NotFrozen.PRESSED_BEFORE: (
        MessageKind.REFUSED,
        "This payment was started before. Press Pay once more.",
    ),
}
PARTIAL = Message(
    MessageKind.PARTIAL, "The card could not cover the whole amount. Nothing was charged."
)
DECLINED = Message(MessageKind.DECLINED, "The card was declined. Nothing was charged.")
NOT_PREPARED = Message(
    MessageKind.TERMINAL_AWAY,
    "The card terminal is not ready. Nothing was charged. Try again, or ask a colleague.",
)
NOT_STARTED = Message(
    MessageKind.NOT_STARTED,
    "The payment could not be started. Nothing was charged. A colleague will help.",
)
NOTHING = Basket()


@dataclass(frozen=True, slots=True)
class Checkout:
    """One table's checkout, as it is now.

    `since` is when the state began. `attempt` is the live one, with its frozen basket; there is
    one in LOCKED, AUTHORISING, RECONCILING and NEEDS_STAFF. `sale` is the shopper's receipt while
    they are being thanked. `settled` are paid pieces that still lie on the table. `not_charged` is
    staff's word on the attempt; it holds unless the terminal's next answer says otherwise.
    """

    state: State = State.EMPTY
    since: float = 0.0
    basket: Basket = NOTHING
    checkout_id: str = ""
    attempts: int = 0
    attempt: Attempt | None = None
    unknown_since: float | None = None
    ask_again_s: float = ASK_AGAIN_S
    not_charged: bool = False
    closing: Message | None = None
    message: Message | None = None
    last_pay_id: str = ""
    sale: Receipt | None = None
    settled: frozenset[TagId] = frozenset()

    @property
    def paying(self) -> bool:
        """Whether a payment is live: money may move, or may have moved."""
        return self.attempt is not None

    @property
    def decided(self) -> bool:
        """Whether somebody has said how the live payment ended."""
        approved = self.attempt is not None and self.attempt.approved
        return approved or self.not_charged or self.closing is not None

    @property
    def giving_back(self) -> bool:
        """Whether the terminal holds money that does not pay for the basket."""
        return self.attempt is not None and self.attempt.held_minor is not None

    @property
    def late(self) -> frozenset[TagId]:
        """What would be paid for, but came after the basket was frozen."""
        if self.attempt is not None:
            return self.basket.tags - self.attempt.tags
        return self.basket.tags if self.state is State.SOLD else frozenset()


Step = tuple[Checkout, tuple[Effect, ...]]


def refusal(why: NotFrozen, subject: str) -> Message:
    """Why a basket could not be frozen, in words."""
    kind, sentence = REFUSALS[why]
    return Message(kind, sentence.format(subject), subject)


def opened(checkout: Checkout, now: float) -> Checkout:
    """No payment is live: the basket says whether there is anything at the table."""
    basket = checkout.basket
    if basket.lines or basket.doubts:
        checkout = replace(
            checkout, attempt=None, closing=None, unknown_since=None, not_charged=False
        )
        return checkout if checkout.state is State.OPEN else entered(checkout, State.OPEN, now)
    since = checkout.since if checkout.state is State.EMPTY else now
    return Checkout(
        since=since,
        basket=basket,
        last_pay_id=checkout.last_pay_id,
        settled=checkout.settled,
    )


def entered(checkout: Checkout, state: State, now: float) -> Checkout:
    return replace(checkout, state=state, since=now)
