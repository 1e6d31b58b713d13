"""The shop's database as one SQLite file with what a mirror needs and nothing else.

Owns which tables and columns go into it and in which order: the same content gives the same bytes,
from SQLite and from PostgreSQL. It has the catalog's own tables, so that `open_catalog` reads it
like any other; columns that only an import needs are empty, and of the hub's tables there is none.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, ColumnElement, Connection, Table, Text, cast, literal, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from catalog.database import HEAD, make_reader, parse_url
from catalog.pictures import alternatives
from catalog.reading import picture_of
from catalog.snapshot.checking import APPLICATION_ID, FORMAT
from catalog.tables import Base, ChangeRow

BATCH = 2_000
PAGE_BYTES = 4096
NOT_NEEDED: Mapping[str, Mapping[str, Any]] = {
    "product": {"body_html": "", "source_columns": "{}"},
    "variant": {
        "barcode": "",
        "picture_source": "",
        "source_quantity": None,
        "source_columns": "{}",
    },
    "image": {"source": "", "alt": "", "source_columns": "{}"},
}
"""What stands in a snapshot for what an import alone needs."""

STOCK = {"items_in_stock", "untagged_quantity"}
"""Columns of `variant` that say how many there are: they change all day, as `item` does."""

_OF_VARIANTS = """
    SELECT coalesce(nullif(variant.picture, ''), (
        SELECT key FROM image WHERE image.product_id = product.id ORDER BY position LIMIT 1), ''),
        product.kind, product.fabric, variant.colour_hex
    FROM variant JOIN product ON product.id = variant.product_id
"""

Hashes = Callable[[str, int], "tuple[str, int] | None"]
"""Name and size of a picture -> SHA-256 and length of its file, if it is there."""

ON_A_MIRROR = (480, 900)
"""The sizes in which a mirror draws pictures."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a file was made of: the catalog's version, and a hash of all but stock and pictures."""

    version: int
    goods: str


def write(url: str, file: Path, hashes: Hashes) -> Content:
    """Writes the catalog at `url` into `file`, which must not be there yet: all of one moment."""
    reader = make_reader(parse_url(url))
    try:
        with (
            reader.connect() as connection,
            closing(sqlite3.connect(file, isolation_level=None)) as out,
        ):
            return _write(connection, out, hashes)
    finally:
        reader.dispose()


def _write(connection: Connection, out: sqlite3.Connection, hashes: Hashes) -> Content:
    for pragma in ("journal_mode = OFF", "synchronous = OFF", f"page_size = {PAGE_BYTES}"):
        out.execute(f"PRAGMA {pragma}")
    out.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    out.execute(f"PRAGMA user_version = {FORMAT}")
    version = connection.scalar(select(ChangeRow.version)) or 0
    goods = hashlib.sha256()
    out.execute("BEGIN")
    for table in Base.metadata.sorted_tables:
        _copy(connection, out, table, goods)
    _write_pictures(out, hashes)
    _note(out, goods.hexdigest())
    out.execute("COMMIT")
    out.execute("VACUUM")  # full pages in the order in which they are read
    return Content(version, goods.hexdigest())


def _copy(connection: Connection, out: sqlite3.Connection, table: Table, goods: Any) -> None:
    dialect = sqlite.dialect()
    out.execute(str(CreateTable(table).compile(dialect=dialect)))
    columns = list(table.columns)
    insert = f"INSERT INTO {table.name} VALUES ({', '.join('?' * len(columns))})"
    stays = [n for n, column in enumerate(columns) if not _moves(table.name, column.name)]
    for rows in _batches(connection, table):
        out.executemany(insert, rows)
        if len(stays) < len(columns):
            rows = [tuple(row[n] for n in stays) for row in rows]
        if table.name not in ("item", "change"):
            goods.update(repr(rows).encode())
    for index in sorted(table.indexes, key=lambda index: str(index.name)):
        out.execute(str(CreateIndex(index).compile(dialect=dialect)))


def _batches(connection: Connection, table: Table) -> Iterator[list[tuple[Any, ...]]]:
    blank = NOT_NEEDED.get(table.name, {})
    shown: list[ColumnElement[Any]] = []
    for column in table.columns:
        if table.name == "change" and column.name == "version":
            shown.append(literal(0).label(column.name))  # how often it changed is not its content
        elif column.name in blank:
            shown.append(literal(blank[column.name]).label(column.name))
        elif isinstance(column.type, JSON):
            shown.append(cast(column, Text).label(column.name))
        else:
            shown.append(column.label(column.name))
    query = select(*shown).order_by(*table.primary_key.columns)
    if table.name == "price_rule":
        query = query.where(table.c.code == "")  # who has the code knows it; a mirror need not
    found = connection.execution_options(yield_per=BATCH).execute(query)
    for part in found.partitions(BATCH):
        yield [tuple(row) for row in part]


def _moves(table: str, column: str) -> bool:
    return table == "variant" and column in STOCK


def _write_pictures(out: sqlite3.Connection, hashes: Hashes) -> None:
    """Of every picture that there is, and that a garment has, in the sizes of a mirror."""
    out.execute(
        "CREATE TABLE picture (name TEXT NOT NULL, size INTEGER NOT NULL, sha256 TEXT NOT NULL, "
        "bytes INTEGER NOT NULL, PRIMARY KEY (name, size)) WITHOUT ROWID"
    )
    keys = {picture_of(*row) for row in out.execute(_OF_VARIANTS)}
    keys.update(key for (key,) in out.execute("SELECT key FROM image"))
    for name in sorted({name for key in keys for name in alternatives(key)}):
        for size in ON_A_MIRROR:
            if (found := hashes(name, size)) is not None:
                out.execute("INSERT INTO picture VALUES (?, ?, ?, ?)", (name, size, *found))


def _note(out: sqlite3.Connection, goods: str) -> None:
    """What a reader wants to know before it opens the rest."""
    out.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY)")
    out.execute("INSERT INTO alembic_version VALUES (?)", (HEAD,))
    out.execute("CREATE TABLE snapshot (about TEXT NOT NULL)")
    about = {"format": FORMAT, "revision": HEAD, "goods": goods}
    out.execute("INSERT INTO snapshot VALUES (?)", (json.dumps(about, sort_keys=True),))
