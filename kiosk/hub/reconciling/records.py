"""What reconciling reads of the ledger, and the findings that it keeps there.

Owns both queries. A finding stays until the next look at its terminal's book does not find it;
`kiosk doctor ledger` reads the same rows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import Connection, case, func, insert, select, update
from sqlalchemy.sql.functions import Function

from catalog.money import Money
from kiosk.hub.checkout.receipt import number
from kiosk.hub.checkout.tender import AttemptStatus
from kiosk.hub.ledger.rows import milliseconds, moment
from kiosk.hub.reconciling.judging import Finding, FindingKind, Known
from kiosk.hub.schema import AttemptRow, CheckoutRow, FindingRow, SaleReturnRow, SaleRow


def known_since(connection: Connection, since: datetime) -> dict[str, Known]:
    """Every attempt that began since then, by its key."""
    back = (
        select(
            SaleReturnRow.sale_id.label("sale_id"),
            _sum_of("done").label("done_minor"),
            _sum_of("waiting", "failed").label("waiting_minor"),
            func.max(SaleReturnRow.made_ms).label("made_ms"),
        )
        .group_by(SaleReturnRow.sale_id)
        .subquery()
    )
    query = (
        select(
            AttemptRow.key,
            AttemptRow.reference,
            AttemptRow.status,
            AttemptRow.amount_minor,
            AttemptRow.currency,
            AttemptRow.ended_ms,
            SaleRow.id.label("sale_id"),
            SaleRow.voided_ms,
            back.c.done_minor,
            back.c.waiting_minor,
            back.c.made_ms,
        )
        .outerjoin(SaleRow, SaleRow.attempt_key == AttemptRow.key)
        .outerjoin(back, back.c.sale_id == SaleRow.id)
        .where(AttemptRow.begun_ms >= milliseconds(since))
    )
    return {
        row.key: Known(
            key=row.key,
            reference=row.reference or "",
            live=row.status == AttemptStatus.LIVE,
            amount=Money(row.amount_minor, row.currency),
            ended_at=None if row.ended_ms is None else moment(row.ended_ms),
            sale="" if row.sale_id is None else number(row.sale_id),
            sale_voided=row.voided_ms is not None,
            refunded_minor=int(row.done_minor or 0),
            refunding_minor=int(row.waiting_minor or 0),
            returned_at=None if row.made_ms is None else moment(row.made_ms),
        )
        for row in connection.execute(query)
    }


def _sum_of(*statuses: str) -> Function[int]:
    wanted = SaleReturnRow.refund_status.in_(statuses)
    return func.sum(case((wanted, SaleReturnRow.refund_minor), else_=0))


def sales_of(connection: Connection, table: str, tender: str, since: datetime) -> set[str]:
    """The keys of the attempts that this table sold by this tender since then."""
    query = (
        select(AttemptRow.key)
        .join(CheckoutRow, CheckoutRow.id == AttemptRow.checkout_id)
        .where(
            CheckoutRow.shop_table == table,
            AttemptRow.tender == tender,
            AttemptRow.status == AttemptStatus.APPROVED.value,
            AttemptRow.begun_ms >= milliseconds(since),
        )
    )
    return set(connection.scalars(query))


def keep_findings(
    connection: Connection,
    found: Iterable[Finding],
    looked_at: Collection[str],
    source: str,
    now_ms: int,
) -> list[Finding]:
    """These are the findings of a look at one `source`; its earlier ones that are not among them
    are over, as are those of the attempts in `looked_at` that another source told of. The answer
    is what is new."""
    found = list(found)
    new = []
    keys = {_key(each) for each in found}
    open_ones = select(FindingRow.key, FindingRow.source, FindingRow.subject).where(
        FindingRow.gone_ms.is_(None)
    )
    before = connection.execute(open_ones).all()
    known = {row.key for row in before}
    for row in before:
        if row.key not in keys and (row.source == source or row.subject in looked_at):
            connection.execute(
                update(FindingRow).where(FindingRow.key == row.key).values(gone_ms=now_ms)
            )
    for each in found:
        if _key(each) not in known:
            new.append(each)
        values = {"words": each.words, "source": source, "gone_ms": None}
        done = connection.execute(
            update(FindingRow).where(FindingRow.key == _key(each)).values(values)
        )
        if done.rowcount == 0:
            connection.execute(
                insert(FindingRow).values(
                    key=_key(each),
                    kind=each.kind.value,
                    subject=each.subject,
                    found_ms=now_ms,
                    **values,
                )
            )
    return new


def open_findings(connection: Connection) -> list[Finding]:
    """What is not in order now, the oldest first."""
    query = (
        select(FindingRow.kind, FindingRow.subject, FindingRow.words)
        .where(FindingRow.gone_ms.is_(None))
        .order_by(FindingRow.found_ms, FindingRow.key)
    )
    return [
        Finding(FindingKind(row.kind), row.subject, row.words) for row in connection.execute(query)
    ]


def _key(finding: Finding) -> str:
    return f"{finding.kind.value}:{finding.subject}"
