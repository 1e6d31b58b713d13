"""A list of frozen rows for QML, changed by the smallest steps so that what arrives animates.

Owns the difference between one tuple of rows and the next, by each row's `key`. Does not know what
a row means. A row that is gone stays as `leaving` until its delegate has drawn it out.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import Field, fields
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)


class Row(Protocol):
    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    @property
    def key(self) -> str: ...


log = logging.getLogger(__name__)

R = TypeVar("R", bound=Row)

ANY_INDEX = QModelIndex()
LEAVING = "leaving"


class RowModel(QAbstractListModel, Generic[R]):
    """Rows of one dataclass; its fields are the roles, and `leaving`.

    With `lingers`, a removed row stays (as `leaving`) until `forget(key)`.
    """

    def __init__(
        self, row_type: type[R], *, lingers: bool = False, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._rows: list[R] = []
        self._leaving: set[str] = set()
        self._several: set[str] = set()
        self.lingers = lingers
        names = [*(field.name for field in fields(row_type)), LEAVING]
        self._roles = {Qt.ItemDataRole.UserRole + 1 + i: name for i, name in enumerate(names)}

    @property
    def rows(self) -> tuple[R, ...]:
        """What is here, without what is leaving."""
        return tuple(row for row in self._rows if row.key not in self._leaving)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = ANY_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def roleNames(self) -> dict[int, QByteArray]:
        return {role: QByteArray(name.encode()) for role, name in self._roles.items()}

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> Any:
        name = self._roles.get(role)
        if name is None or not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
        if name == LEAVING:
            return row.key in self._leaving
        value = getattr(row, name)
        return list(value) if isinstance(value, tuple) else value

    def show(self, rows: Sequence[R]) -> None:
        """Make these the rows, in this order. Of two with one key, which is a fault elsewhere,
        the first is shown: a shopper never sees a fault."""
        rows = self._one_of_each(rows)
        wanted = {row.key for row in rows}
        for position in reversed(range(len(self._rows))):
            key = self._rows[position].key
            if key in wanted or key in self._leaving:
                continue
            if self.lingers:
                self._leaving.add(key)
                self._say_changed(position)
            else:
                self._remove(position)
        back = self._leaving & wanted
        self._leaving -= wanted
        position = 0
        for row in rows:
            while position < len(self._rows) and self._rows[position].key in self._leaving:
                position += 1  # what leaves keeps its place meanwhile
            self._put(row, position, changed=row.key in back)
            position += 1

    def forget(self, key: str) -> None:
        """A leaving row has been drawn out."""
        if key in self._leaving:
            self._remove(next(i for i, row in enumerate(self._rows) if row.key == key))

    def _one_of_each(self, rows: Sequence[R]) -> Sequence[R]:
        first: dict[str, R] = {}
        for row in rows:
            first.setdefault(row.key, row)
        several = _several(rows) if len(first) < len(rows) else set()
        if several - self._several:  # said once, not with every frame
            log.error("more than one row of %s", ", ".join(sorted(several)))
        self._several = several
        return list(first.values()) if several else rows

    def _put(self, row: R, position: int, *, changed: bool) -> None:
        found = self._found(row.key, position)
        if found is None:
            self.beginInsertRows(QModelIndex(), position, position)
            self._rows.insert(position, row)
            self.endInsertRows()
            return
        if found > position:
            self.beginMoveRows(QModelIndex(), found, found, QModelIndex(), position)
            self._rows.insert(position, self._rows.pop(found))
            self.endMoveRows()
            found = position
        if changed or self._rows[found] != row:
            self._rows[found] = row
            self._say_changed(found)

    def _found(self, key: str, likely: int) -> int | None:
        """Where the row with this key is; most stay where they were."""
        if likely < len(self._rows) and self._rows[likely].key == key:
            return likely
        return next((i for i, old in enumerate(self._rows) if old.key == key), None)

    def _remove(self, position: int) -> None:
        self.beginRemoveRows(QModelIndex(), position, position)
        self._leaving.discard(self._rows.pop(position).key)
        self.endRemoveRows()

    def _say_changed(self, position: int) -> None:
        index = self.index(position, 0)
        self.dataChanged.emit(index, index)


def _several(rows: Sequence[Row]) -> set[str]:
    keys = [row.key for row in rows]
    return {key for key in keys if keys.count(key) > 1}
