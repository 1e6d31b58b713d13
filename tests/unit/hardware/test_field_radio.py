"""Where a tag is says how it is heard: distance, beam, orientation, piles, metal, walls, strays."""

from __future__ import annotations

import math
import statistics
import threading
from collections import Counter
from itertools import pairwise

import pytest

from hardware.rfid.field import (
    CARRIED,
    HELD_UP_S,
    PEOPLE,
    Antenna,
    FadeClass,
    Field,
    Inventory,
    Pace,
    Rounds,
    Spot,
    Wall,
)
from hardware.rfid.field.fades import STRAY_READS_H, Unrest, fade_class
from hardware.rfid.field.radio import PLACEMENT_DB, at_distance, strength_dbm
from hardware.rfid.reader import TagId, TagKind, TagRead

SHIRT, SCARF = TagId.epc("3034257BF7194E4000001A85"), TagId.epc("3034257BF7194E4000001A86")
BESIDE_A_CROWD = Pace(0.1, 0.006)  # as if 16 others were heard in each round
AHEAD = Antenna((0.0, 0.0, 1.0), looks=(0.0, 1.0, 0.0))


def at(x: float, y: float, **how: object) -> Spot:
    return Spot((x, y, 1.0), **how)  # type: ignore[arg-type]


def test_each_thing_in_the_way_costs_strength() -> None:
    clear = strength_dbm(AHEAD, at(0, 1))
    assert clear == at_distance(1.0)
    weaker = [
        strength_dbm(AHEAD, at(0, 2)),
        strength_dbm(AHEAD, at(0.7, 0.7)),  # beside the beam
        strength_dbm(AHEAD, at(0, 1, along=(0.0, 1.0, 0.0))),  # seen from its end
        strength_dbm(AHEAD, at(0, 1, pile=4)),
        strength_dbm(AHEAD, at(0, 1, shadowed=True)),
        strength_dbm(AHEAD, at(0, 1, metal=True)),
        strength_dbm(Antenna(AHEAD.at, AHEAD.looks, power_dbm=15.0), at(0, 1)),
    ]
    assert all(each < clear - 2 for each in weaker)
    through = strength_dbm(AHEAD, at(0.7, 0.7), (Wall(0.5),))
    assert through == pytest.approx(weaker[1] + Wall(0.5).loss_db)
    assert strength_dbm(AHEAD, at(0.4, 0.7), (Wall(0.5),)) == strength_dbm(AHEAD, at(0.4, 0.7))
    assert strength_dbm(AHEAD, Spot(AHEAD.at)) > clear


def test_places_of_one_set_up_differ() -> None:
    field = Field(5, antennas={1: AHEAD})
    levels = []
    for number in range(300):
        tag = TagId.epc(f"{number:024X}")
        field.put(tag, at(0, 0.5))
        level = field.level_dbm(tag, 1)
        assert level is not None
        levels.append(level)
    assert statistics.mean(levels) == pytest.approx(at_distance(0.5), abs=1)
    assert statistics.stdev(levels) == pytest.approx(PLACEMENT_DB, rel=0.15)


def test_a_tag_put_back_on_its_spot_is_heard_as_before() -> None:
    field = Field(5, antennas={1: AHEAD})
    field.put(SHIRT, at(0, 0.5))
    before = field.level_dbm(SHIRT, 1)
    field.put(SHIRT, at(0, 0.5))
    assert field.level_dbm(SHIRT, 1) == before
    field.put(SHIRT, at(0, 9))
    assert field.level_dbm(SHIRT, 1) is None
    assert field.tags() == (SHIRT,)
    field.put(SHIRT, at(0, 0.5))
    assert field.level_dbm(SHIRT, 1) is not None


def test_what_comes_near_is_heard_at_once_though_it_was_a_stray() -> None:
    for seed in range(20):
        field = Field(seed, antennas={1: AHEAD})
        reader = Rounds(field)
        field.put(SHIRT, at(0, 3.0))
        reader.reads(5.0)
        field.put(SHIRT, at(0, 0.3))
        assert reader.reads(10.0)


def test_a_tag_can_be_placed_by_hand_and_put_by_place() -> None:
    field = Field(antennas={1: AHEAD})
    field.place(SHIRT, antenna=2)
    field.put(SHIRT, at(0, 0.5))
    assert not field.round(2, 1.0)
    field.place(SHIRT, antenna=2)
    assert not field.round(1, 2.0)
    assert field.tags() == (SHIRT,)


def test_each_antenna_hears_what_is_near_it_best() -> None:
    antennas = {number: Antenna((number - 1.0, 0.0, 1.0)) for number in (1, 2, 3)}
    nearest = 0
    for seed in range(50):
        field = Field(seed, antennas=antennas)
        field.put(SHIRT, at(1.0, 0.7))
        levels = {number: field.level_dbm(SHIRT, number) or -99.0 for number in antennas}
        nearest += max(levels, key=lambda number: levels[number]) == 2
    # Facts: the home antenna leads always within 1.2 m, by 14 dB.
    assert nearest >= 47


def test_what_is_carried_varies_in_strength() -> None:
    # Facts: 3.7 dB standard deviation, 6.2 dB for one in ten.
    spreads = []
    for seed in range(12):
        field = Field(seed, antennas={1: AHEAD})
        reader, strengths = Rounds(field), []
        for step in range(150):
            field.put(SHIRT, at(0.2 * (step % 2), 0.8 + 0.05 * (step % 5)), carried=True)
            strengths += [read.rssi_dbm for read in reader.reads(step * 0.2) if read.rssi_dbm]
        spreads.append(statistics.stdev(strengths))
    assert statistics.median(spreads) == pytest.approx(3.7, rel=0.25)


@pytest.mark.slow
def test_strays_are_heard_seldom_weakly_and_in_clusters() -> None:
    # Facts: 10 to 265 reads an hour at -72 ± 1.4 dBm, clustered in time.
    hours, counts, strengths, close = 4, [], [], 0
    for seed, level in enumerate([PEOPLE[-1][0] - 6.0 * share / 16 for share in range(1, 16)]):
        stray = fade_class(level)
        assert stray is not None
        field = Field(seed, channels=1)
        field.place(SHIRT, rssi_dbm=-72.0, fading=stray, hearing=stray.hearing)
        reads = Rounds(field, pace=BESIDE_A_CROWD).reads(hours * 3600.0)
        counts.append(len(reads) / hours)
        strengths += [read.rssi_dbm for read in reads if read.rssi_dbm is not None]
        close += sum(b.at - a.at < 1 for a, b in pairwise(reads))
    least, most = sorted(STRAY_READS_H)
    assert least < statistics.median(counts) < most * 2
    assert close / len(strengths) > 0.5
    assert fade_class(-84.0) is None


@pytest.mark.slow
@pytest.mark.parametrize(
    ("fading", "gaps_h", "ln_gap_s", "reads_s"),
    [
        (PEOPLE[0][1], 53, -0.31, (6.0, 8.7)),
        (PEOPLE[1][1], 1706, -0.27, (3.0, 6.0)),
        (PEOPLE[2][1], 1589, 0.19, (1.0, 3.0)),
        (PEOPLE[3][1], 692, 0.85, (0.2, 1.0)),
        (PEOPLE[4][1], 252, 1.96, (0.0, 0.25)),
        (CARRIED, 317, -0.34, (6.0, 8.7)),
    ],
)
def test_a_class_of_tags_is_silent_as_often_and_as_long_as_in_the_facts(
    fading: FadeClass, gaps_h: float, ln_gap_s: float, reads_s: tuple[float, float]
) -> None:
    # Facts: gaps over 0.5 s an hour and the mean of their logarithm, at 0.115 s a round.
    hours, gaps, reads = 12, [], 0
    for seed in range(hours):
        field = Field(seed)
        field.place(SHIRT, fading=fading, hearing=fading.hearing)
        times = [read.at for read in Rounds(field, pace=Pace(0.115, 0.0)).reads(3600.0)]
        gaps += [after - before for before, after in pairwise(times) if after - before > 0.5]
        reads += len(times)
    assert len(gaps) / hours == pytest.approx(gaps_h, rel=0.2)
    assert statistics.mean(map(math.log, gaps)) == pytest.approx(ln_gap_s, abs=0.25)
    assert reads_s[0] <= reads / hours / 3600 <= reads_s[1]


def test_what_is_carried_is_not_heard_better_than_it_would_be_at_rest() -> None:
    assert fade_class(-60.0, carried=True) == CARRIED
    assert fade_class(-73.0, carried=True) == fade_class(-73.0)


def test_fades_of_different_tags_come_together() -> None:
    unrest = Unrest(7)
    busy = [unrest.busy(stretch) for stretch in range(5_000)]
    assert statistics.mean(busy) == pytest.approx(0.3, abs=0.02)
    assert busy == [Unrest(7).busy(stretch) for stretch in range(5_000)]
    # What strikes often strikes in busy stretches, and as often as said in all.
    now, strikes, in_busy = 0.0, 0, 0
    while now < 50_000:
        now = unrest.after(now, 0.7)
        strikes += 1
        in_busy += unrest.busy(int(now // 5))
    assert strikes / 50_000 == pytest.approx(1 / 0.7, rel=0.05)
    assert in_busy / strikes > 0.6


def test_two_tags_with_one_epc_are_two_answers() -> None:
    field = Field(fades=False)
    field.place(SHIRT, hearing=1, copy=0)
    field.place(SHIRT, hearing=1, rssi_dbm=-70, copy=1)
    assert [heard.tag for heard in field.round(1, 0.0)] == [SHIRT, SHIRT]
    assert field.tags() == (SHIRT,)
    field.remove(SHIRT, copy=1)
    assert len(field.round(1, 1.0)) == 1
    field.place(SHIRT, hearing=1, copy=1)
    field.remove(SHIRT)
    assert field.tags() == ()


def test_two_tags_on_one_item_are_heard_each_on_its_own() -> None:
    field = Field(3, antennas={1: AHEAD})
    for tag in (SHIRT, SCARF):
        field.put(tag, at(0, 0.5))
    heard = Counter(read.tag for read in Rounds(field).reads(10.0))
    assert set(heard) == {SHIRT, SCARF}


@pytest.mark.parametrize("kind", [TagKind.UID, TagKind.URI])
def test_cards_on_their_reader_do_not_fade(kind: TagKind) -> None:
    field, card = Field(1), TagId(kind, "04A1B2C3D4E5F6")
    field.place(card)
    heard = [bool(field.round(1, step / 5)) for step in range(6_000)]
    assert statistics.mean(heard) == pytest.approx(0.95, abs=0.01)
    assert "0000" not in "".join(str(int(each)) for each in heard)


def test_the_order_within_a_round_is_the_slots_not_the_tags() -> None:
    field = Field(fades=False)
    tags = [TagId.epc(f"{number:024X}") for number in range(5)]
    for tag in tags:
        field.place(tag, hearing=1)
    first = Counter(field.round(1, float(step))[0].tag for step in range(1000))
    assert all(first[tag] == pytest.approx(200, rel=0.25) for tag in tags)


def test_rounds_and_inventory_hear_the_same() -> None:
    def field() -> Field:
        there = Field(9)
        for number in range(8):
            there.place(TagId.epc(f"{number:024X}"), antenna=1 + number % 2)
        return there

    inventory = Inventory(field(), (1, 2), 0.0)
    steps = [HELD_UP_S * 0.3 * step for step in range(100)]
    slow = [
        TagRead(each.heard.tag, each.antenna, each.heard.rssi_dbm, each.at)
        for now in steps
        for each in inventory.answers(now)
    ]
    at_once = Rounds(field(), (1, 2)).reads(steps[-1])
    in_steps, reader = [], Rounds(field(), (1, 2))
    for now in steps:
        in_steps += reader.reads(now)
    assert at_once == in_steps
    assert at_once == slow


def test_any_thread_may_place_and_remove_while_another_hears() -> None:
    field, over = Field(2), threading.Event()
    tags = [TagId.epc(f"{number:024X}") for number in range(30)]
    failed: list[BaseException] = []

    def hear() -> None:
        now = 0.0
        try:
            while not over.is_set():
                now += 0.01
                field.round(1, now)
        except BaseException as error:  # noqa: BLE001
            failed.append(error)

    hearing = threading.Thread(target=hear)
    hearing.start()
    for _ in range(20):
        for tag in tags:
            field.place(tag)
        for tag in tags:
            field.remove(tag)
    over.set()
    hearing.join()
    assert not failed
    assert field.round(1, 1e6) == []
