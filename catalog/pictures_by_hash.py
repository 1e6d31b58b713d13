"""Pictures by the hash of their bytes: which a picture has, and where one lies that has it.

Owns what is remembered of files that were read before, in a small SQLite file beside them: a
picture is read again only when its time or length is another. Several processes may use it.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from pathlib import Path
from typing import Any

from catalog.pictures import SIZES, PictureStore, alternatives
from catalog.snapshot.checking import hash_of

log = logging.getLogger(__name__)

_TABLE = """
    CREATE TABLE IF NOT EXISTS picture (
        path TEXT PRIMARY KEY, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL,
        bytes INTEGER NOT NULL, sha256 TEXT NOT NULL
    ) WITHOUT ROWID
"""
_INDEX = "CREATE INDEX IF NOT EXISTS ix_picture_sha256 ON picture (sha256, size)"
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


class PictureHashes:
    """From any thread. What is remembered may be lost at any time: it is found out again."""

    def __init__(self, store: PictureStore, file: Path) -> None:
        self._store = store
        file.parent.mkdir(parents=True, exist_ok=True)
        self._file = file
        self._lock = threading.Lock()
        try:
            self._known = self._open()
        except sqlite3.DatabaseError as error:
            self._begin_anew(error)

    def _open(self) -> sqlite3.Connection:
        known = sqlite3.connect(
            self._file, isolation_level=None, check_same_thread=False, timeout=10.0
        )
        try:
            for statement in (
                "PRAGMA journal_mode = WAL",
                "PRAGMA synchronous = OFF",
                "PRAGMA cache_size = -512",
                _TABLE,
                _INDEX,
            ):
                known.execute(statement)
        except sqlite3.Error:
            known.close()
            raise
        return known

    def _begin_anew(self, error: sqlite3.DatabaseError) -> None:
        """What lost its power half-written is no loss. Raises what is not for that reason."""
        if getattr(error, "sqlite_errorcode", 0) & 0xFF not in _DAMAGED:
            raise error
        log.warning("what was known of pictures is found out again: %s", error)
        for suffix in ("", "-wal", "-shm"):
            self._file.with_name(self._file.name + suffix).unlink(missing_ok=True)
        self._known = self._open()

    def _run(self, statement: str, values: tuple[Any, ...]) -> list[Any]:
        with self._lock:
            try:
                return self._known.execute(statement, values).fetchall()
            except sqlite3.DatabaseError as error:
                before = self._known
                self._begin_anew(error)
                before.close()
                return self._known.execute(statement, values).fetchall()

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
            for mtime_ns, length, sha256 in self._run(
                "SELECT mtime_ns, bytes, sha256 FROM picture WHERE path = ?", (str(file),)
            ):
                if (mtime_ns, length) == (about.st_mtime_ns, about.st_size):
                    return sha256, length
            sha256 = hash_of(file)
        except OSError:  # it went while we looked
            return None
        self._run(
            "INSERT OR REPLACE INTO picture VALUES (?, ?, ?, ?, ?)",
            (str(file), size, about.st_mtime_ns, about.st_size, sha256),
        )
        return sha256, about.st_size

    def find(self, sha256: str, size: int) -> Path | None:
        """A file of this content in this size, as it was when it was last looked at."""
        if size not in SIZES:
            return None
        rows = self._run(
            "SELECT path, mtime_ns, bytes FROM picture WHERE sha256 = ? AND size = ?",
            (sha256, size),
        )
        for path, mtime_ns, length in rows:
            file = Path(path)
            try:
                about = file.stat()
            except OSError:
                continue
            if (about.st_mtime_ns, about.st_size) == (mtime_ns, length):
                return file
        return None
