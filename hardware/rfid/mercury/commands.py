"""What Mercury commands and their answers mean: versions, regions, settings, start and stop.

Owns commands' data in both directions. Framing is `wire.py`, what is streamed `notifications.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum, IntFlag

from hardware.rfid.mercury.wire import Command, Op, Reply, WireError

GEN2 = 0x05
MULTI_SELECT = 0x88  # a marker byte that newer SDKs put before the option byte
WITH_METADATA = 0x10  # option bit: metadata flags follow, and tags carry metadata

# Regulatory regions by the name that config.yaml uses.
REGIONS: dict[str, int] = {
    "NA": 0x01,
    "EU": 0x02,
    "IN": 0x04,
    "JP": 0x05,
    "PRC": 0x06,
    "EU2": 0x07,
    "EU3": 0x08,
    "KR2": 0x09,
    "AU": 0x0B,
    "NZ": 0x0C,
    "NA2": 0x0D,
    "NA3": 0x0E,
    "EU4": 0x1E,
    "OPEN": 0xFF,
}

MODELS: dict[int, str] = {
    0x18: "M6e",
    0x20: "M6e Micro",
    0x30: "M6e Nano",
    0x38: "M7E",
    0x80: "M3e",
}


class Option(IntEnum):
    """Keys of SET_OPTION and GET_OPTION."""

    UNIQUE_BY_ANTENNA = 0x00
    SAFETY_ANTENNA = 0x04
    SAFETY_TEMPERATURE = 0x05
    RECORD_HIGHEST_RSSI = 0x06
    UNIQUE_BY_DATA = 0x08
    RSSI_IN_DBM = 0x09
    READ_FILTER = 0x0C  # on: each tag is told once; off: each time it is heard
    FILTER_TIMEOUT = 0x0D
    TRANSPORT = 0x0E
    PRODUCT_GROUP = 0x12
    SEND_CRC = 0x1B


class Gen2Option(IntEnum):
    """Keys of SET_PROTOCOL_OPTION and GET_PROTOCOL_OPTION for Gen2."""

    SESSION = 0x00
    TARGET = 0x01
    ENCODING = 0x02
    LINK_FREQUENCY = 0x10
    TARI = 0x11
    Q = 0x12


class Metadata(IntFlag):
    """Which fields come with each tag, in the order of their bits."""

    READ_COUNT = 0x0001
    RSSI = 0x0002
    ANTENNA = 0x0004
    FREQUENCY = 0x0008
    TIMESTAMP = 0x0010
    PHASE = 0x0020
    PROTOCOL = 0x0040
    DATA = 0x0080
    GPIO = 0x0100
    Q = 0x0200
    LINK_FREQUENCY = 0x0400
    TARGET = 0x0800
    BRAND = 0x1000


class Search(IntFlag):
    """How a search is made."""

    ANTENNA_LIST = 0x0003
    EMBEDDED_COMMAND = 0x0004
    STREAMING = 0x0008
    LARGE_POPULATION = 0x0010
    STATUS_STREAM = 0x0020  # adds u16 content flags after the metadata flags
    FAST = 0x0080
    STATS_STREAM = 0x0100  # the same
    GPI_TRIGGER = 0x0200
    DUTY_CYCLE = 0x0400  # adds a u16 off time after the search time


STREAMING_SEARCH = Search.ANTENNA_LIST | Search.STREAMING | Search.LARGE_POPULATION


@dataclass(frozen=True, slots=True)
class Version:
    """The answer to VERSION and BOOT_FIRMWARE: who the module is."""

    bootloader: bytes
    hardware: bytes
    firmware_date: bytes
    firmware: bytes
    protocols: int

    @classmethod
    def decode(cls, data: bytes) -> Version:
        if len(data) < 20:
            raise WireError(f"a version has 20 bytes, not {len(data)}")
        return cls(
            data[0:4], data[4:8], data[8:12], data[12:16], int.from_bytes(data[16:20], "big")
        )

    def encode(self) -> bytes:
        return (
            self.bootloader
            + self.hardware
            + self.firmware_date
            + self.firmware
            + self.protocols.to_bytes(4, "big")
        )

    @property
    def model(self) -> str:
        return MODELS.get(self.hardware[0], f"model {self.hardware[0]:02X}")

    def __str__(self) -> str:
        return f"{self.model}, firmware {self.firmware.hex('.')}"


@dataclass(frozen=True, slots=True)
class StartStreaming:
    """A request to search without end and to tell every tag as it is heard.

    Both dialects of the vendor's SDK are covered: `multi_select` adds the marker byte, which
    every notification then repeats, and `off_ms` (with the search flag DUTY_CYCLE) a pause.
    """

    search_ms: int
    metadata: Metadata
    search: Search = STREAMING_SEARCH
    off_ms: int | None = None
    multi_select: bool = False
    content: int | None = None  # which status or stats frames are wanted
    protocol: int = GEN2

    def encode(self) -> Command:
        request = bytes((MULTI_SELECT,)) if self.multi_select else b""
        request += bytes((WITH_METADATA,)) + self.search.to_bytes(2, "big")
        request += self.search_ms.to_bytes(2, "big")
        if self.off_ms is not None:
            request += self.off_ms.to_bytes(2, "big")
        request += self.metadata.to_bytes(2, "big")
        if self.content is not None:
            request += self.content.to_bytes(2, "big")
        head = bytes((0, 0, 1, Op.READ_MULTIPLE, 0, 0, self.protocol, len(request)))
        return Command(Op.STREAM, head + bytes((Op.READ_MULTIPLE,)) + request)

    @classmethod
    def decode(cls, data: bytes) -> StartStreaming:
        """From the data of a STREAM command. Raises `WireError`."""
        if len(data) < 9 or data[2] != 1 or data[3] != Op.READ_MULTIPLE:
            raise WireError("this does not start streaming")
        if data[8] != Op.READ_MULTIPLE or data[7] != len(data) - 9:
            raise WireError("the request inside has another length than it says")
        rest = _Fields(data[9:])
        option = rest.u8()
        multi_select = option == MULTI_SELECT
        if multi_select:
            option = rest.u8()
        if option != WITH_METADATA:
            raise WireError(f"option {option:02X} is not supported, only metadata is")
        search = Search(rest.u16())
        search_ms = rest.u16()
        off_ms = rest.u16() if search & Search.DUTY_CYCLE else None
        metadata = Metadata(rest.u16())
        wants_status = search & (Search.STATUS_STREAM | Search.STATS_STREAM)
        content = rest.u16() if wants_status else None
        rest.end()
        return cls(search_ms, metadata, search, off_ms, multi_select, content, data[6])


class _Fields:
    """Reads big-endian numbers one after the other."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def _number(self, size: int) -> int:
        field = self._data[self._at : self._at + size]
        if len(field) < size:
            raise WireError("the data ends too early")
        self._at += size
        return int.from_bytes(field, "big")

    def u8(self) -> int:
        return self._number(1)

    def u16(self) -> int:
        return self._number(2)

    def end(self) -> None:
        if self._at != len(self._data):
            raise WireError(f"{len(self._data) - self._at} bytes too many")


STARTED, STOPPED, TUNNELLED = 1, 2, 4  # what a STREAM command or reply is about


def stop_streaming() -> Command:
    return Command(Op.STREAM, bytes((0, 0, STOPPED)))


def tunnel(command: Command) -> Command:
    """A command to a module that is streaming."""
    head = bytes((0, 0, TUNNELLED, len(command.data), command.op))
    return Command(Op.STREAM, head + command.data)


def untunnel(data: bytes) -> Command:
    """The command inside a tunnelled one. Raises `WireError`."""
    if len(data) < 5 or data[2] != TUNNELLED or data[3] != len(data) - 5:
        raise WireError("this is not a tunnelled command")
    return Command(data[4], data[5:])


def tunnel_reply(reply: Reply) -> Reply:
    """A tunnelled command's answer, as it is sent."""
    head = bytes((TUNNELLED, len(reply.data), reply.op)) + reply.status.to_bytes(2, "big")
    return Reply(Op.STREAM, data=head + reply.data)


def untunnel_reply(reply: Reply) -> Reply:
    """The answer inside a tunnelled one. Raises `WireError`."""
    data = reply.data
    if len(data) < 5 or data[0] != TUNNELLED or data[1] != len(data) - 5:
        raise WireError("this is not a tunnelled reply")
    return Reply(data[2], int.from_bytes(data[3:5], "big"), data[5:])


def streaming_reply(what: int) -> Reply:
    """STARTED or STOPPED, as the module says it."""
    return Reply(Op.STREAM, data=bytes((what,)))


def set_region(region: str) -> Command:
    """Raises `KeyError` for a region that is not in REGIONS."""
    return Command(Op.SET_REGION, bytes((REGIONS[region],)))


def set_baud(baud: int) -> Command:
    return Command(Op.SET_BAUD, baud.to_bytes(4, "big"))


def set_protocol(protocol: int = GEN2) -> Command:
    return Command(Op.SET_PROTOCOL, protocol.to_bytes(2, "big"))


def centi_dbm(dbm: float) -> bytes:
    """A power as the wire has it: hundredths of a dBm, signed."""
    return round(dbm * 100).to_bytes(2, "big", signed=True)


def set_read_power(dbm: float) -> Command:
    return Command(Op.SET_READ_POWER, centi_dbm(dbm))


def set_antennas(antennas: Sequence[int]) -> Command:
    """The list of antennas to search on, each sending and receiving."""
    pairs = bytes(port for antenna in antennas for port in (antenna, antenna))
    return Command(Op.SET_ANTENNA, b"\x02" + pairs)


def set_option(key: Option, value: int) -> Command:
    return Command(Op.SET_OPTION, bytes((1, key, value)))


def set_gen2(key: Gen2Option, *values: int) -> Command:
    return Command(Op.SET_PROTOCOL_OPTION, bytes((GEN2, key, *values)))


def set_q(q: int | None) -> Command:
    """How many slots a round has: 2 to the power of `q`, or as the module sees fit."""
    return set_gen2(Gen2Option.Q, 0) if q is None else set_gen2(Gen2Option.Q, 1, q)
