"""Payments, sales, outbox and fitting-room requests."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "checkout",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("shop_table", sa.String(length=64), nullable=False),
        sa.Column("begun_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checkout")),
    )
    op.create_table(
        "fitting_request",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("room", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("taken_ms", sa.BigInteger(), nullable=True),
        sa.Column("taken_by", sa.String(length=64), nullable=False),
        sa.Column("done_ms", sa.BigInteger(), nullable=True),
        sa.Column("wanted", sa.JSON(none_as_null=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fitting_request")),
    )
    op.create_index(
        op.f("ix_fitting_request_status_created_ms"),
        "fitting_request",
        ["status", "created_ms"],
        unique=False,
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=96), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("made_ms", sa.BigInteger(), nullable=False),
        sa.Column("done_ms", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_key")),
    )
    op.create_table(
        "attempt",
        sa.Column("key", sa.String(length=96), nullable=False),
        sa.Column("checkout_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("pay_id", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("reference", sa.String(length=200), nullable=True),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("begun_ms", sa.BigInteger(), nullable=False),
        sa.Column("ended_ms", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["checkout_id"], ["checkout.id"], name=op.f("fk_attempt_checkout_id_checkout")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_attempt")),
        sa.UniqueConstraint("pay_id", name=op.f("uq_attempt_pay_id")),
    )
    op.create_index(
        "uq_attempt_live",
        "attempt",
        ["checkout_id"],
        unique=True,
        sqlite_where=sa.text("status = 'live'"),
        postgresql_where=sa.text("status = 'live'"),
    )
    op.create_table(
        "claim",
        sa.Column("tag", sa.String(length=300), nullable=False),
        sa.Column("attempt_key", sa.String(length=96), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_key"], ["attempt.key"], name=op.f("fk_claim_attempt_key_attempt")
        ),
        sa.PrimaryKeyConstraint("tag", name=op.f("pk_claim")),
    )
    op.create_index(op.f("ix_claim_attempt_key"), "claim", ["attempt_key"], unique=False)
    op.create_table(
        "sale",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_key", sa.String(length=96), nullable=False),
        sa.Column("shop_table", sa.String(length=64), nullable=False),
        sa.Column("sold_ms", sa.BigInteger(), nullable=False),
        sa.Column("total_minor", sa.BigInteger(), nullable=False),
        sa.Column("tax_minor", sa.BigInteger(), nullable=False),
        sa.Column("tax_percent", sa.String(length=16), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_key"], ["attempt.key"], name=op.f("fk_sale_attempt_key_attempt")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sale")),
        sa.UniqueConstraint("attempt_key", name=op.f("uq_sale_attempt_key")),
    )
    op.create_index(op.f("ix_sale_sold_ms"), "sale", ["sold_ms"], unique=False)
    op.create_table(
        "receipt",
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("sale_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["sale_id"], ["sale.id"], name=op.f("fk_receipt_sale_id_sale")),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_receipt")),
        sa.UniqueConstraint("sale_id", name=op.f("uq_receipt_sale_id")),
    )
    op.create_table(
        "sale_line",
        sa.Column("sale_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("tag", sa.String(length=300), nullable=False),
        sa.Column("item", sa.String(length=300), nullable=False),
        sa.Column("variant_id", sa.Integer(), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("picture", sa.String(), nullable=False),
        sa.Column("price_minor", sa.BigInteger(), nullable=False),
        sa.Column("on_table", sa.Boolean(), nullable=False),
        sa.Column("from_room", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["sale_id"], ["sale.id"], name=op.f("fk_sale_line_sale_id_sale")),
        sa.PrimaryKeyConstraint("sale_id", "position", name=op.f("pk_sale_line")),
    )
    op.create_index(op.f("ix_sale_line_item"), "sale_line", ["item"], unique=False)
    op.create_table(
        "sold",
        sa.Column("tag", sa.String(length=300), nullable=False),
        sa.Column("sale_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["sale_id"], ["sale.id"], name=op.f("fk_sold_sale_id_sale")),
        sa.PrimaryKeyConstraint("tag", name=op.f("pk_sold")),
    )
    op.create_index(op.f("ix_sold_sale_id"), "sold", ["sale_id"], unique=False)
