"""A tender: one attempt to take the money for one frozen basket.

Owns the names by which an attempt can be asked about again after anything has broken: its key,
made here and stored before the terminal hears of it, and the terminal's reference. An attempt is
live until it is known how it ended; a checkout has at most one live attempt.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from catalog.money import Money
from hardware.rfid.reader import TagId
from kiosk.hub.checkout.basket import Line, total
from kiosk.hub.checkout.order import GARMENTS_ONLY, Extra, Order


class Tender(StrEnum):
    """What a shopper pays with."""

    CARD = "card"
    DESK = "desk"  # a colleague takes the money, and says so


class AttemptStatus(StrEnum):
    LIVE = "live"  # money may move, or may have moved
    APPROVED = "approved"
    DECLINED = "declined"
    CANCELLED = "cancelled"


class Stop(StrEnum):
    """Why a payment that has begun should be called off."""

    CHANGED = "changed"  # the table changed
    CANCELLED = "cancelled"  # the shopper pressed Cancel
    INTERRUPTED = "interrupted"  # it was prepared, and then something broke


class NotFrozen(StrEnum):
    """Why a basket could not be frozen: all that could refuse a sale is asked before the card."""

    SOLD = "sold"
    ELSEWHERE = "elsewhere"  # in a payment at another table
    TOO_FEW = "too_few"  # bags
    PRESSED_BEFORE = "pressed_before"


@dataclass(frozen=True, slots=True)
class Attempt:
    """`lines` and `order` are frozen: what is charged and what is sold, whatever happens on the
    table.

    `pay_id` is the button press that began it, so that a press that is repeated begins nothing.
    `reference` is "" until the terminal has given it and it has been written down. `held_minor` is
    what the terminal said yes to when that is not the amount: it must be given back.
    """

    checkout_id: str
    number: int
    pay_id: str
    lines: tuple[Line, ...]
    currency: str
    reference: str = ""
    tender: Tender = Tender.CARD
    order: Order = GARMENTS_ONLY
    stop: Stop | None = None
    approved: bool = False
    held_minor: int | None = None

    @property
    def key(self) -> str:
        """The idempotency key: the terminal charges it once, however often it hears it."""
        return f"{self.checkout_id}:{self.number}"

    @property
    def charged(self) -> tuple[Line | Extra, ...]:
        """All that has a price, the garments first."""
        return (*self.lines, *self.order.extras)

    @property
    def amount(self) -> Money:
        return total(self.charged, self.currency)

    @property
    def tags(self) -> frozenset[TagId]:
        return frozenset(line.tag for line in self.lines)
