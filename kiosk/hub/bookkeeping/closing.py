"""The daily close: what was sold and given back since the one before it, fixed under a number.

Owns which sale belongs to which close: told by the number of the sale, not by its time, so that a
clock that is set back loses nothing. A close is never changed; what comes after is in the next.

A day is summed beside the sales that go on. Only what came in the meantime is summed while they
wait, and that it is the whole of the period is asked of the database then.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, insert, select, text

from catalog.store import Catalog
from kiosk.hub.bookkeeping.totals import OPEN, added, totals
from kiosk.hub.receipts.record import CameBack, Sale, milliseconds, read_sales, time_of
from kiosk.hub.schema import DayCloseRow, SaleReturnRow, SaleRow
from kiosk.hub.security import audit


@dataclass(frozen=True, slots=True)
class Period:
    """What one close holds: sales and returns with numbers above the first and up to the last."""

    sales_after: int
    sales_until: int
    returns_after: int
    returns_until: int

    @property
    def empty(self) -> bool:
        return (self.sales_after, self.returns_after) == (self.sales_until, self.returns_until)


@dataclass(frozen=True, slots=True)
class Close:
    """A closed day. Times are UTC; `begins` is the close before it, None for the first."""

    number: int
    begins: datetime | None
    until: datetime
    closed_at: datetime
    by: str
    period: Period
    currencies: Mapping[str, Any]

    @property
    def name(self) -> str:
        """As it is printed: "Z-0007"."""
        return f"Z-{self.number:04d}"


@dataclass(frozen=True, slots=True)
class Open:
    """What the next close would hold, now."""

    number: int
    begins: datetime | None
    period: Period
    currencies: Mapping[str, Any]


class NothingToCloseError(ValueError):
    """Nothing happened since the last close. The text is a sentence."""


class Closing:
    """Safe to call from several threads."""

    def __init__(
        self, catalog: Catalog, now_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000
    ) -> None:
        self._catalog = catalog
        self._now_ms = now_ms

    def now(self) -> Open:
        """What is not closed yet."""
        with self._catalog.reader.connect() as connection:
            last = last_close(connection)
            period = _open_period(connection, last)
            sums = sums_of(connection, period)
        return Open(last.number + 1 if last else 1, last.until if last else None, period, sums)

    def close(self, expected: int, by: str, device: str = "") -> Close:
        """Closes under the number `expected`, that of `now`. When that one is closed already, it is
        told again: pressed twice closes once. Raises `NothingToCloseError`."""

        summed = self.now()

        def work(connection: Connection) -> Close:
            _alone(connection)
            last = last_close(connection)
            number = last.number + 1 if last else 1
            if expected != number:
                if (closed := find_close(connection, expected)) is not None:
                    return closed
                raise NothingToCloseError(f"The next close is number {number}. Look again.")
            return self._close(connection, last, summed, by, device)

        return self._catalog.transact(work)

    def closes(self, limit: int = 31) -> list[Close]:
        """The newest first."""
        with self._catalog.reader.connect() as connection:
            return read_closes(connection, limit)

    def find(self, number: int) -> Close | None:
        with self._catalog.reader.connect() as connection:
            return find_close(connection, number)

    def _close(
        self, connection: Connection, last: Close | None, summed: Open, by: str, device: str
    ) -> Close:
        number = last.number + 1 if last else 1
        period = _open_period(connection, last)
        if period.empty:
            words = f" since {last.name}" if last else ""
            raise NothingToCloseError(f"Nothing was sold or given back{words}.")
        now_ms = self._now_ms()
        latest = [
            connection.scalar(select(func.max(SaleRow.sold_ms))),
            connection.scalar(select(func.max(SaleReturnRow.made_ms))),
            milliseconds(last.until) if last else None,
        ]
        # Later than all it holds, and than the close before it, whatever the clock says.
        until_ms = max([now_ms, *(each + 1 for each in latest if each is not None)])
        currencies = _sums_now(connection, period, summed)
        connection.execute(
            insert(DayCloseRow).values(
                id=number,
                until_ms=until_ms,
                closed_ms=now_ms,
                by_user=by,
                totals={
                    "last_sale": period.sales_until,
                    "last_return": period.returns_until,
                    "currencies": currencies,
                },
            )
        )
        audit.write(connection, by, "day.closed", f"Z-{number:04d}", {}, device)
        found = find_close(connection, number)
        assert found is not None
        return found


def sums_of(connection: Connection, period: Period) -> dict[str, Any]:
    """The totals of what a close holds, by currency."""
    sales = read_sales(
        connection, SaleRow.id > period.sales_after, SaleRow.id <= period.sales_until
    )
    return totals(sales, returns_of(connection, period))


def _sums_now(connection: Connection, period: Period, summed: Open) -> dict[str, Any]:
    """The totals of the period, of which `summed` is the first part, or nothing to go by."""
    before = summed.period
    if (before.sales_after, before.returns_after) == (period.sales_after, period.returns_after):
        rest = Period(
            before.sales_until, period.sales_until, before.returns_until, period.returns_until
        )
        sums = added(summed.currencies, {} if rest.empty else sums_of(connection, rest))
        owed = _open_refunds(connection, period)
        for currency, of_it in sums.items():
            of_it[OPEN] = owed.get(currency, 0)  # refunds arrive while the day is summed
        if _heads(sums) == _heads_there(connection, period):
            return sums
    return sums_of(connection, period)


def _of_returns(period: Period) -> tuple[ColumnElement[bool], ...]:
    return SaleReturnRow.id > period.returns_after, SaleReturnRow.id <= period.returns_until


def _open_refunds(connection: Connection, period: Period) -> dict[str, int]:
    query = (
        select(SaleRow.currency, func.sum(SaleReturnRow.refund_minor))
        .join(SaleRow, SaleRow.id == SaleReturnRow.sale_id)
        .where(*_of_returns(period), SaleReturnRow.refund_status.in_(("waiting", "failed")))
        .group_by(SaleRow.currency)
    )
    return {currency: int(minor) for currency, minor in connection.execute(query)}


Heads = dict[str, tuple[int, int, int, int]]  # sales, gross, returns, refunds, by currency


def _heads(sums: Mapping[str, Any]) -> Heads:
    return {
        currency: (
            one["sales"],
            one["gross"],
            sum(kind["count"] for kind in one["returns"].values()),
            one["refund"],
        )
        for currency, one in sums.items()
    }


def _heads_there(connection: Connection, period: Period) -> Heads:
    """How many sales and returns the period has, and of how much: counted by the database.
    PostgreSQL may show a sale later than one with a higher number."""
    sold = (
        select(SaleRow.currency, func.count(), func.sum(SaleRow.total_minor))
        .where(SaleRow.id > period.sales_after, SaleRow.id <= period.sales_until)
        .group_by(SaleRow.currency)
    )
    back = (
        select(SaleRow.currency, func.count(), func.sum(SaleReturnRow.refund_minor))
        .join(SaleRow, SaleRow.id == SaleReturnRow.sale_id)
        .where(*_of_returns(period))
        .group_by(SaleRow.currency)
    )
    sales = {currency: (many, int(minor)) for currency, many, minor in connection.execute(sold)}
    returns = {currency: (many, int(minor)) for currency, many, minor in connection.execute(back)}
    return {
        currency: (*sales.get(currency, (0, 0)), *returns.get(currency, (0, 0)))
        for currency in {*sales, *returns}
    }


def returns_of(connection: Connection, period: Period) -> list[tuple[Sale, CameBack]]:
    """What came back, each with its sale."""
    if period.returns_after == period.returns_until:
        return []
    wanted = _of_returns(period)
    sales = read_sales(connection, SaleRow.id.in_(select(SaleReturnRow.sale_id).where(*wanted)))
    found = [(sale, back) for sale in sales for back in sale.returns]
    return sorted(
        (each for each in found if period.returns_after < each[1].id <= period.returns_until),
        key=lambda each: each[1].id,
    )


def last_close(connection: Connection) -> Close | None:
    found = read_closes(connection, 1)
    return found[0] if found else None


def find_close(connection: Connection, number: int) -> Close | None:
    return next((one for one in read_closes(connection) if one.number == number), None)


def read_closes(connection: Connection, limit: int | None = None) -> list[Close]:
    """The newest first. What a close says is as it was written; what it follows is the one that
    is there before it."""
    query = select(DayCloseRow.__table__).order_by(DayCloseRow.id.desc())
    rows = connection.execute(query if limit is None else query.limit(limit + 1)).all()
    closes = []
    for place, row in enumerate(rows[:limit]):
        before = rows[place + 1] if place + 1 < len(rows) else None
        after = before.totals if before is not None else {}
        closes.append(
            Close(
                number=row.id,
                begins=time_of(before.until_ms) if before is not None else None,
                until=time_of(row.until_ms),
                closed_at=time_of(row.closed_ms),
                by=row.by_user,
                period=Period(
                    after.get("last_sale", 0),
                    row.totals.get("last_sale", 0),
                    after.get("last_return", 0),
                    row.totals.get("last_return", 0),
                ),
                currencies=row.totals.get("currencies", {}),
            )
        )
    return closes


def _open_period(connection: Connection, last: Close | None) -> Period:
    return Period(
        last.period.sales_until if last else 0,
        connection.scalar(select(func.max(SaleRow.id))) or 0,
        last.period.returns_until if last else 0,
        connection.scalar(select(func.max(SaleReturnRow.id))) or 0,
    )


def _alone(connection: Connection) -> None:
    """No sale is half written while the day is closed. SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(
            text("LOCK TABLE sale, sale_return, day_close IN SHARE ROW EXCLUSIVE MODE")
        )
