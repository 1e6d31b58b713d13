"""Returns, exchanges and voids in the shop's books: each is one transaction, and is done once.

Owns the transactions. With the return row go the lines that came back, the pieces that are in stock
and alarm again, the jobs of the outbox (refund, gate, upstream) and the audit row. What may be done
is decided in `decide.py`; who may do it, by the caller, who has the colleague's PIN.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from catalog import stock
from catalog.product import Item
from catalog.store import Catalog
from hardware.rfid.reader import TagId
from kiosk.hub.aftersale import decide
from kiosk.hub.aftersale.decide import Kind, Plan, Reason, RefundStatus, Refused
from kiosk.hub.bookkeeping.closing import last_close
from kiosk.hub.outbox.jobs import add
from kiosk.hub.receipts.record import Sale, by_id
from kiosk.hub.schema import (
    AttemptRow,
    ClaimRow,
    OutboxRow,
    SaleLineRow,
    SaleReturnLineRow,
    SaleReturnRow,
    SaleRow,
    SoldRow,
)
from kiosk.hub.security import audit


@dataclass(frozen=True, slots=True)
class Asked:
    """What a colleague wants done. The same `key` again is the same thing, done once."""

    sale_id: int
    key: str
    reason: Reason
    note: str
    by: str
    device: str


@dataclass(frozen=True, slots=True)
class Made:
    """It is done: the return's number, and how it is with the money. `again`: it was before."""

    id: int
    sale_id: int
    kind: Kind
    refund_minor: int
    refund_status: RefundStatus
    again: bool = False


Answer = Made | Refused
Decision = Callable[[Connection, Sale], Plan | Refused]


def _now_ms() -> int:
    return time.time_ns() // 1_000_000


class AfterSale:
    """Safe to call from several threads. `on_outbox` is called when the outbox has something new,
    `on_change` when the shop's stock has changed."""

    def __init__(self, catalog: Catalog, now_ms: Callable[[], int] = _now_ms) -> None:
        self.on_outbox: Callable[[], None] = lambda: None
        self.on_change: Callable[[], None] = lambda: None
        self._catalog = catalog
        self._now_ms = now_ms

    def take_back(self, asked: Asked, positions: Sequence[int]) -> Answer:
        """These lines come back; what was paid for them is given back."""
        return self._do(asked, Kind.RETURN, lambda _, sale: decide.returned(sale, positions))

    def void(self, asked: Asked) -> Answer:
        """All that is left of the sale comes back, as if it had not been."""

        def decision(connection: Connection, sale: Sale) -> Plan | Refused:
            last = last_close(connection)
            return decide.voided(sale, closed=bool(last and sale.id <= last.period.sales_until))

        return self._do(asked, Kind.VOID, decision)

    def exchange(
        self, asked: Asked, position: int, variant_id: int, tag: TagId | None = None
    ) -> Answer:
        """The line's piece comes back for one of this variant: `tag`, or an untagged one."""

        def decision(connection: Connection, sale: Sale) -> Plan | Refused:
            try:
                product, variant = self._catalog.variant(variant_id)
            except KeyError:
                return Refused("no_such_variant", "The shop does not have this variant any more.")
            item = None
            if tag is not None:
                found = self._catalog.resolve(tag)
                if not isinstance(found, Item):
                    return Refused("no_item", "This tag is no piece of the shop's. Bind it first.")
                item = found
                name = f"{found.tag_kind}:{found.tag_value}"
                if _there(connection, SoldRow.tag, name):
                    return Refused("sold", "This piece is sold already. Take another one.")
                if _there(connection, ClaimRow.tag, name):
                    return Refused("claimed", "This piece is being paid for at a table just now.")
            return decide.exchanged(sale, position, product, variant, item)

        def more(connection: Connection, plan: Plan) -> None:
            item = None if tag is None else self._catalog.resolve(tag)
            assert item is None or isinstance(item, Item)
            self._hand_out(connection, asked.sale_id, plan, variant_id, item)

        return self._do(asked, Kind.EXCHANGE, decision, more)

    def given_by_hand(self, return_id: int, by: str, device: str) -> bool:
        """A colleague has given back what the terminal would not. False when nothing waits."""

        def work(connection: Connection) -> bool:
            done = connection.execute(
                update(SaleReturnRow)
                .where(
                    SaleReturnRow.id == return_id,
                    SaleReturnRow.refund_status == RefundStatus.FAILED.value,
                )
                .values(refund_status=RefundStatus.DONE.value)
            )
            if done.rowcount:
                audit.write(
                    connection, by, "refund.by_hand", f"return {return_id}", {}, device=device
                )
            return bool(done.rowcount)

        return self._catalog.transact(work)

    # -------------------------------------------------------------------------------------

    def _do(
        self,
        asked: Asked,
        kind: Kind,
        decision: Decision,
        more: Callable[[Connection, Plan], None] = lambda *_: None,
    ) -> Answer:
        def work(connection: Connection) -> Answer:
            if (before := _done_before(connection, asked, kind)) is not None:
                return before
            sale = by_id(connection, asked.sale_id)
            if sale is None:
                return Refused("no_such_sale", "There is no such sale.")
            plan = decision(connection, sale)
            if isinstance(plan, Refused):
                return plan
            made = self._write(connection, asked, sale, plan)
            more(connection, plan)
            return made

        try:
            answer = self._catalog.transact(work)
        except IntegrityError:
            # Somebody else was faster with a line or the key; now the decision sees it.
            answer = self._catalog.transact(work)
        if isinstance(answer, Made) and not answer.again:
            self.on_outbox()
            self.on_change()
        return answer

    def _write(self, connection: Connection, asked: Asked, sale: Sale, plan: Plan) -> Made:
        now_ms = self._now_ms()
        status = RefundStatus.WAITING if plan.refund.minor else RefundStatus.NONE
        inserted = connection.execute(
            insert(SaleReturnRow).values(
                sale_id=sale.id,
                kind=plan.kind.value,
                reason=asked.reason.value,
                note=asked.note[:500],
                by_user=asked.by[:64],
                made_ms=now_ms,
                refund_minor=plan.refund.minor,
                refund_key=_key(asked),
                refund_status=status.value,
            )
        )
        return_id = int(inserted.inserted_primary_key[0])  # type: ignore[index]
        connection.execute(
            insert(SaleReturnLineRow),
            [
                {"sale_id": sale.id, "position": line.position, "return_id": return_id}
                for line in plan.lines
            ],
        )
        self._into_stock(connection, sale, plan)
        if plan.kind is Kind.VOID:
            connection.execute(
                update(SaleRow).where(SaleRow.id == sale.id).values(voided_ms=now_ms)
            )
        self._add_jobs(connection, asked, sale, plan, return_id, now_ms)
        audit.write(
            connection,
            asked.by,
            f"sale.{plan.kind.value}",
            sale.number,
            {
                "return": return_id,
                "lines": [line.position for line in plan.lines],
                "refund": plan.refund.minor,
                "reason": asked.reason.value,
            },
            device=asked.device,
        )
        return Made(return_id, sale.id, plan.kind, plan.refund.minor, status)

    def _into_stock(self, connection: Connection, sale: Sale, plan: Plan) -> None:
        connection.execute(
            delete(SoldRow).where(SoldRow.tag.in_(plan.items), SoldRow.sale_id == sale.id)
        )
        self._catalog.mark_in_stock(connection, [TagId.parse(item) for item in plan.items])
        there = stock.untagged(connection, plan.untagged)
        for variant_id, quantity in plan.untagged.items():
            if variant_id in there:  # a sale outlives its products
                stock.restock(connection, variant_id, quantity)

    def _hand_out(
        self,
        connection: Connection,
        sale_id: int,
        plan: Plan,
        variant_id: int,
        item: Item | None,
    ) -> None:
        """The new piece: a line of the same sale at the same price, and out of the stock."""
        (line,) = plan.lines
        _, variant = self._catalog.variant(variant_id)
        last = connection.scalar(
            select(func.max(SaleLineRow.position)).where(SaleLineRow.sale_id == sale_id)
        )
        name = f"{item.tag_kind}:{item.tag_value}" if item else ""
        connection.execute(
            insert(SaleLineRow).values(
                sale_id=sale_id,
                position=(last or 0) + 1,
                tag=name,
                item=name,
                variant_id=variant.id,
                sku=variant.sku or "",
                title=line.title,
                label=variant.label,
                picture=variant.picture,
                price_minor=line.price.minor,
                list_minor=line.list_price.minor,
                discount=line.discount,
                tax_minor=line.tax.minor,
                quantity=1,
                on_table=False,
                from_room="",
                exchange_of=line.position,
            )
        )
        if item is None:
            stock.sell_untagged(connection, {variant.id: 1})
        else:
            connection.execute(insert(SoldRow).values(tag=name, sale_id=sale_id))
            self._catalog.mark_sold(connection, [TagId.parse(name)])

    def _add_jobs(
        self,
        connection: Connection,
        asked: Asked,
        sale: Sale,
        plan: Plan,
        return_id: int,
        now_ms: int,
    ) -> None:
        attempt = connection.execute(
            select(AttemptRow.reference, AttemptRow.captured_ms).where(
                AttemptRow.key == sale.attempt_key
            )
        ).one()
        whole = plan.refund == sale.total
        if whole and attempt.captured_ms is None:
            # What will be given back is not taken first.
            connection.execute(
                update(OutboxRow)
                .where(OutboxRow.key == f"capture:{sale.id}", OutboxRow.done_ms.is_(None))
                .values(done_ms=now_ms, problem=f"{sale.number} came back before")
            )
        body = {"return": return_id, "sale": sale.id}
        if plan.refund.minor:
            money = {
                "attempt": sale.attempt_key,
                "reference": attempt.reference,
                "table": sale.table,
                "tender": sale.tender,
                "minor": plan.refund.minor,
                "key": _key(asked),
                "whole": whole,
            }
            add(connection, "refund", f"refund:{return_id}", body | money, now_ms)
        add(connection, "gate", f"gate:return:{return_id}", body, now_ms)
        add(connection, "upstream", f"upstream:return:{return_id}", body, now_ms)


def _key(asked: Asked) -> str:
    return f"{asked.sale_id}:{asked.key}"[:96]


def _done_before(connection: Connection, asked: Asked, kind: Kind) -> Answer | None:
    row = connection.execute(
        select(SaleReturnRow.__table__).where(SaleReturnRow.refund_key == _key(asked))
    ).one_or_none()
    if row is None:
        return None
    if row.kind != kind:
        return Refused("key_reused", "This was done already, and was something else.")
    return Made(
        row.id, row.sale_id, kind, row.refund_minor, RefundStatus(row.refund_status), again=True
    )


def _there(connection: Connection, column: object, value: str) -> bool:
    return connection.scalar(select(column).where(column == value)) is not None  # type: ignore[call-overload]
