"""The checkout of one table: its journeys, its words, and what it is after a restart."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hardware.device import DeviceState, Health
from hardware.payment_terminal.terminal import (
    Approved,
    Cancelled,
    Declined,
    Done,
    Pending,
    Unknown,
)
from kiosk.config_sections import Shop
from kiosk.hub.checkout import checkout, paying
from kiosk.hub.checkout.checkout import resumed, step, thanked
from kiosk.hub.checkout.events import (
    AskCancel,
    AskStatus,
    AttemptClosed,
    CloseAttempt,
    DonePressed,
    Event,
    NotWritten,
    RecordSale,
    StaffSettled,
    Ticked,
    Void,
    Voided,
)
from kiosk.hub.checkout.state import MESSAGES, MessageKind, State
from kiosk.hub.checkout.tender import Attempt, AttemptStatus, Stop, Tender
from kiosk.hub.checkout.view import Surroundings, doubts_of, lines_of, snapshot
from tests.unit.hub.journeys import (
    JOURNEYS,
    KEY,
    SALE,
    TO_CARD,
    TO_LOST,
    TO_SOLD,
    basket_of,
    laid,
    outcome,
    play,
    receipt_of,
)
from tests.unit.hub.shop import DRESS, SCARF, SHIRT

WELL = Health(DeviceState.OK)
SURROUNDINGS = Surroundings("1", "Checkout 1", Shop(), "http://hub", WELL, WELL)


@pytest.mark.parametrize("name", JOURNEYS)
def test_journey(name: str) -> None:
    play(JOURNEYS[name])


@pytest.mark.parametrize(
    ("journey", "kind"),
    [
        ("declined: open again, once the ledger says so", MessageKind.DECLINED),
        ("cancelled by the shopper", MessageKind.CANCELLED),
        ("an item is added while AUTHORISING: cancelled, open", MessageKind.CHANGED),
        (
            "an item is added while LOCKED: open, and nobody is asked for a card",
            MessageKind.CHANGED,
        ),
        ("the answer is lost, and the terminal never began", MessageKind.INTERRUPTED),
        ("the terminal is away when it should prepare", MessageKind.TERMINAL_AWAY),
        ("another table has a piece of it", MessageKind.ELSEWHERE),
        ("the card covers a part only: given back, then open", MessageKind.PARTIAL),
    ],
)
def test_the_page_says_what_the_payment_came_to_until_the_basket_changes(
    journey: str, kind: MessageKind
) -> None:
    end = play(JOURNEYS[journey])
    assert end.message is not None
    assert end.message.kind is kind
    after, _ = step(end, laid(SHIRT), 9.0)
    assert after.message is None


def test_what_came_too_late_is_named_and_unpaid() -> None:
    rows = JOURNEYS["an item is added, and the approval is faster: the frozen basket is sold"]
    sold = play(rows[: len(TO_CARD) + 4])
    assert [line.title for line in lines_of(sold)] == ["Linen shirt", "Silk dress"]
    assert [(doubt.title, doubt.reason.value) for doubt in doubts_of(sold)] == [
        ("Wool scarf", "late")
    ]


def test_the_attempt_is_charged_for_its_frozen_lines() -> None:
    now = play(TO_CARD)
    now, _ = step(now, laid(SHIRT, DRESS, SCARF), 9.0)
    now, (record,) = step(now, outcome(Approved()), 9.0)
    assert isinstance(record, RecordSale)
    assert record.attempt.tags == {SHIRT, DRESS}
    assert record.attempt.amount.minor == 20800
    assert record.attempt.reference == "ref"


def test_a_second_attempt_has_a_key_of_its_own() -> None:
    rows = JOURNEYS["the same press again after a decline begins nothing"]
    again = play(rows)
    assert again.attempt is not None
    assert again.attempt.key == "c1:2"


def test_an_outcome_unknown_for_a_minute_needs_staff_and_is_asked_about_for_ever() -> None:
    now = play(TO_LOST)
    pauses = []
    at = 1.0
    while at < 600:
        now, (ask,) = step(now, outcome(Unknown("line")), at)
        assert isinstance(ask, AskStatus)
        pauses.append(ask.after_s)
        at += ask.after_s
    assert now.state is State.NEEDS_STAFF
    assert pauses[:5] == [1.0, 2.0, 4.0, 5.0, 5.0]
    now, effects = step(now, outcome(Approved()), 601.0)
    assert [type(effect) for effect in effects] == [RecordSale]
    now, _ = step(now, SALE, 601.1)
    assert now.state is State.SOLD


@pytest.mark.parametrize(
    ("event", "after_s", "state"),
    [
        (laid(paid=(SHIRT, DRESS)), 1.0, "SOLD"),  # a moment to read the thank-you
        (laid(paid=(SHIRT, DRESS)), checkout.THANKS_AT_LEAST_S, "EMPTY"),
        (laid(SHIRT, paid=(SHIRT, DRESS)), 10.0, "SOLD"),  # one piece is still being packed
        (laid(SHIRT, paid=(SHIRT, DRESS)), checkout.THANKS_S, "EMPTY"),
        (laid(SCARF, paid=(SHIRT, DRESS)), 5.0, "OPEN"),  # the next shopper
        (laid(SCARF, SHIRT, paid=(SHIRT, DRESS)), 5.0, "SOLD"),  # not while the last one packs
        (DonePressed(), 1.0, "EMPTY"),
        (Ticked(), checkout.THANKS_S, "EMPTY"),
    ],
)
def test_the_thank_you_ends_when_the_shopper_leaves(
    event: Event, after_s: float, state: str
) -> None:
    sold = replace(play(TO_SOLD), since=0.0)
    after, effects = step(sold, event, after_s)
    assert (after.state.value, effects) == (state, ())
    if state != "SOLD":
        assert after.sale is None


def test_paid_pieces_that_still_lie_there_are_no_doubt_until_they_were_lifted() -> None:
    sold = play(TO_SOLD)
    sold, _ = step(sold, laid(SHIRT, DRESS, paid=(SHIRT, DRESS)), 1.0)
    empty, _ = step(sold, DonePressed(), 2.0)
    assert empty.state is State.EMPTY
    assert empty.settled == {SHIRT, DRESS}
    lifted, _ = step(empty, laid(DRESS, paid=(SHIRT, DRESS)), 3.0)
    assert lifted.settled == {DRESS}


def live_attempt(reference: str) -> Attempt:
    return Attempt("c1", 1, "press-1", basket_of(SHIRT, DRESS).lines, "EUR", reference)


def test_after_a_restart_an_attempt_with_a_reference_is_asked_about() -> None:
    now, effects = resumed(live_attempt("ref"), 0.0)
    assert (now.state.value, [type(e) for e in effects]) == ("RECONCILING", [AskStatus])
    now = play(
        [
            (laid(SHIRT, DRESS), "RECONCILING", ()),
            (outcome(Approved()), "RECONCILING", (RecordSale,)),
            (SALE, "SOLD", ()),
        ],
        now,
    )


def test_after_a_restart_an_attempt_without_a_reference_was_never_performed() -> None:
    now, (close,) = resumed(live_attempt(""), 0.0)
    assert isinstance(close, CloseAttempt)
    assert close.status is AttemptStatus.CANCELLED
    play([(laid(SHIRT), "RECONCILING", ()), (AttemptClosed(KEY), "OPEN", ())], now)


def test_after_a_restart_a_sale_of_a_moment_ago_is_still_thanked_for() -> None:
    now = thanked(receipt_of(SHIRT), 0.0)
    assert now.state is State.SOLD
    after, _ = step(now, laid(paid=(SHIRT,)), checkout.THANKS_AT_LEAST_S)
    assert after.state is State.EMPTY


def test_a_purchase_that_never_lay_on_the_table_is_thanked_for_as_long() -> None:
    lines = tuple(replace(line, on_table=False) for line in basket_of(SHIRT).lines)
    sold = thanked(replace(receipt_of(SHIRT), lines=lines), 0.0)
    still, _ = step(sold, Ticked(), 20.0)
    assert still.state is State.SOLD
    over, _ = step(sold, Ticked(), checkout.THANKS_S)
    assert over.state is State.EMPTY


def test_every_way_to_stop_has_its_words() -> None:
    assert set(MESSAGES) == set(Stop)


def test_after_a_restart_a_part_that_the_terminal_holds_is_given_back_and_never_sold() -> None:
    """Also when the terminal is away, and a colleague reads "approved" on it."""
    held = replace(live_attempt("ref"), held_minor=5000)
    now, effects = resumed(held, 0.0)
    assert [type(each) for each in effects] == [Void]
    play(
        [
            (Voided(KEY, Unknown("line")), "RECONCILING", (Void,)),
            (Ticked(), "NEEDS_STAFF", ()),
            (StaffSettled(KEY, charged=True), "NEEDS_STAFF", ()),
            (Voided(KEY, Done()), "NEEDS_STAFF", (CloseAttempt,)),
            (AttemptClosed(KEY), "EMPTY", ()),
        ],
        now,
    )


def test_a_payment_that_nobody_performs_any_more_is_called_off_in_the_end() -> None:
    """After a restart the terminal may wait for a card for ever, and the page with it."""
    now, _ = resumed(live_attempt("ref"), 0.0)
    now, effects = step(now, outcome(Pending(started=True)), 1.0)
    assert (now.state, [type(each) for each in effects]) == (State.AUTHORISING, [AskStatus])
    now, effects = step(now, outcome(Pending(started=True)), 100.0)
    assert [type(each) for each in effects] == [AskStatus]
    now, effects = step(now, outcome(Pending(started=True)), 1.0 + paying.WAITS_AT_MOST_S)
    assert [type(each) for each in effects] == [AskCancel, AskStatus]
    now, effects = step(now, outcome(Cancelled()), 300.0)
    assert now.closing == MESSAGES[Stop.INTERRUPTED]


def test_a_colleague_who_is_to_take_the_money_has_all_the_time() -> None:
    now, _ = resumed(replace(live_attempt("ref"), tender=Tender.DESK), 0.0)
    for at in (1.0, 3600.0):
        now, effects = step(now, outcome(Pending(started=True)), at)
    assert [type(each) for each in effects] == [AskStatus]


def test_nobody_is_asked_for_a_card_while_a_decline_cannot_be_written_down() -> None:
    now = play(TO_CARD)
    now, (closing,) = step(now, outcome(Declined("no")), 5.0)
    assert isinstance(closing, CloseAttempt)
    now, _ = step(now, NotWritten(KEY, closing), 5.1)
    said = snapshot(now, SURROUNDINGS, 5.1)
    assert (said["state"], said["payment"]["code"]) == ("AUTHORISING", "stopping")
    now, _ = step(now, AttemptClosed(KEY), 10.0)
    assert now.message is not None
    assert now.message.kind is MessageKind.DECLINED
