"""The databases of the cases: an SQLite file in the case's folder, or one of a PostgreSQL server.

Owns making one, putting it back to how a case begins, and reading it with none of the hub's code.
The server is the run's, and is not killed: what dies is the hub.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import psycopg
from psycopg.types.string import TextLoader

from catalog import open_catalog
from catalog.store import Catalog
from tests import postgres

ADDRESS = "database"  # the file in a case's folder that says it is not SQLite's
Rows = list[dict[str, Any]]


class Reading(Protocol):
    """A connection of either kind. Numbers come as numbers, JSON as text."""

    def execute(self, query: str, /) -> Any: ...

    def close(self) -> None: ...


class Store(Protocol):
    """The database of one worker's cases. Nothing is open between two calls."""

    catalog: Catalog

    def begin(self) -> None:
        """As a case begins."""
        ...

    def keep(self) -> None:
        """As it is now, cases begin from here on."""
        ...


class SqliteStore:
    """`make` fills a new database by its URL."""

    def __init__(self, folder: Path, make: Callable[[str], None]) -> None:
        self._folder = folder
        self._file = folder / "var" / "shop.db"
        self._template = folder / "template.db"
        make(f"sqlite:///{self._template}")
        self.catalog = open_catalog(f"sqlite:///{self._file}")

    def begin(self) -> None:
        (self._folder / ADDRESS).unlink(missing_ok=True)
        for old in self._file.parent.glob("shop.db*"):
            old.unlink()
        shutil.copyfile(self._template, self._file)

    def keep(self) -> None:
        with (
            closing(sqlite3.connect(self._file)) as opened,
            closing(sqlite3.connect(self._template)) as template,
        ):
            opened.backup(template)


class PostgresStore:
    """The same, on the run's server."""

    def __init__(self, folder: Path, make: Callable[[str], None]) -> None:
        self._folder = folder
        self._server = server()
        self._name = f"{folder.name.replace('-', '_')}"
        self._template = f"{self._name}_template"
        self._renew(self._template, "template0")
        make(self._server.url(self._template))
        self._renew(self._name, self._template)
        self.catalog = open_catalog(self._server.url(self._name))

    def begin(self) -> None:
        self._renew(self._name, self._template)
        (self._folder / ADDRESS).write_text(f"host={self._server.folder} dbname={self._name}")

    def keep(self) -> None:
        self._renew(self._template, self._name)

    def _renew(self, name: str, template: str) -> None:
        self._server.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        self._server.run(f"CREATE DATABASE {name} TEMPLATE {template}")


def has_server() -> bool:
    """Whether the cases on PostgreSQL can be played. In CI they must be: raises `RuntimeError`."""
    if postgres.programs() is not None:
        return True
    if os.environ.get("CI"):
        raise RuntimeError("PostgreSQL is not installed (apt-get install postgresql)")
    return False


_server: list[postgres.Server] = []


def server() -> postgres.Server:
    """The server of this run, which ends with the process that asked first."""
    if not _server:
        programs = postgres.programs()
        assert programs is not None, "PostgreSQL is not installed"
        _server.append(postgres.Server(postgres.start(programs, first=os.getpid())))
    return _server[0]


def database(folder: Path, *, kept: bool = False) -> Reading:
    """The database of the case in this folder, to be read. A `kept` connection to a server stays
    open for as long as this process: `close` does nothing."""
    address = folder / ADDRESS
    if not address.exists():
        file = f"file:{folder / 'var' / 'shop.db'}?mode=ro"
        return sqlite3.connect(file, uri=True, timeout=10)
    if not kept:
        return _connect(address.read_text())
    key = os.getpid(), str(folder)
    if key not in _kept:
        _kept[key] = _Kept(_connect(address.read_text()))
    return _kept[key]


class _Kept:
    def __init__(self, connection: Reading) -> None:
        self.execute = connection.execute

    def close(self) -> None:
        """Not yet."""


_kept: dict[tuple[int, str], _Kept] = {}


def _connect(address: str) -> psycopg.Connection[Any]:
    connection = psycopg.connect(address, user=postgres.USER, autocommit=True)
    connection.adapters.register_loader("json", TextLoader)
    return connection


def rows(connection: Reading, names: tuple[str, ...]) -> dict[str, Rows]:
    """All that is in these tables."""
    return {name: _selected(connection, name) for name in names}


def _selected(connection: Reading, name: str) -> Rows:
    found = connection.execute(f"SELECT * FROM {name}")
    columns = [column[0] for column in found.description]
    return [dict(zip(columns, row, strict=True)) for row in found.fetchall()]


def count(connection: Reading, query: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {query}").fetchone()[0])


GUARDED = {"attempt": "checkout_id", "claim": "tag", "sold": "tag"}


def guards(connection: Reading) -> list[str]:
    """The database's own last word: it refuses two live attempts of one checkout, a piece in two
    payments, and one that is sold twice. Tried in empty tables with the same indexes."""
    if isinstance(connection, sqlite3.Connection):
        with closing(sqlite3.connect(":memory:")) as empty:
            names = "', '".join(GUARDED)
            query = f"SELECT sql FROM sqlite_master WHERE sql NOTNULL AND tbl_name IN ('{names}')"
            for (sql,) in connection.execute(f"{query} ORDER BY type DESC").fetchall():
                empty.execute(sql)
            return _unguarded(partial(_sqlite_row, empty))
    assert isinstance(connection, psycopg.Connection)
    for table in GUARDED:
        connection.execute(f"CREATE TEMP TABLE {table} (LIKE public.{table} INCLUDING ALL)")
    return _unguarded(partial(_postgres_row, connection))


def _unguarded(insert: Callable[[str, str, int], bool]) -> list[str]:
    found = []
    for table, key in GUARDED.items():
        assert insert(table, key, 1), f"{table} takes no row at all"
        if insert(table, key, 2):
            found.append(f"the database takes two rows of {table} with one {key}")
    return found


def _sqlite_row(empty: sqlite3.Connection, table: str, key: str, number: int) -> bool:
    columns = [row[1] for row in empty.execute(f"PRAGMA table_info({table})")]
    row: dict[str, object] = dict.fromkeys(columns, f"row {number}")
    row |= {key: "the same", "status": "live", "number": number}
    names, marks = ", ".join(f'"{name}"' for name in columns), ", ".join("?" * len(columns))
    try:
        empty.execute(
            f"INSERT INTO {table} ({names}) VALUES ({marks})", [row[name] for name in columns]
        )
    except sqlite3.IntegrityError:
        return False
    return True


def _postgres_row(connection: psycopg.Connection[Any], table: str, key: str, number: int) -> bool:
    columns = connection.execute(
        "SELECT attname, format_type(atttypid, NULL) FROM pg_attribute"
        f" WHERE attrelid = 'pg_temp.{table}'::regclass AND attnum > 0"
    ).fetchall()
    row: dict[str, object] = {
        name: json.dumps([]) if kind == "json" else f"r{number}" if "char" in kind else number
        for name, kind in columns
    }
    row |= {key: "the same", "status": "live", "number": number}
    names = ", ".join(f'"{name}"' for name, _ in columns)
    marks = ", ".join(["%s"] * len(columns))
    try:
        connection.execute(
            f"INSERT INTO pg_temp.{table} ({names}) VALUES ({marks})",
            [row[name] for name, _ in columns],
        )
    except psycopg.errors.IntegrityError:
        return False
    return True
