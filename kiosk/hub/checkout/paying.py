"""What becomes of a payment that has begun: from the frozen basket to a sale, or to nothing.

Owns that an outcome nobody knows is asked about again and never charged anew, and that what was
approved and does not pay for the basket is given back before the basket opens. Pure, as
`checkout.py`.
"""

from __future__ import annotations

from dataclasses import replace

from hardware.payment_terminal.terminal import (
    Approved,
    Cancelled,
    Declined,
    Done,
    Outcome,
    Pending,
    Settlement,
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
    StaffSettled,
    StoreReference,
    Void,
    Voided,
)
from kiosk.hub.checkout.receipt import Receipt
from kiosk.hub.checkout.state import (
    ASK_AGAIN_S,
    DECLINED,
    MESSAGES,
    NOT_PREPARED,
    NOT_STARTED,
    PARTIAL,
    Checkout,
    Message,
    State,
    Step,
    entered,
    opened,
    refusal,
)
from kiosk.hub.checkout.tender import Attempt, AttemptStatus, Stop, Tender

ASK_AGAIN_MOST_S = 5.0
WAITS_AT_MOST_S = 240.0  # for a card, when nobody performs the payment any more; drivers wait 180
STAFF_AFTER_S = 60.0  # an outcome that is unknown this long needs a person; the questions go on


def happened(checkout: Checkout, attempt: Attempt, event: Event, now: float) -> Step:
    match event:
        case Frozen() if checkout.state is State.LOCKED:
            if attempt.stop:
                return close(
                    checkout, AttemptStatus.CANCELLED, attempt.stop, MESSAGES[attempt.stop]
                )
            return checkout, (Prepare(attempt),)
        case FreezeRefused(_, why, subject) if checkout.state is State.LOCKED:
            return opened(replace(checkout, message=refusal(why, subject)), now), ()
        case Prepared(_, reference) if checkout.state is State.LOCKED:
            attempt = replace(attempt, reference=reference)
            return replace(checkout, attempt=attempt), (StoreReference(attempt),)
        case PrepareFailed(_, cause) if checkout.state is State.LOCKED:
            reason = f"not prepared: {cause}"
            return close(checkout, AttemptStatus.CANCELLED, reason, NOT_PREPARED)
        case ReferenceStored() if checkout.state is State.LOCKED:
            if attempt.stop:  # prepared and never performed: nothing can have moved
                return close(
                    checkout, AttemptStatus.CANCELLED, attempt.stop, MESSAGES[attempt.stop]
                )
            return entered(checkout, State.AUTHORISING, now), (Perform(attempt),)
        case OutcomeKnown(_, outcome) if checkout.state is not State.LOCKED:
            return _outcome(checkout, attempt, outcome, now)
        case Voided(_, settlement) if checkout.giving_back:
            return _voided(checkout, attempt, settlement, now)
        case StaffSettled(_, charged) if checkout.state is State.NEEDS_STAFF:
            return _settled(checkout, attempt, charged, now)
        case AttemptClosed():
            return opened(replace(checkout, message=checkout.closing), now), ()
        case SaleRecorded(_, receipt):
            return _sold(checkout, attempt, receipt, now), ()
        case NotWritten(_, effect):
            return _not_written(checkout, attempt, effect, now)
    return checkout, ()


def stop(checkout: Checkout, why: Stop) -> Step:
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
    if attempt.approved or checkout.closing or checkout.giving_back:
        return checkout, ()
    match outcome:
        case Approved(minor) if minor not in (None, attempt.amount.minor):
            return _give_back(checkout, replace(attempt, held_minor=minor), now)
        case Approved():
            attempt = replace(attempt, approved=True)
            return replace(checkout, attempt=attempt), (RecordSale(attempt),)
        case Declined(reason):
            return close(checkout, AttemptStatus.DECLINED, reason, DECLINED)
        case Cancelled():
            why = attempt.stop or Stop.INTERRUPTED
            return close(checkout, AttemptStatus.CANCELLED, why, MESSAGES[why])
        case Pending(started):
            if started and checkout.state is not State.AUTHORISING:
                checkout = entered(checkout, State.AUTHORISING, now)
            elif not started or _forgotten(checkout, attempt, now):
                attempt = replace(attempt, stop=attempt.stop or Stop.INTERRUPTED)
            checkout = replace(checkout, attempt=attempt, unknown_since=None, not_charged=False)
            ask = AskStatus(attempt, ASK_AGAIN_S)
            return checkout, (AskCancel(attempt), ask) if attempt.stop else (ask,)
        case Unknown() if checkout.not_charged:
            message = MESSAGES[Stop.INTERRUPTED]
            return close(checkout, AttemptStatus.CANCELLED, "staff: not charged", message)
        case Unknown():
            return _unknown(checkout, attempt, now)


def _forgotten(checkout: Checkout, attempt: Attempt, now: float) -> bool:
    """Whether a terminal has been waiting for a card since before the hub was started again, and
    for longer than a shopper would. A colleague at the desk may take all the time."""
    return attempt.tender is Tender.CARD and now - checkout.since >= WAITS_AT_MOST_S


def _settled(checkout: Checkout, attempt: Attempt, charged: bool, now: float) -> Step:
    """Staff's word. "Not charged" waits for the question that is under way: it may be answered
    with an approval, and what is charged must be sold."""
    if checkout.decided or (charged and checkout.giving_back):
        return checkout, ()
    if charged:
        return _outcome(checkout, attempt, Approved(), now)
    attempt = replace(attempt, stop=attempt.stop or Stop.INTERRUPTED)
    checkout = replace(checkout, attempt=attempt, not_charged=True)
    if checkout.giving_back:
        return checkout, ()
    return checkout, (AskCancel(attempt, until_answered=True),)


def _give_back(checkout: Checkout, attempt: Attempt, now: float) -> Step:
    """The card did not cover the amount: the basket stays closed until that is given back."""
    checkout = replace(
        checkout,
        attempt=attempt,
        unknown_since=checkout.unknown_since or now,
        ask_again_s=ASK_AGAIN_S,
    )
    if checkout.state is State.AUTHORISING:
        checkout = entered(checkout, State.RECONCILING, now)
    return checkout, (Void(attempt),)


def _voided(checkout: Checkout, attempt: Attempt, settlement: Settlement, now: float) -> Step:
    if isinstance(settlement, Done):
        reason = f"{attempt.held_minor} of {attempt.amount.minor} approved, and voided"
        return close(checkout, AttemptStatus.CANCELLED, reason, PARTIAL)
    if checkout.not_charged:  # staff gave it back by hand; the sweep sees to the terminal's books
        return close(checkout, AttemptStatus.CANCELLED, "staff: not charged", PARTIAL)
    checkout, after_s = _later(checkout)
    return overdue(checkout, now), (Void(attempt, after_s),)


def _unknown(checkout: Checkout, attempt: Attempt, now: float) -> Step:
    if checkout.unknown_since is None or checkout.state is State.AUTHORISING:
        checkout = replace(checkout, unknown_since=now, ask_again_s=ASK_AGAIN_S)
    if checkout.state is State.AUTHORISING:
        checkout = entered(checkout, State.RECONCILING, now)
    checkout, after_s = _later(checkout)
    return overdue(checkout, now), (AskStatus(attempt, after_s),)


def _later(checkout: Checkout) -> tuple[Checkout, float]:
    """The next pause before the terminal is asked again; each is longer than the one before."""
    after_s = checkout.ask_again_s
    return replace(checkout, ask_again_s=min(2 * after_s, ASK_AGAIN_MOST_S)), after_s


def overdue(checkout: Checkout, now: float) -> Checkout:
    """What nobody knows for so long is a colleague's business. The questions go on."""
    since = checkout.unknown_since
    late = since is not None and now - since >= STAFF_AFTER_S
    if late and checkout.state is State.RECONCILING:
        return entered(checkout, State.NEEDS_STAFF, now)
    return checkout


def _not_written(checkout: Checkout, attempt: Attempt, effect: Effect, now: float) -> Step:
    """Every write may be repeated: done twice it is done once."""
    match effect:
        case Freeze():
            return close(checkout, AttemptStatus.CANCELLED, "not written", NOT_STARTED)
        case StoreReference():  # not performed, and without the reference it must not be
            return close(checkout, AttemptStatus.CANCELLED, "not written", NOT_STARTED)
        case CloseAttempt():  # and the page must not go on asking for a card meanwhile
            attempt = replace(attempt, stop=attempt.stop or Stop.INTERRUPTED)
            again = replace(effect, after_s=ASK_AGAIN_MOST_S)
            return replace(checkout, attempt=attempt), (again,)
        case Void():
            return checkout, (replace(effect, after_s=ASK_AGAIN_MOST_S),)
        case RecordSale():  # charged and not sold: the terminal says approved again, and again
            checkout = replace(checkout, attempt=replace(attempt, approved=False))
            return _unknown(checkout, replace(attempt, approved=False), now)
    return checkout, ()


def close(checkout: Checkout, status: AttemptStatus, reason: str, message: Message) -> Step:
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
