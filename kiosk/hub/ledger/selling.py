"""A sale: the approved attempt, its lines, receipt and outbox, and the pieces that leave the stock.

Inside the caller's one transaction. Refuses nothing: the money has moved.
"""

from __future__ import annotations

import secrets

from sqlalchemy import Connection, delete, insert, update

from catalog.stock import sell_untagged
from catalog.store import Catalog
from kiosk.hub.checkout.basket import discount
from kiosk.hub.checkout.tender import Attempt, AttemptStatus
from kiosk.hub.ledger.rows import sale_lines
from kiosk.hub.outbox.jobs import add
from kiosk.hub.schema import AttemptRow, ClaimRow, ReceiptRow, SaleLineRow, SaleRow, SoldRow

OUTBOX_TOPICS = ("capture", "gate", "upstream")
PAPER = "receipt_print"


def sell(
    connection: Connection,
    catalog: Catalog,
    table: str,
    attempt: Attempt,
    now_ms: int,
    *,
    paper: bool = False,
) -> None:
    """`attempt` is as it was frozen, with the terminal's reference. `paper`: its receipt is
    printed without anybody asking."""
    order, currency = attempt.order, attempt.currency
    tax = order.tax.tax([each.price for each in attempt.charged], currency)
    connection.execute(
        update(AttemptRow)
        .where(AttemptRow.key == attempt.key)
        .values(
            status=AttemptStatus.APPROVED.value,
            approved_minor=attempt.amount.minor,
            ended_ms=now_ms,
        )
    )
    inserted = connection.execute(
        insert(SaleRow).values(
            attempt_key=attempt.key,
            shop_table=table,
            sold_ms=now_ms,
            total_minor=attempt.amount.minor,
            tax_minor=tax.amount.minor,
            tax_percent=str(order.tax.percent),
            currency=currency,
            tender=attempt.tender.value,
            discount_minor=discount(attempt.charged, currency).minor,
            loyalty=order.loyalty,
            tax_rounding=order.tax.rounding,
        )
    )
    sale_id = int(inserted.inserted_primary_key[0])  # type: ignore[index]
    tags = [str(line.item) for line in attempt.lines]
    connection.execute(insert(SoldRow), [{"tag": tag, "sale_id": sale_id} for tag in tags])
    connection.execute(insert(SaleLineRow), sale_lines(sale_id, attempt))
    connection.execute(insert(ReceiptRow).values(token=secrets.token_urlsafe(16), sale_id=sale_id))
    body = {
        "sale": sale_id,
        "attempt": attempt.key,
        "reference": attempt.reference,
        "table": table,
        "tender": attempt.tender.value,
        "tags": tags,
    }
    for topic in (*OUTBOX_TOPICS, *([PAPER] if paper else [])):
        add(connection, topic, f"{topic}:{sale_id}", body, now_ms)
    connection.execute(delete(ClaimRow).where(ClaimRow.attempt_key == attempt.key))
    catalog.mark_sold(connection, [line.item for line in attempt.lines])
    sell_untagged(connection, {extra.variant_id: extra.quantity for extra in order.extras})
