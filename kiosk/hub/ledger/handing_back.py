"""Money that a colleague took at the desk and that pays for nothing: a finding, until a manager
says that it was handed back.

Inside the caller's one transaction. The desk's books can only be told that it was given back.
"""

from __future__ import annotations

from sqlalchemy import Connection, insert, select

from catalog.money import Money
from kiosk.hub.schema import FindingRow

KIND = "money_without_sale"
SOURCE = "desk"  # of no terminal's book, so that no look at one ends it


def hand_back(connection: Connection, table: str, reference: str, held: Money, now_ms: int) -> None:
    key = f"{KIND}:{reference}"
    if connection.scalar(select(FindingRow.key).where(FindingRow.key == key)) is not None:
        return
    words = (
        f"A colleague took {held.text('en')} for a payment at table {table!r} that was closed as "
        f"not charged ({reference}). Hand it back to the shopper."
    )
    connection.execute(
        insert(FindingRow).values(
            key=key, kind=KIND, subject=reference, source=SOURCE, words=words, found_ms=now_ms
        )
    )
