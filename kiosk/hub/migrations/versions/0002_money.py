"""Tenders, offers on lines, returns, closed days, an outbox that is emptied, people, the exit."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _columns()
    _what_was_sold_before()
    _after_sales()
    _people()
    _exit()


def _columns() -> None:
    with op.batch_alter_table("attempt") as attempt:
        attempt.add_column(
            sa.Column("tender", sa.String(16), nullable=False, server_default="card")
        )
        attempt.add_column(sa.Column("order", sa.JSON(), nullable=False, server_default="{}"))
        attempt.add_column(sa.Column("approved_minor", sa.BigInteger(), nullable=True))
        attempt.add_column(sa.Column("captured_ms", sa.BigInteger(), nullable=True))
        attempt.add_column(sa.Column("voided_ms", sa.BigInteger(), nullable=True))
        attempt.add_column(sa.Column("asked_ms", sa.BigInteger(), nullable=True))
    with op.batch_alter_table("sale") as sale:
        sale.add_column(sa.Column("tender", sa.String(16), nullable=False, server_default="card"))
        sale.add_column(
            sa.Column("discount_minor", sa.BigInteger(), nullable=False, server_default="0")
        )
        sale.add_column(sa.Column("loyalty", sa.String(64), nullable=False, server_default=""))
        sale.add_column(
            sa.Column("tax_rounding", sa.String(8), nullable=False, server_default="total")
        )
        sale.add_column(sa.Column("voided_ms", sa.BigInteger(), nullable=True))
    with op.batch_alter_table("sale_line") as line:
        line.add_column(sa.Column("quantity", sa.Integer(), nullable=False, server_default="1"))
        line.add_column(
            sa.Column("list_minor", sa.BigInteger(), nullable=False, server_default="0")
        )
        line.add_column(sa.Column("discount", sa.String(), nullable=False, server_default=""))
        line.add_column(sa.Column("tax_minor", sa.BigInteger(), nullable=False, server_default="0"))
        line.add_column(sa.Column("exchange_of", sa.Integer(), nullable=True))
    with op.batch_alter_table("outbox") as outbox:
        outbox.add_column(sa.Column("tries", sa.Integer(), nullable=False, server_default="0"))
        outbox.add_column(sa.Column("due_ms", sa.BigInteger(), nullable=False, server_default="0"))
        outbox.add_column(sa.Column("problem", sa.String(300), nullable=False, server_default=""))
    waiting = sa.text("done_ms IS NULL")
    op.create_index(
        "ix_outbox_waiting",
        "outbox",
        ["topic", "id"],
        sqlite_where=waiting,
        postgresql_where=waiting,
    )


def _what_was_sold_before() -> None:
    """Until now a line cost its list price, and all tax was rounded once."""
    connection = op.get_bind()
    connection.execute(
        sa.text("UPDATE attempt SET approved_minor = amount_minor WHERE status = 'approved'")
    )
    connection.execute(sa.text("UPDATE sale_line SET list_minor = price_minor"))
    lines = connection.execute(
        sa.text(
            "SELECT sale_id, position, price_minor, tax_percent"
            " FROM sale_line JOIN sale ON sale.id = sale_line.sale_id"
        )
    ).all()
    for sale_id, position, price, percent in lines:
        rate = Decimal(percent)
        tax = (Decimal(price) * rate / (100 + rate)).to_integral_value(ROUND_HALF_UP)
        connection.execute(
            sa.text(
                "UPDATE sale_line SET tax_minor = :tax"
                " WHERE sale_id = :sale_id AND position = :position"
            ),
            {"tax": int(tax), "sale_id": sale_id, "position": position},
        )


def _after_sales() -> None:
    op.create_table(
        "sale_return",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sale_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(64), nullable=False),
        sa.Column("note", sa.String(500), nullable=False),
        sa.Column("by_user", sa.String(64), nullable=False),
        sa.Column("made_ms", sa.BigInteger(), nullable=False),
        sa.Column("refund_minor", sa.BigInteger(), nullable=False),
        sa.Column("refund_key", sa.String(96), nullable=False),
        sa.Column("refund_status", sa.String(16), nullable=False),
        sa.ForeignKeyConstraint(["sale_id"], ["sale.id"], name=op.f("fk_sale_return_sale_id_sale")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sale_return")),
        sa.UniqueConstraint("refund_key", name=op.f("uq_sale_return_refund_key")),
    )
    op.create_index(op.f("ix_sale_return_sale_id"), "sale_return", ["sale_id"])
    op.create_index(op.f("ix_sale_return_made_ms"), "sale_return", ["made_ms"])
    op.create_table(
        "sale_return_line",
        sa.Column("sale_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("return_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sale_id"], ["sale.id"], name=op.f("fk_sale_return_line_sale_id_sale")
        ),
        sa.ForeignKeyConstraint(
            ["return_id"],
            ["sale_return.id"],
            name=op.f("fk_sale_return_line_return_id_sale_return"),
        ),
        sa.PrimaryKeyConstraint("sale_id", "position", name=op.f("pk_sale_return_line")),
    )
    op.create_index(op.f("ix_sale_return_line_return_id"), "sale_return_line", ["return_id"])
    op.create_table(
        "day_close",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("until_ms", sa.BigInteger(), nullable=False),
        sa.Column("closed_ms", sa.BigInteger(), nullable=False),
        sa.Column("by_user", sa.String(64), nullable=False),
        sa.Column("totals", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_close")),
        sa.UniqueConstraint("until_ms", name=op.f("uq_day_close_until_ms")),
    )


def _people() -> None:
    op.create_table(
        "staff_user",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("pin_hash", sa.String(200), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("made_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_user")),
        sa.UniqueConstraint("name", name=op.f("uq_staff_user_name")),
    )
    op.create_table(
        "staff_session",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("device", sa.String(200), nullable=False),
        sa.Column("made_ms", sa.BigInteger(), nullable=False),
        sa.Column("seen_ms", sa.BigInteger(), nullable=False),
        sa.Column("expires_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["staff_user.id"], name=op.f("fk_staff_session_user_id_staff_user")
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_staff_session")),
    )
    op.create_index(op.f("ix_staff_session_user_id"), "staff_session", ["user_id"])
    op.create_table(
        "device",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("place", sa.String(64), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("made_ms", sa.BigInteger(), nullable=False),
        sa.Column("seen_ms", sa.BigInteger(), nullable=True),
        sa.Column("revoked_ms", sa.BigInteger(), nullable=True),
        sa.Column("by_user", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_device_token_hash")),
    )
    op.create_table(
        "enrolment",
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("place", sa.String(64), nullable=False),
        sa.Column("made_ms", sa.BigInteger(), nullable=False),
        sa.Column("expires_ms", sa.BigInteger(), nullable=False),
        sa.Column("used_ms", sa.BigInteger(), nullable=True),
        sa.Column("by_user", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_enrolment")),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("who", sa.String(64), nullable=False),
        sa.Column("device", sa.String(200), nullable=False),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index(op.f("ix_audit_at_ms"), "audit", ["at_ms"])
    op.create_index(op.f("ix_audit_action"), "audit", ["action"])


def _exit() -> None:
    op.create_table(
        "gate_alarm",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("gate", sa.String(64), nullable=False),
        sa.Column("tag", sa.String(300), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(16), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("picture", sa.String(), nullable=False),
        sa.Column("seen_ms", sa.BigInteger(), nullable=True),
        sa.Column("seen_by", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gate_alarm")),
    )
    op.create_index(op.f("ix_gate_alarm_at_ms"), "gate_alarm", ["at_ms"])
    op.create_table(
        "test_tag",
        sa.Column("tag", sa.String(300), nullable=False),
        sa.Column("note", sa.String(200), nullable=False),
        sa.Column("by_user", sa.String(64), nullable=False),
        sa.Column("made_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tag", name=op.f("pk_test_tag")),
    )
