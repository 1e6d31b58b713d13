"""The table of fitting-room requests, and requests to rows and back.

Owns the mapping only. Transactions belong to the caller; times are kept as UTC milliseconds, so
that every database orders them alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, BigInteger, Connection, Index, String, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.hub.rooms.fitting_request import FittingRequest, RequestKind, RequestStatus, Wanted
from kiosk.hub.schema import Base

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class RequestRow(Base):
    """One request. `wanted` is the variant as it was called then, so that it outlives a change."""

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


_table = RequestRow.__table__
_OPEN = (RequestStatus.WAITING.value, RequestStatus.TAKEN.value)


def open_requests(connection: Connection) -> list[FittingRequest]:
    """All that wait or are taken, oldest first."""
    query = (
        select(_table).where(_table.c.status.in_(_OPEN)).order_by(_table.c.created_ms, _table.c.id)
    )
    return [_request(row) for row in connection.execute(query).mappings()]


def lately_done(connection: Connection, limit: int) -> list[FittingRequest]:
    """The last ones that were answered, oldest first."""
    query = (
        select(_table)
        .where(_table.c.status == RequestStatus.DONE.value)
        .order_by(_table.c.created_ms.desc())
        .limit(limit)
    )
    return [_request(row) for row in connection.execute(query).mappings()][::-1]


def names(connection: Connection, since: datetime) -> list[str]:
    """Who has taken requests since then, in alphabetical order."""
    query = (
        select(_table.c.taken_by)
        .where(_table.c.created_ms >= _ms(since), _table.c.taken_by != "")
        .distinct()
        .order_by(_table.c.taken_by)
    )
    return list(connection.execute(query).scalars())


def find(connection: Connection, request_id: str) -> FittingRequest | None:
    query = select(_table).where(_table.c.id == request_id)
    row = connection.execute(query).mappings().one_or_none()
    return None if row is None else _request(row)


def add(connection: Connection, request: FittingRequest) -> None:
    connection.execute(insert(RequestRow).values(**_row(request)))


def change(connection: Connection, request: FittingRequest) -> None:
    connection.execute(update(RequestRow).where(_table.c.id == request.id).values(**_row(request)))


def _row(request: FittingRequest) -> dict[str, Any]:
    wanted = request.wanted
    return {
        "id": request.id,
        "room": request.room,
        "kind": request.kind.value,
        "status": request.status.value,
        "created_ms": _ms(request.created_at),
        "taken_ms": None if request.taken_at is None else _ms(request.taken_at),
        "taken_by": request.taken_by,
        "done_ms": None if request.done_at is None else _ms(request.done_at),
        "wanted": None
        if wanted is None
        else {name: getattr(wanted, name) for name in Wanted.__slots__},
    }


def _request(row: Mapping[Any, Any]) -> FittingRequest:
    return FittingRequest(
        id=row["id"],
        room=row["room"],
        kind=RequestKind(row["kind"]),
        status=RequestStatus(row["status"]),
        created_at=_time(row["created_ms"]),
        taken_at=None if row["taken_ms"] is None else _time(row["taken_ms"]),
        taken_by=row["taken_by"],
        done_at=None if row["done_ms"] is None else _time(row["done_ms"]),
        wanted=None if row["wanted"] is None else Wanted(**row["wanted"]),
    )


def _ms(time: datetime) -> int:
    return (time - _EPOCH) // timedelta(milliseconds=1)


def _time(ms: int) -> datetime:
    return _EPOCH + timedelta(milliseconds=ms)
