"""An attempt and its frozen basket as they are kept, and back.

Owns the JSON of a frozen basket and the columns of a sale's line. Writes nothing itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, select

from catalog.money import Money
from hardware.rfid.reader import TagId
from kiosk.hub.checkout.basket import Line
from kiosk.hub.checkout.order import Code, CodeState, Extra, Order
from kiosk.hub.checkout.receipt import Receipt, number
from kiosk.hub.checkout.tax import Tax, TaxPolicy
from kiosk.hub.checkout.tender import Attempt, AttemptStatus, Tender
from kiosk.hub.schema import ReceiptRow, SaleLineRow, SaleRow

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Row = Mapping[Any, Any]


def moment(milliseconds: int) -> datetime:
    return EPOCH + timedelta(milliseconds=milliseconds)


def milliseconds(at: datetime) -> int:
    return (at - EPOCH) // timedelta(milliseconds=1)


# --- the frozen basket ------------------------------------------------------------------------


def line_json(line: Line) -> dict[str, Any]:
    return {
        "tag": str(line.tag),
        "item": str(line.item),
        "variant_id": line.variant_id,
        "sku": line.sku,
        "title": line.title,
        "label": line.label,
        "picture": line.picture,
        "price_minor": line.price.minor,
        "list_minor": line.list_price.minor,
        "discount": list(line.discount),
        "on_table": line.on_table,
        "from_room": line.from_room,
    }


def order_json(order: Order) -> dict[str, Any]:
    return {
        "extras": [
            {
                "variant_id": extra.variant_id,
                "sku": extra.sku,
                "title": extra.title,
                "label": extra.label,
                "quantity": extra.quantity,
                "price_minor": extra.price.minor,
                "list_minor": extra.list_price.minor,
                "picture": extra.picture,
                "discount": list(extra.discount),
            }
            for extra in order.extras
        ],
        "codes": [
            {"code": c.code, "title": c.title, "state": c.state.value, "reason": c.reason}
            for c in order.codes
        ],
        "loyalty": order.loyalty,
        "tax_percent": str(order.tax.percent),
        "tax_rounding": order.tax.rounding,
    }


def attempt_of(row: Row, tax: TaxPolicy) -> Attempt:
    """`tax` is that of an attempt from before it was frozen with the basket."""
    currency, order = row["currency"], row["order"]
    if "tax_percent" in order:
        tax = TaxPolicy(Decimal(order["tax_percent"]), order["tax_rounding"])
    return Attempt(
        checkout_id=row["checkout_id"],
        number=row["number"],
        pay_id=row["pay_id"],
        lines=tuple(_line(line, currency) for line in row["lines"]),
        currency=currency,
        reference=row["reference"] or "",
        tender=Tender(row["tender"]),
        held_minor=row["approved_minor"] if row["status"] == AttemptStatus.LIVE else None,
        order=Order(
            extras=tuple(_extra(extra, currency) for extra in order.get("extras", ())),
            codes=tuple(
                Code(c["code"], c["title"], CodeState(c["state"]), c["reason"])
                for c in order.get("codes", ())
            ),
            loyalty=order.get("loyalty", ""),
            tax=tax,
        ),
    )


# --- the sale ---------------------------------------------------------------------------------


def sale_lines(sale_id: int, attempt: Attempt) -> list[dict[str, Any]]:
    """Every line of the sale, the garments first, with the tax that is in each."""
    taxes = attempt.order.tax.shares([each.price for each in attempt.charged])
    rows = [{**line_json(line), "quantity": 1} for line in attempt.lines]
    rows += [_extra_row(extra) for extra in attempt.order.extras]
    for position, (row, tax_minor) in enumerate(zip(rows, taxes, strict=True), 1):
        row["discount"] = ", ".join(row["discount"])
        row |= {"sale_id": sale_id, "position": position, "tax_minor": tax_minor}
    return rows


def _extra_row(extra: Extra) -> dict[str, Any]:
    return {
        "tag": "",
        "item": "",
        "variant_id": extra.variant_id,
        "sku": extra.sku,
        "title": extra.title,
        "label": extra.label,
        "picture": extra.picture,
        "price_minor": extra.price.minor,
        "list_minor": extra.list_price.minor,
        "discount": extra.discount,
        "on_table": False,
        "from_room": "",
        "quantity": extra.quantity,
    }


def receipt_of(connection: Connection, which: Any) -> Receipt:
    """The sale that `which` (a condition) tells, as it was when it was paid."""
    query = select(SaleRow, ReceiptRow.token).join(ReceiptRow).where(which)
    sale = connection.execute(query).mappings().one()
    currency = sale["currency"]
    rows = (
        connection.execute(
            select(SaleLineRow)
            .where(SaleLineRow.sale_id == sale["id"], SaleLineRow.exchange_of.is_(None))
            .order_by(SaleLineRow.position)
        )
        .mappings()
        .all()
    )
    return Receipt(
        number=number(sale["id"]),
        token=sale["token"],
        table=sale["shop_table"],
        sold_at=moment(sale["sold_ms"]),
        lines=tuple(_line(row, currency) for row in rows if row["tag"]),
        total=Money(sale["total_minor"], currency),
        tax=Tax(Decimal(sale["tax_percent"]), Money(sale["tax_minor"], currency)),
        extras=tuple(_extra(row, currency) for row in rows if not row["tag"]),
        tender=sale["tender"],
        loyalty=sale["loyalty"],
    )


def _line(row: Row, currency: str) -> Line:
    return Line(
        tag=TagId.parse(row["tag"]),
        item=TagId.parse(row["item"]),
        variant_id=row["variant_id"],
        sku=row["sku"],
        title=row["title"],
        label=row["label"],
        price=Money(row["price_minor"], currency),
        # Frozen before there were offers, it cost what the list said.
        list_price=Money(row.get("list_minor", row["price_minor"]), currency),
        picture=row["picture"],
        on_table=row["on_table"],
        from_room=row["from_room"],
        discount=_titles(row.get("discount", ())),
    )


def _extra(row: Row, currency: str) -> Extra:
    return Extra(
        variant_id=row["variant_id"],
        sku=row["sku"],
        title=row["title"],
        label=row["label"],
        quantity=row["quantity"],
        price=Money(row["price_minor"], currency),
        list_price=Money(row["list_minor"], currency),
        picture=row["picture"],
        discount=_titles(row["discount"]),
    )


def _titles(names: str | Iterable[str]) -> tuple[str, ...]:
    """The offers' titles: a list in the frozen basket, one text in the sale's line."""
    if isinstance(names, str):
        return (names,) if names else ()
    return tuple(names)
