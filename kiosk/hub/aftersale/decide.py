"""What may come back of a sale, and what is given back for it. Pure: a sale in, a plan out.

return    some lines: what was paid for them goes back, as the offers and tax left it
exchange  one garment for another of the same product at the same price; no money moves
void      everything that is left of a sale, before its day is closed; a manager's

A line comes back once. What cannot be is a `Refused` with a sentence for staff.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from catalog.money import Money
from catalog.product import Item, ItemStatus, Product, Variant
from kiosk.hub.receipts.record import Sale, SoldLine


class Kind(StrEnum):
    RETURN = "return"
    EXCHANGE = "exchange"
    VOID = "void"


class Reason(StrEnum):
    FIT = "fit"
    MIND = "mind"
    FAULTY = "faulty"
    MISTAKE = "mistake"
    OTHER = "other"

    @property
    def words(self) -> str:
        return WORDS[self]


WORDS = {
    Reason.FIT: "Does not fit",
    Reason.MIND: "Changed their mind",
    Reason.FAULTY: "Faulty",
    Reason.MISTAKE: "Charged by mistake",
    Reason.OTHER: "Another reason",
}


class RefundStatus(StrEnum):
    NONE = "none"  # there is nothing to give back
    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"  # the terminal refuses: a person gives it back another way


@dataclass(frozen=True, slots=True)
class Refused:
    """Why it is not done: a code for programs, a sentence for people. Nothing was changed."""

    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What comes back: the lines, and the money that was paid for them with the tax in it."""

    kind: Kind
    lines: tuple[SoldLine, ...]
    refund: Money
    tax: Money

    @property
    def items(self) -> tuple[str, ...]:
        """Tags, as the shop knows the pieces."""
        return tuple(line.item for line in self.lines if line.item)

    @property
    def untagged(self) -> dict[int, int]:
        """How many untagged pieces of which variant."""
        found: dict[int, int] = {}
        for line in self.lines:
            if not line.item:
                found[line.variant_id] = found.get(line.variant_id, 0) + line.quantity
        return found


def returned(sale: Sale, positions: Sequence[int]) -> Plan | Refused:
    """These lines come back, and their money is given back."""
    chosen = _chosen(sale, positions)
    return chosen if isinstance(chosen, Refused) else _plan(Kind.RETURN, sale, chosen)


def voided(sale: Sale, *, closed: bool) -> Plan | Refused:
    """All that is left of the sale comes back. `closed` says that its day's books are."""
    if sale.voided_at is not None:
        return Refused("voided", f"{sale.number} is void already.")
    if closed:
        return Refused(
            "closed",
            f"The day of {sale.number} is closed, so it cannot be voided. Take its pieces back.",
        )
    left = [line for line in sale.lines if not line.came_back]
    if not left:
        return Refused("nothing_left", f"Everything of {sale.number} came back already.")
    return _plan(Kind.VOID, sale, left)


def exchanged(
    sale: Sale, position: int, product: Product, variant: Variant, item: Item | None
) -> Plan | Refused:
    """This line's piece comes back for one of `variant`: `item`, or an untagged one if None."""
    chosen = _chosen(sale, [position])
    if isinstance(chosen, Refused):
        return chosen
    (line,) = chosen
    if not any(one.id == line.variant_id for one in product.variants):
        return Refused(
            "another_product",
            f"{product.title} is another product. Take {line.title} back, and sell the other.",
        )
    if line.quantity != 1 or variant.price != line.list_price:
        return Refused(
            "another_price",
            f"{variant.label or product.title} has another price. Take the piece back, and sell "
            "the other.",
        )
    if item is None:
        if not variant.untagged_quantity:
            return Refused(
                "none_left",
                f"There is no untagged piece of {product.title}, {variant.label}. "
                "Choose the piece by its tag.",
            )
    elif item.variant.id != variant.id:
        return Refused("another_tag", f"This tag is not of {product.title}, {variant.label}.")
    elif item.status is ItemStatus.SOLD:
        return Refused("sold", "This piece is sold already. Take another one.")
    return _plan(Kind.EXCHANGE, sale, chosen, free=True)


def _chosen(sale: Sale, positions: Sequence[int]) -> list[SoldLine] | Refused:
    if sale.voided_at is not None:
        return Refused("voided", f"{sale.number} is void: all of it came back.")
    if not positions:
        return Refused("no_lines", "Choose what comes back.")
    lines = {line.position: line for line in sale.lines}
    chosen: list[SoldLine] = []
    for position in sorted(set(positions)):
        line = lines.get(position)
        if line is None:
            return Refused("no_such_line", f"{sale.number} has no line {position}.")
        if line.came_back:
            return Refused("came_back", f"{line.title} came back already.")
        chosen.append(line)
    return chosen


def _plan(kind: Kind, sale: Sale, lines: Sequence[SoldLine], *, free: bool = False) -> Plan:
    nothing = Money(0, sale.total.currency)
    return Plan(
        kind,
        tuple(lines),
        nothing if free else sum((line.price for line in lines), nothing),
        nothing if free else sum((line.tax for line in lines), nothing),
    )
