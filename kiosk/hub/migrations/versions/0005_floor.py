"""Duty, escalation and holds; touchpoints, ratings, colleagues' pictures and kept lists."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("fitting_request") as request:
        request.add_column(sa.Column("visit", sa.String(64), nullable=False, server_default=""))
        request.add_column(sa.Column("escalated_ms", sa.BigInteger(), nullable=True))
        request.add_column(sa.Column("held_until_ms", sa.BigInteger(), nullable=True))
        request.add_column(sa.Column("outcome", sa.String(16), nullable=False, server_default=""))
        request.add_column(sa.Column("note", sa.String(200), nullable=False, server_default=""))
    with op.batch_alter_table("staff_user") as user:
        user.add_column(
            sa.Column("on_duty", sa.Boolean(), nullable=False, server_default=sa.true())
        )
        user.add_column(sa.Column("duty_ms", sa.BigInteger(), nullable=True))
    op.create_table(
        "touchpoint",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("visit", sa.String(64), nullable=False),
        sa.Column("room", sa.String(64), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("variant_id", sa.Integer(), nullable=True),
        sa.Column("value", sa.String(64), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_touchpoint")),
    )
    op.create_index(op.f("ix_touchpoint_visit"), "touchpoint", ["visit"])
    op.create_index(op.f("ix_touchpoint_at_ms"), "touchpoint", ["at_ms"])
    op.create_table(
        "rating",
        sa.Column("visit", sa.String(64), nullable=False),
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("room", sa.String(64), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("word", sa.String(300), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("visit", name=op.f("pk_rating")),
        sa.UniqueConstraint("id", name=op.f("uq_rating_id")),
    )
    op.create_index(op.f("ix_rating_at_ms"), "rating", ["at_ms"])
    op.create_table(
        "staff_picture",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("image", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["staff_user.id"], name=op.f("fk_staff_picture_user_id_staff_user")
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_staff_picture")),
        sa.UniqueConstraint("key", name=op.f("uq_staff_picture_key")),
    )
    op.create_table(
        "kept_list",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("variants", sa.JSON(), nullable=False),
        sa.Column("kept_until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_kept_list")),
    )
    op.create_index(op.f("ix_kept_list_kept_until"), "kept_list", ["kept_until"])
