"""The checkout of one table as a state machine: events in, the next state and effects out.

    EMPTY -> OPEN -> LOCKED -> AUTHORISING -> SOLD -> EMPTY
    LOCKED, AUTHORISING -> OPEN           declined or called off, once that is certain
    AUTHORISING -> RECONCILING            the answer was lost: ask what became of it; or the card
                                          covered a part only: that is given back first
    RECONCILING -> SOLD | OPEN | AUTHORISING | NEEDS_STAFF
    NEEDS_STAFF -> SOLD | OPEN | AUTHORISING   staff's word, or an answer after all

Owns when the card may be asked for; what a payment then comes to is in `paying.py`. Pure: effects
are values that the caller carries out in order, each answered by an event. An event about an
attempt that is over changes nothing.

LOCKED lasts until the terminal's reference is written down. Nobody is charged in it.
"""

from __future__ import annotations

from dataclasses import replace

from hardware.rfid.reader import TagId
from kiosk.hub.checkout.basket import Basket
from kiosk.hub.checkout.events import (
    AskStatus,
    BasketChanged,
    CancelPressed,
    DonePressed,
    Event,
    Freeze,
    PayPressed,
    Ticked,
    Void,
)
from kiosk.hub.checkout.paying import close, happened, overdue, stop
from kiosk.hub.checkout.receipt import Receipt
from kiosk.hub.checkout.state import MESSAGES, Checkout, State, Step, entered, opened
from kiosk.hub.checkout.tender import Attempt, AttemptStatus, Stop

THANKS_S = 30.0  # the thank-you page leaves by itself
THANKS_AT_LEAST_S = 4.0  # so long it stays, also when everything is lifted at once


def resumed(attempt: Attempt, now: float) -> Step:
    """The checkout after a restart of the hub, with an attempt that was live when it stopped.

    Without a reference it was never performed, and nothing moved. With one, the terminal knows. A
    part that it approved was being given back.
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
        return close(checkout, AttemptStatus.CANCELLED, "restarted", MESSAGES[Stop.INTERRUPTED])
    if attempt.held_minor is not None:
        return checkout, (Void(attempt),)
    return checkout, (AskStatus(attempt, 0.0),)


def thanked(receipt: Receipt, now: float) -> Checkout:
    """The checkout after a restart of the hub, with a sale of a moment ago."""
    return Checkout(state=State.SOLD, since=now, sale=receipt, settled=_tags(receipt))


def step(checkout: Checkout, event: Event, now: float) -> Step:
    """What `event` makes of the checkout, and what must be done for it."""
    match event:
        case BasketChanged(basket, anew):
            return _basket_changed(checkout, basket, anew, now)
        case PayPressed():
            return _pay(checkout, event, now)
        case CancelPressed():
            return stop(checkout, Stop.CANCELLED)
        case DonePressed():
            return (_next_shopper(checkout, now) if checkout.state is State.SOLD else checkout), ()
        case Ticked():
            return _ticked(checkout, now), ()
    if checkout.attempt is None or checkout.attempt.key != event.key:
        return checkout, ()
    return happened(checkout, checkout.attempt, event, now)


def _basket_changed(checkout: Checkout, basket: Basket, anew: bool, now: float) -> Step:
    before = checkout.basket
    checkout = replace(checkout, basket=basket)
    if checkout.attempt is not None:
        if basket.tags not in (before.tags, checkout.attempt.tags):
            return stop(checkout, Stop.CHANGED)
        return checkout, ()
    if checkout.state is State.SOLD:
        return (_next_shopper(checkout, now) if _gone(checkout, now) else checkout), ()
    checkout = replace(checkout, settled=checkout.settled & basket.laid)
    if basket.offer != before.offer and not anew:  # what became of a payment is still to be read
        checkout = replace(checkout, message=None)
    return opened(checkout, now), ()


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
        tender=event.tender,
        order=checkout.basket.order,
    )
    checkout = replace(
        entered(checkout, State.LOCKED, now),
        checkout_id=attempt.checkout_id,
        attempts=attempt.number,
        attempt=attempt,
        message=None,
        last_pay_id=event.pay_id,
    )
    return checkout, (Freeze(attempt),)


def _ticked(checkout: Checkout, now: float) -> Checkout:
    if checkout.state is State.SOLD and _gone(checkout, now):
        return _next_shopper(checkout, now)
    return overdue(checkout, now)


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
    return opened(replace(left, last_pay_id=checkout.last_pay_id, since=now), now)


def _tags(receipt: Receipt) -> frozenset[TagId]:
    return frozenset(line.tag for line in receipt.lines)
