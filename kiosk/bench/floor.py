"""Where each garment is, as a value: one item in one place.

Owns the rules of moving. Pure: no clock, no reader, no socket.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from hardware.rfid.reader import TagId


@dataclass(frozen=True, slots=True)
class Place:
    """A fitting room, a checkout table, an exit, or what lies beyond one. A garment that is in none
    hangs on the rail."""

    kind: str  # "room", "table", "gate" or "outside"
    name: str

    @property
    def device(self) -> str:
        """The name of the reader there, as in `var/dev`: room-1."""
        return f"{self.kind}-{self.name}"


@dataclass(frozen=True, slots=True)
class Move:
    """One tag leaves a place (None: the rail) for another."""

    tag: TagId
    start: Place | None
    end: Place | None


@dataclass(frozen=True, slots=True)
class Floor:
    """Every garment that is off the rail, in the order in which they were put there."""

    places: Mapping[TagId, Place] = field(default_factory=lambda: MappingProxyType({}))

    def put(self, tags: Iterable[TagId], place: Place | None) -> Floor:
        """The floor after these garments were carried to a place, or back to the rail.

        One that is there already stays as it hangs.
        """
        places = dict(self.places)
        for tag in tags:
            if places.get(tag) == place:
                continue
            places.pop(tag, None)
            if place is not None:
                places[tag] = place
        return Floor(MappingProxyType(places))

    def at(self, place: Place) -> tuple[TagId, ...]:
        return tuple(tag for tag, where in self.places.items() if where == place)

    def where(self, tag: TagId) -> Place | None:
        return self.places.get(tag)


def moves(before: Floor, after: Floor) -> tuple[Move, ...]:
    """What was carried between two floors."""
    tags = dict.fromkeys((*before.places, *after.places))
    return tuple(
        Move(tag, before.where(tag), after.where(tag))
        for tag in tags
        if before.where(tag) != after.where(tag)
    )
