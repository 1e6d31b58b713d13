"""A small shop's books for the tests of receipts, reports and the doctor: sold by the real ledger.

Returns are written as `kiosk.hub.aftersale` writes them, so that this suite needs no hub.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal

from sqlalchemy import delete, insert, select, update

from catalog.money import Money
from catalog.store import Catalog
from hardware.rfid.reader import TagId
from kiosk.hub.checkout.basket import Line
from kiosk.hub.checkout.order import GARMENTS_ONLY, Extra, Order
from kiosk.hub.checkout.tax import Rounding, TaxPolicy
from kiosk.hub.checkout.tender import Attempt, Tender
from kiosk.hub.ledger import Ledger
from kiosk.hub.receipts.record import Sale, by_id
from kiosk.hub.schema import (
    AttemptRow,
    OutboxRow,
    SaleLineRow,
    SaleReturnLineRow,
    SaleReturnRow,
    SaleRow,
    SoldRow,
)
from kiosk.hub.security import audit

EUR = "EUR"
MORNING = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
HOUR = 3_600_000


def ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


@dataclass
class Books:
    """`now_ms` is the shop's clock. `outbox_done` says whether a sale's jobs are done at once."""

    catalog: Catalog
    now_ms: int = ms(MORNING)
    outbox_done: bool = True
    returns: int = 0
    ledger: Ledger = field(init=False)

    def __post_init__(self) -> None:
        self.ledger = Ledger(self.catalog, now_ms=lambda: self.now_ms)

    def piece(self, sku: str, number: int) -> TagId:
        """A tagged piece of this product, new in the shop."""
        tag = TagId.epc(f"30{int.from_bytes(sku.encode(), 'big') % 10**9 * 10_000 + number:022X}")
        self.catalog.bind(tag, self.catalog.find_variant(sku)[1].id)
        return tag

    def line(self, sku: str, number: int, off: int = 0, offer: str = "") -> Line:
        product, variant = self.catalog.find_variant(sku)
        return Line(
            tag=(tag := self.piece(sku, number)),
            item=tag,
            variant_id=variant.id,
            sku=sku,
            title=product.title,
            label=variant.label,
            price=Money(variant.price.minor - off, EUR),
            list_price=variant.price,
            picture=variant.picture,
            discount=(offer,) if offer else (),
        )

    def bag(self, quantity: int = 1) -> Extra:
        product, variant = self.catalog.find_variant("BAG")
        price = Money(variant.price.minor * quantity, EUR)
        return Extra(variant.id, "BAG", product.title, "", quantity, price, price, "")

    def sell(
        self,
        *lines: Line,
        table: str = "1",
        tender: Tender = Tender.CARD,
        extras: tuple[Extra, ...] = (),
        loyalty: str = "",
        rounding: Rounding = "total",
        percent: str = "23",
    ) -> Sale:
        order = Order(extras=extras, loyalty=loyalty, tax=TaxPolicy(Decimal(percent), rounding))
        attempt = self.freeze_at(
            table, *lines, tender=tender, order=order, reference=f"ref-{uuid.uuid4().hex[:8]}"
        )
        receipt = self.ledger.record_sale(table, attempt)
        with self.catalog.begin() as connection:
            sale_id = connection.scalar(
                select(SaleRow.id).where(SaleRow.attempt_key == attempt.key)
            )
            assert sale_id is not None
            if self.outbox_done:
                connection.execute(
                    update(AttemptRow)
                    .where(AttemptRow.key == attempt.key)
                    .values(captured_ms=self.now_ms)
                )
                connection.execute(
                    update(OutboxRow).where(OutboxRow.done_ms.is_(None)).values(done_ms=self.now_ms)
                )
        sale = self.read(sale_id)
        assert sale.token == receipt.token
        return sale

    def freeze_at(
        self,
        table: str,
        *lines: Line,
        tender: Tender = Tender.CARD,
        order: Order = GARMENTS_ONLY,
        reference: str = "ref-live",
    ) -> Attempt:
        """A payment that is under way."""
        attempt = Attempt(
            checkout_id=uuid.uuid4().hex,
            number=1,
            pay_id=uuid.uuid4().hex,
            lines=lines,
            currency=EUR,
            reference=reference,
            tender=tender,
            order=order,
        )
        assert self.ledger.freeze(table, attempt) is None
        self.ledger.store_reference(attempt)
        return attempt

    def read(self, sale_id: int) -> Sale:
        with self.catalog.reader.connect() as connection:
            sale = by_id(connection, sale_id)
        assert sale is not None
        return sale

    def give_back(
        self,
        sale: Sale,
        positions: Sequence[int],
        kind: str = "return",
        *,
        status: str = "done",
        by: str = "Ana",
    ) -> Sale:
        """These lines come back; in an exchange another piece of the same goes out for each."""
        lines = [line for line in sale.lines if line.position in positions]
        refund = 0 if kind == "exchange" else sum(line.price.minor for line in lines)
        self.returns += 1
        with self.catalog.begin() as connection:
            return_id = connection.execute(
                insert(SaleReturnRow)
                .values(
                    sale_id=sale.id,
                    kind=kind,
                    reason="too small",
                    note="",
                    by_user=by,
                    made_ms=self.now_ms,
                    refund_minor=refund,
                    refund_key=f"refund:{uuid.uuid4().hex}",
                    refund_status=status if refund else "none",
                )
                .returning(SaleReturnRow.id)
            ).scalar_one()
            for line in lines:
                connection.execute(
                    insert(SaleReturnLineRow).values(
                        sale_id=sale.id, position=line.position, return_id=return_id
                    )
                )
                connection.execute(delete(SoldRow).where(SoldRow.tag == line.item))
            tagged = [TagId.parse(line.item) for line in lines if line.item]
            self.catalog.mark_in_stock(connection, tagged)
            if kind == "void":
                connection.execute(
                    update(SaleRow).where(SaleRow.id == sale.id).values(voided_ms=self.now_ms)
                )
            audit.write(connection, by, f"sale.{kind}", sale.number, {"return": return_id})
        if kind == "exchange":
            for line in lines:
                self._goes_out(sale, line.position)
        return self.read(sale.id)

    def _goes_out(self, sale: Sale, position: int) -> None:
        line = next(line for line in sale.lines if line.position == position)
        new = self.line(line.sku, 900 + self.returns)
        with self.catalog.begin() as connection:
            row = (
                connection.execute(
                    select(SaleLineRow.__table__).where(
                        SaleLineRow.sale_id == sale.id, SaleLineRow.position == position
                    )
                )
                .mappings()
                .one()
            )
            connection.execute(
                insert(SaleLineRow).values(
                    {
                        **row,
                        "position": len(sale.lines) + 1,
                        "tag": str(new.tag),
                        "item": str(new.item),
                        "exchange_of": position,
                    }
                )
            )
            connection.execute(insert(SoldRow).values(tag=str(new.item), sale_id=sale.id))
            self.catalog.mark_sold(connection, [new.item])
