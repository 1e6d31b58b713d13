"""Payments as they are kept: checkouts, attempts to take the money, and the pieces these hold.

Owns which of them may exist together: one live attempt per checkout, a tag in one payment at a
time. `kiosk.hub.ledger` writes them.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.hub.schema.base import Base


class CheckoutRow(Base):
    """One shopper's turn at a table, from their first press of Pay."""

    __tablename__ = "checkout"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    shop_table: Mapped[str] = mapped_column(String(64))
    begun_ms: Mapped[int] = mapped_column(BigInteger)


class AttemptRow(Base):
    """One try to take the money for one frozen basket. Written before the terminal hears of it.

    `status` is a `tender.AttemptStatus`; `lines` is the frozen basket and `order` what else was
    frozen with it: bags, codes, the loyalty number, how tax is rounded. `reference` is NULL until
    the terminal has given it, and there before the call that moves money. `approved_minor` is what
    the terminal said yes to; `captured_ms` and `voided_ms`, when that was taken or given back;
    `asked_ms`, when the sweep last asked about an attempt that is over.
    """

    __tablename__ = "attempt"
    __table_args__ = (
        Index(
            "uq_attempt_live",
            "checkout_id",
            unique=True,
            sqlite_where=text("status = 'live'"),
            postgresql_where=text("status = 'live'"),
        ),
    )

    key: Mapped[str] = mapped_column(String(96), primary_key=True)
    checkout_id: Mapped[str] = mapped_column(ForeignKey("checkout.id"))
    number: Mapped[int] = mapped_column(Integer)
    pay_id: Mapped[str] = mapped_column(String(64), unique=True)
    status: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(200))
    reference: Mapped[str | None] = mapped_column(String(200))
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    lines: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    tender: Mapped[str] = mapped_column(String(16))
    order: Mapped[dict[str, Any]] = mapped_column(JSON)
    approved_minor: Mapped[int | None] = mapped_column(BigInteger)
    begun_ms: Mapped[int] = mapped_column(BigInteger)
    ended_ms: Mapped[int | None] = mapped_column(BigInteger)
    captured_ms: Mapped[int | None] = mapped_column(BigInteger)
    voided_ms: Mapped[int | None] = mapped_column(BigInteger)
    asked_ms: Mapped[int | None] = mapped_column(BigInteger)


class ClaimRow(Base):
    """A tag that a live attempt may sell. While it is here no other attempt can have it, so that
    nothing can refuse the sale once the card is charged."""

    __tablename__ = "claim"

    tag: Mapped[str] = mapped_column(String(300), primary_key=True)
    attempt_key: Mapped[str] = mapped_column(ForeignKey("attempt.key"), index=True)
