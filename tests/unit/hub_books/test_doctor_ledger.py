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
from kiosk.hub.bookkeeping.checks.fault import DAY_MS, Fault, Moment
from kiosk.hub.bookkeeping.closing import Closing
from kiosk.hub.bookkeeping.examine import CHECKS, Looked, examine
from kiosk.hub.checkout.tender import Tender
from kiosk.hub.schema import OutboxRow
from tests.postgres import Server
from tests.unit.hub_books.books import HOUR, Books
from tests.unit.hub_books.breaks import BREAKS, Break
from tests.unit.hub_books.conftest import stock


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


@pytest.mark.slow
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


def test_what_goes_back_before_it_was_taken_is_not_called_untaken(full: Books) -> None:
    """Its capture is called off, and the approval given back as soon as the terminal answers."""
    full.outbox_done = False
    sale = full.sell(full.line("LIN-1", 8))
    full.give_back(sale, [1], "void", status="waiting")
    with full.catalog.begin() as connection:
        off = update(OutboxRow).where(OutboxRow.key == f"capture:{sale.id}")
        connection.execute(off.values(done_ms=1, problem=f"{sale.number} came back before"))
    assert "captured" not in look(full.catalog, moment(full, 1000))


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
