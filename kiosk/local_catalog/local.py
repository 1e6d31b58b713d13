"""A program's own catalog and pictures, put together: what keeps them and where.

Owns the order of start and end. The connection is its own too: a hub that has no snapshot to give
is not away for anything else.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.config import Settings
from kiosk.hub_client import HubClient
from kiosk.local_catalog.keeper import CatalogKeeper
from kiosk.local_catalog.pictures import LocalPictures
from kiosk.local_catalog.shelf import Shelf

if TYPE_CHECKING:
    from catalog.snapshot.kept import KeptCatalog

_MB = 1_000_000


def folder_of(settings: Settings, name: str) -> Path:
    """Where the program `name`, such as mirror-1, keeps its own."""
    return settings.data_dir / "catalog" / name


class LocalCatalog:
    """That of the program `name`, such as mirror-1, in a folder of its own below `data_dir`."""

    def __init__(self, settings: Settings, name: str) -> None:
        folder = folder_of(settings, name)
        self._client = HubClient.of(settings, name)
        self._pictures = LocalPictures(
            self._client, folder / "pictures", budget_bytes=settings.mirror.pictures_mb * _MB
        )
        self._keeper = CatalogKeeper(self._client, Shelf(folder), pictures=self._pictures)

    def start(self) -> None:
        """Behind the first frame: what is on disk is checked, the rest fetched."""
        self._pictures.start()
        self._keeper.start()
        self._client.open()

    def close(self) -> None:
        """After those who read the shop."""
        self._client.close()
        self._keeper.close()
        self._pictures.close()

    def open_shop(self) -> KeptCatalog:
        """Follows each swap by itself. Raises `CatalogError` before the first snapshot."""
        return self._keeper.open_shop()

    def picture(self, key: str, size: int) -> Path | None:
        """Where it lies, or the first alternative to it; what is missing is fetched."""
        return self._pictures.path(key, size)

    @property
    def snapshot(self) -> str:
        """The SHA-256 of what is in use, "" for nothing."""
        return self._keeper.snapshot
