"""Offers as a shop means them: what a piece costs, and what is said of a code."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from catalog.money import Money
from catalog.pricing import RefusedCode, Rule, RuleError, RuleKind, Scope, price
from tests.unit.catalog_pricing.baskets import (
    amount,
    by_key,
    n_for_m,
    of_kinds,
    paid,
    percent,
    piece,
)

NOW = datetime(2026, 12, 24, 12, tzinfo=UTC)
DAY = timedelta(days=1)
SOCKS = [piece("a", 1500, "socks"), piece("b", 1500, "socks"), piece("c", 900, "socks")]


def test_a_percentage_is_rounded_half_up_for_each_piece() -> None:
    pieces = [piece("a", 4545), piece("b", 4555), piece("c", 1)]
    assert by_key(price(pieces, [percent(1, "10")])) == {"a": 4090, "b": 4099, "c": 1}
    assert by_key(price(pieces, [percent(1, "12.5")])) == {"a": 3977, "b": 3986, "c": 1}
    assert paid(price(pieces, [percent(1, "100")])) == 0


def test_an_amount_per_piece_takes_no_more_than_the_piece_costs() -> None:
    pieces = [piece("a", 4500), piece("b", 600)]
    assert by_key(price(pieces, [amount(1, 1000)])) == {"a": 3500, "b": 0}


def test_an_amount_off_the_basket_is_allocated_in_proportion() -> None:
    pieces = [piece("a", 1000), piece("b", 1000), piece("c", 1000)]
    prices = by_key(price(pieces, [amount(1, 1000, per_basket=True)]))
    assert prices == {"a": 666, "b": 667, "c": 667}  # largest remainder, equal ones by name
    assert paid(price(pieces, [amount(1, 9999, per_basket=True)])) == 0


def test_the_cheapest_of_three_is_free_and_all_three_share_it() -> None:
    prices = price(SOCKS, [n_for_m(1, 3, 2, scope=of_kinds("socks"))])
    assert by_key(prices) == {"a": 1154, "b": 1154, "c": 692}
    assert paid(prices) == 3000
    assert [one.titles for one in prices.pieces] == [("3 for 2",)] * 3
    assert paid(price(SOCKS[:2], [n_for_m(1, 3, 2)])) == 3000


def test_of_seven_the_two_groups_are_made_of_the_dearest() -> None:
    pieces = [piece(str(n), minor) for n, minor in enumerate([10, 70, 20, 60, 30, 50, 40])]
    assert paid(price(pieces, [n_for_m(1, 3, 2)])) == 280 - 50 - 20


def test_offers_that_do_not_combine_share_the_pieces_out_to_the_shoppers_best() -> None:
    shoes, scarf = piece("shoes", 10_000, "shoes"), piece("scarf", 5_000, "scarf")
    sale = percent(1, "20", scope=of_kinds("shoes"))
    all_of_it = percent(2, "10")
    assert by_key(price([shoes, scarf], [sale, all_of_it])) == {"shoes": 8000, "scarf": 4500}
    voucher = amount(3, 3000, per_basket=True)
    assert by_key(price([shoes, scarf], [sale, all_of_it, voucher])) == {
        "shoes": 8000,
        "scarf": 4000,
    }


def test_of_two_sums_off_the_same_pieces_the_larger_counts() -> None:
    rules = [amount(1, 500, per_basket=True), amount(2, 700, per_basket=True)]
    prices = price([piece("a", 1000), piece("b", 1000)], rules)
    assert paid(prices) == 1300
    assert [one.rule_id for one in prices.applied] == [2]


def test_offers_that_combine_come_off_one_after_the_other() -> None:
    rules = [
        amount(1, 1500, per_basket=True, combines=True),
        percent(2, "10", combines=True),
        percent(3, "50"),
    ]
    (found,) = price([piece("a", 10_000)], rules).pieces
    assert found.price == Money(10_000 - 1_000 - 4_500 - 1_500, "EUR")
    assert found.titles == ("1500 off", "10 %", "50 %")


@pytest.mark.parametrize(
    ("scope", "found"),
    [
        (Scope(), True),
        (Scope(products=frozenset({"silk-scarf"})), True),
        (Scope(products=frozenset({"linen-shirt"})), False),
        (Scope(kinds=frozenset({"scarf"})), True),
        (Scope(brands=frozenset({"maison aster"})), True),
        (Scope(tags=frozenset({"GIFT", "linen"})), True),
        (Scope(skus=frozenset({"SILK-1"})), True),
        (Scope(skus=frozenset({"SILK-2"}), tags=frozenset({"linen"})), False),
    ],
)
def test_what_an_offer_is_for(scope: Scope, found: bool) -> None:
    silk = piece(
        "a", 5900, handle="silk-scarf", brand="Maison Aster", tags=("gift", "silk"), sku="SILK-1"
    )
    assert (paid(price([silk], [percent(1, "50", scope=scope)])) == 2950) is found


def test_a_code_counts_however_it_is_written_and_only_when_it_is_said() -> None:
    rules = [percent(1, "10", code="WELCOME10")]
    assert paid(price([piece("a", 1000)], rules)) == 1000
    assert paid(price([piece("a", 1000)], rules, [" welcome 10"])) == 900


def test_a_code_that_needs_approval_waits_for_a_colleague() -> None:
    rules = [percent(1, "20", code="FRIENDS", needs_approval=True)]
    waits = price([piece("a", 1000)], rules, ["friends"])
    assert (paid(waits), waits.waiting, waits.refused) == (1000, ("FRIENDS",), ())
    allowed = price([piece("a", 1000)], rules, ["friends"], ["FRIENDS"])
    assert (paid(allowed), allowed.waiting) == (800, ())
    unasked = price([piece("a", 1000)], rules, [], ["FRIENDS"])
    assert paid(unasked) == 1000


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        (percent(1, "10", code="OTHER"), RefusedCode.UNKNOWN),
        (percent(1, "10", code="CODE", starts=NOW + DAY), RefusedCode.NOT_YET),
        (percent(1, "10", code="CODE", ends=NOW), RefusedCode.ENDED),
        (percent(1, "10", code="CODE", scope=of_kinds("shoes")), RefusedCode.NOTHING),
        (n_for_m(1, 3, 2, code="CODE"), RefusedCode.NOTHING),
        (percent(1, "5", code="CODE"), RefusedCode.BETTER),
        (percent(1, "10", code="CODE", starts=NOW, ends=NOW + DAY, combines=True), None),
    ],
)
def test_a_code_that_does_nothing_says_why(rule: Rule, reason: RefusedCode | None) -> None:
    prices = price([piece("a", 1000)], [rule, percent(2, "10")], ["CODE"], now=NOW)
    assert prices.refused == ((("CODE", reason),) if reason else ())
    assert all(reason.sentence for _, reason in prices.refused)


def test_an_amount_in_another_currency_is_no_offer_here() -> None:
    pounds = Rule(1, "£5", RuleKind.AMOUNT, amount=Money(500, "GBP"))
    assert paid(price([piece("a", 1000)], [pounds])) == 1000


def test_an_empty_basket_has_no_prices_and_still_answers_about_codes() -> None:
    prices = price([], [percent(1, "10", code="CODE")], ["CODE", "NONE", ""])
    assert prices.pieces == ()
    assert prices.refused == (("CODE", RefusedCode.NOTHING), ("NONE", RefusedCode.UNKNOWN))


def test_two_pieces_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="same key"):
        price([piece("a", 1), piece("a", 2)], [])


def test_many_overlapping_groups_are_still_quick_and_never_dearer() -> None:
    rules = [n_for_m(number, 5, 4) for number in range(1, 9)]
    pieces = [piece(f"{n:02}", 1000 + n) for n in range(40)]
    assert paid(price(pieces, rules)) == paid(price(pieces, rules[:1]))


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("title", {"title": " "}),
        ("title", {"title": "!"}),
        ("percent", {"percent": Decimal(0)}),
        ("percent", {"percent": Decimal("100.01")}),
        ("percent", {"percent": Decimal("3.333")}),
        ("code", {"code": "welcome 10"}),
        ("code", {"needs_approval": True}),
        ("ends", {"starts": NOW, "ends": NOW}),
        ("amount", {"kind": RuleKind.AMOUNT}),
        ("amount", {"kind": RuleKind.AMOUNT, "amount": Money(0, "EUR")}),
        ("take", {"kind": RuleKind.N_FOR_M, "take": 1, "pay": 1}),
        ("take", {"kind": RuleKind.N_FOR_M, "take": 13, "pay": 1}),
        ("pay", {"kind": RuleKind.N_FOR_M, "take": 3, "pay": 3}),
        ("combines", {"kind": RuleKind.N_FOR_M, "take": 3, "pay": 2, "combines": True}),
        (
            "combines",
            {
                "kind": RuleKind.AMOUNT,
                "amount": Money(5, "EUR"),
                "per_basket": True,
                "combines": True,
                "scope": of_kinds("shoes"),
            },
        ),
    ],
)
def test_an_offer_that_cannot_be_right_names_what_to_change(
    field: str, values: dict[str, Any]
) -> None:
    good: dict[str, Any] = {
        "id": 1, "title": "Sale", "kind": RuleKind.PERCENT, "percent": Decimal(5)
    }  # fmt: skip
    assert Rule(**good).handle == "sale"
    with pytest.raises(RuleError) as found:
        Rule(**good | values)
    assert found.value.field == field
