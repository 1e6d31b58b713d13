"""What every RFID reader does, whatever its driver; and what one on a serial line survives.

Runs over the stands of all drivers (`stands.py`), each before a field in which tags are placed and
removed. Those on a byte line are reached through a real port, at their real pace.
"""

from __future__ import annotations

import fcntl
import os
import resource
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Any

import pytest

from hardware.device import DRIVERS, Device, DeviceError, DeviceState, open_device
from hardware.rfid.emulators import emulate
from hardware.rfid.field import Field
from hardware.rfid.reader import TagId, TagKind
from tests.conftest import wait_until
from tests.contract import stands
from tests.contract.stands import Stand, on_a_line, over

MANY = 1024


@pytest.fixture(params=stands.STANDS)
def stand(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stand]:
    opened: AbstractContextManager[Stand] = stands.stand(request.param, tmp_path)
    with opened as stand:
        yield stand


def test_it_opens_and_is_well(stand: Stand) -> None:
    stand.becomes(DeviceState.OK)
    assert isinstance(stand.reader, Device)
    assert (stand.reader.health.message, stand.reader.health.cause) == ("", "")
    assert stand.reader.drain() == []


def test_a_tag_is_read_with_antenna_strength_and_time(stand: Stand) -> None:
    before = time.monotonic()
    tag = stand.can.tag(1)
    stand.field.place(tag, rssi_dbm=-52)
    reads = stand.hears(tag, times=5)
    assert {read.tag for read in reads} == {tag}
    assert {read.antenna for read in reads} == {1}
    if stand.can.tells_rssi:
        assert all(read.rssi_dbm is not None and -65 < read.rssi_dbm < -39 for read in reads)
    else:
        assert {read.rssi_dbm for read in reads} == {None}
    moments = [read.at for read in reads]
    assert moments == sorted(moments)
    assert before < moments[0] <= moments[-1] <= time.monotonic()
    assert all(read.count >= 1 for read in reads)


@over(lambda can: can.tags_at_once > 1)
def test_several_tags_are_read_and_what_is_removed_is_not(stand: Stand) -> None:
    pile = [stand.can.tag(number) for number in range(stand.can.tags_at_once)]
    half = len(pile) // 2
    for tag in pile:
        stand.field.place(tag)
    assert {read.tag for read in stand.hears(*pile)} == set(pile)
    for tag in pile[:half]:
        stand.field.remove(tag)
    stand.hears(*pile[half:], times=2)  # what was on its way has arrived
    assert {read.tag for read in stand.hears(*pile[half:])} == set(pile[half:])


def test_one_tag_after_the_other(stand: Stand) -> None:
    first, second = stand.can.tag(1), stand.can.tag(2)
    stand.field.place(first)
    assert {read.tag for read in stand.hears(first)} == {first}
    stand.field.remove(first)
    stand.field.place(second)
    stand.hears(second, times=2)  # what was on its way has arrived
    assert {read.tag for read in stand.hears(second)} == {second}


@over(lambda can: can.kind is TagKind.EPC)
def test_a_blank_tag_names_nothing(stand: Stand) -> None:
    blank, tag = TagId.epc(""), stand.can.tag(1)
    stand.field.place(blank)
    stand.field.place(tag)
    assert {read.tag for read in stand.hears(tag, times=10)} == {tag}
    assert stand.reader.health.ok


@over(lambda can: can.antennas > 1)
def test_antennas_are_told_apart(stand: Stand, request: pytest.FixtureRequest) -> None:
    driver = request.node.callspec.params["stand"]
    path: Path = request.getfixturevalue("tmp_path") / "antennas"
    here, there, nowhere = (stand.can.tag(number) for number in (1, 2, 3))
    with stands.stand(driver, path, antennas=[1, 2]) as both:
        both.field.place(here, antenna=1)
        both.field.place(there, antenna=2)
        both.field.place(nowhere, antenna=3)
        reads = both.hears(here, there, times=3)
    assert {(read.tag, read.antenna) for read in reads} == {(here, 1), (there, 2)}


def test_draining_waits_for_the_first_read_only(stand: Stand) -> None:
    stand.becomes(DeviceState.OK)
    asked = time.monotonic()
    assert stand.reader.drain(0.05) == []
    assert time.monotonic() - asked >= 0.04
    tag = stand.can.tag(1)
    stand.field.place(tag)
    assert {read.tag for read in stand.reader.drain(10)} == {tag}


def test_unplugged_it_is_away_and_comes_back_by_itself(stand: Stand) -> None:
    tag = stand.can.tag(1)
    stand.field.place(tag)
    stand.hears(tag)
    stand.unplug()
    stand.becomes(DeviceState.AWAY)
    assert stand.can.away in stand.reader.health.message
    stand.reader.drain()
    assert stand.reader.drain(0.02) == []
    stand.plug()
    stand.becomes(DeviceState.OK)
    stand.hears(tag)


@pytest.fixture
def many_files() -> Iterator[None]:
    """This program has more files open than `select.select` can tell apart."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < 2 * MANY:
        pytest.skip(f"no more than {hard} files may be open here")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, 2 * MANY), hard))
    with ExitStack() as opened:
        opened.callback(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        for _ in range(MANY):
            opened.callback(os.close, os.open(os.devnull, os.O_RDONLY))
        yield


def test_it_reads_in_a_program_that_has_many_files_open(many_files: None, stand: Stand) -> None:
    tag = stand.can.tag(1)
    stand.field.place(tag)
    stand.hears(tag)
    stand.unplug()
    stand.becomes(DeviceState.AWAY)


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
    tag = stand.can.tag(1)
    stand.field.place(tag)
    stand.reader.open()
    stand.reader.open()
    stand.hears(tag)


# -- on a byte line

on_a_line_it_tells = over(lambda can: can.byte_line and can.tells_silence)


@on_a_line
def test_garbage_on_the_line_invents_no_tag_and_loses_none(stand: Stand) -> None:
    tags = [stand.can.tag(number) for number in range(min(2, stand.can.tags_at_once))]
    for tag in tags:
        stand.field.place(tag)
    stand.hears(*tags)
    for noise in stand.can.noise:
        stand.line.garble(noise)
        assert {read.tag for read in stand.hears(*tags)} == set(tags)
    stand.becomes(DeviceState.OK)


@pytest.mark.slow
@on_a_line
def test_half_frames_are_passed_over(stand: Stand) -> None:
    tag = stand.can.tag(1)
    stand.field.place(tag)
    stand.hears(tag)
    for lost in (1, 20, 33, 60):
        stand.line.lose(lost)
        assert {read.tag for read in stand.hears(tag, times=3)} == {tag}
    stand.becomes(DeviceState.OK)


@pytest.mark.slow
@on_a_line_it_tells
def test_a_reader_that_stops_talking_is_away_until_it_speaks(stand: Stand) -> None:
    tag = stand.can.tag(1)
    stand.field.place(tag)
    stand.hears(tag)
    stand.line.go_silent()
    stand.becomes(DeviceState.AWAY)
    assert "does not answer" in stand.reader.health.message
    stand.line.speak()
    stand.becomes(DeviceState.OK)
    stand.hears(tag)


@pytest.mark.slow
@on_a_line_it_tells
def test_it_closes_while_the_reader_is_silent(stand: Stand) -> None:
    stand.becomes(DeviceState.OK)
    stand.line.go_silent()
    stand.becomes(DeviceState.AWAY)
    begun = time.monotonic()
    stand.reader.close()
    assert time.monotonic() - begun < 0.5


line_drivers = pytest.mark.parametrize("driver", stands.drivers_that(lambda can: can.byte_line))


@line_drivers
def test_a_port_that_is_not_there_yet_is_awaited(driver: str, tmp_path: Path) -> None:
    link = tmp_path / "dev" / "serial" / "by-id" / "usb-a-reader-port0"
    reader = open_device("rfid", {"driver": driver, "port": str(link)})
    try:
        wait_until(lambda: reader.health.state is DeviceState.AWAY)
        field = Field()
        field.place(stands.can(driver).tag(1))
        for _ in range(2):  # the path vanishes and returns
            with emulate(driver, link, field):
                wait_until(lambda: reader.drain(0.1), what="a read")
                wait_until(lambda: reader.health.ok)
            wait_until(lambda: reader.health.state is DeviceState.AWAY)
            reader.drain()
    finally:
        reader.close()


@line_drivers
def test_a_port_that_another_program_holds_says_so(driver: str, tmp_path: Path) -> None:
    with emulate(driver, tmp_path / "room-1", Field()):
        with (tmp_path / "room-1").open("r+b", buffering=0) as other:
            fcntl.flock(other, fcntl.LOCK_EX)
            reader = open_device("rfid", {"driver": driver, "port": str(tmp_path / "room-1")})
            wait_until(lambda: "Another program" in reader.health.message)
        wait_until(lambda: reader.health.ok)
        reader.close()


@line_drivers
def test_a_port_that_is_no_serial_port_says_so(driver: str, tmp_path: Path) -> None:
    file = tmp_path / "room-1"
    file.write_text("not a port")
    reader = open_device("rfid", {"driver": driver, "port": str(file)})
    wait_until(lambda: "not a serial port" in reader.health.message)
    reader.close()


# -- settings


@line_drivers
@pytest.mark.parametrize(
    "mistake", [{"port": ""}, {}, {"port": "p", "colour": "red"}], ids=["empty", "none", "unknown"]
)
def test_a_mistake_in_the_settings_is_said_at_once(driver: str, mistake: dict[str, Any]) -> None:
    with pytest.raises(DeviceError):
        open_device("rfid", {"driver": driver, **mistake})


@pytest.mark.parametrize("mistake", [{"antennas": []}, {"port": "p"}])
def test_a_mistake_in_the_simulated_readers_settings(mistake: dict[str, Any]) -> None:
    with pytest.raises(DeviceError):
        open_device("rfid", {"driver": "simulated", **mistake})


def test_every_driver_has_a_stand() -> None:
    assert set(DRIVERS["rfid"]) - set(stands.STANDS) == set()


def test_an_emulator_that_there_is_not(tmp_path: Path) -> None:
    with pytest.raises(DeviceError, match="mercury"):
        emulate("crystal ball", tmp_path, Field())
