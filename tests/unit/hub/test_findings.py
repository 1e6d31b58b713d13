"""What becomes of a finding, and what must be none: staff's word, changed readers, odd clocks."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from catalog import open_catalog
from catalog.store import Catalog
from hardware.payment_terminal.terminal import (
    Approved,
    Cancelled,
    Done,
    Outcome,
    Payment,
    Settlement,
    Unknown,
)
from kiosk.hub.checkout.tender import Attempt, AttemptStatus, Tender
from kiosk.hub.ledger import Ledger
from kiosk.hub.schema import AttemptRow, AuditRow, FindingRow, OutboxRow, SaleRow
from tests.conftest import LogWatch
from tests.unit.hub.conftest import ON_BOTH
from tests.unit.hub.shop import DRESS, SHIRT
from tests.unit.hub.test_ledger import attempt
from tests.unit.hub.test_reconciling import Terminal, all_of, closed, paid, reconciler

YEAR = timedelta(days=365)


@pytest.fixture
def catalog(shop_url: str) -> Iterator[Catalog]:
    with contextlib.closing(open_catalog(shop_url)) as opened:
        yield opened


@pytest.fixture
def ledger(catalog: Catalog) -> Ledger:
    return Ledger(catalog)


class Books(Terminal):
    """A terminal that says of an unknown payment what every driver says, and captures."""

    def __init__(self, *payments: Payment) -> None:
        super().__init__(*payments)
        self.listed = True

    def status(self, reference: str) -> Outcome:
        return super().status(reference) if reference in self.book else Unknown("no such payment")

    def capture(self, reference: str) -> Settlement:
        self.book[reference] = replace(self.book[reference], captured=True)
        return Done()

    def payments(self, since: datetime) -> list[Payment]:
        return super().payments(since) if self.listed else []


def sold(catalog: Catalog, ledger: Ledger) -> Attempt:
    mine = attempt(catalog, SHIRT)
    ledger.freeze("1", mine)
    ledger.store_reference(mine)
    ledger.record_sale("1", mine)
    return mine


@ON_BOTH
def test_a_finding_that_a_manager_has_seen_to_is_told_again_only_when_it_says_something_else(
    catalog: Catalog, ledger: Ledger, log_watch: LogWatch
) -> None:
    log_watch.expect("reconciling: ")
    mine = sold(catalog, ledger)
    later = reconciler(catalog, ledger, Books())
    told: list[int] = []
    later.on_change = lambda: told.append(len(later.findings))
    later.reconcile()
    (look,) = later.looks()
    assert later.dismiss(look.finding, "They paid in cash.", "Ana")
    assert (later.looks(), told) == ([], [1, 0])
    assert not later.dismiss(look.finding, "", "Ana"), "it is not there any more"
    (row,) = all_of(catalog, AuditRow, AuditRow.action == "finding.dismissed")
    assert (row["who"], row["subject"]) == ("Ana", mine.key)
    assert row["details"]["note"] == "They paid in cash."
    again = reconciler(catalog, ledger, Books())
    again.reconcile()
    assert again.looks() == []
    wrong = replace(paid(mine, Approved()), amount_minor=1)
    other = reconciler(catalog, ledger, Books(wrong))
    other.reconcile()
    assert [look.words[:13] for look in other.looks()] == ["Sale A-000001"], "this is another one"
    gone = reconciler(catalog, ledger, Books(paid(mine, Approved())))
    gone.reconcile()
    back = reconciler(catalog, ledger, Books())
    back.reconcile()
    assert len(back.looks()) == 1, "it was in order, and is not again"


def test_a_sale_that_another_reader_of_the_account_took_has_its_money(
    catalog: Catalog, ledger: Ledger
) -> None:
    """Stripe lists by reader: a table's new reader does not list what the old one took."""
    terminal = Books(paid(sold(catalog, ledger), Approved()))
    terminal.listed = False
    later = reconciler(catalog, ledger, terminal)
    later.reconcile()
    assert later.looks() == []


def test_what_is_sold_and_was_not_taken_is_taken(
    catalog: Catalog, ledger: Ledger, log_watch: LogWatch
) -> None:
    """The capture was refused: it was sold by a colleague's word, and approved after that."""
    log_watch.expect("is approved and not taken yet")
    mine = sold(catalog, ledger)
    terminal = Books(paid(mine, Approved()))
    reconciler(catalog, ledger, terminal, later=7 * 3600).reconcile()
    assert terminal.book[mine.reference].captured
    assert ledger.payment(mine.key).captured  # type: ignore[union-attr]


def test_money_that_a_colleague_took_for_nothing_is_handed_back_by_one(
    catalog: Catalog, ledger: Ledger, log_watch: LogWatch
) -> None:
    log_watch.expect("it is being given back")
    mine = replace(attempt(catalog, SHIRT), tender=Tender.DESK)
    ledger.freeze("1", mine)
    ledger.store_reference(mine)
    ledger.close_attempt(mine, AttemptStatus.CANCELLED, "staff: not charged")
    terminal = Books(paid(mine, Approved()))
    mending = reconciler(catalog, ledger, terminal)
    mending._terminals["1"][Tender.DESK] = terminal  # type: ignore[index]
    mending.sweep()
    terminal.void(mine.reference)
    for _ in range(2):
        mending.sweep()
        mending._look_at.clear()
        mending.reconcile()
    (look,) = mending.looks()
    assert look.words == (
        "A colleague took €79.00 for a payment at table '1' that was closed as not charged "
        f"({mine.reference}). Hand it back to the shopper."
    )
    assert mending.dismiss(look.finding, "", "Ana")
    mending.reconcile()
    assert mending.looks() == []


def test_what_the_terminal_refuses_to_give_back_is_said_so_and_warned_of_once(
    catalog: Catalog, ledger: Ledger, log_watch: LogWatch, caplog: pytest.LogCaptureFixture
) -> None:
    log_watch.expect("given back")
    mine = closed(catalog, ledger)
    terminal = Books(paid(mine, Approved()))
    mending = reconciler(catalog, ledger, terminal)
    for _ in range(5):
        mending.sweep()
    assert caplog.text.count("it is being given back") == 1
    with catalog.begin() as connection:
        connection.execute(update(OutboxRow).values(done_ms=1, problem="refused"))
    mending.reconcile()
    (look,) = mending.looks()
    assert look.words.endswith("It must be given back by hand.")


def test_a_payment_that_cannot_be_finished_keeps_nobody_from_the_others(
    catalog: Catalog, ledger: Ledger, log_watch: LogWatch
) -> None:
    log_watch.expect("reconciling")
    first = attempt(catalog, SHIRT)
    second = replace(attempt(catalog, DRESS, checkout="c2"), reference="ref-2")
    for mine in (first, second):
        ledger.freeze("9", mine)
        ledger.store_reference(mine)
    terminal = Books(paid(first, Approved()), paid(second, Approved()))
    real = terminal.status

    def status(reference: str) -> Outcome:
        if reference == first.reference:
            raise ValueError("a mistake in the driver")
        return real(reference)

    terminal.status = status  # type: ignore[method-assign]
    mending = reconciler(catalog, ledger, terminal)
    mending.finish_left_behind()
    assert [row["attempt_key"] for row in all_of(catalog, SaleRow)] == [second.key]


def test_what_was_left_behind_before_the_last_start_is_not_told_for_ever(
    catalog: Catalog, ledger: Ledger, log_watch: LogWatch
) -> None:
    log_watch.expect("put it back")
    mine = attempt(catalog, SHIRT)
    ledger.freeze("9", mine)
    ledger.store_reference(mine)
    reconciler(catalog, ledger, Books()).finish_left_behind()
    ledger.close_attempt(mine, AttemptStatus.CANCELLED, "its table is back, and it ended there")
    reconciler(catalog, ledger, Books()).finish_left_behind()
    assert all_of(catalog, FindingRow, FindingRow.gone_ms.is_(None)) == []


# --- clocks -----------------------------------------------------------------------------------


def test_a_clock_that_was_set_back_stops_neither_the_sweep_nor_the_daily_look(
    catalog: Catalog, ledger: Ledger
) -> None:
    mine = closed(catalog, Ledger(catalog, now_ms=lambda: ms(datetime.now(UTC) + YEAR)))
    terminal = Books(paid(mine, Cancelled()))
    mending = reconciler(catalog, ledger, terminal)
    mending.sweep()
    assert terminal.asked == [mine.reference]
    looks: list[datetime] = []
    terminal.payments = lambda since: looks.append(since) or []  # type: ignore[method-assign,func-returns-value]
    mending._look_at["1", Tender.CARD] = datetime.now(UTC) + YEAR
    mending.reconcile()
    mending.reconcile()
    assert len(looks) == 1


def test_a_payment_that_began_by_a_clock_far_behind_is_still_known(
    catalog: Catalog, ledger: Ledger
) -> None:
    mine = sold(catalog, ledger)
    with catalog.begin() as connection:
        connection.execute(update(AttemptRow).values(begun_ms=1))
    later = reconciler(catalog, ledger, Books(paid(mine, Approved())))
    later.reconcile()
    assert later.looks() == []


def test_a_sale_from_the_future_is_nobodys_thank_you(catalog: Catalog, ledger: Ledger) -> None:
    sold(catalog, Ledger(catalog, now_ms=lambda: ms(datetime.now(UTC) + YEAR)))
    assert ledger.last_sale("1", timedelta(seconds=30)) is None


def ms(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def test_voided_money_of_the_outbox_is_no_surprise(catalog: Catalog, ledger: Ledger) -> None:
    """A void that was done leaves no word about money that was kept."""
    mine = closed(catalog, ledger)
    assert ledger.give_back(mine.key)
    assert not ledger.give_back(mine.key)
    terminal = Books(replace(paid(mine, Approved()), voided=True))
    later = reconciler(catalog, ledger, terminal)
    later.reconcile()
    assert later.looks() == []
