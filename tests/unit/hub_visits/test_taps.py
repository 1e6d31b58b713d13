"""Taps: whatever is sent in whatever order and however often, each is passed on once."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.hub.visits.taps import MOST, STAYS_S, Tap, Taps, TooManyTapsError

IDS = st.sampled_from([f"tap-{n}" for n in range(6)])
STEPS = st.lists(st.tuples(IDS, st.floats(0, 20)), max_size=60)


@given(STEPS)
def test_each_id_is_passed_on_once_whatever_is_repeated(steps: list[tuple[str, float]]) -> None:
    taps = Taps()
    now = 0.0
    passed: list[str] = []
    for tap_id, pause in steps:
        now += pause
        try:
            if taps.add(Tap(tap_id, "call"), now):
                passed.append(tap_id)
        except TooManyTapsError:
            pass
        waiting = [tap.id for tap in taps.waiting(now)]
        assert len(waiting) == len(set(waiting)) <= MOST
        assert set(waiting) <= set(passed)
    assert len(passed) == len(set(passed))


@given(st.lists(st.floats(0, 0.2), max_size=200))
def test_a_flood_is_held_back_and_a_thumb_is_not(pauses: list[float]) -> None:
    taps = Taps()
    now, passed = 0.0, 0
    for count, pause in enumerate(pauses):
        now += pause
        with contextlib.suppress(TooManyTapsError):
            passed += taps.add(Tap(f"tap-{count}", "call"), now)
    assert passed <= 15 + 3 * now + 1


def test_who_taps_once_a_second_is_never_refused() -> None:
    taps = Taps()
    assert all(taps.add(Tap(f"tap-{now}", "back"), float(now)) for now in range(120))


def test_a_tap_that_the_mirror_did_not_hear_in_time_is_not_done_later() -> None:
    taps = Taps()
    taps.add(Tap("a", "call"), 0.0)
    assert taps.waiting(STAYS_S - 0.1)
    assert not taps.waiting(STAYS_S)


def test_one_that_was_refused_may_be_sent_again() -> None:
    taps = Taps()
    for count in range(15):
        taps.add(Tap(f"tap-{count}", "call"), 0.0)
    with pytest.raises(TooManyTapsError):
        taps.add(Tap("one-more", "call"), 0.0)
    assert taps.add(Tap("one-more", "call"), 1.0)
