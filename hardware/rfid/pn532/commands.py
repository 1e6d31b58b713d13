"""What PN532 commands and their answers mean: firmware, settings, listed cards, exchanges.

Owns commands' data in both directions. Framing is `wire.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hardware.rfid.pn532.wire import Code, Command, Reply, WireError

PN532 = 0x32  # how the chip calls itself
MAX_TARGETS = 2  # at once
TYPE_A = 0x00  # 106 kbit/s, ISO 14443 type A
ALL = 0x00  # every target that is listed
READ_PAGES = 0x30  # a card's own command: four pages from this one on
FOREVER = 0xFF  # of retries

# Bits of SetParameters.
AUTOMATIC_ATR_RES, AUTOMATIC_RATS = 0x04, 0x10

# Items of RFConfiguration.
RF_FIELD, RF_RETRIES = 0x01, 0x05

BAUD_CODES: dict[int, int] = {
    0x00: 9600,
    0x01: 19200,
    0x02: 38400,
    0x03: 57600,
    0x04: 115200,
    0x05: 230400,
    0x06: 460800,
    0x07: 921600,
    0x08: 1288000,
}

_SPEAKS_14443_4 = 0x20  # in SEL_RES
_STATUS = 0x3F  # in a status byte; the other bits tell of chaining and of the far side


@dataclass(frozen=True, slots=True)
class Firmware:
    """The answer to GetFirmwareVersion: who the chip is."""

    chip: int
    version: int
    revision: int
    support: int

    @classmethod
    def decode(cls, data: bytes) -> Firmware:
        if len(data) != 4:
            raise WireError(f"a firmware version has 4 bytes, not {len(data)}")
        return cls(*data)

    def encode(self) -> bytes:
        return bytes((self.chip, self.version, self.revision, self.support))

    def __str__(self) -> str:
        return f"PN5{self.chip:02X}, firmware {self.version}.{self.revision}"


@dataclass(frozen=True, slots=True)
class Target:
    """A card that was listed and is selected. `number` is what the chip calls it, 1 or 2."""

    number: int
    sens_res: int  # ATQA, high byte first
    sel_res: int  # SAK
    uid: bytes
    ats: bytes = b""

    @property
    def type_2(self) -> bool:
        """Whether it may be an NFC Forum Type 2 tag: an NTAG, an Ultralight."""
        return self.sel_res == 0

    def encode(self) -> bytes:
        octets = bytes((self.number,)) + self.sens_res.to_bytes(2, "big")
        octets += bytes((self.sel_res, len(self.uid))) + self.uid
        if self.sel_res & _SPEAKS_14443_4:
            octets += bytes((len(self.ats) + 1,)) + self.ats
        return octets


def list_targets(count: int = MAX_TARGETS) -> Command:
    return Command(Code.LIST, bytes((count, TYPE_A)))


def decode_targets(data: bytes) -> list[Target]:
    """From the answer to `list_targets`. Raises `WireError`."""
    if not data:
        raise WireError("the answer to a listing has at least a number")
    try:
        return _decode_targets(data, with_ats=True)
    except WireError:
        return _decode_targets(data, with_ats=False)  # somebody told the chip not to ask for it


def _decode_targets(data: bytes, *, with_ats: bool) -> list[Target]:
    targets, at = [], 1
    for _ in range(data[0]):
        if len(data) < at + 5:
            raise WireError("a listed card ends too early")
        number, sel_res, size = data[at], data[at + 3], data[at + 4]
        sens_res = data[at + 1] << 8 | data[at + 2]
        at += 5
        uid = data[at : at + size]
        at += size
        ats = b""
        if with_ats and sel_res & _SPEAKS_14443_4:
            length = data[at] if at < len(data) else len(data)  # it counts itself
            ats = data[at + 1 : at + length]
            at += max(1, length)
        if len(uid) not in (4, 7, 10) or at > len(data):
            raise WireError("a listed card has a broken serial number")
        targets.append(Target(number, sens_res, sel_res, uid, ats))
    if at != len(data):
        raise WireError(f"{len(data) - at} bytes too many after {data[0]} cards")
    return targets


def encode_targets(targets: Sequence[Target]) -> bytes:
    return bytes((len(targets),)) + b"".join(target.encode() for target in targets)


def sam_configuration() -> Command:
    """No security module: the chip works by itself. Ends its sleep."""
    return Command(Code.SAM, bytes((1, 0, 0)))


def set_parameters() -> Command:
    """The chip's own defaults: it speaks with cards of ISO 14443-4 as far as their ATS."""
    return Command(Code.SET_PARAMETERS, bytes((AUTOMATIC_ATR_RES | AUTOMATIC_RATS,)))


def set_retries(passive: int, attribute: int = 1, parameter: int = 0) -> Command:
    """How often it asks again before it says that no card is there; `FOREVER`: it never does."""
    return Command(Code.RF, bytes((RF_RETRIES, attribute, parameter, passive)))


def field_off() -> Command:
    """Takes the cards' power away; the next listing gives it back.

    Bit 0 is the field; bit 1 has the chip look for other fields before it switches its own on.
    """
    return Command(Code.RF, bytes((RF_FIELD, 0b10)))


def deselect(number: int = ALL) -> Command:
    """Sends cards to sleep: they keep silent until they lose power."""
    return Command(Code.DESELECT, bytes((number,)))


def release(number: int = ALL) -> Command:
    """Sends cards to sleep and forgets them."""
    return Command(Code.RELEASE, bytes((number,)))


def read_pages(number: int, page: int) -> Command:
    """Four pages of a Type 2 tag, from `page` on."""
    return Command(Code.EXCHANGE, bytes((number, READ_PAGES, page)))


def status_of(reply: Reply) -> int:
    """The status that an answer begins with. Raises `WireError`."""
    if not reply.data:
        raise WireError("an answer without its status")
    return reply.data[0] & _STATUS


def last_error(reply: Reply) -> int:
    """From the answer to GENERAL_STATUS: what went wrong last. Raises `WireError`."""
    return status_of(reply)
