"""What a price rule, or offer, is: how much comes off, of which pieces, when, and who may have it.

percent    so many per cent off each piece
amount     a sum off each piece, or off the basket
n_for_m    take n, pay m: the cheapest of each n are free

An offer without a code is had by everybody while it runs; one with a code by who says the code,
and one that needs approval only when a colleague has said yes to that code.

Owns the values and their rules. What an offer comes to is in `prices.py`.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from catalog.money import Money

if TYPE_CHECKING:
    from catalog.pricing.prices import Piece

MOST_PIECES = 12
"""The largest n of "take n, pay m"."""
MOST_CODE_CHARACTERS = 40


class RuleKind(StrEnum):
    PERCENT = "percent"
    AMOUNT = "amount"
    N_FOR_M = "n_for_m"


class RefusedCode(StrEnum):
    """Why a code takes nothing off now."""

    UNKNOWN = "unknown"  # no offer has this code
    NOT_YET = "not_yet"  # its offer has not begun
    ENDED = "ended"  # its offer is over
    NOTHING = "nothing"  # nothing here is what its offer is for, or not enough of it
    BETTER = "better"  # it does not combine, and the other offers save more

    @property
    def sentence(self) -> str:
        return SENTENCES[self]


SENTENCES = {
    RefusedCode.UNKNOWN: "We do not know this code. Check how it is written.",
    RefusedCode.NOT_YET: "This code is not valid yet.",
    RefusedCode.ENDED: "This code is no longer valid.",
    RefusedCode.NOTHING: "This code is for other items, or for more of them.",
    RefusedCode.BETTER: "You save more without this code, so it was left out.",
}


class RuleError(ValueError):
    """An offer that cannot be right. The text is a sentence; `field` is what to change."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


def normal_code(text: str) -> str:
    """A code as it is compared: "welcome 10" and "WELCOME10" are one."""
    return "".join(text.split()).upper()[:MOST_CODE_CHARACTERS]


def handle_of(title: str) -> str:
    """A name for files and commands: "3 for 2 on socks" is "3-for-2-on-socks"."""
    return re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-")[:60]


@dataclass(frozen=True, slots=True)
class Scope:
    """Which pieces an offer is for: those that any one of the lists names; all, when none does.

    Brands and tags are compared without regard to case.
    """

    products: frozenset[str] = frozenset()  # handles
    kinds: frozenset[str] = frozenset()
    brands: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    skus: frozenset[str] = frozenset()

    @property
    def everything(self) -> bool:
        return not (self.products or self.kinds or self.brands or self.tags or self.skus)

    def has(self, piece: Piece) -> bool:
        return (
            self.everything
            or piece.handle in self.products
            or piece.kind in self.kinds
            or piece.sku in self.skus
            or _named(self.brands, (piece.brand,))
            or _named(self.tags, piece.tags)
        )


def _named(names: Collection[str], found: Collection[str]) -> bool:
    if not names:
        return False
    return not {name.casefold() for name in names}.isdisjoint(name.casefold() for name in found)


@dataclass(frozen=True, slots=True)
class Rule:
    """One offer. Making one that cannot be right raises `RuleError`.

    `percent`, `amount` with `per_basket`, and `take` with `pay` belong to a kind each. `starts` and
    `ends` are UTC; it runs from `starts` to just before `ends`, and without one for ever.
    `handle` is its name for files and commands, made of the title when none is given.
    `combines` lets it come off beside other offers; of those that do not combine, a piece gets the
    one that saves the shopper most.
    """

    id: int
    title: str
    kind: RuleKind
    percent: Decimal = Decimal(0)
    amount: Money | None = None
    per_basket: bool = False
    take: int = 0
    pay: int = 0
    code: str = ""
    needs_approval: bool = False
    combines: bool = False
    starts: datetime | None = None
    ends: datetime | None = None
    scope: Scope = field(default_factory=Scope)
    handle: str = ""

    def __post_init__(self) -> None:
        if not self.handle:
            object.__setattr__(self, "handle", handle_of(self.title))
        if not self.title.strip() or not self.handle:
            raise RuleError("title", "An offer needs a title, which the shopper reads.")
        if self.code != normal_code(self.code):
            raise RuleError("code", f"A code is in capitals without spaces, not {self.code!r}.")
        if self.needs_approval and not self.code:
            raise RuleError("code", "An offer that a colleague approves needs a code to approve.")
        if self.starts and self.ends and self.ends <= self.starts:
            raise RuleError("ends", "The offer ends before it begins.")
        {
            RuleKind.PERCENT: self._check_percent,
            RuleKind.AMOUNT: self._check_amount,
            RuleKind.N_FOR_M: self._check_n_for_m,
        }[self.kind]()

    def _check_percent(self) -> None:
        if not 0 < self.percent <= 100:
            raise RuleError("percent", "A percentage is more than 0 and at most 100.")
        if self.percent != round(self.percent, 2):
            raise RuleError("percent", "A percentage has two decimals at most.")

    def _check_amount(self) -> None:
        if self.amount is None or self.amount.minor <= 0:
            raise RuleError("amount", "An amount is more than 0.")
        if self.combines and self.per_basket and not self.scope.everything:
            raise RuleError(
                "combines",
                "An amount off the basket that combines with other offers is for everything in it. "
                "Take the products away, or let it not combine.",
            )

    def _check_n_for_m(self) -> None:
        if not 2 <= self.take <= MOST_PIECES:
            raise RuleError("take", f"How many pieces to take is between 2 and {MOST_PIECES}.")
        if not 0 < self.pay < self.take:
            raise RuleError("pay", "How many pieces to pay is at least 1, and less than to take.")
        if self.combines:
            raise RuleError(
                "combines", 'A "3 for 2" does not combine. Others can be made to combine with it.'
            )

    def begun(self, now: datetime) -> bool:
        return self.starts is None or self.starts <= now

    def over(self, now: datetime) -> bool:
        return self.ends is not None and self.ends <= now

    def runs(self, now: datetime) -> bool:
        return self.begun(now) and not self.over(now)
