"""Touchpoints and ratings: what kinds there are, and how they are kept and forgotten.

Owns the words of the kinds and the two tables. Each is told once, by its id, however often it is
sent; nothing is changed afterwards. Transactions belong to the caller.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

from sqlalchemy import Connection, delete, insert, select

from kiosk.hub.schema import RatingRow, TouchpointRow

AT_ONCE = 500  # ids in one question to the database
MS_A_DAY = 24 * 3600 * 1000


class Kind(StrEnum):
    VISIT_BEGAN = "visit_began"
    ARRIVED = "arrived"
    LEFT = "left"
    LOOKED_AT = "looked_at"
    ASKED_FOR = "asked_for"
    HANDED_BACK = "handed_back"
    OFFER_LOOKED_AT = "offer_looked_at"
    PAID = "paid"
    RATED = "rated"
    VISIT_ENDED = "visit_ended"
    PHONE_OPENED = "phone_opened"


class Reason(StrEnum):
    """Why a garment was handed back."""

    TOO_SMALL = "too_small"
    TOO_BIG = "too_big"
    NOT_MY_COLOUR = "not_my_colour"
    TOO_DEAR = "too_dear"


@dataclass(frozen=True, slots=True)
class Touchpoint:
    """`at_ms` is UTC; `value` is "" where the kind has none."""

    id: str
    visit: str
    room: str
    at_ms: int
    kind: Kind
    variant_id: int | None = None
    value: str = ""


@dataclass(frozen=True, slots=True)
class Rating:
    id: str
    visit: str
    room: str
    at_ms: int
    score: int
    word: str = ""


class RatedAlreadyError(ValueError):
    """This visit has given its rating."""


def add(connection: Connection, touchpoints: Sequence[Touchpoint]) -> int:
    """Keeps those that are new; how many that were."""
    new = {one.id: one for one in touchpoints}
    for begin in range(0, len(touchpoints), AT_ONCE):
        ids = [one.id for one in touchpoints[begin : begin + AT_ONCE]]
        for known in connection.scalars(select(TouchpointRow.id).where(TouchpointRow.id.in_(ids))):
            new.pop(known, None)
    if new:
        connection.execute(insert(TouchpointRow), [asdict(one) for one in new.values()])
    return len(new)


def rate(connection: Connection, rating: Rating) -> bool:
    """Keeps it; False if this very one is kept already. Raises `RatedAlreadyError` for another one
    of the same visit."""
    there = connection.execute(
        select(RatingRow.id, RatingRow.visit).where(
            (RatingRow.visit == rating.visit) | (RatingRow.id == rating.id)
        )
    ).all()
    if there:
        if (rating.id, rating.visit) in {(row.id, row.visit) for row in there}:
            return False
        raise RatedAlreadyError("This visit has given its rating already. Thank you.")
    connection.execute(insert(RatingRow).values(**asdict(rating)))
    return True


def forget(connection: Connection, now_ms: int, days: int) -> int:
    """Drops what is older than so many days; how many rows that were."""
    before = now_ms - days * MS_A_DAY
    return sum(
        connection.execute(delete(table).where(table.at_ms < before)).rowcount
        for table in (TouchpointRow, RatingRow)
    )
