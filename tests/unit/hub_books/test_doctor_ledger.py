"""The doctor of the ledger: true books are called true, and every way to break them is found.

One row for each break: SQL on a database that the real ledger wrote → the rule that says so, and
its words.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import InternalError
from typer.testing import CliRunner

from catalog import open_catalog
from catalog.database import CatalogError
from catalog.store import Catalog
from kiosk.commands.doctor import app
from kiosk.config import Settings
from kiosk.hub.bookkeeping.checks.fault import DAY_MS, HOUR_MS, Fault, Moment
from kiosk.hub.bookkeeping.closing import Closing
from kiosk.hub.bookkeeping.examine import CHECKS, Looked, examine
from kiosk.hub.checkout.tender import Tender
from kiosk.hub.schema import OutboxRow
from tests.postgres import Server
from tests.unit.hub_books.books import HOUR, Books
from tests.unit.hub_books.conftest import stock


@dataclass(frozen=True)
class Break:
    """`sql` breaks the rule `rule`, which then says `words`. `also` are rules that must notice,
    too. `later_ms` is how much later the doctor comes; `hub` whether one runs then."""

    rule: str
    words: str
    sql: str
    also: tuple[str, ...] = ()
    later_ms: int = 0
    hub: bool = True
    worth: bool = False


# The books: sale 1 is a shirt (20% off), a dress and two bags; its dress came back. Sale 2 is a
# scarf that was exchanged for another. Sale 3 was void on its day. Z-0001 closes these three.
# Sale 4 comes after it, and a payment at table 2 is under way for a dress.
BREAKS = (
    Break("sale lines", "A-000001 has no lines", "DELETE FROM sale_line WHERE sale_id = 1"),
    Break(
        "sale lines",
        "lines of €192.61, and its total is €192.60",
        "UPDATE sale_line SET price_minor = price_minor + 1 WHERE sale_id = 1 AND position = 2",
    ),
    Break(
        "sale lines",
        "says €15.00 of discount, and its lines have €15.80",
        "UPDATE sale SET discount_minor = 1500 WHERE id = 1",
    ),
    Break(
        "sale and payment",
        "A-000004 of €79.00 has no payment",
        "DELETE FROM attempt WHERE key = (SELECT attempt_key FROM sale WHERE id = 4)",
    ),
    Break(
        "sale and payment",
        "stands, and its payment",
        "UPDATE attempt SET status = 'declined' WHERE key = (SELECT attempt_key FROM sale"
        " WHERE id = 4)",
    ),
    Break(
        "sale and payment",
        "was paid by desk in EUR, and its payment says card in EUR",
        "UPDATE sale SET tender = 'desk' WHERE id = 1",
    ),
    Break(
        "sale and payment",
        "is of €79.00, and its payment asked for €78.00",
        "UPDATE attempt SET amount_minor = 7800 WHERE key = (SELECT attempt_key FROM sale"
        " WHERE id = 4)",
        also=("frozen basket",),
    ),
    Break(
        "sale and payment",
        "is of €79.00, and its payment brought €40.00",
        "UPDATE attempt SET approved_minor = 4000 WHERE key = (SELECT attempt_key FROM sale"
        " WHERE id = 4)",
    ),
    Break(
        "sale and payment",
        "is of €79.00, and its payment brought nothing",
        "UPDATE attempt SET approved_minor = NULL WHERE key = (SELECT attempt_key FROM sale"
        " WHERE id = 4)",
    ),
    Break(
        "payment and sale",
        "took €79.00 (reference ref-",
        "DELETE FROM sale WHERE id = 4",
    ),
    Break(
        "frozen basket",
        "froze a basket of €0.00, and asked for €79.00",
        "UPDATE attempt SET lines = '[]' WHERE key = (SELECT attempt_key FROM sale WHERE id = 4)",
    ),
    Break(
        "tax",
        "says €14.78 of tax; 23% in each total is €14.77",
        "UPDATE sale SET tax_minor = tax_minor + 1 WHERE id = 4",
    ),
    Break(
        "tax",
        "says €14.77 of tax, and its lines €1.00",
        "UPDATE sale_line SET tax_minor = 100 WHERE sale_id = 4",
    ),
    Break(
        "payments under way",
        "has been under way for 60 minutes",
        "UPDATE attempt SET reason = '' WHERE status = 'live'",
        later_ms=HOUR_MS,
    ),
    Break(
        "payments under way",
        "under way for 1 minutes, and no hub runs that could ask about it",
        "UPDATE attempt SET reason = '' WHERE status = 'live'",
        later_ms=60_000,
        hub=False,
    ),
    Break(
        "captured",
        "A-000004 was sold 0 hours ago, and its €79.00 are not captured yet",
        "UPDATE attempt SET captured_ms = NULL WHERE key = (SELECT attempt_key FROM sale"
        " WHERE id = 4)",
    ),
    Break(
        "captured",
        "A-000004 stands, and its payment of €79.00 was given back",
        "UPDATE attempt SET voided_ms = 1 WHERE key = (SELECT attempt_key FROM sale WHERE id = 4)",
    ),
    Break(
        "nothing kept",
        "is cancelled, and holds the shopper's money: €129.00 (reference ref-live)",
        "UPDATE attempt SET status = 'cancelled', approved_minor = 12900 WHERE status = 'live'",
        also=("claims",),
    ),
    Break(
        "nothing kept",
        "is declined, and was captured: €129.00",
        "UPDATE attempt SET status = 'declined', approved_minor = 12900, captured_ms = 1"
        " WHERE status = 'live'",
    ),
    Break(
        "claims",
        "is held by the payment",
        "UPDATE attempt SET status = 'cancelled' WHERE status = 'live'",
    ),
    Break(
        "held pieces",
        "and not held for it",
        "DELETE FROM claim",
    ),
    Break(
        "sold pieces",
        "A-000004 has Linen shirt (epc:30",
        "DELETE FROM sold WHERE sale_id = 4",
        also=("stock",),
    ),
    Break(
        "sold pieces",
        "is sold by A-000001, which has no such line that stands",
        "UPDATE sold SET sale_id = 1 WHERE sale_id = 4",
    ),
    Break(
        "sold pieces",
        "is sold by A-000001, which has no such line that stands",
        "INSERT INTO sold (tag, sale_id) SELECT item, 1 FROM sale_line WHERE sale_id = 1"
        " AND position = 2",
        also=("stock",),
    ),
    Break(
        "stock",
        "is sold by A-000004, and its piece is in stock",
        "UPDATE item SET status = 'in_stock' WHERE tag_kind || ':' || tag_value ="
        " (SELECT tag FROM sold WHERE sale_id = 4)",
    ),
    Break(
        "stock",
        "is called sold, and no sale has it",
        "UPDATE item SET status = 'sold' WHERE status = 'in_stock'",
    ),
    Break(
        "returns",
        "has line 9 given back, and has no such line",
        "INSERT INTO sale_return_line (sale_id, position, return_id) VALUES (1, 9, 1)",
    ),
    Break(
        "returns",
        "has a line in return 1, which is another sale's",
        "INSERT INTO sale_return_line (sale_id, position, return_id) VALUES (4, 1, 1)",
        also=("sold pieces",),
    ),
    Break(
        "returns",
        "A-000001 has return 1 without any line",
        "DELETE FROM sale_return_line WHERE return_id = 1",
    ),
    Break(
        "refunds",
        "gives €129.01 back in return 1 for lines of €129.00",
        "UPDATE sale_return SET refund_minor = 12901 WHERE id = 1",
        also=("totals of days",),
    ),
    Break(
        "refunds",
        "A-000001 gives €200.00 back, and was paid €192.60",
        "UPDATE sale_return SET refund_minor = 20000 WHERE id = 1",
    ),
    Break(
        "refunds",
        "gives €50.00 back in return 3 for lines of €79.00",
        "UPDATE sale_return SET refund_minor = 5000 WHERE id = 3",
    ),
    Break(
        "refunds arrive",
        "owes €129.00 of return 1: the terminal refused it",
        "UPDATE sale_return SET refund_status = 'failed' WHERE id = 1",
    ),
    Break(
        "refunds arrive",
        "owes €129.00 of return 1, and nobody is giving it back",
        "UPDATE sale_return SET refund_status = 'waiting' WHERE id = 1",
    ),
    Break(
        "refunds arrive",
        "owes €129.00 of return 1, and nothing says that it is given back",
        "UPDATE sale_return SET refund_status = 'none' WHERE id = 1",
    ),
    Break(
        "refunds arrive",
        "owes €129.00 of return 1 for over an hour. The terminal sleeps",
        "UPDATE sale_return SET refund_status = 'waiting' WHERE id = 1;"
        " INSERT INTO outbox (topic, key, body, made_ms, tries, due_ms, problem) VALUES"
        " ('refund', 'refund:1', '{}', 1, 9, 1, 'The terminal sleeps')",
        also=("outbox",),
        later_ms=2 * HOUR_MS,
    ),
    Break(
        "voids", "A-000003 has a void, and stands", "UPDATE sale SET voided_ms = NULL WHERE id = 3"
    ),
    Break(
        "voids",
        "A-000004 is void, and nothing says who did it",
        "UPDATE sale SET voided_ms = 1 WHERE id = 4",
    ),
    Break(
        "voids",
        "A-000003 is void, and Linen shirt of it did not come back",
        "DELETE FROM sale_return_line WHERE sale_id = 3",
    ),
    Break(
        "exchanges",
        "gave Wool scarf out in exchange for what did not come back",
        "UPDATE sale_return SET kind = 'return' WHERE id = 2",
        also=("audit", "refunds"),
    ),
    Break(
        "exchanges",
        "gave Wool scarf out in exchange for a piece of another price",
        "UPDATE sale_line SET price_minor = 1 WHERE exchange_of IS NOT NULL",
    ),
    Break(
        "exchanges",
        "has exchange 2, and nothing was given out for it",
        "DELETE FROM sale_line WHERE exchange_of IS NOT NULL",
        also=("sold pieces",),
    ),
    Break(
        "audit",
        "A-000001 has return 1 by Ana, and the audit log has not",
        "DELETE FROM audit WHERE action = 'sale.return'",
    ),
    Break("receipts", "A-000004 has no receipt", "DELETE FROM receipt WHERE sale_id = 4"),
    Break(
        "jobs",
        "A-000004 has no job 'gate' in the outbox",
        "DELETE FROM outbox WHERE key = 'gate:4'",
    ),
    Break(
        "outbox",
        "gate:4 waits for 0 minutes, after 7 tries: The gate is away",
        "UPDATE outbox SET done_ms = NULL, tries = 7, problem = 'The gate is away'"
        " WHERE key = 'gate:4'",
    ),
    Break(
        "outbox",
        "gate:4 waits for 120 minutes, after 0 tries",
        "UPDATE outbox SET done_ms = NULL WHERE key = 'gate:4'",
        later_ms=2 * HOUR_MS,
    ),
    Break(
        "outbox",
        "gate:4 was given up: No such address",
        "UPDATE outbox SET problem = 'No such address' WHERE key = 'gate:4'",
        worth=True,
    ),
    Break(
        "personal data",
        "receipt_email:4:1 is done, and keeps the address it went to",
        "INSERT INTO outbox (topic, key, body, made_ms, done_ms, tries, due_ms, problem) VALUES"
        " ('receipt_email', 'receipt_email:4:1', '{\"address\": \"a@b.de\"}', 1, 1, 0, 1, '')",
    ),
    Break(
        "closed days",
        "Z-0002 follows nothing",
        "UPDATE day_close SET id = 2",
    ),
    Break(
        "closed days",
        "Z-0003 follows Z-0001",
        "INSERT INTO day_close (id, until_ms, closed_ms, by_user, totals) SELECT 3, until_ms + 1,"
        " closed_ms, by_user, totals FROM day_close",
        also=("totals of days",),
    ),
    Break(
        "closed days",
        "Z-0002 is earlier than Z-0001",
        "INSERT INTO day_close (id, until_ms, closed_ms, by_user, totals) SELECT 2, until_ms - 1,"
        " closed_ms, by_user, totals FROM day_close",
    ),
    Break(
        "closed days",
        "Z-0002 ends before it begins",
        "INSERT INTO day_close (id, until_ms, closed_ms, by_user, totals) SELECT 2, until_ms + 1,"
        ' closed_ms, by_user, \'{"last_sale": 1, "last_return": 1}\' FROM day_close',
    ),
    Break(
        "totals of days",
        "Z-0001 says gross 31060 EUR, and the books 31160",
        "UPDATE sale SET total_minor = total_minor + 100 WHERE id = 2",
        also=("sale lines", "sale and payment"),
    ),
    Break(
        "totals of days",
        "Z-0001 says refund 20800 EUR, and the books 20700",
        "UPDATE sale_return SET refund_minor = refund_minor - 100 WHERE id = 1",
    ),
    Break(
        "totals of days",
        "Z-0001 holds A-000003, which was sold after it",
        "UPDATE sale SET sold_ms = 99999999999999 WHERE id = 3",
    ),
    Break(
        "numbers",
        "receipt A-000004 to A-000008 is missing",
        "UPDATE sale SET id = 9 WHERE id = 4",
        also=("sale lines", "receipts", "jobs"),
    ),
    Break(
        "numbers",
        "return 3 to 6 is missing",
        "UPDATE sale_return SET id = 7 WHERE id = 3",
    ),
    Break(
        "terminals",
        "ref-9 was charged €5.00, and the ledger does not know it",
        "INSERT INTO finding (key, kind, subject, source, words, found_ms) VALUES ('k', 'unknown',"
        " 'ref-9', 'terminal 1', 'was charged €5.00, and the ledger does not know it', 1)",
    ),
)


@pytest.fixture(scope="module")
def full_books(
    empty_books: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, int, int]:
    """Books with everything in them, all of it true: the file, the time, and how many returns."""
    file = tmp_path_factory.mktemp("full") / "shop.db"
    shutil.copy(empty_books, file)
    with contextlib.closing(open_catalog(f"sqlite:///{file}")) as catalog:
        books = Books(catalog)
        fill(books)
    return file, books.now_ms, books.returns


def fill(books: Books) -> None:
    first = books.sell(
        books.line("LIN-1", 1, off=1580, offer="20% off"),
        books.line("SIL-1", 2),
        extras=(books.bag(2),),
    )
    second = books.sell(books.line("WOO-1", 3), tender=Tender.DESK)
    third = books.sell(books.line("LIN-1", 4), rounding="line")
    books.now_ms += HOUR
    books.give_back(first, [2])
    books.give_back(second, [1], "exchange")
    books.give_back(third, [1], "void")
    books.now_ms += HOUR
    Closing(books.catalog, now_ms=lambda: books.now_ms).close(1, "Ana")
    books.now_ms += HOUR
    books.sell(books.line("LIN-1", 5))
    books.freeze_at("2", books.line("SIL-1", 6))


@pytest.fixture
def full(full_books: tuple[Path, int, int], settings: Settings) -> Iterator[Books]:
    """A copy of them for one test."""
    file, now_ms, returns = full_books
    shutil.copy(file, settings.data_dir / "shop.db")
    with contextlib.closing(open_catalog(settings.database_url)) as catalog:
        yield Books(catalog, now_ms, returns=returns)


def look(catalog: Catalog, moment: Moment) -> dict[str, list[Fault]]:
    """What each rule says that is not kept."""
    found = [step for step in examine(catalog, moment) if isinstance(step, Looked)]
    assert [step.check for step in found] == list(CHECKS)
    return {step.check.name: list(step.faults) for step in found if step.faults}


def moment(books: Books, later_ms: int = 0, *, hub: bool = True) -> Moment:
    return Moment(books.now_ms + later_ms, hub)


def breaks(catalog: Catalog, sql: str) -> None:
    """As no program of ours could: without the database's own rules."""
    with sqlite3.connect(str(catalog.engine.url.database)) as connection:
        connection.executescript(sql)
    connection.close()


def test_true_books_are_called_true(full: Books) -> None:
    assert look(full.catalog, moment(full)) == {}


@pytest.mark.parametrize("case", BREAKS, ids=lambda case: f"{case.rule}: {case.words[:40]}")
def test_what_is_broken_is_found(full: Books, case: Break) -> None:
    breaks(full.catalog, case.sql)
    found = look(full.catalog, moment(full, case.later_ms, hub=case.hub))
    told = [f"{fault.subject} {fault.words}" for fault in found.get(case.rule, [])]
    assert any(case.words in words for words in told), found
    assert all(fault.worth is case.worth for fault in found[case.rule])
    assert set(case.also) <= found.keys()


def test_every_rule_has_a_break() -> None:
    assert {case.rule for case in BREAKS} == {check.name for check in CHECKS}


def test_a_capture_that_is_a_day_late_is_told(full: Books) -> None:
    full.outbox_done = False
    full.sell(full.line("LIN-1", 7))
    assert "captured" not in look(full.catalog, moment(full, 1000))
    (fault,) = look(full.catalog, moment(full, DAY_MS + 1))["captured"]
    assert fault.words == "was sold 24 hours ago, and its €79.00 are not captured yet"


def test_a_refund_that_is_on_its_way_is_no_fault(full: Books) -> None:
    sale = full.sell(full.line("LIN-1", 7))
    full.give_back(sale, [1], status="waiting")
    breaks(
        full.catalog,
        "INSERT INTO outbox (topic, key, body, made_ms, tries, due_ms, problem) VALUES"
        f" ('refund', 'refund:4', '{{}}', {full.now_ms}, 0, 0, '')",
    )
    assert look(full.catalog, moment(full)) == {}


def test_what_was_given_up_long_ago_is_not_told(full: Books) -> None:
    with full.catalog.begin() as connection:
        connection.execute(update(OutboxRow).values(problem="No such address"))
    assert "outbox" in look(full.catalog, moment(full))
    assert "outbox" not in look(full.catalog, moment(full, 8 * DAY_MS))


@pytest.mark.timeout(60)
def test_on_postgresql_too(postgres: Server, tmp_path: Path) -> None:
    """The same table, each break in a transaction that is taken back."""
    with postgres.fresh() as url:
        stock(url, tmp_path)
        with contextlib.closing(open_catalog(url)) as catalog:
            books = Books(catalog)
            fill(books)
            assert look(catalog, moment(books)) == {}
            for case in BREAKS:
                assert case.words in _told_on_postgresql(catalog, case, books), case
            with catalog.reader.connect() as connection, pytest.raises(InternalError):
                connection.execute(text("DELETE FROM audit"))


def _told_on_postgresql(catalog: Catalog, case: Break, books: Books) -> str:
    (check,) = (check for check in CHECKS if check.name == case.rule)
    with catalog.engine.connect() as connection, connection.begin() as transaction:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        for statement in case.sql.split("; "):
            connection.exec_driver_sql(statement)
        faults = list(check.look(connection, moment(books, case.later_ms, hub=case.hub)))
        transaction.rollback()
    return "\n".join(f"{fault.subject} {fault.words}" for fault in faults)


def test_the_doctor_cannot_write(full: Books) -> None:
    with (
        full.catalog.reader.connect() as connection,
        pytest.raises(Exception, match="readonly"),
    ):
        connection.execute(text("DELETE FROM sale"))


# --- the command -----------------------------------------------------------------------------


@pytest.fixture
def shop(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setattr("kiosk.config.load", lambda file=None: settings)
    monkeypatch.setattr("kiosk.commands.catalog.hub_runs", lambda settings: True)
    return settings


def test_the_command_says_that_all_is_well(books: Books, shop: Settings) -> None:
    answer = CliRunner().invoke(app, ["ledger"])
    assert answer.exit_code == 0, answer.output
    assert "The books are true: 0 sales, 0 payments, 0 returns, 0 closed days." in answer.output
    assert answer.output.count("✓") == len(CHECKS)


def test_the_command_says_what_is_wrong_and_what_to_do(full: Books, shop: Settings) -> None:
    breaks(full.catalog, "DELETE FROM receipt WHERE sale_id = 4")
    answer = CliRunner().invoke(app, ["ledger"])
    assert answer.exit_code == 1
    assert "✗ receipts" in answer.output
    assert "A-000004 has no receipt." in answer.output
    assert "The shopper's code leads nowhere." in answer.output
    told = CliRunner().invoke(app, ["ledger", "--json"])
    assert told.exit_code == 1
    rules = {rule["rule"]: rule for rule in json.loads(told.output)}
    assert not rules["receipts"]["holds"]
    assert rules["receipts"]["faults"][0]["subject"] == "A-000004"


def test_older_books_are_not_judged(books: Books, shop: Settings) -> None:
    breaks(books.catalog, "UPDATE alembic_version_hub SET version_num = '0001'")
    answer = CliRunner().invoke(app, ["ledger"])
    assert isinstance(answer.exception, CatalogError)
    assert "older version" in str(answer.exception)
