"""Stripe's driver where Stripe is at its worst, with the real SDK over the simulator's loopback.

The simulator's books judge. What every terminal must do is in `test_terminals.py`; the simulator
itself is judged by the SDK in `test_stripe_simulator.py`.
"""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from hardware.device import DeviceError, DeviceState, Health, open_device
from hardware.payment_terminal.stripe_terminal.driver import StripeTerminal
from hardware.payment_terminal.stripe_terminal.simulator.server import StripeSimulator
from hardware.payment_terminal.terminal import (
    Approved,
    Cancelled,
    Declined,
    Done,
    Outcome,
    Pending,
    Refused,
    Settlement,
    TerminalError,
    Unknown,
)
from tests.conftest import LogWatch, wait_until
from tests.contract.terminal_stands import StripeStand
from tests.stripe_simulator import KEY, StripeProcess

LONG_AGO = datetime.now(UTC) - timedelta(minutes=5)


@pytest.fixture(scope="module")
def process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StripeProcess]:
    process = StripeProcess(tmp_path_factory.mktemp("stripe") / "books.jsonl")
    yield process
    process.stop()


@pytest.fixture
def stand(process: StripeProcess) -> Iterator[StripeStand]:
    stand = StripeStand(process)
    yield stand
    stand.close()


@pytest.fixture
def another_driver(stand: StripeStand) -> Iterator[Callable[..., StripeTerminal]]:
    opened: list[StripeTerminal] = []

    def driver(**settings: Any) -> StripeTerminal:
        opened.append(open_device("payment_terminal", {**stand.settings(), **settings}))
        return opened[-1]

    yield driver
    for each in opened:
        each.close()


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


def test_a_reply_that_is_late_leaves_one_payment(
    stand: StripeStand, process: StripeProcess, another_driver: Callable[..., StripeTerminal]
) -> None:
    hasty = another_driver(timeout_s=0.1)
    process.faults({"kind": "slow", "method": "POST", "path": "payment_intents$", "seconds": 0.4})
    with suppress(TerminalError):  # its second call meets the first one at work: 409
        hasty.prepare("c1:1", 7900, "EUR")
    wait_until(lambda: states(stand), what="the late payment")
    reference = stand.driver.prepare("c1:1", 7900, "EUR")
    assert [one["id"] for one in stand.books()["intent"]] == [reference]


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


# the key to the account


def test_the_secret_key_is_in_no_text_that_leaves_the_driver(
    process: StripeProcess, tmp_path: Path, caplog: pytest.LogCaptureFixture, log_watch: LogWatch
) -> None:
    secret = "sk_test_51Secret_wrong"  # which the simulator refuses, repeating it in full
    file = tmp_path / "stripe.key"
    file.write_text(secret + "\n")
    caplog.set_level(logging.DEBUG)
    reader = process.new_reader()
    settings = {"reader": reader, "key_file": str(file), "base_url": process.url, "lost_s": 0.0}
    driver = open_device("payment_terminal", {"driver": "stripe", **settings})
    try:
        wait_until(lambda: driver.health.state is DeviceState.FAULTY, what="the driver to notice")
        with pytest.raises(TerminalError, match="does not accept the shop's key") as raised:
            driver.prepare("c1:1", 7900, "EUR")
        said = [repr(driver), str(driver.health), repr(raised.value), repr(raised.value.__cause__)]
        asked = (driver.status, driver.cancel, driver.perform, driver.capture, driver.void)
        for ask in asked:
            answer = ask("pi_1")
            assert isinstance(answer, Unknown)
            said.append(str(answer))
        assert "51Secret" not in "\n".join([*said, caplog.text])
        assert "401" in driver.health.cause
    finally:
        driver.close()


@pytest.mark.parametrize(
    ("content", "words"),
    [(None, "cannot read the file"), ("", "no secret key"), ("pk_live_1", "no secret key")],
)
def test_a_key_file_that_is_none_is_named_and_not_shown(
    tmp_path: Path, content: str | None, words: str
) -> None:
    file = tmp_path / "stripe.key"
    if content is not None:
        file.write_text(content)
    with pytest.raises(DeviceError, match=words) as raised:
        open_device(
            "payment_terminal", {"driver": "stripe", "reader": "tmr_1", "key_file": str(file)}
        )
    assert str(file) in str(raised.value)
    assert "pk_live" not in str(raised.value)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"reader": "simulated"}, "begins with tmr_"),
        ({"reader": "tmr_1", "base_url": "https://stripe.example.com"}, "not on this machine"),
        ({"reader": "tmr_1"}, "the variable HANGTAG_STRIPE_KEY"),
    ],
)
def test_settings_that_cannot_be_are_refused(
    monkeypatch: pytest.MonkeyPatch, settings: dict[str, Any], words: str
) -> None:
    monkeypatch.delenv("HANGTAG_STRIPE_KEY", raising=False)
    with pytest.raises(DeviceError, match=words):
        open_device("payment_terminal", {"driver": "stripe", **settings})


def test_without_the_sdk_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HANGTAG_STRIPE_KEY", KEY)
    monkeypatch.setitem(sys.modules, "stripe", None)
    monkeypatch.delitem(
        sys.modules, "hardware.payment_terminal.stripe_terminal.account", raising=False
    )
    with pytest.raises(DeviceError, match=r"pip install 'hangtag\[stripe\]'"):
        open_device("payment_terminal", {"driver": "stripe", "reader": "tmr_1"})
