"""The ledger on real databases: what is written together, repeated without harm, and refused."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import IntegrityError

from catalog import open_catalog
from catalog.money import Money
from catalog.product import Item, ItemStatus
from catalog.store import Catalog
from hardware.rfid.reader import TagId
from kiosk.hub.checkout import basket
from kiosk.hub.checkout.order import Order
from kiosk.hub.checkout.tax import TaxPolicy
from kiosk.hub.checkout.tender import Attempt, AttemptStatus, NotFrozen
from kiosk.hub.ledger import OUTBOX_TOPICS, Ledger, LedgerError
from kiosk.hub.schema import AttemptRow
from tests.conftest import LogWatch
from tests.unit.hub.conftest import ON_BOTH
from tests.unit.hub.shop import DRESS, SCARF, SHIRT

pytestmark = ON_BOTH


@pytest.fixture
def catalog(shop_url: str) -> Iterator[Catalog]:
    with contextlib.closing(open_catalog(shop_url)) as opened:
        yield opened


@pytest.fixture
def ledger(catalog: Catalog) -> Ledger:
    return Ledger(catalog)


NO_ROOM = {
    "sqlite": (
        "CREATE TRIGGER no_room BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'no room'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS "
        "'BEGIN RAISE ''no room'' USING ERRCODE = ''unique_violation''; END'",
        "CREATE TRIGGER no_room BEFORE INSERT ON {table} EXECUTE FUNCTION no_room()",
    ),
}
ORDER = Order(tax=TaxPolicy(Decimal(23)))


def attempt(catalog: Catalog, *tags: TagId, checkout: str = "c1", number: int = 1) -> Attempt:
    found = catalog.resolve_all(tags)
    resolved = {tag: found[tag.kind.value, tag.value] for tag in tags}
    lines = basket.sort(basket.lay((), tags, 0.0), resolved, "EUR").lines
    return Attempt(
        checkout, number, f"press-{checkout}-{number}", lines, "EUR", "ref-1", order=ORDER
    )


def count(catalog: Catalog, table: str) -> int:
    with catalog.reader.connect() as connection:
        return int(connection.scalar(text(f"SELECT count(*) FROM {table}")) or 0)


TABLES = ("sale", "sale_line", "sold", "receipt", "outbox", "claim")


def counts(catalog: Catalog) -> dict[str, int]:
    return {table: count(catalog, table) for table in TABLES}


NOTHING_SOLD = dict.fromkeys(TABLES, 0)


def test_a_sale_is_written_as_one(catalog: Catalog, ledger: Ledger) -> None:
    paid = attempt(catalog, SHIRT, DRESS)
    assert ledger.freeze("1", paid) is None
    ledger.store_reference(paid)
    receipt = ledger.record_sale("1", paid)
    assert receipt.number == "A-000001"
    assert receipt.total == Money(20800, "EUR")
    assert receipt.tax.amount == Money(3889, "EUR")
    assert [line.title for line in receipt.lines] == ["Linen shirt", "Silk dress"]
    assert counts(catalog) == {
        "sale": 1,
        "sale_line": 2,
        "sold": 2,
        "receipt": 1,
        "outbox": len(OUTBOX_TOPICS),
        "claim": 0,
    }
    item = catalog.resolve(SHIRT)
    assert isinstance(item, Item)
    assert item.status is ItemStatus.SOLD
    assert catalog.variant(item.variant.id)[1].stock == item.variant.stock
    assert ledger.receipt(receipt.token) == receipt
    assert ledger.receipt("x" * 22) is None
    assert ledger.live_attempts() == []


def test_the_same_sale_again_is_the_same_sale(catalog: Catalog, ledger: Ledger) -> None:
    paid = attempt(catalog, SHIRT)
    ledger.freeze("1", paid)
    first = ledger.record_sale("1", paid)
    assert ledger.record_sale("1", paid) == first
    assert counts(catalog)["sale"] == 1


@pytest.mark.parametrize("broken", ["sale_line", "sold", "receipt", "outbox"])
def test_a_sale_that_cannot_be_written_whole_is_not_written(
    catalog: Catalog, ledger: Ledger, broken: str, log_watch: LogWatch
) -> None:
    log_watch.expect("psycopg: error ignored terminating")  # of the statement that failed
    paid = attempt(catalog, SHIRT, DRESS)
    ledger.freeze("1", paid)
    with catalog.begin() as connection:
        for statement in NO_ROOM[connection.dialect.name]:
            connection.execute(text(statement.format(table=broken)))
    with pytest.raises(IntegrityError, match="no room"):
        ledger.record_sale("1", paid)
    assert counts(catalog) == {**NOTHING_SOLD, "claim": 2}
    assert [one.attempt.key for one in ledger.live_attempts()] == [paid.key]
    item = catalog.resolve(SHIRT)
    assert isinstance(item, Item)
    assert item.status is ItemStatus.IN_STOCK
    with catalog.begin() as connection:
        on = f" ON {broken}" if connection.dialect.name == "postgresql" else ""
        connection.execute(text(f"DROP TRIGGER no_room{on}"))
    assert ledger.record_sale("1", paid).total == Money(20800, "EUR")


def test_what_was_under_way_is_found_again_as_it_was(catalog: Catalog, ledger: Ledger) -> None:
    frozen = replace(attempt(catalog, SHIRT, DRESS), reference="")
    ledger.freeze("2", frozen)
    (found,) = ledger.live_attempts()
    assert (found.table, found.attempt) == ("2", frozen)
    ledger.store_reference(replace(frozen, reference="ref-1"))
    (found,) = ledger.live_attempts()
    assert found.attempt == replace(frozen, reference="ref-1")


def test_an_attempt_that_came_to_nothing_frees_its_pieces(catalog: Catalog, ledger: Ledger) -> None:
    declined = attempt(catalog, SHIRT)
    ledger.freeze("1", declined)
    ledger.close_attempt(declined, AttemptStatus.DECLINED, "card_declined")
    ledger.close_attempt(declined, AttemptStatus.DECLINED, "card_declined")
    assert ledger.live_attempts() == []
    assert ledger.freeze("1", attempt(catalog, SHIRT, number=2)) is None


def test_a_closed_attempt_is_never_performed_nor_sold(catalog: Catalog, ledger: Ledger) -> None:
    closed = attempt(catalog, SHIRT)
    ledger.freeze("1", closed)
    ledger.close_attempt(closed, AttemptStatus.CANCELLED, "changed")
    with pytest.raises(LedgerError):
        ledger.store_reference(closed)
    with pytest.raises(LedgerError):
        ledger.record_sale("1", closed)
    assert counts(catalog) == NOTHING_SOLD


def test_money_that_came_after_the_closing_is_kept_in_the_ledger(
    catalog: Catalog, ledger: Ledger
) -> None:
    mine = attempt(catalog, SHIRT)
    ledger.freeze("1", mine)
    assert not ledger.give_back(mine.key), "it may be sold yet"
    ledger.close_attempt(mine, AttemptStatus.CANCELLED, "staff: not charged")
    assert ledger.give_back(mine.key)
    assert not ledger.give_back(mine.key), "it is being given back already"
    assert count(catalog, "outbox") == count(catalog, "audit") == 1
    with catalog.reader.connect() as connection:
        (reason,) = connection.execute(text("SELECT reason FROM attempt")).scalars()
    assert reason == "charged after all, and not sold"
    paid = attempt(catalog, SHIRT, number=2)
    ledger.freeze("1", paid)
    ledger.record_sale("1", paid)
    assert not ledger.give_back(paid.key)


def test_a_sold_attempt_cannot_be_closed(catalog: Catalog, ledger: Ledger) -> None:
    paid = attempt(catalog, SHIRT)
    ledger.freeze("1", paid)
    receipt = ledger.record_sale("1", paid)
    ledger.close_attempt(paid, AttemptStatus.CANCELLED, "too late")
    assert ledger.record_sale("1", paid) == receipt


def test_a_checkout_has_one_live_attempt(catalog: Catalog, ledger: Ledger) -> None:
    ledger.freeze("1", attempt(catalog, SHIRT))
    with pytest.raises(IntegrityError):
        ledger.freeze("1", attempt(catalog, DRESS, number=2))
    values = {
        "key": "c1:3",
        "checkout_id": "c1",
        "number": 3,
        "pay_id": "another",
        "status": "live",
        "reason": "",
        "amount_minor": 1,
        "currency": "EUR",
        "lines": [],
        "begun_ms": 0,
    }
    with pytest.raises(IntegrityError), catalog.begin() as connection:
        connection.execute(insert(AttemptRow).values(values))


def test_a_piece_in_another_payment_or_sold_is_refused_by_name(
    catalog: Catalog, ledger: Ledger
) -> None:
    first = attempt(catalog, SHIRT)
    ledger.freeze("1", first)
    second = attempt(catalog, DRESS, SHIRT, checkout="c2")
    assert ledger.freeze("2", second) == (NotFrozen.ELSEWHERE, "Linen shirt")
    ledger.record_sale("1", first)
    assert ledger.freeze("2", second) == (NotFrozen.SOLD, "Linen shirt")
    assert [one.attempt.key for one in ledger.live_attempts()] == []


def test_a_press_is_written_once(catalog: Catalog, ledger: Ledger) -> None:
    ledger.freeze("1", attempt(catalog, SHIRT))
    again = replace(attempt(catalog, DRESS, checkout="c2"), pay_id="press-c1-1")
    assert ledger.freeze("1", again) == (NotFrozen.PRESSED_BEFORE, "")


def test_many_tables_at_once_lose_nothing(catalog: Catalog, ledger: Ledger) -> None:
    def sell(number: int) -> object:
        one = replace(attempt(catalog, SHIRT), checkout_id=f"c{number}", pay_id=f"p{number}")
        return ledger.freeze(str(number), one)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(sell, range(16)))
    assert answers.count(None) == 1
    assert count(catalog, "claim") == 1


def test_the_last_sale_of_a_table_is_remembered_for_a_moment(
    catalog: Catalog, ledger: Ledger
) -> None:
    paid = attempt(catalog, SCARF)
    ledger.freeze("1", paid)
    receipt = ledger.record_sale("1", paid)
    assert ledger.last_sale("1", timedelta(seconds=30)) == receipt
    assert ledger.last_sale("2", timedelta(seconds=30)) is None
    later = Ledger(catalog, now_ms=lambda: 4_000_000_000_000)
    assert later.last_sale("1", timedelta(seconds=30)) is None


def test_a_part_that_is_held_is_known_after_a_restart(catalog: Catalog, ledger: Ledger) -> None:
    mine = attempt(catalog, SHIRT)
    ledger.freeze("1", mine)
    ledger.store_reference(mine)
    ledger.note_approved(mine.key, 1900)
    assert [one.attempt.held_minor for one in ledger.live_attempts()] == [1900]
