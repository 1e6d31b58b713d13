"""What a shopper orders besides the garments: bags, discount codes, a loyalty number.

Owns these as values, and how tax is taken of them all. They are frozen with the lines. Which code
takes off what is the catalog's business; `offers.py` asks it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from catalog.money import Money
from catalog.pricing import normal_code
from hardware.rfid.reader import TagId
from kiosk.hub.checkout.tax import NO_TAX, TaxPolicy

MOST_BAGS = 20  # of one kind
MOST_CODES = 10


@dataclass(frozen=True, slots=True)
class Extra:
    """So many pieces without a tag, such as bags. Prices are of all of them together."""

    variant_id: int
    sku: str
    title: str
    label: str
    quantity: int
    price: Money
    list_price: Money
    picture: str
    discount: tuple[str, ...] = ()


class CodeState(StrEnum):
    APPLIED = "applied"
    WAITING = "waiting"  # a colleague must agree first
    REFUSED = "refused"


class WaitReason(StrEnum):
    NEEDS_APPROVAL = "needs_approval"
    MORE_PIECES = "more_pieces"  # a colleague agreed to it, and not to what was laid down since


@dataclass(frozen=True, slots=True)
class Code:
    """A discount code that the shopper gave. `reason` is why it takes nothing off, as a word of
    the catalog's; "" when it does."""

    code: str
    title: str
    state: CodeState
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """All of it, as it is charged."""

    extras: tuple[Extra, ...] = ()
    codes: tuple[Code, ...] = ()
    loyalty: str = ""
    tax: TaxPolicy = NO_TAX


GARMENTS_ONLY = Order()


@dataclass(frozen=True, slots=True)
class Approved:
    """A colleague's yes to a code, for the pieces that lay there then and no others."""

    code: str
    items: frozenset[TagId]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the shopper has asked for and not yet paid: how many of which bag by SKU, codes as they
    were typed, what a colleague agreed to, and the loyalty number."""

    extras: tuple[tuple[str, int], ...] = ()
    codes: tuple[str, ...] = ()
    approved: tuple[Approved, ...] = ()
    loyalty: str = ""

    def with_extra(self, sku: str, quantity: int) -> Wishes:
        """So many of this bag, in place of what was asked before; 0 is none."""
        others = [(each, many) for each, many in self.extras if each != sku]
        wanted = [*others, (sku, min(quantity, MOST_BAGS))] if quantity > 0 else others
        return replace(self, extras=tuple(sorted(wanted)))

    def with_code(self, code: str, *, on: bool) -> Wishes:
        code = normal_code(code)
        others = [each for each in self.codes if each != code]
        if not on:
            return self._with(others)
        if code in self.codes or not code:
            return self
        return self._with([*others, code][-MOST_CODES:])

    def with_loyalty(self, number: str) -> Wishes:
        return replace(self, loyalty=number.strip())

    def agreed(self, code: str, items: frozenset[TagId]) -> Wishes:
        """A colleague agrees to this code for these pieces, in place of what was agreed before."""
        code = normal_code(code)
        others = tuple(each for each in self.approved if each.code != code)
        return replace(self.with_code(code, on=True), approved=(*others, Approved(code, items)))

    def _with(self, codes: list[str]) -> Wishes:
        kept = tuple(each for each in self.approved if each.code in codes)
        return replace(self, codes=tuple(codes), approved=kept)


def again(order: Order, items: frozenset[TagId]) -> Wishes:
    """The wishes that an order with these pieces was made of: its payment came to nothing."""
    applied = [each.code for each in order.codes if each.state is CodeState.APPLIED]
    return Wishes(
        extras=tuple((each.sku, each.quantity) for each in order.extras),
        codes=tuple(each.code for each in order.codes),
        approved=tuple(Approved(code, items) for code in applied),
        loyalty=order.loyalty,
    )
