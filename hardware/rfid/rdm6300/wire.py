"""The RDM6300's only frame: a card's number in ASCII.

Owns bytes to cards and back. Does no I/O.

    02 | 10 hexadecimal digits: version, number (4 bytes) | 2: exclusive or of the 5 bytes | 03
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import xor

from hardware.rfid import frame_parser

BAUD = 9600
START, END = 0x02, 0x03  # neither is a digit, so neither stands inside a frame
SIZE = 14
_DIGITS = frozenset(b"0123456789ABCDEFabcdef")


class WireError(ValueError):
    """Not what a card of this kind can hold."""


@dataclass(frozen=True, slots=True)
class Card:
    """An EM4100 card: a version (or customer) byte and four bytes of number."""

    uid: bytes

    def __post_init__(self) -> None:
        if len(self.uid) != 5:
            raise WireError(f"a 125 kHz card has 5 bytes, not {len(self.uid)}")

    @property
    def printed(self) -> str:
        """The number that is printed on most cards."""
        return f"{int.from_bytes(self.uid[1:], 'big'):010d}"

    def encode(self) -> bytes:
        digits = (self.uid + bytes((checksum(self.uid),))).hex().upper()
        return bytes((START,)) + digits.encode("ascii") + bytes((END,))


def checksum(uid: bytes) -> int:
    return reduce(xor, uid, 0)


class FrameParser(frame_parser.FrameParser[Card]):
    """Finds cards in a stream of bytes, however it is cut.

    A byte that belongs to no frame is dropped and counted in `dropped`. `quiet` says that the
    line has been silent and nothing more of the frame that is there will come.
    """

    def _parse(self) -> list[Card]:
        buffer = self._buffer
        cards: list[Card] = []
        while (at := buffer.find(START)) >= 0:
            self._drop(at)
            # As far as it is there, it must be what a frame is made of.
            if not _DIGITS.issuperset(buffer[1 : SIZE - 1]):
                self._drop(1)
                continue
            if len(buffer) < SIZE:
                return cards
            card = _card(bytes(buffer[:SIZE]))
            if card is None:
                self._drop(1)
            else:
                cards.append(card)
                del buffer[:SIZE]
        self._drop(len(buffer))
        return cards


def _card(frame: bytes) -> Card | None:
    octets = bytes.fromhex(frame[1:-1].decode("ascii"))
    if frame[-1] != END or checksum(octets):
        return None
    return Card(octets[:-1])
