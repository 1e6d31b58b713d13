"""What a zone is not sure of: what is near, in doubt, or still to come."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hardware.rfid.reader import TagId, TagKind, TagRead
from hardware.rfid.zone import Doubt, NearReason, Presence, ReadZone, ZoneChange, ZoneProfile
from hardware.rfid.zone.presence import Near

ROOM, TABLE = ZoneProfile.fitting_room(), ZoneProfile.table()
SHIRT, SCARF, STRAY = (TagId.epc(f"30361F1B38270800000000{number:02X}") for number in range(3))
both_profiles = pytest.mark.parametrize("profile", [ROOM, TABLE], ids=["room", "table"])


def heard(
    tag: TagId, begin: float, end: float, every: float = 0.1, rssi_dbm: float | None = -52.0
) -> list[TagRead]:
    count = round((end - begin) / every) + 1
    return [TagRead(tag, 1, rssi_dbm, begin + number * every) for number in range(count)]


def play(zone: ReadZone, reads: Iterable[TagRead], until: float) -> list[tuple[float, ZoneChange]]:
    """Feeds the zone as a program does, every 50 ms."""
    waiting = sorted(reads, key=lambda read: read.at)
    changes = []
    for step in range(round(until / 0.05) + 1):
        now = step * 0.05
        batch = [read for read in waiting if read.at <= now]
        waiting = waiting[len(batch) :]
        changes.append((now, zone.update(batch, now)))
    return changes


def tags(told: Sequence[Presence | Near]) -> list[TagId]:
    return [each.tag for each in told]


# -- near


@both_profiles
def test_a_stray_is_near_and_is_told_to_be_weak(profile: ZoneProfile) -> None:
    reads = [*heard(SHIRT, 0, 30), *heard(STRAY, 1, 30, every=4.0, rssi_dbm=-74)]
    quiet = [*heard(STRAY, 1, 30, every=4.0, rssi_dbm=-74)]
    _, change = play(ReadZone(profile), quiet, 12.0)[-1]
    assert (tags(change.present), tags(change.near)) == ([], [STRAY])
    assert change.near[0].reason is NearReason.WEAK
    assert change.near[0].reads == 3
    assert change.near[0].rssi_dbm == pytest.approx(-74)
    if profile is ROOM:
        _, change = play(ReadZone(profile), reads, 12.0)[-1]
        assert (tags(change.present), tags(change.near)) == ([SHIRT], [STRAY])


def test_who_only_just_began_to_be_heard_is_new() -> None:
    _, change = play(ReadZone(ROOM), heard(SHIRT, 0, 0.2, rssi_dbm=-64), 0.2)[-1]
    assert [each.reason for each in change.near] == [NearReason.NEW]


def test_who_is_carried_past_has_passed() -> None:
    past = heard(SHIRT, 0, 0.6, rssi_dbm=-62)
    changes = play(ReadZone(ROOM), past, 5.0)
    assert not any(change.arrived for _, change in changes)
    assert changes[-1][1].near[0].reason is NearReason.PASSING


def test_who_is_heard_well_but_seldom_is_near() -> None:
    _, change = play(ReadZone(ROOM), heard(SHIRT, 0, 30, every=2.9, rssi_dbm=-66), 28.0)[-1]
    assert [each.reason for each in change.near] == [NearReason.SELDOM]


def test_who_was_taken_away_is_not_near() -> None:
    _, change = play(ReadZone(TABLE), heard(SHIRT, 0, 3), 10.0)[-1]
    assert (change.present, change.near) == ((), ())


@pytest.mark.parametrize("word", [*Doubt, *NearReason])
def test_each_doubt_and_reason_has_words_for_staff(word: Doubt | NearReason) -> None:
    assert bool(word.words) == (word is not Doubt.NONE)
    assert not word.words or word.words.endswith(".")


# -- doubt


@both_profiles
def test_who_is_heard_well_is_not_in_doubt(profile: ZoneProfile) -> None:
    _, change = play(ReadZone(profile), heard(SHIRT, 0, 5), 5.0)[-1]
    (presence,) = change.present
    assert (presence.doubt, presence.confidence) == (Doubt.NONE, 1.0)


@both_profiles
def test_silence_is_a_doubt_before_it_is_a_leaving(profile: ZoneProfile) -> None:
    changes = play(ReadZone(profile), heard(SHIRT, 0, 5), 12.0)
    doubts = [change.present[0].doubt for _, change in changes if change.present]
    first = doubts.index(Doubt.SILENT)
    assert set(doubts[:first]) == {Doubt.NONE}
    assert set(doubts[first:]) == {Doubt.SILENT}
    left = next(change.left[0] for _, change in changes if change.left)
    assert left.confidence <= 0.5


def test_who_came_with_others_and_is_faint_is_present_in_doubt() -> None:
    reads = [*heard(SHIRT, 0, 4), *heard(SCARF, 0.5, 3, every=1.2, rssi_dbm=-73)]
    _, change = play(ReadZone(TABLE), reads, 4.0)[-1]
    assert [(each.tag, each.doubt) for each in change.present] == [
        (SHIRT, Doubt.NONE),
        (SCARF, Doubt.FAINT),
    ]
    assert change.present[0].confidence > change.present[1].confidence


def test_what_was_heard_before_the_others_came_is_stored_nearby() -> None:
    stray = [read for at in (1, 9, 20, 30.5) for read in heard(STRAY, at, at + 0.2, 0.1, -72.5)]
    changes = play(ReadZone(TABLE), [*stray, *heard(SHIRT, 30, 33)], 33.0)
    assert {tag for _, change in changes for tag in tags(change.arrived)} == {SHIRT}
    assert tags(changes[-1][1].near) == [STRAY]


def test_a_faint_tag_alone_does_not_open_a_basket() -> None:
    changes = play(ReadZone(TABLE), heard(STRAY, 0, 60, every=0.2, rssi_dbm=-71), 60.0)
    assert not any(change.arrived for _, change in changes)


def test_a_tag_that_came_back_from_a_long_silence_is_given_more_time() -> None:
    reads = [*heard(SHIRT, 0, 5), *heard(SHIRT, 13, 20), *heard(SHIRT, 28, 40)]
    changes = play(ReadZone(ROOM), reads, 40.0)
    assert [now for now, change in changes if change.left] == [pytest.approx(8.3, abs=0.6)]


# -- stable


@both_profiles
def test_an_empty_zone_is_stable_once_it_has_listened(profile: ZoneProfile) -> None:
    changes = play(ReadZone(profile), [], 4.0)
    assert not changes[10][1].stable
    assert changes[-1][1].stable
    assert changes[-1][1].unheard == 0


def test_a_basket_is_stable_when_its_tags_are_heard_again_and_again() -> None:
    pile = [TagId.epc(f"{number:024X}") for number in range(20)]
    reads = [read for n, tag in enumerate(pile) for read in heard(tag, n / 100, 6, 0.15)]
    changes = play(ReadZone(TABLE), reads, 6.0)
    begins = next(now for now, change in changes if change.stable)
    assert 1.5 <= begins <= 3.0
    assert all(change.stable for now, change in changes if now >= begins)
    assert len(changes[-1][1].present) == len(pile)


def test_who_is_heard_seldom_tells_of_others_not_heard_yet() -> None:
    often = heard(SHIRT, 0, 4, 0.1)
    seldom = [heard(TagId.epc(f"{n:024X}"), n / 10, 4, 1.1, -60) for n in range(8)]
    zone = ReadZone(TABLE)
    changes = play(zone, [*often, *(read for reads in seldom for read in reads)], 4.0)
    assert changes[40][1].unheard > 0.5  # after 2 s
    assert not changes[40][1].stable
    alone = play(ReadZone(TABLE), often, 4.0)
    assert alone[44][1].unheard < 0.1
    assert alone[44][1].stable


def test_what_is_laid_down_or_lifted_ends_stability() -> None:
    reads = [*heard(SHIRT, 0, 20), *heard(SCARF, 5, 10)]
    changes = dict(play(ReadZone(TABLE), reads, 20.0))
    stable = {round(now, 2): change.stable for now, change in changes.items()}
    assert stable[4.9]
    assert not stable[5.3]
    assert stable[9.9]
    assert not stable[11.6]  # silent for long, and still present
    assert stable[19.9]


def test_a_reader_that_is_away_is_never_stable() -> None:
    zone = ReadZone(TABLE)
    play(zone, heard(SHIRT, 0, 5), 5.0)
    assert not zone.update([], 6.0, reader_ok=False).stable
    assert not zone.update([], 7.0).stable  # it must listen again
    assert zone.update(heard(SHIRT, 7.1, 9.9), 10.0).stable


# -- cards, whose readers tell no strength


@both_profiles
@pytest.mark.parametrize("every", [0.15, 0.2, 0.25])
def test_cards_come_and_go_quickly(profile: ZoneProfile, every: float) -> None:
    cards = [TagId(TagKind.UID, "04A1B2C3"), TagId(TagKind.URI, "https://id.gs1.org/01/1")]
    reads = [read for card in cards for read in heard(card, 0, 6, every, None)]
    changes = play(ReadZone(profile), reads, 12.0)
    arrived = [now for now, change in changes for _ in change.arrived]
    left = [now for now, change in changes for _ in change.left]
    assert len(arrived) == len(left) == 2
    assert max(arrived) <= 0.35
    assert 6.5 <= min(left) <= max(left) <= 8.5


def test_one_read_of_a_card_is_not_enough() -> None:
    card = TagId(TagKind.UID, "04A1B2C3")
    changes = play(ReadZone(ROOM), heard(card, 1, 1, 1, None), 5.0)
    assert not any(change.arrived for _, change in changes)


# -- an antenna that was measured


@both_profiles
def test_thresholds_decide_where_the_antenna_was_measured(profile: ZoneProfile) -> None:
    measured = profile.with_thresholds(inside_dbm=-40.0, outside_dbm=-50.0)
    inside = play(ReadZone(measured), heard(SHIRT, 0, 3, rssi_dbm=-40), 3.0)
    outside = play(ReadZone(measured), heard(SHIRT, 0, 60, rssi_dbm=-50), 60.0)
    assert tags(inside[-1][1].present) == [SHIRT]
    assert not any(change.arrived for _, change in outside)
    assert tags(outside[-1][1].near) == [SHIRT]


def test_who_comes_in_late_arrives_even_where_the_thresholds_are_close() -> None:
    measured = ROOM.with_thresholds(inside_dbm=-52.0, outside_dbm=-54.0)
    reads = [*heard(SHIRT, 0, 20, rssi_dbm=-56), *heard(SHIRT, 20.1, 25, rssi_dbm=-51)]
    changes = play(ReadZone(measured), reads, 25.0)
    (arrived,) = [now for now, change in changes if change.arrived]
    assert 20.5 <= arrived <= 23.0


def test_what_is_outside_by_measure_keeps_no_company() -> None:
    measured = TABLE.with_thresholds(inside_dbm=-40.0, outside_dbm=-50.0)
    reads = [*heard(SHIRT, 0, 4, rssi_dbm=-38), *heard(SCARF, 0.5, 4, rssi_dbm=-52)]
    _, change = play(ReadZone(measured), reads, 4.0)[-1]
    assert (tags(change.present), tags(change.near)) == ([SHIRT], [SCARF])


@pytest.mark.parametrize("outside_dbm", [-60.0, -55.0])
def test_thresholds_that_do_not_part_are_refused(outside_dbm: float) -> None:
    with pytest.raises(ValueError, match="must be stronger"):
        TABLE.with_thresholds(inside_dbm=-60.0, outside_dbm=outside_dbm)


# -- what always holds

READS = st.lists(
    st.tuples(
        st.floats(0.001, 3.0),
        st.sampled_from([SHIRT, SCARF, STRAY, TagId(TagKind.UID, "04A1B2C3")]),
        st.none() | st.floats(-85, -35),
        st.integers(1, 3),
    ),
    max_size=60,
)


@both_profiles
@settings(max_examples=60)
@given(steps=READS)
def test_a_tag_is_present_or_near_or_neither_and_confidence_is_a_share(
    profile: ZoneProfile, steps: list[tuple[float, TagId, float | None, int]]
) -> None:
    zone, now = ReadZone(profile), 0.0
    for gap, tag, rssi_dbm, antenna in steps:
        now += gap
        change = zone.update([TagRead(tag, antenna, rssi_dbm, now)], now)
        assert not set(tags(change.present)) & set(tags(change.near))
        assert tag in {*tags(change.present), *tags(change.near)}
        assert all(0 <= each.confidence <= 1 for each in change.present)
        assert all(each.last_read <= now for each in (*change.present, *change.near))
        assert change.unheard >= 0
        if change.stable:
            assert not change.arrived
            assert not any(each.reason is NearReason.NEW for each in change.near)
