"""The receipt of one sale: its lines, total and included tax, its number and its unguessable name.

Owns the form of a receipt's number and of its QR code. Does not store or print; tax is `tax.py`.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime

import segno

from catalog.money import Money
from kiosk.hub.checkout.basket import Line, discount
from kiosk.hub.checkout.order import Extra
from kiosk.hub.checkout.tax import Tax


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
    extras: tuple[Extra, ...] = ()
    tender: str = "card"
    loyalty: str = ""

    @property
    def discount(self) -> Money:
        """What the offers took off."""
        return discount((*self.lines, *self.extras), self.total.currency)

    @property
    def path(self) -> str:
        """Where the receipt is read, below the hub's address."""
        return f"/receipt/{self.token}"


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
