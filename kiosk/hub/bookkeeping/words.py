"""What a close says to people: the same lines in the shell and at the staff console. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalog.money import Money
from kiosk.hub.bookkeeping.closing import Close

TENDERS = {"card": "Card", "desk": "Paid to a colleague"}
RETURNS = {"return": "Given back", "exchange": "Exchanged", "void": "Taken back whole"}


@dataclass(frozen=True, slots=True)
class Figure:
    """A name and an amount; `main` is one of the few that are looked for."""

    name: str
    amount: str
    main: bool = False


def figures(currency: str, sums: Mapping[str, Any], locale: str) -> list[Figure]:
    """The totals of one currency, in the order in which they are read."""

    def money(minor: int) -> str:
        return Money(minor, currency).text(locale)

    told = [Figure(_sold(sums["sales"], sums["pieces"]), money(sums["gross"]), True)]
    if sums["discount"]:
        told.append(Figure("Discounts given", money(sums["discount"])))
    for tender, one in sums["tenders"].items():
        name = TENDERS.get(tender, tender)
        told.append(Figure(f"{name}, {one['sales']} of them", money(one["gross"])))
        if one["refund"]:
            told.append(Figure(f"{name}, given back", money(-one["refund"])))
    for kind, one in sums["returns"].items():
        pieces = f"{one['pieces']} piece{'' if one['pieces'] == 1 else 's'}"
        told.append(Figure(f"{RETURNS.get(kind, kind)}, {pieces}", money(-one["refund"])))
    if sums["refund_open"]:
        told.append(Figure("Of it not given back yet", money(-sums["refund_open"])))
    told.append(Figure("What is left", money(sums["net"]), True))
    for percent, one in sums["rates"].items():
        if percent != "0":
            told.append(Figure(f"VAT of {percent}% on sales", money(one["tax"])))
            if one["refund_tax"]:
                told.append(Figure(f"VAT of {percent}% on refunds", money(-one["refund_tax"])))
    told.append(Figure("VAT that is left", money(sums["net_tax"])))
    return told


def close_words(close: Close, locale: str) -> list[str]:
    """The whole close as lines of text."""
    since = f"{close.begins.astimezone():%Y-%m-%d %H:%M}" if close.begins else "the beginning"
    lines = [
        f"{close.name}, closed by {close.by}: {since} to {close.until.astimezone():%Y-%m-%d %H:%M}"
    ]
    for currency, sums in close.currencies.items():
        lines += [
            f"  {each.name:<34} {each.amount:>14}" for each in figures(currency, sums, locale)
        ]
    return lines


def _sold(sales: int, pieces: int) -> str:
    return f"{sales} sale{'' if sales == 1 else 's'}, {pieces} piece{'' if pieces == 1 else 's'}"
