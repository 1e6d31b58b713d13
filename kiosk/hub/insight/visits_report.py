"""What shoppers said and did on some days: handed back and why, how fast they were answered, and
whether they would recommend the shop. For the staff console and for a spreadsheet.

Owns what is counted and the columns of the CSV; they only ever grow at the end. Reads, and changes
nothing. A variant is called what the catalog calls it now.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from statistics import median

from sqlalchemy import Connection, select

from catalog.product import Product, Variant
from kiosk.hub.bookkeeping.sales_report import cell, midnight
from kiosk.hub.insight.nps import PASSIVE, PROMOTER, Nps, nps
from kiosk.hub.insight.touchpoints import Kind, Rating, Reason
from kiosk.hub.receipts.record import milliseconds
from kiosk.hub.rooms import request_rows
from kiosk.hub.rooms.answer_times import ENOUGH, share_of
from kiosk.hub.rooms.fitting_request import FittingRequest, Outcome, RequestKind, RequestStatus
from kiosk.hub.schema import RatingRow, TouchpointRow

Find = Callable[[int], tuple[Product, Variant]]
"""A variant by its id. Raises `KeyError` for one that the shop does not have any more."""

GONE = "Not in the catalog any more"
COUNTED = (Kind.ARRIVED, Kind.LOOKED_AT, Kind.ASKED_FOR, Kind.OFFER_LOOKED_AT, Kind.PAID)


@dataclass(frozen=True, slots=True)
class Piece:
    """A variant, and what happened to it. `product` and `title` are the same for its sisters."""

    variant_id: int
    product: int | None
    title: str
    label: str
    sku: str
    picture: str | None
    counts: Counter[str]
    reasons: Counter[str]


@dataclass(frozen=True, slots=True)
class HandedBack:
    """A product, of all its variants, and why it was handed back; the most frequent reason first.
    `of` says which variants a reason is about, the most frequent first."""

    title: str
    picture: str | None
    tried: int
    reasons: Sequence[tuple[Reason, int]]
    of: Mapping[Reason, Sequence[tuple[str, int]]]

    @property
    def times(self) -> int:
        return sum(count for _, count in self.reasons)


@dataclass(frozen=True, slots=True)
class Answers:
    """How the rooms were answered. Times are None where too few were measured."""

    asked: int
    taken: int
    not_there: int
    given_up: int
    unanswered: int
    escalated: int
    four_of_five: timedelta | None
    half: timedelta | None
    longest: timedelta | None


@dataclass(frozen=True, slots=True)
class VisitsReport:
    since: datetime
    until: datetime
    visits: int
    pieces: Sequence[Piece]
    handed_back: Sequence[HandedBack]
    reasons: Counter[str]
    answers: Answers
    nps: Nps
    ratings: Sequence[Rating]


def span(last: date, days: int) -> tuple[datetime, datetime]:
    """From the first midnight of so many days, the last of them included, to the last one."""
    return midnight(last - timedelta(days=days - 1), None), midnight(last + timedelta(days=1), None)


def read_visits(
    connection: Connection, since: datetime, until: datetime, find: Find
) -> VisitsReport:
    """All of it, for what happened from `since` until before `until`."""
    begins, ends = milliseconds(since), milliseconds(until)
    on_it = (TouchpointRow.at_ms >= begins, TouchpointRow.at_ms < ends)
    visits = len(connection.execute(select(TouchpointRow.visit).where(*on_it).distinct()).all())
    rows = connection.execute(
        select(TouchpointRow.variant_id, TouchpointRow.kind, TouchpointRow.value).where(
            *on_it, TouchpointRow.variant_id.is_not(None)
        )
    )
    pieces = _pieces(((row.variant_id, row.kind, row.value) for row in rows), find)
    ratings = read_ratings(connection, since, until)
    return VisitsReport(
        since,
        until,
        visits,
        pieces,
        handed_back(pieces),
        sum((one.reasons for one in pieces), Counter()),
        answers(request_rows.between(connection, since, until)),
        nps(one.score for one in ratings),
        ratings,
    )


def read_ratings(connection: Connection, since: datetime, until: datetime) -> list[Rating]:
    """The newest first."""
    query = (
        select(RatingRow.__table__)
        .where(RatingRow.at_ms >= milliseconds(since), RatingRow.at_ms < milliseconds(until))
        .order_by(RatingRow.at_ms.desc(), RatingRow.id)
    )
    return [
        Rating(row.id, row.visit, row.room, row.at_ms, row.score, row.word)
        for row in connection.execute(query)
    ]


def _pieces(happened: Iterable[tuple[int, str, str]], find: Find) -> list[Piece]:
    counts: dict[int, Counter[str]] = {}
    reasons: dict[int, Counter[str]] = {}
    for variant_id, kind, value in happened:
        counts.setdefault(variant_id, Counter())[kind] += 1
        if kind == Kind.HANDED_BACK:
            reasons.setdefault(variant_id, Counter())[value] += 1
    return [_piece(one, counts[one], reasons.get(one, Counter()), find) for one in sorted(counts)]


def _piece(variant_id: int, counts: Counter[str], reasons: Counter[str], find: Find) -> Piece:
    try:
        product, variant = find(variant_id)
    except KeyError:
        return Piece(variant_id, None, GONE, f"variant {variant_id}", "", None, counts, reasons)
    return Piece(
        variant_id,
        product.id,
        product.title,
        variant.label,
        variant.sku or "",
        variant.picture,
        counts,
        reasons,
    )


def handed_back(pieces: Sequence[Piece]) -> list[HandedBack]:
    """By product, those that were handed back most often first."""
    products: dict[tuple[int | None, str], list[Piece]] = {}
    for piece in pieces:
        products.setdefault((piece.product, piece.title), []).append(piece)
    found = [_handed_back(sisters) for sisters in products.values()]
    return sorted((one for one in found if one.times), key=lambda one: (-one.times, one.title))


def _handed_back(sisters: Sequence[Piece]) -> HandedBack:
    total: Counter[str] = sum((one.reasons for one in sisters), Counter())
    of = {
        Reason(reason): sorted(
            ((one.label, one.reasons[reason]) for one in sisters if one.reasons[reason]),
            key=lambda each: (-each[1], each[0]),
        )
        for reason in total
    }
    most = max(sisters, key=lambda one: one.reasons.total())
    return HandedBack(
        most.title,
        most.picture,
        sum(one.counts[Kind.ARRIVED] for one in sisters),
        [(Reason(reason), count) for reason, count in total.most_common()],
        of,
    )


def answers(requests: Sequence[FittingRequest]) -> Answers:
    """How requests for a piece or a colleague were answered; holds are in no hurry."""
    asked = [one for one in requests if one.kind is not RequestKind.HOLD]
    taking = [one.taken_at - one.created_at for one in asked if one.taken_at is not None]
    enough = len(taking) >= ENOUGH
    return Answers(
        asked=len(asked),
        taken=len(taking),
        not_there=sum(one.outcome is Outcome.NOT_THERE for one in asked),
        given_up=sum(
            one.status is RequestStatus.CANCELLED
            and one.taken_at is None
            and one.outcome is not Outcome.UNANSWERED
            for one in asked
        ),
        unanswered=sum(one.outcome is Outcome.UNANSWERED for one in asked),
        escalated=sum(one.escalated_at is not None for one in asked),
        four_of_five=share_of(taking) if enough else None,
        half=timedelta(seconds=median(one.total_seconds() for one in taking)) if enough else None,
        longest=max(taking) if taking else None,
    )


def pieces_csv(report: VisitsReport) -> str:
    """A line for each variant that anything happened to."""
    columns = ["product", "variant", "sku", *COUNTED, Kind.HANDED_BACK, *Reason]
    rows = (
        [
            one.title,
            one.label,
            one.sku,
            *(one.counts[kind] for kind in COUNTED),
            one.reasons.total(),
            *(one.reasons[reason] for reason in Reason),
        ]
        for one in sorted(report.pieces, key=lambda one: (one.title, one.label, one.variant_id))
    )
    return _csv(columns, rows)


def ratings_csv(ratings: Sequence[Rating]) -> str:
    """A line for each rating, oldest first, by the clock on the shop's wall."""
    rows = ([_wall(one.at_ms), one.room, one.score, group(one.score), one.word] for one in ratings)
    return _csv(["time", "room", "score", "group", "word"], reversed(list(rows)))


def group(score: int) -> str:
    if score >= PROMOTER:
        return "promoter"
    return "passive" if score >= PASSIVE else "detractor"


def _wall(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000, UTC).astimezone().isoformat(timespec="seconds")


def _csv(columns: Sequence[object], rows: Iterable[Sequence[object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([str(column) for column in columns])
    writer.writerows([cell(value) for value in row] for row in rows)
    return out.getvalue()
