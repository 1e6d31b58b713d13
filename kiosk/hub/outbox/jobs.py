"""A job of the outbox: how it is added in the transaction that causes it, and how it ends.

Owns the words. `worker.py` does the jobs, handlers know what each means.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select

from kiosk.hub.schema import OutboxRow


@dataclass(frozen=True, slots=True)
class Job:
    """One row. `tries` have failed before."""

    id: int
    topic: str
    key: str
    body: Mapping[str, Any]
    tries: int = 0


@dataclass(frozen=True, slots=True)
class Done:
    """It has happened, now or before; or, with a `problem` for staff, it never will."""

    problem: str = ""


@dataclass(frozen=True, slots=True)
class Later:
    """It has not, and is tried again; `problem` is a sentence for staff."""

    problem: str


Outcome = Done | Later
Handler = Callable[[Job], Outcome]
"""Does the job. It may be called again for one that it has done: the second time changes nothing.
What it raises counts as `Later`."""


def add(connection: Connection, topic: str, key: str, body: Mapping[str, Any], now_ms: int) -> bool:
    """Adds a job in the caller's transaction, unless there is one with this key."""
    if connection.scalar(select(OutboxRow.id).where(OutboxRow.key == key)) is not None:
        return False
    connection.execute(
        insert(OutboxRow).values(
            topic=topic,
            key=key,
            body=dict(body),
            made_ms=now_ms,
            tries=0,
            due_ms=now_ms,
            problem="",
        )
    )
    return True
