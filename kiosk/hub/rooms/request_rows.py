"""The table of fitting-room requests, and requests to rows and back.

Owns the mapping only. Transactions belong to the caller; times are kept as UTC milliseconds, so
that every database orders them alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, BigInteger, Connection, Index, String, delete, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.hub.rooms.fitting_request import (
    FittingRequest,
    Outcome,
    RequestKind,
    RequestStatus,
    Wanted,
)
from kiosk.hub.schema import Base

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class RequestRow(Base):
    """One request. `wanted` and `instead` are variants as they were called then, so that they
    outlive a change."""

    __tablename__ = "fitting_request"
    __table_args__ = (Index(None, "status", "created_ms"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    room: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(16))
    status: Mapped[str] = mapped_column(String(16))
    created_ms: Mapped[int] = mapped_column(BigInteger)
    taken_ms: Mapped[int | None] = mapped_column(BigInteger)
    taken_by: Mapped[str] = mapped_column(String(64))
    done_ms: Mapped[int | None] = mapped_column(BigInteger)
    wanted: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    visit: Mapped[str] = mapped_column(String(64), server_default="")
    escalated_ms: Mapped[int | None] = mapped_column(BigInteger)
    held_until_ms: Mapped[int | None] = mapped_column(BigInteger)
    outcome: Mapped[str] = mapped_column(String(16), server_default="")
    note: Mapped[str] = mapped_column(String(200), server_default="")
    instead: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


_table = RequestRow.__table__
_OPEN = (RequestStatus.WAITING.value, RequestStatus.TAKEN.value)


def open_requests(connection: Connection) -> list[FittingRequest]:
    """All that wait or are taken, oldest first."""
    query = (
        select(_table).where(_table.c.status.in_(_OPEN)).order_by(_table.c.created_ms, _table.c.id)
    )
    return [_request(row) for row in connection.execute(query).mappings()]


def lately(connection: Connection, since: datetime, limit: int) -> list[FittingRequest]:
    """The newest ones since then that are not waiting, oldest first."""
    query = (
        select(_table)
        .where(
            _table.c.status != RequestStatus.WAITING.value,
            _table.c.created_ms >= _ms(since),
        )
        .order_by(_table.c.created_ms.desc(), _table.c.id)
        .limit(limit)
    )
    return [_request(row) for row in connection.execute(query).mappings()][::-1]


def held(connection: Connection) -> list[FittingRequest]:
    """The pieces that are set aside, the first to be over first."""
    query = (
        select(_table)
        .where(
            _table.c.status == RequestStatus.DONE.value,
            _table.c.outcome == Outcome.HELD.value,
        )
        .order_by(_table.c.held_until_ms, _table.c.id)
    )
    return [_request(row) for row in connection.execute(query).mappings()]


def between(connection: Connection, since: datetime, until: datetime) -> list[FittingRequest]:
    """All that were asked from `since` until before `until`, oldest first."""
    query = (
        select(_table)
        .where(_table.c.created_ms >= _ms(since), _table.c.created_ms < _ms(until))
        .order_by(_table.c.created_ms, _table.c.id)
    )
    return [_request(row) for row in connection.execute(query).mappings()]


def forget(connection: Connection, before: datetime) -> int:
    """Drops what is over and was asked before then; how many that were."""
    return connection.execute(
        delete(RequestRow).where(
            _table.c.created_ms < _ms(before),
            _table.c.status.not_in(_OPEN),
            _table.c.outcome != Outcome.HELD.value,
        )
    ).rowcount


def find(connection: Connection, request_id: str) -> FittingRequest | None:
    query = select(_table).where(_table.c.id == request_id)
    row = connection.execute(query).mappings().one_or_none()
    return None if row is None else _request(row)


def add(connection: Connection, request: FittingRequest) -> None:
    connection.execute(insert(RequestRow).values(**_row(request)))


def change(connection: Connection, request: FittingRequest) -> None:
    connection.execute(update(RequestRow).where(_table.c.id == request.id).values(**_row(request)))


def _row(request: FittingRequest) -> dict[str, Any]:
    return {
        "id": request.id,
        "room": request.room,
        "kind": request.kind.value,
        "status": request.status.value,
        "created_ms": _ms(request.created_at),
        "taken_ms": _ms_or_none(request.taken_at),
        "taken_by": request.taken_by,
        "done_ms": _ms_or_none(request.done_at),
        "visit": request.visit,
        "escalated_ms": _ms_or_none(request.escalated_at),
        "held_until_ms": _ms_or_none(request.held_until),
        "outcome": request.outcome.value,
        "note": request.note,
        "wanted": _piece(request.wanted),
        "instead": _piece(request.instead),
    }


def _piece(piece: Wanted | None) -> dict[str, Any] | None:
    return None if piece is None else {name: getattr(piece, name) for name in Wanted.__slots__}


def _request(row: Mapping[Any, Any]) -> FittingRequest:
    return FittingRequest(
        id=row["id"],
        room=row["room"],
        kind=RequestKind(row["kind"]),
        status=RequestStatus(row["status"]),
        created_at=_time(row["created_ms"]),
        taken_at=_time_or_none(row["taken_ms"]),
        taken_by=row["taken_by"],
        done_at=_time_or_none(row["done_ms"]),
        visit=row["visit"],
        escalated_at=_time_or_none(row["escalated_ms"]),
        held_until=_time_or_none(row["held_until_ms"]),
        outcome=Outcome(row["outcome"]),
        note=row["note"],
        wanted=None if row["wanted"] is None else Wanted(**row["wanted"]),
        instead=None if row["instead"] is None else Wanted(**row["instead"]),
    )


def _ms(time: datetime) -> int:
    return (time - _EPOCH) // timedelta(milliseconds=1)


def _time(ms: int) -> datetime:
    return _EPOCH + timedelta(milliseconds=ms)


def _ms_or_none(time: datetime | None) -> int | None:
    return None if time is None else _ms(time)


def _time_or_none(ms: int | None) -> datetime | None:
    return None if ms is None else _time(ms)
