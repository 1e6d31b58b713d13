"""Offers in the database: kept as they were given, changed by handle, read anew by version."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from catalog import open_catalog
from catalog.database import CatalogError
from catalog.pricing import Rule, Scope
from catalog.store import Catalog
from kiosk.cli import app
from tests.unit.catalog.conftest import database, empty_database
from tests.unit.catalog_pricing.baskets import amount, n_for_m, of_kinds, percent

__all__ = ["database", "empty_database"]

NOW = datetime.now(UTC)
DAY = timedelta(days=1)


@pytest.fixture
def catalog(database: Path) -> Iterator[Catalog]:
    catalog = open_catalog(f"sqlite:///{database}")
    yield catalog
    catalog.close()


def test_what_is_kept_is_what_was_given(catalog: Catalog) -> None:
    when = datetime(2026, 12, 24, 18, 30, 15, 250_000, tzinfo=UTC)
    given = [
        percent(1, "12.5", code="A", needs_approval=True, starts=when, ends=when + DAY),
        amount(2, 1000, per_basket=True, combines=True),
        n_for_m(3, 3, 2, scope=Scope(frozenset(), frozenset({"scarf"}), tags=frozenset({"gift"}))),
    ]
    for rule in given:
        catalog.add_price_rule(rule)
    assert catalog.price_rules() == tuple(given)


def test_rules_are_read_once_for_each_version(catalog: Catalog) -> None:
    assert catalog.price_rules() == ()
    first = catalog.add_price_rule(percent(0, "10"))
    assert catalog.price_rules() == (first,)
    assert catalog.price_rules() is catalog.price_rules()
    other = open_catalog(catalog.url)
    other.add_price_rule(percent(0, "20"))
    other.close()
    assert [str(rule.percent) for rule in catalog.price_rules()] == ["10", "20"]


def test_an_offer_of_a_known_handle_is_changed_and_keeps_its_id(catalog: Catalog) -> None:
    catalog.add_price_rule(percent(0, "10", handle="sale"))
    version = catalog.version()
    catalog.save_price_rules([percent(0, "30", handle="sale"), percent(0, "5", handle="more")])
    assert [(r.id, r.handle, str(r.percent)) for r in catalog.price_rules()] == [
        (1, "sale", "30"),
        (2, "more", "5"),
    ]
    assert catalog.version() > version
    with pytest.raises(CatalogError, match="There is an offer 'sale' already"):
        catalog.add_price_rule(percent(0, "10", handle="sale"))


@pytest.mark.parametrize(
    ("scope", "words"),
    [
        (of_kinds("scarf", "hovercraft"), "kinds: 'hovercraft' is no kind"),
        (Scope(products=frozenset({"gone"})), "products: there is no 'gone'"),
        (Scope(skus=frozenset({"NONE-1"})), "skus: there is no 'NONE-1'"),
    ],
)
def test_an_offer_for_what_is_not_there_is_refused_and_none_is_saved(
    catalog: Catalog, scope: Scope, words: str
) -> None:
    with pytest.raises(CatalogError, match=words):
        catalog.save_price_rules([percent(0, "10"), percent(0, "20", scope=scope)])
    assert catalog.price_rules() == ()


@pytest.mark.parametrize(
    "rule",
    [percent(0, "10"), percent(0, "10", starts=NOW + DAY), percent(0, "10", starts=NOW - DAY)],
)
def test_an_offer_ends_and_starts_again(catalog: Catalog, rule: Rule) -> None:
    handle = catalog.add_price_rule(rule).handle
    catalog.end_price_rule(handle)
    (ended,) = catalog.price_rules()
    assert ended.over(datetime.now(UTC))
    catalog.end_price_rule(handle)
    assert catalog.price_rules() == (ended,)
    catalog.start_price_rule(handle)
    (runs,) = catalog.price_rules()
    assert runs.runs(datetime.now(UTC))
    assert runs.ends is None


def test_starting_early_keeps_the_end(catalog: Catalog) -> None:
    ends = datetime(2126, 1, 1, tzinfo=UTC)
    rule = percent(0, "10", starts=NOW + DAY, ends=ends)
    started = catalog.start_price_rule(catalog.add_price_rule(rule).handle)
    assert (started.ends, started.runs(datetime.now(UTC))) == (ends, True)
    with pytest.raises(CatalogError, match="no offer 'nothing'"):
        catalog.end_price_rule("nothing")


def test_a_database_of_before_the_offers_keeps_its_goods(database: Path, tmp_path: Path) -> None:
    """Back to the first revision as it was, with something in it, and forward again."""
    old = Path(shutil.copy(database, tmp_path / "old.db"))
    with closing(sqlite3.connect(old)) as connection:
        connection.executescript(
            "DROP TABLE price_rule; UPDATE alembic_version SET version_num = '0001';"
            "INSERT INTO look (handle, title, season) VALUES ('kept', 'Kept', '');"
        )
    catalog = open_catalog(f"sqlite:///{old}")
    catalog.add_price_rule(percent(0, "10"))
    assert len(catalog.price_rules()) == 1
    catalog.close()
    with closing(sqlite3.connect(old)) as connection:
        assert connection.execute("SELECT handle FROM look").fetchall() == [("kept",)]
    assert len(list(tmp_path.glob("old-0001-*.backup.db"))) == 1


# --- the command, without a hub --------------------------------------------------------------


@pytest.fixture
def shell(database: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    config = database.parent / "config.yaml"
    config.write_text(f"hub: {{port: 1, database: 'sqlite:///{database}'}}\n")
    monkeypatch.setenv("HANGTAG_CONFIG", str(config))
    monkeypatch.setenv("COLUMNS", "200")
    return config.parent


def offers(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["catalog", "offers", *words])
    if result.exception and not isinstance(result.exception, SystemExit):
        return 2, str(result.exception)
    return result.exit_code, " ".join(result.output.split())


def test_offers_from_the_shell(shell: Path) -> None:
    bad, good = shell / "bad.csv", shell / "good.yaml"
    bad.write_text("title,kind,percent\nSale,percent,ten\n")
    good.write_text("- {title: Sale, kind: percent, percent: 10, kinds: [scarf]}\n")
    journey = [
        (("list",), 0, "There is no offer."),
        (("import", str(bad)), 1, "bad.csv, line 2, percent: 'ten' is not a percentage"),
        (("import", str(good), "--dry-run"), 0, "sale: 10% off scarves. For everybody."),
        (("list",), 0, "There is no offer."),
        (("import", str(good)), 0, "1 offer imported."),
        (("list",), 0, "sale Sale 10% off scarves For everybody. Runs"),
        (("add", "Sale", "--percent", "5"), 2, "There is an offer 'sale' already."),
        (("add", "Sale", "--percent", "5", "--take", "3"), 2, "Say one of --percent"),
        (("add", "Two", "--take", "3", "--pay", "3"), 2, "pay: How many pieces to pay"),
        (
            ("add", "Welcome", "--amount", "5", "--code", "hello", "--kind", "bag"),
            0,
            "welcome: €5.00 off each piece of bags. With the code HELLO.",
        ),
        (("end", "sale"), 0, "sale: ended."),
        (("end", "sail"), 2, "There is no offer 'sail'."),
        (("list",), 0, "welcome"),
        (("start", "sale"), 0, "sale: runs."),
        (("import", str(shell / "none.csv")), 2, "There is no file"),
    ]
    for words, code, said in journey:
        exit_code, output = offers(*words)
        assert (exit_code, said in output) == (code, True), (words, output)
