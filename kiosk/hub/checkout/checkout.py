"""The checkout of one table as a state machine: events in, the next state and effects out.

    EMPTY -> OPEN -> LOCKED -> AUTHORISING -> SOLD -> EMPTY
    LOCKED, AUTHORISING -> OPEN           declined or called off, once that is certain
    AUTHORISING -> RECONCILING            the answer was lost: ask what became of it
    RECONCILING -> SOLD | OPEN | AUTHORISING | NEEDS_STAFF
    NEEDS_STAFF -> SOLD | OPEN | AUTHORISING   staff's word, or an answer after all

Owns when the card may be asked for, and that an outcome nobody knows is asked about again and
never charged anew. Pure: effects are values that the caller carries out in order, each answered
by an event. An event about an attempt that is over changes nothing.

LOCKED lasts until the terminal's reference is written down. Nobody is charged in it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from hardware.payment_terminal.terminal import (
    Approved,
    Cancelled,
    Declined,
    Outcome,
    Pending,
    Unknown,
)
from hardware.rfid.reader import TagId
from kiosk.hub.checkout.basket import Basket
from kiosk.hub.checkout.events import (
    AskCancel,
    AskStatus,
    AttemptClosed,
    BasketChanged,
    CancelPressed,
    CloseAttempt,
    DonePressed,
    Effect,
    Event,
    Freeze,
    FreezeRefused,
    Frozen,
    NotWritten,
    OutcomeKnown,
    PayPressed,
    Perform,
    Prepare,
    Prepared,
    PrepareFailed,
    RecordSale,
    ReferenceStored,
    SaleRecorded,
    StaffSettled,
    StoreReference,
    Ticked,
)
from kiosk.hub.checkout.receipt import Receipt
from kiosk.hub.checkout.tender import Attempt, AttemptStatus, Stop

ASK_AGAIN_S = 0.5  # first pause between questions about a payment; doubles
ASK_AGAIN_MOST_S = 5.0
STAFF_AFTER_S = 60.0  # an outcome that is unknown this long needs a person; the questions go on
THANKS_S = 30.0  # the thank-you page leaves by itself
THANKS_AT_LEAST_S = 4.0  # so long it stays, also when everything is lifted at once


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
    TERMINAL_AWAY = "terminal_away"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Message:
    """What the last payment came to, when it came to nothing. Gone with the next change."""

    kind: MessageKind
    sentence: str


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
DECLINED = Message(MessageKind.DECLINED, "The card was declined. Nothing was charged.")
NOT_PREPARED = Message(
    MessageKind.TERMINAL_AWAY,
    "The card terminal is not ready. Nothing was charged. Try again, or ask a colleague.",
)
NOT_STARTED = "The payment could not be started. Nothing was charged. A colleague will help."


NOTHING = Basket()
Step = tuple["Checkout", tuple[Effect, ...]]


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
    def late(self) -> frozenset[TagId]:
        """What would be paid for, but came after the basket was frozen."""
        if self.attempt is not None:
            return self.basket.tags - self.attempt.tags
        return self.basket.tags if self.state is State.SOLD else frozenset()


def resumed(attempt: Attempt, now: float) -> Step:
    """The checkout after a restart of the hub, with an attempt that was live when it stopped.

    Without a reference it was never performed, and nothing moved. With one, the terminal knows.
    """
    checkout = Checkout(
        state=State.RECONCILING,
        since=now,
        checkout_id=attempt.checkout_id,
        attempts=attempt.number,
        attempt=attempt,
        unknown_since=now,
        last_pay_id=attempt.pay_id,
    )
    if not attempt.reference:
        return _close(checkout, AttemptStatus.CANCELLED, "restarted", MESSAGES[Stop.INTERRUPTED])
    return checkout, (AskStatus(attempt, 0.0),)


def thanked(receipt: Receipt, now: float) -> Checkout:
    """The checkout after a restart of the hub, with a sale of a moment ago."""
    return Checkout(state=State.SOLD, since=now, sale=receipt, settled=_tags(receipt))


def step(checkout: Checkout, event: Event, now: float) -> Step:
    """What `event` makes of the checkout, and what must be done for it."""
    match event:
        case BasketChanged(basket):
            return _basket_changed(checkout, basket, now)
        case PayPressed():
            return _pay(checkout, event, now)
        case CancelPressed():
            return _stop(checkout, Stop.CANCELLED)
        case DonePressed():
            return (_next_shopper(checkout, now) if checkout.state is State.SOLD else checkout), ()
        case Ticked():
            return _ticked(checkout, now), ()
    if checkout.attempt is None or checkout.attempt.key != event.key:
        return checkout, ()
    return _of_attempt(checkout, checkout.attempt, event, now)


def _of_attempt(checkout: Checkout, attempt: Attempt, event: Event, now: float) -> Step:
    match event:
        case Frozen() if checkout.state is State.LOCKED:
            if attempt.stop:
                return _close(
                    checkout, AttemptStatus.CANCELLED, attempt.stop, MESSAGES[attempt.stop]
                )
            return checkout, (Prepare(attempt),)
        case FreezeRefused(_, sentence) if checkout.state is State.LOCKED:
            message = Message(MessageKind.REFUSED, sentence)
            return _opened(replace(checkout, message=message), now), ()
        case Prepared(_, reference) if checkout.state is State.LOCKED:
            attempt = replace(attempt, reference=reference)
            return replace(checkout, attempt=attempt), (StoreReference(attempt),)
        case PrepareFailed(_, cause) if checkout.state is State.LOCKED:
            reason = f"not prepared: {cause}"
            return _close(checkout, AttemptStatus.CANCELLED, reason, NOT_PREPARED)
        case ReferenceStored() if checkout.state is State.LOCKED:
            if attempt.stop:  # prepared and never performed: nothing can have moved
                return _close(
                    checkout, AttemptStatus.CANCELLED, attempt.stop, MESSAGES[attempt.stop]
                )
            return _in(checkout, State.AUTHORISING, now), (Perform(attempt),)
        case OutcomeKnown(_, outcome) if checkout.state is not State.LOCKED:
            return _outcome(checkout, attempt, outcome, now)
        case StaffSettled(_, charged) if checkout.state is State.NEEDS_STAFF:
            return _settled(checkout, attempt, charged, now)
        case AttemptClosed():
            return _opened(replace(checkout, message=checkout.closing), now), ()
        case SaleRecorded(_, receipt):
            return _sold(checkout, attempt, receipt, now), ()
        case NotWritten(_, effect):
            return _not_written(checkout, attempt, effect, now)
    return checkout, ()


def _basket_changed(checkout: Checkout, basket: Basket, now: float) -> Step:
    before = checkout.basket
    checkout = replace(checkout, basket=basket)
    if checkout.attempt is not None:
        if basket.tags not in (before.tags, checkout.attempt.tags):
            return _stop(checkout, Stop.CHANGED)
        return checkout, ()
    if checkout.state is State.SOLD:
        return (_next_shopper(checkout, now) if _gone(checkout, now) else checkout), ()
    checkout = replace(checkout, settled=checkout.settled & basket.laid)
    if basket.offer != before.offer:
        checkout = replace(checkout, message=None)
    return _opened(checkout, now), ()


def _pay(checkout: Checkout, event: PayPressed, now: float) -> Step:
    if checkout.state is not State.OPEN or not checkout.basket.lines:
        return checkout, ()
    if event.pay_id == checkout.last_pay_id:
        return checkout, ()
    lines = checkout.basket.lines
    attempt = Attempt(
        checkout_id=checkout.checkout_id or event.checkout_id,
        number=checkout.attempts + 1,
        pay_id=event.pay_id,
        lines=lines,
        currency=lines[0].price.currency,
    )
    checkout = replace(
        _in(checkout, State.LOCKED, now),
        checkout_id=attempt.checkout_id,
        attempts=attempt.number,
        attempt=attempt,
        message=None,
        last_pay_id=event.pay_id,
    )
    return checkout, (Freeze(attempt),)


def _stop(checkout: Checkout, why: Stop) -> Step:
    """Call the payment off, if that is still possible. What is decided cannot be stopped."""
    attempt = checkout.attempt
    if attempt is None or attempt.approved or checkout.closing:
        return checkout, ()
    if checkout.state not in (State.LOCKED, State.AUTHORISING):
        return checkout, ()
    attempt = replace(attempt, stop=attempt.stop or why)
    checkout = replace(checkout, attempt=attempt)
    return checkout, (AskCancel(attempt),) if checkout.state is State.AUTHORISING else ()


def _outcome(checkout: Checkout, attempt: Attempt, outcome: Outcome, now: float) -> Step:
    if attempt.approved or checkout.closing:
        return checkout, ()
    match outcome:
        case Approved():
            attempt = replace(attempt, approved=True)
            return replace(checkout, attempt=attempt), (RecordSale(attempt),)
        case Declined(reason):
            return _close(checkout, AttemptStatus.DECLINED, reason, DECLINED)
        case Cancelled():
            why = attempt.stop or Stop.INTERRUPTED
            return _close(checkout, AttemptStatus.CANCELLED, why, MESSAGES[why])
        case Pending(started):
            if started and checkout.state is not State.AUTHORISING:
                checkout = _in(checkout, State.AUTHORISING, now)
            elif not started:
                attempt = replace(attempt, stop=attempt.stop or Stop.INTERRUPTED)
            checkout = replace(checkout, attempt=attempt, unknown_since=None, not_charged=False)
            ask = AskStatus(attempt, ASK_AGAIN_S)
            return checkout, (AskCancel(attempt), ask) if attempt.stop else (ask,)
        case Unknown() if checkout.not_charged:
            message = MESSAGES[Stop.INTERRUPTED]
            return _close(checkout, AttemptStatus.CANCELLED, "staff: not charged", message)
        case Unknown():
            return _unknown(checkout, attempt, now)


def _settled(checkout: Checkout, attempt: Attempt, charged: bool, now: float) -> Step:
    """Staff's word. "Not charged" waits for the question that is under way: it may be answered
    with an approval, and what is charged must be sold."""
    if checkout.decided:
        return checkout, ()
    if charged:
        return _outcome(checkout, attempt, Approved(), now)
    attempt = replace(attempt, stop=attempt.stop or Stop.INTERRUPTED)
    checkout = replace(checkout, attempt=attempt, not_charged=True)
    return checkout, (AskCancel(attempt, until_answered=True),)


def _unknown(checkout: Checkout, attempt: Attempt, now: float) -> Step:
    if checkout.unknown_since is None or checkout.state is State.AUTHORISING:
        checkout = replace(checkout, unknown_since=now, ask_again_s=ASK_AGAIN_S)
    if checkout.state is State.AUTHORISING:
        checkout = _in(checkout, State.RECONCILING, now)
    after_s = checkout.ask_again_s
    checkout = replace(checkout, ask_again_s=min(2 * after_s, ASK_AGAIN_MOST_S))
    return _ticked(checkout, now), (AskStatus(attempt, after_s),)


def _not_written(checkout: Checkout, attempt: Attempt, effect: Effect, now: float) -> Step:
    """Every write may be repeated: done twice it is done once."""
    match effect:
        case Freeze():
            message = Message(MessageKind.REFUSED, NOT_STARTED)
            return _close(checkout, AttemptStatus.CANCELLED, "not written", message)
        case StoreReference():  # not performed, and without the reference it must not be
            message = Message(MessageKind.REFUSED, NOT_STARTED)
            return _close(checkout, AttemptStatus.CANCELLED, "not written", message)
        case CloseAttempt():
            return checkout, (replace(effect, after_s=ASK_AGAIN_MOST_S),)
        case RecordSale():  # charged and not sold: the terminal says approved again, and again
            checkout = replace(checkout, attempt=replace(attempt, approved=False))
            return _unknown(checkout, replace(attempt, approved=False), now)
    return checkout, ()


def _close(checkout: Checkout, status: AttemptStatus, reason: str, message: Message) -> Step:
    assert checkout.attempt is not None
    effect = CloseAttempt(checkout.attempt, status, reason)
    return replace(checkout, closing=message), (effect,)


def _sold(checkout: Checkout, attempt: Attempt, receipt: Receipt, now: float) -> Checkout:
    """Thank the shopper. What came too late for the payment stays beside it, unpaid."""
    paid = attempt.tags
    basket = checkout.basket
    left = tuple(line for line in basket.lines if line.tag not in paid)
    return Checkout(
        state=State.SOLD,
        since=now,
        basket=replace(basket, lines=left),
        last_pay_id=checkout.last_pay_id,
        sale=receipt,
        settled=paid,
    )


def _ticked(checkout: Checkout, now: float) -> Checkout:
    if checkout.state is State.SOLD and _gone(checkout, now):
        return _next_shopper(checkout, now)
    unknown_since = checkout.unknown_since
    if (
        checkout.state is State.RECONCILING
        and unknown_since is not None
        and now - unknown_since >= STAFF_AFTER_S
    ):
        return _in(checkout, State.NEEDS_STAFF, now)
    return checkout


def _gone(checkout: Checkout, now: float) -> bool:
    """Whether the shopper who is being thanked has left the table."""
    thanked_s = now - checkout.since
    if thanked_s >= THANKS_S or checkout.sale is None:
        return True
    lifted = not (checkout.settled & checkout.basket.laid)
    lay_here = any(line.on_table for line in checkout.sale.lines)
    return lifted and thanked_s >= THANKS_AT_LEAST_S and (lay_here or bool(checkout.basket.lines))


def _next_shopper(checkout: Checkout, now: float) -> Checkout:
    """Nothing of the last one is left, but that their paid pieces may still lie there."""
    left = Checkout(basket=checkout.basket, settled=checkout.settled & checkout.basket.laid)
    return _opened(replace(left, last_pay_id=checkout.last_pay_id, since=now), now)


def _opened(checkout: Checkout, now: float) -> Checkout:
    """No payment is live: the basket says whether there is anything at the table."""
    basket = checkout.basket
    if basket.lines or basket.doubts:
        checkout = replace(
            checkout, attempt=None, closing=None, unknown_since=None, not_charged=False
        )
        return checkout if checkout.state is State.OPEN else _in(checkout, State.OPEN, now)
    since = checkout.since if checkout.state is State.EMPTY else now
    return Checkout(
        since=since,
        basket=basket,
        last_pay_id=checkout.last_pay_id,
        settled=checkout.settled,
    )


def _in(checkout: Checkout, state: State, now: float) -> Checkout:
    return replace(checkout, state=state, since=now)


def _tags(receipt: Receipt) -> frozenset[TagId]:
    return frozenset(line.tag for line in receipt.lines)
