"""How strong a tag is at an antenna: distance, pattern, orientation, cloth, metal, walls.

Owns the budget of one link in dB. Pure. Knows no time: what changes is `fades.py`. "Measured" says
of which log or line of facts; "assumed" says why it is what it is.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

# Strength at 1 m and per decade of distance, straight before the antenna: least squares through
# the seven distances of the R200 logs, 0.1 to 2 m. The line misses them by 1.8 dB.
AT_1_M_DBM = -64.6
PER_DECADE_DB = -17.2
# Assumed: beyond the logs a tag's answer falls as in free space, there and back.
LOGGED_TO_M = 2.0
BEYOND_PER_DECADE_DB = -40.0
NEAREST_M = (
    0.05  # assumed: closer than this a tag is in the antenna's near field, as strong as here
)

# Assumed: the R200 logs do not tell their power; 20 dBm is what the protocol guide sets.
LOGGED_POWER_DBM = 20.0

# Assumed: a patch antenna of 70° between half powers, counted there and back; beside it the room's
# reflections are left.
BEAM_DEG = 70.0
BESIDE_BEAM_DB = -18.0

# Assumed: a dipole seen from its end, filled up by reflections.
END_ON_DB = -15.0

PILE_DB = -0.6  # assumed: one garment between tag and antenna, there and back; dry cloth is clear
SHADOW_DB = -15.0  # assumed: another tag right before this one, which takes the field from it
METAL_DB = -12.0  # assumed: metal close behind the tag
# Assumed, for that garments in the next room come out as strays do in the facts, mostly at 10 to
# 265 reads an hour: what stands between two rooms, there and back.
WALL_DB = -12.0

PLACEMENT_DB = 5.0  # standard deviation between places (facts: "placement 5 dB")
MOVEMENT_DB = 3.5  # of what is carried (facts: "movement 3.5 dB")
HOP_DB = 2.0  # between hop channels at one place (facts)
FORGETS_M = 0.16  # assumed: half a wavelength away the reflections add up anew

Vector = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Antenna:
    """Where an antenna is (metres), where it looks, with what power it sends."""

    at: Vector
    looks: Vector = (0.0, 1.0, 0.0)
    power_dbm: float = LOGGED_POWER_DBM


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a tag is (metres), along which way it lies, what is about it.

    `along` is the tag's long side. `pile` is how many garments lie between it and the antenna,
    `shadowed` says that one of them has its tag right there, `metal` that it is close behind.
    """

    at: Vector
    along: Vector = (0.0, 0.0, 1.0)
    pile: int = 0
    shadowed: bool = False
    metal: bool = False


@dataclass(frozen=True, slots=True)
class Wall:
    """A wall across the x axis: what is on its other side is heard weaker."""

    x: float
    loss_db: float = WALL_DB


def strength_dbm(antenna: Antenna, spot: Spot, walls: tuple[Wall, ...] = ()) -> float:
    """What the tag's strength would be without reflections."""
    (ax, ay, az), (sx, sy, sz) = antenna.at, spot.at
    x, y, z = sx - ax, sy - ay, sz - az
    distance = math.sqrt(x * x + y * y + z * z)
    level = at_distance(distance) + antenna.power_dbm - LOGGED_POWER_DBM
    if distance > 0:
        way = (x, y, z)
        level += _beside_beam(_cosine(way, antenna.looks)) + _end_on(_cosine(way, spot.along))
    level += PILE_DB * spot.pile + SHADOW_DB * spot.shadowed + METAL_DB * spot.metal
    for wall in walls:
        if (ax < wall.x) != (sx < wall.x):
            level += wall.loss_db
    return level


def at_distance(metres: float) -> float:
    """Strength straight before an antenna at the power of the logs."""
    metres = max(metres, NEAREST_M)
    near = PER_DECADE_DB * math.log10(min(metres, LOGGED_TO_M))
    beyond = BEYOND_PER_DECADE_DB * max(0.0, math.log10(metres / LOGGED_TO_M))
    return AT_1_M_DBM + near + beyond


def _cosine(one: Vector, other: Vector) -> float:
    (a, b, c), (x, y, z) = one, other
    return (a * x + b * y + c * z) / math.sqrt((a * a + b * b + c * c) * (x * x + y * y + z * z))


def _beside_beam(cosine: float) -> float:
    beside = math.degrees(math.acos(max(-1.0, min(1.0, cosine))))
    return max(BESIDE_BEAM_DB, -2 * 12 * (beside / BEAM_DEG) ** 2)


def _end_on(cosine: float) -> float:
    seen = math.sqrt(max(1e-9, 1 - min(1.0, cosine * cosine)))
    return max(END_ON_DB, 40 * math.log10(seen))
