"""What the shop sells: products, variants, items, stock, and what goes with what.

Has never heard of a reader, a screen or a socket.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from catalog.store import Catalog

Migrating = Callable[[], AbstractContextManager[None]]


def open_catalog(
    url: str, *, read_only: bool = False, migrating: Migrating = nullcontext
) -> Catalog:
    """The shop's catalog in the database that `url` names (SQLAlchemy's way of writing it).

    A writer makes the database and migrates it: an older one is backed up first, a newer one
    refused. That runs within `migrating()`, for who has to know that it may take long. A reader
    (`read_only`) never writes, never locks, and sees what other processes commit. Raises
    `catalog.database.CatalogError` with a sentence when it cannot be used, also when a reader comes
    before the database is made.
    """
    # Here, not above: SQLAlchemy takes a fifth of a second, and Money or Product need none of it.
    from catalog.store import Catalog

    return Catalog(url, read_only=read_only, migrating=migrating)
