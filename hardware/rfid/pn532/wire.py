"""The PN532's frames on its serial line: framing, checksums, resynchronisation, codes and words.

Owns bytes to frames and back, in both directions. Does not know what a frame's data means
(`commands.py`), and does no I/O.

    normal     00 00 FF LEN LCS | TFI CODE DATA | DCS 00
    extended   00 00 FF FF FF LENhi LENlo LCS | TFI CODE DATA | DCS 00
    ACK        00 00 FF 00 FF 00        NACK 00 00 FF FF 00 00
    error      00 00 FF 01 FF 7F 81 00  a normal frame whose only byte is 7F

LEN counts TFI, CODE and DATA. TFI is D4 from the host, D5 from the chip. Any number of 00 may
stand before and behind a frame, so the last 00 is not waited for.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import TypeAlias

from hardware.rfid import frame_parser

TO_CHIP = 0xD4
TO_HOST = 0xD5
SYNTAX_ERROR = 0x7F  # the only byte of an error frame
MAX_DATA = 263  # 265 bytes with TFI and code

_START = b"\x00\xff"
_ERROR_FRAME = bytes.fromhex("0000FF01FF7F8100")

# Out of its sleep a chip hears the line after some bytes only; these cost nobody a frame.
WAKE_UP = bytes.fromhex("5555") + bytes(14)


class WireError(ValueError):
    """Bytes that are not what the protocol says."""


class Code(IntEnum):
    """Commands; an answer carries its command's code and one."""

    DIAGNOSE = 0x00
    FIRMWARE = 0x02
    GENERAL_STATUS = 0x04
    READ_REGISTER = 0x06
    WRITE_REGISTER = 0x08
    SET_BAUD = 0x10
    SET_PARAMETERS = 0x12
    SAM = 0x14  # SAMConfiguration
    POWER_DOWN = 0x16
    RF = 0x32  # RFConfiguration
    EXCHANGE = 0x40  # InDataExchange
    DESELECT = 0x44  # InDeselect
    LIST = 0x4A  # InListPassiveTarget
    RELEASE = 0x52  # InRelease
    SELECT = 0x54  # InSelect


class Status(IntEnum):
    """The low six bits of a status byte."""

    OK = 0x00
    TIMEOUT = 0x01
    CRC = 0x02
    PARITY = 0x03
    BIT_COUNT = 0x04
    MIFARE_FRAMING = 0x05
    COLLISION = 0x06
    BUFFER = 0x07
    RF_BUFFER = 0x09
    RF_FIELD = 0x0A
    RF_PROTOCOL = 0x0B
    TEMPERATURE = 0x0D
    OVERFLOW = 0x0E
    PARAMETER = 0x10
    NOT_SUPPORTED = 0x12
    FORMAT = 0x13
    AUTHENTICATION = 0x14
    CHECK_BYTE = 0x23
    STATE = 0x25
    CONFIGURATION = 0x26
    CONTEXT = 0x27
    RELEASED = 0x29
    OTHER_CARD = 0x2A
    CARD_GONE = 0x2B
    IDENTIFIERS = 0x2C
    OVER_CURRENT = 0x2D
    NO_ADDRESS = 0x2E


STATUS_WORDS: dict[int, str] = {
    Status.OK: "ok",
    Status.TIMEOUT: "the card does not answer",
    Status.CRC: "the card's checksum is wrong",
    Status.PARITY: "the card's parity is wrong",
    Status.BIT_COUNT: "wrong number of bits while cards were told apart",
    Status.MIFARE_FRAMING: "wrong framing of the card",
    Status.COLLISION: "cards talk at the same time",
    Status.BUFFER: "the chip's buffer is too small",
    Status.RF_BUFFER: "the radio's buffer is too small",
    Status.RF_FIELD: "the other side's radio field did not come on in time",
    Status.RF_PROTOCOL: "the card breaks the protocol",
    Status.TEMPERATURE: "over temperature, the antenna is off",
    Status.OVERFLOW: "the chip's memory is too small",
    Status.PARAMETER: "bad parameter",
    Status.NOT_SUPPORTED: "the other side asks for what the chip does not know",
    Status.FORMAT: "wrong format of the other side's data",
    Status.AUTHENTICATION: "the card refuses the key",
    Status.CHECK_BYTE: "the check byte of a serial number is wrong",
    Status.STATE: "not possible in this state of the exchange",
    Status.CONFIGURATION: "not possible with the chip's settings",
    Status.CONTEXT: "not possible now, there is no such card",
    Status.RELEASED: "the other side has let go of the chip",
    Status.OTHER_CARD: "it is another card",
    Status.CARD_GONE: "the card has left",
    Status.IDENTIFIERS: "the two sides' identifiers do not match",
    Status.OVER_CURRENT: "over current in the antenna",
    Status.NO_ADDRESS: "a frame without its node address",
    SYNTAX_ERROR: "the chip does not know the command",
}


def status_words(status: int) -> str:
    """A status for people: `14 the card refuses the key`."""
    return f"{status:02X} {STATUS_WORDS.get(status, 'unknown status')}"


class Signal(Enum):
    """A frame without data."""

    ACK = bytes.fromhex("0000FF00FF00")
    NACK = bytes.fromhex("0000FFFF0000")

    def encode(self) -> bytes:
        octets: bytes = self.value
        return octets


@dataclass(frozen=True, slots=True)
class Command:
    """A frame from host to chip."""

    code: int
    data: bytes = b""

    def encode(self) -> bytes:
        return _frame(bytes((TO_CHIP, self.code)) + self.data)


@dataclass(frozen=True, slots=True)
class Reply:
    """A frame from chip to host: the answer to the command with `code`."""

    code: int
    data: bytes = b""

    def encode(self) -> bytes:
        return _frame(bytes((TO_HOST, self.code + 1 & 0xFF)) + self.data)


@dataclass(frozen=True, slots=True)
class Error:
    """The chip did not understand a command."""

    def encode(self) -> bytes:
        return _ERROR_FRAME


Frame: TypeAlias = Command | Reply | Error | Signal


def _frame(body: bytes) -> bytes:
    size = len(body)
    if size > MAX_DATA + 2:
        raise WireError(f"{size - 2} bytes of data do not fit a frame, at most {MAX_DATA} do")
    if size <= 0xFF:
        head = bytes((size, -size & 0xFF))
    else:
        head = b"\xff\xff" + size.to_bytes(2, "big") + bytes((-sum(divmod(size, 256)) & 0xFF,))
    return b"\x00\x00\xff" + head + body + bytes((-sum(body) & 0xFF, 0))


class FrameParser(frame_parser.FrameParser[Frame]):
    """Finds the frames of both directions in a stream of bytes, however it is cut.

    A byte that belongs to no frame is dropped and counted in `dropped`, but for the zeros that
    may stand anywhere. Garbage can look like the beginning of a long frame; `quiet` says that
    the line has been silent and nothing more of it will come.
    """

    @property
    def waiting(self) -> bool:
        """Whether part of a frame is there and the rest is not."""
        return len(self._buffer) > 1  # one zero may be the end of the last frame

    def _drop(self, count: int) -> None:
        self.dropped += sum(octet != 0 for octet in self._buffer[:count])
        del self._buffer[:count]

    def _parse(self) -> list[Frame]:
        frames: list[Frame] = []
        while True:
            at = self._buffer.find(_START)
            if at < 0:
                # A zero at the end may begin a frame.
                self._drop(len(self._buffer) - self._buffer.endswith(b"\x00"))
                return frames
            self._drop(at)
            size, frame = _first(self._buffer)
            if size is None:
                return frames
            if frame is None:
                self._drop(size)
            else:
                frames.append(frame)
                del self._buffer[:size]


def _first(buffer: bytearray) -> tuple[int | None, Frame | None]:
    """The frame at the start of `buffer` (00 FF) and how many bytes it has.

    No size: it is not all there yet. A size and no frame: so many bytes belong to none.
    """
    if len(buffer) < 4:
        return None, None
    if buffer[2:4] == b"\x00\xff":
        return 4, Signal.ACK
    if buffer[2:4] == b"\xff\x00":
        return 4, Signal.NACK
    if buffer[2:4] == b"\xff\xff":
        if len(buffer) < 7:
            return None, None
        size, head, check = buffer[4] << 8 | buffer[5], 7, sum(buffer[4:7])
    else:
        size, head, check = buffer[2], 4, sum(buffer[2:4])
    if check & 0xFF or not 1 <= size <= MAX_DATA + 2:
        return 1, None
    end = head + size
    if len(buffer) <= end:
        return None, None
    if sum(buffer[head : end + 1]) & 0xFF:
        return 1, None
    frame = _made(bytes(buffer[head:end]))
    return (1 if frame is None else end + 1), frame


def _made(body: bytes) -> Frame | None:
    if body == bytes((SYNTAX_ERROR,)):
        return Error()
    if len(body) >= 2 and body[0] == TO_CHIP:
        return Command(body[1], body[2:])
    if len(body) >= 2 and body[0] == TO_HOST:
        return Reply(body[1] - 1 & 0xFF, body[2:])
    return None
