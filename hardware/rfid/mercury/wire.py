"""The Mercury serial protocol's frames: checksum, framing and resynchronisation, codes and words.

Owns bytes to frames and back, in both directions. Does not know what a frame's data means
(`commands.py`, `notifications.py`), and does no I/O.

    host to module:  FF | LEN | OP |          DATA[LEN] | CRC
    module to host:  FF | LEN | OP | STATUS | DATA[LEN] | CRC

All integers are big-endian. FF may stand anywhere in data and checksum, so frames are found by
their length, never by looking for FF.
"""

from __future__ import annotations

import binascii
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import TypeVar

from hardware.rfid import frame_parser

START = 0xFF
MAX_DATA = 0xF8  # the largest LEN that vendor's tools accept

# What the polynomial makes of the initial FFFF once it has been shifted through 16 bits.
_CRC_START = 0x1D0F


class WireError(ValueError):
    """Bytes that are not what the protocol says."""


class Op(IntEnum):
    """Operation codes that a driver needs."""

    VERSION = 0x03
    BOOT_FIRMWARE = 0x04
    SET_BAUD = 0x06
    BOOT_BOOTLOADER = 0x09
    CURRENT_PROGRAM = 0x0C
    HARDWARE_VERSION = 0x10
    READ_SINGLE = 0x21
    READ_MULTIPLE = 0x22  # also every streamed notification
    GET_TAG_BUFFER = 0x29
    CLEAR_TAG_BUFFER = 0x2A
    STREAM = 0x2F  # start, stop, and commands tunnelled while streaming
    GET_ANTENNA = 0x61
    GET_READ_POWER = 0x62
    GET_PROTOCOL = 0x63
    GET_WRITE_POWER = 0x64
    GET_REGION = 0x67
    GET_POWER_MODE = 0x68
    GET_OPTION = 0x6A
    GET_PROTOCOL_OPTION = 0x6B
    AVAILABLE_PROTOCOLS = 0x70
    AVAILABLE_REGIONS = 0x71
    TEMPERATURE = 0x72
    SET_ANTENNA = 0x91
    SET_READ_POWER = 0x92
    SET_PROTOCOL = 0x93
    SET_WRITE_POWER = 0x94
    SET_REGION = 0x97
    SET_POWER_MODE = 0x98
    SET_OPTION = 0x9A
    SET_PROTOCOL_OPTION = 0x9B


class Status(IntEnum):
    """What a module says of a command or of the air. Others exist; a frame keeps the number."""

    OK = 0x0000
    WRONG_LENGTH = 0x0100
    BAD_OPCODE = 0x0101
    POWER_TOO_HIGH = 0x0103
    BAD_PARAMETER = 0x0105
    POWER_TOO_LOW = 0x0106
    UNIMPLEMENTED = 0x0109
    BAD_BAUD = 0x010A
    BAD_REGION = 0x010B
    NO_TAGS = 0x0400
    NO_PROTOCOL = 0x0401
    NO_DATA_READ = 0x0404
    WRITE_FAILED = 0x0406
    TAG_ERROR = 0x040A
    MEMORY_OVERRUN = 0x0423
    MEMORY_LOCKED = 0x0424
    INSUFFICIENT_POWER = 0x042B
    NON_SPECIFIC = 0x042F
    CHANNEL_OCCUPIED = 0x0501
    NO_ANTENNA = 0x0503
    TOO_HOT = 0x0504
    RETURN_LOSS = 0x0505
    BUFFER_EMPTY = 0x0600
    BUFFER_FULL = 0x0601
    AUTH_REQUEST = 0x0604
    SYSTEM = 0x7F00
    ASSERTION = 0x7F01


STATUS_WORDS: dict[int, str] = {
    Status.OK: "ok",
    Status.WRONG_LENGTH: "command has the wrong length",
    Status.BAD_OPCODE: "unknown command",
    Status.POWER_TOO_HIGH: "power is too high",
    Status.BAD_PARAMETER: "bad parameter",
    Status.POWER_TOO_LOW: "power is too low",
    Status.UNIMPLEMENTED: "not implemented",
    Status.BAD_BAUD: "baud rate not supported",
    Status.BAD_REGION: "region not supported",
    Status.NO_TAGS: "no tags",
    Status.NO_PROTOCOL: "no protocol is set",
    Status.NO_DATA_READ: "no data could be read",
    Status.WRITE_FAILED: "write failed",
    Status.TAG_ERROR: "general tag error",
    Status.MEMORY_OVERRUN: "beyond the tag's memory",
    Status.MEMORY_LOCKED: "the tag's memory is locked",
    Status.INSUFFICIENT_POWER: "the tag has too little power",
    Status.NON_SPECIFIC: "unspecific tag error",
    Status.CHANNEL_OCCUPIED: "radio channel is occupied",
    Status.NO_ANTENNA: "antenna not connected",
    Status.TOO_HOT: "over temperature",
    Status.RETURN_LOSS: "high return loss",
    Status.BUFFER_EMPTY: "no tags in the buffer",
    Status.BUFFER_FULL: "tag buffer is full",
    Status.AUTH_REQUEST: "authentication requested",
    Status.SYSTEM: "system error",
    Status.ASSERTION: "assertion failed in the firmware",
}


def status_words(status: int) -> str:
    """A status for people: `0503 antenna not connected`."""
    return f"{status:04X} {STATUS_WORDS.get(status, 'unknown status')}"


def crc16(body: bytes) -> int:
    """The checksum over LEN..DATA (not the leading FF); `body` has at least LEN and OP.

    It is polynomial 1021 with FFFF to begin with and the message itself shifted in, not
    CCITT-FALSE: `00 03` gives 1D0C.
    """
    if len(body) < 2:
        raise WireError("a frame's body has at least a length and an operation code")
    return binascii.crc_hqx(body[:-2], _CRC_START) ^ int.from_bytes(body[-2:], "big")


def _frame(body: bytes) -> bytes:
    return b"\xff" + body + crc16(body).to_bytes(2, "big")


def _check_length(data: bytes) -> None:
    if len(data) > MAX_DATA:
        raise WireError(f"{len(data)} bytes of data do not fit a frame, at most {MAX_DATA} do")


@dataclass(frozen=True, slots=True)
class Command:
    """A frame from host to module."""

    op: int
    data: bytes = b""

    def encode(self) -> bytes:
        _check_length(self.data)
        return _frame(bytes((len(self.data), self.op)) + self.data)


@dataclass(frozen=True, slots=True)
class Reply:
    """A frame from module to host: an answer, or something it says on its own."""

    op: int
    status: int = Status.OK
    data: bytes = b""

    def encode(self) -> bytes:
        _check_length(self.data)
        head = bytes((len(self.data), self.op)) + self.status.to_bytes(2, "big")
        return _frame(head + self.data)


FrameT = TypeVar("FrameT")


class FrameParser(frame_parser.FrameParser[FrameT]):
    """Finds the frames of one direction in a stream of bytes, however it is cut.

    A byte that begins no frame is dropped and counted in `dropped`: garbage costs no frame that
    follows it. Garbage can look like the beginning of a long frame; `quiet` says that the line
    has been silent and nothing more of it will come.
    """

    def __init__(self, overhead: int, made: Callable[[bytes], FrameT]) -> None:
        self._overhead = overhead
        self._made = made
        super().__init__()

    def _parse(self) -> list[FrameT]:
        buffer, overhead = self._buffer, self._overhead
        frames: list[FrameT] = []
        at, end = 0, len(buffer)
        while at < end:
            if buffer[at] != START:
                following = buffer.find(START, at)
                skipped = (end if following < 0 else following) - at
                self.dropped += skipped
                at += skipped
                continue
            if at + 1 == end:
                break
            size = buffer[at + 1] + overhead
            if buffer[at + 1] <= MAX_DATA:
                if at + size > end:
                    break
                body = bytes(buffer[at + 1 : at + size - 2])
                if crc16(body) == buffer[at + size - 2] << 8 | buffer[at + size - 1]:
                    frames.append(self._made(body))
                    at += size
                    continue
            self.dropped += 1
            at += 1
        del buffer[:at]
        return frames


def command_parser() -> FrameParser[Command]:
    """For what a module hears."""
    return FrameParser(5, lambda body: Command(body[1], body[2:]))


def reply_parser() -> FrameParser[Reply]:
    """For what a host hears."""
    return FrameParser(7, lambda body: Reply(body[1], body[2] << 8 | body[3], body[4:]))
