"""Money: each approved payment is one sale of that amount, and its tax is right.

Owns the questions; asks by queries that SQLite and PostgreSQL both know.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, String, and_, case, cast, func, literal, or_, select

from catalog.money import Money
from kiosk.hub.bookkeeping.checks.fault import DAY_MS, HOUR_MS, MINUTE_MS, Check, Fault, Moment
from kiosk.hub.checkout.receipt import number
from kiosk.hub.checkout.tax import TaxPolicy
from kiosk.hub.schema import AttemptRow, OutboxRow, SaleLineRow, SaleReturnRow, SaleRow

OLD_WITH_HUB_MS = 15 * MINUTE_MS
AT_ONCE = 1000
A = AttemptRow
S = SaleRow


def _money(minor: int | None, currency: str) -> str:
    return "nothing" if minor is None else Money(minor, currency).text("en")


def lines_add_up(connection: Connection, _moment: Moment) -> Iterator[Fault]:
    paid = case((SaleLineRow.exchange_of.is_(None), 1), else_=0)
    query = (
        select(
            S.id,
            S.total_minor,
            S.discount_minor,
            S.currency,
            func.coalesce(func.sum(SaleLineRow.price_minor * paid), 0).label("price"),
            func.coalesce(func.sum(SaleLineRow.list_minor * paid), 0).label("list"),
            func.count(SaleLineRow.position).label("lines"),
        )
        .outerjoin(SaleLineRow, SaleLineRow.sale_id == S.id)
        .group_by(S.id, S.total_minor, S.discount_minor, S.currency)
    )
    for row in connection.execute(query):
        if not row.lines:
            yield Fault(number(row.id), "has no lines")
        elif row.price != row.total_minor:
            lines, total = _money(row.price, row.currency), _money(row.total_minor, row.currency)
            yield Fault(number(row.id), f"has lines of {lines}, and its total is {total}")
        elif row.list - row.price != row.discount_minor:
            off = _money(row.list - row.price, row.currency)
            said = _money(row.discount_minor, row.currency)
            yield Fault(number(row.id), f"says {said} of discount, and its lines have {off}")


def sale_is_its_payment(connection: Connection, _moment: Moment) -> Iterator[Fault]:
    query = (
        select(S.__table__, A.amount_minor, A.approved_minor, A.status, A.tender.label("by"))
        .add_columns(A.currency.label("of"), A.key)
        .outerjoin(A, A.key == S.attempt_key)
        .where(
            or_(
                A.key.is_(None),
                A.status != "approved",
                A.amount_minor != S.total_minor,
                A.approved_minor.is_(None),
                A.approved_minor != S.total_minor,
                A.currency != S.currency,
                A.tender != S.tender,
            )
        )
    )
    for row in connection.execute(query):
        name, total = number(row.id), _money(row.total_minor, row.currency)
        if row.key is None:
            yield Fault(name, f"of {total} has no payment")
        elif row.status != "approved":
            yield Fault(name, f"of {total} stands, and its payment {row.key} is {row.status}")
        elif row.of != row.currency or row.by != row.tender:
            told = f"{row.tender} in {row.currency}"
            yield Fault(name, f"was paid by {told}, and its payment says {row.by} in {row.of}")
        elif row.amount_minor != row.total_minor:
            asked = _money(row.amount_minor, row.of)
            yield Fault(name, f"is of {total}, and its payment asked for {asked}")
        else:
            held = _money(row.approved_minor, row.of)
            yield Fault(name, f"is of {total}, and its payment brought {held}")


def payment_has_its_sale(connection: Connection, _moment: Moment) -> Iterator[Fault]:
    query = (
        select(A.key, A.amount_minor, A.currency, A.reference)
        .outerjoin(S, S.attempt_key == A.key)
        .where(A.status == "approved", S.id.is_(None))
    )
    for row in connection.execute(query):
        amount = _money(row.amount_minor, row.currency)
        yield Fault(row.key, f"took {amount} (reference {row.reference}), and there is no sale")


def frozen_is_sold(connection: Connection, _moment: Moment) -> Iterator[Fault]:
    """The basket as it was frozen is what was asked of the terminal."""
    query = select(A.key, A.amount_minor, A.currency, A.lines, A.order).execution_options(
        yield_per=AT_ONCE
    )
    for row in connection.execute(query):
        pieces = [*row.lines, *row.order.get("extras", ())]
        frozen = sum(piece["price_minor"] for piece in pieces)
        if frozen != row.amount_minor:
            basket, asked = _money(frozen, row.currency), _money(row.amount_minor, row.currency)
            yield Fault(row.key, f"froze a basket of {basket}, and asked for {asked}")


def tax_is_right(connection: Connection, _moment: Moment) -> Iterator[Fault]:
    query = (
        select(
            S.id,
            S.tax_minor,
            S.tax_percent,
            S.tax_rounding,
            S.currency,
            SaleLineRow.price_minor,
            SaleLineRow.tax_minor.label("line_tax"),
        )
        .join(SaleLineRow, SaleLineRow.sale_id == S.id)
        .where(SaleLineRow.exchange_of.is_(None))
        .order_by(S.id, SaleLineRow.position)
        .execution_options(yield_per=AT_ONCE)
    )
    rows: list[Any] = []
    for row in connection.execute(query):
        if rows and rows[0].id != row.id:
            yield from _tax(rows)
            rows = []
        rows.append(row)
    if rows:
        yield from _tax(rows)


def _tax(rows: list[Any]) -> Iterator[Fault]:
    sale = rows[0]
    policy = TaxPolicy(Decimal(sale.tax_percent), sale.tax_rounding)
    right = policy.tax([Money(row.price_minor, sale.currency) for row in rows], sale.currency)
    lines = sum(row.line_tax for row in rows)
    said = _money(sale.tax_minor, sale.currency)
    if right.amount.minor != sale.tax_minor:
        must = _money(right.amount.minor, sale.currency)
        yield Fault(
            number(sale.id),
            f"says {said} of tax; {sale.tax_percent}% rounded by {sale.tax_rounding} is {must}",
        )
    # Lines from before tax was shared out were rounded one by one.
    elif abs(lines - sale.tax_minor) > (len(rows) if sale.tax_rounding == "total" else 0):
        told = _money(lines, sale.currency)
        yield Fault(number(sale.id), f"says {said} of tax, and its lines {told}")


def live_payments_end(connection: Connection, moment: Moment) -> Iterator[Fault]:
    for row in connection.execute(
        select(A.key, A.amount_minor, A.currency, A.begun_ms, A.reference).where(A.status == "live")
    ):
        minutes = (moment.now_ms - row.begun_ms) // MINUTE_MS
        amount = _money(row.amount_minor, row.currency)
        words = f"of {amount} (reference {row.reference}) has been under way for {minutes} minutes"
        if not moment.hub_runs:
            yield Fault(row.key, f"{words}, and no hub runs that could ask about it")
        elif moment.now_ms - row.begun_ms > OLD_WITH_HUB_MS:
            yield Fault(row.key, words)


def money_is_taken(connection: Connection, moment: Moment) -> Iterator[Fault]:
    """What is approved is captured; and what was given back is nobody's sale."""
    done = select(OutboxRow.id).where(
        OutboxRow.topic == "capture",
        OutboxRow.done_ms.is_not(None),
        OutboxRow.key == literal("capture:") + cast(S.id, String),
    )
    given_back = (
        select(func.coalesce(func.sum(SaleReturnRow.refund_minor), 0))
        .where(SaleReturnRow.sale_id == S.id)
        .scalar_subquery()
    )
    query = select(
        S.id, S.sold_ms, S.total_minor, S.currency, A.captured_ms, A.voided_ms, A.key
    ).join(A, A.key == S.attempt_key)
    # What goes back whole is voided instead; that it arrives is another check's.
    late = and_(A.captured_ms.is_(None), A.voided_ms.is_(None), S.total_minor > given_back)
    for row in connection.execute(
        query.where(late, or_(done.exists(), S.sold_ms < moment.now_ms - DAY_MS))
    ):
        hours = (moment.now_ms - row.sold_ms) // HOUR_MS
        amount = _money(row.total_minor, row.currency)
        yield Fault(
            number(row.id), f"was sold {hours} hours ago, and its {amount} are not captured yet"
        )
    for row in connection.execute(
        query.where(A.voided_ms.is_not(None), S.total_minor > given_back)
    ):
        amount = _money(row.total_minor, row.currency)
        yield Fault(number(row.id), f"stands, and its payment of {amount} was given back")


def nothing_is_kept(connection: Connection, _moment: Moment) -> Iterator[Fault]:
    """Money that came although the payment was closed goes back."""
    waiting = select(OutboxRow.id).where(
        OutboxRow.topic == "void",
        OutboxRow.done_ms.is_(None),
        OutboxRow.key == literal("void:") + A.key,
    )
    query = select(A.key, A.approved_minor, A.currency, A.captured_ms, A.status, A.reference).where(
        A.status.in_(("declined", "cancelled")),
        A.voided_ms.is_(None),
        or_(A.captured_ms.is_not(None), and_(A.approved_minor > 0, ~waiting.exists())),
    )
    for row in connection.execute(query):
        amount = _money(row.approved_minor, row.currency)
        took = "was captured" if row.captured_ms is not None else "holds the shopper's money"
        yield Fault(row.key, f"is {row.status}, and {took}: {amount} (reference {row.reference})")


GIVE_BACK = (
    "Look the reference up at the payment terminal, and give the money back there if it was taken."
)
CALL = "Do not change the database. Keep a copy of it, and hand both on with this text."

CHECKS = (
    Check(
        "sale lines",
        "Every sale is the sum of its lines.",
        "The receipt does not add up.",
        CALL,
        lines_add_up,
    ),
    Check(
        "sale and payment",
        "Every sale has one approved payment of its amount.",
        "Goods left the shop for another amount than was paid.",
        f"Compare with the payment terminal's list. {CALL}",
        sale_is_its_payment,
    ),
    Check(
        "payment and sale",
        "Every approved payment has its sale.",
        "A shopper paid, and the shop does not know what for.",
        GIVE_BACK,
        payment_has_its_sale,
    ),
    Check(
        "frozen basket",
        "Every payment asked for what was in its basket.",
        "A shopper was asked for another amount than the tablet showed.",
        GIVE_BACK,
        frozen_is_sold,
    ),
    Check(
        "tax",
        "The tax of every sale is right.",
        "The tax that the books tell is not the one inside the prices.",
        f"Tell whoever keeps the books. {CALL}",
        tax_is_right,
    ),
    Check(
        "payments under way",
        "No payment is left hanging.",
        "Nobody knows whether this shopper has paid.",
        "Start the hub: it asks the terminal. If it runs, settle the payment at the staff console.",
        live_payments_end,
    ),
    Check(
        "captured",
        "The money of every sale is taken.",
        "An approval that is not captured lapses after some days, and the money is lost.",
        "See that the terminal is reachable and look at the outbox below. If the payment was given "
        "back, take the sale back, too.",
        money_is_taken,
    ),
    Check(
        "nothing kept",
        "No money is kept without a sale.",
        "A shopper was charged for nothing.",
        GIVE_BACK,
        nothing_is_kept,
    ),
)
