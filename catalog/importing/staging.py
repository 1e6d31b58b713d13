"""Where a file's records wait until all rows of their product are there.

A private SQLite file that vanishes when it is closed: memory stays the same however large the
import is, and rows of one product need not stand together. Knows nothing of the catalog.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator

from catalog.importing.csv_file import Record

_BATCH = 1000
_SEPARATOR = "\x1f"
_AS_JSON = "\x1e"


class Staging:
    """Records by handle, in the order in which each handle first occurs; names claimed once."""

    def __init__(self) -> None:
        # An empty name is SQLite's private file on disk, not memory.
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA cache_size = -4096;"
            "CREATE TABLE handle (name TEXT PRIMARY KEY, position INTEGER) WITHOUT ROWID;"
            "CREATE TABLE record (position INTEGER, line INTEGER, cells TEXT,"
            " PRIMARY KEY (position, line)) WITHOUT ROWID;"
            "CREATE TABLE claim (kind TEXT, name TEXT, line INTEGER,"
            " PRIMARY KEY (kind, name)) WITHOUT ROWID;"
            "BEGIN"
        )
        self._waiting: list[tuple[int, int, str]] = []
        self._handle = ""
        self._position = 0
        self._positions = 0
        self.records = 0

    def close(self) -> None:
        self._database.close()

    def add(self, handle: str, record: Record) -> None:
        if handle != self._handle or not self._position:
            self._handle = handle
            self._position = self._position_of(handle)
        self._waiting.append((self._position, record.line, _packed(record.cells)))
        self.records += 1
        if len(self._waiting) >= _BATCH:
            self._flush()

    def products(self) -> Iterator[list[Record]]:
        """The records of one product after the other."""
        self._flush()
        current = 0
        records: list[Record] = []
        for position, line, cells in self._database.execute(
            "SELECT position, line, cells FROM record ORDER BY position, line"
        ):
            if position != current and records:
                yield records
                records = []
            current = position
            records.append(Record(line, _unpacked(cells)))
        if records:
            yield records

    def claim(self, kind: str, name: str, line: int) -> int | None:
        """Takes a name for a line; the line that has it already, or None."""
        done = self._database.execute(
            "INSERT OR IGNORE INTO claim VALUES (?, ?, ?)", (kind, name, line)
        )
        if done.rowcount:
            return None
        row = self._database.execute(
            "SELECT line FROM claim WHERE kind = ? AND name = ?", (kind, name)
        ).fetchone()
        return int(row[0])

    def _position_of(self, handle: str) -> int:
        done = self._database.execute(
            "INSERT OR IGNORE INTO handle VALUES (?, ?)", (handle, self._positions + 1)
        )
        if done.rowcount:
            self._positions += 1
            return self._positions
        row = self._database.execute(
            "SELECT position FROM handle WHERE name = ?", (handle,)
        ).fetchone()
        return int(row[0])

    def _flush(self) -> None:
        self._database.executemany("INSERT INTO record VALUES (?, ?, ?)", self._waiting)
        self._waiting.clear()


def _packed(cells: list[str]) -> str:
    """One text; JSON, several times slower, only where a cell has the separator itself."""
    text = _SEPARATOR.join(cells)
    if text.count(_SEPARATOR) != len(cells) - 1 or text.startswith(_AS_JSON):
        return _AS_JSON + json.dumps(cells)
    return text


def _unpacked(text: str) -> list[str]:
    if text.startswith(_AS_JSON):
        return [str(cell) for cell in json.loads(text.removeprefix(_AS_JSON))]
    return text.split(_SEPARATOR)
