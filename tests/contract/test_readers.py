"""What every RFID reader does, whatever its driver; and what one on a serial line survives.

Runs over the Mercury driver on a pty, through pyserial and its own emulator's bytes, and over the
simulated reader. Each stands before a field in which tags are placed and removed.
"""

from __future__ import annotations

import fcntl
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from hardware.device import Device, DeviceError, DeviceState, open_device
from hardware.rfid.field import Field
from hardware.rfid.mercury import commands, notifications
from hardware.rfid.mercury.commands import Metadata, StartStreaming
from hardware.rfid.mercury.driver import MercuryReader
from hardware.rfid.mercury.emulator import MercuryEmulator
from hardware.rfid.mercury.notifications import TagRecord
from hardware.rfid.mercury.settings import BOOTLOADER, M6E_NANO
from hardware.rfid.mercury.wire import Command, Op, Status
from hardware.rfid.reader import RfidReader, TagId, TagRead
from hardware.rfid.simulated.driver import SimulatedReader
from tests.conftest import wait_until

SHIRT, SCARF = TagId.epc("30361F1B3827080000000001"), TagId.epc("30361F1B3827080000000002")
PILE = [TagId.epc(f"30361F1B38270900000000{number:02X}") for number in range(12)]


@dataclass
class Stand:
    """A reader before a field, with its cable."""

    field: Field
    reader: RfidReader
    plug: Callable[[], None]
    unplug: Callable[[], None]
    emulator: MercuryEmulator | None = None

    @property
    def line(self) -> MercuryEmulator:
        assert self.emulator is not None
        return self.emulator

    def hears(self, *tags: TagId, times: int = 1) -> list[TagRead]:
        """Waits until each of the tags was read so often from now on; all reads until then."""
        self.reader.drain()
        reads: list[TagRead] = []

        def heard_all() -> bool:
            reads.extend(self.reader.drain(0.1))
            return all(sum(read.tag == tag for read in reads) >= times for tag in tags)

        wait_until(heard_all, what=f"reads of {len(tags)} tags; health {self.reader.health}")
        return reads

    def becomes(self, state: DeviceState) -> None:
        wait_until(
            lambda: self.reader.health.state is state,
            what=f"the reader to be {state}; it is {self.reader.health}",
        )


@pytest.fixture(params=["mercury", "simulated"])
def stand(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stand]:
    field = Field(seed=7)
    if request.param == "simulated":
        simulated = SimulatedReader(field)
        simulated.open()
        yield Stand(field, simulated, simulated.plug, simulated.unplug)
        simulated.close()
        return
    with MercuryEmulator(tmp_path / "dev" / "room-1", field) as emulator:
        reader = open_device("rfid", {"driver": "mercury", "port": str(emulator.link)})
        yield Stand(field, reader, emulator.plug, emulator.unplug, emulator)
        reader.close()


on_a_line = pytest.mark.parametrize("stand", ["mercury"], indirect=True)


def test_it_opens_and_is_well(stand: Stand) -> None:
    stand.becomes(DeviceState.OK)
    assert isinstance(stand.reader, Device)
    assert (stand.reader.health.message, stand.reader.health.cause) == ("", "")
    assert stand.reader.drain() == []


def test_a_tag_is_read_with_antenna_strength_and_time(stand: Stand) -> None:
    before = time.monotonic()
    stand.field.place(SHIRT, rssi_dbm=-52)
    reads = stand.hears(SHIRT, times=5)
    assert {read.tag for read in reads} == {SHIRT}
    assert {read.antenna for read in reads} == {1}
    assert all(read.rssi_dbm is not None and -65 < read.rssi_dbm < -39 for read in reads)
    moments = [read.at for read in reads]
    assert moments == sorted(moments)
    assert before < moments[0] <= moments[-1] <= time.monotonic()
    assert all(read.count == 1 for read in reads)


def test_several_tags_are_read_and_what_is_removed_is_not(stand: Stand) -> None:
    for tag in PILE:
        stand.field.place(tag)
    assert {read.tag for read in stand.hears(*PILE)} == set(PILE)
    for tag in PILE[:6]:
        stand.field.remove(tag)
    stand.hears(*PILE[6:], times=2)  # what was on its way has arrived
    assert {read.tag for read in stand.hears(*PILE[6:])} == set(PILE[6:])


def test_draining_waits_for_the_first_read_only(stand: Stand) -> None:
    stand.becomes(DeviceState.OK)
    asked = time.monotonic()
    assert stand.reader.drain(0.05) == []
    assert time.monotonic() - asked >= 0.04
    stand.field.place(SHIRT)
    assert {read.tag for read in stand.reader.drain(10)} == {SHIRT}


def test_unplugged_it_is_away_and_comes_back_by_itself(stand: Stand) -> None:
    stand.field.place(SHIRT)
    stand.hears(SHIRT)
    stand.unplug()
    stand.becomes(DeviceState.AWAY)
    assert "not connected" in stand.reader.health.message
    stand.reader.drain()
    assert stand.reader.drain(0.02) == []
    stand.plug()
    stand.becomes(DeviceState.OK)
    stand.hears(SHIRT)


@pytest.mark.parametrize("state", ["reading", "unplugged"])
def test_it_closes_twice_from_any_state_and_opens_again(stand: Stand, state: str) -> None:
    stand.becomes(DeviceState.OK)
    if state == "unplugged":
        stand.unplug()
        stand.becomes(DeviceState.AWAY)
    begun = time.monotonic()
    stand.reader.close()
    stand.reader.close()
    assert time.monotonic() - begun < 0.5
    stand.reader.drain()
    assert stand.reader.drain() == []
    assert stand.reader.health.state in (DeviceState.STARTING, DeviceState.AWAY)
    stand.plug()
    stand.field.place(SHIRT)
    stand.reader.open()
    stand.reader.open()
    stand.hears(SHIRT)


@on_a_line
def test_garbage_on_the_line_invents_no_tag_and_loses_none(stand: Stand) -> None:
    stand.field.place(SHIRT)
    stand.field.place(SCARF)
    stand.hears(SHIRT, SCARF)
    for noise in (b"\xff", b"\xff\xf0", b"\x00" * 40, b"\xff\x28\x22\x00\x00\x10", 300):
        stand.line.garble(noise)
        assert {read.tag for read in stand.hears(SHIRT, SCARF)} == {SHIRT, SCARF}
    assert stand.reader.health.ok


@on_a_line
def test_half_frames_are_passed_over(stand: Stand) -> None:
    stand.field.place(SHIRT)
    stand.hears(SHIRT)
    for lost in (1, 20, 33, 60):
        stand.line.lose(lost)
        assert {read.tag for read in stand.hears(SHIRT, times=3)} == {SHIRT}
    assert stand.reader.health.ok


@on_a_line
def test_an_epc_that_its_own_checksum_denies_is_no_read(stand: Stand) -> None:
    stand.becomes(DeviceState.OK)
    tag = TagRecord.heard(b"\x30" * 12, antenna=0x11)
    broken = TagRecord(b"\x31" + tag.epc[1:], tag.pc, tag.crc, antenna=0x11)
    request = StartStreaming(250, Metadata.ANTENNA)
    for each in (broken, tag):
        stand.line.garble(notifications.tag_notification(request, each).encode())
    reads = stand.hears(TagId.epc(tag.epc))
    assert {read.tag for read in reads} == {TagId.epc(tag.epc)}
    assert {read.rssi_dbm for read in reads} == {None}
    assert isinstance(stand.reader, MercuryReader)
    assert stand.reader.corrupt_reads == 1


@on_a_line
def test_a_reader_that_stops_talking_is_away_until_it_speaks(stand: Stand) -> None:
    stand.field.place(SHIRT)
    stand.hears(SHIRT)
    stand.line.go_silent()
    stand.becomes(DeviceState.AWAY)
    assert "does not answer" in stand.reader.health.message
    stand.line.speak()
    stand.becomes(DeviceState.OK)
    stand.hears(SHIRT)


@on_a_line
def test_it_closes_while_the_reader_is_silent(stand: Stand) -> None:
    stand.becomes(DeviceState.OK)
    stand.line.go_silent()
    stand.becomes(DeviceState.AWAY)
    begun = time.monotonic()
    stand.reader.close()
    assert time.monotonic() - begun < 0.5


@on_a_line
def test_a_module_that_restarts_is_set_up_again(stand: Stand) -> None:
    stand.field.place(SHIRT)
    stand.hears(SHIRT)
    stand.line.reboot()
    wait_until(lambda: stand.line.streaming, what="the module to stream again")
    assert stand.line.module.settings.region == commands.REGIONS["EU3"]
    stand.hears(SHIRT)
    stand.becomes(DeviceState.OK)


@on_a_line
@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Status.NO_ANTENNA, "antenna is not connected"),
        (Status.RETURN_LOSS, "antenna cable"),
        (Status.TOO_HOT, "too hot"),
        (Status.SYSTEM, "reports a fault"),
    ],
)
def test_what_the_module_complains_about_is_said_and_unsaid(
    stand: Stand, status: Status, words: str
) -> None:
    stand.becomes(DeviceState.OK)
    stand.line.fail(status)
    stand.becomes(DeviceState.FAULTY)
    assert words in stand.reader.health.message
    assert f"{status:04X}" in stand.reader.health.cause
    stand.line.fail(None)
    stand.becomes(DeviceState.OK)


@on_a_line
def test_a_full_buffer_starts_the_stream_again(stand: Stand) -> None:
    stand.becomes(DeviceState.OK)
    stand.line.fail(Status.BUFFER_FULL)
    stand.line.fail(None)
    stand.field.place(SHIRT)
    stand.hears(SHIRT)
    stand.becomes(DeviceState.OK)


def test_a_module_that_cannot_hear_never_claims_to_be_well(tmp_path: Path) -> None:
    with MercuryEmulator(tmp_path / "room-1", Field()) as emulator:
        emulator.fail(Status.NO_ANTENNA)
        reader = MercuryReader(str(emulator.link))
        reader.open()
        wait_until(lambda: reader.health.state is not DeviceState.STARTING)
        assert reader.health.state is DeviceState.FAULTY
        reader.close()


def test_a_reader_that_is_not_there_yet_is_awaited(tmp_path: Path) -> None:
    link = tmp_path / "room-1"
    reader = MercuryReader(str(link))
    reader.open()
    try:
        wait_until(lambda: reader.health.state is DeviceState.AWAY)
        field = Field()
        field.place(SHIRT)
        with MercuryEmulator(link, field):
            wait_until(lambda: reader.drain(0.1))
            assert reader.health.ok
    finally:
        reader.close()


def test_a_module_that_somebody_left_streaming_is_taken_over(tmp_path: Path) -> None:
    field = Field()
    field.place(SHIRT)
    with MercuryEmulator(tmp_path / "room-1", field, program=BOOTLOADER) as emulator:
        with emulator.link.open("r+b", buffering=0) as port:
            setup = [Command(Op.BOOT_FIRMWARE), commands.set_region("NA"), commands.set_protocol()]
            setup.append(StartStreaming(5000, Metadata(0x0FFF), multi_select=True).encode())
            port.write(b"".join(command.encode() for command in setup))
            wait_until(lambda: emulator.streaming)
        reader = MercuryReader(str(emulator.link), power_dbm=15, antennas=[1, 2], session=1)
        reader.open()
        wait_until(lambda: any(read.tag == SHIRT for read in reader.drain(0.1)))
        settings = emulator.module.settings
        assert settings.read_power == 1500
        assert settings.antennas == ((1, 1), (2, 2))
        assert settings.options[0x0C] == b"\x00"
        assert settings.gen2[0x00] == b"\x01"
        reader.close()
        wait_until(lambda: not emulator.streaming, what="the module to be left in peace")


def test_a_module_in_its_bootloader_is_booted(tmp_path: Path) -> None:
    with MercuryEmulator(tmp_path / "room-1", Field(), program=BOOTLOADER) as emulator:
        reader = MercuryReader(str(emulator.link))
        reader.open()
        wait_until(lambda: reader.health.ok)
        reader.close()


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"region": "NA"}, "region NA"),  # a Nano has NA2 and NA3
        ({"power_dbm": 30}, "too high"),
        ({"antennas": [2]}, "antennas"),
    ],
)
def test_settings_that_this_module_refuses_are_its_health(
    tmp_path: Path, settings: dict[str, Any], words: str
) -> None:
    with MercuryEmulator(tmp_path / "room-1", Field(), model=M6E_NANO) as emulator:
        reader = MercuryReader(str(emulator.link), **settings)
        reader.open()
        wait_until(lambda: reader.health.state is DeviceState.FAULTY)
        assert words in reader.health.message
        assert "config.yaml" in reader.health.message
        reader.close()


@pytest.mark.parametrize(
    "mistake",
    [
        {"driver": "mercury", "port": ""},
        {"driver": "mercury", "port": "p", "region": "ATLANTIS"},
        {"driver": "mercury", "port": "p", "power_dbm": 40},
        {"driver": "mercury", "port": "p", "antennas": []},
        {"driver": "mercury", "port": "p", "antennas": [0]},
        {"driver": "mercury", "port": "p", "baud": 1},
        {"driver": "mercury", "port": "p", "session": 2},
        {"driver": "mercury", "port": "p", "search_ms": 1},
        {"driver": "mercury", "port": "p", "colour": "red"},
        {"driver": "mercury"},
        {"driver": "simulated", "antennas": []},
        {"driver": "simulated", "port": "p"},
    ],
)
def test_a_mistake_in_the_settings_is_said_at_once(mistake: dict[str, Any]) -> None:
    with pytest.raises(DeviceError):
        open_device("rfid", mistake)


def test_a_setting_that_is_not_one_is_told_with_those_that_are() -> None:
    with pytest.raises(DeviceError) as told:
        open_device("rfid", {"driver": "mercury", "port": "p", "colour": "red"})
    assert str(told.value) == (
        "rfid driver 'mercury' has no setting 'colour'; it has: port, region, power_dbm, antennas, "
        "baud, session, search_ms"
    )


def test_a_port_that_another_program_holds_says_so(tmp_path: Path) -> None:
    with MercuryEmulator(tmp_path / "room-1", Field()) as emulator:
        with emulator.link.open("r+b", buffering=0) as other:
            fcntl.flock(other, fcntl.LOCK_EX)
            reader = MercuryReader(str(emulator.link))
            reader.open()
            wait_until(lambda: "Another program" in reader.health.message)
        wait_until(lambda: reader.health.ok)
        reader.close()


def test_a_port_that_is_no_serial_port_says_so(tmp_path: Path) -> None:
    file = tmp_path / "room-1"
    file.write_text("not a port")
    reader = MercuryReader(str(file))
    reader.open()
    wait_until(lambda: "not a serial port" in reader.health.message)
    reader.close()
