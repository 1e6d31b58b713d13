"""Receipts on paper: asked for, and printed by a played printer, once as far as that goes."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from catalog.store import Catalog
from hardware.device import DeviceState, Health
from hardware.receipt_printer.printer import MaybePrinted, NotPrinted, Outcome, Paper
from kiosk.config import Settings
from kiosk.hub.checkout.tender import Tender
from kiosk.hub.ledger import Ledger
from kiosk.hub.outbox import Done, Job, Later
from kiosk.hub.receipts.requested import No, printed_always
from kiosk.hub.schema import OutboxRow
from tests.conftest import LogWatch
from tests.unit.hub_books.books import HOUR, Books
from tests.unit.hub_books.desk import Desk, Roll


@pytest.fixture(autouse=True)
def _told(log_watch: LogWatch) -> None:
    """What staff are told is logged, too."""
    log_watch.expect("is given up")
    log_watch.expect("may be printed")
    log_watch.expect("mail.log")


def test_a_receipt_on_paper_and_then_a_copy(desk: Desk, books: Books, catalog: Catalog) -> None:
    sale = books.sell(books.line("LIN-1", 1))
    assert desk.requested.paper(sale.token, "de") is None
    assert desk.requested.paper(sale.token, "de") is None  # pressed twice
    assert desk.work("receipt_print") == [Done()]
    assert f"Beleg {sale.number}" in desk.roll.papers[0][0]
    assert "Kopie" not in desk.roll.papers[0][0]
    _done(catalog)
    assert desk.requested.paper(sale.token, "de") is None
    assert desk.work("receipt_print") == [Done()]
    assert "Kopie" in desk.roll.papers[1][0]
    _done(catalog)
    assert desk.requested.paper(sale.token, "de") is None
    _done(catalog)
    assert desk.requested.paper(sale.token, "de") is No.TOO_OFTEN


def test_no_paper_is_waited_for_and_not_called_a_copy(desk: Desk, books: Books) -> None:
    sale = books.sell(books.line("LIN-1", 1))
    desk.requested.paper(sale.token, "en")
    desk.roll.outcomes = [NotPrinted("The receipt printer has no paper. Put in a new roll.")]
    assert desk.work("receipt_print") == [
        Later("The receipt printer has no paper. Put in a new roll.")
    ]
    assert desk.work("receipt_print") == [Done()]
    assert "Copy" not in desk.roll.papers[0][0]


def test_what_may_be_printed_comes_again_as_a_copy(desk: Desk, books: Books) -> None:
    sale = books.sell(books.line("LIN-1", 1))
    desk.requested.paper(sale.token, "en")
    desk.roll.outcomes = [MaybePrinted("Lost.")]
    assert desk.work("receipt_print") == [Later("Lost.")]
    desk.roll.outcomes = [NotPrinted("Away.")]
    assert desk.work("receipt_print") == [Later("Away.")]
    assert desk.work("receipt_print") == [Done()]
    assert ["Copy" in text for text, _ in desk.roll.papers] == [False, True]


def test_a_hub_that_dies_while_it_prints_prints_a_copy(desk: Desk, books: Books) -> None:
    sale = books.sell(books.line("LIN-1", 1))
    desk.requested.paper(sale.token, "en")

    class Died(BaseException):
        pass

    class Killing(Roll):
        def print(self, paper: Paper, *, drawer: bool = False) -> Outcome:
            super().print(paper)
            raise Died

    killed = Desk(books, desk.settings, Killing())
    with pytest.raises(Died):
        killed.work("receipt_print")
    assert desk.work("receipt_print") == [Done()]
    assert "Copy" in desk.roll.papers[0][0]


def test_a_paper_that_nobody_waits_for_is_not_printed(desk: Desk, books: Books) -> None:
    sale = books.sell(books.line("LIN-1", 1))
    desk.requested.paper(sale.token, "en")
    books.now_ms += HOUR
    desk.roll.health = Health(DeviceState.FAULTY, "The receipt printer has no paper.")
    (answer,) = desk.work("receipt_print")
    assert answer == Done(f"{sale.number}: not printed in time. The receipt printer has no paper.")
    assert desk.roll.papers == []


def test_what_cannot_be_printed_is_said_at_once(desk: Desk, books: Books) -> None:
    sale, elsewhere = (
        books.sell(books.line("LIN-1", 1)),
        books.sell(books.line("LIN-1", 2), table="2"),
    )
    assert desk.requested.paper("another", "") is No.NO_RECEIPT
    assert desk.requested.paper(elsewhere.token, "") is No.NO_PRINTER
    desk.roll.health = Health(DeviceState.FAULTY, "No paper.")
    assert desk.requested.paper(sale.token, "") is No.PRINTER_NOT_READY
    desk.roll.health = Health(DeviceState.OK)
    books.now_ms += HOUR
    assert desk.requested.paper(sale.token, "") is No.TOO_LATE


@pytest.mark.parametrize("always", [False, True])
def test_a_printer_that_prints_everything_prints_what_the_ledger_leaves(
    books: Books, settings: Settings, roll: Roll, always: bool
) -> None:
    table = settings.tables["1"]
    assert table.printer is not None
    printer = table.printer.model_copy(update={"always": always, "drawer": True})
    tables = {**settings.tables, "1": table.model_copy(update={"printer": printer})}
    desk = Desk(books, settings.model_copy(update={"tables": tables}), roll)
    assert printed_always(desk.settings, "1") is always
    assert not printed_always(desk.settings, "2")
    sale = books.sell(books.line("LIN-1", 1), tender=Tender.DESK)
    job = Job(1, "receipt_print", f"receipt_print:{sale.id}", {"sale": sale.id, "table": "1"})
    assert desk.delivery.print(job) == Done()
    assert [drawer for _text, drawer in roll.papers] == [True] * always


def _done(catalog: Catalog) -> None:
    with catalog.begin() as connection:
        connection.execute(update(OutboxRow).where(OutboxRow.done_ms.is_(None)).values(done_ms=1))


def test_the_ledger_leaves_paper_where_every_receipt_is_printed(books: Books) -> None:
    books.ledger = Ledger(
        books.catalog, now_ms=lambda: books.now_ms, printed=lambda table: table == "1"
    )
    books.sell(books.line("LIN-1", 1), table="2")
    printed = books.sell(books.line("LIN-1", 2), table="1")
    with books.catalog.reader.connect() as connection:
        query = select(OutboxRow.key).where(OutboxRow.topic == "receipt_print")
        assert list(connection.scalars(query)) == [f"receipt_print:{printed.id}"]
