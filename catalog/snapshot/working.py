"""A mirror's own copy of a snapshot, with the stock of now in it.

Owns the copy: it is made from a checked snapshot each time, is written by nobody else, and is
thrown away rather than mended. What the hub says of the stock is whole: what it does not name any
more is again as the snapshot says. Plain sqlite3, no SQLAlchemy.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote

from catalog.snapshot.stock import Stock

CACHE_KIB = 1024


class WorkingCopy:
    """Made in `__init__`, which copies the whole file. For one thread; readers are others'."""

    def __init__(self, snapshot: Path, file: Path) -> None:
        """Raises `OSError` or `sqlite3.Error`, and then leaves nothing behind."""
        self.file = file
        self._items: set[int] = set()
        self._variants: set[int] = set()
        try:
            shutil.copyfile(snapshot, file)
            self._connection = self._open(snapshot)
        except (OSError, sqlite3.Error):
            self.remove()
            raise

    def _open(self, snapshot: Path) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.file, isolation_level=None, check_same_thread=False, uri=True
        )
        connection.execute("PRAGMA journal_mode = WAL")  # readers and the writer never wait
        connection.execute("PRAGMA synchronous = OFF")  # after a power cut it is made anew
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        address = f"file:{quote(str(snapshot.absolute()))}?mode=ro&immutable=1"
        connection.execute("ATTACH ? AS base", (address,))
        return connection

    def close(self) -> None:
        """Readers that are still at it may go on."""
        self._connection.close()
        self.remove()

    def remove(self) -> None:
        for suffix in ("", "-wal", "-shm", "-journal"):
            self.file.with_name(self.file.name + suffix).unlink(missing_ok=True)

    def apply(self, stock: Stock) -> None:
        """The stock is as it is said here; all at once for readers. Raises `sqlite3.Error`."""
        run = self._connection.execute
        many = self._connection.executemany
        variants = {row[0] for row in stock.variants}
        items = {row[0] for row in stock.items} | set(stock.gone)
        run("BEGIN IMMEDIATE")
        try:
            many(
                "UPDATE variant SET (items_in_stock, untagged_quantity) = (SELECT items_in_stock, "
                "untagged_quantity FROM base.variant AS b WHERE b.id = variant.id) WHERE id = ?",
                _each(self._variants - variants),
            )
            many(
                "UPDATE variant SET items_in_stock = ?, untagged_quantity = ? WHERE id = ?",
                ((tagged, untagged, of) for of, tagged, untagged in stock.variants),
            )
            many("DELETE FROM item WHERE id = ?", _each(self._items | items))
            many(
                "INSERT INTO item SELECT * FROM base.item WHERE id = ?",
                _each(self._items - items),
            )
            many(
                "INSERT OR REPLACE INTO item (id, tag_kind, tag_value, variant_id, status, sgtin) "
                "SELECT ?, ?, ?, id, ?, ? FROM variant WHERE id = ?",
                ((*tag, status, sgtin, of) for *tag, of, status, sgtin in stock.items),
            )
            run("UPDATE change SET version = version + 1")
            run("COMMIT")
        except sqlite3.Error:
            run("ROLLBACK")
            raise
        self._variants, self._items = variants, items


def _each(numbers: Iterable[int]) -> Iterable[tuple[int]]:
    return ((number,) for number in sorted(numbers))
