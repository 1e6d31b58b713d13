"""Tax inside prices: half up, of the total or of each line, and shared out without a cent lost."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.money import Money
from kiosk.hub.checkout.tax import Rounding, TaxPolicy, tax_included


@pytest.mark.parametrize(
    ("minor", "percent", "tax"),
    [(7 * 999, "20", 1166), (20800, "23", 3889), (0, "23", 0), (1, "100", 1), (10000, "0", 0)],
)
def test_tax_in_a_total(minor: int, percent: str, tax: int) -> None:
    assert tax_included(Money(minor, "EUR"), Decimal(percent)).amount.minor == tax


@given(minor=st.integers(0, 10**9), percent=st.decimals("0", "99.99", places=2))
def test_tax_is_what_makes_the_net_price_gross(minor: int, percent: Decimal) -> None:
    tax = tax_included(Money(minor, "EUR"), percent).amount.minor
    net = minor - tax
    assert abs(Decimal(net) * (100 + percent) / 100 - minor) <= Decimal("0.5") * (1 + percent / 100)


SEVEN_SHIRTS = [Money(999, "GBP")] * 7


@pytest.mark.parametrize(
    ("rounding", "tax", "shares"),
    [("line", 1169, [167] * 7), ("total", 1166, [167] * 4 + [166] * 3)],
)
def test_seven_shirts_at_9_99(rounding: Rounding, tax: int, shares: list[int]) -> None:
    policy = TaxPolicy(Decimal(20), rounding)
    assert policy.tax(SEVEN_SHIRTS, "GBP").amount == Money(tax, "GBP")
    assert policy.shares(SEVEN_SHIRTS) == shares


PRICES = st.lists(st.integers(0, 10**7), max_size=40)
PERCENT = st.decimals("0", "99.99", places=2)


@given(prices=PRICES, percent=PERCENT)
def test_the_lines_share_out_the_tax_of_the_total(prices: list[int], percent: Decimal) -> None:
    each = [Money(minor, "EUR") for minor in prices]
    shares = TaxPolicy(percent, "total").shares(each)
    whole = tax_included(Money(sum(prices), "EUR"), percent).amount.minor
    assert sum(shares) == whole
    for share, price in zip(shares, prices, strict=True):
        exact = Decimal(price) * percent / (100 + percent)
        assert abs(share - exact) < 1, "no line has more than its rounding of another's tax"
        assert share <= price


@given(prices=PRICES, percent=PERCENT)
def test_by_line_each_price_has_its_own_tax(prices: list[int], percent: Decimal) -> None:
    each = [Money(minor, "EUR") for minor in prices]
    policy = TaxPolicy(percent, "line")
    alone = [tax_included(price, percent).amount.minor for price in each]
    assert policy.shares(each) == alone
    assert policy.tax(each, "EUR").amount.minor == sum(alone)
