"""The radio field: tags are missed, fade and spread as real ones do, and the same way each time."""

from __future__ import annotations

import statistics
from itertools import pairwise

import pytest

from hardware.rfid.field import HELD_UP_S, MODULE, PEOPLE, Answer, Field, Inventory
from hardware.rfid.reader import TagId, TagKind

TAGS = [TagId.epc(f"{number:024X}") for number in range(16)]


def heard(field: Field, seconds: float, antennas: tuple[int, ...] = (1,)) -> list[Answer]:
    inventory = Inventory(field, antennas, 0.0)
    return [answer for step in range(int(seconds * 10)) for answer in inventory.answers(step / 10)]


def gaps(answers: list[Answer]) -> list[float]:
    """All times between two answers of the same tag."""
    moments: dict[str, list[float]] = {}
    for answer in answers:
        moments.setdefault(answer.heard.tag.value, []).append(answer.at)
    return [later - earlier for each in moments.values() for earlier, later in pairwise(each)]


@pytest.mark.parametrize("value", ["30", "ABC", "00" * 64, "30aa", "LIN-SHI-TER-"])
def test_what_no_tag_can_hold_is_not_placed(value: str) -> None:
    field = Field()
    with pytest.raises(ValueError, match="no tag can hold"):
        field.place(TagId(TagKind.EPC, value))
    assert field.tags() == ()
    field.place(TagId.epc(""))  # a blank tag
    assert field.tags() == (TagId.epc(""),)


def test_what_is_placed_is_there_until_it_is_removed() -> None:
    field = Field()
    field.place(TAGS[0])
    field.place(TAGS[1], rssi_dbm=-70, antenna=2, hearing=0.5)
    assert field.tags() == (TAGS[0], TAGS[1])
    assert {answer.antenna for answer in heard(field, 2)} == {1}
    assert {answer.antenna for answer in heard(field, 2, (1, 2))} == {1, 2}
    field.remove(TAGS[0])
    field.remove(TAGS[0])
    assert field.tags() == (TAGS[1],)
    assert heard(field, 2) == []
    field.remove(TAGS[1])
    assert field.tags() == ()


@pytest.mark.parametrize("hearing", [0, -0.1, 1.1])
def test_hearing_is_a_chance(hearing: float) -> None:
    with pytest.raises(ValueError, match="chance"):
        Field().place(TAGS[0], hearing=hearing)


def test_the_same_seed_hears_the_same() -> None:
    def once(seed: int) -> list[Answer]:
        field = Field(seed)
        field.place(TAGS[0])
        return heard(field, 20)

    assert once(1) == once(1)
    assert once(1) != once(2)


@pytest.mark.parametrize(("count", "rate"), [(1, 70), (16, 8.7)])
def test_the_readers_capacity_is_shared(count: int, rate: float) -> None:
    # Measured: one tag alone 70 reads a second, each of 16 every 0.115 s.
    field = Field(fades=False)
    for tag in TAGS[:count]:
        field.place(tag, hearing=1)
    answers = heard(field, 60)
    assert len(answers) / 60 / count == pytest.approx(rate, rel=0.15)
    assert len(answers) / 60 < 1 / MODULE.per_tag_s


def test_strength_spreads_about_its_mean() -> None:
    # Facts: 0.7 dB on one channel, 2 dB between hop channels.
    for channels, spread in ((1, 0.7), (50, 2.1)):
        field = Field(seed=3, channels=channels)
        field.place(TAGS[0], rssi_dbm=-61)
        strengths = [answer.heard.rssi_dbm for answer in heard(field, 120)]
        assert statistics.mean(strengths) == pytest.approx(-61, abs=0.6)
        assert statistics.stdev(strengths) == pytest.approx(spread, rel=0.2)


def test_rounds_are_missed_as_often_as_hearing_says() -> None:
    field = Field(fades=False)
    field.place(TAGS[0], hearing=0.6)
    rounds = 5000
    assert sum(len(field.round(1, step / 70)) for step in range(rounds)) / rounds == pytest.approx(
        0.6, abs=0.03
    )


@pytest.mark.slow
def test_silence_comes_in_bursts_and_not_without_fades() -> None:
    # Measured: 53 an hour of median exp(-0.31) s for tags that are heard well. Here 2 tag-hours.
    def silences(fades: bool) -> list[float]:
        field = Field(seed=5, fades=fades)
        for tag in TAGS:
            field.place(tag, hearing=1)
        return [gap for gap in gaps(heard(field, 450)) if gap > 0.3]

    assert silences(fades=False) == []
    faded = silences(fades=True)
    assert len(faded) / 2 == pytest.approx(3600 / PEOPLE[0][1].on_s, rel=0.35)
    assert 0.6 < statistics.median(faded) < 1.0


def test_a_reader_that_was_held_up_does_not_make_up_for_it() -> None:
    field = Field()
    field.place(TAGS[0])
    inventory = Inventory(field, [1], 0.0)
    assert len(inventory.answers(HELD_UP_S / 2)) > 10
    assert inventory.answers(1000.0) == []
    assert 1000.0 <= inventory.next_at < 1000.1


def test_a_pause_ends_the_round_under_way() -> None:
    field = Field(fades=False)
    for tag in TAGS:
        field.place(tag, hearing=1)
    inventory = Inventory(field, [1], 0.0)
    assert 0 < len(inventory.answers(0.05)) < 16
    inventory.pause(0.5)
    assert inventory.answers(0.5) == []
    assert inventory.answers(0.6)[0].at > 0.5
