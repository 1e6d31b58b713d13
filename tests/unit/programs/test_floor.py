"""One item in one place, however it is carried about."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hardware.rfid.reader import TagId
from kiosk.bench.floor import Floor, Place, moves

TAGS = [TagId.epc(f"30{n:022X}") for n in range(6)]
PLACES = [Place("room", "1"), Place("room", "2"), Place("table", "1"), None]
CARRIES = st.lists(
    st.tuples(st.lists(st.sampled_from(TAGS), max_size=4), st.sampled_from(PLACES)), max_size=12
)


@given(CARRIES)
def test_every_garment_is_where_it_was_carried_last_and_nowhere_else(
    carries: list[tuple[list[TagId], Place | None]],
) -> None:
    floor = Floor()
    last: dict[TagId, Place | None] = {}
    for tags, place in carries:
        floor = floor.put(tags, place)
        last |= dict.fromkeys(tags, place)
    for tag in TAGS:
        assert floor.where(tag) == last.get(tag)
        there = [place for place in PLACES if place and tag in floor.at(place)]
        assert there == [place for place in (last.get(tag),) if place]


@given(CARRIES, CARRIES)
def test_the_moves_between_two_floors_lead_from_one_to_the_other(
    first: list[tuple[list[TagId], Place | None]], then: list[tuple[list[TagId], Place | None]]
) -> None:
    before = Floor()
    for tags, place in first:
        before = before.put(tags, place)
    after = before
    for tags, place in then:
        after = after.put(tags, place)
    walked = dict(before.places)
    for move in moves(before, after):
        assert move.start != move.end
        assert walked.pop(move.tag, None) == move.start
        if move.end is not None:
            walked[move.tag] = move.end
    assert walked == dict(after.places)


def test_garments_keep_the_order_in_which_they_came_and_one_carried_again_stays() -> None:
    room = Place("room", "1")
    floor = Floor().put(TAGS[:3], room).put(TAGS[:1], room)
    assert floor.at(room) == tuple(TAGS[:3])
    back = floor.put(TAGS[:1], None).put(TAGS[:1], room)
    assert back.at(room) == (TAGS[1], TAGS[2], TAGS[0])
