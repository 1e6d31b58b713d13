"""Pictures by the hash of their bytes: which a picture has, and where one lies that has it.

Owns what is remembered of files that were read before, in a small SQLite file beside them: a
picture is read again only when its time or length is another. Several processes may use it.
"""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

from catalog.pictures import SIZES, PictureStore, alternatives
from catalog.snapshot.checking import hash_of

_TABLE = """
    CREATE TABLE IF NOT EXISTS picture (
        path TEXT PRIMARY KEY, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL,
        bytes INTEGER NOT NULL, sha256 TEXT NOT NULL
    ) WITHOUT ROWID
"""
_INDEX = "CREATE INDEX IF NOT EXISTS ix_picture_sha256 ON picture (sha256, size)"


class PictureHashes:
    """From any thread. What is remembered may be lost at any time: it is found out again."""

    def __init__(self, store: PictureStore, file: Path) -> None:
        self._store = store
        file.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._known = sqlite3.connect(
            file, isolation_level=None, check_same_thread=False, timeout=10.0
        )
        for statement in (
            "PRAGMA journal_mode = WAL",
            "PRAGMA synchronous = OFF",
            "PRAGMA cache_size = -512",
            _TABLE,
            _INDEX,
        ):
            self._known.execute(statement)

    def close(self) -> None:
        with self._lock:
            self._known.close()

    def of(self, name: str, size: int) -> tuple[str, int] | None:
        """SHA-256 and length of this very picture (no alternative to it), if it is there."""
        if len(alternatives(name)) != 1:
            return None
        file = self._store.path(name, size)
        if file is None:
            return None
        try:
            about = file.stat()
            with self._lock:
                row = self._known.execute(
                    "SELECT mtime_ns, bytes, sha256 FROM picture WHERE path = ?", (str(file),)
                ).fetchone()
            if row is not None and row[:2] == (about.st_mtime_ns, about.st_size):
                return row[2], row[1]
            sha256 = hash_of(file)
        except OSError:  # it went while we looked
            return None
        with self._lock:
            self._known.execute(
                "INSERT OR REPLACE INTO picture VALUES (?, ?, ?, ?, ?)",
                (str(file), size, about.st_mtime_ns, about.st_size, sha256),
            )
        return sha256, about.st_size

    def find(self, sha256: str, size: int) -> Path | None:
        """A file of this content in this size, as it was when it was last looked at."""
        if size not in SIZES:
            return None
        with self._lock:
            rows = self._known.execute(
                "SELECT path, mtime_ns, bytes FROM picture WHERE sha256 = ? AND size = ?",
                (sha256, size),
            ).fetchall()
        for path, mtime_ns, length in rows:
            file = Path(path)
            try:
                about = file.stat()
            except OSError:
                continue
            if (about.st_mtime_ns, about.st_size) == (mtime_ns, length):
                return file
        return None
