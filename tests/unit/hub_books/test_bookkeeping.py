"""Reports, totals and the daily close, over sales that the real ledger made."""

from __future__ import annotations

import csv
import io
import json
import os
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert, select, update
from typer.testing import CliRunner

from catalog.money import Money
from kiosk.commands.report import app
from kiosk.config import ConfigError, Settings
from kiosk.hub.bookkeeping.closing import Close, Closing, NothingToCloseError
from kiosk.hub.bookkeeping.sales_report import COLUMNS, Day, as_csv, as_json, read_day
from kiosk.hub.bookkeeping.words import close_words
from kiosk.hub.checkout.tender import Tender
from kiosk.hub.schema import AuditRow, DayCloseRow, SaleRow
from tests.unit.hub_books.books import HOUR, Books, ms

DUBLIN = ZoneInfo("Europe/Dublin")


def read(books: Books, day: date, zone: ZoneInfo = DUBLIN) -> Day:
    with books.catalog.reader.connect() as connection:
        return read_day(connection, day, zone)


def rows(day: Day) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(as_csv(day))))


# --- the report ------------------------------------------------------------------------------


def test_a_days_lines_and_what_came_back_on_it(books: Books) -> None:
    sale = books.sell(books.line("LIN-1", 1, off=1580, offer="20% off"), extras=(books.bag(2),))
    books.now_ms += HOUR
    books.give_back(sale, [1])
    told = rows(read(books, date(2026, 11, 21)))
    assert [row["kind"] for row in told] == ["sale", "sale", "return"]
    shirt, bags, back = told
    assert tuple(shirt) == COLUMNS
    assert (shirt["list_price"], shirt["discount"], shirt["price"]) == ("79.00", "15.80", "63.20")
    assert (bags["sku"], bags["quantity"], bags["price"]) == ("BAG", "2", "0.40")
    assert (back["quantity"], back["price"], back["reason"]) == ("-1", "-63.20", "too small")
    assert back["by"] == "Ana"
    assert shirt["time"] == "2026-11-21T09:00:00+00:00"


def test_an_exchange_adds_up_to_nothing(books: Books) -> None:
    sale = books.sell(books.line("LIN-1", 1))
    books.now_ms += 24 * HOUR
    books.give_back(sale, [1], "exchange")
    told = rows(read(books, date(2026, 11, 22)))
    assert [(row["kind"], row["price"]) for row in told] == [
        ("exchange", "-79.00"),
        ("exchange", "79.00"),
    ]
    assert [row["exchange_of"] for row in told] == ["", "1"]


def test_the_day_is_the_shops_and_may_have_25_hours(books: Books) -> None:
    """On 25 October 2026 clocks go back at 02:00."""
    day = read(books, date(2026, 10, 25))
    assert day.until.astimezone(UTC) - day.since.astimezone(UTC) == timedelta(hours=25)
    books.now_ms = ms(datetime(2026, 10, 25, 23, 30, tzinfo=UTC))  # 23:30 in Dublin, too
    books.sell(books.line("LIN-1", 1))
    assert len(read(books, date(2026, 10, 25)).sales) == 1
    books.now_ms = ms(datetime(2026, 7, 1, 23, 30, tzinfo=UTC))  # 00:30 of the next day there
    books.sell(books.line("LIN-1", 2))
    assert len(read(books, date(2026, 7, 1)).sales) == 0
    assert len(read(books, date(2026, 7, 2)).sales) == 1


@pytest.fixture
def in_dublin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The machine's own clock is the shop's."""
    monkeypatch.setenv("TZ", "Europe/Dublin")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("in_dublin")
@pytest.mark.parametrize("zone", [DUBLIN, None])
def test_times_are_the_shops_on_the_day_its_clock_is_set_back(
    books: Books, zone: ZoneInfo | None
) -> None:
    """01:30 comes before 01:10: an hour of the clock is there twice."""
    for number, (hour, minute) in enumerate([(0, 30), (1, 10), (14, 0)], 1):
        books.now_ms = ms(datetime(2026, 10, 25, hour, minute, tzinfo=UTC))
        sale = books.sell(books.line("LIN-1", number), books.line("SIL-1", 10 + number))
    books.give_back(sale, [1])
    with books.catalog.reader.connect() as connection:
        day = read_day(connection, date(2026, 10, 25), zone)
    told = rows(day)
    times = ["2026-10-25T01:30:00+01:00", "2026-10-25T01:10:00+00:00", "2026-10-25T14:00:00+00:00"]
    assert [row["time"] for row in told] == [*(time for time in times for _ in range(2)), times[2]]
    assert [row["position"] for row in told] == ["1", "2"] * 3 + ["1"]
    as_document = json.loads(as_json(day))
    assert [sale["time"] for sale in as_document["sales"]] == times
    assert as_document["returns"][0]["time"] == times[2]
    (sums,) = as_document["totals"].values()
    assert sum(round(float(row["price"]) * 100) for row in told) == sums["net"]
    assert sum(round(float(row["tax"]) * 100) for row in told) == sums["net_tax"]


def test_as_json_whole_sales_and_totals(books: Books) -> None:
    sale = books.sell(books.line("LIN-1", 1), books.line("SIL-1", 2), tender=Tender.DESK)
    books.give_back(sale, [1], status="waiting")
    told = json.loads(as_json(read(books, date(2026, 11, 21))))
    assert told["format"] == "hangtag-sales-1"
    (one,) = told["sales"]
    assert (one["receipt"], one["total_minor"]) == (sale.number, 20800)
    assert [line["return"] for line in one["lines"]] == [1, None]
    (back,) = told["returns"]
    assert (back["positions"], back["refund_minor"], back["refund_status"]) == (
        [1],
        7900,
        "waiting",
    )
    sums = told["totals"]["EUR"]
    assert (sums["gross"], sums["refund"], sums["net"]) == (20800, 7900, 12900)
    assert sums["refund_open"] == 7900
    assert sums["tenders"] == {"desk": {"sales": 1, "gross": 20800, "refund": 7900}}
    assert sums["net_tax"] == sums["tax"] - 1477


@pytest.mark.parametrize(
    "name",
    [
        "=HYPERLINK(1)",
        "-Ivory",
        "+1",
        "@SUM(1)",
        "\t=1",
        "\n=1",
        "\uff1d1",
        "-1\u00b2",
        "-1.",
        "=1,2",
    ],
)
def test_a_name_that_a_spreadsheet_would_run_is_only_words(books: Books, name: str) -> None:
    line = replace(books.line("LIN-1", 1), title=name, label=name)
    sale = books.sell(line)
    books.give_back(sale, [1])
    told = rows(read(books, date(2026, 11, 21)))
    assert {row["title"] for row in told} == {f"'{name}"}
    assert {row["variant"] for row in told} == {f"'{name}"}
    assert told[1]["price"] == "-79.00"


@pytest.fixture
def shop(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """What the commands find in config.yaml."""
    monkeypatch.setattr("kiosk.config.load", lambda file=None: settings)
    monkeypatch.setattr("kiosk.commands.catalog.hub_runs", lambda settings: False)
    return settings


def test_the_command_writes_a_file_once(books: Books, shop: Settings, tmp_path: Path) -> None:
    books.now_ms = int(datetime.now(UTC).timestamp() * 1000)
    books.sell(books.line("LIN-1", 1))
    out = tmp_path / "sales.csv"
    runner = CliRunner()
    answer = runner.invoke(app, ["sales", "--out", str(out)])
    assert answer.exit_code == 0, answer.output
    assert "1 sale, 0 returns" in answer.output
    content = out.read_bytes()
    assert content.startswith(b"\xef\xbb\xbfkind,receipt,time")
    again = runner.invoke(app, ["sales", "--out", str(out)])
    assert isinstance(again.exception, ConfigError)
    assert "--force" in str(again.exception)
    assert runner.invoke(app, ["sales", "--out", str(out), "--force"]).exit_code == 0
    assert out.read_bytes() == content
    told = runner.invoke(app, ["sales", "--format", "json", "--day", "yesterday"])
    assert json.loads(told.output)["sales"] == []
    bad = runner.invoke(app, ["sales", "--day", "22.11.2026"])
    assert "is not a day" in str(bad.exception)


# --- the daily close -------------------------------------------------------------------------


@pytest.fixture
def closing(books: Books) -> Closing:
    return Closing(books.catalog, now_ms=lambda: books.now_ms)


def close(closing: Closing) -> Close:
    return closing.close(closing.now().number, "Ana", "tablet 1")


def test_a_close_fixes_what_was_sold_and_given_back(books: Books, closing: Closing) -> None:
    sale = books.sell(books.line("LIN-1", 1), books.line("SIL-1", 2))
    books.sell(books.line("WOO-1", 3, off=390, offer="10%"), tender=Tender.DESK)
    books.now_ms += HOUR
    books.give_back(sale, [2])
    books.now_ms += HOUR
    closed = close(closing)
    sums = closed.currencies["EUR"]
    assert (closed.name, closed.begins, closed.by) == ("Z-0001", None, "Ana")
    assert (sums["sales"], sums["pieces"], sums["gross"]) == (2, 3, 20800 + 3510)
    assert (sums["discount"], sums["refund"], sums["net"]) == (390, 12900, 11410)
    assert sums["tenders"]["card"] == {"sales": 1, "gross": 20800, "refund": 12900}
    assert sums["tenders"]["desk"] == {"sales": 1, "gross": 3510, "refund": 0}
    assert sums["returns"] == {"return": {"count": 1, "pieces": 1, "refund": 12900}}
    assert sums["tax"] == sums["rates"]["23"]["tax"]
    told = "\n".join(close_words(closed, "en-IE"))
    for words in ("Z-0001, closed by Ana", "2 sales, 3 pieces", "€243.10", "-€129.00", "€114.10"):
        assert words in told
    with books.catalog.reader.connect() as connection:
        row = connection.execute(select(AuditRow.who, AuditRow.subject, AuditRow.device)).all()[-1]
    assert tuple(row) == ("Ana", "Z-0001", "tablet 1")


def test_what_comes_after_is_in_the_next(books: Books, closing: Closing) -> None:
    sale = books.sell(books.line("LIN-1", 1))
    first = close(closing)
    books.now_ms += 1
    books.sell(books.line("LIN-1", 2))
    books.give_back(sale, [1])
    books.now_ms += HOUR
    second = close(closing)
    assert (second.number, second.begins) == (2, first.until)
    sums = second.currencies["EUR"]
    assert (sums["sales"], sums["gross"], sums["refund"]) == (1, 7900, 7900)
    assert [each.number for each in closing.closes()] == [2, 1]
    assert closing.find(1) == first
    assert closing.find(3) is None


def test_pressed_twice_closes_once(books: Books, closing: Closing) -> None:
    books.sell(books.line("LIN-1", 1))
    number = closing.now().number
    first = closing.close(number, "Ana")
    books.sell(books.line("LIN-1", 2))
    assert closing.close(number, "Ben") == first
    assert closing.now().number == 2
    assert not closing.now().period.empty


def test_nothing_to_close(books: Books, closing: Closing) -> None:
    with pytest.raises(NothingToCloseError, match="Nothing was sold"):
        close(closing)
    books.sell(books.line("LIN-1", 1))
    close(closing)
    with pytest.raises(NothingToCloseError, match="since Z-0001"):
        close(closing)
    with pytest.raises(NothingToCloseError, match="next close is number 2"):
        closing.close(7, "Ana")


def test_a_clock_that_is_set_back_loses_nothing(books: Books, closing: Closing) -> None:
    books.sell(books.line("LIN-1", 1))
    first = close(closing)
    books.now_ms -= 3 * HOUR
    books.sell(books.line("LIN-1", 2))
    second = close(closing)
    assert second.until > first.until
    assert second.currencies["EUR"]["sales"] == 1


def test_two_currencies_are_two_sums(books: Books, closing: Closing) -> None:
    books.sell(books.line("LIN-1", 1))
    sale = books.sell(books.line("LIN-1", 2))
    with books.catalog.begin() as connection:
        connection.execute(update(SaleRow).where(SaleRow.id == sale.id).values(currency="GBP"))
    assert list(close(closing).currencies) == ["EUR", "GBP"]


def test_the_command_closes_with_a_managers_pin(
    books: Books, shop: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    runner = CliRunner()
    books.now_ms = int(datetime.now(UTC).timestamp() * 1000)
    books.sell(books.line("LIN-1", 1))
    monkeypatch.setenv("HANGTAG_PIN", "9999")
    wrong = runner.invoke(app, ["close", "--by", "Ana"])
    assert "PIN is not right" in str(wrong.exception)
    assert "HANGTAG_PIN" not in os.environ, "what is started from here has no PIN"
    associate = runner.invoke(app, ["close", "--by", "Ben", "--pin-stdin"], input="2222\n")
    assert "manager" in str(associate.exception)
    argument = runner.invoke(app, ["close", "--by", "Ana", "--pin", "1111"])
    assert argument.exit_code == 2, "everybody on the machine would read it"
    assert "There is no PIN" in str(runner.invoke(app, ["close", "--by", "Ana"]).exception)
    right = runner.invoke(app, ["close", "--by", "Ana"], input="1111\n")
    assert right.exit_code == 0, right.output
    assert "Z-0001, closed by Ana" in right.output
    assert Money(7900, "EUR").text("en-IE") in right.output


def test_a_close_from_before_anything_was_sold_reads_as_empty(
    books: Books, closing: Closing
) -> None:
    """Totals that another version wrote say nothing about numbers: they are taken as none."""
    with books.catalog.begin() as connection:
        connection.execute(
            insert(DayCloseRow).values(id=1, until_ms=1, closed_ms=1, by_user="Ana", totals={})
        )
    books.sell(books.line("LIN-1", 1))
    assert close(closing).currencies["EUR"]["sales"] == 1
