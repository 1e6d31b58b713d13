"""The alarms of the exits: written down once, seen by somebody, forgotten after a while.

Owns their rows and their words. Why a gate alarmed is the gate's to say; what the piece was called
is written down as it was then.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from catalog.product import Item, ItemStatus, UnregisteredPiece
from catalog.store import Catalog
from hardware.rfid.reader import TagId
from kiosk.hub.schema import GateAlarmRow

MS_A_DAY = 24 * 3600 * 1000
LATE_SOLD = "sold"  # it was paid for, and the gate had not heard of it
WORDS = {
    "unsold": "Not paid for",
    "unknown": "A tag that nobody knows",
    LATE_SOLD: "Paid for: the gate had not heard of it yet",
}


@dataclass(frozen=True, slots=True)
class GateAlarm:
    """One piece that passed an exit. `seen_at` is None until a colleague said so. Times are UTC."""

    id: str
    gate: str
    tag: TagId
    at: datetime
    reason: str
    title: str
    label: str
    picture: str
    seen_at: datetime | None
    seen_by: str

    @property
    def words(self) -> str:
        """Why it alarmed, as one colleague says it to another."""
        return WORDS.get(self.reason, WORDS["unsold"])

    @property
    def name(self) -> str:
        """What it is on, as far as anybody knows."""
        name = ", ".join(part for part in (self.title, self.label) if part)
        return name or f"Tag {self.tag.value[-8:]}"


class GateAlarms:
    """Every call may come from any thread. `on_change()` is called after something changed."""

    def __init__(
        self, catalog: Catalog, now_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000
    ) -> None:
        self.on_change: Callable[[], None] = lambda: None
        self._catalog = catalog
        self._now_ms = now_ms

    def add(self, alarm_id: str, gate: str, tag: TagId, reason: str, at_ms: int) -> bool:
        """False when this alarm was said before. A gate's clock may be wrong: an alarm is never of
        the future."""
        found = self._catalog.resolve(tag)
        title = label = picture = ""
        if isinstance(found, Item | UnregisteredPiece):
            title, label = found.product.title, found.variant.label
            picture = found.variant.picture
        if isinstance(found, Item) and found.status is ItemStatus.SOLD:
            reason = LATE_SOLD
        with self._catalog.begin() as connection:
            known = select(GateAlarmRow.id).where(GateAlarmRow.id == alarm_id)
            if connection.scalar(known) is not None:
                return False
            connection.execute(
                insert(GateAlarmRow).values(
                    id=alarm_id,
                    gate=gate,
                    tag=str(tag)[:300],
                    at_ms=min(at_ms, self._now_ms()),
                    reason=reason,
                    title=title,
                    label=label,
                    picture=picture or "",
                    seen_ms=None,
                    seen_by="",
                )
            )
        self.on_change()
        return True

    def seen(self, alarm_id: str, by: str) -> bool:
        """Somebody has looked after it; False when it was seen already or is not there."""
        return self._see(GateAlarmRow.id == alarm_id, by)

    def all_seen(self, by: str) -> bool:
        return self._see(True, by)

    def _see(self, which: Any, by: str) -> bool:
        with self._catalog.begin() as connection:
            query = update(GateAlarmRow).where(GateAlarmRow.seen_ms.is_(None))
            if which is not True:
                query = query.where(which)
            done = connection.execute(query.values(seen_ms=self._now_ms(), seen_by=by[:64]))
        self.on_change()
        return done.rowcount > 0

    def latest(self, limit: int = 100) -> list[GateAlarm]:
        """What nobody has seen yet, then the rest; each the newest first."""
        query = (
            select(GateAlarmRow.__table__)
            .order_by(GateAlarmRow.seen_ms.is_not(None), GateAlarmRow.at_ms.desc(), GateAlarmRow.id)
            .limit(limit)
        )
        with self._catalog.reader.connect() as connection:
            return [_alarm(row) for row in connection.execute(query)]

    def unseen(self) -> tuple[int, GateAlarm | None]:
        """How many nobody has seen, and the newest of them."""
        unseen = GateAlarmRow.seen_ms.is_(None)
        with self._catalog.reader.connect() as connection:
            count = connection.scalar(select(func.count()).where(unseen).select_from(GateAlarmRow))
            row = connection.execute(
                select(GateAlarmRow.__table__)
                .where(unseen)
                .order_by(GateAlarmRow.at_ms.desc(), GateAlarmRow.id)
                .limit(1)
            ).one_or_none()
        return count or 0, _alarm(row) if row is not None else None

    def forget(self, gate: str, keep_days: int) -> int:
        """Drops what is older; how many it was."""
        before = self._now_ms() - keep_days * MS_A_DAY
        with self._catalog.begin() as connection:
            done = connection.execute(
                delete(GateAlarmRow).where(GateAlarmRow.gate == gate, GateAlarmRow.at_ms < before)
            )
        return done.rowcount


def _alarm(row: Any) -> GateAlarm:
    return GateAlarm(
        id=row.id,
        gate=row.gate,
        tag=TagId.parse(row.tag),
        at=_time(row.at_ms),
        reason=row.reason,
        title=row.title,
        label=row.label,
        picture=row.picture,
        seen_at=None if row.seen_ms is None else _time(row.seen_ms),
        seen_by=row.seen_by,
    )


def _time(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)
