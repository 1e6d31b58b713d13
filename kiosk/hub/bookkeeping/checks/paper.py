"""Receipts, jobs, closed days and numbers: every sale has its papers. Owns the questions."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, String, cast, exists, func, literal, select

from kiosk.hub.bookkeeping.checks.fault import DAY_MS, HOUR_MS, Check, Fault, Moment
from kiosk.hub.bookkeeping.checks.money import CALL
from kiosk.hub.bookkeeping.closing import read_closes, sums_of
from kiosk.hub.checkout.receipt import number
from kiosk.hub.receipts.record import milliseconds
from kiosk.hub.schema import FindingRow, OutboxRow, ReceiptRow, SaleReturnRow, SaleRow

ALWAYS = ("capture", "gate", "upstream")  # the jobs that every sale leaves
TRIES = 5
TOLD_FOR_MS = 7 * DAY_MS
PERSONAL = ("address",)


def sales_have_receipts(connection: Connection, _moment: Moment) -> Iterator[Fault]:
    query = select(SaleRow.id).where(~exists().where(ReceiptRow.sale_id == SaleRow.id))
    for sale_id in connection.scalars(query):
        yield Fault(number(sale_id), "has no receipt")


def sales_have_their_jobs(connection: Connection, _moment: Moment) -> Iterator[Fault]:
    for topic in ALWAYS:
        key = literal(f"{topic}:") + cast(SaleRow.id, String)
        query = select(SaleRow.id).where(~exists().where(OutboxRow.key == key))
        for sale_id in connection.scalars(query):
            yield Fault(number(sale_id), f"has no job {topic!r} in the outbox")


def jobs_get_done(connection: Connection, moment: Moment) -> Iterator[Fault]:
    query = select(OutboxRow.__table__).where(OutboxRow.done_ms.is_(None)).order_by(OutboxRow.id)
    for row in connection.execute(query):
        minutes = (moment.now_ms - row.made_ms) // 60_000
        if row.tries >= TRIES or moment.now_ms - row.made_ms > HOUR_MS:
            why = f": {row.problem}" if row.problem else ""
            yield Fault(row.key, f"waits for {minutes} minutes, after {row.tries} tries{why}")
    over = select(OutboxRow.key, OutboxRow.problem).where(
        OutboxRow.done_ms >= moment.now_ms - TOLD_FOR_MS, OutboxRow.problem != ""
    )
    for row in connection.execute(over.order_by(OutboxRow.id)):
        yield Fault(row.key, f"was given up: {row.problem}", worth=True)


def nothing_personal_stays(connection: Connection, _moment: Moment) -> Iterator[Fault]:
    query = select(OutboxRow.key, OutboxRow.body).where(
        OutboxRow.done_ms.is_not(None), OutboxRow.topic == "receipt_email"
    )
    for row in connection.execute(query):
        if any(row.body.get(key) for key in PERSONAL):
            yield Fault(row.key, "is done, and keeps the address it went to")


def days_follow(connection: Connection, _moment: Moment) -> Iterator[Fault]:
    closes = read_closes(connection)[::-1]
    for place, close in enumerate(closes, 1):
        before = closes[place - 2] if place > 1 else None
        if close.number != (before.number + 1 if before else 1):
            yield Fault(close.name, f"follows {before.name if before else 'nothing'}")
        period = close.period
        if period.sales_until < period.sales_after or period.returns_until < period.returns_after:
            yield Fault(close.name, "ends before it begins")
        elif before is not None and close.until <= before.until:
            yield Fault(close.name, f"is earlier than {before.name}")


def days_add_up(connection: Connection, _moment: Moment) -> Iterator[Fault]:
    """What each close says is what is in the books now: nothing of a closed day has changed."""
    for close in read_closes(connection):
        now = sums_of(connection, close.period)
        for currency in sorted({*now, *close.currencies}):
            said, found = close.currencies.get(currency, {}), now.get(currency, {})
            for key in sorted({*said, *found} - {"refund_open"}):  # that is paid in time
                if said.get(key) != found.get(key):
                    words = f"says {key} {said.get(key)} {currency}, and the books {found.get(key)}"
                    yield Fault(close.name, words)
        late = connection.scalars(
            select(SaleRow.id).where(
                SaleRow.id > close.period.sales_after,
                SaleRow.id <= close.period.sales_until,
                SaleRow.sold_ms >= milliseconds(close.until),
            )
        )
        for sale_id in late:
            yield Fault(close.name, f"holds {number(sale_id)}, which was sold after it")


def numbers_have_no_gaps(connection: Connection, _moment: Moment) -> Iterator[Fault]:
    # PostgreSQL gives a number out before it knows whether the sale will be written.
    worth = connection.dialect.name == "postgresql"
    for column, name in ((SaleRow.id, "receipt"), (SaleReturnRow.id, "return")):
        before = func.lag(column, 1, 0).over(order_by=column).label("before")
        gaps = select(column.label("id"), before).subquery()
        for row in connection.execute(select(gaps).where(gaps.c.id != gaps.c.before + 1)):
            first, last = row.before + 1, row.id - 1
            shown = [number(each) if name == "receipt" else str(each) for each in (first, last)]
            span = shown[0] if first == last else f"{shown[0]} to {shown[1]}"
            yield Fault(f"{name} {span}", "is missing", worth=worth)


def terminals_agree(connection: Connection, _moment: Moment) -> Iterator[Fault]:
    """What the hub found when it last compared the ledger with the terminals' own lists."""
    query = select(FindingRow.__table__).where(FindingRow.gone_ms.is_(None))
    for row in connection.execute(query.order_by(FindingRow.found_ms)):
        yield Fault(row.subject, row.words)


CHECKS = (
    Check(
        "receipts",
        "Every sale has its receipt.",
        "The shopper's code leads nowhere.",
        CALL,
        sales_have_receipts,
    ),
    Check(
        "jobs",
        "Every sale has left its jobs.",
        "The money is not captured, or the exit does not know of the sale.",
        CALL,
        sales_have_their_jobs,
    ),
    Check(
        "outbox",
        "All jobs get done.",
        "Something that should have happened outside the shop's books has not.",
        "Do what the problem says. The hub tries again by itself.",
        jobs_get_done,
    ),
    Check(
        "personal data",
        "No address is kept.",
        "A shopper's address is in the database although nobody needs it any more.",
        "Restart the hub. If it says so again, hand this text on.",
        nothing_personal_stays,
    ),
    Check(
        "closed days",
        "The closed days follow each other without a gap.",
        "A day is missing from the books, or is in them twice.",
        CALL,
        days_follow,
    ),
    Check(
        "totals of days",
        "Every closed day says what is in the books.",
        "Something of a closed day was changed after it was closed.",
        CALL,
        days_add_up,
    ),
    Check(
        "numbers",
        "Receipts and returns are numbered without a gap.",
        "A sale may have been removed from the database.",
        CALL,
        numbers_have_no_gaps,
    ),
    Check(
        "terminals",
        "The payment terminals' own lists agree.",
        "The terminal took other payments than the ledger knows.",
        "Compare both at the staff console, and mend it at the terminal.",
        terminals_agree,
    ),
)
