"""Which cards are in the field: waking, telling apart, selecting, reading, sending to sleep.

Owns ISO 14443-3 type A from the reader's side, over any `Air`. No clock, no registers; who a card
is, is not asked here.

A card that hears a frame that is not for it goes back to where it was woken from: one that was
halted is then deaf to REQA. So a round begins with a field that was off, where every card is idle;
WUPA wakes those too that a short pause did not make forget, each card found is halted, and REQA
brings the others back until none answers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from hardware.rfid.iso14443.card import (
    CASCADE_TAG,
    HLTA,
    LEVEL_BITS,
    READ,
    REQA,
    SAK_INCOMPLETE,
    SELECT,
    WHOLE_UID,
    WUPA,
    bcc,
)
from hardware.rfid.iso14443.crc import intact, with_crc

MOST_CARDS = 32  # in one round; the antenna of such a board has room for less than ten
FAILURES = 4  # of a round, that are tried again
READ_OCTETS = 16
UID_BITS = 32  # of a level

# A card of type 2 (Ultralight, NTAG21x) speaks neither the protocol of part 4 nor Classic's cipher.
_NOT_TYPE_2 = 0x20 | 0x08


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `octets` begin with `align` empty bits where that was asked for.

    `bits` counts all of them. After a collision `position` is where the chip says that it was,
    from 1 on, by a reading that differs; None if it does not say.
    """

    octets: bytes
    bits: int
    collided: bool = False
    position: int | None = None
    broken: bool = False  # parity, protocol: not to be trusted


class Air(Protocol):
    """Frames out, answers in."""

    def exchange(
        self,
        octets: bytes,
        *,
        last_bits: int = 0,
        align: int = 0,
        expect: int = 0,
        slow: bool = False,
    ) -> Answer | None:
        """Sends a frame whose last octet has `last_bits` bits (0: all eight).

        `expect` is how many bits a whole answer has; `slow` allows for a memory's delay. None
        when nothing answers.
        """
        ...

    def halt(self, octets: bytes) -> None:
        """Sends a frame that no card answers."""
        ...


@dataclass(frozen=True, slots=True)
class Chosen:
    """A card that was found, and is selected until the next one is asked for."""

    uid: bytes
    sak: int

    @property
    def is_type_2(self) -> bool:
        return not self.sak & _NOT_TYPE_2


def cards(air: Air) -> Iterator[Chosen]:
    """Every card, once, after the field was switched on. Each is halted when the next is asked for.

    Between two of them it may be read from: if that fails and it does not sleep, it turns up
    again and is passed over.
    """
    listed: set[bytes] = set()
    request, failures, failed = WUPA, 0, False
    while len(listed) < MOST_CARDS and failures <= FAILURES:
        if not _wake(air, request):
            if not failed:
                return
            # A frame that was broken may have left a card awake, which this request sent back.
            failed = False
            continue
        request = REQA
        chosen = _choose(air)
        failed = chosen is None
        if chosen is None:
            failures += 1
            continue
        if chosen.uid in listed:
            failures += 1
        else:
            listed.add(chosen.uid)
            yield chosen
        air.halt(with_crc(HLTA))


def pages(air: Air, first: int) -> bytes | None:
    """Four pages of the selected Type 2 tag's memory.

    None when the card does not give them; it is not selected any more then.
    """
    answer = air.exchange(with_crc(bytes((READ, first))), expect=8 * (READ_OCTETS + 2), slow=True)
    if not _whole(answer, READ_OCTETS):
        return None
    assert answer is not None
    return answer.octets[:READ_OCTETS]


def _wake(air: Air, request: int) -> bool:
    """Whether any card answers; several of different kinds collide, which is an answer too."""
    return air.exchange(bytes((request,)), last_bits=7, expect=16) is not None


def _choose(air: Air) -> Chosen | None:
    """Selects one of the cards that are awake, through all its levels."""
    uid = b""
    for select in SELECT:
        level = _one_of(air, select)
        if level is None:
            return None
        answer = air.exchange(with_crc(bytes((select, WHOLE_UID)) + level), expect=24)
        if not _whole(answer, 1):
            return None
        assert answer is not None
        sak = answer.octets[0]
        if not sak & SAK_INCOMPLETE:
            return Chosen(uid + level[:4], sak)
        if level[0] != CASCADE_TAG:
            return None
        uid += level[1:4]
    return None


def _one_of(air: Air, select: int) -> bytes | None:
    """One card's level: the bits up to a collision are known, and bit by bit the others go."""
    value, known = 0, 0
    while known < UID_BITS:
        whole, part = divmod(known, 8)
        count = 2 + whole << 4 | part
        octets = bytes((select, count)) + value.to_bytes((known + 7) // 8, "little")
        answer = air.exchange(octets, last_bits=part, align=part, expect=LEVEL_BITS - known)
        if answer is None or answer.broken:
            return None
        heard = int.from_bytes(answer.octets, "little") >> part
        if not answer.collided:
            if answer.bits - part != LEVEL_BITS - known:
                return None
            level = (value | heard << known).to_bytes(LEVEL_BITS // 8, "little")
            return level if bcc(level[:4]) == level[4] else None
        end = _agreed_end(answer.position, known)
        value |= (heard & ((1 << end - known) - 1)) << known
        known = end
    level = value.to_bytes(UID_BITS // 8, "little")
    return level + bytes((bcc(level),))


def _agreed_end(position: int | None, known: int) -> int:
    """Up to which bit the answers agreed, with the bit where they did not.

    A collision's position may count from the level's beginning, from the first bit received, or
    from the octet which that is put into. The earliest of them that gets on is never too late:
    whatever was received before the collision is true, and at it, either value is some card's.
    """
    if position is not None:
        ends = (position, known - known % 8 + position, known + position)
        if after := [end for end in ends if known < end <= UID_BITS]:
            return min(after)
    return known + 1


def _whole(answer: Answer | None, octets: int) -> bool:
    """Whether it is a frame of so many octets and a checksum that fits."""
    return (
        answer is not None
        and not answer.collided
        and not answer.broken
        and answer.bits == 8 * (octets + 2)
        and intact(answer.octets)
    )
