"""An ISO 14443 type A card as a reader meets it on the air: states, anticollision, memory.

For emulators. Owns what one card answers to one frame, bit by bit, and what several cards'
answers become when they are sent at once. Does not know any reader, and no time: a frame's length
is its bits. A Type 2 tag (NTAG21x, Ultralight) gives its memory to anyone; a MIFARE Classic only
to who knows its key, which is modelled without the cipher.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from hardware.rfid.iso14443 import ndef
from hardware.rfid.iso14443.crc import intact, with_crc
from hardware.rfid.reader import TagId, TagKind

REQA, WUPA = 0x26, 0x52  # short frames of 7 bits
SELECT = (0x93, 0x95, 0x97)  # one for each cascade level
WHOLE_UID = 0x70  # NVB of a SELECT; less is an anticollision frame
CASCADE_TAG = 0x88  # in place of the first octet where more levels follow
HLTA = bytes((0x50, 0x00))
READ = 0x30

SAK_INCOMPLETE = 0x04  # the UID goes on at the next level
SAK_CLASSIC = 0x08
SAK_TYPE_2 = 0x00

LEVEL_BITS = 40  # four octets and their checksum
PAGE, BLOCK = 4, 16
FACTORY_KEY = b"\xff" * 6
_BLANK = ndef.encode_message(b"")  # of a tag on which nothing was written yet
_SERIAL_OCTETS = 9  # of a Type 2 tag's memory: the UID with its two checksums


class State(StrEnum):
    IDLE = "idle"
    READY = "ready"  # woken, not selected yet
    ACTIVE = "active"
    HALT = "halt"  # quiet until WUPA or a new field


@dataclass(frozen=True, slots=True)
class Frame:
    """`bits` bits as they follow each other on the air, the first one lowest in the first octet.

    Parity bits and the marks at both ends are not in it; the checksum of a whole frame is.
    """

    octets: bytes
    bits: int

    @classmethod
    def whole(cls, octets: bytes) -> Frame:
        return cls(octets, 8 * len(octets))

    @classmethod
    def part(cls, value: int, bits: int) -> Frame:
        """The lowest `bits` bits of `value`, lowest first."""
        return cls((value & ((1 << bits) - 1)).to_bytes((bits + 7) // 8, "little"), bits)


@dataclass(frozen=True, slots=True)
class Mixed:
    """Answers sent at the same time. Bits from `collision` on (from 0) are those of no card."""

    frame: Frame
    collision: int | None


def mix(answers: Iterable[Frame]) -> Mixed | None:
    """What a receiver gets of several answers: where they differ first is the collision.

    From there on each bit that any card sends as 1 is received as 1.
    """
    frames = list(answers)
    if not frames:
        return None
    values = [int.from_bytes(frame.octets, "little") for frame in frames]
    bits = max(frame.bits for frame in frames)
    united, differ = 0, 0
    for frame, value in zip(frames, values, strict=True):
        united |= value
        differ |= value ^ values[0]
        differ |= (1 << bits) - (1 << frame.bits)  # ends before the longest one
    first = (differ & -differ).bit_length() - 1 if differ else None
    return Mixed(Frame.part(united, bits), first)


def bcc(octets: bytes) -> int:
    """The checksum of a cascade level's four octets."""
    check = 0
    for octet in octets:
        check ^= octet
    return check


def cascade(uid: bytes) -> tuple[bytes, ...]:
    """The levels by which a UID is sent: four octets and their checksum each."""
    if len(uid) not in (4, 7, 10):
        raise ValueError(f"a UID has 4, 7 or 10 octets, not {len(uid)}")
    levels = []
    while len(uid) > 4:
        levels.append(bytes((CASCADE_TAG,)) + uid[:3])
        uid = uid[3:]
    levels.append(uid)
    return tuple(level + bytes((bcc(level),)) for level in levels)


class Card:
    """One card within a reader's field.

    `memory` is the whole memory from page 0 (Type 2) or block 0 (Classic). A Type 2 tag's first
    nine octets are its serial number and are filled in here, whatever `memory` says.
    `atqa` is a number: its low octet is sent first. `sak` is that of the last level.
    """

    def __init__(
        self,
        uid: bytes,
        *,
        memory: bytes = b"",
        sak: int | None = None,
        key: bytes = FACTORY_KEY,
    ) -> None:
        self.levels = cascade(uid)
        # A reader could not tell such a UID from one that goes on.
        if uid[3 * (len(self.levels) - 1)] == CASCADE_TAG:
            raise ValueError(f"no card has the UID {uid.hex()}: 88 stands for a longer one")
        self.uid = uid
        self.atqa = 0x0004 | (len(self.levels) - 1) << 6
        if sak is None:
            sak = SAK_TYPE_2 if memory or len(uid) > 4 else SAK_CLASSIC
        self.sak = sak
        self.key = key
        if memory and sak == SAK_TYPE_2 and len(uid) == 7:
            first, second = (level[-1] for level in self.levels)
            serial = uid[:3] + bytes((first,)) + uid[3:] + bytes((second,))
            memory = serial + memory[_SERIAL_OCTETS:]
        self.memory = memory
        self.reset()

    @classmethod
    def of(cls, tag: TagId) -> Card:
        """The card that gives this identity: by its UID, or by the URI in its memory.

        A UID of 4 octets is a MIFARE Classic's, a longer one a Type 2 tag's, not written on yet.
        Raises `ValueError` for a tag that is no card.
        """
        if tag.kind is TagKind.UID:
            uid = bytes.fromhex(tag.value)
            return cls(uid, memory=_BLANK if len(uid) > 4 else b"")
        if tag.kind is TagKind.URI:
            serial = hashlib.sha256(str(tag).encode()).digest()[:6]
            if serial[2] == CASCADE_TAG:
                serial = serial[:2] + b"\0" + serial[3:]
            return cls(b"\x04" + serial, memory=ndef.encode(tag.value))
        raise ValueError(f"no card at 13.56 MHz has an {tag.kind}")

    def __repr__(self) -> str:
        return f"Card({self.uid.hex()}, {self.state})"

    def reset(self) -> None:
        """The field was away: the card has forgotten everything."""
        self.state = State.IDLE
        self.authenticated = False
        self._halted = False  # where an error leads back to
        self._level = 0

    def answer(self, frame: bytes, bits: int) -> Frame | None:
        """What the card sends after it heard `bits` bits of `frame`."""
        if bits == 7:
            return self._woken(frame[0] & 0x7F)
        if self.state is State.READY:
            return self._ready(frame, bits)
        if self.state is State.ACTIVE:
            return self._active(frame, bits)
        return None

    def authenticate(self, uid: bytes, key: bytes) -> bool:
        """MIFARE Classic's log-in; what a wrong key does is what any error does."""
        self.authenticated = (
            self.state is State.ACTIVE
            and bool(self.sak & SAK_CLASSIC)
            and uid == self.levels[-1][:4]
            and key == self.key
        )
        if self.state is State.ACTIVE and not self.authenticated:
            self._fall_back()
        return self.authenticated

    def _woken(self, command: int) -> Frame | None:
        halted = self.state is State.HALT
        idle = self.state is State.IDLE
        if (command in (REQA, WUPA) and idle) or (command == WUPA and halted):
            self.state, self._level, self._halted = State.READY, 0, halted
            return Frame.whole(self.atqa.to_bytes(2, "little"))
        self._fall_back()
        return None

    def _fall_back(self) -> None:
        """A frame that is not for this card, or not understood, sends it back to its waiting."""
        if self.state in (State.READY, State.ACTIVE):
            self.state = State.HALT if self._halted else State.IDLE
            self.authenticated = False

    def _ready(self, frame: bytes, bits: int) -> Frame | None:
        if bits >= 16 and frame[0] == SELECT[self._level]:
            known = (frame[1] >> 4) * 8 + (frame[1] & 0x0F) - 16
            if frame[1] == WHOLE_UID and bits == 72 and intact(frame):
                if frame[2:7] == self.levels[self._level]:
                    return self._selected()
            elif 0 <= known < LEVEL_BITS and bits == 16 + known:
                mine = int.from_bytes(self.levels[self._level], "little")
                asked = int.from_bytes(frame[2:], "little")
                if not (mine ^ asked) & ((1 << known) - 1):
                    return Frame.part(mine >> known, LEVEL_BITS - known)
        self._fall_back()
        return None

    def _selected(self) -> Frame:
        if self._level + 1 < len(self.levels):
            self._level += 1
            return Frame.whole(with_crc(bytes((self.sak | SAK_INCOMPLETE,))))
        self.state = State.ACTIVE
        return Frame.whole(with_crc(bytes((self.sak,))))

    def _active(self, frame: bytes, bits: int) -> Frame | None:
        if bits == 32 and intact(frame):
            if frame[:2] == HLTA:
                self.state, self._halted, self.authenticated = State.HALT, True, False
                return None
            if frame[0] == READ and (read := self._read(frame[1])):
                return Frame.whole(with_crc(read))
            if frame[0] == READ and self.memory:
                self._fall_back()
                return Frame.part(0x0, 4)  # not acknowledged
        self._fall_back()
        return None

    def _read(self, place: int) -> bytes:
        """16 octets; a Type 2 tag goes on at its beginning when it comes to its end."""
        if self.sak & SAK_CLASSIC:
            return self.memory[place * BLOCK : (place + 1) * BLOCK] if self.authenticated else b""
        if place * PAGE >= len(self.memory):
            return b""
        return (self.memory + self.memory)[place * PAGE :][:BLOCK]
