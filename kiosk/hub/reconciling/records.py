"""What reconciling reads of the ledger, and the findings that it keeps there.

Owns both queries. A finding stays until the next look at its terminal's book does not find it;
`kiosk doctor ledger` reads the same rows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, case, func, insert, literal, select, update
from sqlalchemy.sql.functions import Function

from catalog.money import Money
from kiosk.hub.checkout.receipt import number
from kiosk.hub.checkout.tender import AttemptStatus
from kiosk.hub.ledger.rows import milliseconds, moment
from kiosk.hub.reconciling.judging import Finding, FindingKind, Known
from kiosk.hub.schema import (
    AttemptRow,
    CheckoutRow,
    FindingRow,
    OutboxRow,
    SaleReturnRow,
    SaleRow,
)
from kiosk.hub.security import audit

BATCH = 500  # keys in one question


def known_since(
    connection: Connection, since: datetime, keys: Collection[str] = ()
) -> dict[str, Known]:
    """Every attempt that began since then, by its key; and those with these keys, whenever our
    clock says that they began."""
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
            OutboxRow.problem,
        )
        .outerjoin(SaleRow, SaleRow.attempt_key == AttemptRow.key)
        .outerjoin(back, back.c.sale_id == SaleRow.id)
        .outerjoin(
            OutboxRow,
            and_(
                OutboxRow.key == literal("void:").concat(AttemptRow.key),
                OutboxRow.done_ms.is_not(None),
            ),
        )
    )
    found = _known(connection, query.where(AttemptRow.begun_ms >= milliseconds(since)))
    others = [key for key in keys if key not in found]
    for start in range(0, len(others), BATCH):
        some = AttemptRow.key.in_(others[start : start + BATCH])
        found |= _known(connection, query.where(some))
    return found


def _known(connection: Connection, query: Select[Any]) -> dict[str, Known]:
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
            kept=bool(row.problem),
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
    keys = {each.key for each in found}
    open_ones = select(FindingRow.__table__).where(FindingRow.gone_ms.is_(None))
    before = connection.execute(open_ones).all()
    said = {row.key: row.words for row in before}
    for row in before:
        if row.key not in keys and (row.source == source or row.subject in looked_at):
            connection.execute(
                update(FindingRow).where(FindingRow.key == row.key).values(gone_ms=now_ms)
            )
    for each in found:
        values: dict[str, Any] = {"words": each.words, "source": source, "gone_ms": None}
        if said.get(each.key) != each.words:  # what is news is told, though an older one is not
            values |= {"dismissed_ms": None, "dismissed_by": ""}
        if each.key not in said:
            new.append(each)
        done = connection.execute(
            update(FindingRow).where(FindingRow.key == each.key).values(values)
        )
        if done.rowcount == 0:
            connection.execute(
                insert(FindingRow).values(
                    key=each.key,
                    kind=each.kind.value,
                    subject=each.subject,
                    found_ms=now_ms,
                    **values,
                )
            )
    return new


def open_findings(connection: Connection) -> list[Finding]:
    """What is not in order now and nobody has seen to, the oldest first."""
    query = (
        select(FindingRow.kind, FindingRow.subject, FindingRow.words)
        .where(FindingRow.gone_ms.is_(None), FindingRow.dismissed_ms.is_(None))
        .order_by(FindingRow.found_ms, FindingRow.key)
    )
    return [
        Finding(FindingKind(row.kind), row.subject, row.words) for row in connection.execute(query)
    ]


def dismiss(connection: Connection, key: str, note: str, by: str, device: str, now_ms: int) -> bool:
    """A manager has seen to it, in the audit log. False when it is not there any more."""
    row = connection.execute(
        select(FindingRow.__table__).where(
            FindingRow.key == key, FindingRow.gone_ms.is_(None), FindingRow.dismissed_ms.is_(None)
        )
    ).one_or_none()
    if row is None:
        return False
    connection.execute(
        update(FindingRow).where(FindingRow.key == key).values(dismissed_ms=now_ms, dismissed_by=by)
    )
    details = {"kind": row.kind, "words": row.words, "note": note}
    audit.write(connection, by, "finding.dismissed", row.subject, details, device)
    return True
