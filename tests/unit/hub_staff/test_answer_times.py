"""What a shop may promise its fitting rooms: measured answers, and the sentence made of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.hub.rooms.answer_times import AnswerTimes, in_minutes, measure, share_of
from kiosk.hub.rooms.answers import answer
from kiosk.hub.rooms.fitting_request import FittingRequest, Outcome, RequestKind, Wanted

HOLD = timedelta(hours=2)
NOON = datetime(2026, 3, 7, 12).astimezone()  # by the clock on the shop's wall
USUAL = AnswerTimes(answering=timedelta(minutes=4), fetching=timedelta(minutes=2))
UNMEASURED = AnswerTimes()
PIECE = Wanted(7, "Linen shirt", "Ivory, M", "M", "Ivory", None, None)


def at(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def asked(kind: RequestKind = RequestKind.BRING) -> FittingRequest:
    return FittingRequest(id="r", room="1", kind=kind, created_at=NOON, wanted=PIECE)


def answered(*taking: float, fetching: float = 0, hours: float = 0) -> list[FittingRequest]:
    """Asked so many hours later, and taken after so many minutes each."""
    begun = [replace(asked(), created_at=at(60 * hours)) for _ in taking]
    return [
        one.take("Ana", one.created_at + timedelta(minutes=minutes)).finish(
            "Ana", one.created_at + timedelta(minutes=minutes + fetching), hold=HOLD
        )
        for one, minutes in zip(begun, taking, strict=True)
    ]


def given_up(after: float) -> FittingRequest:
    return asked().cancel(at(after))


LATER = at(60)


@pytest.mark.parametrize(
    ("requests", "minutes"),
    [
        (answered(), None),
        (answered(1, 1, 1, 1), None),
        (answered(1, 1, 1, 1, 1), 1),
        (answered(1, 2, 3, 4, 5), 4),  # four of five
        (answered(1, 2, 3, 4, 60), 4),  # one that was forgotten counts as one
        (answered(0.5, 1, 2, 2.1, 9), 3),  # rounded up
        (answered(0, 0, 0, 0, 0), 1),
        ([*answered(1, 2, 3, 4, 5), given_up(0.2)], 4),  # changed their mind
        ([*answered(1, 2, 3, 4, 5), given_up(8), given_up(9)], 8),  # nobody came
        ([*answered(1, 2, 3, 4, 5), *[asked()] * 9], 4),  # still waiting
        ([replace(one, kind=RequestKind.HOLD) for one in answered(1, 2, 3, 4, 5)], None),
    ],
)
def test_what_four_of_five_waited_at_most(requests, minutes) -> None:
    assert measure(requests, LATER).minutes == minutes


def test_what_is_told_is_until_it_is_brought_and_not_until_somebody_taps_take() -> None:
    assert measure(answered(1, 1, 1, 1, 1, fetching=4), LATER).minutes == 5
    not_there = [asked().not_there("Ana", at(1), "") for _ in range(9)]
    assert measure([*answered(*[6] * 5), *not_there], LATER).minutes == 6, "nothing came of these"
    assert measure([asked().take("Ana", at(1)) for _ in range(9)], LATER).minutes is None


def test_a_list_that_somebody_tidied_in_the_evening_is_no_promise() -> None:
    late = measure(answered(*[1] * 9, fetching=200), at(300))
    assert late.minutes is None
    told = answer(asked(), NOON, late, on_duty=True)
    assert told == "A colleague has been asked."


def test_this_time_of_day_speaks_for_itself_once_there_are_enough() -> None:
    slow = answered(*[6] * 12, hours=24)  # yesterday's noon
    quick = answered(*[1] * 60, hours=30)  # yesterday evening
    assert measure([*slow, *quick], at(60 * 48)).minutes == 6
    assert measure([*slow, *quick], at(60 * 54)).minutes == 1
    assert measure([*slow[:11], *quick], at(60 * 48)).minutes == 1, "too few of noon alone"
    midnight = answered(*[3] * 12, hours=35.9) + answered(*[9] * 40, hours=29)
    assert measure(midnight, at(60 * 60.3)).minutes == 3, "a quarter past is near a quarter to"


def test_what_is_long_ago_says_nothing() -> None:
    old = answered(1, 1, 1, 1, 1)
    assert measure(old, at(60 * 24 * 27)).minutes == 1
    assert measure(old, at(60 * 24 * 29)) == UNMEASURED


@given(st.lists(st.floats(0, 30), min_size=5, max_size=40))
def test_the_promise_holds_for_four_of_five_and_is_one_that_happened(minutes) -> None:
    times = measure(answered(*minutes), LATER)
    assert times.answering is not None
    kept = sum(timedelta(minutes=one) <= times.answering for one in minutes)
    assert kept >= 0.8 * len(minutes)
    assert times.answering in {timedelta(minutes=one) for one in minutes}
    assert timedelta(minutes=times.minutes or 0) >= times.answering


def test_shares_and_minutes() -> None:
    times = [timedelta(minutes=one) for one in (5, 1, 4, 2, 3)]
    assert share_of(times) == timedelta(minutes=4)
    assert share_of(times, 1.0) == timedelta(minutes=5)
    assert [in_minutes(timedelta(seconds=s)) for s in (0, 1, 60, 61, 240)] == [1, 1, 1, 2, 4]


WAITING = asked()
TAKEN = WAITING.take("Ana", at(1))
DONE = TAKEN.finish("Ana", at(3), hold=HOLD)
HELD = asked(RequestKind.HOLD).finish("Ana", at(3), hold=HOLD)


@pytest.mark.parametrize(
    ("request_", "now", "times", "told"),
    [
        (WAITING, 0, UNMEASURED, "A colleague has been asked."),
        (WAITING, 0, USUAL, "A colleague has been asked, and usually comes within 4 minutes."),
        (WAITING, 5, USUAL, "A colleague has been asked."),
        (TAKEN, 1, UNMEASURED, "On its way."),
        (TAKEN, 1, USUAL, "On its way, about 2 minutes."),
        (TAKEN, 2, USUAL, "On its way, about a minute."),
        (TAKEN, 3.5, USUAL, "On its way."),
        (asked(RequestKind.CALL).take("Ana", NOON), 0, UNMEASURED, "A colleague is on the way."),
        (DONE, 9, USUAL, "Here you are."),
        (WAITING.cancel(at(1)), 9, USUAL, "Cancelled. Ask again any time."),
        (WAITING.not_there("Ana", at(2), ""), 9, USUAL, "We could not find it today."),
        (
            WAITING.not_there("Ana", at(2), "In sand it is here."),
            9,
            USUAL,
            "We could not find it today. In sand it is here.",
        ),
        (asked(RequestKind.HOLD), 9, USUAL, "We will set it aside for you."),
        (
            asked(RequestKind.HOLD).take("Ana", NOON),
            9,
            USUAL,
            "A colleague is setting it aside.",
        ),
        (HELD, 9, USUAL, "It is set aside for you. Ask for it at the checkout."),
        (HELD.end_hold(Outcome.HANDED_OVER), 9, USUAL, "You have it."),
        (HELD.end_hold(Outcome.RETURNED), 9, USUAL, "It is on the rail again."),
        (
            asked(RequestKind.HOLD).expire(at(200)),
            200,
            USUAL,
            "We could not set it aside in time. Please ask at the checkout.",
        ),
    ],
)
def test_what_the_shopper_is_told(request_, now, times, told) -> None:
    assert answer(request_, at(now), times, on_duty=True) == told


def test_nobody_on_the_floor_promises_nothing_and_waiting_long_is_said() -> None:
    asked_in_vain = "A colleague has been asked. You can also ask at the checkout."
    assert answer(WAITING, NOON, USUAL, on_duty=False) == asked_in_vain
    assert answer(TAKEN, at(1), USUAL, on_duty=False) == "On its way, about 2 minutes."
    assert answer(WAITING, at(2), USUAL, on_duty=True, escalated=True) == (
        "This takes longer than usual. A colleague has been asked again."
    )


@given(st.floats(0, 500), st.booleans())
def test_no_number_is_told_once_its_time_is_over(minutes: float, on_duty: bool) -> None:
    for request, usual in ((WAITING, 4), (TAKEN, 2)):
        begun = request.taken_at or request.created_at
        told = answer(request, begun + timedelta(minutes=minutes), USUAL, on_duty=on_duty)
        assert not (minutes >= usual and "minute" in told)
