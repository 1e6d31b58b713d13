"""What is said to the hub of an exit: alarms, and sales as the ledger leaves them."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import insert

from hardware.rfid.reader import TagId
from kiosk.hub.schema import AttemptRow, CheckoutRow, SaleLineRow, SaleRow, SoldRow
from tests.unit.hub.conftest import (
    RunningHub,
)

Json = dict[str, Any]
WELL = {"state": "ok", "message": ""}


def alarm(tag: TagId, reason: str = "unsold", **more: Any) -> Json:
    body = {"kind": tag.kind.value, "value": tag.value}
    return {"id": uuid.uuid4().hex, "tag": body, "reason": reason, "at_ms": 1, **more}


def alarms(hub: RunningHub) -> list[Json]:
    found: list[Json] = hub.http.get("/api/alarms").json()
    return found


def sell(hub: RunningHub, *tags: TagId, sold_ms: int = 1) -> int:
    """The rows of a sale, as the ledger leaves them; the gates hear of it by `handle` only."""
    name = uuid.uuid4().hex
    with hub.hub.catalog.begin() as connection:
        connection.execute(insert(CheckoutRow).values(id=name, shop_table="1", begun_ms=1))
        connection.execute(
            insert(AttemptRow).values(
                key=name, checkout_id=name, number=1, pay_id=name, status="approved", reason="",
                amount_minor=100, currency="EUR", lines=[], begun_ms=1,
            )
        )  # fmt: skip
        sale = connection.execute(
            insert(SaleRow).values(
                attempt_key=name, shop_table="1", sold_ms=sold_ms, total_minor=100, tax_minor=0,
                tax_percent="0", currency="EUR",
            )
        ).inserted_primary_key[0]  # fmt: skip
        for position, tag in enumerate(tags, 1):
            connection.execute(insert(SoldRow).values(tag=str(tag), sale_id=sale))
            connection.execute(
                insert(SaleLineRow).values(
                    sale_id=sale, position=position, tag=str(tag), item=str(tag), variant_id=1,
                    sku="", title="", label="", picture="", price_minor=100, on_table=True,
                    from_room="",
                )
            )  # fmt: skip
        hub.hub.catalog.mark_sold(connection, tags)
    return int(sale)
