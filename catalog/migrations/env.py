"""Alembic's entry to the catalog's migrations. `catalog.database.migrate` runs it."""

from __future__ import annotations

from alembic import context

from catalog.database import run_migrations
from catalog.tables import Base

run_migrations(context, Base.metadata)  # type: ignore[arg-type]
