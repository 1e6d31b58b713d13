"""A scene: antennas, what moves when, and the truth about where it is.

Owns the playing of moves against readers in virtual time. Pure: a scene is a value, and played
twice it gives the same reads twice.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from hardware.rfid.field.fades import AT_REST, FadeClass, Spread
from hardware.rfid.field.field import CHANNELS, Field
from hardware.rfid.field.inventory import MODULE, Pace, Rounds
from hardware.rfid.field.radio import Antenna, Spot, Wall
from hardware.rfid.reader import TagId, TagRead


@dataclass(frozen=True, slots=True)
class Put:
    """A tag comes to a spot."""

    at: float
    tag: TagId
    spot: Spot
    carried: bool = False
    copy: int = 0

    def do(self, field: Field) -> None:
        field.put(self.tag, self.spot, carried=self.carried, copy=self.copy)


@dataclass(frozen=True, slots=True)
class Place:
    """A tag is heard by one antenna in a given way, wherever it is."""

    at: float
    tag: TagId
    antenna: int
    rssi_dbm: float
    fading: FadeClass
    spread: Spread = AT_REST
    copy: int = 0

    def do(self, field: Field) -> None:
        field.place(
            self.tag,
            rssi_dbm=self.rssi_dbm,
            antenna=self.antenna,
            hearing=self.fading.hearing,
            fading=self.fading,
            spread=self.spread,
            copy=self.copy,
        )


@dataclass(frozen=True, slots=True)
class Gone:
    """A tag is out of reach of every antenna."""

    at: float
    tag: TagId
    copy: int = 0

    def do(self, field: Field) -> None:
        field.remove(self.tag, copy=self.copy)


Move = Put | Place | Gone


@dataclass(frozen=True, slots=True)
class Stay:
    """The truth: this tag, on this item, is at `where` from `since` to `until`."""

    tag: TagId
    where: str
    since: float = 0.0
    until: float = math.inf
    item: str = ""
    copy: int = 0


@dataclass(frozen=True, slots=True)
class Moment:
    """What each reader heard up to `now` since the moment before."""

    now: float
    reads: Mapping[str, list[TagRead]]


@dataclass(frozen=True, slots=True)
class Scene:
    """`readers` names the reader of each place and its antennas; `stays` are the truth of these
    and of other places.
    """

    seed: int
    lasts_s: float
    readers: Mapping[str, tuple[int, ...]]
    moves: tuple[Move, ...]
    stays: tuple[Stay, ...]
    antennas: Mapping[int, Antenna] = field(default_factory=lambda: MappingProxyType({}))
    walls: tuple[Wall, ...] = ()
    channels: int = CHANNELS
    pace: Pace = MODULE

    def truth(self, where: str, at: float) -> frozenset[TagId]:
        """The tags that are at a place at a moment."""
        return frozenset(
            stay.tag for stay in self.stays if stay.where == where and stay.since <= at < stay.until
        )

    def empty_field(self, *, fades: bool = True) -> Field:
        """The field before any move."""
        return Field(
            self.seed,
            fades=fades,
            antennas=self.antennas,
            walls=self.walls,
            channels=self.channels,
        )

    def play(self, step_s: float = 0.1, *, fades: bool = True) -> Iterator[Moment]:
        """Its moments in virtual time, one each `step_s`; moves happen when they are due."""
        there = self.empty_field(fades=fades)
        readers = {
            where: Rounds(there, antennas, pace=self.pace)
            for where, antennas in self.readers.items()
        }
        coming = iter(sorted(self.moves, key=_at))
        move = next(coming, None)
        for step in range(1, math.ceil(self.lasts_s / step_s) + 1):
            now = step * step_s
            reads: dict[str, list[TagRead]] = {where: [] for where in readers}
            while move is not None and move.at <= now:
                for where, reader in readers.items():
                    reads[where] += reader.reads(move.at)
                move.do(there)
                move = next(coming, None)
            for where, reader in readers.items():
                reads[where] += reader.reads(now)
            yield Moment(now, reads)


def _at(move: Move) -> float:
    return move.at


def garment(number: int) -> TagId:
    """The tag of a scene's garment."""
    return TagId.epc(f"3034257BF7194E40{number:08X}")
