"""The glass shows the newest of many garments, each in a cell that it keeps; all can be reached."""

from __future__ import annotations

import itertools
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from kiosk.mirror.visit.ageing import deadline
from kiosk.mirror.visit.events import Garment, MoreTapped, RoomSeen, Tick
from kiosk.mirror.visit.glass import CELLS, TURNED_RESTS_S, Glass
from kiosk.mirror.visit.visit import FittingVisit
from tests.unit.mirror.boutique import EVERYTHING, tag

RAIL = tuple(
    replace(piece, tag=tag(number))
    for number, piece in enumerate(itertools.islice(itertools.cycle(EVERYTHING), 40))
)
AT_REST = FittingVisit(forget_after_s=45)


def seen(visit: FittingVisit, garments: tuple[Garment, ...]) -> FittingVisit:
    return visit.after(RoomSeen(garments), 1.0).visit


def test_what_fits_is_all_there_in_order_of_arrival() -> None:
    assert seen(AT_REST, RAIL[:CELLS]).on_glass == RAIL[:CELLS]


def test_one_more_takes_a_free_cell_and_moves_no_other() -> None:
    twelve = seen(AT_REST, RAIL[:12])
    assert twelve.on_glass == RAIL[5:12]
    thirteen = seen(twelve, RAIL[:13])
    assert thirteen.on_glass == (RAIL[12], *RAIL[6:12])


def test_taken_from_the_glass_an_older_one_takes_its_cell() -> None:
    twelve = seen(AT_REST, RAIL[:12])
    without = tuple(garment for garment in RAIL[:12] if garment is not RAIL[8])
    assert seen(twelve, without).on_glass == (*RAIL[5:8], RAIL[4], *RAIL[9:12])


@given(st.lists(st.sets(st.integers(0, len(RAIL) - 1)), max_size=6))
def test_the_newest_are_shown_whatever_comes_and_goes(rooms: list[set[int]]) -> None:
    glass, before = Glass(), ()
    for numbers in rooms:
        garments = tuple(RAIL[number] for number in sorted(numbers))
        glass = glass.seeing(garments, arrived=True)
        shown = glass.garments(garments)
        fits = len(garments) <= CELLS
        assert set(glass.cells) == {
            garment.tag for garment in (garments if fits else garments[1 - CELLS :])
        }
        if not fits:
            for cell, garment in enumerate(before[: CELLS - 1]):
                assert shown[cell] is garment or garment not in shown
        before = shown


@given(st.integers(CELLS + 1, len(RAIL)))
def test_turning_reaches_every_garment_and_ends_at_the_newest(count: int) -> None:
    garments = RAIL[:count]
    visit = newest = seen(AT_REST, garments)
    reached: set[Garment] = set()
    while not reached or visit.glass.turned:
        reached |= set(visit.on_glass)
        visit = visit.after(MoreTapped(), 2.0).visit
    assert reached == set(garments)
    assert set(visit.on_glass) == set(newest.on_glass)


def test_what_comes_is_shown_even_when_the_glass_was_turned() -> None:
    turned = seen(AT_REST, RAIL[:20]).after(MoreTapped(), 2.0).visit
    assert RAIL[20] in seen(turned, RAIL[:21]).on_glass
    assert seen(turned, RAIL[:20]).on_glass == turned.on_glass


def test_a_glass_that_nobody_turns_shows_the_newest_again() -> None:
    turned = seen(AT_REST, RAIL[:20]).after(MoreTapped(), 2.0).visit
    due = deadline(turned)
    assert due == 2.0 + TURNED_RESTS_S
    assert set(turned.after(Tick(), due).visit.on_glass) == set(RAIL[13:20])
