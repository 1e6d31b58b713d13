"""How a request from a fitting room moves on, and what the shopper is told meanwhile."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from kiosk.hub.rooms.fitting_request import (
    AnswerTimes,
    FittingRequest,
    RequestError,
    RequestKind,
    RequestStatus,
    answer,
    measure,
    waited,
)

NOON = datetime(2026, 3, 7, 12, tzinfo=UTC)
USUAL = AnswerTimes(whole=timedelta(minutes=4), fetching=timedelta(minutes=2))
UNMEASURED = AnswerTimes()


def at(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def asked(kind: RequestKind = RequestKind.BRING) -> FittingRequest:
    return FittingRequest(id="r", room="1", kind=kind, created_at=NOON)


WAITING = asked()
TAKEN = WAITING.take("Ana", at(1))
DONE = TAKEN.finish("Ana", at(3))
CANCELLED = WAITING.cancel(at(1))


@pytest.mark.parametrize(
    ("request_", "move", "status", "by"),
    [
        (WAITING, lambda r: r.take("Ana", at(2)), "taken", "Ana"),
        (TAKEN, lambda r: r.take("Ana", at(2)), "taken", "Ana"),
        (TAKEN, lambda r: r.put_back(), "waiting", ""),
        (WAITING, lambda r: r.put_back(), "waiting", ""),
        (TAKEN, lambda r: r.finish("Ben", at(2)), "done", "Ana"),
        (WAITING, lambda r: r.finish("Ben", at(2)), "done", "Ben"),
        (DONE, lambda r: r.finish("Ben", at(9)), "done", "Ana"),
        (TAKEN, lambda r: r.cancel(at(2)), "cancelled", "Ana"),
        (CANCELLED, lambda r: r.cancel(at(9)), "cancelled", ""),
    ],
)
def test_moves(request_, move, status, by) -> None:
    moved = move(request_)
    assert (moved.status, moved.taken_by) == (status, by)


@pytest.mark.parametrize(
    ("request_", "move", "words"),
    [
        (TAKEN, lambda r: r.take("Ben", at(2)), "Ana has taken this one already."),
        (DONE, lambda r: r.take("Ben", at(4)), "This one is finished already."),
        (DONE, lambda r: r.cancel(at(4)), "This one is finished already."),
        (DONE, lambda r: r.put_back(), "This one is finished already."),
        (CANCELLED, lambda r: r.take("Ben", at(2)), "The shopper does not need this one any more."),
        (
            CANCELLED,
            lambda r: r.finish("Ben", at(2)),
            "The shopper does not need this one any more.",
        ),
    ],
)
def test_refusals_say_why(request_, move, words) -> None:
    with pytest.raises(RequestError, match=words):
        move(request_)


class EveryOrderOfTaps(RuleBasedStateMachine):
    """Whatever colleagues and shopper tap in whatever order, the request makes sense."""

    def __init__(self) -> None:
        super().__init__()
        self.now = NOON
        self.request = asked()

    def tap(self, move) -> None:
        before = self.request
        self.now += timedelta(seconds=7)
        try:
            self.request = move(before)
        except RequestError:
            assert self.request is before
        if not before.open:
            assert self.request == before, "what is over stays as it was"

    @rule(by=st.sampled_from(["Ana", "Ben", ""]))
    def take(self, by: str) -> None:
        self.tap(lambda r: r.take(by, self.now))

    @rule(by=st.sampled_from(["Ana", "Ben", ""]))
    def finish(self, by: str) -> None:
        self.tap(lambda r: r.finish(by, self.now))

    @rule()
    def put_back(self) -> None:
        self.tap(lambda r: r.put_back())

    @rule()
    def cancel(self) -> None:
        self.tap(lambda r: r.cancel(self.now))

    @invariant()
    def makes_sense(self) -> None:
        request = self.request
        assert (request.done_at is None) == request.open
        match request.status:
            case RequestStatus.WAITING:
                assert request.taken_at is None
                assert request.taken_by == ""
            case RequestStatus.TAKEN:
                assert request.taken_at is not None
            case RequestStatus.DONE:
                assert request.created_at <= request.taken_at <= request.done_at
        sentence = answer(request, self.now, USUAL, staff_on_duty=True)
        assert sentence.endswith(".")


TestEveryOrderOfTaps = EveryOrderOfTaps.TestCase


@pytest.mark.parametrize(
    ("request_", "now", "times", "on_duty", "told"),
    [
        (WAITING, 0, UNMEASURED, True, "A colleague has been asked."),
        (WAITING, 0, USUAL, True, "A colleague has been asked. Usually about 4 minutes."),
        (WAITING, 5, USUAL, True, "A colleague has been asked."),
        (
            WAITING,
            0,
            USUAL,
            False,
            "A colleague has been asked. You can also ask at the checkout.",
        ),
        (TAKEN, 1, UNMEASURED, True, "On its way."),
        (TAKEN, 1, USUAL, True, "On its way, about 2 minutes."),
        (TAKEN, 1, USUAL, False, "On its way, about 2 minutes."),
        (TAKEN, 2, USUAL, True, "On its way, about a minute."),
        (TAKEN, 3.5, USUAL, True, "On its way."),
        (
            asked(RequestKind.CALL).take("Ana", NOON),
            0,
            UNMEASURED,
            True,
            "A colleague is on the way.",
        ),
        (DONE, 9, USUAL, True, "Here you are."),
        (CANCELLED, 9, USUAL, True, "Cancelled. Ask again any time."),
    ],
)
def test_what_the_shopper_is_told(request_, now, times, on_duty, told) -> None:
    assert answer(request_, at(now), times, staff_on_duty=on_duty) == told


def answered(*minutes: tuple[float, float]) -> list[FittingRequest]:
    return [asked().take("Ana", at(taken)).finish("Ana", at(done)) for taken, done in minutes]


def test_a_promise_needs_three_measured_answers() -> None:
    assert measure(answered((1, 3), (1, 3))).minutes is None
    assert measure([*answered((1, 3), (1, 3)), TAKEN, CANCELLED]).minutes is None
    assert measure(answered((1, 3), (2, 4), (1, 60))) == AnswerTimes(
        whole=timedelta(minutes=4), fetching=timedelta(minutes=2)
    ), "the median: one that was forgotten for an hour does not count for much"


@given(
    st.lists(
        st.tuples(st.floats(0, 90), st.floats(0, 90)).map(lambda t: (min(t), max(t))),
        min_size=3,
        max_size=12,
    )
)
def test_the_measured_time_is_one_that_happened(minutes) -> None:
    times = measure(answered(*minutes))
    assert times.minutes is not None
    assert 1 <= times.minutes <= 91
    assert timedelta(0) <= times.fetching <= timedelta(minutes=90)


@given(st.floats(0, 500), st.booleans())
def test_no_number_is_told_once_its_time_is_over(minutes: float, on_duty: bool) -> None:
    for request in (WAITING, TAKEN):
        told = answer(request, at(1 + minutes), USUAL, staff_on_duty=on_duty)
        late = minutes >= (3 if request is WAITING else 2)
        assert not (late and "about" in told)


@pytest.mark.parametrize(
    ("minutes", "words"), [(0.9, "now"), (4.5, "4 min"), (59, "59 min"), (65, "1 h 05")]
)
def test_waiting_time_at_a_glance(minutes: float, words: str) -> None:
    assert waited(timedelta(minutes=minutes)) == words
