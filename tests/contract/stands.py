"""A reader of each driver before a field, with its cable, and what it declares to be able to do.

To add a driver: a file `stand_<driver>.py` beside this one with

    CAN = Can(...)                                               what it declares
    stand(folder: Path, **settings) -> context manager of Stand  open, before a field
    in_memory(clock: VirtualClock, **settings) -> MemoryStand    for those on a byte line, not open

A driver without a line to be emulated on in memory has no `in_memory`. A file with another name
than a driver's is another kind of a driver's reader: it is tried as a reader, not as a driver.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from hardware import device
from hardware.device import DeviceState
from hardware.rfid.emulated_port import EmulatedPort
from hardware.rfid.field import Field
from hardware.rfid.line import LineReader
from hardware.rfid.reader import RfidReader, TagId, TagKind, TagRead
from tests.conftest import wait_until
from tests.contract.memory_line import MemoryLine, VirtualClock

STANDS = tuple(
    sorted(file.stem.removeprefix("stand_") for file in Path(__file__).parent.glob("stand_*.py"))
)
DRIVERS = tuple(name for name in STANDS if name in device.DRIVERS["rfid"])


@dataclass(frozen=True, slots=True)
class Can:
    """What a driver's reader is able to do."""

    tags_at_once: int = 12
    tells_rssi: bool = True
    antennas: int = 1  # how many it serves at most
    kind: TagKind = TagKind.EPC  # of the tags that it is tried with
    octets: int = 12  # of such a tag's value
    byte_line: bool = True  # whether its stand has an EmulatedPort and an `in_memory`
    tells_silence: bool = True  # whether silence tells a dead one from one with nothing to read
    away: str = "not connected"  # part of what staff are told of an unplugged one
    well_s: float = 10.0  # within which it is well again once a fault is over, at the latest
    noise: tuple[bytes | int, ...] = (b"\xff", b"\x00" * 40, 300)  # what may come between frames

    def tag(self, number: int) -> TagId:
        """A tag that it can read; another one for each number."""
        if self.kind is TagKind.URI:
            return TagId(TagKind.URI, f"https://id.example.com/01/09506000134352/21/{number}")
        # Neither begins nor ends with a zero, and is no number that a chip makes up (08...).
        value = bytes([0x30, *number.to_bytes(self.octets - 2, "big"), 0x5A])
        return TagId(self.kind, value.hex().upper())


@dataclass
class Stand:
    """A reader before a field, with its cable."""

    can: Can
    field: Field
    reader: RfidReader
    plug: Callable[[], None]
    unplug: Callable[[], None]
    emulator: EmulatedPort | None = None

    @property
    def line(self) -> EmulatedPort:
        assert self.emulator is not None, "this reader has no byte line"
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


@dataclass
class MemoryStand:
    """A driver on a line in memory: nothing is real but its own thread."""

    can: Can
    field: Field
    reader: LineReader
    line: MemoryLine
    reboot: Callable[[], None] | None = None  # for a module that starts anew without an unplug


def _file(driver: str) -> Any:
    return importlib.import_module(f"tests.contract.stand_{driver}")


def can(driver: str) -> Can:
    declared: Can = _file(driver).CAN
    return declared


def stand(driver: str, folder: Path, **settings: Any) -> AbstractContextManager[Stand]:
    made: AbstractContextManager[Stand] = _file(driver).stand(folder, **settings)
    return made


def in_memory(driver: str, clock: VirtualClock, **settings: Any) -> MemoryStand:
    made: MemoryStand = _file(driver).in_memory(clock, **settings)
    return made


def drivers_that(ability: Callable[[Can], object]) -> list[str]:
    return [driver for driver in DRIVERS if ability(can(driver))]


def over(ability: Callable[[Can], object]) -> pytest.MarkDecorator:
    """Runs a test over the stands of those that are able to."""
    able = [stand for stand in STANDS if ability(can(stand))]
    return pytest.mark.parametrize("stand", able, indirect=True)


on_a_line = over(lambda can: can.byte_line)
