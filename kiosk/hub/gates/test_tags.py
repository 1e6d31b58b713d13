"""Staff's test tags: tags to try a reader with, which never alarm and are never counted.

Owns their rows and what is asked of them all the time from memory. A test tag is one whatever else
it is bound to.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from catalog.store import Catalog
from hardware.rfid.reader import TagId
from kiosk.gate_list import key_of
from kiosk.hub.schema import TestTagRow
from kiosk.hub.security import audit

LONGEST_NOTE = 200


@dataclass(frozen=True, slots=True)
class TestTag:
    __test__ = False  # not a test, whatever pytest thinks

    tag: TagId
    note: str
    by: str
    made_ms: int


def listed(connection: Connection) -> list[TestTag]:
    """All of them, the newest first."""
    rows = connection.execute(
        select(TestTagRow.tag, TestTagRow.note, TestTagRow.by_user, TestTagRow.made_ms).order_by(
            TestTagRow.made_ms.desc(), TestTagRow.tag
        )
    )
    return [TestTag(TagId.parse(row.tag), row.note, row.by_user, row.made_ms) for row in rows]


def add(connection: Connection, tag: TagId, note: str, by: str, now_ms: int) -> bool:
    """False when it is one already; its note stays as it is."""
    known = select(TestTagRow.tag).where(TestTagRow.tag == str(tag))
    if connection.scalar(known) is not None:
        return False
    connection.execute(
        insert(TestTagRow).values(
            tag=str(tag), note=note[:LONGEST_NOTE], by_user=by[:64], made_ms=now_ms
        )
    )
    audit.write(connection, by, "test_tag.added", str(tag), {"note": note[:LONGEST_NOTE]})
    return True


def remove(connection: Connection, tag: TagId, by: str) -> bool:
    """False when it is none."""
    done = connection.execute(delete(TestTagRow).where(TestTagRow.tag == str(tag)))
    if done.rowcount:
        audit.write(connection, by, "test_tag.removed", str(tag), {})
    return bool(done.rowcount)


class TestTags:
    """Every call may come from any thread. `on_change(tag)` is called after one came or went."""

    __test__ = False

    def __init__(
        self, catalog: Catalog, now_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000
    ) -> None:
        self.on_change: Callable[[TagId], None] = lambda _: None
        self._catalog = catalog
        self._now_ms = now_ms
        self._lock = threading.Lock()
        self._keys: frozenset[str] | None = None

    def all(self) -> list[TestTag]:
        with self._catalog.reader.connect() as connection:
            return listed(connection)

    def __contains__(self, tag: TagId) -> bool:
        with self._lock:
            if self._keys is None:
                self._keys = frozenset(key_of(one.tag) for one in self.all())
            keys = self._keys
        return bool(keys) and key_of(tag) in keys

    def add(self, tag: TagId, note: str, by: str) -> bool:
        with self._catalog.begin() as connection:
            added = add(connection, tag, note, by, self._now_ms())
        self._changed(tag)
        return added

    def remove(self, tag: TagId, by: str) -> bool:
        with self._catalog.begin() as connection:
            removed = remove(connection, tag, by)
        self._changed(tag)
        return removed

    def _changed(self, tag: TagId) -> None:
        with self._lock:
            self._keys = None
        self.on_change(tag)
