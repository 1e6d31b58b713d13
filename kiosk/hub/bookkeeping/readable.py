"""Whether the books can be read as they are. Owns the words for those that cannot."""

from __future__ import annotations

from catalog.database import CatalogError, current_revision
from catalog.store import Catalog
from kiosk.hub.schema import HEAD, VERSION_TABLE


def check_books(catalog: Catalog) -> None:
    """Raises `CatalogError` for books of another version of Hangtag, and where there are none."""
    revision = current_revision(catalog.reader, VERSION_TABLE)
    if not revision:
        raise CatalogError("This database has no books yet. The hub makes them when it starts.")
    if revision < HEAD:
        raise CatalogError(
            f"These books are of an older version ({revision}). Start the hub once: it brings "
            "them up to date."
        )
    if revision > HEAD:
        raise CatalogError(
            f"These books were made by a newer Hangtag ({revision}). Update Hangtag first."
        )
