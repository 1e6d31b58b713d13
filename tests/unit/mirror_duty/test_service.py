"""Staff's way in: four corners, a PIN, a page; no shopper's way in, and out again by itself."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.mirror.duty.gesture import ORDER, Corner, Corners, corner_at
from kiosk.mirror.duty.service import (
    PAD_RESTS_S,
    PAGE_RESTS_S,
    Action,
    AskHere,
    AskHub,
    Closed,
    Compared,
    Digit,
    Entered,
    Erased,
    Happening,
    Note,
    Opened,
    Passed,
    Pressed,
    Service,
    Stage,
    Verdict,
    Wanted,
    Wish,
)

WIDTH, HEIGHT = 1080.0, 1920.0


def after(
    happenings: Iterable[tuple[float, Happening]], service: Service | None = None
) -> tuple[Service, list[Wish]]:
    service = service or Service()
    wishes: list[Wish] = []
    for now, happening in happenings:
        service, more = service.after(happening, now)
        wishes += more
    return service, wishes


def opened(at: float = 0.0, service: Service | None = None) -> Service:
    return after([(at + i, Pressed(corner)) for i, corner in enumerate(ORDER)], service)[0]


def entered(
    pin: str, at: float, *, near: bool = True, key: str = "1"
) -> list[tuple[float, Happening]]:
    return [*((at, Digit(digit)) for digit in pin), (at, Entered(key, near))]


# --- the gesture


@pytest.mark.parametrize(
    ("x", "y", "corner"),
    [
        (0, 0, Corner.UPPER_LEFT),
        (107, 107, Corner.UPPER_LEFT),
        (108, 50, None),
        (50, 108, None),
        (1079, 0, Corner.UPPER_RIGHT),
        (971, 50, None),
        (1079, 1919, Corner.LOWER_RIGHT),
        (0, 1919, Corner.LOWER_LEFT),
        (540, 960, None),
    ],
)
def test_corners(x: float, y: float, corner: Corner | None) -> None:
    assert corner_at(x, y, WIDTH, HEIGHT) is corner


def test_four_corners_in_four_seconds_open_the_pad() -> None:
    assert opened().stage is Stage.PIN


@given(st.lists(st.tuples(st.sampled_from([*Corner, None]), st.floats(0, 3)), max_size=30))
def test_nothing_else_does(presses: list[tuple[Corner | None, float]]) -> None:
    now, corners = 0.0, Corners()
    history: list[tuple[Corner | None, float]] = []
    for corner, pause in presses:
        now += pause
        history.append((corner, now))
        corners = corners.pressed(corner, now)
        if corners.done:
            last = history[-4:]
            assert tuple(corner for corner, _ in last) == ORDER
            assert last[-1][1] - last[0][1] < 4
            corners = Corners()


def test_what_lies_in_the_last_corners_is_not_pressed_on_the_way() -> None:
    corners = Corners()
    likely = []
    for corner in ORDER:
        likely.append(corners.likely)
        corners = corners.pressed(corner, 0.0)
    assert likely == [False, False, True, True]


# --- the PIN


def test_the_hub_compares_the_pin() -> None:
    service, wishes = after(entered("4711", 5), opened())
    assert service.note is Note.CHECKING
    assert wishes == [AskHub("1", "4711")]
    page, wishes = after([(6, Compared("1", Verdict.RIGHT, "Mara"))], service)
    assert (page.stage, page.who, page.pin) == (Stage.PAGE, "Mara", "")
    assert wishes == []


def test_a_pin_is_never_in_a_log_line() -> None:
    service, [ask] = after(entered("4711", 5), opened())
    assert "4711" not in repr(service)
    assert "4711" not in repr(ask)


def test_without_the_hub_the_mirror_compares_it_and_tells_later() -> None:
    service, wishes = after(entered("4711", 5, near=False), opened())
    assert wishes == [AskHere("1", "4711")]
    page, wishes = after([(6, Compared("1", Verdict.RIGHT, by_hub=False))], service)
    assert page.stage is Stage.PAGE
    assert wishes == [Opened("1")]


def test_a_hub_that_does_not_answer_is_not_waited_for() -> None:
    service, _ = after(entered("4711", 5), opened())
    assert service.deadline() == 9
    service, wishes = after([(9, Passed())], service)
    assert wishes == [AskHere("1", "4711")]
    service, wishes = after([(9.1, Compared("1", Verdict.UNKNOWN, by_hub=False))], service)
    assert (service.note, wishes) == (Note.NO_PIN, [])
    # Its answer comes after all: too late, the pad is empty again.
    late, _ = after([(10, Compared("1", Verdict.RIGHT, "Mara"))], service)
    assert late.stage is Stage.PIN


def test_a_comparison_that_never_ends_does_not_keep_the_pad_nor_spin_its_clock() -> None:
    service, _ = after(entered("4711", 5, near=False), opened())
    assert service.deadline() == 25
    closed, _ = after([(25, Passed())], service)
    assert (closed.stage, closed.pin, closed.deadline()) == (Stage.CLOSED, "", None)


def test_an_answer_to_an_older_try_is_none() -> None:
    service, _ = after([*entered("4711", 5), (6, Compared("1", Verdict.WRONG))], opened())
    service, _ = after(entered("4712", 7, key="2"), service)
    service, _ = after([(8, Compared("1", Verdict.RIGHT, "Mara"))], service)
    assert service.stage is Stage.PIN


def wrong(service: Service, at: float, times: int) -> Service:
    for number in range(times):
        key = f"{at}-{number}"
        happenings = [*entered("0000", at, key=key), (at, Compared(key, Verdict.WRONG))]
        service, _ = after(happenings, service)
    return service


def test_three_wrong_ones_make_a_pause_that_grows_and_outlives_the_pad() -> None:
    service = wrong(opened(), 5, 2)
    assert service.note is Note.WRONG
    service = wrong(service, 6, 1)
    assert (service.note, service.paused_until) == (Note.PAUSED, 36)
    typed, wishes = after(entered("4711", 7), service)
    assert (typed.pin, wishes) == ("", [])
    closed, _ = after([(30, Passed())], service)
    assert closed.stage is Stage.CLOSED
    again = opened(31, closed)
    assert again.note is Note.PAUSED
    free, _ = after([(36, Passed())], again)
    assert free.note is Note.NONE
    assert wrong(free, 37, 1).paused_until == 37 + 60


def test_the_right_one_forgets_the_wrong_ones() -> None:
    service = wrong(opened(), 5, 2)
    happenings = [*entered("4711", 6, key="z"), (6.0, Compared("z", Verdict.RIGHT, "Mara"))]
    service, _ = after(happenings, service)
    assert service.wrong == 0


@pytest.mark.parametrize(
    ("keys", "pin"),
    [
        ([Digit("1"), Digit("2"), Erased()], "1"),
        ([Erased()], ""),
        ([Digit("1")] * 9, "1" * 8),
        ([Digit("1"), Digit("2"), Digit("3"), Entered("1", True)], "123"),
    ],
)
def test_the_pad(keys: list[Happening], pin: str) -> None:
    service, wishes = after([(5, key) for key in keys], opened())
    assert (service.pin, wishes) == (pin, [])


# --- the page


def page(at: float = 5.0) -> Service:
    return after([*entered("4711", at), (at, Compared("1", Verdict.RIGHT, "Mara"))], opened())[0]


@pytest.mark.parametrize("action", list(Action))
def test_what_the_page_can_do_only_the_page_does(action: Action) -> None:
    assert after([(6, Wanted(action))], page())[1] == [Wanted(action)]
    assert after([(6, Wanted(action))], opened())[1] == []
    assert after([(6, Wanted(action))])[1] == []


def test_it_closes_by_itself_and_touching_it_puts_that_off() -> None:
    assert page().deadline() == 5 + PAGE_RESTS_S
    touched, _ = after([(60, Pressed(None))], page())
    assert touched.deadline() == 60 + PAGE_RESTS_S
    assert after([(60 + PAGE_RESTS_S, Passed())], touched)[0].stage is Stage.CLOSED
    assert opened().deadline() == 3 + PAD_RESTS_S
    assert after([(3 + PAD_RESTS_S, Passed())], opened())[0] == Service()


def test_it_is_closed_by_hand() -> None:
    assert after([(6, Closed())], page())[0] == Service()


@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                [
                    *(Pressed(corner) for corner in ORDER),
                    *(Digit(d) for d in "4711"),
                    Entered("1", True),
                    Entered("2", False),
                    Compared("1", Verdict.WRONG),
                    Compared("2", Verdict.WRONG),
                    Compared("3", Verdict.RIGHT),
                    *(Wanted(action) for action in Action),
                    Closed(),
                    Passed(),
                ]
            ),
            st.floats(0, 40),
        ),
        max_size=60,
    )
)
def test_whatever_is_pressed_nobody_comes_in_without_a_right_pin(
    presses: list[tuple[Happening, float]],
) -> None:
    now, service = 0.0, Service()
    for happening, pause in presses:
        now += pause
        service, wishes = service.after(happening, now)
        assert service.stage is not Stage.PAGE
        assert not any(isinstance(wish, Wanted | Opened) for wish in wishes)
