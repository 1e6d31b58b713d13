"""The driver at Stripe itself, in a test account, with one of Stripe's simulated readers.

Runs only when it is asked for: HANGTAG_STRIPE_TEST_KEY=sk_test_… pytest -m stripe_live. It makes a
location and a reader and deletes them; the payments stay in the test account. Nobody who wrote it
could run it: what fails here tells where the simulator is not Stripe.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import stripe

from hardware.device import open_device
from hardware.payment_terminal.stripe_terminal.driver import StripeTerminal
from hardware.payment_terminal.terminal import (
    Approved,
    Cancelled,
    Declined,
    Done,
    Pending,
    Refused,
    TerminalError,
)
from tests.conftest import wait_until

pytestmark = pytest.mark.stripe_live
CURRENCY = os.environ.get("HANGTAG_STRIPE_TEST_CURRENCY", "EUR")
COUNTRY = os.environ.get("HANGTAG_STRIPE_TEST_COUNTRY", "DE")
DECLINED_CARD = "4000000000000002"


@dataclass
class Live:
    """A driver, and Stripe's own hands for its simulated reader."""

    driver: StripeTerminal
    client: Any
    reader: str

    def present(self, number: str = "4242424242424242") -> None:
        card = {"type": "card_present", "card_present": {"number": number}}
        self.client.test_helpers.terminal.readers.present_payment_method(self.reader, card)

    def asks(self) -> bool:
        action = self.client.terminal.readers.retrieve(self.reader).action
        return action is not None and action.status == "in_progress"

    def pay(self, number: str = "4242424242424242", amount: int = 7900) -> tuple[str, Any]:
        reference = self.driver.prepare(uuid4().hex, amount, CURRENCY)
        with ThreadPoolExecutor() as pool:
            paying = pool.submit(self.driver.perform, reference)
            wait_until(self.asks, what="the reader to ask for a card")
            self.present(number)
            return reference, paying.result(60)


@pytest.fixture(scope="module")
def live() -> Iterator[Live]:
    key = os.environ.get("HANGTAG_STRIPE_TEST_KEY", "")
    if not key.startswith("sk_test_"):
        pytest.fail("put a test account's key into HANGTAG_STRIPE_TEST_KEY (sk_test_…)")
    client = stripe.StripeClient(key).v1
    address = {"line1": "Teststr. 1", "city": "Berlin", "postal_code": "10115", "country": COUNTRY}
    place = client.terminal.locations.create({"display_name": "Hangtag test", "address": address})
    code = {"registration_code": "simulated-wpe", "location": place.id, "label": "Hangtag test"}
    reader = client.terminal.readers.create(code).id
    os.environ["HANGTAG_STRIPE_KEY"] = key
    settings = {"driver": "stripe", "reader": reader, "poll_s": 0.5}
    driver: StripeTerminal = open_device("payment_terminal", settings)
    try:
        wait_until(lambda: driver.health.ok, what="the reader")
        yield Live(driver, client, reader)
    finally:
        driver.close()
        del os.environ["HANGTAG_STRIPE_KEY"]
        client.terminal.readers.delete(reader)
        client.terminal.locations.delete(place.id)


def test_paid_captured_and_refunded(live: Live) -> None:
    began = datetime.now(UTC) - timedelta(minutes=1)
    reference, outcome = live.pay()
    assert outcome == Approved()
    assert live.driver.cancel(reference) == Approved()
    assert [live.driver.capture(reference) for _ in range(2)] == [Done(), Done()]
    key = uuid4().hex
    assert [live.driver.refund(key, reference, 900) for _ in range(2)] == [Done(), Done()]
    assert live.driver.refund(key, reference, 800) == Refused("key_reused")
    (listed,) = (one for one in live.driver.payments(began) if one.reference == reference)
    assert (listed.captured, listed.voided, listed.refunded_minor) == (True, False, 900)


def test_declined(live: Live) -> None:
    reference, outcome = live.pay(DECLINED_CARD)
    assert isinstance(outcome, Declined)
    assert isinstance(live.driver.status(reference), Declined)


def test_cancelled_before_and_while_it_waits(live: Live) -> None:
    reference = live.driver.prepare(uuid4().hex, 7900, CURRENCY)
    assert live.driver.status(reference) == Pending(started=False)
    assert live.driver.cancel(reference) == Cancelled()
    reference = live.driver.prepare(uuid4().hex, 7900, CURRENCY)
    with ThreadPoolExecutor() as pool:
        paying = pool.submit(live.driver.perform, reference)
        wait_until(live.asks, what="the reader to ask for a card")
        assert live.driver.status(reference) == Pending(started=True)
        assert live.driver.cancel(reference) == Cancelled()
        assert paying.result(60) == Cancelled()


def test_voided(live: Live) -> None:
    reference, outcome = live.pay()
    assert outcome == Approved()
    assert [live.driver.void(reference) for _ in range(2)] == [Done(), Done()]
    assert isinstance(live.driver.capture(reference), Refused)
    (listed,) = (
        one
        for one in live.driver.payments(datetime.now(UTC) - timedelta(minutes=5))
        if one.reference == reference
    )
    assert (listed.captured, listed.voided, listed.refunded_minor) == (False, True, 0)


def test_the_same_key_with_another_amount_is_refused(live: Live) -> None:
    key = uuid4().hex
    first = live.driver.prepare(key, 7900, CURRENCY)
    assert live.driver.prepare(key, 7900, CURRENCY) == first
    with pytest.raises(TerminalError, match="another payment"):
        live.driver.prepare(key, 8000, CURRENCY)
    live.driver.cancel(first)
