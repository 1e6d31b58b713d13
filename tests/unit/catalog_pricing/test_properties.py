"""What holds for every basket under any offers: sums, order, one more piece, and the best choice.

The judge of "best" tries every way to share the pieces out among the offers.
"""

from __future__ import annotations

from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.pricing import Piece, Rule, RuleKind, price
from catalog.pricing.prices import allocate, off
from tests.unit.catalog_pricing.baskets import baskets, by_key, offers, paid, piece


@given(baskets(), offers())
def test_no_price_rises_or_falls_below_zero_and_all_sums_agree(
    pieces: list[Piece], rules: list[Rule]
) -> None:
    prices = price(pieces, rules)
    assert [one.key for one in prices.pieces] == [one.key for one in pieces]
    for given_piece, found in zip(pieces, prices.pieces, strict=True):
        assert found.list_price == given_piece.price
        assert 0 <= found.price.minor <= found.list_price.minor
        assert bool(found.titles) == (found.price != found.list_price)
    saved = sum(one.list_price.minor for one in prices.pieces) - paid(prices)
    assert sum(applied.saved.minor for applied in prices.applied) == saved
    assert all(applied.saved.minor > 0 for applied in prices.applied)


@given(baskets(), offers(), st.randoms(use_true_random=False))
def test_order_makes_no_difference(pieces: list[Piece], rules: list[Rule], random: object) -> None:
    before = price(pieces, rules)
    random.shuffle(pieces)  # type: ignore[attr-defined]
    random.shuffle(rules)  # type: ignore[attr-defined]
    after = price(pieces, rules)
    assert by_key(after) == by_key(before)
    assert after.applied == before.applied
    assert price(pieces, rules) == after


@given(baskets(), offers(), st.integers(0, 30_000), st.sampled_from(["scarf", "shoes", "coat"]))
def test_one_more_piece_costs_no_more_than_its_price(
    pieces: list[Piece], rules: list[Rule], minor: int, kind: str
) -> None:
    more = [*pieces, piece("more", minor, kind)]
    assert paid(price(more, rules)) <= paid(price(pieces, rules)) + minor


@given(baskets(), offers())
def test_an_offer_more_never_makes_the_basket_dearer(
    pieces: list[Piece], rules: list[Rule]
) -> None:
    if rules and all(not rule.combines for rule in rules):
        assert paid(price(pieces, rules)) <= paid(price(pieces, rules[:-1]))


@settings(max_examples=60)
@given(baskets(most=5), offers(most=3, combining=False))
def test_nothing_saves_more_than_what_is_chosen(pieces: list[Piece], rules: list[Rule]) -> None:
    assert paid(price(pieces, rules)) == _cheapest_of_all_ways(pieces, rules)


@given(st.integers(0, 10_000), st.dictionaries(st.text(max_size=3), st.integers(0, 5_000)))
def test_what_is_allocated_sums_up_and_is_never_more_than_there_is(
    total: int, weights: dict[str, int]
) -> None:
    total = min(total, sum(weights.values()))
    parts = allocate(total, weights)
    assert sum(parts.values()) == total
    whole = sum(weights.values())
    for key, part in parts.items():
        assert 0 <= part <= weights[key]
        assert not whole or abs(part * whole - total * weights[key]) < whole


def _cheapest_of_all_ways(pieces: list[Piece], rules: list[Rule]) -> int:
    """Every piece to every rule or to none; a sum off the basket is had by all it is for."""
    choices = [[None, *(rule for rule in rules if rule.scope.has(one))] for one in pieces]
    least = sum(one.price.minor for one in pieces)
    for way in product(*choices):
        shares = {
            rule.id: [one for one, got in zip(pieces, way, strict=True) if got is rule]
            for rule in rules
        }
        if all(_whole(rule, shares[rule.id], pieces) for rule in rules):
            saved = sum(_saving(rule, shares[rule.id]) for rule in rules)
            least = min(least, sum(one.price.minor for one in pieces) - saved)
    return least


def _whole(rule: Rule, share: list[Piece], pieces: list[Piece]) -> bool:
    if not share:
        return True
    if rule.kind is RuleKind.N_FOR_M:
        return len(share) % rule.take == 0
    return not rule.per_basket or len(share) == sum(rule.scope.has(one) for one in pieces)


def _saving(rule: Rule, share: list[Piece]) -> int:
    prices = [one.price.minor for one in share]
    if rule.kind is RuleKind.N_FOR_M:
        return _best_groups(rule, prices)
    if rule.per_basket:
        assert rule.amount is not None
        return min(rule.amount.minor, sum(prices))
    return sum(off(rule, minor) for minor in prices)


def _best_groups(rule: Rule, prices: list[int]) -> int:
    if not prices:
        return 0
    first, rest = 0, range(1, len(prices))
    best = 0
    for others in combinations(rest, rule.take - 1):
        group = sorted((prices[i] for i in (first, *others)), reverse=True)
        left = [prices[i] for i in rest if i not in others]
        best = max(best, sum(group[rule.pay :]) + _best_groups(rule, left))
    return best
