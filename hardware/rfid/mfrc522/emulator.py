"""An MFRC522 board on a Pi that is not there: the chip model before a field, and its faults.

Owns what a board does as a whole: power, its reset line, wires that come loose. The driver meets
it through the real `mfrc522` package, over stand-ins for `spidev` and `RPi.GPIO`. In the driver's
own process: there is no wire that another one could read.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from hardware.rfid.field import Field
from hardware.rfid.iso14443.card import Card, Frame, Mixed, mix
from hardware.rfid.mfrc522.chip import Chip, CollPos
from hardware.rfid.mfrc522.fakes import Pi, wired
from hardware.rfid.reader import TagId

RESET_PIN = 22  # its place on the header
ROUND_S = 0.25  # what is before an antenna that stays on is looked at anew so often


class CardsAtHand:
    """A `Coil` with these cards before it."""

    def __init__(self, cards: Sequence[Card] = ()) -> None:
        self.cards = list(cards)
        self._on = False

    def power(self, on: bool, now: float) -> None:  # noqa: ARG002
        if not on:
            for card in self.cards:
                card.reset()
        self._on = on

    def send(self, frame: bytes, bits: int, now: float) -> Mixed | None:  # noqa: ARG002
        if not self._on:
            return None
        answers: list[Frame] = []
        for card in self.cards:
            if (answer := card.answer(frame, bits)) is not None:
                answers.append(answer)
        return mix(answers)

    def authenticate(self, uid: bytes, key: bytes) -> bool:
        return any(card.authenticate(uid, key) for card in self.cards)


class CardsOfField(CardsAtHand):
    """A `Coil` before a `Field`: what one round of it hears are the cards that get power."""

    def __init__(self, field: Field, antenna: int = 1) -> None:
        super().__init__()
        self._field = field
        self._antenna = antenna
        self._known: dict[TagId, Card | None] = {}
        self._looked_at = 0.0
        self.on_round: Callable[[tuple[TagId, ...]], object] | None = None

    def power(self, on: bool, now: float) -> None:
        begins = on and not self._on
        super().power(on, now)
        if begins:
            self._look(now)

    def send(self, frame: bytes, bits: int, now: float) -> Mixed | None:
        if self._on and now - self._looked_at > ROUND_S:
            self._look(now)
        return super().send(frame, bits, now)

    def _look(self, now: float) -> None:
        self._looked_at = now
        heard = [each.tag for each in self._field.round(self._antenna, now)]
        there = {tag: card for tag in heard if (card := self._card(tag)) is not None}
        for card in self.cards:
            if card not in there.values():
                card.reset()
        self.cards = list(there.values())
        if self.on_round is not None:
            self.on_round(tuple(there))

    def _card(self, tag: TagId) -> Card | None:
        """None for what is no card: a tag of another band is not heard here."""
        if tag not in self._known:
            try:
                self._known[tag] = Card.of(tag)
            except ValueError:
                self._known[tag] = None
        return self._known[tag]


class Mfrc522Emulator:
    """A board on an SPI bus. As a context manager it wires itself into this process.

    `link` is of no use to it: an SPI device has no path that could lead to another process.
    `now` and `spend` are its clock: what time it is, and how the time of a transfer passes.
    """

    def __init__(
        self,
        link: Path,
        field: Field,
        *,
        bus: int = 0,
        device: int = 0,
        antenna: int = 1,
        version: int = 0x92,
        coll_pos: CollPos = CollPos.LEVEL,
        now: Callable[[], float] = time.monotonic,
        spend: Callable[[float], object] | None = None,
    ) -> None:
        self.link = link
        self.field = field
        self.cards = CardsOfField(field, antenna)
        self.chip = Chip(self.cards, version=version, coll_pos=coll_pos)
        self.pi = Pi(spend)
        self._at = bus, device
        self.pi.slaves[self._at] = self
        self._now = now
        self._lock = threading.Lock()
        self._plugged = True
        self._reads_as = 0x00  # while it is unplugged
        self._reset = True  # held down until the reset pin is driven high
        self._wiring = ExitStack()

    # -- its cable and its faults

    @property
    def plugged(self) -> bool:
        return self._plugged

    def unplug(self, reads_as: int = 0x00) -> None:
        """Without power and wires; the bus reads as all zeros, or as all ones."""
        with self._lock:
            self._plugged, self._reads_as = False, reads_as
            self.chip.power_up(self._now())

    def plug(self) -> None:
        with self._lock:
            self._plugged = True
            self.chip.power_up(self._now())

    def dip(self) -> None:
        """The power was away for a moment: all registers are as after a reset."""
        with self._lock:
            self.chip.power_up(self._now())

    def freeze(self) -> None:
        """The chip stops doing anything until it is reset by its pin or its power."""
        with self._lock:
            self.chip.stuck = True

    # -- what hangs on the bus

    def transfer(self, octets: Sequence[int]) -> list[int]:
        now = self._now()
        with self._lock:
            if not self._plugged:
                return [self._reads_as] * len(octets)
            if self._reset:
                return [0x00] * len(octets)
            first = octets[0]
            if not first & 0x80:
                for octet in octets[1:]:
                    self.chip.write(first >> 1 & 0x3F, octet, now)
                return [0x00] * len(octets)
            values = [self.chip.read(octet >> 1 & 0x3F, now) for octet in octets[:-1]]
            return [0x00, *values]

    def pin(self, board: int, high: bool) -> None:
        if board == RESET_PIN:
            with self._lock:
                if not high:
                    self.chip.power_up(self._now())
                self._reset = not high

    # -- an `Emulator`

    @property
    def reached_by(self) -> dict[str, Any]:
        """The settings by which its driver reaches it."""
        return {"bus": self._at[0], "device": self._at[1]}

    def start(self) -> None:
        wiring: AbstractContextManager[Pi] = wired(self.pi)
        self._wiring.enter_context(wiring)

    def stop(self) -> None:
        self._wiring.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
