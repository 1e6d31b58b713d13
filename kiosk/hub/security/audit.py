"""The audit log: who did what to what, on which device, when.

Owns its rows: `write` adds one, `read` shows them, `forget` drops those that are older than the
config says. Nothing here changes a row, and no secret is ever given to it.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from kiosk.hub.schema import AuditRow

MS_A_DAY = 24 * 3600 * 1000


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was done. `at` is UTC."""

    id: int
    at: datetime
    who: str
    device: str
    action: str
    subject: str
    details: Mapping[str, Any]


def write(
    connection: Connection,
    who: str,
    action: str,
    subject: str,
    details: Mapping[str, Any] | None = None,
    device: str = "",
) -> None:
    """One row, in the caller's transaction: it is there exactly if what it tells of is.

    `action` is a word of `docs/security.md`, such as "stock.changed".
    """
    connection.execute(
        insert(AuditRow).values(
            at_ms=time.time_ns() // 1_000_000,
            who=who[:64],
            device=device[:200],
            action=action[:32],
            subject=subject[:200],
            details=dict(details or {}),
        )
    )


def read(
    connection: Connection,
    *,
    since_ms: int = 0,
    until_ms: int | None = None,
    action: str = "",
    before: int | None = None,
    limit: int | None = None,
) -> Sequence[Entry]:
    """The newest first. `action` is a whole word or its first part ("pin"); `before` an id."""
    query = select(AuditRow.__table__).where(AuditRow.at_ms >= since_ms)
    if until_ms is not None:
        query = query.where(AuditRow.at_ms < until_ms)
    if action:
        query = query.where(AuditRow.action.startswith(action, autoescape=True))
    if before is not None:
        query = query.where(AuditRow.id < before)
    query = query.order_by(AuditRow.id.desc())
    if limit is not None:
        query = query.limit(limit)
    return [
        Entry(
            row.id,
            datetime.fromtimestamp(row.at_ms / 1000, UTC),
            row.who,
            row.device,
            row.action,
            row.subject,
            row.details,
        )
        for row in connection.execute(query)
    ]


def forget(connection: Connection, now_ms: int, days: int) -> int:
    """Drops what is older than `days`; says so in the log itself when that was something."""
    gone = connection.execute(
        delete(AuditRow).where(AuditRow.at_ms < now_ms - days * MS_A_DAY)
    ).rowcount
    if gone:
        write(connection, "the hub", "audit.forgotten", f"older than {days} days", {"rows": gone})
    return gone
