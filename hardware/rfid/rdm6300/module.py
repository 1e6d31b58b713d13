"""An RDM6300 as it behaves: it tells the one card before it, again and again, and hears nothing.

Owns the state machine behind the wire; takes the time as an argument and does no I/O.
"""

from __future__ import annotations

import re

from hardware.rfid.cable import Said
from hardware.rfid.field import Field
from hardware.rfid.rdm6300.wire import BAUD, Card
from hardware.rfid.reader import TagId, TagKind

REPEATS_S = 0.065  # published figures go from 0.050 to 0.065
HELD_UP_S = 1.0  # a module whose machine was held up this long does not make up for it


class Module:
    """One reader before a field. An `EmulatedModule`."""

    baud = BAUD

    def __init__(self, field: Field) -> None:
        self._field = field
        self.power_up()

    def power_up(self) -> None:
        self._next_at = 0.0

    @property
    def next_at(self) -> float | None:
        return self._next_at

    def hear(self, octets: bytes, now: float) -> list[Said]:  # noqa: ARG002  it has no ears
        return []

    def work(self, now: float) -> list[Said]:
        if now - self._next_at > HELD_UP_S:
            self._next_at = now
        said: list[Said] = []
        while self._next_at <= now:
            cards = [heard.tag for heard in self._field.round(1, self._next_at)]
            cards = [tag for tag in cards if _is_card(tag)]
            # A card of this kind talks as long as it has power: two talk each other down.
            if len(cards) == 1:
                said.append(Said(Card(bytes.fromhex(cards[0].value)).encode(), cards[0]))
            self._next_at += REPEATS_S
        return said


def _is_card(tag: TagId) -> bool:
    return tag.kind is TagKind.UID and re.fullmatch(r"[0-9A-F]{10}", tag.value) is not None
