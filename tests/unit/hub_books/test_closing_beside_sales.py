"""A day is closed while sales go on: each is in one close, and none waits for the sums."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, update

from catalog import open_catalog
from kiosk.hub.bookkeeping import closing as closing_module
from kiosk.hub.bookkeeping.closing import Close, Closing, Period, sums_of
from kiosk.hub.bookkeeping.totals import added, totals
from kiosk.hub.receipts.record import CameBack, Sale, read_sales
from kiosk.hub.schema import SaleReturnRow
from tests.unit.hub_books.books import Books
from tests.unit.hub_books.conftest import stock


@pytest.fixture
def closing(books: Books) -> Closing:
    return Closing(books.catalog, now_ms=lambda: books.now_ms)


def as_it_is(books: Books, close: Close) -> dict[str, Any]:
    with books.catalog.reader.connect() as connection:
        return sums_of(connection, close.period)


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], list[int]]:
    """Has something happen after the day was summed and before it is closed. The answer is of how
    many sales each sum was, in turn."""

    def after_the_first_sum(happens: Callable[[], object]) -> list[int]:
        summed: list[int] = []

        def sums(connection: Connection, period: Period) -> dict[str, Any]:
            found = sums_of(connection, period)
            summed.append(period.sales_until - period.sales_after)
            if len(summed) == 1:
                happens()
            return found

        monkeypatch.setattr(closing_module, "sums_of", sums)
        return summed

    return after_the_first_sum


def test_what_is_sold_while_the_day_is_summed_is_in_it(
    books: Books, closing: Closing, meanwhile: Callable[[Callable[[], object]], list[int]]
) -> None:
    sales = [books.sell(books.line("LIN-1", n)) for n in range(1, 6)]
    books.give_back(sales[0], [1], status="waiting")

    def happens() -> None:
        books.sell(books.line("SIL-1", 6), extras=(books.bag(3),))
        books.give_back(sales[1], [1], "void")
        with books.catalog.begin() as connection:
            connection.execute(
                update(SaleReturnRow).where(SaleReturnRow.id == 1).values(refund_status="done")
            )

    summed = meanwhile(happens)
    closed = closing.close(1, "Ana")
    assert summed == [5, 1]  # while the sales wait, only the one that is new
    assert closed.currencies == as_it_is(books, closed)
    assert closed.currencies["EUR"]["refund_open"] == 0
    assert list(closed.currencies["EUR"]) == list(as_it_is(books, closed)["EUR"])
    assert closing.now().period.empty


def test_a_sale_that_shows_late_is_summed_after_all(
    books: Books, closing: Closing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As PostgreSQL may: its number is lower than that of one which was there before."""
    books.sell(books.line("LIN-1", 1), books.line("LIN-1", 2))
    books.sell(books.line("LIN-1", 3))

    def blind(connection: Connection, *which: Any) -> list[Sale]:
        monkeypatch.undo()
        return read_sales(connection, *which)[1:]

    monkeypatch.setattr(closing_module, "read_sales", blind)
    closed = closing.close(1, "Ana")
    assert closed.currencies["EUR"]["gross"] == 3 * 7900
    assert closed.currencies == as_it_is(books, closed)


def test_sums_of_another_day_are_not_used(
    books: Books, closing: Closing, meanwhile: Callable[[Callable[[], object]], list[int]]
) -> None:
    """Somebody closed the day, and another one is asked for, between the sums and the close."""
    books.sell(books.line("LIN-1", 1))

    def happens() -> None:
        Closing(books.catalog, now_ms=lambda: books.now_ms).close(1, "Ben")
        books.sell(books.line("WOO-1", 2))

    meanwhile(happens)
    closed = closing.close(2, "Ana")
    assert closed.currencies["EUR"]["gross"] == 3900
    assert closed.currencies == as_it_is(books, closed)


def test_two_managers_close_at_once_while_it_sells(books: Books, closing: Closing) -> None:
    lines = [books.line("LIN-1", n) for n in range(1, 13)]
    books.sell(books.line("SIL-1", 99))
    begun = threading.Barrier(3)

    def sell() -> None:
        begun.wait()
        for line in lines:
            books.sell(line)

    def close(who: str) -> Close:
        begun.wait()
        return closing.close(1, who)

    with ThreadPoolExecutor(3) as pool:
        selling = pool.submit(sell)
        first, second = (pool.submit(close, who) for who in ("Ana", "Ben"))
        selling.result()
    assert first.result() == second.result()
    assert len(closing.closes()) == 1
    if not closing.now().period.empty:
        closing.close(2, "Ana")
    closes = closing.closes()
    assert sum(close.currencies["EUR"]["sales"] for close in closes) == 13
    assert all(close.currencies == as_it_is(books, close) for close in closes)


@pytest.fixture(scope="module")
def some_day(tmp_path_factory: pytest.TempPathFactory) -> Sequence[Sale]:
    folder = tmp_path_factory.mktemp("some_day")
    url = f"sqlite:///{folder / 'shop.db'}"
    stock(url, folder)
    with contextlib.closing(open_catalog(url)) as catalog:
        books = Books(catalog)
        sales = [
            books.sell(books.line("LIN-1", n, off=n), percent=("23", "13.5")[n % 2])
            for n in range(1, 6)
        ]
        books.give_back(sales[0], [1])
        books.give_back(sales[1], [1], "exchange")
        books.give_back(sales[2], [1], "void", status="failed")
        return [books.read(sale.id) for sale in sales]


@given(st.data())
def test_parts_add_up_to_the_whole(some_day: Sequence[Sale], data: st.DataObject) -> None:
    returns: list[tuple[Sale, CameBack]] = [(s, back) for s in some_day for back in s.returns]
    cut = data.draw(st.integers(0, len(some_day)))
    fold = data.draw(st.integers(0, len(returns)))
    whole = totals(some_day, returns)
    parts = added(totals(some_day[:cut], returns[:fold]), totals(some_day[cut:], returns[fold:]))
    assert parts == whole
    assert [list(one) for one in parts.values()] == [list(one) for one in whole.values()]
