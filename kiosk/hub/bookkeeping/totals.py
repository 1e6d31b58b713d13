"""Sums over sales and what came back of them: pure.

Owns what a total is made of. All amounts are minor units of one currency; what goes back is
counted on its own, and in `net` with its sign.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kiosk.hub.checkout.tax import tax_included
from kiosk.hub.receipts.record import CameBack, Sale

EXCHANGE = "exchange"
OPEN = "refund_open"


def totals(
    sales: Sequence[Sale], returns: Iterable[tuple[Sale, CameBack]]
) -> dict[str, dict[str, Any]]:
    """By currency. `returns` are those to count, each with its sale, whenever that was made."""
    currencies: dict[str, dict[str, Any]] = {}
    for sale in sales:
        into = _of(currencies, sale.total.currency)
        into["sales"] += 1
        into["pieces"] += sum(line.quantity for line in sale.paid_lines)
        into["gross"] += sale.total.minor
        into["discount"] += sale.discount.minor
        into["tax"] += sale.tax.minor
        tender = into["tenders"][sale.tender]
        tender["sales"] += 1
        tender["gross"] += sale.total.minor
        rate = into["rates"][f"{sale.tax_percent.normalize():f}"]
        rate["gross"] += sale.total.minor
        rate["tax"] += sale.tax.minor
    for sale, back in returns:
        into = _of(currencies, sale.total.currency)
        tax = refunded_tax(sale, back)
        kind = into["returns"][back.kind]
        kind["count"] += 1
        kind["pieces"] += sum(line.quantity for line in sale.lines if line.came_back == back.id)
        kind["refund"] += back.refund.minor
        into["refund"] += back.refund.minor
        into["refund_tax"] += tax
        if back.refund_status in ("waiting", "failed"):
            into[OPEN] += back.refund.minor
        tender = into["tenders"][sale.tender]
        tender["refund"] += back.refund.minor
        rate = into["rates"][f"{sale.tax_percent.normalize():f}"]
        rate["refund"] += back.refund.minor
        rate["refund_tax"] += tax
    return {currency: _plain(into) for currency, into in sorted(currencies.items())}


def added(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """The totals of two parts as those of the whole: every number with its like."""
    return {
        key: added(one.get(key, {}), other.get(key, {}))
        if isinstance(one.get(key, other.get(key)), Mapping)
        else one.get(key, 0) + other.get(key, 0)
        for key in _in_order(one, other)
    }


def _in_order(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    """The sums as `totals` orders them; names of tenders, rates and kinds by the alphabet."""
    keys = [*one, *(key for key in other if key not in one)]
    return keys if "gross" in keys and "net" in keys else sorted(keys)


def refunded_tax(sale: Sale, back: CameBack) -> int:
    """The tax in what was given back: that of its lines when they were paid back whole."""
    lines = [line for line in sale.lines if line.came_back == back.id]
    if back.kind != EXCHANGE and back.refund.minor == sum(line.price.minor for line in lines):
        return sum(line.tax.minor for line in lines)
    return tax_included(back.refund, sale.tax_percent).amount.minor


def _of(currencies: dict[str, dict[str, Any]], currency: str) -> dict[str, Any]:
    if currency not in currencies:
        currencies[currency] = {
            **dict.fromkeys(
                ("sales", "pieces", "gross", "discount", "tax", "refund", "refund_tax"), 0
            ),
            OPEN: 0,
            "tenders": defaultdict(lambda: {"sales": 0, "gross": 0, "refund": 0}),
            "rates": defaultdict(lambda: {"gross": 0, "tax": 0, "refund": 0, "refund_tax": 0}),
            "returns": defaultdict(lambda: {"count": 0, "pieces": 0, "refund": 0}),
        }
    return currencies[currency]


def _plain(into: Mapping[str, Any]) -> dict[str, Any]:
    """As JSON has it, in a fixed order; with what is left in the end."""
    plain = {
        key: {name: value[name] for name in sorted(value)} if isinstance(value, dict) else value
        for key, value in into.items()
    }
    plain["net"] = into["gross"] - into["refund"]
    plain["net_tax"] = into["tax"] - into["refund_tax"]
    return plain
