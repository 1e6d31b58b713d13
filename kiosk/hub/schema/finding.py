"""What reconciling found that does not agree, as it is kept. `kiosk.hub.reconciling` writes it."""

from __future__ import annotations

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.hub.schema.base import Base


class FindingRow(Base):
    """One difference between the ledger and a terminal's book. `subject` is the attempt's key or
    the terminal's reference, `source` whose book it was; `gone_ms` is NULL while it is so.
    `dismissed_ms` is when a manager had seen to it: it is not told again while it says the same.
    """

    __tablename__ = "finding"

    key: Mapped[str] = mapped_column(String(300), primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    subject: Mapped[str] = mapped_column(String(200))
    source: Mapped[str] = mapped_column(String(96))
    words: Mapped[str] = mapped_column(String)
    found_ms: Mapped[int] = mapped_column(BigInteger)
    gone_ms: Mapped[int | None] = mapped_column(BigInteger, index=True)
    dismissed_ms: Mapped[int | None] = mapped_column(BigInteger)
    dismissed_by: Mapped[str] = mapped_column(String(64), server_default="")
