"""The piece that a colleague names where the one that was asked for is not there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("fitting_request") as request:
        request.add_column(sa.Column("instead", sa.JSON(none_as_null=True), nullable=True))
