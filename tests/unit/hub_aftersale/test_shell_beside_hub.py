"""The shell's commands while the hub runs: the hub does it, and writes down who."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest
import typer
from sqlalchemy import select
from typer.testing import CliRunner, Result

from catalog.database import CatalogError
from kiosk.commands import offers, report
from kiosk.config import Settings
from kiosk.hub.schema import AuditRow
from tests.conftest import wait_until
from tests.unit.hub.conftest import RunningHub
from tests.unit.hub.shop import SHIRT
from tests.unit.hub_aftersale.conftest import Sell


@pytest.fixture(autouse=True)
def _at_its_port(hub: RunningHub, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the commands find in config.yaml."""
    section = settings.hub.model_copy(update={"port": urlsplit(hub.url).port})
    there = settings.model_copy(update={"hub": section})
    monkeypatch.setattr("kiosk.config.load", lambda file=None: there)

    def not_beside_it(*_: object) -> None:
        raise AssertionError("it was written beside the hub")

    monkeypatch.setattr("kiosk.commands.offers._directly", not_beside_it)
    monkeypatch.setattr("kiosk.commands.books._directly", not_beside_it)


def run(app: typer.Typer, *arguments: str, pin: str = "") -> Result:
    return CliRunner().invoke(app, list(arguments), input=f"{pin}\n")


def audited(hub: RunningHub) -> list[tuple[str, str]]:
    with hub.hub.catalog.reader.connect() as connection:
        rows = connection.execute(select(AuditRow.action, AuditRow.subject).order_by(AuditRow.id))
        return [(action, subject) for action, subject in rows]


def test_the_day_is_closed_through_the_hub(hub: RunningHub, sell: Sell) -> None:
    nothing = run(report.app, "close", "--by", "Ana", pin="1111")
    assert isinstance(nothing.exception, CatalogError)
    assert "Nothing was sold" in str(nothing.exception)
    sell(SHIRT)
    wrong = run(report.app, "close", "--by", "Ana", pin="1112")
    assert "PIN is not right" in str(wrong.exception)
    closed = run(report.app, "close", "--by", "Ana", pin="1111")
    assert closed.exit_code == 0, closed.exception
    assert "Z-0001, closed by Ana" in closed.output
    assert "€79.00" in closed.output
    assert ("day.closed", "Z-0001") in audited(hub)
    assert hub.hub.closing.now().number == 2


def test_offers_are_changed_through_the_hub(hub: RunningHub, tmp_path: Path) -> None:
    file = tmp_path / "offers.csv"
    file.write_text("title,kind,percent,kinds\nShirt week,percent,10,shirt\n")
    done = run(offers.app, "import", str(file))
    assert done.exit_code == 0, done.exception
    (rule,) = hub.hub.catalog.price_rules()
    table = hub.table()
    table.lay(SHIRT)
    wait_until(lambda: table.now["total"]["minor"] == 7110, what="the offer at the table")
    assert run(offers.app, "end", rule.handle).exit_code == 0
    wait_until(lambda: table.now["total"]["minor"] == 7900, what="the end of the offer")
    assert run(offers.app, "start", rule.handle).exit_code == 0
    missing = run(offers.app, "end", "none-such")
    assert isinstance(missing.exception, CatalogError)
    assert [one for one in audited(hub) if one[0].startswith("offer.")] == [
        ("offer.saved", rule.handle),
        ("offer.end", rule.handle),
        ("offer.start", rule.handle),
    ]
