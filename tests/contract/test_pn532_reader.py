"""What a PN532's driver does that no other reader's does, in virtual time and before a port."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import serial

from hardware.device import DeviceError, DeviceState, Health, open_device
from hardware.rfid.cable import Said
from hardware.rfid.field import Field
from hardware.rfid.pn532 import commands
from hardware.rfid.pn532.commands import Firmware
from hardware.rfid.pn532.driver import Pn532Reader
from hardware.rfid.pn532.emulator import Pn532Emulator, WiredChip
from hardware.rfid.pn532.wire import (
    WAKE_UP,
    Code,
    Command,
    Error,
    Frame,
    FrameParser,
    Reply,
    Signal,
    Status,
)
from hardware.rfid.reader import TagId, TagKind
from tests.conftest import wait_until
from tests.contract.memory_line import MemoryLine, VirtualClock

PLASTIC = TagId(TagKind.UID, "B0864D25")
STICKER = TagId(TagKind.UID, "04A1B2C3D4E5F6")
LONG = TagId(TagKind.UID, "04A1B2C3D4E5F6A7B8C9")
LINK = TagId(TagKind.URI, "https://id.gs1.org/01/09506000134352/21/12345")
CODE = TagId(TagKind.URI, "SHIRT-0042")
TELEPHONE = TagId(TagKind.UID, "08123456")  # a number that it makes up


class Play:
    """A reader on a line in memory; `runs` lets so many seconds pass."""

    def __init__(self, chip: dict[str, Any] | None = None, **settings: Any) -> None:
        self.clock = VirtualClock()
        self.begins = self.clock.now()
        self.field = Field(seed=5, fades=False)
        self.wired = WiredChip(self.field, **(chip or {}))
        self.line = MemoryLine(self.wired, self.clock)
        self.reader = Pn532Reader("memory", open_line=self.line.open, clock=self.clock, **settings)
        self.healths: list[Health] = []

    def place(self, *tags: TagId, hearing: float = 1.0) -> None:
        for tag in tags:
            self.field.place(tag, hearing=hearing)

    def at(self, seconds: float, act: Any) -> None:
        self.clock.at(self.begins + seconds, act)

    def note_health(self, seconds: float) -> None:
        self.at(seconds, lambda: self.healths.append(self.reader.health))

    def runs(self, seconds: float) -> Counter[TagId]:
        """How often each tag was read."""
        self.note_health(seconds - 0.001)
        self.clock.end(self.begins + seconds)
        self.reader.open()
        self.clock.wait_for_end()
        reads = self.reader.drain()
        self.reader.close()
        assert {read.rssi_dbm for read in reads} <= {None}
        return Counter(read.tag for read in reads)


@pytest.mark.parametrize("tag", [PLASTIC, STICKER, LONG, LINK, CODE], ids=str)
def test_each_card_is_read_in_each_round(tag: TagId) -> None:
    play = Play()
    play.place(tag)
    reads = play.runs(10)
    assert set(reads) == {tag}
    assert 44 <= reads[tag] <= 50


def test_what_is_written_is_read_once_for_each_arrival() -> None:
    play = Play()
    play.place(LINK)
    exchanges: list[int] = []
    for seconds in (5, 10, 20):
        play.at(seconds, lambda: exchanges.append(play.wired.chip.exchanges))
    play.at(10.001, lambda: play.field.remove(LINK))
    play.at(15, lambda: play.place(LINK))
    assert set(play.runs(20.1)) == {LINK}
    first, second, third = exchanges
    assert first == second > 0
    assert third == 2 * first


def test_written_or_not_is_a_setting() -> None:
    play = Play(ndef=False)
    play.place(LINK)
    (tag,) = play.runs(2)
    assert tag.kind is TagKind.UID
    assert play.wired.chip.exchanges == 0


def test_a_card_that_is_heard_badly_is_one_and_the_same() -> None:
    play = Play()
    play.place(LINK, hearing=0.7)
    assert set(play.runs(60)) == {LINK}


def test_all_cards_of_a_pile_are_listed_in_each_round() -> None:
    play = Play()
    pile = [TagId(TagKind.UID, f"04{number:012X}") for number in range(1, 5)]
    pile += [PLASTIC, LONG, LINK, CODE]
    play.place(*pile)
    reads = play.runs(20)
    assert set(reads) == set(pile)
    assert max(reads.values()) - min(reads.values()) <= 3


def test_a_chip_that_wakes_sleeping_cards_needs_more_listings() -> None:
    play = Play(chip={"wakes": True})
    play.place(PLASTIC, STICKER, LONG, LINK)
    assert set(play.runs(5)) == {PLASTIC, STICKER, LONG, LINK}
    assert play.healths[-1].ok


def test_who_makes_its_number_up_is_nobody() -> None:
    play = Play()
    play.place(TELEPHONE, STICKER)
    assert set(play.runs(5)) == {STICKER}


def test_a_chip_that_waits_for_ever_is_freed() -> None:
    play = Play()
    # Somebody who has left has asked it.
    list(play.wired.hear(WAKE_UP + commands.list_targets().encode(), play.begins))
    play.place(STICKER)
    play.field.remove(STICKER)
    play.runs(2)
    assert play.healths[-1].ok
    assert play.wired.chip.retries != commands.FOREVER


def test_a_card_that_somebody_left_asleep_is_woken() -> None:
    play = Play(chip={"asleep": False, "retries": 1})
    play.place(STICKER)
    for command in (commands.list_targets(), commands.deselect()):
        list(play.wired.hear(command.encode(), play.begins))
        list(play.wired.work(play.begins + 0.1))
    assert set(play.runs(3)) == {STICKER}


def test_a_chip_that_lost_its_settings_is_set_up_again() -> None:
    play = Play()
    play.place(STICKER)
    play.at(5, play.wired.power_up)
    play.at(5.001, lambda: play.field.remove(STICKER))
    play.at(9, lambda: play.place(STICKER))
    for seconds in range(1, 12):
        play.note_health(seconds)
    assert play.runs(12)[STICKER] > 25
    assert [health.state for health in play.healths[:4]] == [DeviceState.OK] * 4
    assert play.healths[-1].ok
    assert play.wired.chip.retries != commands.FOREVER


@pytest.mark.parametrize("baud", [9600, 57600, 921600])
def test_a_chip_at_another_baud_is_found(baud: int) -> None:
    play = Play(chip={"baud": baud})
    play.place(STICKER)
    assert set(play.runs(8)) == {STICKER}
    assert play.healths[-1].ok


def test_a_chip_that_never_answered_may_have_its_switches_wrong() -> None:
    play = Play()
    play.line.go_silent()
    play.note_health(1)
    assert not play.runs(10)
    assert {health.state for health in play.healths} == {DeviceState.AWAY}
    assert all("does not answer. Set both its switches" in each.message for each in play.healths)


@pytest.mark.parametrize(
    "firmware", [Firmware(0x33, 2, 7, 7), Firmware(0x31, 1, 0, 0)], ids=["PN533", "PN531"]
)
def test_another_chip_is_told_by_its_name(firmware: Firmware) -> None:
    play = Play(chip={"firmware": firmware})
    play.place(STICKER)
    assert not play.runs(5)
    assert play.healths[-1].state is DeviceState.FAULTY
    assert "is not a PN532" in play.healths[-1].message
    assert "PN53" in play.healths[-1].cause


@pytest.mark.parametrize(
    ("status", "words"),
    [(Status.TEMPERATURE, "too hot"), (Status.OVER_CURRENT, "too much current")],
)
def test_what_the_chip_complains_about_is_said_and_unsaid(status: Status, words: str) -> None:
    play = Play()
    play.at(2, lambda: setattr(play.wired.chip, "fault", status))
    play.note_health(8)
    play.at(8.1, lambda: setattr(play.wired.chip, "fault", None))
    play.runs(12)
    faulty, well = play.healths
    assert faulty.state is DeviceState.FAULTY
    assert words in faulty.message
    assert f"{status:02X}" in faulty.cause
    assert well == Health(DeviceState.OK)


def test_a_chip_that_cannot_hear_never_claims_to_be_well() -> None:
    play = Play()
    play.wired.chip.fault = Status.TEMPERATURE
    for tenths in range(1, 50):
        play.note_health(tenths / 10)
    play.runs(5)
    assert {health.state for health in play.healths} == {DeviceState.STARTING, DeviceState.FAULTY}


def test_it_leaves_the_cards_in_the_dark() -> None:
    play = Play()
    play.place(STICKER)
    play.runs(2.1)
    assert not play.wired.chip.radio


@pytest.mark.parametrize(
    "mistake", [{"baud": 1}, {"baud": 1288000}, {"poll_ms": 10}, {"poll_ms": 5000}]
)
def test_a_mistake_in_the_settings_is_said_at_once(mistake: dict[str, Any]) -> None:
    with pytest.raises(DeviceError, match="pn532 reader"):
        open_device("rfid", {"driver": "pn532", "port": "p", **mistake})


def test_a_setting_that_is_not_one_is_told_with_those_that_are() -> None:
    with pytest.raises(DeviceError, match=r"it has: port, baud, poll_ms, ndef$"):
        open_device("rfid", {"driver": "pn532", "port": "p", "colour": "red"})


def test_verbs_and_a_foreign_program_before_a_port(tmp_path: Path) -> None:
    field = Field(seed=2)
    field.place(LINK)
    with Pn532Emulator(tmp_path / "table-1", field) as emulator:
        with serial.Serial(str(emulator.link), 115200) as port:  # it asks for ever and leaves
            field.remove(LINK)
            port.write(WAKE_UP + commands.list_targets(1).encode())
            wait_until(lambda: emulator.chip.busy)
        reader = open_device("rfid", {"driver": "pn532", "port": str(emulator.link)})
        wait_until(lambda: reader.health.ok)
        field.place(LINK)
        wait_until(lambda: any(read.tag == LINK for read in reader.drain(0.1)))
        field.remove(LINK)
        emulator.reboot()
        wait_until(lambda: not emulator.chip.asleep and emulator.chip.retries == 1)
        emulator.fail(Status.TEMPERATURE)
        wait_until(lambda: reader.health.state is DeviceState.FAULTY)
        emulator.fail(None)
        wait_until(lambda: reader.health.ok)
        reader.close()
        wait_until(lambda: not emulator.chip.radio)


class Scripted:
    """A module that answers each command with what the test says. An `EmulatedModule`."""

    baud = 115200
    next_at = None

    def __init__(self, answers: dict[int, Frame]) -> None:
        self.answers = answers
        self._parser = FrameParser()

    def power_up(self) -> None:
        """It keeps nothing."""

    def hear(self, octets: bytes, now: float) -> list[Said]:
        heard = [frame for frame in self._parser.feed(octets) if isinstance(frame, Command)]
        return [
            Said(Signal.ACK.encode() + self.answers.get(each.code, Reply(each.code)).encode())
            for each in heard
        ]

    def work(self, now: float) -> list[Said]:
        return []


FIRMWARE = Reply(Code.FIRMWARE, bytes.fromhex("32010607"))


class Nodding(Scripted):
    """It says ACK again and again, and never an answer to a listing."""

    next_at = 0.0  # type: ignore[assignment]

    def work(self, now: float) -> list[Said]:
        self.next_at = now + 0.05
        return [Said(Signal.ACK.encode())]


def test_a_chip_that_only_says_ack_is_away() -> None:
    clock = VirtualClock()
    line = MemoryLine(Nodding({Code.FIRMWARE: FIRMWARE, Code.LIST: Signal.ACK}), clock)
    reader = Pn532Reader("memory", open_line=line.open, clock=clock)
    states: list[DeviceState] = []
    for seconds in range(5, 20):
        clock.at(clock.now() + seconds, lambda: states.append(reader.health.state))
    clock.end(clock.now() + 20)
    reader.open()
    clock.wait_for_end()
    reader.close()
    assert set(states) == {DeviceState.AWAY}


@pytest.mark.parametrize(
    ("answers", "state", "words"),
    [
        ({Code.SAM: Error()}, DeviceState.FAULTY, "does not understand its commands"),
        ({Code.FIRMWARE: Reply(Code.FIRMWARE, b"\x01")}, DeviceState.FAULTY, "is not a PN532"),
        ({Code.FIRMWARE: Reply(Code.SAM)}, DeviceState.AWAY, "does not answer"),
        ({Code.LIST: Signal.ACK}, DeviceState.AWAY, "does not answer"),
        (
            {Code.LIST: Reply(Code.LIST, bytes.fromhex("010100040804B0"))},
            DeviceState.AWAY,
            "does not answer",
        ),
        ({Code.LIST: Reply(Code.LIST)}, DeviceState.AWAY, "does not answer"),
        ({Code.LIST: Reply(Code.LIST, b"\x00")}, DeviceState.OK, ""),
        (
            {Code.LIST: Reply(Code.LIST, bytes.fromhex("0101004400") + b"\x07" + b"\x04" * 7)},
            DeviceState.OK,
            "",
        ),
    ],
)
def test_strange_answers_are_a_health_and_no_error(
    answers: dict[int, Frame], state: DeviceState, words: str
) -> None:
    clock = VirtualClock()
    line = MemoryLine(Scripted({Code.FIRMWARE: FIRMWARE, **answers}), clock)
    reader = Pn532Reader("memory", open_line=line.open, clock=clock)
    healths: list[Health] = []
    clock.at(clock.now() + 19.9, lambda: healths.append(reader.health))
    clock.end(clock.now() + 20)
    reader.open()
    clock.wait_for_end()
    assert {read.tag.value for read in reader.drain()} <= {"04" * 7}
    reader.close()
    assert healths[0].state is state
    assert words in healths[0].message
