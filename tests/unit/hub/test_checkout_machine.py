"""The checkout against everything that can go wrong, in any order.

Hypothesis plays the shopper, the table, the terminal, the database and the power plug. Whatever it
does, nobody is charged twice, nothing is sold that was not approved in whole, what was charged is
sold, and what does not cover the basket has gone back before the basket opens.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from catalog.pricing import Rule, RuleKind
from catalog.product import Item, ItemStatus, Resolved
from hardware.payment_terminal.terminal import (
    Approved,
    Cancelled,
    Declined,
    Done,
    Outcome,
    Pending,
    Unknown,
)
from hardware.rfid.reader import TagId
from kiosk.hub.checkout import basket
from kiosk.hub.checkout.checkout import resumed, step
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
from kiosk.hub.checkout.offers import PriceList, priced
from kiosk.hub.checkout.order import Order, Wishes
from kiosk.hub.checkout.receipt import Receipt
from kiosk.hub.checkout.state import Checkout, State
from kiosk.hub.checkout.tax import tax_included
from kiosk.hub.checkout.tender import Attempt, Tender
from tests.unit.hub.shop import BELT, BLANK, DRESS, SCARF, SHIRT, garment, resolved

WHEN = datetime(2026, 11, 21, tzinfo=UTC)
SPRING = Rule(1, "Spring", RuleKind.PERCENT, percent=Decimal(10), code="SPRING")
THREE_FOR_TWO = Rule(2, "3 for 2", RuleKind.N_FOR_M, take=3, pay=2)
PRICES = PriceList((SPRING, THREE_FOR_TWO), {"BAG": garment(90, "Paper bag", 20)})
PLAIN = Order()
GARMENTS = [SHIRT, DRESS, SCARF, BELT, BLANK]


class Shop(RuleBasedStateMachine):
    """`books` are the terminal's, `live` and `sales` the ledger's: both outlive a crash."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0
        self.checkout = Checkout()
        self.queue: list[Effect] = []
        self.cancels: list[Attempt] = []
        self.presses = 0
        self.there: tuple[TagId, ...] = ()
        self.pieces: basket.Pieces = ()
        self.wishes = Wishes()
        self.held: dict[str, int] = {}  # by the terminal, and it does not cover the basket
        self.books: dict[str, tuple[Outcome, int]] = {}
        self.live: Attempt | None = None
        self.sales: dict[str, Attempt] = {}
        self.closed: set[str] = set()
        self.charges = 0

    # --- the runtime, as table.py does it -----------------------------------------------------

    def happens(self, event: Event) -> None:
        before = self.checkout
        self.checkout, effects = step(before, event, self.now)
        self.enqueue(effects)
        if (before.attempt is None) != (self.checkout.attempt is None) or (
            before.settled != self.checkout.settled
        ):
            self.checkout, effects = step(
                self.checkout, BasketChanged(self.sorted(), anew=True), self.now
            )
            self.enqueue(effects)

    def enqueue(self, effects: tuple[Effect, ...]) -> None:
        for effect in effects:
            if isinstance(effect, AskCancel):
                self.cancels.append(effect.attempt)
            else:
                self.queue.append(effect)

    def sorted(self) -> basket.Basket:
        sold = {tag for attempt in self.sales.values() for tag in attempt.tags}
        says: dict[TagId, Resolved] = {
            tag: replace(found, status=ItemStatus.SOLD)
            if tag in sold and isinstance(found, Item)
            else found
            for tag, found in resolved().items()
        }
        attempt = self.checkout.attempt
        frozen = {line.tag: line for line in attempt.lines} if attempt else {}
        found = basket.sort(
            self.pieces, says, "EUR", paid=self.checkout.settled, frozen=frozen, order=PLAIN
        )
        if attempt is not None:
            return replace(found, order=attempt.order)
        return priced(found, says, self.wishes, PRICES, WHEN) if found.lines else found

    # --- the shopper and the table ------------------------------------------------------------

    @rule(tags=st.lists(st.sampled_from(GARMENTS), unique=True))
    def lies_on_the_table(self, tags: list[TagId]) -> None:
        self.pieces = basket.lay(self.pieces, tags, self.now)
        self.happens(BasketChanged(self.sorted()))

    @rule(bags=st.integers(0, 3), code=st.sampled_from(["", "SPRING", "NONSENSE"]))
    def wishes_for(self, bags: int, code: str) -> None:
        """Pressed in the middle of a payment it counts afterwards: what is frozen is frozen."""
        self.wishes = Wishes().with_extra("BAG", bags).with_code(code, on=True)
        self.happens(BasketChanged(self.sorted()))

    @rule(new=st.booleans(), tender=st.sampled_from(Tender))
    def presses_pay(self, new: bool, tender: Tender = Tender.CARD) -> None:
        self.presses += new
        self.happens(PayPressed(f"press-{self.presses}", f"c{self.presses}", tender))

    @rule()
    def presses_cancel(self) -> None:
        self.happens(CancelPressed())

    @rule()
    def presses_done(self) -> None:
        self.happens(DonePressed())

    @rule(seconds=st.sampled_from([0.3, 5.0, 40.0, 90.0]))
    def waits(self, seconds: float) -> None:
        self.now += seconds
        self.happens(Ticked())

    @precondition(lambda self: self.checkout.attempt is None and not self.queue)
    @rule(tags=st.lists(st.sampled_from(GARMENTS), min_size=1, unique=True))
    def gets_as_far_as_the_card(self, tags: list[TagId]) -> None:
        """Nothing goes wrong before the card is asked for: what follows needs many such runs."""
        self.happens(DonePressed())
        self.lies_on_the_table(tags)
        self.presses_pay(new=True)
        while self.queue and not isinstance(self.queue[0], Perform):
            self.work(self.queue.pop(0), "", Approved())

    # --- the cashier, the ledger and the terminal ---------------------------------------------

    @precondition(lambda self: self.queue)
    @rule(
        fault=st.sampled_from(["", "", "", "not written", "written, but not heard"]),
        card=st.deferred(lambda: st.sampled_from(OUTCOMES)),
    )
    def cashier_works(self, fault: str, card: Outcome) -> None:
        self.work(self.queue.pop(0), fault, card)

    @precondition(lambda self: self.queue)
    @rule(card=st.deferred(lambda: st.sampled_from(OUTCOMES)))
    def line_is_dead_for_a_while(self, card: Outcome) -> None:
        for _ in range(12):
            if self.queue:
                self.now += 6
                self.work(self.queue.pop(0), "not written", card)

    def work(self, effect: Effect, fault: str, card: Outcome) -> None:
        attempt = effect.attempt
        match effect:
            case Prepare():
                if fault:
                    self.happens(PrepareFailed(attempt.key, "It is away."))
                else:
                    self.books.setdefault(
                        attempt.key, (Pending(started=False), attempt.amount.minor)
                    )
                    self.happens(Prepared(attempt.key, f"ref-{attempt.key}"))
            case Perform():
                self.perform(attempt, card, lost=bool(fault))
            case AskStatus():
                outcome = self.books[attempt.key][0]
                self.happens(OutcomeKnown(attempt.key, Unknown("line") if fault else outcome))
            case Void():
                self.void(attempt, fault)
            case _:
                event: Event = NotWritten(attempt.key, effect)
                if fault != "not written":
                    event = self.write(effect)
                if fault == "written, but not heard":
                    event = NotWritten(attempt.key, effect)
                self.happens(event)

    def perform(self, attempt: Attempt, card: Outcome, lost: bool) -> None:
        assert self.live is not None, "the card is asked for only when that is written down"
        assert self.live.reference == attempt.reference != ""
        assert self.live.lines == attempt.lines
        state = self.books[attempt.key][0]
        assert self.live.order == attempt.order
        assert self.live.tender is attempt.tender
        if isinstance(state, Pending):
            self.take(attempt.key, card)
        outcome = self.books[attempt.key][0]
        ended = not isinstance(outcome, Pending)
        self.happens(OutcomeKnown(attempt.key, outcome if ended and not lost else Unknown("line")))

    def take(self, key: str, card: Outcome) -> None:
        """The card is held to the terminal: it takes the amount, a part of it, or nothing."""
        amount = self.books[key][1]
        if card == Approved():
            self.charges += amount
        elif isinstance(card, Approved):
            card = Approved(amount // 2)
            self.held[key] = amount // 2
        self.books[key] = (card, amount)

    def void(self, attempt: Attempt, fault: str) -> None:
        assert attempt.held_minor == self.held.get(attempt.key, attempt.held_minor)
        if fault != "not written":
            self.held.pop(attempt.key, None)
            self.books[attempt.key] = (Cancelled(), attempt.amount.minor)
        self.happens(Voided(attempt.key, Unknown("line") if fault else Done()))

    def write(self, effect: Effect) -> Event:
        attempt = effect.attempt
        match effect:
            case Freeze():
                assert self.live is None, "two live attempts"
                sold = {tag for sale in self.sales.values() for tag in sale.tags}
                assert not sold & attempt.tags, "a sold piece in a frozen basket"
                self.live = attempt
                return Frozen(attempt.key)
            case StoreReference():
                assert self.live is not None
                assert self.live.key == attempt.key
                self.live = replace(self.live, reference=attempt.reference)
                return ReferenceStored(attempt.key)
            case CloseAttempt():
                assert attempt.key not in self.sales, "a sale was closed as uncharged"
                assert attempt.key not in self.held, "a part of it is still held"
                if self.live is not None and self.live.key == attempt.key:
                    self.live = None
                self.closed.add(attempt.key)
                return AttemptClosed(attempt.key)
            case RecordSale():
                assert attempt.key not in self.closed
                if attempt.key not in self.sales:
                    assert self.live is not None
                    assert self.live.key == attempt.key
                    assert self.live.lines == attempt.lines, "not what was frozen"
                    assert self.live.order == attempt.order, "nor what goes with it"
                    self.sales[attempt.key] = self.live
                    self.live = None
                amount = attempt.amount
                tax = tax_included(amount, Decimal(23))
                at = datetime(2026, 11, 21, tzinfo=UTC)
                lines = attempt.lines
                return SaleRecorded(
                    attempt.key, Receipt("A-000001", "token", "1", at, lines, amount, tax)
                )
        raise AssertionError(effect)

    @precondition(lambda self: self.cancels)
    @rule(lost=st.booleans(), approval_wins=st.booleans())
    def cancel_arrives(self, lost: bool, approval_wins: bool) -> None:
        attempt = self.cancels.pop(0)
        state, amount = self.books[attempt.key]
        if lost or not isinstance(state, Pending):
            return
        if state.started and approval_wins:
            self.take(attempt.key, Approved())
        else:
            self.books[attempt.key] = (Cancelled(), amount)

    @precondition(lambda self: any(s == Pending(started=True) for s, _ in self.books.values()))
    @rule(card=st.sampled_from([Approved(), Approved(1), Declined("no")]))
    def card_is_held_to_the_terminal(self, card: Outcome) -> None:
        for key, (state, _) in list(self.books.items()):
            if state == Pending(started=True):
                self.take(key, card)

    @precondition(lambda self: self.checkout.state is State.NEEDS_STAFF)
    @rule()
    def staff_read_the_terminal(self) -> None:
        assert self.checkout.attempt is not None
        key = self.checkout.attempt.key
        if key in self.held:  # they give it back by hand before they say "not charged"
            if (
                self.checkout.giving_back
            ):  # the hub knows, and does not take "charged" for an answer
                self.happens(StaffSettled(key, charged=True))
                assert self.checkout.state is State.NEEDS_STAFF
            del self.held[key]
            self.books[key] = (Cancelled(), self.books[key][1])
        # A payment that it never heard of is not on its display: nothing was charged.
        found = self.books[key][0] if key in self.books else Cancelled()
        if not isinstance(found, Pending):
            self.happens(StaffSettled(key, charged=found == Approved()))

    @rule()
    def power_fails(self) -> None:
        """The hub is gone in the middle of anything, and starts again from what was written."""
        self.queue.clear()
        self.cancels.clear()
        self.pieces = ()
        self.presses += 1
        self.checkout = Checkout(since=self.now)
        if self.live is not None:
            self.checkout, effects = resumed(self.live, self.now)
            self.enqueue(effects)

    # --- what must be so, always --------------------------------------------------------------

    @invariant()
    def nothing_is_sold_without_an_approval(self) -> None:
        assert all(self.books[key][0] == Approved() for key in self.sales)

    @invariant()
    def nothing_is_sold_twice(self) -> None:
        sold = [tag for attempt in self.sales.values() for tag in attempt.tags]
        assert len(sold) == len(set(sold))

    @invariant()
    def what_was_charged_is_sold_or_under_way(self) -> None:
        sold = sum(attempt.amount.minor for attempt in self.sales.values())
        owed = 0
        if self.live is not None and self.books.get(self.live.key, (None, 0))[0] == Approved():
            owed = self.live.amount.minor
        assert self.charges == sold + owed

    @invariant()
    def what_was_called_off_can_never_be_charged(self) -> None:
        states = [self.books.get(key, (Cancelled(), 0))[0] for key in self.closed]
        assert not any(isinstance(state, Approved) for state in states)
        assert Pending(started=True) not in states

    @invariant()
    def a_payment_under_way_is_written_down_and_being_worked_on(self) -> None:
        if self.live is not None:
            assert self.checkout.attempt is not None or self.queue
        if self.checkout.attempt is not None:
            assert self.queue or self.checkout.state is State.SOLD, "a payment that nobody works on"

    @invariant()
    def what_does_not_cover_the_basket_is_given_back_before_it_opens(self) -> None:
        open_keys = {self.live.key} if self.live is not None else set()
        assert self.held.keys() <= open_keys

    @invariant()
    def what_is_charged_is_what_its_lines_and_bags_come_to(self) -> None:
        for key, attempt in self.sales.items():
            assert self.books[key][1] == sum(each.price.minor for each in attempt.charged)

    @invariant()
    def an_open_page_has_no_payment(self) -> None:
        free = self.checkout.state in (State.EMPTY, State.OPEN, State.SOLD)
        assert free == (self.checkout.attempt is None)


OUTCOMES: list[Outcome] = [
    Approved(),
    Approved(1),
    Declined("no"),
    Cancelled(),
    Pending(started=True),
]
TestShop = Shop.TestCase
TestShop.settings = settings(max_examples=40, stateful_step_count=50, deadline=None)


@pytest.mark.slow
class TestShopForLong(Shop.TestCase):
    settings = settings(max_examples=300, stateful_step_count=50, deadline=None)
