"""The M100's frames: both framings, checksum, resynchronisation, codes and words.

Owns bytes to frames and back, in both directions. Does not know what a frame's data means
(`commands.py`, `tags.py`), and does no I/O.

    HEAD | KIND | OP | LENGTH (2) | DATA[LENGTH] | sum of KIND..DATA | TAIL

The same module is sold with two framings, AA..DD and BB..7E. All four may stand anywhere in data,
so frames are found by their length, never by looking for the tail.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from hardware.rfid import frame_parser

OVERHEAD = 7
MAX_DATA = 0xFF  # no frame of the family is longer: a tag's record has at most 67 bytes


class WireError(ValueError):
    """Bytes that are not what the protocol says."""


@dataclass(frozen=True, slots=True)
class Framing:
    """The bytes around a frame."""

    head: int
    tail: int

    def __str__(self) -> str:
        return f"{self.head:02X}..{self.tail:02X}"


AA_DD = Framing(0xAA, 0xDD)  # R200, YPD
BB_7E = Framing(0xBB, 0x7E)  # YRM100, M100, JRD-4035
FRAMINGS = (AA_DD, BB_7E)


class Kind(IntEnum):
    COMMAND = 0x00
    RESPONSE = 0x01
    NOTIFICATION = 0x02


class Op(IntEnum):
    """Operation codes that a driver or its emulator needs."""

    INFO = 0x03
    IDLE_MODE = 0x04
    SET_REGION = 0x07
    GET_REGION = 0x08
    GET_SELECT = 0x0B
    SET_SELECT = 0x0C
    GET_QUERY = 0x0D
    SET_QUERY = 0x0E
    SET_BAUD = 0x11  # is not answered
    SET_SELECT_MODE = 0x12
    SLEEP = 0x17
    IDLE_SLEEP = 0x1D
    POLL = 0x22  # also every tag that is told
    MULTI_POLL = 0x27  # is answered by what its rounds find
    STOP_MULTI_POLL = 0x28
    READ = 0x39
    INSERT_CHANNELS = 0xA9
    GET_CHANNEL = 0xAA
    SET_CHANNEL = 0xAB
    SET_HOPPING = 0xAD
    SET_POWER = 0xB6
    GET_POWER = 0xB7
    SET_DEMODULATOR = 0xF0
    GET_DEMODULATOR = 0xF1
    FAILED = 0xFF  # the response to whatever failed; its data begins with an `Error`


class Error(IntEnum):
    """What a failure says."""

    READ = 0x09
    WRITE = 0x10
    KILL = 0x12
    LOCK = 0x13
    BLOCK_PERMALOCK = 0x14
    NO_TAG = 0x15  # or one whose checksum was wrong: the end of every round that hears nothing
    ACCESS = 0x16
    BAD_COMMAND = 0x17
    NO_CHANNEL = 0x20


ERROR_WORDS: dict[int, str] = {
    Error.READ: "the tag's memory could not be read",
    Error.WRITE: "the tag's memory could not be written",
    Error.KILL: "the tag could not be killed",
    Error.LOCK: "the tag could not be locked",
    Error.BLOCK_PERMALOCK: "the tag's blocks could not be locked",
    Error.NO_TAG: "no tag",
    Error.ACCESS: "the tag does not take the password",
    Error.BAD_COMMAND: "unknown command or parameter",
    Error.NO_CHANNEL: "no free radio channel",
}
# What the tag itself said, in the lower half of the code.
_TAG_SAID: dict[int, str] = {
    0xA0: "reading",
    0xB0: "writing",
    0xC0: "locking",
    0xD0: "killing",
    0xE0: "locking blocks",
}
_GEN2_ERRORS: dict[int, str] = {
    0x0: "other error",
    0x3: "beyond its memory",
    0x4: "its memory is locked",
    0xB: "too little power",
    0xF: "unspecific error",
}


def error_words(code: int) -> str:
    """An error code for people: `15 no tag`."""
    words = ERROR_WORDS.get(code)
    if words is None and code & 0xF0 in _TAG_SAID:
        said = _GEN2_ERRORS.get(code & 0x0F, "unknown error")
        words = f"the tag said when {_TAG_SAID[code & 0xF0]}: {said}"
    return f"{code:02X} {words or 'unknown error'}"


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame in either direction, whatever its framing."""

    kind: int
    op: int
    data: bytes = b""

    def encode(self, framing: Framing) -> bytes:
        if len(self.data) > MAX_DATA:
            raise WireError(f"{len(self.data)} bytes of data do not fit a frame")
        body = bytes((self.kind, self.op)) + len(self.data).to_bytes(2, "big") + self.data
        return bytes((framing.head, *body, sum(body) & 0xFF, framing.tail))


def command(op: int, data: bytes = b"") -> Frame:
    return Frame(Kind.COMMAND, op, data)


def response(op: int, data: bytes = b"\0") -> Frame:
    """An answer; most consist of a zero that means "done"."""
    return Frame(Kind.RESPONSE, op, data)


def failure(error: int, about: bytes = b"") -> Frame:
    """The answer that something failed; `about` is the tag it failed with, where known."""
    return Frame(Kind.RESPONSE, Op.FAILED, bytes((error,)) + about)


class FrameParser(frame_parser.FrameParser[Frame]):
    """Finds the frames of one framing in a stream of bytes, however it is cut.

    A byte that begins no frame is dropped and counted in `dropped`: garbage costs no frame that
    follows it. Garbage can look like the beginning of a long frame; `quiet` says that the line
    has been silent and nothing more of it will come.
    """

    def __init__(self, framing: Framing) -> None:
        self.framing = framing
        super().__init__()

    def _parse(self) -> list[Frame]:
        buffer, head = self._buffer, self.framing.head
        frames: list[Frame] = []
        at, end = 0, len(buffer)
        while at < end:
            if buffer[at] != head:
                following = buffer.find(head, at)
                skipped = (end if following < 0 else following) - at
                self.dropped += skipped
                at += skipped
                continue
            size = self._size(at, end)
            if size and at + size > end:
                break
            if size and self._sound(at, size):
                data = bytes(buffer[at + 5 : at + size - 2])
                frames.append(Frame(buffer[at + 1], buffer[at + 2], data))
                at += size
            else:
                self.dropped += 1
                at += 1
        del buffer[:at]
        return frames

    def _size(self, at: int, end: int) -> int:
        """How long the frame at `at` is, at least, as far as it is there; 0: it is none."""
        buffer = self._buffer
        if at + 1 < end and buffer[at + 1] > Kind.NOTIFICATION:
            return 0
        if at + 3 < end and buffer[at + 3]:
            return 0
        return OVERHEAD + (buffer[at + 4] if at + 4 < end else 0)

    def _sound(self, at: int, size: int) -> bool:
        buffer, last = self._buffer, at + size - 1
        return (
            buffer[last] == self.framing.tail
            and sum(buffer[at + 1 : last - 1]) & 0xFF == buffer[last - 1]
        )
