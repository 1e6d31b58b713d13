"""The contract of payment terminals, over every driver: simulated, Stripe's, the desk.

The terminal's own books judge what was charged. What only one of them can do is tested beside it:
`test_simulated_terminal.py`, `test_stripe_terminal.py`, `test_desk_terminal.py`.
"""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from hardware.device import DeviceError, open_device
from hardware.payment_terminal.terminal import (
    Approved,
    Cancelled,
    Declined,
    Done,
    Outcome,
    Payment,
    Pending,
    Refused,
    TerminalError,
    Unknown,
)
from tests.conftest import wait_until
from tests.contract.terminal_stands import (
    PAID,
    DeskStand,
    Perform,
    Stand,
    another,
    asking,
    paid,
    prepared,
    refunded,
)

# prepare and perform


def test_prepare_moves_no_money(stand: Stand) -> None:
    reference = prepared(stand)
    assert stand.driver.status(reference) == Pending(started=False)
    assert stand.charged() == []


def test_approved(stand: Stand) -> None:
    reference = paid(stand)
    assert stand.driver.status(reference) == Approved()
    assert stand.charged() == PAID


def test_declined_it_is_never_charged(stand: Stand) -> None:
    stand.card("decline")
    reference = prepared(stand)
    assert isinstance(stand.driver.perform(reference), Declined)
    stand.card("approve")
    assert isinstance(stand.driver.perform(reference), Declined)
    assert isinstance(stand.driver.status(reference), Declined)
    assert stand.charged() == []


def test_the_same_key_is_the_same_payment_and_is_charged_once(stand: Stand) -> None:
    first = prepared(stand)
    assert prepared(stand) == first
    assert [stand.driver.perform(first), stand.driver.perform(first)] == [Approved(), Approved()]
    assert prepared(stand) == first
    assert stand.charged() == PAID


@pytest.mark.parametrize(("amount", "currency"), [(8000, "EUR"), (7900, "GBP")])
def test_the_same_key_with_another_amount_is_refused(
    stand: Stand, amount: int, currency: str
) -> None:
    prepared(stand)
    with pytest.raises(TerminalError, match="another payment"):
        stand.driver.prepare("c1:1", amount, currency)


def test_nothing_cannot_be_paid(stand: Stand) -> None:
    with pytest.raises(TerminalError):
        prepared(stand, amount=0)


def test_a_crowd_that_performs_at_once_charges_once(stand: Stand) -> None:
    reference = prepared(stand)
    start = threading.Barrier(6)

    def one(_: int) -> Outcome:
        start.wait()
        return stand.driver.perform(reference)

    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(one, range(6))) == {Approved()}
    assert stand.charged() == PAID


def test_a_hub_that_was_killed_resumes_and_charges_once(stand: Stand, perform: Perform) -> None:
    reference, outcome = asking(stand, perform)
    stand.driver.close()
    assert isinstance(outcome.result(10), Unknown)
    again = another(stand)
    try:
        if isinstance(stand, DeskStand):
            stand.driver = again  # type: ignore[assignment]
        assert again.prepare("c1:1", 7900, "EUR") == reference
        assert again.status(reference) == Pending(started=True)
        with ThreadPoolExecutor() as pool:
            resumed = pool.submit(again.perform, reference)
            wait_until(stand.asks, what="the card to be asked for")
            stand.decide("approve")
            assert resumed.result(10) == Approved()
    finally:
        again.close()
    assert stand.charged() == PAID


def test_closing_the_driver_ends_a_wait_for_a_card(stand: Stand, perform: Perform) -> None:
    _, outcome = asking(stand, perform)
    stand.driver.close()
    assert isinstance(outcome.result(10), Unknown)


def test_a_reference_it_does_not_know_is_never_declined_and_never_done(stand: Stand) -> None:
    known: list[object] = [stand.driver.status("pi_nobody"), stand.driver.cancel("pi_nobody")]
    assert all(isinstance(each, Unknown) for each in known)
    settled = [stand.driver.capture("pi_nobody"), stand.driver.void("pi_nobody")]
    settled.append(stand.driver.refund("r1", "pi_nobody", 100))
    assert Done() not in settled


def test_a_setting_that_it_does_not_have_is_refused(stand: Stand) -> None:
    with pytest.raises(DeviceError, match="no setting 'colour'"):
        open_device("payment_terminal", {**stand.settings(), "colour": "red"})


# cancel


def test_cancelled_before_it_began_it_can_never_be_performed(stand: Stand) -> None:
    reference = prepared(stand)
    assert stand.driver.cancel(reference) == Cancelled()
    assert stand.driver.cancel(reference) == Cancelled()
    assert stand.driver.perform(reference) == Cancelled()
    assert stand.charged() == []


def test_cancelled_while_it_waits_for_the_card(stand: Stand, perform: Perform) -> None:
    reference, outcome = asking(stand, perform)
    assert stand.driver.status(reference) == Pending(started=True)
    assert stand.driver.cancel(reference) == Cancelled()
    assert outcome.result(10) == Cancelled()
    assert stand.driver.status(reference) == Cancelled()
    assert stand.charged() == []


def test_a_cancel_that_comes_too_late_tells_of_the_approval(stand: Stand) -> None:
    reference = paid(stand)
    assert stand.driver.cancel(reference) == Approved()
    assert stand.charged() == PAID


def test_cancel_and_card_race_and_everybody_says_the_same(stand: Stand, perform: Perform) -> None:
    for number in range(8):
        key = f"race:{number}"
        reference, outcome = asking(stand, perform, key)
        start = threading.Barrier(2)

        def card(start: threading.Barrier = start) -> None:
            start.wait()
            try:
                stand.decide("approve")
            except (AssertionError, LookupError):
                return  # it was called off before

        tapping = threading.Thread(target=card)
        tapping.start()
        start.wait()
        told = stand.driver.cancel(reference)
        tapping.join()
        assert {told, outcome.result(10), stand.driver.status(reference)} == {told}
        assert told in (Approved(), Cancelled())
        assert (told == Approved()) == ((key, 7900) in stand.charged())


# capture, void, refund


def test_captured_once_however_often_it_is_asked(stand: Stand) -> None:
    reference = paid(stand)
    assert [stand.driver.capture(reference) for _ in range(3)] == [Done()] * 3
    assert stand.driver.status(reference) == Approved()
    assert stand.charged() == PAID


def test_only_what_is_approved_is_captured(stand: Stand, perform: Perform) -> None:
    assert isinstance(stand.driver.capture(prepared(stand)), Refused)
    stand.card("decline")
    refused = prepared(stand, "c2:1")
    stand.driver.perform(refused)
    assert isinstance(stand.driver.capture(refused), Refused)
    assert stand.charged() == []


def test_voided_once_and_never_captured(stand: Stand) -> None:
    reference = paid(stand)
    assert [stand.driver.void(reference) for _ in range(3)] == [Done()] * 3
    assert stand.driver.status(reference) == Cancelled()
    assert isinstance(stand.driver.capture(reference), Refused)
    assert stand.charged() == []


def test_what_never_held_money_is_void_already(stand: Stand) -> None:
    stand.card("decline")
    declined = prepared(stand)
    stand.driver.perform(declined)
    assert stand.driver.void(declined) == Done()


def test_what_is_under_way_or_captured_is_not_voided(stand: Stand) -> None:
    assert isinstance(stand.driver.void(prepared(stand, "c2:1")), Refused)
    reference = paid(stand)
    stand.driver.capture(reference)
    assert isinstance(stand.driver.void(reference), Refused)
    assert stand.charged() == PAID


def test_refunded_once_for_each_key(stand: Stand) -> None:
    reference = paid(stand)
    stand.driver.capture(reference)
    assert [stand.driver.refund("r1", reference, 900) for _ in range(3)] == [Done()] * 3
    assert isinstance(stand.driver.refund("r1", reference, 800), Refused)
    assert stand.driver.refund("r2", reference, 1000) == Done()
    assert refunded(stand) == 1900


def test_no_more_is_refunded_than_was_paid(stand: Stand) -> None:
    reference = paid(stand)
    stand.driver.capture(reference)
    for amount in (7901, 0, -5):
        assert isinstance(stand.driver.refund(f"r{amount}", reference, amount), Refused)
    assert stand.driver.refund("r1", reference, 7900) == Done()
    assert isinstance(stand.driver.refund("r2", reference, 1), Refused)
    assert refunded(stand) == 7900


def test_what_was_not_paid_is_not_refunded(stand: Stand) -> None:
    assert isinstance(stand.driver.refund("r1", prepared(stand), 100), Refused)


def test_its_books_are_listed_for_the_reconciliation(stand: Stand) -> None:
    began = datetime.now(UTC) - timedelta(seconds=2)
    sold, given_back, waiting = paid(stand), paid(stand, "c2:1", 500), prepared(stand, "c3:1", 300)
    stand.card("decline")
    declined = prepared(stand, "c4:1", 200)
    stand.driver.perform(declined)
    stand.driver.capture(sold)
    stand.driver.refund("r1", sold, 900)
    stand.driver.void(given_back)
    listed = stand.driver.payments(began)
    assert [(one.reference, one.key, one.amount_minor, one.currency) for one in listed] == [
        (sold, "c1:1", 7900, "EUR"),
        (given_back, "c2:1", 500, "EUR"),
        (waiting, "c3:1", 300, "EUR"),
        (declined, "c4:1", 200, "EUR"),
    ]
    assert [one.outcome for one in listed[:3]] == [Approved(), Cancelled(), Pending(started=False)]
    assert isinstance(listed[3].outcome, Declined)

    def money(one: Payment) -> tuple[bool, bool, int]:
        return one.captured, one.voided, one.refunded_minor

    nothing = (False, False, 0)
    assert list(map(money, listed)) == [(True, False, 900), (False, True, 0), nothing, nothing]
    assert stand.driver.payments(datetime.now(UTC) + timedelta(minutes=1)) == []
