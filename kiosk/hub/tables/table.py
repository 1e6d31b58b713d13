"""One checkout table while the hub runs: what lies there, its checkout, and what is said about it.

Owns the table's lock and the order of events; the pure parts decide, the cashier acts, `Live`
speaks. Nothing of it is kept: after a restart the reader's whole sets make it again, and the
ledger tells of a payment that was under way.
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from catalog.product import Resolved
from catalog.store import Catalog
from hardware.payment_terminal.terminal import PaymentTerminal
from hardware.rfid.reader import TagId
from kiosk.hub.checkout import basket, view
from kiosk.hub.checkout.checkout import Checkout, State, resumed, step, thanked
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
from kiosk.hub.checkout.receipt import Receipt
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
from kiosk.hub.tables.reports import Report, Reports

UNSETTLED = (State.RECONCILING, State.NEEDS_STAFF)
BROUGHT_S = 600.0  # pieces that a room sent and nobody laid down are forgotten after this
TOO_SOON = ("new",)  # a zone's reason for what may lie there in a moment
RESOLVED_MOST = 1000  # tags that are kept resolved; a day at a table has many more


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something that was pressed is not done: a code for programs, a sentence for people."""

    code: str
    sentence: str


Snapshot = dict[str, Any]


class Table:
    """Every call may come from any thread; each snapshot is published before the call returns."""

    def __init__(
        self,
        around: view.Surroundings,
        catalog: Catalog,
        ledger: Ledger,
        terminal: PaymentTerminal,
        *,
        epoch: str,
        first_version: int,
        publish: Callable[[Snapshot], None],
        now: Callable[[], float],
        utc: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._around = around
        self._catalog = catalog
        self._terminal = terminal
        self._publish = publish
        self._now = now
        self._utc = utc
        self._epoch = epoch
        self._version = first_version
        self._lines_version = first_version  # when what Pay would buy last changed
        self._lock = threading.RLock()
        self._cashier = Cashier(around.table, ledger, terminal, self._answered)
        self._checkout = Checkout(since=now())
        self._pieces: basket.Pieces = ()
        self._resolved: dict[TagId, Resolved] = {}
        self._catalog_version = -1
        self._reports = Reports()
        self._call: Call | None = None
        self._unknown_since: datetime | None = None  # nobody knows the payment's outcome
        self._said: Snapshot = {}
        self._said_of: tuple[Checkout, view.Surroundings] | None = None

    def open(self, live: LiveAttempt | None, last: Receipt | None) -> None:
        """Begin: with the payment that was under way, or the sale of a moment ago, if any."""
        effects: tuple[Effect, ...] = ()
        with self._lock:
            now = self._now()
            if live is not None:
                self._pieces = tuple(
                    basket.Piece(line.tag, now, from_room=line.from_room)
                    for line in live.attempt.lines
                    if line.from_room and not line.on_table
                )
                self._checkout, effects = resumed(live.attempt, now)
                self._unknown_since = live.begun_at
            elif last is not None:
                self._checkout = thanked(last, now)
            self._say()
        self._cashier.open()
        self._cashier.do(effects)

    def close(self) -> None:
        """The terminal must be closed first."""
        self._cashier.close()

    def snapshot(self) -> Snapshot:
        with self._lock:
            return self._said

    # --- what the table's reader and a room's mirror say --------------------------------------

    def hear(self, report: Report, near: Collection[TagId] = frozenset()) -> Snapshot:
        """The table's whole set. The same set again changes and publishes nothing."""
        with self._lock:
            now = self._now()
            if not self._reports.take(report, now):
                return self._said
            # What was tapped in stays while it is heard at all, if only beside the table.
            chosen = (p.tag for p in self._pieces if p.chosen and p.tag in self._reports.near)
            tags = dict.fromkeys((*report.tags, *chosen))
            faint = self._reports.faint
            self._lay_out(basket.lay(self._pieces, tags, now, near, faint, whole=report.whole))
            return self._said

    def hear_near(self, near: Collection[TagId]) -> None:
        """These of its tags are in another place now."""
        with self._lock:
            pieces = tuple(replace(p, near=p.tag in near) for p in self._pieces)
            if pieces != self._pieces:
                self._lay_out(pieces)

    def bring(self, room: str, tags: Iterable[TagId]) -> Snapshot | Refusal:
        """The whole set that a room's shopper wants to pay for here."""
        with self._lock:
            if self._checkout.paying:
                return Refusal("payment_running", "Somebody is paying there just now. One moment.")
            self._lay_out(basket.bring(self._pieces, room, tags, self._now()))
            return self._said

    def forget(self, tags: Collection[TagId]) -> None:
        """Pieces that a room sent here lie on another table now."""
        with self._lock:
            kept = tuple(p for p in self._pieces if p.on_table or p.tag not in tags)
            if kept != self._pieces and not self._checkout.paying:
                self._lay_out(kept)

    # --- what the shopper presses -------------------------------------------------------------

    def pay(self, pay_id: str, version: int) -> Snapshot | Refusal:
        """Pay for the lines of the snapshot with this version. The same press again is the same."""
        with self._lock:
            self._follow_catalog()
            if pay_id == self._checkout.last_pay_id:
                return self._said
            if refusal := self._refusal(version):
                return refusal
            self._apply(PayPressed(pay_id, uuid.uuid4().hex))
            return self._said

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
            self._lay_out(basket.choose(self._pieces, tag, self._now()))
            return self._said

    def remove(self, tag: TagId) -> Snapshot | Refusal:
        """Take a piece that a room sent out of the basket."""
        with self._lock:
            if any(piece.tag == tag and piece.on_table for piece in self._pieces):
                return Refusal("on_table", "Lift it off the table, and it is not paid for.")
            if self._checkout.paying:
                return Refusal("payment_running", "Cancel the payment first.")
            self._lay_out(basket.take_out(self._pieces, tag))
            return self._said

    # --- what colleagues do -------------------------------------------------------------------

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
            return self._said

    def settle(self, charged: bool, attempt_key: str) -> Snapshot | Refusal:
        """A colleague has read on the terminal what became of a payment in NEEDS_STAFF.

        `attempt_key` is the payment that they were shown: another is never settled in its place.
        """
        with self._lock:
            checkout, attempt = self._checkout, self._checkout.attempt
            if attempt is None or checkout.state is not State.NEEDS_STAFF:
                return Refusal("nothing_to_settle", "There is no payment here that needs this.")
            if attempt_key != attempt.key:
                return Refusal("another_payment", "This is another payment now. Look again.")
            if checkout.decided:
                return Refusal("settled", "This payment is settled already.")
            self._called(None)
            return self._apply(StaffSettled(attempt.key, charged))

    # --- time ---------------------------------------------------------------------------------

    def tick(self, catalog_version: int) -> None:
        """Time goes by: several times a second. Publishes only what has changed."""
        with self._lock:
            now = self._now()
            if catalog_version != self._catalog_version:
                self._follow_catalog()
            if not self._checkout.paying:
                kept = tuple(p for p in self._pieces if p.on_table or now - p.since < BROUGHT_S)
                if kept != self._pieces:
                    self._lay_out(kept)
            self._apply(Ticked())

    # --- within -------------------------------------------------------------------------------

    def _refusal(self, version: int) -> Refusal | None:
        reader, terminal = self._reports.reader(self._now()), self._terminal.health
        if self._checkout.paying:
            return Refusal("payment_running", "A payment is under way. One moment.")
        if self._checkout.state is not State.OPEN or not self._checkout.basket.lines:
            return Refusal("nothing_to_pay", "Lay down what you would like to buy.")
        if not reader.ok:
            words = reader.message or "The table is not ready. A colleague will help."
            return Refusal("reader_away", words)
        if not terminal.ok:
            return Refusal(
                "terminal_away", "The card terminal is not connected. A colleague will help."
            )
        if not self._lines_version <= version <= self._version:
            return Refusal("basket_changed", "Your basket has just changed. Have a look again.")
        if not self._reports.settled:
            return Refusal("not_settled", "One moment. Your pieces are still being counted.")
        return None

    def _follow_catalog(self) -> None:
        version = self._catalog.version()
        if version != self._catalog_version:
            self._catalog_version = version
            self._resolved = {}
            self._lay_out(self._pieces)

    def _lay_out(self, pieces: basket.Pieces) -> None:
        """These are the pieces now: sort them and tell the checkout."""
        changed = pieces != self._pieces
        self._pieces = pieces
        if len(self._resolved) > RESOLVED_MOST:
            self._resolved = {}
        here = [*(piece.tag for piece in pieces), *self._reports.near]
        unresolved = [tag for tag in here if tag not in self._resolved]
        if unresolved:
            found = self._catalog.resolve_all(unresolved)
            self._resolved.update((tag, found[tag.kind.value, tag.value]) for tag in unresolved)
        self._around = replace(self._around, near=self._near())
        if changed or unresolved:
            self._apply(BasketChanged(self._sorted()))
        else:
            self._say()

    def _sorted(self) -> basket.Basket:
        attempt = self._checkout.attempt
        return basket.sort(
            self._pieces,
            self._resolved,
            self._around.shop.currency,
            paid=self._checkout.settled,
            frozen={line.tag: line for line in attempt.lines} if attempt else {},
        )

    def _near(self) -> tuple[basket.Doubt, ...]:
        there = {piece.tag for piece in self._pieces}
        near = [
            tag
            for tag, reason in self._reports.near.items()
            if tag not in there and reason not in TOO_SOON
        ]
        return basket.nearby(near, self._resolved, self._around.shop.currency)

    def _answered(self, event: Event) -> None:
        self._apply(event)

    def _apply(self, event: Event) -> Snapshot:
        with self._lock:
            before = self._checkout
            self._checkout, effects = step(before, event, self._now())
            self._cashier.do(effects)
            if self._checkout.sale is not None and self._checkout.sale is not before.sale:
                sold = {line.tag for line in self._checkout.sale.lines}
                self._pieces = tuple(p for p in self._pieces if p.on_table or p.tag not in sold)
            if self._checkout.state not in UNSETTLED:
                self._unknown_since = None
            elif self._unknown_since is None:
                self._unknown_since = self._utc()
            if self._call and self._call.about == ABOUT_PAYMENT and not self._checkout.paying:
                self._called(None)
            emptied = before.state is State.OPEN and self._checkout.state is State.EMPTY
            if emptied and self._call and self._call.about == ABOUT_MISSING:
                self._called(self._call if self._call.taken else None)  # they took all with them
            if _sorts_otherwise(before, self._checkout):
                self._checkout, more = step(
                    self._checkout, BasketChanged(self._sorted()), self._now()
                )
                self._cashier.do(more)
            self._say()
            return self._said

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
        around = replace(
            self._around,
            reader=self._reports.reader(now),
            terminal=self._terminal.health,
            settled=self._reports.settled,
        )
        if self._said and self._said_of == (self._checkout, around):
            return
        self._said_of = (self._checkout, around)
        words = view.snapshot(self._checkout, around, self._now())
        if view.content(words) == view.content(self._said):
            return
        self._version += 1
        if view.offer(words) != view.offer(self._said):
            self._lines_version = self._version
        self._said = {**words, "epoch": self._epoch, "version": self._version}
        self._publish(self._said)


def _sorts_otherwise(before: Checkout, after: Checkout) -> bool:
    """Whether what is frozen or paid has changed, and with it what the pieces are."""
    frozen = (before.attempt is None) != (after.attempt is None)
    return frozen or before.settled != after.settled
