"""After the sale: a line comes back once, with its money and its audit row. Owns the questions."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, String, and_, cast, exists, func, literal, or_, select
from sqlalchemy.orm import aliased

from catalog.money import Money
from kiosk.hub.bookkeeping.checks.fault import HOUR_MS, Check, Fault, Moment
from kiosk.hub.bookkeeping.checks.money import CALL
from kiosk.hub.checkout.receipt import number
from kiosk.hub.schema import (
    AuditRow,
    OutboxRow,
    SaleLineRow,
    SaleReturnLineRow,
    SaleReturnRow,
    SaleRow,
)

B = SaleReturnRow
R = SaleReturnLineRow
L = SaleLineRow
S = SaleRow


def returns_have_their_lines(connection: Connection, _moment: Moment) -> Iterator[Fault]:
    strangers = (
        select(R.sale_id, R.position, R.return_id, B.sale_id.label("of"), L.position.label("line"))
        .outerjoin(B, B.id == R.return_id)
        .outerjoin(L, and_(L.sale_id == R.sale_id, L.position == R.position))
        .where(or_(B.id.is_(None), B.sale_id != R.sale_id, L.position.is_(None)))
    )
    for row in connection.execute(strangers):
        name = number(row.sale_id)
        if row.line is None:
            yield Fault(name, f"has line {row.position} given back, and has no such line")
        else:
            yield Fault(name, f"has a line in return {row.return_id}, which is another sale's")
    empty = select(B.id, B.sale_id).where(~exists().where(R.return_id == B.id))
    for without in connection.execute(empty):
        yield Fault(number(without.sale_id), f"has return {without.id} without any line")


def refunds_are_not_too_much(connection: Connection, _moment: Moment) -> Iterator[Fault]:
    lines = (
        select(R.return_id, func.sum(L.price_minor).label("price"))
        .join(L, and_(L.sale_id == R.sale_id, L.position == R.position))
        .group_by(R.return_id)
        .subquery()
    )
    query = (
        select(B.id, B.sale_id, B.kind, B.refund_minor, lines.c.price, S.currency)
        .join(S, S.id == B.sale_id)
        .join(lines, lines.c.return_id == B.id)
        .where(
            or_(
                B.refund_minor > lines.c.price,
                B.refund_minor < 0,
                and_(B.kind != "exchange", B.refund_minor != lines.c.price),
            )
        )
    )
    for row in connection.execute(query):
        back, paid = (
            Money(each, row.currency).text("en") for each in (row.refund_minor, row.price)
        )
        yield Fault(
            number(row.sale_id), f"gives {back} back in return {row.id} for lines of {paid}"
        )
    sums = (
        select(S.id, S.currency, S.total_minor, func.sum(B.refund_minor).label("back"))
        .join(B, B.sale_id == S.id)
        .group_by(S.id, S.currency, S.total_minor)
        .having(func.sum(B.refund_minor) > S.total_minor)
    )
    for row in connection.execute(sums):
        back, paid = (Money(each, row.currency).text("en") for each in (row.back, row.total_minor))
        yield Fault(number(row.id), f"gives {back} back, and was paid {paid}")


def refunds_arrive(connection: Connection, moment: Moment) -> Iterator[Fault]:
    query = (
        select(
            B.__table__, S.currency, OutboxRow.id.label("job"), OutboxRow.done_ms, OutboxRow.problem
        )
        .join(S, S.id == B.sale_id)
        .outerjoin(OutboxRow, OutboxRow.key == literal("refund:") + cast(B.id, String))
        .where(
            or_(
                B.refund_status.in_(("waiting", "failed")),
                and_(B.refund_status == "none", B.refund_minor > 0),
            )
        )
    )
    for row in connection.execute(query):
        name, amount = number(row.sale_id), Money(row.refund_minor, row.currency).text("en")
        told = f"owes {amount} of return {row.id}"
        if row.refund_status == "failed":
            yield Fault(name, f"{told}: the terminal refused it")
        elif row.refund_status == "none":
            yield Fault(name, f"{told}, and nothing says that it is given back")
        elif row.job is None or row.done_ms is not None:
            yield Fault(name, f"{told}, and nobody is giving it back")
        elif moment.now_ms - row.made_ms > HOUR_MS:
            yield Fault(name, f"{told} for over an hour. {row.problem}".strip())


def voids_are_whole(connection: Connection, _moment: Moment) -> Iterator[Fault]:
    void = exists().where(B.sale_id == S.id, B.kind == "void")
    query = select(S.id, S.voided_ms).where(
        or_(and_(S.voided_ms.is_not(None), ~void), and_(S.voided_ms.is_(None), void))
    )
    for row in connection.execute(query):
        if row.voided_ms is None:
            yield Fault(number(row.id), "has a void, and stands")
        else:
            yield Fault(number(row.id), "is void, and nothing says who did it")
    kept = (
        select(S.id, L.title)
        .join(L, L.sale_id == S.id)
        .where(
            S.voided_ms.is_not(None),
            ~exists().where(R.sale_id == L.sale_id, R.position == L.position),
        )
    )
    for line in connection.execute(kept):
        yield Fault(number(line.id), f"is void, and {line.title} of it did not come back")


def exchanges_are_even(connection: Connection, _moment: Moment) -> Iterator[Fault]:
    old = aliased(L)
    query = (
        select(L.sale_id, L.title, L.price_minor, L.exchange_of)
        .add_columns(old.price_minor.label("old"), B.kind, B.refund_minor)
        .outerjoin(old, and_(old.sale_id == L.sale_id, old.position == L.exchange_of))
        .outerjoin(R, and_(R.sale_id == L.sale_id, R.position == L.exchange_of))
        .outerjoin(B, B.id == R.return_id)
        .where(L.exchange_of.is_not(None))
    )
    for row in connection.execute(query):
        name = number(row.sale_id)
        if row.old is None or row.kind != "exchange":
            yield Fault(name, f"gave {row.title} out in exchange for what did not come back")
        elif row.price_minor + row.refund_minor != row.old:
            yield Fault(name, f"gave {row.title} out in exchange for a piece of another price")
    given = aliased(L)
    nothing = (
        select(B.sale_id, B.id)
        .join(R, R.return_id == B.id)
        .where(
            B.kind == "exchange",
            ~exists().where(given.sale_id == R.sale_id, given.exchange_of == R.position),
        )
    )
    for row in connection.execute(nothing):
        yield Fault(number(row.sale_id), f"has exchange {row.id}, and nothing was given out for it")


def returns_are_signed(connection: Connection, _moment: Moment) -> Iterator[Fault]:
    """Who did it is in the audit log, as long as that is kept."""
    kept_since = connection.scalar(select(func.min(AuditRow.at_ms)))
    signed = {
        (row.action.rpartition(".")[2], row.subject, row.details.get("return"))
        for row in connection.execute(
            select(AuditRow.action, AuditRow.subject, AuditRow.details).where(
                AuditRow.action.in_(("sale.return", "sale.exchange", "sale.void"))
            )
        )
    }
    forgotten = connection.scalar(
        select(func.max(AuditRow.at_ms)).where(AuditRow.action == "audit.forgotten")
    )
    for row in connection.execute(select(B.id, B.sale_id, B.kind, B.made_ms, B.by_user)):
        if forgotten is not None and row.made_ms < (kept_since or 0):
            continue
        if (row.kind, number(row.sale_id), row.id) not in signed:
            yield Fault(
                number(row.sale_id),
                f"has {row.kind} {row.id} by {row.by_user}, and the audit log has not",
            )


CHECKS = (
    Check(
        "returns",
        "Every return has its lines, and they are its own.",
        "What came back cannot be told.",
        CALL,
        returns_have_their_lines,
    ),
    Check(
        "refunds",
        "No more is given back than was paid.",
        "The shop gives money away.",
        f"Look at the terminal's list of refunds. {CALL}",
        refunds_are_not_too_much,
    ),
    Check(
        "refunds arrive",
        "All money that is owed is given back.",
        "A customer waits for money.",
        "Give it back at the terminal or at the desk, and say so at the sale in the staff console.",
        refunds_arrive,
    ),
    Check(
        "voids",
        "A sale that is void came back whole.",
        "The receipt and the stock tell different stories.",
        CALL,
        voids_are_whole,
    ),
    Check(
        "exchanges",
        "Every exchange is one piece for another of its price.",
        "A piece left the shop that nobody paid for.",
        CALL,
        exchanges_are_even,
    ),
    Check(
        "audit",
        "Every return, exchange and void is in the audit log.",
        "Nobody can say who did it.",
        "Ask the colleague who is named.",
        returns_are_signed,
    ),
)
