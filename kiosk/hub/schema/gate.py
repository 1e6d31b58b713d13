"""The exit as it is kept: what was carried out unpaid, and the tags that staff test with."""

from __future__ import annotations

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.hub.schema.base import Base


class GateAlarmRow(Base):
    """A piece that passed the exit and was not paid for. What it is called, as it was then."""

    __tablename__ = "gate_alarm"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    gate: Mapped[str] = mapped_column(String(64))
    tag: Mapped[str] = mapped_column(String(300))
    at_ms: Mapped[int] = mapped_column(BigInteger, index=True)
    reason: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(String)
    label: Mapped[str] = mapped_column(String)
    picture: Mapped[str] = mapped_column(String)
    seen_ms: Mapped[int | None] = mapped_column(BigInteger)
    seen_by: Mapped[str] = mapped_column(String(64))


class TestTagRow(Base):
    """A tag that staff carry to try a reader with: it never alarms and never counts."""

    __tablename__ = "test_tag"
    __test__ = False  # not a test, whatever pytest thinks

    tag: Mapped[str] = mapped_column(String(300), primary_key=True)
    note: Mapped[str] = mapped_column(String(200))
    by_user: Mapped[str] = mapped_column(String(64))
    made_ms: Mapped[int] = mapped_column(BigInteger)
