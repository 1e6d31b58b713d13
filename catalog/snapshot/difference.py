"""What the stock has become since a snapshot: counts and tagged pieces that are not as it says.

Owns how that is found out without reading 100,000 rows each time something is sold: the database
puts the stock of every 256 ids into one text, and only where that is another one rows are read.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Text, cast, func, literal_column, select

from catalog.snapshot.stock import Stock
from catalog.tables import ItemRow, VariantRow

RUN = 256
"""So many ids are looked at together."""

_variant, _item = VariantRow.__table__.c, ItemRow.__table__.c
Paced = Callable[[Iterable[Any]], Iterable[Any]]


@dataclass(slots=True)
class _Table:
    name: str
    columns: tuple[ColumnElement[Any], ...]  # the id first
    runs: dict[int, tuple[bytes, list[tuple[Any, ...]], list[int]]] = field(default_factory=dict)

    @property
    def texts(self) -> Select[Any]:
        run = self.columns[0].op("/")(literal_column(str(RUN)))  # of whole numbers
        parts: Any = cast(self.columns[0], Text)
        for column in self.columns[1:]:
            parts = parts + ":" + func.coalesce(cast(column, Text), "")
        return select(run, func.aggregate_strings(parts, ";")).group_by(run)

    def rows(self, first: int) -> Select[Any]:
        number = self.columns[0]
        return select(*self.columns).where(number >= first, number < first + RUN)

    @property
    def base_rows(self) -> str:
        names = ", ".join(str(column.key) for column in self.columns)
        return f"SELECT {names} FROM {self.name} WHERE id >= ? AND id < ?"


class Differences:
    """Between one snapshot, open at `base`, and the database. For one thread."""

    def __init__(self, base: sqlite3.Connection) -> None:
        self._base = base
        self._variants = _Table(
            "variant", (_variant.id, _variant.items_in_stock, _variant.untagged_quantity)
        )
        self._items = _Table(
            "item",
            (
                _item.id,
                _item.tag_kind,
                _item.tag_value,
                _item.variant_id,
                _item.status,
                _item.sgtin,
            ),
        )

    def close(self) -> None:
        """Closes `base`."""
        self._base.close()

    def now(
        self, connection: Connection, version: int, snapshot: str, paced: Paced = iter
    ) -> Stock:
        """As the connection's transaction sees it. A variant that the snapshot lacks is left out,
        and its pieces: they come with the next snapshot."""
        counts, _ = self._look(connection, self._variants, paced)
        pieces, gone = self._look(connection, self._items, paced)
        return Stock(
            version,
            snapshot,
            tuple(row for row in counts if self._sells(row[0])),
            tuple(row for row in pieces if self._sells(row[3])),
            tuple(gone),
        )

    def _sells(self, variant_id: int) -> bool:
        found = self._base.execute("SELECT 1 FROM variant WHERE id = ?", (variant_id,))
        return found.fetchone() is not None

    def _look(
        self, connection: Connection, table: _Table, paced: Paced
    ) -> tuple[list[tuple[Any, ...]], list[int]]:
        texts = {row[0]: row[1] for row in connection.execute(table.texts)}
        first_and_last = self._base.execute(
            f"SELECT min(id) / {RUN}, max(id) / {RUN} FROM {table.name}"
        ).fetchone()
        first, last = first_and_last if first_and_last[0] is not None else (0, -1)
        runs = {**dict.fromkeys(range(first, last + 1), ""), **texts}
        changed: list[tuple[Any, ...]] = []
        gone: list[int] = []
        for run, text in paced(sorted(runs.items())):
            stamp = hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=16).digest()
            known = table.runs.get(run)
            if known is None or known[0] != stamp:
                known = table.runs[run] = (stamp, *self._compare(connection, table, run * RUN))
            changed += known[1]
            gone += known[2]
        for run in table.runs.keys() - runs.keys():
            del table.runs[run]
        return changed, gone

    def _compare(
        self, connection: Connection, table: _Table, first: int
    ) -> tuple[list[tuple[Any, ...]], list[int]]:
        before = {row[0]: row for row in self._base.execute(table.base_rows, (first, first + RUN))}
        now = {row[0]: tuple(row) for row in connection.execute(table.rows(first))}
        changed = [row for number, row in now.items() if before.get(number) != row]
        return changed, [number for number in before if number not in now]
