"""The frozen basket: the attempt and the claims on its pieces, and all that could refuse the sale.

Inside the caller's transaction. Nothing may refuse once the card is asked for, so it is asked here.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import Connection, insert, select

from catalog.stock import untagged
from kiosk.hub.checkout.tender import Attempt, AttemptStatus, NotFrozen
from kiosk.hub.ledger.rows import line_json, order_json
from kiosk.hub.schema import AttemptRow, CheckoutRow, ClaimRow, SoldRow


class Refusal(NamedTuple):
    """Why the basket is not frozen, and the garment or bag that it is about."""

    why: NotFrozen
    subject: str = ""


def refusal(connection: Connection, attempt: Attempt) -> Refusal | None:
    """Why the basket cannot be paid for; None when it can."""
    if _exists(connection, AttemptRow.pay_id, attempt.pay_id):
        return Refusal(NotFrozen.PRESSED_BEFORE)
    names = {str(line.item): line.title for line in attempt.lines}
    sold = connection.scalars(select(SoldRow.tag).where(SoldRow.tag.in_(names))).first()
    if sold is not None:
        return Refusal(NotFrozen.SOLD, names[sold])
    claimed = connection.scalars(select(ClaimRow.tag).where(ClaimRow.tag.in_(names))).first()
    if claimed is not None:
        return Refusal(NotFrozen.ELSEWHERE, names[claimed])
    extras = attempt.order.extras
    left = untagged(connection, [extra.variant_id for extra in extras])
    for extra in extras:
        if left.get(extra.variant_id, 0) < extra.quantity:
            return Refusal(NotFrozen.TOO_FEW, extra.title)
    return None


def write(connection: Connection, table: str, attempt: Attempt, now_ms: int) -> None:
    """The attempt, and its claims. Raises `IntegrityError` when another one was faster."""
    if not _exists(connection, CheckoutRow.id, attempt.checkout_id):
        connection.execute(
            insert(CheckoutRow).values(id=attempt.checkout_id, shop_table=table, begun_ms=now_ms)
        )
    connection.execute(
        insert(AttemptRow).values(
            key=attempt.key,
            checkout_id=attempt.checkout_id,
            number=attempt.number,
            pay_id=attempt.pay_id,
            status=AttemptStatus.LIVE.value,
            reason="",
            reference=None,
            amount_minor=attempt.amount.minor,
            currency=attempt.currency,
            lines=[line_json(line) for line in attempt.lines],
            tender=attempt.tender.value,
            order=order_json(attempt.order),
            begun_ms=now_ms,
        )
    )
    connection.execute(
        insert(ClaimRow),
        [{"tag": str(line.item), "attempt_key": attempt.key} for line in attempt.lines],
    )


def _exists(connection: Connection, column: Any, value: str) -> bool:
    return connection.scalar(select(column).where(column == value)) is not None
