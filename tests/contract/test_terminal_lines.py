"""The contract of payment terminals when the line is lost: over every driver that has one.

The terminal's own books judge what was charged.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from hardware.device import DeviceState, open_device
from hardware.payment_terminal.terminal import (
    Approved,
    Cancelled,
    Declined,
    Done,
    Pending,
    Refused,
    Settlement,
    TerminalError,
    Unknown,
)
from tests.conftest import wait_until
from tests.contract.terminal_stands import (
    PAID,
    Perform,
    Stand,
    asking,
    paid,
    prepared,
    refunded,
)

# A colleague's word comes over no line that could be cut.
by_line = pytest.mark.parametrize("stand", ["simulated", "stripe"], indirect=True)


@by_line
def test_a_partial_approval_says_how_much_and_is_only_voided(stand: Stand) -> None:
    stand.card("partial")
    reference = prepared(stand)
    assert stand.driver.perform(reference) == Approved(3950)
    assert stand.driver.status(reference) == Approved(3950)
    assert stand.driver.capture(reference) == Refused("partial_approval")
    assert stand.driver.void(reference) == Done()
    assert stand.charged() == []


@by_line
def test_the_red_key_cancels(stand: Stand) -> None:
    stand.card("cancel")
    reference = prepared(stand)
    assert stand.driver.perform(reference) == Cancelled()
    assert stand.driver.status(reference) == Cancelled()


@by_line
@pytest.mark.parametrize("done", [False, True])
def test_a_lost_answer_to_prepare_leaves_one_payment(stand: Stand, done: bool) -> None:
    stand.lose("prepare", done)
    try:
        first = prepared(stand)
    except TerminalError:
        first = prepared(stand)
    assert prepared(stand) == first
    assert len(stand.driver.payments(datetime.now(UTC) - timedelta(minutes=5))) == 1


@by_line
@pytest.mark.parametrize("done", [False, True])
def test_a_lost_answer_to_perform_charges_once(stand: Stand, done: bool) -> None:
    reference = prepared(stand)
    stand.lose("perform", done)
    outcome = stand.driver.perform(reference)
    while isinstance(outcome, Unknown | Pending):
        outcome = stand.driver.perform(reference)
    assert outcome == Approved()
    assert stand.charged() == PAID


@by_line
@pytest.mark.parametrize("answer", ["approve", "decline"])
def test_cut_off_while_it_waits_the_outcome_is_unknown_until_the_line_is_back(
    stand: Stand, perform: Perform, answer: str
) -> None:
    reference, outcome = asking(stand, perform)
    stand.cut()
    assert isinstance(outcome.result(10), Unknown)
    stand.decide(answer)
    assert isinstance(stand.driver.status(reference), Unknown)
    assert isinstance(stand.driver.cancel(reference), Unknown)
    stand.mend()

    def known() -> object:
        outcome = stand.driver.status(reference)
        return None if isinstance(outcome, Unknown) else outcome

    told = wait_until(known, what="the line to be back")
    assert told == Approved() if answer == "approve" else isinstance(told, Declined)
    assert stand.charged() == (PAID if answer == "approve" else [])


@by_line
@pytest.mark.parametrize("done", [False, True])
@pytest.mark.parametrize("op", ["capture", "void", "refund"])
def test_a_lost_answer_to_what_follows_is_unknown_and_asking_again_does_it_once(
    stand: Stand, op: str, done: bool
) -> None:
    reference = paid(stand)
    if op == "refund":
        stand.driver.capture(reference)

    def ask() -> Settlement:
        if op == "refund":
            return stand.driver.refund("r1", reference, 900)
        return stand.driver.capture(reference) if op == "capture" else stand.driver.void(reference)

    stand.lose(op, done)
    assert isinstance(ask(), Unknown)
    assert [ask(), ask()] == [Done(), Done()]
    assert refunded(stand) == (900 if op == "refund" else 0)
    assert stand.charged() == ([] if op == "void" else PAID)


@by_line
def test_away_it_says_so_and_comes_back_by_itself(stand: Stand) -> None:
    stand.cut()
    with pytest.raises(TerminalError) as raised:
        prepared(stand)
    assert str(raised.value).endswith(".")
    with pytest.raises(TerminalError):
        stand.driver.payments(datetime.now(UTC))
    assert isinstance(stand.driver.capture("pi_any"), Unknown)
    again = open_device("payment_terminal", stand.settings())
    try:
        wait_until(lambda: again.health.state is DeviceState.AWAY, what="the driver to notice")
        assert again.health.message.endswith(".")
        stand.mend()
        wait_until(lambda: again.health.ok, what="the terminal")
    finally:
        again.close()
    assert stand.charged() == []
