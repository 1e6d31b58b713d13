"""Three fitting rooms in a row, all busy, and people in the corridor before them.

Owns who carries what where. Measures and habits are assumed: no public log has a fitting room.
"""

from __future__ import annotations

import math
import random
from collections.abc import Collection

from hardware.rfid.field.radio import Antenna, Spot, Vector, Wall
from hardware.rfid.field.scenes.scene import Gone, Move, Put, Scene, Stay, garment
from hardware.rfid.reader import TagId

ROOMS = ("left", "middle", "right")
WIDTH_M, CURTAIN_M, CORRIDOR_M = 1.2, 1.5, 2.5
HEIGHT_M = 1.2
# Assumed: so that a room's garments divide into the classes of the facts (74 % heard well, 14 %
# less so) with 5 dB between places.
POWER_DBM = 23.0
WALK_M_S, STEP_S = 1.0, 0.2
VISIT_S, EMPTY_S = (120.0, 360.0), (20.0, 90.0)
GARMENTS = (1, 8)
CHANGES_EVERY_S, CHANGE_S = 40.0, (8.0, 25.0)
PASSES_EVERY_S, ARMFUL = 120.0, (4, 10)


class _Story:
    """Writes down moves and the truth."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(f"{seed}:rooms")
        self.moves: list[Move] = []
        self.stays: list[Stay] = []
        self._tags = 0

    def new(self) -> TagId:
        self._tags += 1
        return garment(self._tags)

    def walk(self, at: float, tags: Collection[TagId], start: Vector, end: Vector) -> float:
        """Carries tags in one arm; returns when they are there."""
        steps = max(1, round(math.dist(start, end) / WALK_M_S / STEP_S))
        offsets = {tag: self._within(0.15) for tag in tags}
        for step in range(steps + 1):
            for tag, (dx, dy, dz) in offsets.items():
                x, y, z = (a + (b - a) * step / steps for a, b in zip(start, end, strict=True))
                spot = Spot((x + dx, y + dy, z + dz), along=self._hanging())
                self.moves.append(Put(at + step * STEP_S, tag, spot, carried=True))
        return at + steps * STEP_S

    def hang(self, at: float, tag: TagId, x: float) -> None:
        side = self.chance.choice((-1, 1)) * self.chance.uniform(0.25, 0.5)
        hook = (x + side, self.chance.uniform(0.5, 1.2), self.chance.uniform(1.0, 1.5))
        self.moves.append(Put(at, tag, Spot(hook, along=self._hanging())))

    def _within(self, metres: float) -> Vector:
        x, y, z = (self.chance.uniform(-metres, metres) for _ in range(3))
        return x, y, z

    def _hanging(self) -> Vector:
        return (self.chance.gauss(0, 0.4), self.chance.gauss(0, 0.4), 1.0)


def fitting_rooms(
    seed: int = 0,
    minutes: float = 30.0,
    *,
    busy: Collection[str] = ROOMS,
    passing: bool = True,
) -> Scene:
    """Customers come and go in the `busy` rooms, and people pass in the corridor.

    Each room has a reader of its own.
    """
    story = _Story(seed)
    lasts_s = minutes * 60
    for room in busy:
        at = story.chance.uniform(0, EMPTY_S[1])
        while at < lasts_s:
            at = _visit(story, room, at) + story.chance.uniform(*EMPTY_S)
    if passing:
        at = story.chance.expovariate(1 / PASSES_EVERY_S)
        while at < lasts_s:
            _pass(story, at, story.chance.randint(*ARMFUL))
            at += story.chance.expovariate(1 / PASSES_EVERY_S)
    return _scene(seed, lasts_s, story)


def walk_past(seed: int = 0, garments: int = 8) -> Scene:
    """Somebody walks past three empty rooms with an armful, after a quiet while."""
    story = _Story(seed)
    _pass(story, 10.0, garments)
    return _scene(seed, 30.0, story)


def _scene(seed: int, lasts_s: float, story: _Story) -> Scene:
    return Scene(
        seed,
        lasts_s,
        readers={room: (number,) for number, room in enumerate(ROOMS, 1)},
        moves=tuple(story.moves),
        stays=tuple(story.stays),
        antennas={
            number: Antenna((_x(room), 0.0, HEIGHT_M), power_dbm=POWER_DBM)
            for number, room in enumerate(ROOMS, 1)
        },
        walls=(Wall(-WIDTH_M / 2), Wall(WIDTH_M / 2)),
    )


def _x(room: str) -> float:
    return (ROOMS.index(room) - 1) * WIDTH_M


def _visit(story: _Story, room: str, at: float) -> float:
    """One customer from the corridor and back; returns when the room is empty again."""
    chance, x = story.chance, _x(room)
    tags = [story.new() for _ in range(chance.randint(*GARMENTS))]
    outside, inside = (x, CORRIDOR_M, HEIGHT_M), (x, 0.8, HEIGHT_M)
    curtain_s = (CORRIDOR_M - CURTAIN_M) / WALK_M_S
    since = at + curtain_s
    at = story.walk(at, tags, outside, inside)
    for tag in tags:
        at += chance.uniform(0.5, 2.0)
        story.hang(at, tag, x)
    leaves = at + chance.uniform(*VISIT_S)
    at += chance.expovariate(1 / CHANGES_EVERY_S)
    while at < leaves:
        at = _change(story, chance.choice(tags), x, at) + chance.expovariate(1 / CHANGES_EVERY_S)
    leaves = at
    gone = story.walk(leaves, tags, inside, outside)
    for tag in tags:
        story.moves.append(Gone(gone + STEP_S, tag))
        until = leaves + (CURTAIN_M - inside[1]) / WALK_M_S
        story.stays.append(Stay(tag, room, since, until, item=str(tag)))
    return gone


def _change(story: _Story, tag: TagId, x: float, at: float) -> float:
    """A garment is taken down, tried on and hung up somewhere else."""
    until = at + story.chance.uniform(*CHANGE_S)
    here = (x, 0.7, HEIGHT_M)
    while at < until:
        there = (x + story.chance.uniform(-0.3, 0.3), story.chance.uniform(0.4, 1.1), HEIGHT_M)
        at = story.walk(at, [tag], here, there) + story.chance.uniform(0.5, 3.0)
        here = there
    story.hang(at, tag, x)
    return at


def _pass(story: _Story, at: float, garments: int) -> None:
    tags = [story.new() for _ in range(garments)]
    left, right = (-4.0, CORRIDOR_M, 1.1), (4.0, CORRIDOR_M, 1.1)
    start, end = story.chance.choice(((left, right), (right, left)))
    gone = story.walk(at, tags, start, end)
    for tag in tags:
        story.moves.append(Gone(gone + STEP_S, tag))
        story.stays.append(Stay(tag, "corridor", at, gone, item=str(tag)))
