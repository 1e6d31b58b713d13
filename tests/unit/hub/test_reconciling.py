"""The ledger beside the terminals' books: what is found, what is mended, and what is left alone."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from catalog import open_catalog
from catalog.money import Money
from catalog.store import Catalog
from hardware.payment_terminal.terminal import (
    Approved,
    Cancelled,
    Declined,
    Done,
    Outcome,
    Payment,
    Pending,
    Settlement,
    TerminalError,
    Unknown,
)
from kiosk.hub.checkout.tender import Attempt, AttemptStatus, Tender
from kiosk.hub.ledger import Ledger
from kiosk.hub.reconciling import Reconciler
from kiosk.hub.reconciling.judging import Known, Verdict, judge
from kiosk.hub.schema import AuditRow, FindingRow, OutboxRow, SaleRow
from tests.conftest import LogWatch
from tests.unit.hub.conftest import ON_BOTH
from tests.unit.hub.shop import DRESS, SHIRT
from tests.unit.hub.test_ledger import attempt

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
PAID = Payment(
    "ref-1", "c1:1", 5000, "EUR", Approved(), captured=True, voided=False, refunded_minor=0
)
SOLD = Known(
    "c1:1", "ref-1", live=False, amount=Money(5000, "EUR"), ended_at=NOW - HOUR, sale="A-1"
)
CLOSED = replace(SOLD, sale="")


def verdict(payment: Payment | None, known: Known | None) -> Verdict:
    book = [payment] if payment else []
    ledger = {known.key: known} if known else {}
    return judge(book, ledger, {known.key} if known and known.sale else set(), NOW)


def kinds(payment: Payment | None, known: Known | None) -> list[str]:
    return [finding.kind.value for finding in verdict(payment, known).findings]


@pytest.mark.parametrize(
    ("payment", "known", "found"),
    [
        (PAID, SOLD, []),
        (replace(PAID, outcome=Approved(5000)), SOLD, []),
        (None, SOLD, ["sale_without_money"]),
        (replace(PAID, outcome=Declined("no")), SOLD, ["sale_without_money"]),
        (replace(PAID, voided=True), SOLD, ["sale_without_money"]),
        (replace(PAID, voided=True), replace(SOLD, sale_voided=True), []),
        (None, replace(SOLD, sale_voided=True), []),
        (PAID, replace(SOLD, sale_voided=True), ["wrong_refund"]),
        (PAID, replace(SOLD, sale_voided=True, refunding_minor=5000), []),
        (replace(PAID, refunded_minor=5000), replace(SOLD, sale_voided=True), []),
        (replace(PAID, amount_minor=4999), SOLD, ["wrong_amount"]),
        (replace(PAID, outcome=Approved(2500)), SOLD, ["wrong_amount"]),
        (replace(PAID, currency="GBP"), SOLD, ["wrong_amount"]),
        (replace(PAID, captured=False), SOLD, []),
        (replace(PAID, captured=False), replace(SOLD, ended_at=NOW - 7 * HOUR), ["not_captured"]),
        (replace(PAID, refunded_minor=700), SOLD, ["wrong_refund"]),
        (replace(PAID, refunded_minor=700), replace(SOLD, refunded_minor=700), []),
        (replace(PAID, refunded_minor=700), replace(SOLD, refunding_minor=700), []),
        (PAID, replace(SOLD, refunded_minor=700), ["wrong_refund"]),
        (PAID, replace(SOLD, refunded_minor=700, returned_at=NOW - HOUR / 2), []),
        (PAID, None, ["money_without_sale"]),
        (replace(PAID, voided=True), None, []),
        (replace(PAID, refunded_minor=5000), None, []),
        (replace(PAID, outcome=Pending(started=False)), None, []),
        (PAID, CLOSED, ["money_without_sale"]),
        (replace(PAID, outcome=Approved(100)), CLOSED, ["money_without_sale"]),
        (replace(PAID, outcome=Cancelled()), CLOSED, []),
        (PAID, replace(CLOSED, live=True), []),
        (None, CLOSED, []),
        # The book was read before the ledger: what ended in between is nobody's fault.
        (replace(PAID, outcome=Pending(started=True)), replace(SOLD, ended_at=NOW), []),
        (None, replace(SOLD, ended_at=NOW + HOUR), []),
    ],
)
def test_what_is_a_finding(payment: Payment | None, known: Known | None, found: list[str]) -> None:
    assert kinds(payment, known) == found


def test_what_is_mended_without_a_person() -> None:
    assert verdict(PAID, CLOSED).give_back == (PAID,)
    assert verdict(PAID, None).give_back == (), "nobody knows whose it is"
    waiting = replace(PAID, outcome=Pending(started=False))
    assert verdict(waiting, CLOSED).call_off == (waiting,)
    assert verdict(waiting, replace(CLOSED, live=True)).call_off == ()


def test_a_finding_says_what_and_how_much() -> None:
    (finding,) = verdict(replace(PAID, amount_minor=4999), SOLD).findings
    assert finding.words == "Sale A-1 is €50.00, and the terminal took €49.99 for it (ref-1)."


# --- with a database --------------------------------------------------------------------------


@pytest.fixture
def catalog(shop_url: str) -> Iterator[Catalog]:
    with contextlib.closing(open_catalog(shop_url)) as opened:
        yield opened


@pytest.fixture
def ledger(catalog: Catalog) -> Ledger:
    return Ledger(catalog)


class Terminal:
    """Books as a dictionary; `away` answers nothing."""

    def __init__(self, *payments: Payment) -> None:
        self.book = {payment.reference: payment for payment in payments}
        self.away = False
        self.asked: list[str] = []

    def status(self, reference: str) -> Outcome:
        self.asked.append(reference)
        if self.away or reference not in self.book:
            return Unknown("away")
        return self.book[reference].outcome

    def cancel(self, reference: str) -> Outcome:
        if self.away:
            return Unknown("away")
        payment = self.book[reference]
        if isinstance(payment.outcome, Pending):
            payment = self.book[reference] = replace(payment, outcome=Cancelled())
        return payment.outcome

    def void(self, reference: str) -> Settlement:
        self.book[reference] = replace(self.book[reference], voided=True)
        return Done()

    def payments(self, since: datetime) -> list[Payment]:
        if self.away:
            raise TerminalError("It is away.")
        return list(self.book.values())


def reconciler(
    catalog: Catalog, ledger: Ledger, terminal: Terminal, table: str = "1", later: int = 60
) -> Reconciler:
    made: Any = {table: {Tender.CARD: terminal}}
    gone = [one for one in ledger.live_attempts() if one.table != table]
    return Reconciler(
        catalog, ledger, made, gone, utc=lambda: datetime.now(UTC) + timedelta(seconds=later)
    )


def closed(catalog: Catalog, ledger: Ledger) -> Attempt:
    mine = attempt(catalog, SHIRT)
    ledger.freeze("1", mine)
    ledger.store_reference(mine)
    ledger.close_attempt(mine, AttemptStatus.CANCELLED, "staff: not charged")
    return mine


def paid(mine: Attempt, outcome: Outcome) -> Payment:
    return Payment(mine.reference, mine.key, mine.amount.minor, "EUR", outcome, False, False, 0)


def all_of(catalog: Catalog, row: Any, *which: Any) -> list[Any]:
    with catalog.reader.connect() as connection:
        return list(connection.execute(select(row.__table__).where(*which)).mappings())


@ON_BOTH
def test_an_approval_of_an_attempt_that_is_over_is_given_back_and_audited(
    catalog: Catalog, ledger: Ledger, log_watch: LogWatch
) -> None:
    log_watch.expect("it is being given back")
    mine = closed(catalog, ledger)
    terminal = Terminal(paid(mine, Approved()))
    sweep = reconciler(catalog, ledger, terminal).sweep
    sweep()
    sweep()
    (job,) = all_of(catalog, OutboxRow)
    assert (job["topic"], job["body"]["reference"]) == ("void", mine.reference)
    (told,) = all_of(catalog, AuditRow)
    assert (told["action"], told["subject"]) == ("payment.voided", mine.key)
    terminal.book[mine.reference] = paid(mine, Cancelled())
    sweep()
    terminal.asked.clear()
    sweep()
    assert terminal.asked == [], "the terminal holds nothing: never asked again"


@pytest.mark.parametrize("started", [True, False])
def test_what_was_never_finished_at_the_terminal_is_called_off(
    catalog: Catalog, ledger: Ledger, started: bool
) -> None:
    mine = closed(catalog, ledger)
    terminal = Terminal(paid(mine, Pending(started)))
    reconciler(catalog, ledger, terminal).sweep()
    assert terminal.book[mine.reference].outcome == Cancelled()
    assert not ledger.closed_and_not_asked(datetime.now(UTC) + HOUR)


def test_a_terminal_that_is_away_is_asked_until_it_answers(
    catalog: Catalog, ledger: Ledger
) -> None:
    mine = closed(catalog, ledger)
    terminal = Terminal(paid(mine, Declined("no")))
    terminal.away = True
    mending = reconciler(catalog, ledger, terminal)
    for _ in range(20):
        mending.sweep()
        mending.reconcile()
    assert ledger.closed_and_not_asked(datetime.now(UTC) + HOUR)
    terminal.away = False
    mending.sweep()
    assert not ledger.closed_and_not_asked(datetime.now(UTC) + HOUR)


def test_an_attempt_that_has_just_ended_is_its_tables_own(catalog: Catalog, ledger: Ledger) -> None:
    mine = closed(catalog, ledger)
    terminal = Terminal(paid(mine, Approved()))
    reconciler(catalog, ledger, terminal, later=0).sweep()
    assert terminal.asked == []


@ON_BOTH
def test_findings_are_kept_told_and_gone_when_they_are(
    catalog: Catalog, ledger: Ledger, log_watch: LogWatch
) -> None:
    log_watch.expect("reconciling: Sale A-000001 of €79.00 has no payment")
    mine = attempt(catalog, SHIRT)
    ledger.freeze("1", mine)
    ledger.store_reference(mine)
    ledger.record_sale("1", mine)
    terminal = Terminal()
    later = reconciler(catalog, ledger, terminal)
    told: list[int] = []
    later.on_change = lambda: told.append(len(later.findings))
    later.reconcile()
    assert [look.words[:26] for look in later.looks()] == ["Sale A-000001 of €79.00 ha"]
    terminal.book[mine.reference] = paid(mine, Approved())
    reconciler(catalog, ledger, terminal).reconcile()
    later.reconcile()
    assert later.looks() == []
    assert told == [1, 0]
    (kept,) = all_of(catalog, FindingRow)
    assert kept["gone_ms"] is not None


def test_what_is_looked_through_is_not_again_for_a_day(catalog: Catalog, ledger: Ledger) -> None:
    looks: list[datetime] = []
    terminal = Terminal()
    terminal.payments = lambda since: looks.append(since) or []  # type: ignore[method-assign,func-returns-value]
    daily = reconciler(catalog, ledger, terminal)
    daily.reconcile()
    daily.reconcile()
    assert len(looks) == 1


@pytest.mark.parametrize(
    ("outcome", "sales", "live"),
    [
        (Approved(), 1, 0),
        (Approved(100), 0, 0),
        (Declined("no"), 0, 0),
        (Pending(started=True), 0, 0),
        (Unknown("line"), 0, 1),
    ],
)
def test_a_payment_of_a_table_that_is_gone_is_finished_by_whoever_has_it(
    catalog: Catalog,
    ledger: Ledger,
    outcome: Outcome,
    sales: int,
    live: int,
    log_watch: LogWatch,
) -> None:
    log_watch.expect("reconciling: A payment of €79.00 is under way at table '9'")
    mine = attempt(catalog, SHIRT)
    ledger.freeze("9", mine)
    ledger.store_reference(mine)
    terminal = Terminal(paid(mine, outcome))
    mending = reconciler(catalog, ledger, terminal)
    mending.finish_left_behind()
    assert len(all_of(catalog, SaleRow)) == sales
    assert len(ledger.live_attempts()) == live
    assert len(all_of(catalog, FindingRow, FindingRow.gone_ms.is_(None))) == live


def test_a_payment_that_no_terminal_knows_is_told_until_one_does(
    catalog: Catalog, ledger: Ledger, log_watch: LogWatch
) -> None:
    log_watch.expect("put it back")
    mine = attempt(catalog, DRESS)
    ledger.freeze("9", mine)
    ledger.store_reference(mine)
    terminal = Terminal()
    mending = reconciler(catalog, ledger, terminal)
    mending.finish_left_behind()
    mending.finish_left_behind()
    mending.reconcile()
    assert len(mending.looks()) == 1
    terminal.book[mine.reference] = paid(mine, Approved())
    mending.finish_left_behind()
    assert len(all_of(catalog, SaleRow)) == 1


def test_one_that_was_never_performed_is_closed(catalog: Catalog, ledger: Ledger) -> None:
    ledger.freeze("9", replace(attempt(catalog, SHIRT), reference=""))
    mending = reconciler(catalog, ledger, Terminal())
    mending.finish_left_behind()
    assert ledger.live_attempts() == []
    assert mending.looks() == []


def test_a_sale_of_long_ago_is_not_looked_for(catalog: Catalog, ledger: Ledger) -> None:
    from kiosk.hub.schema import AttemptRow

    mine = attempt(catalog, SHIRT)
    ledger.freeze("1", mine)
    ledger.record_sale("1", mine)
    with catalog.begin() as connection:
        connection.execute(update(AttemptRow).values(begun_ms=0))
    mending = reconciler(catalog, ledger, Terminal())
    mending.reconcile()
    assert mending.looks() == []
