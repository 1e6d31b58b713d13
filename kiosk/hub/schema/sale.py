"""Sales as they are kept: their lines, receipts, what came back, and the closed days.

Owns that a tag is sold once and a line comes back once. `kiosk.hub.ledger` writes sales,
`kiosk.hub.aftersale` what comes after them.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.hub.schema.base import Base


class SaleRow(Base):
    """Garments that were paid for together. `id` is what the receipt's number is made of.

    `tender` is how it was paid; `discount_minor` what the offers took off; `tax_rounding`, "line"
    or "total". `voided_ms` is when the whole of it was taken back.
    """

    __tablename__ = "sale"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    attempt_key: Mapped[str] = mapped_column(ForeignKey("attempt.key"), unique=True)
    shop_table: Mapped[str] = mapped_column(String(64))
    sold_ms: Mapped[int] = mapped_column(BigInteger, index=True)
    total_minor: Mapped[int] = mapped_column(BigInteger)
    tax_minor: Mapped[int] = mapped_column(BigInteger)
    tax_percent: Mapped[str] = mapped_column(String(16))
    currency: Mapped[str] = mapped_column(String(3))
    tender: Mapped[str] = mapped_column(String(16))
    discount_minor: Mapped[int] = mapped_column(BigInteger)
    loyalty: Mapped[str] = mapped_column(String(64))
    tax_rounding: Mapped[str] = mapped_column(String(8))
    voided_ms: Mapped[int | None] = mapped_column(BigInteger)


class SaleLineRow(Base):
    """One piece of a sale, as it was named and priced when the basket was frozen. What it is called
    has no length that could refuse a sale.

    `price_minor` is what was paid for all of the `quantity`, `list_minor` what it would have cost
    without the offers that `discount` names, `tax_minor` the tax inside it. What has no tag, such
    as a bag, has "" for `tag` and `item`. `exchange_of` is the line whose piece was given back for
    this one.
    """

    __tablename__ = "sale_line"

    sale_id: Mapped[int] = mapped_column(ForeignKey("sale.id"), primary_key=True)
    position: Mapped[int] = mapped_column(Integer, primary_key=True)
    tag: Mapped[str] = mapped_column(String(300))
    item: Mapped[str] = mapped_column(String(300), index=True)
    variant_id: Mapped[int] = mapped_column(Integer)
    sku: Mapped[str] = mapped_column(String)
    title: Mapped[str] = mapped_column(String)
    label: Mapped[str] = mapped_column(String)
    picture: Mapped[str] = mapped_column(String)
    price_minor: Mapped[int] = mapped_column(BigInteger)
    on_table: Mapped[bool]
    from_room: Mapped[str] = mapped_column(String)
    quantity: Mapped[int] = mapped_column(Integer)
    list_minor: Mapped[int] = mapped_column(BigInteger)
    discount: Mapped[str] = mapped_column(String)
    tax_minor: Mapped[int] = mapped_column(BigInteger)
    exchange_of: Mapped[int | None] = mapped_column(Integer)


class SoldRow(Base):
    """A tag that is sold: once, by its primary key. The row goes when the piece comes back."""

    __tablename__ = "sold"

    tag: Mapped[str] = mapped_column(String(300), primary_key=True)
    sale_id: Mapped[int] = mapped_column(ForeignKey("sale.id"), index=True)


class ReceiptRow(Base):
    """The receipt's unguessable name. What it says is read from the sale."""

    __tablename__ = "receipt"

    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    sale_id: Mapped[int] = mapped_column(ForeignKey("sale.id"), unique=True)


class SaleReturnRow(Base):
    """What came of a sale later: pieces given back or exchanged, or all of it taken back.

    `refund_key` names the money that goes back, so that it goes once; `refund_status` is "none"
    (there is none to give), "waiting", "done" or "failed".
    """

    __tablename__ = "sale_return"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    sale_id: Mapped[int] = mapped_column(ForeignKey("sale.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(64))
    note: Mapped[str] = mapped_column(String(500))
    by_user: Mapped[str] = mapped_column(String(64))
    made_ms: Mapped[int] = mapped_column(BigInteger, index=True)
    refund_minor: Mapped[int] = mapped_column(BigInteger)
    refund_key: Mapped[str] = mapped_column(String(96), unique=True)
    refund_status: Mapped[str] = mapped_column(String(16))


class SaleReturnLineRow(Base):
    """A line that came back: once, by its primary key."""

    __tablename__ = "sale_return_line"

    sale_id: Mapped[int] = mapped_column(ForeignKey("sale.id"), primary_key=True)
    position: Mapped[int] = mapped_column(Integer, primary_key=True)
    return_id: Mapped[int] = mapped_column(ForeignKey("sale_return.id"), index=True)


class DayCloseRow(Base):
    """A closed day: every sale and return before `until_ms` and after the close before it. `id` is
    the number of the close; `totals` is what it said."""

    __tablename__ = "day_close"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    until_ms: Mapped[int] = mapped_column(BigInteger, unique=True)
    closed_ms: Mapped[int] = mapped_column(BigInteger)
    by_user: Mapped[str] = mapped_column(String(64))
    totals: Mapped[dict[str, Any]] = mapped_column(JSON)
