"""What others tell of a tag: a basket comes and goes as one, and so do people."""

from __future__ import annotations

import pytest

from hardware.rfid.reader import TagId, TagRead
from hardware.rfid.zone import Doubt, ReadZone, ZoneChange, ZoneProfile

ROOM, TABLE = ZoneProfile.fitting_room(), ZoneProfile.table()
SHIRT, SCARF, STRAY = (TagId.epc(f"30361F1B382708000000000{number}") for number in range(3))


def heard(
    tag: TagId, begin: float, end: float, rssi_dbm: float = -55.0, every: float = 0.1
) -> list[TagRead]:
    count = round((end - begin) / every) + 1
    return [TagRead(tag, 1, rssi_dbm, begin + number * every) for number in range(count)]


def play(zone: ReadZone, reads: list[TagRead], until: float) -> list[tuple[float, ZoneChange]]:
    waiting = sorted(reads, key=lambda each: each.at)
    changes = []
    for step in range(1, int(until / 0.05) + 1):
        now = step * 0.05
        batch = [each for each in waiting if each.at <= now]
        waiting = waiting[len(batch) :]
        changes.append((now, zone.update(batch, now)))
    return changes


def left_at(changes: list[tuple[float, ZoneChange]], tag: TagId) -> list[float]:
    return [now for now, change in changes for each in change.left if each.tag == tag]


def here(change: ZoneChange) -> set[TagId]:
    return {presence.tag for presence in change.present}


# -- a basket


def test_what_is_heard_on_after_the_basket_was_lifted_was_no_part_of_it() -> None:
    stray = heard(STRAY, 10.2, 40, -72, 0.4)
    baskets = [*heard(SHIRT, 10, 15), *heard(SCARF, 25, 30)]
    changes = dict(play(ReadZone(TABLE), [*stray, *baskets], 40.0))
    at = {round(now, 2): change for now, change in changes.items()}
    assert here(at[14.0]) == {SHIRT, STRAY}
    assert here(at[20.0]) == set()
    assert [each.tag for each in at[20.0].near] == [STRAY]
    assert here(at[29.0]) == {SCARF}


def test_what_came_along_goes_with_the_basket() -> None:
    faint = heard(SCARF, 10.1, 10.5, -73)
    changes = play(ReadZone(TABLE), [*heard(SHIRT, 10, 14), *faint], 20.0)
    assert left_at(changes, SCARF) == left_at(changes, SHIRT)


def test_one_garment_lifted_leaves_the_others() -> None:
    others = [*heard(SCARF, 10.1, 30), *heard(STRAY, 10.1, 30, -72)]
    changes = play(ReadZone(TABLE), [*heard(SHIRT, 10, 14), *others], 30.0)
    assert here(changes[-1][1]) == {SCARF, STRAY}
    assert left_at(changes, SCARF) == left_at(changes, STRAY) == []


def test_a_fade_of_the_only_sure_garment_does_not_lose_what_came_with_it() -> None:
    shirt = [*heard(SHIRT, 10, 14), *heard(SHIRT, 18.5, 25)]
    changes = play(ReadZone(TABLE), [*shirt, *heard(SCARF, 10.2, 25, -72, 0.3)], 25.0)
    assert left_at(changes, SHIRT)
    assert here(changes[-1][1]) == {SHIRT, SCARF}


def test_what_outlasts_two_baskets_hangs_beside_the_table_until_it_is_moved() -> None:
    rail = heard(STRAY, 0, 130, -67)
    baskets = [*heard(SHIRT, 80, 85), *heard(SCARF, 100, 105), *heard(SHIRT, 120, 125)]
    laid_down = heard(STRAY, 135, 140, -56)
    changes = play(ReadZone(TABLE), [*rail, *baskets, *laid_down], 140.0)
    at = {round(now, 2): change for now, change in changes}
    assert here(at[84.0]) == {SHIRT, STRAY}
    assert {each.tag: each.doubt for each in at[84.0].present}[STRAY] is Doubt.FAINT
    assert here(at[124.0]) == {SHIRT}
    assert [each.tag for each in at[129.0].near] == [STRAY]
    assert here(at[140.0]) == {STRAY}


def test_a_table_just_switched_on_doubts_more() -> None:
    def doubt(after: float) -> Doubt:
        reads = [*heard(SHIRT, after, after + 3), *heard(STRAY, after + 0.6, after + 0.9, -72)]
        _, change = play(ReadZone(TABLE), reads, after + 1.2)[-1]
        return {each.tag: each.doubt for each in change.present}[STRAY]

    assert (doubt(1.0), doubt(400.0)) == (Doubt.FAINT, Doubt.NONE)


# -- people


@pytest.mark.parametrize(
    ("strength", "others_stay", "at_least", "at_most"),
    [
        pytest.param(-70.0, True, 25.0, 31.0, id="heard weakly at last: hung where it is dark"),
        pytest.param(-70.0, False, 3.0, 5.0, id="all are silent: they left together"),
        pytest.param(-55.0, True, 3.0, 5.0, id="lay still and was heard well: taken away"),
    ],
)
def test_who_is_silent_while_others_are_heard_is_given_more_time(
    strength: float, others_stay: bool, at_least: float, at_most: float
) -> None:
    until = 60.0 if others_stay else 12.5
    shirt = [*heard(SHIRT, 0, 10), *heard(SHIRT, 10, 12, strength)]
    changes = play(ReadZone(ROOM), [*shirt, *heard(SCARF, 0, until)], 60.0)
    (left,) = left_at(changes, SHIRT)
    assert at_least <= left - 12 <= at_most


def test_who_waited_for_others_leaves_soon_after_they_did() -> None:
    shirt = [*heard(SHIRT, 0, 10), *heard(SHIRT, 10, 12, -70)]
    changes = play(ReadZone(ROOM), [*shirt, *heard(SCARF, 0, 20)], 60.0)
    (left,) = left_at(changes, SHIRT)
    assert left <= 22.0


def test_an_armful_is_as_far_away_as_most_of_it() -> None:
    armful = [TagId.epc(f"{number:024X}") for number in range(5)]
    weak = [read for tag in armful for read in heard(tag, 0, 1.1, -72)]
    assert not any(
        change.arrived
        for _, change in play(ReadZone(ROOM), [*weak, *heard(SHIRT, 0, 1.1, -60)], 3.0)
    )
    alone = play(ReadZone(ROOM), heard(SHIRT, 0, 1.1, -60), 3.0)
    assert any(change.arrived for _, change in alone)
