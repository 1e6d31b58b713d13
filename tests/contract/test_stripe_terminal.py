"""Stripe's driver when calls go wrong, with the real SDK over the simulator's loopback.

The simulator's books judge. What every terminal must do is in `test_terminals.py`, how a reader
behaves in `test_stripe_readers.py`; the simulator is judged in `test_stripe_simulator.py`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hardware.device import DeviceState
from hardware.payment_terminal.stripe_terminal.driver import StripeTerminal
from hardware.payment_terminal.stripe_terminal.simulator.server import StripeSimulator
from hardware.payment_terminal.terminal import (
    Approved,
    Cancelled,
    Done,
    Outcome,
    Pending,
    Refused,
    Settlement,
    TerminalError,
    Unknown,
)
from tests.conftest import wait_until
from tests.contract.terminal_stands import StripeStand
from tests.stripe_simulator import KEY, StripeProcess

LONG_AGO = datetime.now(UTC) - timedelta(minutes=5)


@pytest.fixture
def process(stripe_process: StripeProcess) -> StripeProcess:
    return stripe_process


@pytest.fixture
def stand(stripe_stand: StripeStand) -> StripeStand:
    return stripe_stand


def states(stand: StripeStand) -> list[str]:
    return [intent["status"] for intent in stand.books()["intent"]]


def until_done(ask: Callable[[], Settlement]) -> Settlement:
    settled = ask()
    for _ in range(5):
        if not isinstance(settled, Unknown):
            break
        settled = ask()
    return settled


# faults


@pytest.mark.parametrize(
    "kind",
    ["refuse", "lost_before", "lost_after", "error_before", "error_after", "limited", "half"],
)
def test_whatever_goes_wrong_once_at_every_step_the_shopper_pays_once(
    stand: StripeStand, process: StripeProcess, kind: str
) -> None:
    steps = ("payment_intents$", "process_payment_intent$", "capture$", "refunds$")
    process.faults(*({"kind": kind, "method": "POST", "path": step} for step in steps))
    references = []
    for number in range(1, 4):  # a key that failed once may fail all day: then a new attempt
        try:
            references.append(stand.driver.prepare(f"c1:{number}", 7900, "EUR"))
            break
        except TerminalError:
            continue
    (reference,) = references
    outcome: Outcome = Pending(started=False)
    while isinstance(outcome, Pending | Unknown):
        outcome = stand.driver.perform(reference)
    assert outcome == Approved()
    assert until_done(lambda: stand.driver.capture(reference)) == Done()
    if kind == "error_before":  # no refund was made, and its key says so until it is forgotten
        assert isinstance(until_done(lambda: stand.driver.refund("r1", reference, 900)), Unknown)
        process.tell("a_day_later")
    assert until_done(lambda: stand.driver.refund("r1", reference, 900)) == Done()
    assert stand.driver.refund("r1", reference, 900) == Done()
    books = stand.books()
    assert [charge["amount_captured"] for charge in books["charge"]] == [7900]
    assert [refund["amount"] for refund in books["refund"]] == [900]


@pytest.mark.parametrize("kind", ["lost_after", "error_before", "error_after", "half", "limited"])
def test_whatever_goes_wrong_when_it_is_given_back_it_is_given_back(
    stand: StripeStand, process: StripeProcess, kind: str
) -> None:
    reference = stand.driver.prepare("c1:1", 7900, "EUR")
    assert stand.driver.perform(reference) == Approved()
    process.faults({"kind": kind, "method": "POST", "path": "/cancel$", "times": 2})
    assert until_done(lambda: stand.driver.void(reference)) == Done()
    assert states(stand) == ["canceled"]


def test_a_payment_that_was_made_behind_a_500_is_found(
    stand: StripeStand, process: StripeProcess
) -> None:
    process.faults({"kind": "error_after", "method": "POST", "path": "payment_intents$"})
    reference = stand.driver.prepare("c1:1", 7900, "EUR")
    assert [one["id"] for one in stand.books()["intent"]] == [reference]


def test_a_reply_that_is_late_leaves_one_payment(
    stand: StripeStand, process: StripeProcess, another_driver: Callable[..., StripeTerminal]
) -> None:
    hasty = another_driver(timeout_s=0.1)
    process.faults({"kind": "slow", "method": "POST", "path": "payment_intents$", "seconds": 0.4})
    with suppress(TerminalError):  # its second call meets the first one at work: 409
        hasty.prepare("c1:1", 7900, "EUR")
    wait_until(lambda: states(stand), what="the late payment")
    process.faults()

    def prepared() -> str | None:
        with suppress(TerminalError):  # the books have it a moment before its key is free
            return stand.driver.prepare("c1:1", 7900, "EUR")
        return None

    reference = wait_until(prepared, what="the first call to end")
    assert [one["id"] for one in stand.books()["intent"]] == [reference]


def test_a_cancel_that_lands_late_takes_no_money_from_what_was_told_as_approved(
    stand: StripeStand, process: StripeProcess, another_driver: Callable[..., StripeTerminal]
) -> None:
    hasty = another_driver(timeout_s=0.15)
    process.tell(f"readers/{stand.reader}", thinking_s=0.2, too_late_to_cancel=True)
    late = {
        "kind": "slow",
        "method": "POST",
        "path": r"/payment_intents/\w+/cancel$",
        "seconds": 1.0,
    }
    process.faults(late)
    reference = hasty.prepare("c1:1", 7900, "EUR")
    with ThreadPoolExecutor() as pool:
        performed = pool.submit(hasty.perform, reference)
        wait_until(stand.asks, what="the card")
        assert isinstance(hasty.cancel(reference), Unknown), "its answer came too late"
        told = [performed.result(10), hasty.status(reference)]
    wait_until(lambda: states(stand) == ["canceled"], what="the late cancel")
    assert Approved() not in told
    assert hasty.status(reference) == Cancelled()


def test_closing_does_not_wait_for_a_reply(
    stand: StripeStand, process: StripeProcess, another_driver: Callable[..., StripeTerminal]
) -> None:
    driver = another_driver()
    reference = driver.prepare("c1:1", 7900, "EUR")
    slow = {"kind": "slow", "method": "POST", "path": "process_payment", "seconds": 5.0}
    process.faults(slow)
    call = f"/v1/terminal/readers/{stand.reader}/process_payment_intent"
    with ThreadPoolExecutor() as pool:
        outcome = pool.submit(driver.perform, reference)
        wait_until(lambda: call in [one["path"] for one in process.calls()], what="the call")
        began = time.monotonic()
        driver.close()
        assert isinstance(outcome.result(10), Unknown)
        assert time.monotonic() - began < 4.0


@pytest.mark.slow
def test_the_simulator_killed_in_the_middle_keeps_its_books(tmp_path: Path) -> None:
    process = StripeProcess(tmp_path / "books.jsonl")
    stand = StripeStand(process)
    try:
        reference = stand.driver.prepare("c1:1", 7900, "EUR")
        assert stand.driver.perform(reference) == Approved()
        before = stand.books()
        process.kill()
        assert isinstance(stand.driver.status(reference), Unknown)
        assert isinstance(stand.driver.capture(reference), Unknown)
        wait_until(lambda: stand.driver.health.state is DeviceState.AWAY, what="the driver")
        process.start()
        assert stand.books() == before
        assert stand.driver.capture(reference) == Done()
        assert stand.charged() == [("c1:1", 7900)]
    finally:
        stand.close()
        process.stop()


# time


def test_an_authorisation_that_lapsed_is_not_captured(
    stand: StripeStand, process: StripeProcess
) -> None:
    reference = stand.driver.prepare("c1:1", 7900, "EUR")
    stand.driver.perform(reference)
    process.tell(f"lapse/{reference}")
    assert stand.driver.capture(reference) == Refused("automatic")
    assert stand.driver.status(reference) == Cancelled()
    assert stand.driver.payments(LONG_AGO)[0].voided


def test_a_day_later_when_keys_are_forgotten_nothing_is_done_twice(
    stand: StripeStand, process: StripeProcess
) -> None:
    reference = stand.driver.prepare("c1:1", 7900, "EUR")
    assert stand.driver.perform(reference) == Approved()
    assert stand.driver.capture(reference) == Done()
    assert stand.driver.refund("r1", reference, 900) == Done()
    process.tell("a_day_later")
    assert stand.driver.perform(reference) == Approved()
    assert stand.driver.capture(reference) == Done()
    assert stand.driver.refund("r1", reference, 900) == Done()
    assert stand.driver.refund("r1", reference, 800) == Refused("key_reused")
    books = stand.books()
    assert (len(books["charge"]), len(books["refund"])) == (1, 1)


# calls


def test_every_call_that_changes_something_carries_our_own_key(
    stand: StripeStand, process: StripeProcess
) -> None:
    before = len(process.calls())
    reference = stand.driver.prepare("c1:1", 7900, "EUR")
    stand.driver.perform(reference)
    stand.driver.capture(reference)
    stand.driver.refund("r1", reference, 900)
    other = stand.driver.prepare("c2:1", 7900, "EUR")
    stand.driver.cancel(other)
    posts = [call for call in process.calls()[before:] if call["method"] == "POST"]
    assert [call["key"] for call in posts] == [
        "c1:1:create",
        f"{reference}:process:0",
        f"{reference}:capture:0",
        f"{reference}:refund:r1",
        "c2:1:create",
        f"{other}:cancel:requested_by_customer:0",
    ]


def test_only_this_readers_payments_are_listed(stand: StripeStand, process: StripeProcess) -> None:
    other = StripeStand(process)
    try:
        mine, theirs = (
            each.driver.prepare(key, 100, "EUR") for each, key in ((stand, "c1:1"), (other, "d1:1"))
        )
        assert [one.reference for one in stand.driver.payments(LONG_AGO)] == [mine]
        assert [one.reference for one in other.driver.payments(LONG_AGO)] == [theirs]
    finally:
        other.driver.close()


def test_a_long_list_is_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HANGTAG_STRIPE_KEY", KEY)
    simulator = StripeSimulator()
    threading.Thread(target=simulator.serve, daemon=True).start()
    for number in range(230):
        noted = {"checkout": f"c{number}:1", "reader": "tmr_1"}
        simulator.books.create_intent(
            {
                "amount": 100,
                "currency": "eur",
                "metadata": noted,
                "allowed_payment_method_types": ["card_present"],
            }
        )
    simulator.books.add_reader("tmr_1")
    driver = StripeTerminal("tmr_1", base_url=simulator.url)
    try:
        keys = [one.key for one in driver.payments(LONG_AGO)]
        assert keys == [f"c{number}:1" for number in range(230)]
    finally:
        driver.close()
        simulator.stop()


def test_amounts_are_told_as_stripe_counts_them(stand: StripeStand) -> None:
    stand.driver.prepare("c1:1", 7900, "ISK")
    stand.driver.prepare("c2:1", 7900, "JPY")
    assert [one["amount"] for one in stand.books()["intent"]] == [790000, 7900]
    assert [one.amount_minor for one in stand.driver.payments(LONG_AGO)] == [7900, 7900]
    with pytest.raises(TerminalError, match=r"KWD in steps of 0\.010"):
        stand.driver.prepare("c3:1", 12345, "KWD")


def test_an_account_without_card_readers_in_this_currency_says_so(stand: StripeStand) -> None:
    with pytest.raises(TerminalError, match="card_present_unavailable"):
        stand.driver.prepare("c1:1", 7900, "XTS")
