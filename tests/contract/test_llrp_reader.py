"""What the LLRP driver makes of a network, of a reader's faults, and of who else talks to it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from hardware.device import DeviceState, open_device
from hardware.rfid.field import Field
from hardware.rfid.llrp import wire
from hardware.rfid.llrp.conversation import power_index, reads_of
from hardware.rfid.llrp.driver import LlrpReader
from hardware.rfid.llrp.emulator import LlrpEmulator
from hardware.rfid.llrp.model import ZEBRA_FX9600
from hardware.rfid.llrp.wire import TagReport
from hardware.rfid.reader import TagId, TagRead
from tests.conftest import wait_until

SHIRT, SCARF = TagId.epc("30361F1B3827080000000001"), TagId.epc("30361F1B3827080000000002")
SHORT, LONG = TagId.epc("30361F1B38270800"), TagId.epc("F73795211411234538566CB0AFC400000000")


@pytest.fixture
def field() -> Field:
    return Field(seed=4, fades=False)


@pytest.fixture
def emulator(field: Field) -> Iterator[LlrpEmulator]:
    with LlrpEmulator(Path("reader"), field) as emulator:
        yield emulator


@contextmanager
def reading(emulator: LlrpEmulator, **settings: Any) -> Iterator[LlrpReader]:
    reader = open_device(
        "rfid", {"driver": "llrp", **emulator.reached_by, "keepalive_s": 0.1, **settings}
    )
    try:
        yield reader
    finally:
        reader.close()


def becomes(reader: LlrpReader, state: DeviceState, words: str = "") -> None:
    wait_until(
        lambda: reader.health.state is state and words in reader.health.message,
        what=f"{state} and {words!r}; it is {reader.health}",
    )


def hears(reader: LlrpReader, *tags: TagId) -> list[TagRead]:
    reader.drain()
    reads: list[TagRead] = []

    def all_of_them() -> bool:
        reads.extend(reader.drain(0.1))
        return {read.tag for read in reads} >= set(tags)

    wait_until(all_of_them, what=f"{tags}; it is {reader.health}")
    return reads


def test_epcs_of_any_length_and_several_antennas(emulator: LlrpEmulator, field: Field) -> None:
    for antenna, tag in enumerate((SHIRT, SHORT, LONG), 1):
        field.place(tag, antenna=antenna)
    with reading(emulator, antennas=[1, 2, 3]) as reader:
        reads = hears(reader, SHIRT, SHORT, LONG)
    assert {(read.tag, read.antenna) for read in reads} == {(SHIRT, 1), (SHORT, 2), (LONG, 3)}


def test_it_orders_what_its_settings_say(emulator: LlrpEmulator) -> None:
    with reading(emulator, antennas=[2, 4], power_dbm=17.9, session=1) as reader:
        becomes(reader, DeviceState.OK)
        spec = emulator.module.spec
        assert spec is not None
        (aispec,) = spec.aispecs
        index = emulator.module.model.powers_dbm.index(17.75) + 1
        assert aispec.power == ((2, index), (4, index))
        assert (aispec.antennas, aispec.session, spec.n) == ((2, 4), 1, 1)
        assert emulator.module.keepalive_s == 0.1
    wait_until(lambda: emulator.module.spec is None, what="the reader to be left at rest")
    wait_until(lambda: not emulator.connected)


def count_of(reads: list[TagRead]) -> int:
    return sum(read.count for read in reads)


@pytest.mark.parametrize("split", [0, 1, 11])
def test_no_read_is_lost_however_the_stream_is_cut(
    split: int, emulator: LlrpEmulator, field: Field
) -> None:
    for number in range(8):
        field.place(TagId.epc(f"3036{number:020X}"), antenna=1 + number % 2)
    emulator.split(split)
    with reading(emulator, antennas=[1, 2], report_tags=3, report_ms=50) as reader:
        reads: list[TagRead] = []
        wait_until(
            lambda: (
                reads.extend(reader.drain(0.1)) or {read.tag for read in reads} == set(field.tags())
            )
        )
        for tag in field.tags():
            field.remove(tag)
        answered = emulator.module.acknowledged
        wait_until(lambda: emulator.module.acknowledged > answered + 3)  # the last report is told
        wait_until(
            lambda: reads.extend(reader.drain()) or count_of(reads) >= emulator.module.emitted,
            what="all that was told",
        )
        assert count_of(reads) == emulator.module.emitted
        assert [read.at for read in reads] == sorted(read.at for read in reads)


def test_a_batch_keeps_the_spaces_between_its_reads() -> None:
    def tag(seen_us: int) -> dict[str, Any]:
        return {
            "EPC": SHIRT.value.encode(),
            "AntennaID": 1,
            "PeakRSSI": -50,
            "LastSeenTimestampUTC": seen_us,
            "TagSeenCount": 2,
        }

    batch = [tag(7_000_000), tag(6_750_000), tag(1_000_000)]
    reads = reads_of(batch, 1, before=99.0, arrived=100.0)
    assert [read.at for read in reads] == [99.0, 99.75, 100.0]
    assert {read.count for read in reads} == {2}
    bare = reads_of([{"EPC": LONG.value.encode()}, {"AntennaID": 1}], 3, 99.0, 100.0)
    assert bare == [TagRead(LONG, 3, None, 100.0)]


@pytest.mark.parametrize(
    ("asked", "index"), [(10, 1), (10.3, 2), (20, 41), (31.5, 87), (31.9, 87), (30.1, 81)]
)
def test_the_nearest_power_that_is_not_above(asked: float, index: int) -> None:
    levels = {1 + step: 10 + step * 0.25 for step in range(87)}
    assert power_index(levels, asked) == index


def test_a_second_client_is_told_and_waits_for_its_turn(
    emulator: LlrpEmulator, field: Field
) -> None:
    field.place(SHIRT)
    with reading(emulator) as first:
        becomes(first, DeviceState.OK)
        with reading(emulator) as second:
            becomes(second, DeviceState.AWAY, "Another program is connected to the reader")
            hears(first, SHIRT)
            first.close()
            becomes(second, DeviceState.OK)
            hears(second, SHIRT)


def test_silent_it_is_away_and_is_connected_anew_when_it_speaks(
    emulator: LlrpEmulator, field: Field
) -> None:
    field.place(SHIRT)
    with reading(emulator) as reader:
        hears(reader, SHIRT)
        emulator.go_silent()
        becomes(reader, DeviceState.AWAY, "does not answer")
        begun = time.monotonic()
        reader.close()
        assert time.monotonic() - begun < 0.5
        reader.open()
        emulator.speak()
        becomes(reader, DeviceState.OK)
        hears(reader, SHIRT)


def test_with_nothing_to_read_keep_alives_keep_it_well(emulator: LlrpEmulator) -> None:
    with reading(emulator) as reader:
        becomes(reader, DeviceState.OK)
        answered = emulator.module.acknowledged
        wait_until(lambda: emulator.module.acknowledged > answered + 8)
        assert reader.health.ok
        assert reader.drain() == []


def test_a_dip_of_its_power_is_survived(emulator: LlrpEmulator, field: Field) -> None:
    field.place(SHIRT)
    with reading(emulator) as reader:
        hears(reader, SHIRT)
        emulator.reboot()
        wait_until(lambda: emulator.module.running, what="the reader to be ordered anew")
        becomes(reader, DeviceState.OK)
        hears(reader, SHIRT)


@pytest.mark.parametrize("harm", ["cut", "lose", "garble"])
def test_broken_messages_invent_no_tag_and_end_well(
    harm: str, emulator: LlrpEmulator, field: Field
) -> None:
    field.place(SHIRT)
    harms: dict[str, Callable[[], None]] = {
        "cut": emulator.cut,
        "lose": lambda: emulator.lose(13),
        "garble": lambda: emulator.garble(40),
    }
    with reading(emulator) as reader:
        hears(reader, SHIRT)
        for _ in range(3):
            harms[harm]()
            assert {read.tag for read in hears(reader, SHIRT)} == {SHIRT}
        becomes(reader, DeviceState.OK)


def test_a_message_that_makes_no_sense_is_passed_over(emulator: LlrpEmulator, field: Field) -> None:
    field.place(SHIRT)
    nonsense = wire.Message(wire.Type.RO_ACCESS_REPORT, 1, b"\x00\xf0\x00\x09\x8d\x01\x02").encode()
    stranger = wire.Message(900, 1, b"").encode()
    with reading(emulator) as reader:
        hears(reader, SHIRT)
        emulator.garble(stranger + nonsense)
        assert {read.tag for read in hears(reader, SHIRT)} == {SHIRT}
        assert reader.health.ok


def test_an_antenna_that_is_pulled_is_named(emulator: LlrpEmulator, field: Field) -> None:
    with reading(emulator, antennas=[1, 2, 3]) as reader:
        becomes(reader, DeviceState.OK)
        emulator.pull_antenna(4)  # nobody's
        emulator.pull_antenna(2)
        becomes(reader, DeviceState.FAULTY, "Antenna 2 of the reader is not connected")
        assert "Antenna 2" in reader.health_of([1, 2]).message
        assert reader.health_of([1, 3]).ok
        emulator.pull_antenna(3)
        becomes(reader, DeviceState.FAULTY, "Antennas 2 and 3 of the reader are not connected")
        emulator.attach_antenna(3)
        emulator.attach_antenna(2)
        becomes(reader, DeviceState.OK)
        emulator.pull_antenna(1)
        becomes(reader, DeviceState.FAULTY)
        field.place(SHIRT, antenna=1)  # a reader that was wrong about its antenna
        report = wire.report([TagReport(bytes.fromhex(SHIRT.value), antenna=1)])
        emulator.garble(report.encode())
        becomes(reader, DeviceState.OK)


def test_an_antenna_that_was_away_from_the_start_is_named(emulator: LlrpEmulator) -> None:
    emulator.pull_antenna(1)
    with reading(emulator) as reader:
        becomes(reader, DeviceState.FAULTY, "Antenna 1")


def test_what_the_reader_complains_about_is_said_until_it_hears(
    emulator: LlrpEmulator, field: Field
) -> None:
    with reading(emulator) as reader:
        becomes(reader, DeviceState.OK)
        emulator.complain("synthesiser unlocked")
        becomes(reader, DeviceState.FAULTY, "reports a fault (synthesiser unlocked)")
        field.place(SHIRT)
        becomes(reader, DeviceState.OK)


def test_an_order_that_somebody_ends_is_given_again(emulator: LlrpEmulator, field: Field) -> None:
    field.place(SHIRT)
    with reading(emulator) as reader:
        hears(reader, SHIRT)
        emulator.order(lambda: emulator.module._disable(time.monotonic()))
        wait_until(lambda: emulator.module.running)
        hears(reader, SHIRT)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"antennas": [5]}, "This reader has 4 antennas"),
        ({"power_dbm": 5}, "from 10 to 31.5 dBm"),
        ({"power_dbm": 33}, "from 10 to 31.5 dBm"),
    ],
)
def test_settings_that_this_reader_cannot_have_are_its_health(
    settings: dict[str, Any], words: str, emulator: LlrpEmulator
) -> None:
    with reading(emulator, **settings) as reader:
        becomes(reader, DeviceState.FAULTY, words)
        assert "config.yaml" in reader.health.message


def test_another_makers_reader(field: Field) -> None:
    field.place(SHIRT, antenna=8)
    with (
        LlrpEmulator(Path("reader"), field, model=ZEBRA_FX9600) as emulator,
        reading(emulator, antennas=[8]) as reader,
    ):
        hears(reader, SHIRT)
