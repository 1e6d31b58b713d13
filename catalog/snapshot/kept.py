"""A catalog that is read from a mirror's working copy, and moves on to the next one.

Owns the moving: who reads goes on reading, be it from the old file or from the new one.
"""

from __future__ import annotations

from pathlib import Path

from catalog.database import check_readable, make_reader, parse_url, retire
from catalog.store import Catalog

CACHE_KIB = 2_048  # a mirror asks little, and the system remembers files, too
_EACH = 1_000_000_000  # versions between two files


class KeptCatalog(Catalog):
    """Read-only. May be closed and read again."""

    def __init__(self, file: Path) -> None:
        """Raises `CatalogError`."""
        super().__init__(_address(file), read_only=True)
        self.reader.dispose()
        self.reader = make_reader(self._url, cache_kib=CACHE_KIB)
        self._moves = 0

    def move_to(self, file: Path) -> None:
        """From now on questions are answered from this file. Raises `CatalogError`, and then from
        the one before."""
        url = parse_url(_address(file))
        reader = make_reader(url, cache_kib=CACHE_KIB)
        try:
            check_readable(reader, url)
        except Exception:
            reader.dispose()
            raise
        before, self.reader = self.reader, reader
        self._url, self._rules = url, None
        self._moves += 1
        retire(before)

    def version(self) -> int:
        return self._moves * _EACH + super().version()


def _address(file: Path) -> str:
    return f"sqlite:///{file.absolute()}"
