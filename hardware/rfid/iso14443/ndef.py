"""What a shop wrote on a 13.56 MHz tag: NDEF in the memory of an NFC Forum Type 2 tag.

Owns the way from memory to a tag's identity and back. Does no I/O and knows no reader. Memory is
counted from page 0, as a card has it: serial number and locks in pages 0 to 2, the capability
container in page 3, tag-length-value fields from page 4 on.

A URI gives the identity, from a URI record, an absolute URI or a smart poster. A text does too,
if it could be one: a URI, a GS1 Digital Link with or without its scheme, or a code in one word,
which the catalog can bind. A text with blanks in it is meant for people and stands on many tags
alike ("Made in Portugal"), so it is nobody's identity.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from hardware.rfid.reader import TagId, TagKind

PAGE = 4
FIRST_PAGE = 4  # of the fields
MAGIC = 0xE1  # a capability container begins with it
MAX_CODE = 200  # characters; a text that is longer is no code

# Type 2 fields.
_NULL, _LOCK_CONTROL, _MEMORY_CONTROL, _NDEF, _TERMINATOR = 0x00, 0x01, 0x02, 0x03, 0xFE
_LONG = 0xFF  # a length byte that says: two more follow

# Bits and kinds of a record's first byte.
_FIRST, _LAST, _CHUNK, _SHORT, _WITH_ID = 0x80, 0x40, 0x20, 0x10, 0x08
_WELL_KNOWN, _ABSOLUTE_URI = 0x01, 0x03

URI_PREFIXES = (
    "",
    "http://www.",
    "https://www.",
    "http://",
    "https://",
    "tel:",
    "mailto:",
    "ftp://anonymous:anonymous@",
    "ftp://ftp.",
    "ftps://",
    "sftp://",
    "smb://",
    "nfs://",
    "ftp://",
    "dav://",
    "news:",
    "telnet://",
    "imap:",
    "rtsp://",
    "urn:",
    "pop:",
    "sip:",
    "sips:",
    "tftp:",
    "btspp://",
    "btl2cap://",
    "btgoep://",
    "tcpobex://",
    "irdaobex://",
    "file://",
    "urn:epc:id:",
    "urn:epc:tag:",
    "urn:epc:pat:",
    "urn:epc:raw:",
    "urn:epc:",
    "urn:nfc:",
)

# Chips to write on: bytes for fields, pages in all, what the factory writes before the message.
_NTAGS = (
    (144, 45, bytes.fromhex("0103A00C34")),  # NTAG213: where its dynamic lock bytes are
    (496, 135, b""),  # NTAG215
    (872, 231, b""),  # NTAG216
)


class _Broken(Exception):  # noqa: N818
    """The memory is not what the specification says."""


class _More(Exception):  # noqa: N818
    """The memory goes on where what is known of it ends."""

    def __init__(self, until: int) -> None:
        super().__init__(until)
        self.until = until


def identity(memory: bytes) -> TagId | None:
    """Who the tag says it is; None when it says nothing, or nothing that can be understood."""
    try:
        return _first_identity(memory)
    except (_Broken, _More):
        return None


def wanted(memory: bytes) -> int:
    """How many bytes from page 0 on must be known to tell the identity, as far as one can see.

    Not more than `len(memory)` when that is enough, so that a reader reads on while it is more.
    """
    try:
        _first_identity(memory)
    except _More as more:
        return more.until
    except _Broken:
        pass
    return len(memory)


def encode(uri: str) -> bytes:
    """The memory of an NTAG21x that carries `uri`: a 213, or a larger one if it must be.

    Pages 0 to 2 are left empty: the serial number is the chip's own. Raises `ValueError`.
    """
    return encode_message(uri_record(uri))


def encode_message(message: bytes) -> bytes:
    """The memory of an NTAG21x that carries an NDEF message. Raises `ValueError`."""
    size = len(message)
    length = bytes((size,)) if size < _LONG else bytes((_LONG,)) + size.to_bytes(2, "big")
    field = bytes((_NDEF,)) + length + message
    for room, pages, factory in _NTAGS:
        fields = factory + field
        if len(fields) < room:
            container = bytes((MAGIC, 0x10, room // 8, 0x00))
            memory = bytes(3 * PAGE) + container + fields + bytes((_TERMINATOR,))
            return memory.ljust(pages * PAGE, b"\x00")
    raise ValueError(f"a message of {size} bytes does not fit a tag")


def uri_record(uri: str) -> bytes:
    """A message of one URI record."""
    prefixes = enumerate(URI_PREFIXES)
    code = max((len(text), at) for at, text in prefixes if uri.startswith(text))[1]
    rest = uri.removeprefix(URI_PREFIXES[code]).encode()
    return record(b"U", bytes((code,)) + rest)


def text_record(text: str, language: str = "en", *, utf16: bool = False) -> bytes:
    """A message of one text record."""
    status = len(language) | (0x80 if utf16 else 0)
    body = text.encode("utf-16" if utf16 else "utf-8")
    return record(b"T", bytes((status,)) + language.encode("ascii") + body)


def record(kind: bytes, payload: bytes, *, first: bool = True, last: bool = True) -> bytes:
    """A well-known record."""
    head = _WELL_KNOWN | (_FIRST if first else 0) | (_LAST if last else 0)
    if len(payload) < 256:
        return bytes((head | _SHORT, len(kind), len(payload))) + kind + payload
    return bytes((head, len(kind))) + len(payload).to_bytes(4, "big") + kind + payload


# -- fields


def _first_identity(memory: bytes) -> TagId | None:
    for message in _messages(memory):
        if (found := _of_message(message)) is not None:
            return found
    return None


def _messages(memory: bytes) -> Iterator[bytes]:
    """NDEF messages in the order of their fields."""
    start = FIRST_PAGE * PAGE
    if len(memory) < start:
        raise _More(start)
    magic, version, size = memory[start - PAGE : start - 1]
    if magic != MAGIC or version >> 4 != 1:
        return
    fields = _Fields(memory, start, start + 8 * size)
    while fields.left:
        tag = fields.take(1)[0]
        if tag == _TERMINATOR:
            return
        if tag == _NULL:
            continue
        length = fields.take(1)[0]
        if length == _LONG:
            length = int.from_bytes(fields.take(2), "big")
        value = fields.take(length)
        if tag == _NDEF:
            yield value
        elif tag in (_LOCK_CONTROL, _MEMORY_CONTROL):
            fields.reserve(tag, value)


class _Fields:
    """The bytes of the fields, without those that lock bits and reserved areas take."""

    def __init__(self, memory: bytes, start: int, end: int) -> None:
        self._memory = memory
        self._at = start
        self._end = end
        self._reserved: set[int] = set()

    @property
    def left(self) -> bool:
        self._pass_over()
        return self._at < self._end

    def take(self, count: int) -> bytes:
        if self._at + count > self._end:
            raise _Broken
        if self._at + count > len(self._memory):
            raise _More(self._at + count)
        octets = bytearray()
        while len(octets) < count:
            self._pass_over()
            if self._at >= self._end:
                raise _Broken
            if self._at >= len(self._memory):
                raise _More(self._at + count - len(octets))
            octets.append(self._memory[self._at])
            self._at += 1
        return bytes(octets)

    def reserve(self, tag: int, value: bytes) -> None:
        if len(value) != 3:
            raise _Broken
        position, size, control = value
        start = ((position >> 4) << (control & 0x0F)) + (position & 0x0F)
        size = size or 256
        if tag == _LOCK_CONTROL:
            size = -(-size // 8)  # it is told in bits
        self._reserved.update(range(start, start + size))

    def _pass_over(self) -> None:
        while self._at in self._reserved:
            self._at += 1


# -- messages


def _of_message(message: bytes) -> TagId | None:
    """A URI before a text, whichever comes first."""
    text: TagId | None = None
    for format_, kind, payload in _records(message):
        if format_ == _ABSOLUTE_URI:
            absolute = _decoded(kind, "utf-8")
            found = _uri(absolute) if _SCHEME.fullmatch(absolute) else None
        elif format_ != _WELL_KNOWN:
            found = None
        elif kind == b"U":
            found = _of_uri(payload)
        elif kind == b"Sp":
            found = _of_message(payload)
        elif kind == b"T":
            found = None
            text = text or _of_text(payload)
        else:
            found = None
        if found is not None:
            return found
    return text


def _records(message: bytes) -> list[tuple[int, bytes, bytes]]:
    """Format, type and payload of each record. All of them must be whole."""
    records: list[tuple[int, bytes, bytes]] = []
    at = 0

    def take(count: int) -> bytes:
        nonlocal at
        octets = message[at : at + count]
        if len(octets) < count:
            raise _Broken
        at += count
        return octets

    while at < len(message):
        head = take(1)[0]
        if head & _CHUNK:
            raise _Broken  # nobody writes a tag in pieces
        kind_size = take(1)[0]
        size = int.from_bytes(take(1 if head & _SHORT else 4), "big")
        id_size = take(1)[0] if head & _WITH_ID else 0
        kind = take(kind_size)
        take(id_size)
        records.append((head & 0x07, kind, take(size)))
        if head & _LAST:
            break
    return records


def _decoded(octets: bytes, encoding: str) -> str:
    try:
        return octets.decode(encoding).strip()
    except UnicodeDecodeError as error:
        raise _Broken from error


def _of_uri(payload: bytes) -> TagId | None:
    if len(payload) < 2:
        return None
    # A code that is not given yet means: nothing before it.
    prefix = URI_PREFIXES[payload[0]] if payload[0] < len(URI_PREFIXES) else ""
    rest = _decoded(payload[1:], "utf-8")
    return _uri(prefix + rest) if rest else None


def _uri(text: str) -> TagId | None:
    return TagId(TagKind.URI, text) if text and text.isprintable() else None


_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
_DIGITAL_LINK = re.compile(r"\S*/01/[0-9]{8,14}/\S+")


def _of_text(payload: bytes) -> TagId | None:
    if not payload:
        return None
    body = payload[1 + (payload[0] & 0x3F) :]
    encoding = "utf-8"
    if payload[0] & 0x80:
        encoding = "utf-16" if body[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-16-be"
    text = _decoded(body, encoding)
    if _SCHEME.fullmatch(text) or _DIGITAL_LINK.fullmatch(text):
        return _uri(text)
    code = len(text) <= MAX_CODE and not any(character.isspace() for character in text)
    return _uri(text) if code else None
