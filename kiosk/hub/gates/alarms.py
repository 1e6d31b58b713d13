"""The alarms of the exits: written down once, seen by somebody, forgotten after a while.

Owns their rows and their words. Why a gate alarmed is the gate's to say; what the piece was called
is written down as it was then.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import and_, delete, func, insert, or_, select, update

from catalog.product import Item, ItemStatus, UnregisteredPiece
from catalog.store import Catalog
from hardware.rfid.reader import TagId
from kiosk.hub.schema import GateAlarmRow, SaleRow, SoldRow
from kiosk.hub.security import audit

AUDITED = 100  # alarms that one row of the audit log names
MS_A_DAY = 24 * 3600 * 1000
# Clocks differ, and who was told at the door and pays takes longer than this.
SOLD_WITHIN_MS = 30_000
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

    def add(
        self, alarm_id: str, gate: str, tag: TagId, reason: str, at_ms: int, keep_days: int
    ) -> bool:
        """False when this alarm was said before.

        A gate's clock may be wrong, as a small computer's is that has no battery: an alarm of the
        future, or one so old that it would be forgotten before anybody sees it, is of now.
        """
        now_ms = self._now_ms()
        if not now_ms - keep_days * MS_A_DAY < at_ms <= now_ms:
            at_ms = now_ms
        found = self._catalog.resolve(tag)
        title = label = picture = ""
        if isinstance(found, Item | UnregisteredPiece):
            title, label = found.product.title, found.variant.label
            picture = found.variant.picture
        if isinstance(found, Item) and self._paid_by(found, at_ms):
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
                    at_ms=at_ms,
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

    def _paid_by(self, item: Item, at_ms: int) -> bool:
        """Whether it was paid for when it passed: not later, by somebody who was told."""
        tag = f"{item.tag_kind}:{item.tag_value}"
        query = select(SaleRow.sold_ms).join(SoldRow, SoldRow.sale_id == SaleRow.id)
        with self._catalog.reader.connect() as connection:
            sold_ms = connection.scalar(query.where(SoldRow.tag == tag))
        if sold_ms is None:  # sold before this hub kept the sales
            return item.status is ItemStatus.SOLD
        return sold_ms <= at_ms + SOLD_WITHIN_MS

    def seen(self, alarm_ids: Collection[str], by: str) -> int:
        """A colleague has looked after these; how many of them nobody had seen yet."""
        with self._catalog.begin() as connection:
            done = connection.execute(
                update(GateAlarmRow)
                .where(GateAlarmRow.seen_ms.is_(None), GateAlarmRow.id.in_(alarm_ids))
                .values(seen_ms=self._now_ms(), seen_by=by[:64])
            )
            if done.rowcount:
                told = {"alarms": sorted(alarm_ids)[:AUDITED], "count": done.rowcount}
                audit.write(connection, by, "alarm.seen", min(alarm_ids), told)
        if done.rowcount:
            self.on_change()
        return done.rowcount

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

    def forget(self, keep_days: Mapping[str, int], others: int) -> int:
        """Drops what is older than its gate keeps it, of exits that the shop has no more as than
        `others` days; how many it was."""
        now_ms = self._now_ms()
        old = [
            and_(which, GateAlarmRow.at_ms < now_ms - days * MS_A_DAY)
            for which, days in (
                *((GateAlarmRow.gate == gate, days) for gate, days in keep_days.items()),
                (GateAlarmRow.gate.not_in(keep_days), others),
            )
        ]
        with self._catalog.begin() as connection:
            return connection.execute(delete(GateAlarmRow).where(or_(*old))).rowcount


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
