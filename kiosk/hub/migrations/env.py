"""Alembic's entry to the hub's migrations. `catalog.database.migrate` runs it."""

from __future__ import annotations

from alembic import context

from catalog.database import run_migrations
from kiosk.hub.rooms import request_rows  # noqa: F401  (declares its table)
from kiosk.hub.schema import Base

run_migrations(context, Base.metadata)  # type: ignore[arg-type]
