"""Small baskets and offers for the tests of pricing, and what Hypothesis makes them of."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from catalog.money import Money
from catalog.pricing import Piece, Prices, Rule, RuleKind, Scope

KINDS = ("scarf", "shoes", "coat")


def euros(minor: int) -> Money:
    return Money(minor, "EUR")


def piece(key: str, minor: int, kind: str = "scarf", **more: Any) -> Piece:
    return Piece(key, 1, more.pop("handle", f"{kind}-{key}"), kind, euros(minor), **more)


def of_kinds(*kinds: str) -> Scope:
    return Scope(kinds=frozenset(kinds))


def percent(number: int, off: str, **more: Any) -> Rule:
    return Rule(number, f"{off} %", RuleKind.PERCENT, percent=Decimal(off), **more)


def amount(number: int, minor: int, **more: Any) -> Rule:
    return Rule(number, f"{minor} off", RuleKind.AMOUNT, amount=euros(minor), **more)


def n_for_m(number: int, take: int, pay: int, **more: Any) -> Rule:
    return Rule(number, f"{take} for {pay}", RuleKind.N_FOR_M, take=take, pay=pay, **more)


def paid(prices: Prices) -> int:
    return sum(one.price.minor for one in prices.pieces)


def by_key(prices: Prices) -> dict[str, int]:
    return {one.key: one.price.minor for one in prices.pieces}


@st.composite
def baskets(draw: st.DrawFn, most: int = 7) -> list[Piece]:
    found = draw(st.lists(st.tuples(st.integers(0, 30_000), st.sampled_from(KINDS)), max_size=most))
    return [piece(f"p{n}", minor, kind) for n, (minor, kind) in enumerate(found)]


@st.composite
def rule(draw: st.DrawFn, number: int, *, combining: bool = True) -> Rule:
    kind = draw(st.sampled_from(RuleKind))
    scope = of_kinds(*draw(st.sets(st.sampled_from(KINDS), max_size=2)))
    combines = combining and kind is not RuleKind.N_FOR_M and draw(st.booleans())
    if kind is RuleKind.PERCENT:
        hundredths = draw(st.integers(1, 10_000))
        return percent(number, str(Decimal(hundredths) / 100), scope=scope, combines=combines)
    if kind is RuleKind.AMOUNT:
        per_basket = draw(st.booleans())
        scope = Scope() if combines and per_basket else scope
        minor = draw(st.integers(1, 20_000))
        return amount(number, minor, per_basket=per_basket, scope=scope, combines=combines)
    take = draw(st.integers(2, 4))
    return n_for_m(number, take, draw(st.integers(1, take - 1)), scope=scope)


@st.composite
def offers(draw: st.DrawFn, most: int = 4, *, combining: bool = True) -> list[Rule]:
    count = draw(st.integers(0, most))
    return [draw(rule(number, combining=combining)) for number in range(1, count + 1)]
