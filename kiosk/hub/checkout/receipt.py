"""The receipt of one sale: its lines, total and included tax, its number and its unguessable name.

Owns the arithmetic of tax and the form of a receipt's number. Does not store or print.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

import segno

from catalog.money import Money
from kiosk.hub.checkout.basket import Line


@dataclass(frozen=True, slots=True)
class Tax:
    """What part of a total is tax. `percent` is the rate on the price without tax."""

    percent: Decimal
    amount: Money


@dataclass(frozen=True, slots=True)
class Receipt:
    """`token` is 128 random bits: who has it may read the receipt. `sold_at` is UTC."""

    number: str
    token: str
    table: str
    sold_at: datetime
    lines: tuple[Line, ...]
    total: Money
    tax: Tax

    @property
    def path(self) -> str:
        """Where the receipt is read, below the hub's address."""
        return f"/receipt/{self.token}"


def tax_included(total: Money, percent: Decimal) -> Tax:
    """The tax inside a total of tax-inclusive prices: of the total, once, half up."""
    amount = Decimal(total.minor) * percent / (100 + percent)
    return Tax(percent, Money(int(amount.to_integral_value(ROUND_HALF_UP)), total.currency))


def number(sale_id: int) -> str:
    """A sale's number as it is printed: "A-000123"."""
    return f"A-{sale_id:06d}"


def qr_svg(address: str) -> str:
    """The address as a QR code: an SVG element that takes its size and colour from the page."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, svgclass="qr", lineclass=None, omitsize=True, border=2
    )
    return out.getvalue().decode().strip().replace('stroke="#000"', 'stroke="currentColor"')
