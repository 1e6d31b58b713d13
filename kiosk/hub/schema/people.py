"""Who may do what, as it is kept: staff, their sessions, devices, enrolment codes, the audit log.

Secrets are kept as hashes only. `kiosk.hub.security` writes them.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Integer, String, true
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.hub.schema.base import Base


class StaffUserRow(Base):
    """A colleague. `pin_hash` is argon2's; `demo` ones sign in on the hub's own machine only.
    `on_duty` is false once they said "away", `duty_ms` when they last said either."""

    __tablename__ = "staff_user"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(64), unique=True)
    role: Mapped[str] = mapped_column(String(16))
    pin_hash: Mapped[str] = mapped_column(String(200))
    active: Mapped[bool]
    demo: Mapped[bool]
    made_ms: Mapped[int] = mapped_column(BigInteger)
    on_duty: Mapped[bool] = mapped_column(server_default=true())
    duty_ms: Mapped[int | None] = mapped_column(BigInteger)


class StaffSessionRow(Base):
    """A colleague who is signed in on a device."""

    __tablename__ = "staff_session"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id"), index=True)
    device: Mapped[str] = mapped_column(String(200))
    made_ms: Mapped[int] = mapped_column(BigInteger)
    seen_ms: Mapped[int] = mapped_column(BigInteger)
    expires_ms: Mapped[int] = mapped_column(BigInteger)


class DeviceRow(Base):
    """A mirror, table, tablet, gate or reader that has a token of its own."""

    __tablename__ = "device"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    place: Mapped[str] = mapped_column(String(64))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_ms: Mapped[int] = mapped_column(BigInteger)
    seen_ms: Mapped[int | None] = mapped_column(BigInteger)
    revoked_ms: Mapped[int | None] = mapped_column(BigInteger)
    by_user: Mapped[str] = mapped_column(String(64))


class EnrolmentRow(Base):
    """A code that makes one device one of the shop's, once and for some minutes."""

    __tablename__ = "enrolment"

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    place: Mapped[str] = mapped_column(String(64))
    made_ms: Mapped[int] = mapped_column(BigInteger)
    expires_ms: Mapped[int] = mapped_column(BigInteger)
    used_ms: Mapped[int | None] = mapped_column(BigInteger)
    by_user: Mapped[str] = mapped_column(String(64))


class AuditRow(Base):
    """Who did what to what, on which device. Written and read, never changed."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    at_ms: Mapped[int] = mapped_column(BigInteger, index=True)
    who: Mapped[str] = mapped_column(String(64))
    device: Mapped[str] = mapped_column(String(200))
    action: Mapped[str] = mapped_column(String(32), index=True)
    subject: Mapped[str] = mapped_column(String(200))
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
