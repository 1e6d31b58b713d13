"""What was asked for in a visit, requests and a payment: how each ages, and what news does to it.

Owns how long an answer is waited for and shown. Frozen values without a clock: `now` and every
time is in seconds of any steady clock.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from hardware.rfid.reader import TagId
from kiosk.mirror.visit.events import Colleague, RequestKind, RequestNews, RequestStatus

if TYPE_CHECKING:  # the mirror's first frame does not wait for the catalog's libraries
    from catalog.product import Product, Variant

ANSWER_STAYS_S = 12.0  # so long an answer, or the thanks for a payment, is on the glass
SENDING_GIVES_UP_S = 6.0  # nobody is promised what the hub has not taken
REQUEST_STAYS_S = 15 * 60.0  # what nobody heard of by then, nobody waits for any more


@dataclass(frozen=True, slots=True)
class Request:
    """`listed`: the hub's list has shown it, so that its absence from the list means something.

    `late`: it is being sent for longer than a shopper waits for it, or waits for longer than it
    usually does here. `since` is when its status changed last, `seen_at` when its answer came onto
    the glass. The others are as in `RequestNews`.
    """

    id: str
    kind: RequestKind
    product: Product | None
    variant: Variant | None
    status: RequestStatus
    since: float
    colleague: Colleague | None = None
    escalated: bool = False
    outcome: str = ""
    note: str = ""
    instead: str = ""
    held_until: str = ""
    listed: bool = False
    late: bool = False
    asked_at: float = 0.0
    seen_at: float | None = None

    @property
    def can_be_withdrawn(self) -> bool:
        """Whether "never mind" spares anybody anything: nobody is on the way with it."""
        held = self.kind is RequestKind.HOLD
        return self.status.open and (held or self.status is not RequestStatus.TAKEN)

    def told(self, news: RequestNews | None, now: float, *, listed: bool = True) -> Request:
        """After the hub spoke of it, or no longer speaks of it (`news` is None): then it is over,
        and nobody here knows how."""
        if not self.status.open:
            return self
        if news is None:
            over = replace(self, status=RequestStatus.CANCELLED, since=now, outcome="", note="")
            return over if self.listed else self
        since = self.since if news.status is self.status else now
        return replace(
            self,
            status=news.status,
            since=since,
            listed=listed,
            colleague=news.colleague,
            escalated=news.escalated,
            outcome=news.outcome,
            note=news.note,
            instead=news.instead,
            held_until=news.held_until,
        )

    def aged(self, now: float, minutes: int | None) -> Request:
        """The same, and `late` if it is. `minutes` is how long an answer takes here."""
        late_at = self.late_at(minutes)
        late = late_at is not None and now >= late_at
        return self if late is self.late else replace(self, late=late)

    def late_at(self, minutes: int | None) -> float | None:
        if self.status is RequestStatus.SENDING:
            return self.since + SENDING_GIVES_UP_S
        measured = self.status is RequestStatus.WAITING and minutes
        return self.asked_at + minutes * 60 if measured and minutes else None

    def unheard(self, now: float) -> bool:
        """Whether the hub never heard of it, and nobody waits for it any more."""
        return self.status is RequestStatus.SENDING and now - self.since >= REQUEST_STAYS_S

    def over(self, now: float) -> bool:
        """Whether its answer has been shown for long enough."""
        return self.seen_at is not None and now - self.seen_at >= ANSWER_STAYS_S

    def deadline(self, minutes: int | None) -> float | None:
        """When it next changes by itself. An answer that nobody could read yet stays."""
        if not self.status.open:
            return self.seen_at + ANSWER_STAYS_S if self.seen_at is not None else None
        if not self.late:
            return self.late_at(minutes)
        return self.since + REQUEST_STAYS_S if self.status is RequestStatus.SENDING else None


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent to the checkout and is not sold: it may wait there, also where no answer said
    so. `id` is of the payment that was sent last."""

    id: str
    tags: tuple[TagId, ...]


class PaymentStatus(StrEnum):
    SENDING = "sending"
    WAITING = "waiting"  # on the tablet of a checkout
    PAID = "paid"


@dataclass(frozen=True, slots=True)
class Payment:
    """`listed`: the hub has shown its basket, so that the basket's absence means something."""

    id: str
    tags: tuple[TagId, ...]
    status: PaymentStatus
    since: float
    count: int = 0
    tablet_name: str = ""
    listed: bool = False

    def told(self, basket: str | None, now: float) -> Payment | None:
        """After the hub spoke of the checkout's basket (its state); None when it is over."""
        if self.status is PaymentStatus.SENDING:
            # The basket is often told before the answer to the sending.
            return replace(self, listed=basket not in (None, "SOLD"))
        if basket == "SOLD":
            paid = self.status is PaymentStatus.PAID
            return self if paid else replace(self, status=PaymentStatus.PAID, since=now)
        if basket is not None:
            return replace(self, listed=True)
        return None if self.listed and self.status is PaymentStatus.WAITING else self

    def unsent(self, now: float) -> bool:
        """Whether it was not confirmed in time: nothing waits at a checkout."""
        return self.status is PaymentStatus.SENDING and now - self.since >= SENDING_GIVES_UP_S

    def over(self, now: float) -> bool:
        """Whether its thanks have been shown for long enough."""
        return self.status is PaymentStatus.PAID and now - self.since >= ANSWER_STAYS_S

    @property
    def deadline(self) -> float | None:
        """When it next changes by itself."""
        if self.status is PaymentStatus.WAITING:
            return None
        sending = self.status is PaymentStatus.SENDING
        return self.since + (SENDING_GIVES_UP_S if sending else ANSWER_STAYS_S)
