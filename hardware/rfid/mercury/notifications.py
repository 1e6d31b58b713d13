"""What a streaming Mercury module tells: tags with their metadata, status frames, the end.

Owns the data of READ_MULTIPLE replies (and of the tag buffer, which has the same records), in
both directions. Framing is `wire.py`. A tag's EPC brings its own checksum from the air, the
second, end-to-end check.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, IntFlag

from hardware.rfid.gen2 import epc_crc, pc_word, split
from hardware.rfid.mercury.commands import MULTI_SELECT, WITH_METADATA, Metadata, StartStreaming
from hardware.rfid.mercury.wire import Op, Reply, Status, WireError

OPERATION_FAILED = (
    0x8000  # as a data length: an embedded command failed, two bytes of status follow
)


class ResponseType(IntEnum):
    END = 0x00
    TAG = 0x01
    STATUS = 0x02


class Content(IntFlag):
    """What a status frame holds."""

    FREQUENCY = 0x0002
    TEMPERATURE = 0x0004
    ANTENNA = 0x0008


@dataclass(frozen=True, slots=True)
class TagRecord:
    """A tag as the module tells it. A field is None where its metadata flag is off.

    `pc` is the PC word with the XPC words that it announces. `phase` is 0..180 as the module
    counts it, `timestamp_ms` since the search cycle began, `antenna` has the sending port in its
    upper half-byte and the receiving in its lower.
    """

    epc: bytes
    pc: bytes = b"\x30\x00"
    crc: int = 0
    read_count: int | None = None
    rssi_dbm: int | None = None
    antenna: int | None = None
    frequency_khz: int | None = None
    timestamp_ms: int | None = None
    phase: int | None = None
    protocol: int | None = None
    data: bytes | None = None
    failed: bool = False
    gpio: int | None = None
    q: int | None = None
    link_frequency: int | None = None
    target: int | None = None
    brand: int | None = None

    @property
    def intact(self) -> bool:
        """Whether the EPC is what the tag sent, by the tag's own checksum."""
        return self.crc == epc_crc(self.pc + self.epc)

    @classmethod
    def heard(cls, epc: bytes, **metadata: int) -> TagRecord:
        """A Gen2 tag with the PC and checksum that its EPC asks for. EPCs have whole words."""
        pc = pc_word(epc)
        return cls(epc, pc, epc_crc(pc + epc), **metadata)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class StatusReport:
    """A frame of the status stream."""

    frequency_khz: int | None = None
    temperature_c: int | None = None
    antenna: tuple[int, int] | None = None  # sending, receiving


@dataclass(frozen=True, slots=True)
class StreamEnd:
    """The module's word that a stream is over."""


Notification = TagRecord | StatusReport | StreamEnd

# flag, field, bytes, signed; in the order of the wire. DATA has a length of its own.
_FIELDS: tuple[tuple[Metadata, str, int, bool], ...] = (
    (Metadata.READ_COUNT, "read_count", 1, False),
    (Metadata.RSSI, "rssi_dbm", 1, True),
    (Metadata.ANTENNA, "antenna", 1, False),
    (Metadata.FREQUENCY, "frequency_khz", 3, False),
    (Metadata.TIMESTAMP, "timestamp_ms", 4, False),
    (Metadata.PHASE, "phase", 2, False),
    (Metadata.PROTOCOL, "protocol", 1, False),
    (Metadata.DATA, "data", 0, False),
    (Metadata.GPIO, "gpio", 1, False),
    (Metadata.Q, "q", 1, False),
    (Metadata.LINK_FREQUENCY, "link_frequency", 1, False),
    (Metadata.TARGET, "target", 1, False),
    (Metadata.BRAND, "brand", 2, False),
)
_LAYOUTS: dict[int, tuple[tuple[str, int, bool], ...]] = {}


def _layout(flags: int) -> tuple[tuple[str, int, bool], ...]:
    """The fields that `flags` ask for: name, bytes, signed. 0 bytes: a length is in front."""
    if flags not in _LAYOUTS:
        if flags & ~sum(flag for flag, *_ in _FIELDS):
            raise WireError(f"metadata flags {flags:04X} have bits without a meaning")
        _LAYOUTS[flags] = tuple(
            (name, size, signed) for flag, name, size, signed in _FIELDS if flags & flag
        )
    return _LAYOUTS[flags]


def decode_tag(data: bytes, at: int, flags: int) -> tuple[TagRecord, int]:
    """The record at `at`, and where the next one begins. Raises `WireError`."""
    metadata: dict[str, int | bytes | bool] = {}
    for name, size, signed in _layout(flags):
        if size:
            metadata[name] = int.from_bytes(data[at : at + size], "big", signed=signed)
            at += size
            continue
        bits = int.from_bytes(data[at : at + 2], "big")
        failed = bits == OPERATION_FAILED
        octets = 2 if failed else (bits + 7) // 8
        metadata["data"] = data[at + 2 : at + 2 + octets]
        metadata["failed"] = failed
        at += 2 + octets
    octets = (int.from_bytes(data[at : at + 2], "big") + 7) // 8
    at += 2
    end = at + octets
    if end > len(data):
        raise WireError("the tag's record ends too early")
    try:
        pc, epc, crc = split(data[at:end])
    except ValueError as error:
        raise WireError(str(error)) from error
    return TagRecord(epc, pc, crc, **metadata), end  # type: ignore[arg-type]


def encode_tag(tag: TagRecord, flags: int) -> bytes:
    """The record of a tag; a field that the tag does not have is 0."""
    record = bytearray()
    for name, size, signed in _layout(flags):
        if size:
            record += int(getattr(tag, name) or 0).to_bytes(size, "big", signed=signed)
        else:
            value = tag.data or b""
            bits = OPERATION_FAILED if tag.failed else len(value) * 8
            record += bits.to_bytes(2, "big") + value
    air = tag.pc + tag.epc + tag.crc.to_bytes(2, "big")
    return bytes(record) + (len(air) * 8).to_bytes(2, "big") + air


def decode(reply: Reply) -> Notification:
    """What a streamed READ_MULTIPLE reply with status OK tells. Raises `WireError`."""
    data = reply.data
    at = 1 if data[:1] == bytes((MULTI_SELECT,)) else 0
    if len(data) < at + 4:
        raise WireError("a notification of this length says nothing")
    with_metadata = data[at] & WITH_METADATA
    at += 3
    flags = 0
    if with_metadata:
        flags = int.from_bytes(data[at : at + 2], "big")
        at += 2
    kind = data[at] if at < len(data) else -1
    at += 1
    if kind == ResponseType.TAG:
        tag, end = decode_tag(data, at, flags)
        if end != len(data):
            raise WireError(f"{len(data) - end} bytes behind the tag's record")
        return tag
    if kind == ResponseType.STATUS:
        return _decode_status(data[at:])
    if kind == ResponseType.END:
        return StreamEnd()
    raise WireError(f"no response has type {kind}")


def _decode_status(fields: bytes) -> StatusReport:
    content = int.from_bytes(fields[:2], "big")
    sizes = ((Content.FREQUENCY, 3), (Content.TEMPERATURE, 1), (Content.ANTENNA, 2))
    found: dict[Content, bytes] = {}
    at = 2
    for flag, size in sizes:
        if content & flag:
            found[flag] = fields[at : at + size]
            at += size
    if at != len(fields):
        raise WireError("a status frame has another length than its content")
    frequency = found.get(Content.FREQUENCY)
    temperature = found.get(Content.TEMPERATURE)
    antenna = found.get(Content.ANTENNA)
    return StatusReport(
        int.from_bytes(frequency, "big") if frequency else None,
        int.from_bytes(temperature, "big", signed=True) if temperature else None,
        (antenna[0], antenna[1]) if antenna else None,
    )


def _head(request: StartStreaming, kind: ResponseType, with_metadata: bool = True) -> bytes:
    head = bytes((MULTI_SELECT,)) if request.multi_select else b""
    head += bytes((WITH_METADATA if with_metadata else 0,)) + request.search.to_bytes(2, "big")
    if with_metadata:
        head += request.metadata.to_bytes(2, "big")
    return head + bytes((kind,))


def tag_notification(request: StartStreaming, tag: TagRecord) -> Reply:
    """A tag, as a module tells it that was asked to stream by `request`."""
    data = _head(request, ResponseType.TAG) + encode_tag(tag, request.metadata)
    return Reply(Op.READ_MULTIPLE, data=data)


def status_notification(request: StartStreaming, report: StatusReport) -> Reply:
    """A frame of the status stream."""
    content, fields = 0, b""
    if report.frequency_khz is not None:
        content |= Content.FREQUENCY
        fields += report.frequency_khz.to_bytes(3, "big")
    if report.temperature_c is not None:
        content |= Content.TEMPERATURE
        fields += report.temperature_c.to_bytes(1, "big", signed=True)
    if report.antenna is not None:
        content |= Content.ANTENNA
        fields += bytes(report.antenna)
    head = _head(request, ResponseType.STATUS, with_metadata=False)
    return Reply(Op.READ_MULTIPLE, data=head + content.to_bytes(2, "big") + fields)


def keep_alive(request: StartStreaming, timestamp_ms: int = 0) -> Reply:
    """The end of a search time in which no tag was heard."""
    if not request.multi_select:
        return Reply(Op.READ_MULTIPLE, Status.NO_TAGS)
    head = bytes((MULTI_SELECT, WITH_METADATA)) + request.search.to_bytes(2, "big")
    head += Metadata.TIMESTAMP.to_bytes(2, "big") + bytes((ResponseType.END,))
    data = head + timestamp_ms.to_bytes(4, "big")
    return Reply(Op.READ_MULTIPLE, Status.NO_TAGS, data)
