"""The hub's own tables, in the shop's database beside the catalog's: payments, sales, outbox.

Owns what a row is and which rows may exist together: one live attempt per checkout, a tag in one
payment at a time, a tag sold once. `ledger.py` writes them. Times are UTC milliseconds, money is
minor units with its currency. Nothing here refers to the catalog: a sale outlives its products.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Integer, MetaData, String, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

VERSION_TABLE = "alembic_version_hub"
HEAD = "0001"
"""The newest revision in `migrations/`, so that opening a current database needs no Alembic."""


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class CheckoutRow(Base):
    """One shopper's turn at a table, from their first press of Pay."""

    __tablename__ = "checkout"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    shop_table: Mapped[str] = mapped_column(String(64))
    begun_ms: Mapped[int] = mapped_column(BigInteger)


class AttemptRow(Base):
    """One try to take the money for one frozen basket. Written before the terminal hears of it.

    `status` is a `tender.AttemptStatus`; `lines` is the frozen basket; `reference` is NULL until
    the terminal has given it, and there before the call that moves money.
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
    begun_ms: Mapped[int] = mapped_column(BigInteger)
    ended_ms: Mapped[int | None] = mapped_column(BigInteger)


class ClaimRow(Base):
    """A tag that a live attempt may sell. While it is here no other attempt can have it, so that
    nothing can refuse the sale once the card is charged."""

    __tablename__ = "claim"

    tag: Mapped[str] = mapped_column(String(300), primary_key=True)
    attempt_key: Mapped[str] = mapped_column(ForeignKey("attempt.key"), index=True)


class SaleRow(Base):
    """Garments that were paid for together. `id` is what the receipt's number is made of."""

    __tablename__ = "sale"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    attempt_key: Mapped[str] = mapped_column(ForeignKey("attempt.key"), unique=True)
    shop_table: Mapped[str] = mapped_column(String(64))
    sold_ms: Mapped[int] = mapped_column(BigInteger, index=True)
    total_minor: Mapped[int] = mapped_column(BigInteger)
    tax_minor: Mapped[int] = mapped_column(BigInteger)
    tax_percent: Mapped[str] = mapped_column(String(16))
    currency: Mapped[str] = mapped_column(String(3))


class SaleLineRow(Base):
    """One piece of a sale, as it was named and priced when the basket was frozen. What it is called
    has no length that could refuse a sale."""

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


class SoldRow(Base):
    """A tag that is sold: once, by its primary key."""

    __tablename__ = "sold"

    tag: Mapped[str] = mapped_column(String(300), primary_key=True)
    sale_id: Mapped[int] = mapped_column(ForeignKey("sale.id"), index=True)


class ReceiptRow(Base):
    """The receipt's unguessable name. What it says is read from the sale."""

    __tablename__ = "receipt"

    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    sale_id: Mapped[int] = mapped_column(ForeignKey("sale.id"), unique=True)


class OutboxRow(Base):
    """Something that must happen because of a sale, outside this database. Written with the sale,
    so that neither exists without the other; `done_ms` is NULL until it has happened."""

    __tablename__ = "outbox"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    topic: Mapped[str] = mapped_column(String(64))
    key: Mapped[str] = mapped_column(String(96), unique=True)
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    made_ms: Mapped[int] = mapped_column(BigInteger)
    done_ms: Mapped[int | None] = mapped_column(BigInteger)
