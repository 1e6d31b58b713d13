"""The outbox as it is kept. `kiosk.hub.ledger` and `kiosk.hub.aftersale` fill it, the worker in
`kiosk.hub.outbox` empties it.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, BigInteger, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.hub.schema.base import Base


class OutboxRow(Base):
    """Something that must happen because of a sale, outside this database. Written with the sale,
    so that neither exists without the other; `done_ms` is NULL until it has happened. `tries` have
    failed, the last for `problem`; the next is not before `due_ms`.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_waiting",
            "topic",
            "id",
            sqlite_where=text("done_ms IS NULL"),
            postgresql_where=text("done_ms IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    topic: Mapped[str] = mapped_column(String(64))
    key: Mapped[str] = mapped_column(String(96), unique=True)
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    made_ms: Mapped[int] = mapped_column(BigInteger)
    done_ms: Mapped[int | None] = mapped_column(BigInteger)
    tries: Mapped[int] = mapped_column(Integer)
    due_ms: Mapped[int] = mapped_column(BigInteger)
    problem: Mapped[str] = mapped_column(String(300))
