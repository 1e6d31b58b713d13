"""The outbox's job "refund": what each answer of the terminal means for the return."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

import pytest
from sqlalchemy import insert, select, update

from catalog import open_catalog
from catalog.store import Catalog
from hardware.payment_terminal import terminal as words
from hardware.payment_terminal.terminal import (
    Approved,
    Payment,
    PaymentTerminal,
    Refused,
    Settlement,
    Unknown,
)
from kiosk.config import Settings
from kiosk.hub.aftersale.refunds import Refunds
from kiosk.hub.checkout.tender import Tender
from kiosk.hub.outbox.jobs import Done, Job, Later
from kiosk.hub.schema import AttemptRow, CheckoutRow, OutboxRow, SaleReturnRow, SaleRow
from kiosk.hub.tables.terminals import Terminals
from tests.conftest import LogWatch
from tests.unit.hub.conftest import settings, shop_database, shop_url

__all__ = ["settings", "shop_database", "shop_url"]


@dataclass
class Till:
    """A terminal that gives back as it is told to, and writes down what it was asked."""

    void_says: Settlement = field(default_factory=words.Done)
    refund_says: Settlement = field(default_factory=words.Done)
    asked: list[tuple[str, ...]] = field(default_factory=list)
    knows: tuple[str, str] = ("", "")  # key and reference of a payment in its books

    def payments(self, _since: datetime) -> list[Payment]:
        key, reference = self.knows
        mine = Payment(reference, key, 7900, "EUR", Approved(), True, False, 0)
        return [mine] if key else []

    def void(self, reference: str) -> Settlement:
        self.asked.append(("void", reference))
        return self.void_says

    def refund(self, key: str, reference: str, amount_minor: int) -> Settlement:
        self.asked.append(("refund", key, reference, str(amount_minor)))
        return self.refund_says


def tills(of_tables: Mapping[str, Till]) -> Terminals:
    return {
        table: {Tender.CARD: cast("PaymentTerminal", till)} for table, till in of_tables.items()
    }


@dataclass
class Shop:
    catalog: Catalog
    till: Till
    refunds: Refunds
    changes: int = 0

    def job(self, *, whole: bool = False) -> Job:
        body = {
            "return": 1,
            "sale": 1,
            "attempt": "a:1",
            "reference": "ref",
            "table": "1",
            "tender": "card",
            "minor": 7900,
            "key": "1:r",
            "whole": whole,
        }
        return Job(1, "refund", "refund:1", body)

    @property
    def status(self) -> str:
        with self.catalog.reader.connect() as connection:
            return str(connection.scalar(select(SaleReturnRow.refund_status)))

    def captured(self) -> None:
        with self.catalog.begin() as connection:
            connection.execute(update(AttemptRow).values(captured_ms=5))


@pytest.fixture
def shop(settings: Settings) -> Any:
    catalog = open_catalog(settings.database_url)
    zeros: dict[str, Any] = {"made_ms": 0, "due_ms": 0, "tries": 0, "problem": ""}
    with catalog.begin() as connection:
        connection.execute(insert(CheckoutRow).values(id="a", shop_table="1", begun_ms=0))
        connection.execute(
            insert(AttemptRow).values(
                key="a:1", checkout_id="a", number=1, pay_id="p", status="approved", reason="",
                reference="ref", amount_minor=7900, currency="EUR", lines=[], tender="card",
                order={}, begun_ms=0,
            )
        )  # fmt: skip
        connection.execute(
            insert(SaleRow).values(
                id=1, attempt_key="a:1", shop_table="1", sold_ms=0, total_minor=7900, tax_minor=0,
                tax_percent="0", currency="EUR", tender="card", discount_minor=0, loyalty="",
                tax_rounding="total",
            )
        )  # fmt: skip
        connection.execute(
            insert(SaleReturnRow).values(
                id=1, sale_id=1, kind="return", reason="fit", note="", by_user="Ben", made_ms=1,
                refund_minor=7900, refund_key="1:r", refund_status="waiting",
            )
        )  # fmt: skip
        connection.execute(
            insert(OutboxRow).values(topic="capture", key="capture:1", body={}, **zeros)
        )
    till = Till()
    made = Shop(catalog, till, Refunds(catalog, tills({"1": till})))

    def changed() -> None:
        made.changes += 1

    made.refunds.on_change = changed
    yield made
    catalog.close()


REFUND = ("refund", "1:r", "ref", "7900")


def test_what_was_captured_is_refunded_under_its_key(shop: Shop) -> None:
    shop.captured()
    assert shop.refunds(shop.job(whole=True)) == Done()
    assert (shop.till.asked, shop.status, shop.changes) == ([REFUND], "done", 1)


def test_all_of_what_was_not_captured_is_voided(shop: Shop) -> None:
    assert shop.refunds(shop.job(whole=True)) == Done()
    assert (shop.till.asked, shop.status) == ([("void", "ref")], "done")
    with shop.catalog.reader.connect() as connection:
        assert connection.scalar(select(AttemptRow.voided_ms))


def test_what_was_captured_meanwhile_is_refunded_after_all(shop: Shop) -> None:
    shop.till.void_says = Refused("captured")
    assert shop.refunds(shop.job(whole=True)) == Done()
    assert (shop.till.asked, shop.status) == ([("void", "ref"), REFUND], "done")


def test_a_part_waits_until_the_payment_is_complete(shop: Shop) -> None:
    assert shop.refunds(shop.job()) == Later("The payment itself is not complete yet.")
    assert (shop.till.asked, shop.status) == ([], "waiting")
    shop.captured()
    assert shop.refunds(shop.job()) == Done()
    assert shop.till.asked == [REFUND]


@pytest.mark.parametrize("whole", [False, True])
def test_an_answer_that_nobody_knows_is_asked_for_again(shop: Shop, whole: bool) -> None:
    shop.till.refund_says = shop.till.void_says = Unknown("silence")
    if not whole:
        shop.captured()
    for _ in range(3):
        assert isinstance(shop.refunds(shop.job(whole=whole)), Later)
    assert shop.status == "waiting"
    shop.till.refund_says = shop.till.void_says = words.Done()
    assert shop.refunds(shop.job(whole=whole)) == Done()
    assert shop.status == "done"
    assert len(set(shop.till.asked)) == 1


def test_a_refusal_is_a_persons_business(shop: Shop, log_watch: LogWatch) -> None:
    log_watch.expect("was refused by the terminal")
    shop.captured()
    shop.till.refund_says = Refused("too_old")
    outcome = shop.refunds(shop.job())
    assert outcome == Done("The terminal refused the refund: too_old")
    assert (shop.status, shop.changes) == ("failed", 1)


def test_a_table_that_is_gone_waits_for_a_terminal_that_knows_the_payment(shop: Shop) -> None:
    shop.captured()
    stranger, heir = Till(), Till(knows=("a:1", "ref"))
    for terminals in ({}, {"2": stranger}):
        gone = Refunds(shop.catalog, tills(terminals))
        outcome = gone(shop.job())
        assert outcome == Later("No terminal of the shop answers for the payment ref.")
    assert (shop.status, stranger.asked) == ("waiting", [])
    moved = Refunds(shop.catalog, tills({"2": stranger, "3": heir}))
    assert moved(shop.job()) == Done()
    assert (shop.status, stranger.asked, heir.asked) == ("done", [], [REFUND])


def test_a_refund_that_was_settled_by_hand_stays_so(shop: Shop, log_watch: LogWatch) -> None:
    log_watch.expect("was refused by the terminal")
    shop.captured()
    with shop.catalog.begin() as connection:
        connection.execute(update(SaleReturnRow).values(refund_status="done"))
    shop.till.refund_says = Refused("again")
    shop.refunds(shop.job())
    assert shop.status == "done"
