"""A checkout table with a basket on it, another table and a rail close by.

Owns where things lie. Every number here is assumed: no public log has a till.
"""

from __future__ import annotations

import math
import random

from hardware.rfid.field.radio import Antenna, Spot
from hardware.rfid.field.scenes.scene import Move, Put, Scene, Stay, garment

TABLE, NEXT_TABLE, RAIL = "table", "next table", "rail"

POWER_DBM = (
    18.0  # facts: low power at the table, 10 to 18 dBm; a plate for 40 garments needs the most
)
PLATE_M = 0.3  # from the antenna to the plate on which the pile lies
LAYER_M = 0.02
PILES = ((0.0, 0.0), (-0.18, 0.05), (0.18, -0.05))
A_PILE = 14  # so many garments before another pile is begun
NEXT_TABLE_M = 1.2
SHADOWED_SHARE = 0.06  # of garments that lie on others
TWO_TAGS_SHARE = 0.01  # of items


def basket(
    count: int,
    seed: int = 0,
    *,
    next_table: int = 6,
    rail: int = 8,
    lasts_s: float = 8.0,
    laying_s: float = 0.0,
) -> Scene:
    """`count` garments laid down within `laying_s`; some are never heard.

    The truth's `item` tells two tags on one item. Garments of the next table and of the rail are
    there from the beginning.
    """
    chance = random.Random(f"{seed}:basket")
    moves: list[Move] = []
    stays: list[Stay] = []

    def lay(where: str, at: float, number: int, spot: Spot) -> None:
        item, tag = f"{where} {number}", garment(len(moves))
        moves.append(Put(at, tag, spot))
        stays.append(Stay(tag, where, at, item=item))

    for number in range(count):
        at = laying_s * number / max(1, count - 1)
        spot = _in_pile(chance, number, 0.0)
        lay(TABLE, at, number, spot)
        if chance.random() < TWO_TAGS_SHARE:
            lay(TABLE, at, number, _in_pile(chance, number, 0.0))
    for number in range(next_table):
        lay(NEXT_TABLE, 0.0, number, _in_pile(chance, number, NEXT_TABLE_M))
    for number in range(rail):
        hangs = (-0.8 - 0.05 * number, chance.uniform(-0.2, 0.2), chance.uniform(0.3, 0.9))
        lay(RAIL, 0.0, number, Spot(hangs, along=_level_way(chance)))
    return Scene(
        seed,
        lasts_s,
        readers={TABLE: (1,)},
        moves=tuple(moves),
        stays=tuple(stays),
        antennas={1: Antenna((0.0, 0.0, 0.0), looks=(0.0, 0.0, 1.0), power_dbm=POWER_DBM)},
    )


def _in_pile(chance: random.Random, number: int, x: float) -> Spot:
    pile, layer = divmod(number, A_PILE)
    pile_x, pile_y = PILES[pile % len(PILES)]
    at = (
        x + pile_x + chance.uniform(-0.1, 0.1),
        pile_y + chance.uniform(-0.1, 0.1),
        PLATE_M + LAYER_M * layer,
    )
    shadowed = layer > 0 and chance.random() < SHADOWED_SHARE
    return Spot(at, along=_level_way(chance), pile=layer, shadowed=shadowed)


def _level_way(chance: random.Random) -> tuple[float, float, float]:
    turned = chance.uniform(0, math.pi)
    return (math.cos(turned), math.sin(turned), 0.0)
