"""Tax inside tax-inclusive prices: how much of each line is tax, and how much of them all.

Owns the two ways to round. "total": once, of what is paid together; the lines then share it out, so
that they add up to it. "line": for each line, and the sum of those. Half up, in `Decimal`; nothing
else counts money in fractions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from catalog.money import Money

Rounding = Literal["total", "line"]


@dataclass(frozen=True, slots=True)
class Tax:
    """What part of a total is tax. `percent` is the rate on the price without tax."""

    percent: Decimal
    amount: Money


@dataclass(frozen=True, slots=True)
class TaxPolicy:
    """The shop's rate, and where it is rounded."""

    percent: Decimal = Decimal(0)
    rounding: Rounding = "total"

    def shares(self, prices: Sequence[Money]) -> list[int]:
        """How much of each price is tax, in minor units."""
        each = [_inside(price.minor, self.percent) for price in prices]
        if self.rounding == "line":
            return [_rounded(tax) for tax in each]
        # Each gets its whole units, and those with the largest rest one more: the sum is exact.
        shares = [int(tax) for tax in each]
        missing = _rounded(_inside(sum(price.minor for price in prices), self.percent))
        missing -= sum(shares)
        by_rest = sorted(range(len(each)), key=lambda index: shares[index] - each[index])
        for index in by_rest[:missing]:
            shares[index] += 1
        return shares

    def tax(self, prices: Sequence[Money], currency: str) -> Tax:
        """The tax inside all of them."""
        return Tax(self.percent, Money(sum(self.shares(prices)), currency))


NO_TAX = TaxPolicy()


def tax_included(total: Money, percent: Decimal) -> Tax:
    """The tax inside a total of tax-inclusive prices: of the total, once, half up."""
    return Tax(percent, Money(_rounded(_inside(total.minor, percent)), total.currency))


def _inside(minor: int, percent: Decimal) -> Decimal:
    return Decimal(minor) * percent / (100 + percent)


def _rounded(amount: Decimal) -> int:
    return int(amount.to_integral_value(ROUND_HALF_UP))
