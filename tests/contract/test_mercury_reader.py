"""What only a Mercury module does, and how its driver takes it: through a port, byte for byte."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hardware.device import DeviceError, DeviceState, open_device
from hardware.rfid.field import Field
from hardware.rfid.mercury import commands, notifications
from hardware.rfid.mercury.commands import Metadata, StartStreaming
from hardware.rfid.mercury.driver import MercuryReader
from hardware.rfid.mercury.emulator import MercuryEmulator
from hardware.rfid.mercury.notifications import TagRecord
from hardware.rfid.mercury.settings import BOOTLOADER, M6E_NANO
from hardware.rfid.mercury.wire import Command, Op, Status
from hardware.rfid.reader import TagId
from tests.conftest import wait_until
from tests.contract import stands
from tests.contract.stands import Stand

SHIRT = TagId.epc("30361F1B3827080000000001")


@pytest.fixture
def stand(tmp_path: Path) -> Iterator[Stand]:
    with stands.stand("mercury", tmp_path) as stand:
        yield stand


def module_of(stand: Stand) -> MercuryEmulator:
    assert isinstance(stand.emulator, MercuryEmulator)
    return stand.emulator


def test_an_epc_that_its_own_checksum_denies_is_no_read(stand: Stand) -> None:
    stand.becomes(DeviceState.OK)
    tag = TagRecord.heard(b"\x30" * 12, antenna=0x11)
    broken = TagRecord(b"\x31" + tag.epc[1:], tag.pc, tag.crc, antenna=0x11)
    request = StartStreaming(250, Metadata.ANTENNA)
    reader = stand.reader
    assert isinstance(reader, MercuryReader)

    def counted() -> int:  # on a busy machine the line may drop bytes that nobody waits for
        stand.line.garble(notifications.tag_notification(request, broken).encode())
        return reader.corrupt_reads

    wait_until(counted, what="the broken read to be counted")
    stand.line.garble(notifications.tag_notification(request, tag).encode())
    reads = stand.hears(TagId.epc(tag.epc))
    assert {read.tag for read in reads} == {TagId.epc(tag.epc)}
    assert {read.rssi_dbm for read in reads} == {None}


def test_a_module_that_restarts_is_set_up_again(stand: Stand) -> None:
    stand.field.place(SHIRT)
    stand.hears(SHIRT)
    module_of(stand).reboot()
    wait_until(lambda: module_of(stand).streaming, what="the module to stream again")
    assert module_of(stand).module.settings.region == commands.REGIONS["EU3"]
    stand.hears(SHIRT)
    stand.becomes(DeviceState.OK)


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
    module_of(stand).fail(status)
    stand.becomes(DeviceState.FAULTY)
    assert words in stand.reader.health.message
    assert f"{status:04X}" in stand.reader.health.cause
    module_of(stand).fail(None)
    stand.becomes(DeviceState.OK)


def test_a_full_buffer_starts_the_stream_again(stand: Stand) -> None:
    stand.becomes(DeviceState.OK)
    module_of(stand).fail(Status.BUFFER_FULL)
    module_of(stand).fail(None)
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


@pytest.mark.slow
def test_a_module_that_was_left_at_another_baud_is_set_back(tmp_path: Path) -> None:
    with MercuryEmulator(tmp_path / "room-1", Field()) as emulator:
        with emulator.link.open("r+b", buffering=0) as port:
            port.write(commands.set_baud(9600).encode())
            wait_until(lambda: emulator.module.settings.baud == 9600)
        reader = MercuryReader(str(emulator.link))
        reader.open()
        wait_until(lambda: reader.health.ok)
        assert emulator.module.settings.baud == 115200
        reader.close()


def test_an_antenna_that_is_missing_is_named(tmp_path: Path) -> None:
    with MercuryEmulator(tmp_path / "room-1", Field()) as emulator:
        reader = MercuryReader(str(emulator.link), antennas=[1, 2])
        reader.open()
        wait_until(lambda: reader.health.ok)
        emulator.detach(2)
        wait_until(lambda: "Antenna 2" in reader.health.message)
        emulator.attach(2)
        wait_until(lambda: reader.health.ok)
        reader.close()


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
        {"driver": "mercury", "port": "p", "region": "ATLANTIS"},
        {"driver": "mercury", "port": "p", "power_dbm": 40},
        {"driver": "mercury", "port": "p", "antennas": []},
        {"driver": "mercury", "port": "p", "antennas": [0]},
        {"driver": "mercury", "port": "p", "baud": 1},
        {"driver": "mercury", "port": "p", "session": 2},
        {"driver": "mercury", "port": "p", "q": 16},
        {"driver": "mercury", "port": "p", "search_ms": 1},
    ],
)
def test_a_mistake_in_the_settings_is_said_at_once(mistake: dict[str, Any]) -> None:
    with pytest.raises(DeviceError):
        open_device("rfid", mistake)


def test_a_setting_that_must_be_given_is_told() -> None:
    with pytest.raises(DeviceError, match="'mercury' needs the setting 'port'"):
        open_device("rfid", {"driver": "mercury"})


def test_a_setting_that_is_not_one_is_told_with_those_that_are() -> None:
    with pytest.raises(DeviceError) as told:
        open_device("rfid", {"driver": "mercury", "port": "p", "colour": "red"})
    assert str(told.value) == (
        "rfid driver 'mercury' has no setting 'colour'; it has: port, region, power_dbm, antennas, "
        "baud, session, q, search_ms"
    )
