"""The screen sleeps when nobody is here, and only then."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.mirror.duty.sleep import CLOSED_AFTER_S, Hours, Sleep

NOON, NIGHT = 12 * 60, 23 * 60
SHOP = Hours.parse("09:30-20:00")


@pytest.mark.parametrize(
    ("hours", "minute", "is_open", "change"),
    [
        ("", 0, True, None),
        ("", 1439, True, None),
        ("09:30-20:00", 569, False, 1),
        ("09:30-20:00", 570, True, 630),
        ("09:30-20:00", 1199, True, 1),
        ("09:30-20:00", 1200, False, 810),
        ("20:00-02:00", 1439, True, 121),
        ("20:00-02:00", 119, True, 1),
        ("20:00-02:00", 120, False, 1080),
    ],
)
def test_hours(hours: str, minute: int, is_open: bool, change: int | None) -> None:
    parsed = Hours.parse(hours)
    assert parsed.open_at(minute) is is_open
    if change is not None:
        assert parsed.next_change(minute) == change


@pytest.mark.parametrize("text", ["9-20", "09:30", "24:00-08:00", "09:60-10:00"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no time"):
        Hours.parse(text)


def test_it_sleeps_after_a_while_and_wakes_at_a_touch() -> None:
    sleep = Sleep(900.0)
    assert sleep.deadline(0, NOON) == 900
    assert not sleep.aged(899, NOON).asleep
    asleep = sleep.aged(900, NOON)
    assert asleep.asleep
    assert asleep.deadline(901, NOON) is None
    awake = asleep.stirred(1000)
    assert not awake.asleep
    assert awake.deadline(1000, NOON) == 1900


def test_it_never_sleeps_while_something_hangs_here_and_counts_from_when_it_is_gone() -> None:
    sleep = Sleep(900.0).seen(True, 10)
    assert sleep.deadline(10, NOON) is None
    assert not sleep.aged(1e6, NOON).asleep
    gone = sleep.seen(False, 5000)
    assert not gone.aged(5899, NOON).asleep
    assert gone.aged(5900, NOON).asleep
    assert not gone.aged(5900, NOON).seen(True, 6000).asleep


def test_what_was_left_hanging_does_not_keep_it_awake_all_night() -> None:
    left = Sleep(0.0, SHOP).seen(True, 10, ("coat",))
    assert left.deadline(20, NOON) == 20 + 8 * 3600, "when the shop closes"
    assert not left.aged(900, NIGHT).asleep, "somebody may still be dressing"
    assert left.deadline(20, NIGHT) == 910
    asleep = left.aged(911, NIGHT)
    assert asleep.asleep
    assert asleep.seen(True, 912, ("coat",)).asleep, "the same coat, told again"
    assert not asleep.seen(True, 913, ("coat", "scarf")).asleep, "somebody came"


@pytest.mark.parametrize(
    ("after_s", "minute", "patience"),
    [(900, NOON, 900), (0, NOON, None), (900, NIGHT, 60), (0, NIGHT, 60), (30, NIGHT, 30)],
)
def test_outside_of_the_hours_it_waits_less(
    after_s: float, minute: int, patience: float | None
) -> None:
    assert Sleep(after_s, SHOP).patience_s(minute) == patience
    assert CLOSED_AFTER_S == 60


def test_one_that_never_sleeps_looks_again_when_the_shop_closes() -> None:
    assert Sleep(0, SHOP).deadline(100.0, NOON) == 100.0 + 8 * 3600
    assert Sleep(0).deadline(100.0, NOON) is None


@given(st.integers(0, 1439), st.integers(0, 1439), st.integers(0, 1439))
def test_the_next_change_is_the_first_one(opens: int, closes: int, minute: int) -> None:
    hours = Hours(opens, closes)
    until = hours.next_change(minute)
    now = hours.open_at(minute)
    assert 1 <= until <= 1440
    assert all(hours.open_at((minute + later) % 1440) is now for later in range(1, until))
