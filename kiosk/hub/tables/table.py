"""One checkout table while the hub runs: what lies there, its checkout, and what is said about it.

Owns the table's lock and the order of events; the pure parts decide, the cashier acts, `Live`
speaks. Nothing of it is kept: after a restart the reader's whole sets make it again, and the
ledger tells of a payment that was under way.
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from catalog.store import Catalog
from hardware.payment_terminal.terminal import PaymentTerminal
from hardware.rfid.reader import TagId
from kiosk.config import Settings
from kiosk.hub.checkout import view
from kiosk.hub.checkout.checkout import resumed, step, thanked
from kiosk.hub.checkout.events import (
    BasketChanged,
    CancelPressed,
    DonePressed,
    Effect,
    Event,
    PayPressed,
    StaffSettled,
    Ticked,
)
from kiosk.hub.checkout.order import Wishes
from kiosk.hub.checkout.receipt import Receipt
from kiosk.hub.checkout.state import Checkout, State
from kiosk.hub.checkout.tender import Tender
from kiosk.hub.ledger import Ledger, LiveAttempt
from kiosk.hub.tables.cashier import Cashier
from kiosk.hub.tables.hand import (
    ABOUT_MISSING,
    ABOUT_PAYMENT,
    Call,
    CallError,
    Hand,
    Unsettled,
    hand,
    moved,
)
from kiosk.hub.tables.laid import Laid
from kiosk.hub.tables.reports import Report
from kiosk.hub.tables.voice import Snapshot, Voice

NO_WISHES = Wishes()
NOBODY_HERE_S = 10.0
UNSETTLED = (State.RECONCILING, State.NEEDS_STAFF)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something that was pressed is not done: a code for programs, a sentence for people."""

    code: str
    sentence: str


class Table:
    """Every call may come from any thread; each snapshot is published before the call returns."""

    def __init__(
        self,
        around: view.Surroundings,
        settings: Settings,
        catalog: Catalog,
        ledger: Ledger,
        terminals: Mapping[Tender, PaymentTerminal],
        *,
        epoch: str,
        first_version: int,
        publish: Callable[[Snapshot], None],
        now: Callable[[], float],
        utc: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._around = around
        self._terminals = terminals
        self._now = now
        self._utc = utc
        self._lock = threading.RLock()
        self._cashier = Cashier(around.table, ledger, terminals, self._answered)
        self._checkout = Checkout(since=now())
        self._laid = Laid(settings, catalog, utc)
        self._voice = Voice(epoch, first_version, publish)
        self._call: Call | None = None
        self._unknown_since: datetime | None = None  # nobody knows the payment's outcome

    def open(self, live: LiveAttempt | None, last: Receipt | None) -> None:
        """Begin: with the payment that was under way, or the sale of a moment ago, if any."""
        effects: tuple[Effect, ...] = ()
        with self._lock:
            now = self._now()
            self._laid.follow()
            if live is not None:
                self._laid.take_up(live.attempt, now)
                self._checkout, effects = resumed(live.attempt, now)
                self._unknown_since = live.begun_at
            elif last is not None:
                self._checkout = thanked(last, now)
            self._say()
        self._cashier.open()
        self._cashier.do(effects)

    def close(self) -> None:
        """The terminals must be closed first."""
        self._cashier.close()

    def snapshot(self) -> Snapshot:
        with self._lock:
            return self._voice.said

    # --- what the table's reader and a room's mirror say --------------------------------------

    def hear(self, report: Report, near: Collection[TagId] = frozenset()) -> Snapshot:
        """The table's whole set. The same set again changes and publishes nothing."""
        with self._lock:
            before = self._laid.pieces
            if self._laid.hear(report, self._now(), near):
                self._lay_out(changed=before != self._laid.pieces)
            return self._voice.said

    def hear_near(self, near: Collection[TagId]) -> None:
        """These of its tags are in another place now."""
        with self._lock:
            if self._laid.hear_near(near):
                self._lay_out()

    def bring(self, room: str, tags: Iterable[TagId]) -> Snapshot | Refusal:
        """The whole set that a room's shopper wants to pay for here."""
        with self._lock:
            if self._checkout.paying:
                return Refusal("payment_running", "Somebody is paying there just now. One moment.")
            self._lay_out(changed=self._laid.bring(room, tags, self._now()))
            return self._voice.said

    def forget(self, tags: Collection[TagId]) -> None:
        """Pieces that a room sent here lie on another table now."""
        with self._lock:
            if not self._checkout.paying and self._laid.forget(tags):
                self._lay_out()

    def take_back(self, room: str, tags: Collection[TagId]) -> None:
        """The room's shopper wants it forgotten. What somebody pays for just now stays."""
        with self._lock:
            if not self._checkout.paying and self._laid.take_back(room, tags):
                self._lay_out()

    # --- what the shopper presses -------------------------------------------------------------

    def pay(self, pay_id: str, version: int, tender: Tender = Tender.CARD) -> Snapshot | Refusal:
        """Pay for the lines of the snapshot with this version. The same press again is the same."""
        with self._lock:
            self._follow()
            if pay_id == self._checkout.last_pay_id:
                return self._voice.said
            if refusal := self._refusal(version, tender):
                return refusal
            return self._apply(PayPressed(pay_id, uuid.uuid4().hex, tender))

    def cancel(self) -> Snapshot:
        return self._apply(CancelPressed())

    def done(self) -> Snapshot:
        return self._apply(DonePressed())

    def add(self, tag: TagId) -> Snapshot | Refusal:
        """Tap a doubtful piece into the basket."""
        with self._lock:
            doubts = {doubt.tag: doubt for doubt in view.doubts_of(self._checkout)}
            doubts |= {doubt.tag: doubt for doubt in self._around.near}
            if tag not in doubts or not doubts[tag].can_add or self._checkout.paying:
                return Refusal("cannot_add", "Ask a colleague to add this one.")
            if self._call and self._call.about == ABOUT_MISSING and not self._call.taken:
                self._called(None)  # here it is
            self._lay_out(changed=self._laid.choose(tag, self._now()))
            return self._voice.said

    def remove(self, tag: TagId) -> Snapshot | Refusal:
        """Take a piece that a room sent out of the basket."""
        with self._lock:
            if any(piece.tag == tag and piece.on_table for piece in self._laid.pieces):
                return Refusal("on_table", "Lift it off the table, and it is not paid for.")
            if self._checkout.paying:
                return Refusal("payment_running", "Cancel the payment first.")
            self._lay_out(changed=self._laid.take_out(tag))
            return self._voice.said

    def wish(self, change: Callable[[Wishes], Wishes]) -> Snapshot | Refusal:
        """Bags, codes or a loyalty number beside the garments."""
        with self._lock:
            self._follow()  # an offer of this moment counts already
            if self._checkout.paying:
                return Refusal("payment_running", "Cancel the payment first.")
            if not self._checkout.basket.lines:
                return Refusal("nothing_to_pay", "Lay down what you would like to buy.")
            if self._laid.wish(change(self._laid.wishes)):
                self._lay_out()
            return self._voice.said

    # --- what colleagues do -------------------------------------------------------------------

    def agree(
        self, code: str, version: int | None, write: Callable[[Snapshot], None]
    ) -> Snapshot | Refusal:
        """A colleague agrees to a code for what is here now: as in the snapshot with this version,
        if they saw one. `write` puts down who it was and for what, before anything costs less."""
        with self._lock:
            if version is not None and not self._voice.offers_as_in(version):
                return Refusal("basket_changed", "The basket has just changed. Have a look again.")
            items = frozenset(line.item for line in self._checkout.basket.lines)

            def agreed(wishes: Wishes) -> Wishes:
                write(self._voice.said)
                return wishes.agreed(code, items)

            return self.wish(agreed)

    @property
    def hand(self) -> Hand | None:
        """What this table needs a colleague for now."""
        with self._lock:
            around = self._around
            return hand(around.table, around.name, self._call, self._unsettled(), self._utc())

    def help(self, status: str, about: str = "", by: str = "") -> Snapshot | Refusal:
        """ "waiting": the shopper asks for a colleague, with the words that `about` names; "taken":
        `by` goes; "put_back": somebody else should; "done": it is over.
        """
        with self._lock:
            try:
                call = moved(self._call, self._unsettled(), status, about, by, self._utc())
            except CallError as error:
                return Refusal("not_now", str(error))
            self._called(call)
            self._say()
            return self._voice.said

    def settle(
        self, charged: bool, attempt_key: str, write: Callable[[], None] = lambda: None
    ) -> Snapshot | Refusal:
        """A colleague has read on the terminal what became of a payment in NEEDS_STAFF.

        `attempt_key` is the payment that they were shown: another is never settled in its place.
        `write` puts down whose word it is, before anything follows from it: when it cannot, nothing
        does.
        """
        with self._lock:
            checkout, attempt = self._checkout, self._checkout.attempt
            if attempt is None or checkout.state is not State.NEEDS_STAFF:
                return Refusal("nothing_to_settle", "There is no payment here that needs this.")
            if attempt_key != attempt.key:
                return Refusal("another_payment", "This is another payment now. Look again.")
            if checkout.decided:
                return Refusal("settled", "This payment is settled already.")
            if charged and checkout.giving_back:
                return Refusal(
                    "partly_paid",
                    "The terminal holds only a part of it. Give that back there, then say that it "
                    "was not charged.",
                )
            write()
            self._called(None)
            return self._apply(StaffSettled(attempt.key, charged))

    # --- time ---------------------------------------------------------------------------------

    def tick(self) -> None:
        """Time goes by: several times a second. Publishes only what has changed."""
        with self._lock:
            self._apply(Ticked())  # first: time goes by also while the catalog cannot be asked
            self._follow()
            now, checkout = self._now(), self._checkout
            if not checkout.paying and self._laid.forget_old(now):
                self._lay_out()
            if checkout.state is State.EMPTY and now - checkout.since >= NOBODY_HERE_S:
                self._laid.wish(NO_WISHES)  # of who paid when the hub was started again
            self._say()

    # --- within -------------------------------------------------------------------------------

    def _refusal(self, version: int, tender: Tender) -> Refusal | None:
        reader, terminal = self._laid.reports.reader(self._now()), self._terminals.get(tender)
        checkout = self._checkout
        if checkout.paying:
            return Refusal("payment_running", "A payment is under way. One moment.")
        if checkout.state is not State.OPEN or not checkout.basket.lines:
            return Refusal("nothing_to_pay", "Lay down what you would like to buy.")
        if not reader.ok:
            words = reader.message or "The table is not ready. A colleague will help."
            return Refusal("reader_away", words)
        if terminal is None:
            return Refusal("no_such_tender", "Please pay in another way.")
        if not terminal.health.ok:
            return Refusal(
                "terminal_away", "The card terminal is not connected. A colleague will help."
            )
        if not self._voice.offers_as_in(version):
            return Refusal("basket_changed", "Your basket has just changed. Have a look again.")
        if not self._laid.reports.settled:
            return Refusal("not_settled", "One moment. Your pieces are still being counted.")
        if not checkout.basket.amount:
            return Refusal("free", "This costs nothing. Take a code off, or ask a colleague.")
        return None

    def _follow(self) -> None:
        """The catalog may have changed, or an offer may have begun."""
        if self._laid.follow():
            self._around = replace(self._around, bags=self._laid.bags)
            self._lay_out()

    def _lay_out(self, *, changed: bool = True) -> None:
        """These are the pieces and wishes now: sort them and tell the checkout."""
        unknown = self._laid.resolve()
        self._around = replace(self._around, near=self._laid.near(), bags=self._laid.bags)
        if changed or unknown:
            self._apply(BasketChanged(self._laid.sort(self._checkout)))
        else:
            self._say()

    def _answered(self, event: Event) -> None:
        self._apply(event)

    def _apply(self, event: Event) -> Snapshot:
        with self._lock:
            before = self._checkout
            self._checkout, effects = step(before, event, self._now())
            self._cashier.do(effects)
            if self._checkout.sale is not None and self._checkout.sale is not before.sale:
                self._laid.forget({line.tag for line in self._checkout.sale.lines})
                self._laid.wish(NO_WISHES)
            if self._checkout.state not in UNSETTLED:
                self._unknown_since = None
            elif self._unknown_since is None:
                self._unknown_since = self._utc()
            self._hang_up(before)
            if _sorts_otherwise(before, self._checkout):
                sorted_anew = BasketChanged(self._laid.sort(self._checkout), anew=True)
                self._checkout, more = step(self._checkout, sorted_anew, self._now())
                self._cashier.do(more)
            self._say()
            return self._voice.said

    def _hang_up(self, before: Checkout) -> None:
        """A call ends with what it was about; an emptied table keeps nothing of its shopper."""
        if self._call and self._call.about == ABOUT_PAYMENT and not self._checkout.paying:
            self._called(None)
        if before.state is State.OPEN and self._checkout.state is State.EMPTY:
            self._laid.wish(NO_WISHES)
            if self._call and self._call.about == ABOUT_MISSING:  # they took all with them
                self._called(self._call if self._call.taken else None)

    def _called(self, call: Call | None) -> None:
        self._call = call
        self._around = replace(self._around, help=call.for_the_tablet() if call else None)

    def _unsettled(self) -> Unsettled | None:
        """The payment whose outcome nobody knows, until somebody does."""
        attempt, since = self._checkout.attempt, self._unknown_since
        if attempt is None or since is None or self._checkout.decided:
            return None
        return Unsettled(
            attempt=attempt.key,
            reference=attempt.reference,
            amount=attempt.amount,
            count=len(attempt.lines),
            since=since,
            needs_staff=self._checkout.state is State.NEEDS_STAFF,
        )

    def _say(self) -> None:
        """Publish the snapshot, if it says anything new."""
        now = self._now()
        reports = self._laid.reports
        around = replace(
            self._around,
            reader=reports.shown_reader(now),
            terminal=self._terminals[Tender.CARD].health,
            others={t: each.health for t, each in self._terminals.items() if t is not Tender.CARD},
            settled=reports.settled,
        )
        self._voice.say(self._checkout, around, now)


def _sorts_otherwise(before: Checkout, after: Checkout) -> bool:
    """Whether what is frozen or paid has changed, and with it what the pieces are."""
    frozen = (before.attempt is None) != (after.attempt is None)
    return frozen or before.settled != after.settled
