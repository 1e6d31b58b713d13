"""What happened in the fitting rooms, as it is kept: touchpoints, ratings, colleagues' pictures.

Visits are anonymous: `visit` is a random id, and nothing here leads to a person.
`kiosk.hub.insight` writes the first two, `kiosk.hub.security.portraits` the last.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, ForeignKey, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.hub.schema.base import Base


class TouchpointRow(Base):
    """One thing that happened in a visit; appended, never changed. `value` is "" where the kind
    has none, `variant_id` NULL where it is about no piece."""

    __tablename__ = "touchpoint"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    visit: Mapped[str] = mapped_column(String(64), index=True)
    room: Mapped[str] = mapped_column(String(64))
    at_ms: Mapped[int] = mapped_column(BigInteger, index=True)
    kind: Mapped[str] = mapped_column(String(32))
    variant_id: Mapped[int | None] = mapped_column(Integer)
    value: Mapped[str] = mapped_column(String(64), server_default="")


class RatingRow(Base):
    """How likely this shopper is to recommend the shop, 0 to 10: once for a visit, by its key."""

    __tablename__ = "rating"

    visit: Mapped[str] = mapped_column(String(64), primary_key=True)
    id: Mapped[str] = mapped_column(String(64), unique=True)
    room: Mapped[str] = mapped_column(String(64))
    at_ms: Mapped[int] = mapped_column(BigInteger, index=True)
    score: Mapped[int] = mapped_column(Integer)
    word: Mapped[str] = mapped_column(String(300), server_default="")


class StaffPictureRow(Base):
    """A colleague's picture as the mirror shows it. `key` names its content."""

    __tablename__ = "staff_picture"

    user_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    image: Mapped[bytes] = mapped_column(LargeBinary)
