"""What may come back of a sale: pure decisions over sales of every kind."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.money import Money
from catalog.product import Item, ItemStatus, Product, Variant
from kiosk.hub.aftersale.decide import Kind, Plan, Refused, exchanged, returned, voided
from kiosk.hub.receipts.record import Sale, SoldLine

NOW = datetime(2026, 12, 24, tzinfo=UTC)


def euros(minor: int) -> Money:
    return Money(minor, "EUR")


def line(position: int, paid: int = 7900, **more: Any) -> SoldLine:
    values: dict[str, Any] = {
        "position": position,
        "sku": "L",
        "title": "Linen shirt",
        "label": "Ivory, M",
        "quantity": 1,
        "price": euros(paid),
        "list_price": euros(7900),
        "discount": "",
        "tax": euros(paid // 10),
        "tag": f"uid:{position}",
        "item": f"uid:{position}",
        "exchange_of": None,
        "came_back": 0,
        "variant_id": 1,
    }
    return SoldLine(**values | more)


def sale(*lines: SoldLine, void: bool = False) -> Sale:
    total = sum((one.price for one in lines if one.exchange_of is None), euros(0))
    return Sale(
        id=12, number="A-000012", token="t", attempt_key="a:1", table="1", sold_at=NOW,
        total=total, discount=euros(0), tax=euros(0), tax_percent=Decimal(23),
        tax_rounding="total", tender="card", loyalty="", voided_at=NOW if void else None,
        lines=lines, returns=(),
    )  # fmt: skip


def variant(number: int = 1, price: int = 7900, untagged: int = 1) -> Variant:
    return Variant(
        id=number, product_id=1, sku=None, gtin=None, size="L", colour="Ivory", colour_hex="",
        options=(), price=euros(price), compare_at=None, stock=untagged,
        untagged_quantity=untagged, picture="p",
    )  # fmt: skip


def product(*variants: Variant) -> Product:
    return Product(1, "h", "Linen shirt", "", "shirt", "", "", "", "", "", (), (), variants)


@given(
    st.lists(st.tuples(st.integers(0, 10_000), st.booleans()), min_size=1, max_size=6),
    st.sets(st.integers(0, 8)),
)
def test_what_is_given_back_is_what_was_paid_for_what_is_left(
    kinds: list[tuple[int, bool]], chosen: set[int]
) -> None:
    lines = [line(n, paid, came_back=int(back)) for n, (paid, back) in enumerate(kinds, 1)]
    one = sale(*lines)
    plan = returned(one, sorted(chosen))
    left = {n for n, (_, back) in enumerate(kinds, 1) if not back}
    if chosen and chosen <= left:
        assert isinstance(plan, Plan)
        assert plan.refund.minor == sum(kinds[n - 1][0] for n in chosen)
        assert {each.position for each in plan.lines} == chosen
        assert plan.refund.minor <= one.total.minor
    else:
        assert isinstance(plan, Refused)
    whole = voided(one, closed=False)
    if left:
        assert isinstance(whole, Plan)
        assert whole.refund.minor == sum(kinds[n - 1][0] for n in left)
    else:
        assert isinstance(whole, Refused)


def test_a_line_that_is_named_twice_comes_back_once() -> None:
    plan = returned(sale(line(1)), [1, 1])
    assert isinstance(plan, Plan)
    assert (plan.refund, plan.items) == (euros(7900), ("uid:1",))


def test_bags_go_back_to_the_untagged_ones() -> None:
    bag = line(2, 100, quantity=2, tag="", item="", variant_id=9)
    plan = returned(sale(line(1), bag), [2])
    assert isinstance(plan, Plan)
    assert (plan.items, plan.untagged, plan.refund) == ((), {9: 2}, euros(100))


@pytest.mark.parametrize(
    ("found", "code"),
    [
        (voided(sale(line(1)), closed=True), "closed"),
        (voided(sale(line(1), void=True), closed=False), "voided"),
        (voided(sale(line(1, came_back=3)), closed=False), "nothing_left"),
        (returned(sale(line(1), void=True), [1]), "voided"),
        (returned(sale(line(1)), []), "no_lines"),
        (returned(sale(line(1)), [2]), "no_such_line"),
    ],
)
def test_what_cannot_come_back_says_why(found: Plan | Refused, code: str) -> None:
    assert isinstance(found, Refused)
    assert found.code == code
    assert found.sentence.endswith(".")


SMALL, LARGE = variant(1), variant(2)
OF_LARGE = Item("uid", "7", ItemStatus.IN_STOCK, product(SMALL, LARGE), LARGE)


@pytest.mark.parametrize(
    ("of", "wanted", "item", "code"),
    [
        (line(1), LARGE, None, ""),
        (line(1), LARGE, OF_LARGE, ""),
        (line(1, 5000), LARGE, None, ""),  # an offer was on it, and stays
        (line(1), SMALL, OF_LARGE, "another_tag"),
        (line(1), variant(2, 8900), None, "another_price"),
        (line(1), variant(2, untagged=0), None, "none_left"),
        (line(1, variant_id=5), LARGE, None, "another_product"),
        (line(1, quantity=2), LARGE, None, "another_price"),
        (line(1, came_back=4), LARGE, None, "came_back"),
    ],
)
def test_an_exchange_is_one_piece_for_another_at_its_price(
    of: SoldLine, wanted: Variant, item: Item | None, code: str
) -> None:
    found = exchanged(sale(of), 1, product(SMALL, wanted), wanted, item)
    if code:
        assert isinstance(found, Refused)
        assert found.code == code
    else:
        assert isinstance(found, Plan)
        assert (found.kind, found.refund, found.items) == (Kind.EXCHANGE, euros(0), ("uid:1",))


def test_a_sold_piece_is_not_handed_out() -> None:
    sold = Item("uid", "7", ItemStatus.SOLD, product(SMALL, LARGE), LARGE)
    found = exchanged(sale(line(1)), 1, product(SMALL, LARGE), LARGE, sold)
    assert isinstance(found, Refused)
    assert found.code == "sold"
