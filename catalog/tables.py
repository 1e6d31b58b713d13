"""The catalog's tables as SQLAlchemy mappings: what is kept, and the rules the database enforces.

Owns columns, keys and indexes. Their changes over time are in `migrations/`; who reads and writes
them is `store.py` and `importing/`. Nothing outside `catalog` needs these classes.

stock of a variant = `items_in_stock` + `untagged_quantity`. `items_in_stock` is a count of rows of
`item` that `catalog.stock.recount` alone writes, so that "in stock" can be a partial index.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    MetaData,
    String,
    Text,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

IN_STOCK = "items_in_stock + untagged_quantity > 0"


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class ProductRow(Base):
    """A style. `source_columns` keeps what its import file said and no other column holds."""

    __tablename__ = "product"

    id: Mapped[int] = mapped_column(primary_key=True)
    handle: Mapped[str] = mapped_column(String, unique=True)
    title: Mapped[str] = mapped_column(String)
    brand: Mapped[str] = mapped_column(String)
    kind: Mapped[str] = mapped_column(String)
    department: Mapped[str] = mapped_column(String)
    season: Mapped[str] = mapped_column(String)
    fabric: Mapped[str] = mapped_column(String)
    care: Mapped[str] = mapped_column(String)
    description: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text)
    tags: Mapped[list[str]] = mapped_column(JSON)
    source_columns: Mapped[dict[str, Any]] = mapped_column(JSON)

    __table_args__ = (Index(None, "title"),)


class VariantRow(Base):
    """One size and colour.

    `key` is handle and option values ("linen-shirt/Ivory/M"), for variants without a SKU. `kind`,
    `department` and `season` repeat the product's and `colour_family` the colour's, for the indexes
    that find what fits. `source_quantity` is what the import file said last, see
    `importing.applying`.
    """

    __tablename__ = "variant"

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    position: Mapped[int] = mapped_column()
    key: Mapped[str] = mapped_column(String, unique=True)
    sku: Mapped[str | None] = mapped_column(String, unique=True)
    gtin: Mapped[str | None] = mapped_column(String(14), unique=True)
    barcode: Mapped[str] = mapped_column(String)
    size: Mapped[str] = mapped_column(String)
    colour: Mapped[str] = mapped_column(String)
    colour_hex: Mapped[str] = mapped_column(String)
    colour_family: Mapped[str] = mapped_column(String)
    kind: Mapped[str] = mapped_column(String)
    department: Mapped[str] = mapped_column(String)
    season: Mapped[str] = mapped_column(String)
    options: Mapped[list[list[str]]] = mapped_column(JSON)
    price_minor: Mapped[int] = mapped_column()
    compare_at_minor: Mapped[int | None] = mapped_column()
    currency: Mapped[str] = mapped_column(String(3))
    picture: Mapped[str] = mapped_column(String)
    picture_source: Mapped[str] = mapped_column(String)
    source_quantity: Mapped[int | None] = mapped_column()
    source_columns: Mapped[dict[str, Any]] = mapped_column(JSON)
    untagged_quantity: Mapped[int] = mapped_column(server_default=text("0"))
    items_in_stock: Mapped[int] = mapped_column(server_default=text("0"))

    __table_args__ = (
        CheckConstraint("untagged_quantity >= 0", name="untagged_not_negative"),
        CheckConstraint("items_in_stock >= 0", name="items_not_negative"),
        CheckConstraint("price_minor >= 0", name="price_not_negative"),
        Index(None, "product_id", "position"),
        Index(
            "ix_variant_available",
            "product_id",
            "kind",
            "department",
            "season",
            "colour_family",
            "colour",
            "size",
            "id",
            "items_in_stock",
            "untagged_quantity",
            sqlite_where=text(IN_STOCK),
            postgresql_where=text(IN_STOCK),
        ),
        Index(
            "ix_variant_shelf",
            "kind",
            "colour_family",
            "department",
            "product_id",
            sqlite_where=text(IN_STOCK),
            postgresql_where=text(IN_STOCK),
        ),
    )


class ItemRow(Base):
    """One tagged piece. `sgtin` ("GTIN-14/serial") finds it again under another EPC encoding."""

    __tablename__ = "item"

    id: Mapped[int] = mapped_column(primary_key=True)
    tag_value: Mapped[str] = mapped_column(String)
    tag_kind: Mapped[str] = mapped_column(String)
    variant_id: Mapped[int] = mapped_column(ForeignKey("variant.id"))
    status: Mapped[str] = mapped_column(String)
    sgtin: Mapped[str | None] = mapped_column(String, unique=True)

    __table_args__ = (
        CheckConstraint("status IN ('in_stock', 'sold', 'missing')", name="status_known"),
        Index(None, "tag_value", "tag_kind", unique=True),
        Index(None, "variant_id", "status"),
    )


class ImageRow(Base):
    """A picture of a product: its key in `catalog.pictures` and where the import file has it."""

    __tablename__ = "image"

    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String)
    source: Mapped[str] = mapped_column(String)
    alt: Mapped[str] = mapped_column(String)
    source_columns: Mapped[dict[str, Any]] = mapped_column(JSON)


class LookRow(Base):
    """A set that a stylist put together."""

    __tablename__ = "look"

    id: Mapped[int] = mapped_column(primary_key=True)
    handle: Mapped[str] = mapped_column(String, unique=True)
    title: Mapped[str] = mapped_column(String)
    season: Mapped[str] = mapped_column(String)


class LookEntryRow(Base):
    """One product of a look, in one colour or ("") in any."""

    __tablename__ = "look_entry"

    look_id: Mapped[int] = mapped_column(ForeignKey("look.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    colour: Mapped[str] = mapped_column(String)

    __table_args__ = (Index(None, "product_id", "look_id"),)


class ComplementRow(Base):
    """A learned pair: `product_id` goes with `seed_id`. Rank 1 has the highest score."""

    __tablename__ = "complement"

    seed_id: Mapped[int] = mapped_column(ForeignKey("product.id"), primary_key=True)
    rank: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    score: Mapped[float] = mapped_column()

    __table_args__ = (Index(None, "product_id"), {"sqlite_with_rowid": False})


class PriceRuleRow(Base):
    """An offer, as `catalog.pricing.rule.Rule` says it. `percent` is in hundredths of a per cent,
    times are UTC milliseconds, `scope` holds the lists of `catalog.pricing.rule.Scope`.
    """

    __tablename__ = "price_rule"

    id: Mapped[int] = mapped_column(primary_key=True)
    handle: Mapped[str] = mapped_column(String, unique=True)
    title: Mapped[str] = mapped_column(String)
    kind: Mapped[str] = mapped_column(String(16))
    percent: Mapped[int] = mapped_column()
    amount_minor: Mapped[int | None] = mapped_column()
    currency: Mapped[str] = mapped_column(String(3))
    per_basket: Mapped[bool] = mapped_column()
    take: Mapped[int] = mapped_column()
    pay: Mapped[int] = mapped_column()
    code: Mapped[str] = mapped_column(String(40))
    needs_approval: Mapped[bool] = mapped_column()
    combines: Mapped[bool] = mapped_column()
    starts_ms: Mapped[int | None] = mapped_column(BigInteger)
    ends_ms: Mapped[int | None] = mapped_column(BigInteger)
    scope: Mapped[dict[str, list[str]]] = mapped_column(JSON)

    __table_args__ = (
        CheckConstraint("kind IN ('percent', 'amount', 'n_for_m')", name="kind_known"),
    )


class ChangeRow(Base):
    """One row: how many changes there were. `Catalog.version` reads it."""

    __tablename__ = "change"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()

    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)
