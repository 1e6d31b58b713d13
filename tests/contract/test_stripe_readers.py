"""Stripe's driver and its card reader: what a reader may do to a payment.

The simulator's books judge, as in `test_stripe_terminal.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from hardware.device import DeviceState, Health
from hardware.payment_terminal.stripe_terminal.driver import StripeTerminal
from hardware.payment_terminal.terminal import (
    Approved,
    Cancelled,
    Declined,
    Settlement,
    Unknown,
)
from tests.conftest import wait_until
from tests.contract.terminal_stands import StripeStand
from tests.stripe_simulator import StripeProcess

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


# readers


def test_a_timeout_that_is_none_is_not_a_decline_and_hands_it_over_once(
    stand: StripeStand, process: StripeProcess
) -> None:
    process.tell(f"readers/{stand.reader}", timeouts=1, timeouts_reach_it=True)
    reference = stand.driver.prepare("c1:1", 7900, "EUR")
    assert stand.driver.perform(reference) == Approved()
    assert [one["amount"] for one in stand.books()["charge"]] == [7900]


def test_after_a_timeout_the_same_payment_is_handed_over_again(
    stand: StripeStand, process: StripeProcess
) -> None:
    process.tell(f"readers/{stand.reader}", timeouts=2)
    reference = stand.driver.prepare("c1:1", 7900, "EUR")
    assert stand.driver.perform(reference) == Approved()
    assert stand.charged() == [("c1:1", 7900)]
    assert len(stand.books()["intent"]) == 1


@pytest.mark.parametrize(
    ("play", "reason"),
    [
        ({"timeouts": 1000}, "terminal_reader_timeout"),
        ({"status": "offline"}, "terminal_reader_offline"),
    ],
)
def test_a_reader_that_cannot_is_a_decline_that_can_never_be_charged(
    stand: StripeStand, process: StripeProcess, play: dict[str, Any], reason: str
) -> None:
    reference = stand.driver.prepare("c1:1", 7900, "EUR")
    process.tell(f"readers/{stand.reader}", **play)
    assert stand.driver.perform(reference) == Declined(reason)
    assert states(stand) == ["canceled"]
    process.tell(f"readers/{stand.reader}", timeouts=0, status="online")
    assert isinstance(stand.driver.perform(reference), Declined)
    assert stand.charged() == []


def test_a_reader_that_is_busy_with_another_payment_declines(
    stand: StripeStand, another_driver: Callable[..., StripeTerminal]
) -> None:
    stand.card("ask")
    first, second = (stand.driver.prepare(f"c{n}:1", 7900, "EUR") for n in (1, 2))
    with ThreadPoolExecutor() as pool:
        paying = pool.submit(stand.driver.perform, first)
        wait_until(stand.asks, what="the card to be asked for")
        assert another_driver().perform(second) == Declined("terminal_reader_busy")
        stand.decide("approve")
        assert paying.result(10) == Approved()
    assert stand.charged() == [("c1:1", 7900)]


def test_a_decline_tells_the_issuers_word_and_closes_the_payment(stand: StripeStand) -> None:
    stand.card("decline")
    reference = stand.driver.prepare("c1:1", 7900, "EUR")
    assert stand.driver.perform(reference) == Declined("generic_decline")
    assert stand.driver.status(reference) == Declined("generic_decline")
    assert states(stand) == ["canceled"]


def test_a_reader_that_restarts_at_midnight_ends_the_payment(
    stand: StripeStand, process: StripeProcess
) -> None:
    stand.card("ask")
    reference = stand.driver.prepare("c1:1", 7900, "EUR")
    with ThreadPoolExecutor() as pool:
        paying = pool.submit(stand.driver.perform, reference)
        wait_until(stand.asks, what="the card to be asked for")
        process.tell(f"readers/{stand.reader}/restart")
        assert paying.result(10) == Cancelled()
    assert states(stand) == ["canceled"]


def test_a_shopper_who_never_pays_ends_the_payment_and_frees_the_reader(
    stand: StripeStand, another_driver: Callable[..., StripeTerminal]
) -> None:
    stand.card("ask")
    driver = another_driver(patience_s=0.05)
    assert driver.perform(driver.prepare("c1:1", 7900, "EUR")) == Cancelled()
    assert states(stand) == ["canceled"]
    assert not stand.asks()


def test_a_reader_that_cannot_stop_any_more_charges_nothing_once_it_is_cancelled(
    stand: StripeStand, process: StripeProcess
) -> None:
    process.tell(f"readers/{stand.reader}", card="ask", too_late_to_cancel=True)
    reference = stand.driver.prepare("c1:1", 7900, "EUR")
    with ThreadPoolExecutor() as pool:
        paying = pool.submit(stand.driver.perform, reference)
        wait_until(stand.asks, what="the card to be asked for")
        assert stand.driver.cancel(reference) == Cancelled()
        stand.decide("approve")
        assert paying.result(10) == Cancelled()
    assert stand.charged() == []


def test_what_was_told_as_approved_is_never_cancelled(
    stand: StripeStand, process: StripeProcess
) -> None:
    """`cancel` reads the payment and then cancels it: an approval in between must not be lost."""
    for number in range(6):
        stand.card("ask")
        reference = stand.driver.prepare(f"c{number}:1", 7900, "EUR")
        with ThreadPoolExecutor() as pool:
            paying = pool.submit(stand.driver.perform, reference)
            wait_until(stand.asks, what="the card to be asked for")
            slow = {"kind": "slow", "method": "POST", "path": "/cancel", "seconds": 0.02}
            process.faults(slow)
            cancelling = pool.submit(stand.driver.cancel, reference)
            tapping = pool.submit(stand.decide, "approve")
            told = paying.result(10)
            tapping.exception(10)  # it may have been called off before
            cancelling.result(10)
        assert told == stand.driver.status(reference)


def test_health_is_the_readers(stand: StripeStand, process: StripeProcess) -> None:
    process.tell(f"readers/{stand.reader}", status="offline")
    wait_until(lambda: stand.driver.health.state is DeviceState.AWAY, what="the driver to notice")
    assert "card reader" in stand.driver.health.message
    process.tell(f"readers/{stand.reader}", status="online")
    wait_until(lambda: stand.driver.health == Health(DeviceState.OK), what="the reader")
