"""Journeys of one table's checkout, for tests: what happens, what state it is then, what is done.

Each row of a journey is (event, the state afterwards, the effects that it causes). `KEY` stands
for the live attempt's key.
"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from hardware.payment_terminal.terminal import (
    Approved,
    Cancelled,
    Declined,
    Done,
    Pending,
    Refused,
    Unknown,
)
from hardware.rfid.reader import TagId
from kiosk.hub.checkout import basket
from kiosk.hub.checkout.basket import Basket, total
from kiosk.hub.checkout.checkout import step
from kiosk.hub.checkout.events import (
    AskCancel,
    AskStatus,
    AttemptClosed,
    BasketChanged,
    CancelPressed,
    CloseAttempt,
    DonePressed,
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
    Void,
    Voided,
)
from kiosk.hub.checkout.receipt import Receipt
from kiosk.hub.checkout.state import Checkout
from kiosk.hub.checkout.tax import tax_included
from kiosk.hub.checkout.tender import Attempt, AttemptStatus, NotFrozen
from tests.unit.hub.shop import BLANK, DRESS, SCARF, SHIRT, resolved

KEY = "c1:1"
Row = tuple[Event, str, tuple[type, ...]]


def laid(*tags: TagId, frozen: tuple[TagId, ...] = (), paid: tuple[TagId, ...] = ()) -> Event:
    """The table's set, sorted as the runtime sorts it."""
    lines = {line.tag: line for line in basket_of(*frozen).lines}
    pieces = basket.lay((), tags, 0.0)
    return BasketChanged(basket.sort(pieces, resolved(), "EUR", paid=paid, frozen=lines))


def basket_of(*tags: TagId) -> Basket:
    return basket.sort(basket.lay((), tags, 0.0), resolved(), "EUR")


def receipt_of(*tags: TagId) -> Receipt:
    lines = basket_of(*tags).lines
    amount = total(lines, "EUR")
    at = datetime(2026, 11, 21, tzinfo=UTC)
    return Receipt("A-000001", "t" * 22, "1", at, lines, amount, tax_included(amount, Decimal(23)))


def outcome(what: object, key: str = KEY) -> Event:
    return OutcomeKnown(key, what)  # type: ignore[arg-type]


PAY = PayPressed("press-1", "c1")
TO_LOCKED: list[Row] = [
    (laid(SHIRT), "OPEN", ()),
    (laid(SHIRT, DRESS), "OPEN", ()),
    (PAY, "LOCKED", (Freeze,)),
]
TO_PREPARED: list[Row] = [*TO_LOCKED, (Frozen(KEY), "LOCKED", (Prepare,))]
TO_STORED: list[Row] = [*TO_PREPARED, (Prepared(KEY, "ref"), "LOCKED", (StoreReference,))]
TO_CARD: list[Row] = [*TO_STORED, (ReferenceStored(KEY), "AUTHORISING", (Perform,))]
TO_APPROVED: list[Row] = [*TO_CARD, (outcome(Approved()), "AUTHORISING", (RecordSale,))]
SALE = SaleRecorded(KEY, receipt_of(SHIRT, DRESS))
TO_SOLD: list[Row] = [*TO_APPROVED, (SALE, "SOLD", ())]
TO_LOST: list[Row] = [*TO_CARD, (outcome(Unknown("line")), "RECONCILING", (AskStatus,))]

TO_PARTIAL: list[Row] = [*TO_CARD, (outcome(Approved(5000)), "RECONCILING", (Void,))]
TO_STAFF: list[Row] = [*TO_LOST, (Ticked(), "NEEDS_STAFF", ())]
NOT_CHARGED: Row = (StaffSettled(KEY, charged=False), "NEEDS_STAFF", (AskCancel,))

JOURNEYS: dict[str, list[Row]] = {
    "the happy path, and the next shopper": [
        *TO_SOLD,
        (laid(SHIRT, paid=(SHIRT, DRESS)), "SOLD", ()),
        (DonePressed(), "EMPTY", ()),
        (laid(SCARF), "OPEN", ()),
    ],
    "laid down and lifted": [(laid(SHIRT), "OPEN", ()), (laid(), "EMPTY", ())],
    "a tag that nobody knows opens the page, and cannot be paid": [
        (laid(BLANK), "OPEN", ()),
        (PAY, "OPEN", ()),
    ],
    "Pay on an empty table does nothing": [(PAY, "EMPTY", ())],
    "Pay pressed twice is one payment": [*TO_LOCKED, (PAY, "LOCKED", ())],
    "the same press again after a decline begins nothing": [
        *TO_CARD,
        (outcome(Declined("no")), "AUTHORISING", (CloseAttempt,)),
        (AttemptClosed(KEY), "OPEN", ()),
        (PAY, "OPEN", ()),
        (PayPressed("press-2", "c2"), "LOCKED", (Freeze,)),
    ],
    "declined: open again, once the ledger says so": [
        *TO_CARD,
        (outcome(Declined("no")), "AUTHORISING", (CloseAttempt,)),
        (AttemptClosed(KEY), "OPEN", ()),
    ],
    "cancelled by the shopper": [
        *TO_CARD,
        (CancelPressed(), "AUTHORISING", (AskCancel,)),
        (outcome(Cancelled()), "AUTHORISING", (CloseAttempt,)),
        (AttemptClosed(KEY), "OPEN", ()),
    ],
    "cancelled by the shopper, too late: sold": [
        *TO_CARD,
        (CancelPressed(), "AUTHORISING", (AskCancel,)),
        (outcome(Approved()), "AUTHORISING", (RecordSale,)),
        (CancelPressed(), "AUTHORISING", ()),
        (SALE, "SOLD", ()),
    ],
    "cancelled before the terminal was asked": [
        *TO_LOCKED,
        (CancelPressed(), "LOCKED", ()),
        (Frozen(KEY), "LOCKED", (CloseAttempt,)),
        (AttemptClosed(KEY), "OPEN", ()),
    ],
    "an item is added while LOCKED: open, and nobody is asked for a card": [
        *TO_PREPARED,
        (laid(SHIRT, DRESS, SCARF), "LOCKED", ()),
        (Prepared(KEY, "ref"), "LOCKED", (StoreReference,)),
        (ReferenceStored(KEY), "LOCKED", (CloseAttempt,)),
        (AttemptClosed(KEY), "OPEN", ()),
    ],
    "an item is added while AUTHORISING: cancelled, open": [
        *TO_CARD,
        (laid(SHIRT, DRESS, SCARF), "AUTHORISING", (AskCancel,)),
        (outcome(Cancelled()), "AUTHORISING", (CloseAttempt,)),
        (AttemptClosed(KEY), "OPEN", ()),
    ],
    "an item is lifted while AUTHORISING: cancelled, open": [
        *TO_CARD,
        (laid(SHIRT), "AUTHORISING", (AskCancel,)),
        (outcome(Cancelled()), "AUTHORISING", (CloseAttempt,)),
        (AttemptClosed(KEY), "OPEN", ()),
    ],
    "everything is lifted while AUTHORISING: cancelled, empty": [
        *TO_CARD,
        (laid(), "AUTHORISING", (AskCancel,)),
        (outcome(Cancelled()), "AUTHORISING", (CloseAttempt,)),
        (AttemptClosed(KEY), "EMPTY", ()),
    ],
    "a doubtful tag or the same set again stops no payment": [
        *TO_CARD,
        (laid(SHIRT, DRESS, BLANK), "AUTHORISING", ()),
        (laid(SHIRT, DRESS), "AUTHORISING", ()),
    ],
    "an item is added, and the approval is faster: the frozen basket is sold": [
        *TO_CARD,
        (laid(SHIRT, DRESS, SCARF), "AUTHORISING", (AskCancel,)),
        (outcome(Approved()), "AUTHORISING", (RecordSale,)),
        (SALE, "SOLD", ()),
        (laid(SHIRT, DRESS, SCARF, paid=(SHIRT, DRESS)), "SOLD", ()),
        (DonePressed(), "OPEN", ()),
        (PayPressed("press-2", "c2"), "LOCKED", (Freeze,)),
    ],
    "the terminal is away when it should prepare": [
        *TO_PREPARED,
        (PrepareFailed(KEY, "It is away."), "LOCKED", (CloseAttempt,)),
        (AttemptClosed(KEY), "OPEN", ()),
    ],
    "another table has a piece of it": [
        *TO_LOCKED,
        (FreezeRefused(KEY, NotFrozen.ELSEWHERE, "Linen shirt"), "OPEN", ()),
    ],
    "the answer is lost, and it was charged": [
        *TO_LOST,
        (outcome(Unknown("line")), "RECONCILING", (AskStatus,)),
        (outcome(Approved()), "RECONCILING", (RecordSale,)),
        (SALE, "SOLD", ()),
    ],
    "the answer is lost, and it was not charged": [
        *TO_LOST,
        (outcome(Declined("line_lost")), "RECONCILING", (CloseAttempt,)),
        (AttemptClosed(KEY), "OPEN", ()),
    ],
    "staff read that it was charged": [
        *TO_STAFF,
        (StaffSettled(KEY, charged=True), "NEEDS_STAFF", (RecordSale,)),
        (outcome(Unknown("line")), "NEEDS_STAFF", ()),
        (SALE, "SOLD", ()),
    ],
    "staff read that it was not charged, and the terminal still does not answer": [
        *TO_STAFF,
        NOT_CHARGED,
        (StaffSettled(KEY, charged=False), "NEEDS_STAFF", ()),
        (outcome(Unknown("line")), "NEEDS_STAFF", (CloseAttempt,)),
        (AttemptClosed(KEY), "OPEN", ()),
    ],
    "staff read that it was not charged, and the terminal says that it was: sold": [
        *TO_STAFF,
        NOT_CHARGED,
        (outcome(Approved()), "NEEDS_STAFF", (RecordSale,)),
        (outcome(Unknown("line")), "NEEDS_STAFF", ()),
        (SALE, "SOLD", ()),
    ],
    "staff read that it was not charged, and the terminal still waits for the card": [
        *TO_STAFF,
        NOT_CHARGED,
        (outcome(Pending(started=True)), "AUTHORISING", (AskCancel, AskStatus)),
        (outcome(Unknown("line")), "RECONCILING", (AskStatus,)),
        (outcome(Approved()), "RECONCILING", (RecordSale,)),
    ],
    "the answer is lost, and the terminal still waits for the card": [
        *TO_LOST,
        (outcome(Pending(started=True)), "AUTHORISING", (AskStatus,)),
        (CancelPressed(), "AUTHORISING", (AskCancel,)),
        (outcome(Pending(started=True)), "AUTHORISING", (AskCancel, AskStatus)),
        (outcome(Cancelled()), "AUTHORISING", (CloseAttempt,)),
    ],
    "the answer is lost, and the terminal never began": [
        *TO_LOST,
        (outcome(Pending(started=False)), "RECONCILING", (AskCancel, AskStatus)),
        (outcome(Cancelled()), "RECONCILING", (CloseAttempt,)),
        (AttemptClosed(KEY), "OPEN", ()),
    ],
    "the card covers a part only: given back, then open": [
        *TO_PARTIAL,
        (Voided(KEY, Done()), "RECONCILING", (CloseAttempt,)),
        (AttemptClosed(KEY), "OPEN", ()),
    ],
    "a part that cannot be given back keeps the basket closed, until it can": [
        *TO_PARTIAL,
        (Voided(KEY, Unknown("line")), "RECONCILING", (Void,)),
        (laid(SHIRT), "RECONCILING", ()),
        (outcome(Approved(5000)), "RECONCILING", ()),
        (CancelPressed(), "RECONCILING", ()),
        (Voided(KEY, Refused("busy")), "RECONCILING", (Void,)),
        (Ticked(), "NEEDS_STAFF", ()),
        (StaffSettled(KEY, charged=True), "NEEDS_STAFF", ()),
        (Voided(KEY, Done()), "NEEDS_STAFF", (CloseAttempt,)),
        (AttemptClosed(KEY), "OPEN", ()),
    ],
    "staff gave the part back by hand": [
        *TO_PARTIAL,
        (Ticked(), "NEEDS_STAFF", ()),
        (StaffSettled(KEY, charged=False), "NEEDS_STAFF", ()),
        (Voided(KEY, Unknown("line")), "NEEDS_STAFF", (CloseAttempt,)),
        (AttemptClosed(KEY), "OPEN", ()),
    ],
    "that a part is held cannot be written: tried again": [
        *TO_PARTIAL,
        (NotWritten(KEY, Void(Attempt("c1", 1, "", (), "EUR"))), "RECONCILING", (Void,)),
    ],
    "more than the amount is not what the shopper agreed to either": [
        *TO_CARD,
        (outcome(Approved(99999)), "RECONCILING", (Void,)),
    ],
    "exactly the amount, said in figures, is the whole": [
        *TO_CARD,
        (outcome(Approved(20800)), "AUTHORISING", (RecordSale,)),
    ],
    "while it is checked, neither the table nor a button changes anything": [
        *TO_LOST,
        (laid(SHIRT), "RECONCILING", ()),
        (CancelPressed(), "RECONCILING", ()),
        (DonePressed(), "RECONCILING", ()),
        (PayPressed("press-2", "c2"), "RECONCILING", ()),
    ],
    "answers of an attempt that is over change nothing": [
        *TO_SOLD,
        (outcome(Approved()), "SOLD", ()),
        (outcome(Declined("no")), "SOLD", ()),
        (AttemptClosed(KEY), "SOLD", ()),
        (outcome(Approved(), "c0:9"), "SOLD", ()),
    ],
    "two answers to one question are one": [
        *TO_APPROVED,
        (outcome(Approved()), "AUTHORISING", ()),
        (outcome(Cancelled()), "AUTHORISING", ()),
    ],
    "the basket cannot be written: not a word to the terminal": [
        *TO_LOCKED,
        (NotWritten(KEY, Freeze(Attempt("c1", 1, "", (), "EUR"))), "LOCKED", (CloseAttempt,)),
        (AttemptClosed(KEY), "OPEN", ()),
    ],
    "the reference cannot be written: no card is asked for": [
        *TO_STORED,
        (
            NotWritten(KEY, StoreReference(Attempt("c1", 1, "", (), "EUR"))),
            "LOCKED",
            (CloseAttempt,),
        ),
    ],
    "the sale cannot be written: the terminal is asked until it can": [
        *TO_APPROVED,
        (
            NotWritten(KEY, RecordSale(Attempt("c1", 1, "", (), "EUR"))),
            "RECONCILING",
            (AskStatus,),
        ),
        (outcome(Approved()), "RECONCILING", (RecordSale,)),
        (SALE, "SOLD", ()),
    ],
    "the end of an attempt cannot be written: written later": [
        *TO_CARD,
        (outcome(Declined("no")), "AUTHORISING", (CloseAttempt,)),
        (
            NotWritten(
                KEY,
                CloseAttempt(Attempt("c1", 1, "", (), "EUR"), AttemptStatus.DECLINED, "no"),
            ),
            "AUTHORISING",
            (CloseAttempt,),
        ),
        (AttemptClosed(KEY), "OPEN", ()),
    ],
}


def play(rows: list[Row], start: Checkout | None = None) -> Checkout:
    now = start or Checkout()
    for number, (event, state, effects) in enumerate(rows, 1):
        now, done = step(now, event, 100.0 if event == Ticked() else float(number) * 0.1)
        where = f"row {number}, {type(event).__name__}"
        assert now.state.value == state, where
        assert tuple(type(effect) for effect in done) == effects, where
    return now
