"""What all of the hub's tables share: their metadata, names of constraints, and the revision.

Owns no table. Times are UTC milliseconds, money is minor units with its currency. Nothing here
refers to the catalog: a sale outlives its products.
"""

from __future__ import annotations

from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase

VERSION_TABLE = "alembic_version_hub"
HEAD = "0006"
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
