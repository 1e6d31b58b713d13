"""Lists that shoppers chose to keep: which variants, until when, under an address of their own.

Owns the table of kept lists. Nothing in it says who kept it, when, in which room or visit; the
address is kept as a hash only, so that whoever reads the database cannot open a list.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Protocol

from sqlalchemy import Connection, Engine, delete, insert, select, update

from kiosk.hub.schema import KeptListRow

TOKEN_BYTES = 24


class Shelf(Protocol):
    """What kept lists need of the shop's database."""

    def begin(self) -> AbstractContextManager[Connection]: ...

    @property
    def reader(self) -> Engine: ...


class KeptLists:
    """`days` is how long a list is kept, 0 for not at all."""

    def __init__(
        self,
        shelf: Shelf,
        days: int,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.days = days
        self._shelf = shelf
        self._now = now

    def keep(self, variants: Sequence[int]) -> str:
        """A new list; the token that it is found by from now on."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        # The end of a day: a moment would say when somebody was here.
        day = self._now().replace(hour=0, minute=0, second=0, microsecond=0)
        until = day + timedelta(days=self.days + 1)
        row = {
            "token_hash": _hash(token),
            "variants": list(variants),
            "kept_until": _milliseconds(until),
        }
        with self._shelf.begin() as connection:
            connection.execute(insert(KeptListRow).values(row))
        return token

    def change(self, token: str, variants: Sequence[int]) -> None:
        """The same list with other pieces; nothing if it is gone."""
        with self._shelf.begin() as connection:
            connection.execute(
                update(KeptListRow)
                .where(KeptListRow.token_hash == _hash(token))
                .values(variants=list(variants))
            )

    def find(self, token: str) -> tuple[int, ...] | None:
        """The list's variants; None when there is none by this token (any more)."""
        query = select(KeptListRow.variants).where(
            KeptListRow.token_hash == _hash(token),
            KeptListRow.kept_until > _milliseconds(self._now()),
        )
        with self._shelf.reader.connect() as connection:
            found = connection.scalar(query)
        return None if found is None else tuple(found)

    def forget(self, token: str) -> bool:
        """Whether there was one to forget."""
        with self._shelf.begin() as connection:
            gone = connection.execute(
                delete(KeptListRow).where(KeptListRow.token_hash == _hash(token))
            )
            return gone.rowcount > 0

    def tidy(self) -> int:
        """Deletes what has been kept for long enough; how many."""
        now = _milliseconds(self._now())
        over = KeptListRow.kept_until <= now
        with self._shelf.reader.connect() as connection:
            if connection.scalar(select(KeptListRow.token_hash).where(over).limit(1)) is None:
                return 0
        with self._shelf.begin() as connection:
            return connection.execute(delete(KeptListRow).where(over)).rowcount


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _milliseconds(when: datetime) -> int:
    return int(when.timestamp() * 1000)
