"""LLRP 1.0.1 on the wire: messages, parameters, and what a reader tells of tags and of itself.

Bytes to values and back, no I/O. It is the emulator's half of the conversation, written from the
standard's layout; what the driver says and understands is `sllurp`'s, so that neither judges
itself. Only how a stream is cut into messages is the same for both.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum

PORT = 5084
VERSION = 1
IMPINJ, ZEBRA = 25882, 161  # IANA's private enterprise numbers

_HEADER = struct.Struct("!HII")  # version and type, length of all, message id
_TLV = struct.Struct("!HH")  # type, length of all

MAX_MESSAGE = 1 << 20  # longer ones are no LLRP


class WireError(ValueError):
    """Bytes that are no LLRP, or a parameter that is cut short."""


class Type(IntEnum):
    """Types of messages, and which one answers which."""

    GET_READER_CAPABILITIES = 1
    GET_READER_CONFIG = 2
    SET_READER_CONFIG = 3
    CLOSE_CONNECTION_RESPONSE = 4
    GET_READER_CAPABILITIES_RESPONSE = 11
    GET_READER_CONFIG_RESPONSE = 12
    SET_READER_CONFIG_RESPONSE = 13
    CLOSE_CONNECTION = 14
    ADD_ROSPEC = 20
    DELETE_ROSPEC = 21
    START_ROSPEC = 22
    STOP_ROSPEC = 23
    ENABLE_ROSPEC = 24
    DISABLE_ROSPEC = 25
    GET_ROSPECS = 26
    ADD_ROSPEC_RESPONSE = 30
    DELETE_ROSPEC_RESPONSE = 31
    START_ROSPEC_RESPONSE = 32
    STOP_ROSPEC_RESPONSE = 33
    ENABLE_ROSPEC_RESPONSE = 34
    DISABLE_ROSPEC_RESPONSE = 35
    GET_ROSPECS_RESPONSE = 36
    ADD_ACCESSSPEC = 40
    DELETE_ACCESSSPEC = 41
    DELETE_ACCESSSPEC_RESPONSE = 51
    GET_REPORT = 60
    RO_ACCESS_REPORT = 61
    KEEPALIVE = 62
    READER_EVENT_NOTIFICATION = 63
    ENABLE_EVENTS_AND_REPORTS = 64
    KEEPALIVE_ACK = 72
    ERROR_MESSAGE = 100
    CUSTOM = 1023


class Param(IntEnum):
    """Types of the parameters that a reader has to understand or to say."""

    UTC_TIMESTAMP = 128
    GENERAL_DEVICE_CAPABILITIES = 137
    RECEIVE_SENSITIVITY_ENTRY = 139
    PER_ANTENNA_AIR_PROTOCOL = 140
    GPIO_CAPABILITIES = 141
    LLRP_CAPABILITIES = 142
    REGULATORY_CAPABILITIES = 143
    UHF_BAND_CAPABILITIES = 144
    TRANSMIT_POWER_ENTRY = 145
    FREQUENCY_INFORMATION = 146
    FREQUENCY_HOP_TABLE = 147
    FIXED_FREQUENCY_TABLE = 148
    ROSPEC = 177
    RO_BOUNDARY_SPEC = 178
    START_TRIGGER = 179
    PERIODIC_TRIGGER = 180
    STOP_TRIGGER = 182
    AISPEC = 183
    AISPEC_STOP_TRIGGER = 184
    TAG_OBSERVATION_TRIGGER = 185
    INVENTORY_PARAMETER_SPEC = 186
    ANTENNA_PROPERTIES = 221
    ANTENNA_CONFIGURATION = 222
    RF_TRANSMITTER = 224
    CONFIGURATION_STATE = 217
    IDENTIFICATION = 218
    KEEPALIVE_SPEC = 220
    EVENTS_AND_REPORTS = 226
    REPORT_SPEC = 237
    REPORT_CONTENT = 238
    TAG_REPORT = 240
    EPC_DATA = 241
    EVENT_NOTIFICATION_SPEC = 244
    EVENT_NOTIFICATION_STATE = 245
    EVENT_NOTIFICATION = 246
    ROSPEC_EVENT = 249
    READER_EXCEPTION_EVENT = 252
    AISPEC_EVENT = 254
    ANTENNA_EVENT = 255
    CONNECTION_ATTEMPT_EVENT = 256
    CONNECTION_CLOSE_EVENT = 257
    STATUS = 287
    C1G2_CAPABILITIES = 327
    RF_MODE_TABLE = 328
    RF_MODE_ENTRY = 329
    INVENTORY_COMMAND = 330
    SINGULATION_CONTROL = 336
    EPC_MEMORY_SELECTOR = 348
    CUSTOM = 1023


class Tv(IntEnum):
    """Parameters of one byte's type and a fixed length."""

    ANTENNA = 1
    FIRST_SEEN_UTC = 2
    LAST_SEEN_UTC = 4
    PEAK_RSSI = 6
    CHANNEL = 7
    SEEN_COUNT = 8
    ROSPEC = 9
    INVENTORY_SPEC = 10
    CRC = 11
    PC = 12
    EPC_96 = 13
    SPEC_INDEX = 14
    ACCESSSPEC = 16


_TV_SIZES = {
    1: 2, 2: 8, 3: 8, 4: 8, 5: 8, 6: 1, 7: 2, 8: 2, 9: 4, 10: 2,
    11: 2, 12: 2, 13: 12, 14: 2, 15: 2, 16: 4, 17: 2, 18: 4, 19: 2, 20: 2,
}  # fmt: skip


class Code(IntEnum):
    """Status codes of answers."""

    SUCCESS = 0
    PARAMETER_ERROR = 100
    FIELD_ERROR = 101
    MISSING_PARAMETER = 103
    UNSUPPORTED_MESSAGE = 109
    UNSUPPORTED_VERSION = 110
    UNSUPPORTED_PARAMETER = 111
    INVALID = 300
    OUT_OF_RANGE = 301
    DEVICE_ERROR = 401


class Attempt(IntEnum):
    """What a reader says to whoever connects."""

    SUCCESS = 0
    HAS_CLIENT = 2
    OTHER_REASON = 3
    ANOTHER_TRIED = 4


class Event(IntEnum):
    """Kinds of events that a client switches on and off."""

    ROSPEC = 2
    EXCEPTION = 4
    AISPEC = 6
    ANTENNA = 8


@dataclass(frozen=True, slots=True)
class Message:
    """One message. `body` is what follows the header."""

    type: int
    id: int = 0
    body: bytes = b""
    version: int = VERSION

    def encode(self) -> bytes:
        kind = self.version << 10 | self.type
        return _HEADER.pack(kind, _HEADER.size + len(self.body), self.id) + self.body


class MessageParser:
    """Cuts a stream into messages, however it arrives. Raises `WireError`: there is no way back
    into a stream that lost its beat but to begin a new one.
    """

    def __init__(self) -> None:
        self._unread = bytearray()

    def feed(self, octets: bytes) -> Iterator[Message]:
        for each in self.cut(octets):
            kind, _, number = _HEADER.unpack_from(each)
            yield Message(kind & 0x3FF, number, each[_HEADER.size :], kind >> 10)

    def cut(self, octets: bytes) -> Iterator[bytes]:
        """Each message as it stands, header and all."""
        unread = self._unread
        unread += octets
        while len(unread) >= _HEADER.size:
            kind, length, _ = _HEADER.unpack_from(unread)
            if kind >> 13 or not kind >> 10 or not _HEADER.size <= length <= MAX_MESSAGE:
                raise WireError(f"no LLRP: {unread[:16].hex()}")
            if len(unread) < length:
                return
            message = bytes(unread[:length])
            del unread[:length]
            yield message


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter; `short` ones have a type of one byte and no length."""

    type: int
    body: bytes
    short: bool = False

    def unpack(self, layout: str) -> tuple[int, ...]:
        """The leading fields of the body. Raises `WireError` when there are fewer bytes."""
        try:
            return struct.unpack_from("!" + layout, self.body)
        except struct.error as error:
            raise WireError(f"parameter {self.type} is cut short") from error

    def inner(self, after: int = 0) -> list[Parameter]:
        """The parameters in the body behind its first bytes."""
        return list(parameters(self.body[after:]))


def parameters(octets: bytes) -> Iterator[Parameter]:
    """Parameter after parameter. Raises `WireError`."""
    at = 0
    while at < len(octets):
        if octets[at] & 0x80:
            kind = octets[at] & 0x7F
            end = at + 1 + _TV_SIZES.get(kind, len(octets))
            begin, short = at + 1, True
        else:
            if at + _TLV.size > len(octets):
                raise WireError("a parameter is cut short")
            kind, length = _TLV.unpack_from(octets, at)
            kind &= 0x3FF
            if length < _TLV.size:
                raise WireError(f"parameter {kind} says that it has {length} bytes")
            begin, end, short = at + _TLV.size, at + length, False
        if end > len(octets):
            raise WireError(f"parameter {kind} is cut short")
        yield Parameter(kind, octets[begin:end], short)
        at = end


def tlv(kind: int, *parts: bytes) -> bytes:
    """A parameter that says its length."""
    body = b"".join(parts)
    return _TLV.pack(kind, _TLV.size + len(body)) + body


def tv(kind: Tv, value: int | bytes, *, signed: bool = False) -> bytes:
    """A parameter of fixed length."""
    size = _TV_SIZES[kind]
    octets = value.to_bytes(size, "big", signed=signed) if isinstance(value, int) else value
    return bytes((0x80 | kind,)) + octets


def status(code: Code = Code.SUCCESS, words: str = "") -> bytes:
    text = words.encode()
    return tlv(Param.STATUS, struct.pack("!HH", code, len(text)), text)


def custom(vendor: int, subtype: int, *parts: bytes) -> bytes:
    """The body of a vendor's own message: its enterprise number, its own type, the rest."""
    return struct.pack("!IB", vendor, subtype) + b"".join(parts)


@dataclass(frozen=True, slots=True)
class TagReport:
    """What one TagReportData says of a tag; a field that was not asked for is None."""

    epc: bytes
    rospec: int | None = None
    antenna: int | None = None
    rssi_dbm: int | None = None
    channel: int | None = None
    first_seen_us: int | None = None  # UTC
    last_seen_us: int | None = None
    seen_count: int | None = None
    pc: int | None = None
    crc: int | None = None

    def encode(self) -> bytes:
        return tlv(Param.TAG_REPORT, b"".join(self._parts()))

    def _parts(self) -> Iterator[bytes]:
        if len(self.epc) == 12:
            yield tv(Tv.EPC_96, self.epc)
        else:
            yield tlv(Param.EPC_DATA, struct.pack("!H", 8 * len(self.epc)), self.epc)
        for kind, name in _REPORTED.items():
            if (value := getattr(self, name)) is not None:
                yield tv(kind, value, signed=kind is Tv.PEAK_RSSI)

    @classmethod
    def decode(cls, octets: bytes) -> TagReport:
        """From the body of a TagReportData. Raises `WireError`."""
        epc, fields = b"", {}
        for each in parameters(octets):
            if each.short and each.type == Tv.EPC_96:
                epc = each.body
            elif each.short and each.type in _REPORTED:
                signed = each.type == Tv.PEAK_RSSI
                fields[_REPORTED[Tv(each.type)]] = int.from_bytes(each.body, "big", signed=signed)
            elif not each.short and each.type == Param.EPC_DATA:
                (bits,) = each.unpack("H")
                epc = each.body[2 : 2 + (bits + 7) // 8]
        return cls(epc, **fields)


# In the standard's order.
_REPORTED = {
    Tv.ROSPEC: "rospec",
    Tv.ANTENNA: "antenna",
    Tv.PEAK_RSSI: "rssi_dbm",
    Tv.CHANNEL: "channel",
    Tv.FIRST_SEEN_UTC: "first_seen_us",
    Tv.LAST_SEEN_UTC: "last_seen_us",
    Tv.SEEN_COUNT: "seen_count",
    Tv.PC: "pc",
    Tv.CRC: "crc",
}


def report(reports: Iterable[TagReport], number: int = 0) -> Message:
    """A message that tells of tags."""
    return Message(Type.RO_ACCESS_REPORT, number, b"".join(each.encode() for each in reports))


def reports(message: Message) -> list[TagReport]:
    """The tags that a message tells of. Raises `WireError`."""
    return [
        TagReport.decode(each.body)
        for each in parameters(message.body)
        if each.type == Param.TAG_REPORT and not each.short
    ]


def event(utc_us: int, event: bytes, number: int = 0) -> Message:
    """A message in which the reader tells of itself."""
    told = tlv(Param.UTC_TIMESTAMP, struct.pack("!Q", utc_us))
    return Message(
        Type.READER_EVENT_NOTIFICATION, number, tlv(Param.EVENT_NOTIFICATION, told, event)
    )


def attempt_event(outcome: Attempt) -> bytes:
    return tlv(Param.CONNECTION_ATTEMPT_EVENT, struct.pack("!H", outcome))


def antenna_event(antenna: int, connected: bool) -> bytes:
    return tlv(Param.ANTENNA_EVENT, struct.pack("!BH", connected, antenna))


def exception_event(words: str, antenna: int | None = None) -> bytes:
    text = words.encode()
    where = b"" if antenna is None else tv(Tv.ANTENNA, antenna)
    return tlv(Param.READER_EXCEPTION_EVENT, struct.pack("!H", len(text)), text, where)


def rospec_event(rospec: int, ended: bool) -> bytes:
    return tlv(Param.ROSPEC_EVENT, struct.pack("!BII", ended, rospec, 0))


def aispec_event(rospec: int, index: int) -> bytes:
    return tlv(Param.AISPEC_EVENT, struct.pack("!BIH", 0, rospec, index))


def close_event() -> bytes:
    return tlv(Param.CONNECTION_CLOSE_EVENT)
