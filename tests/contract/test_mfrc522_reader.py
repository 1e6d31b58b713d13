"""What only the MFRC522 does: a chip that says nothing when it is gone, and a Pi around it."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

import pytest

from hardware.device import DeviceError, DeviceState, open_device
from hardware.rfid.field import Field
from hardware.rfid.iso14443.card import Card
from hardware.rfid.mfrc522.driver import Mfrc522Reader
from hardware.rfid.mfrc522.emulator import Mfrc522Emulator
from hardware.rfid.reader import TagId, TagKind
from tests.conftest import wait_until
from tests.contract.memory_line import VirtualClock
from tests.contract.mfrc522_line import CAN, LINK, a_field, virtual

URI = TagId(TagKind.URI, "https://id.example.com/01/09506000134352/21/1")


@contextmanager
def before(field: Field, **settings: Any) -> Iterator[tuple[Mfrc522Emulator, Mfrc522Reader]]:
    with Mfrc522Emulator(LINK, field) as emulator:
        reader = open_device("rfid", {"driver": "mfrc522", "interval_s": 0.02, **settings})
        yield emulator, reader
        reader.close()


def becomes(reader: Mfrc522Reader, state: DeviceState, words: str = "") -> None:
    wait_until(
        lambda: reader.health.state is state and words in reader.health.message,
        what=f"{state} {words!r}; it is {reader.health}",
    )


# -- identity


def test_what_a_shop_wrote_on_a_card_is_who_it_is_else_its_uid() -> None:
    uids = [TagId(TagKind.UID, value) for value in ("C5CC358A", "04A1B2C3D4E5F6")]
    far = TagId.epc("30361F1B3827080000000001")  # of another band: not heard
    with before(a_field(URI, far, *uids)) as (_, reader):
        heard: set[TagId] = set()
        wait_until(lambda: heard.update(r.tag for r in reader.drain(0.1)) or len(heard) >= 3)
        heard.update(read.tag for read in reader.drain(0.1))
        assert heard == {URI, *uids}


def test_a_card_is_nobody_else_until_its_memory_was_read() -> None:
    """It comes closer: at first it is heard too badly to be read."""
    clock = VirtualClock()
    with virtual(clock, a_field(URI), interval_s=0.15) as (emulator, reader):
        card = emulator.cards._card(URI)
        assert card is not None
        whole, card.memory = card.memory, b""
        clock.at(clock.now() + 0.2, lambda: setattr(card, "memory", whole))
        clock.end(clock.now() + 2)
        reader.open()
        clock.wait_for_end()
        reads = reader.drain()
    assert len(reads) >= 10
    assert {read.tag for read in reads} == {URI}


def test_a_card_that_does_not_give_its_memory_goes_by_its_uid() -> None:
    mute = TagId(TagKind.UID, "0401020304050607080A")
    with Mfrc522Emulator(LINK, a_field(mute)) as emulator:
        emulator.cards._known[mute] = Card(bytes.fromhex(mute.value))
        reader = open_device("rfid", {"driver": "mfrc522", "interval_s": 0.02})
        assert {read.tag for read in reader.drain(5)} == {mute}
        reader.close()


def test_a_number_that_is_made_up_is_nobody() -> None:
    phone, good = TagId(TagKind.UID, "08A1B2C3"), CAN.tag(1)
    with before(a_field(phone, good)) as (_, reader):
        assert {read.tag for read in reader.drain(5)} == {good}
        assert {read.tag for read in reader.drain(5)} == {good}


def test_without_ndef_each_card_goes_by_its_uid() -> None:
    with before(a_field(URI), ndef=False) as (emulator, reader):
        card = emulator.cards._card(URI)
        assert card is not None
        assert {read.tag.value for read in reader.drain(5)} == {card.uid.hex().upper()}


def test_memory_is_read_once_an_arrival() -> None:
    clock, field = VirtualClock(), a_field(URI)
    with virtual(clock, field, interval_s=0.15) as (emulator, reader):
        counts = [0]
        clock.every(0.15, lambda: counts.append(emulator.pi.transfers))
        clock.end(clock.now() + 3)
        reader.open()
        clock.wait_for_end()
    each = [after - before for before, after in pairwise(counts)]
    assert each[0] > 1.5 * min(each[2:])
    assert max(each[2:]) < each[0]


# -- the chip


@pytest.mark.parametrize("reads_as", [0x00, 0xFF])
def test_a_bus_that_reads_as_nothing_is_no_reader(reads_as: int) -> None:
    tag = CAN.tag(1)
    with before(a_field(tag)) as (emulator, reader):
        becomes(reader, DeviceState.OK)
        emulator.unplug(reads_as)
        becomes(reader, DeviceState.AWAY, "not connected. Check its wires")
        reader.drain()
        assert reader.drain(0.05) == []
        emulator.plug()
        becomes(reader, DeviceState.OK)
        assert {read.tag for read in reader.drain(5)} == {tag}


def test_a_dip_of_the_power_is_noticed_and_mended_without_a_word() -> None:
    tag = CAN.tag(1)
    with before(a_field(tag)) as (emulator, reader):
        becomes(reader, DeviceState.OK)
        for _ in range(3):
            emulator.dip()
            reader.drain()
            assert {read.tag for read in reader.drain(5)} == {tag}
        assert reader.health.ok


def test_a_chip_that_keeps_losing_its_settings_lacks_power() -> None:
    clock = VirtualClock()
    with virtual(clock, a_field(CAN.tag(1))) as (emulator, reader):
        for number in range(20):
            clock.at(clock.now() + 1 + number, emulator.dip)
        said: list[str] = []
        clock.every(5, lambda: said.append(reader.health.message))
        clock.end(clock.now() + 60)
        reader.open()
        clock.wait_for_end()
        assert "3.3 V" in said[1]
        assert (said[-1], reader.lost_reads) == ("", 0)
        assert len(reader.drain()) > 370  # all the while it reads


def test_a_chip_that_dies_whenever_its_field_goes_on_is_not_well() -> None:
    """Its supply is too weak for the antenna: it answers between two rounds, and hears nobody."""
    clock = VirtualClock()
    with virtual(clock, a_field(CAN.tag(1))) as (emulator, reader):

        def weak(tags: tuple[TagId, ...]) -> None:
            if clock.now() > begins + 3:
                clock.at(clock.now() + 0.001, emulator.dip)

        begins = clock.now()
        emulator.cards.on_round = weak
        clock.at(begins + 6, reader.drain)
        said: list[str] = []
        clock.every(5, lambda: said.append(reader.health.message))
        clock.end(begins + 60)
        reader.open()
        clock.wait_for_end()
        assert reader.drain() == []
        assert all("3.3 V" in each for each in said[1:]), said


def test_a_chip_that_is_stuck_is_reset_by_its_pin() -> None:
    tag = CAN.tag(1)
    with before(a_field(tag)) as (emulator, reader):
        assert {read.tag for read in reader.drain(5)} == {tag}
        emulator.freeze()
        wait_until(lambda: not emulator.chip.stuck, what="a reset")
        becomes(reader, DeviceState.OK)
        reader.drain()
        assert {read.tag for read in reader.drain(5)} == {tag}


@pytest.mark.parametrize("version", [0x91, 0x92, 0x88, 0xB2, 0x12, 0x18])
def test_copies_of_the_chip_work_as_it_does(version: int) -> None:
    tag = CAN.tag(1)
    field = a_field(tag)
    with Mfrc522Emulator(LINK, field, version=version):
        reader = open_device("rfid", {"driver": "mfrc522"})
        assert {read.tag for read in reader.drain(5)} == {tag}
        reader.close()


class Elsewhere:
    """A chip of another kind: it answers, and keeps nothing."""

    def transfer(self, octets: list[int]) -> list[int]:
        return [0x2A] * len(octets)

    def pin(self, board: int, high: bool) -> None: ...


def test_a_chip_of_another_kind_is_named() -> None:
    with Mfrc522Emulator(LINK, Field()) as emulator:
        emulator.pi.slaves[0, 0] = Elsewhere()
        reader = open_device("rfid", {"driver": "mfrc522"})
        becomes(reader, DeviceState.FAULTY, "no MFRC522")
        reader.close()


# -- the machine


def test_spi_that_is_switched_off_says_so() -> None:
    with Mfrc522Emulator(LINK, Field()) as emulator:
        emulator.pi.spi_enabled = False
        reader = open_device("rfid", {"driver": "mfrc522"})
        becomes(reader, DeviceState.FAULTY, "raspi-config")
        emulator.pi.spi_enabled = True
        emulator.pi.may_use = False
        becomes(reader, DeviceState.FAULTY, "groups spi and gpio")
        emulator.pi.may_use = True
        becomes(reader, DeviceState.OK)
        reader.close()


def test_a_reset_pin_that_another_program_holds_is_said() -> None:
    """Two readers of one machine with the same reset pin: the second one does not get it."""
    with Mfrc522Emulator(LINK, Field()) as emulator:
        emulator.pi.taken.add(22)
        reader = open_device("rfid", {"driver": "mfrc522"})
        becomes(reader, DeviceState.FAULTY, "Another program uses the reader's reset pin")
        emulator.pi.taken.clear()
        becomes(reader, DeviceState.OK)
        reader.close()


@pytest.mark.skipif(importlib.util.find_spec("spidev") is not None, reason="this may be a Pi")
def test_a_machine_that_is_not_set_up_says_so() -> None:
    reader = open_device("rfid", {"driver": "mfrc522"})
    becomes(reader, DeviceState.FAULTY, "make pi")
    reader.close()


@pytest.mark.parametrize("mode", [None, 10, 11], ids=["unset", "board", "bcm"])
def test_the_reset_pin_is_found_however_the_pins_are_numbered(mode: int | None) -> None:
    """By itself the package takes BCM 15 where the pins are numbered that way."""
    tag = CAN.tag(1)
    with Mfrc522Emulator(LINK, a_field(tag)) as emulator:
        emulator.pi.mode = mode
        reader = open_device("rfid", {"driver": "mfrc522"})
        assert {read.tag for read in reader.drain(5)} == {tag}
        assert emulator.pi.outputs == {22}
        emulator.pi.outputs.add(40)  # a light of somebody else's
        reader.close()
        assert emulator.pi.outputs == {40}


def test_the_package_alone_takes_a_wrong_pin() -> None:
    with Mfrc522Emulator(LINK, Field()) as emulator:
        emulator.pi.mode = 11
        importlib.import_module("mfrc522").MFRC522().logger.handlers.clear()
        assert emulator.pi.outputs == {10}  # the place of BCM 15, a serial port's


def test_stand_ins_are_gone_when_the_board_is() -> None:
    before_it = {name for name in sys.modules if name.partition(".")[0] in ("RPi", "spidev")}
    with Mfrc522Emulator(LINK, Field()), pytest.raises(RuntimeError, match="another Pi"):
        Mfrc522Emulator(LINK, Field()).start()
    assert {n for n in sys.modules if n.partition(".")[0] in ("RPi", "spidev")} == before_it
    assert "mfrc522" not in sys.modules


@pytest.mark.parametrize(
    ("mistake", "words"),
    [
        ({"bus": -1}, "count from 0"),
        ({"reset_pin": 25}, "reset_pin 25"),  # a ground; GPIO 25 is meant
        ({"reset_pin": 24}, "reset_pin 24"),  # the bus's own
        ({"gain_db": 30}, "18, 23, 33"),
        ({"speed_hz": 0}, "speed_hz"),
        ({"interval_s": 0}, "interval_s"),
        ({"port": "/dev/spidev0.0"}, "no setting 'port'"),
    ],
)
def test_a_mistake_in_the_settings_is_said_at_once(mistake: dict[str, Any], words: str) -> None:
    with pytest.raises(DeviceError, match=words):
        open_device("rfid", {"driver": "mfrc522", **mistake})


def test_a_uid_that_no_card_has_is_not_heard() -> None:
    with pytest.raises(ValueError, match="88"):
        Card.of(TagId(TagKind.UID, "88010203"))
    good = CAN.tag(1)
    with before(a_field(TagId(TagKind.UID, "88010203"), good)) as (_, reader):
        assert {read.tag for read in reader.drain(5)} == {good}
