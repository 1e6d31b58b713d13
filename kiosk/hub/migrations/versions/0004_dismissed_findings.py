"""A finding that a manager has seen to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("finding") as finding:
        finding.add_column(sa.Column("dismissed_ms", sa.BigInteger(), nullable=True))
        finding.add_column(
            sa.Column("dismissed_by", sa.String(64), nullable=False, server_default="")
        )
