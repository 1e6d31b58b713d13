"""How a request from a fitting room moves on, and when it has waited too long."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from kiosk.hub.rooms.fitting_request import (
    FittingRequest,
    Outcome,
    RequestError,
    RequestKind,
    RequestStatus,
    Wanted,
    one_line,
    waited,
)
from kiosk.hub.rooms.urgency import escalations, in_order

NOON = datetime(2026, 3, 7, 12, tzinfo=UTC)
HOLD = timedelta(hours=2)


def at(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def asked(kind: RequestKind = RequestKind.BRING) -> FittingRequest:
    return FittingRequest(id="r", room="1", kind=kind, created_at=NOON)


WAITING = asked()
TAKEN = WAITING.take("Ana", at(1))
DONE = TAKEN.finish("Ana", at(3), hold=HOLD)
CANCELLED = WAITING.cancel(at(1))


@pytest.mark.parametrize(
    ("request_", "move", "status", "by"),
    [
        (WAITING, lambda r: r.take("Ana", at(2)), "taken", "Ana"),
        (TAKEN, lambda r: r.take("Ana", at(2)), "taken", "Ana"),
        (TAKEN, lambda r: r.put_back(), "waiting", ""),
        (WAITING, lambda r: r.put_back(), "waiting", ""),
        (TAKEN, lambda r: r.finish("Ben", at(2), hold=HOLD), "done", "Ana"),
        (WAITING, lambda r: r.finish("Ben", at(2), hold=HOLD), "done", "Ben"),
        (DONE, lambda r: r.finish("Ben", at(9), hold=HOLD), "done", "Ana"),
        (TAKEN, lambda r: r.cancel(at(2)), "cancelled", "Ana"),
        (CANCELLED, lambda r: r.cancel(at(9)), "cancelled", ""),
        (WAITING, lambda r: r.expire(at(9)), "cancelled", ""),
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
            lambda r: r.finish("Ben", at(2), hold=HOLD),
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
        self.tap(lambda r: r.finish(by, self.now, hold=HOLD))

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
        assert request.times_escalated(self.now, timedelta(seconds=20)) == 0 or request.open


TestEveryOrderOfTaps = EveryOrderOfTaps.TestCase


def test_a_piece_that_is_to_be_held_is_set_aside_for_its_time() -> None:
    held = asked(RequestKind.HOLD).take("Ana", at(1)).finish("Ana", at(2), hold=HOLD)
    assert (held.status, held.outcome, held.held_until) == ("done", "held", at(2) + HOLD)
    assert held.held
    assert not held.open
    got = held.end_hold(Outcome.HANDED_OVER)
    assert not got.held
    assert got.end_hold(Outcome.HANDED_OVER) is got, "a second tap changes nothing"
    with pytest.raises(RequestError, match="not set aside any more"):
        got.end_hold(Outcome.RETURNED)
    with pytest.raises(RequestError, match="not set aside any more"):
        DONE.end_hold(Outcome.RETURNED)


def test_a_piece_that_is_not_there_may_have_another_one_named() -> None:
    piece = Wanted(7, "Linen shirt", "Ivory, M", "M", "Ivory", None, None)
    request = replace(WAITING, wanted=piece)
    gone = request.not_there("Ana", at(2), "The same in sand is.")
    assert (gone.status, gone.outcome, gone.note) == ("done", "not_there", "The same in sand is.")
    assert (gone.taken_by, gone.taken_at) == ("Ana", at(2))
    assert gone.not_there("Ben", at(3), "") is gone
    with pytest.raises(RequestError, match="finished"):
        gone.take("Ben", at(3))
    with pytest.raises(RequestError, match="Nothing was asked for"):
        asked(RequestKind.CALL).not_there("Ana", at(1), "")


@pytest.mark.parametrize(
    ("request_", "minutes", "times"),
    [
        (WAITING, 0, 0),
        (WAITING, 1.49, 0),
        (WAITING, 1.5, 1),
        (WAITING, 2.9, 1),
        (WAITING, 3, 2),
        (WAITING, 15, 10),
        (WAITING, -5, 0),
        (TAKEN, 15, 0),
        (TAKEN.put_back(), 3, 2),
        (DONE, 15, 0),
        (CANCELLED, 15, 0),
        (asked(RequestKind.HOLD), 15, 0),
        (asked(RequestKind.CALL), 1.5, 1),
    ],
)
def test_a_request_that_nobody_takes_escalates_again_and_again(request_, minutes, times) -> None:
    after = timedelta(seconds=90)
    assert request_.times_escalated(at(minutes), after) == times
    noted = request_.noted_escalation(at(minutes), after)
    assert noted.escalated_at == (at(1.5) if times else None)
    assert noted.noted_escalation(at(minutes + 30), after).escalated_at in (at(1.5), None)


def test_escalated_ones_stand_first_and_holds_last() -> None:
    after = timedelta(minutes=2)
    names = {
        "escalated": asked(),
        "new": replace(asked(), created_at=at(5)),
        "hold": replace(asked(RequestKind.HOLD), created_at=at(-9)),
        "taken": TAKEN,
    }
    requests = [replace(one, id=name) for name, one in names.items()]
    assert [one.id for one in in_order(requests[::-1], at(6), after)] == list(names)
    (told,) = escalations(requests, at(6), after, lambda room: f"Fitting room {room}")
    assert told == {"id": "escalated", "place": "Fitting room 1", "title": "", "times": 3}


@pytest.mark.parametrize(
    ("typed", "line"),
    [("  The same\nin sand ", "The same in sand"), ("a\x00b\u202ec", "a b c"), ("", "")],
)
def test_what_a_colleague_types_is_one_line(typed: str, line: str) -> None:
    assert one_line(typed) == line


@pytest.mark.parametrize(
    ("minutes", "words"), [(0.9, "now"), (4.5, "4 min"), (59, "59 min"), (65, "1 h 05")]
)
def test_waiting_time_at_a_glance(minutes: float, words: str) -> None:
    assert waited(timedelta(minutes=minutes)) == words
