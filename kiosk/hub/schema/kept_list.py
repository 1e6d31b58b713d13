"""The list that a shopper chose to keep, as it is kept. `kiosk.hub.visits.kept` writes it."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.hub.schema.base import Base


class KeptListRow(Base):
    """The variants of one list, until when it is kept, and the hash of the token that opens it.
    Nothing in it is about a person."""

    __tablename__ = "kept_list"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    variants: Mapped[list[int]] = mapped_column(JSON)
    kept_until: Mapped[int] = mapped_column(BigInteger, index=True)
