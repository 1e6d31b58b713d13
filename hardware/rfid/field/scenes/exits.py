"""An exit: people walk out with garments, others browse near it, and stock hangs a few metres away.

Owns who carries what where. Measures and habits are assumed: no public log has an exit.
"""

from __future__ import annotations

import math
import random

from hardware.rfid.field.radio import Antenna, Spot, Vector
from hardware.rfid.field.scenes.scene import Gone, Move, Put, Scene, Stay, garment

EXIT = "exit"
WIDTH_M = 1.4  # of the door; an antenna on its left, or one on either side
HEIGHT_M = 1.2
POWER_DBM = 27.0
BEFORE_M, BEYOND_M = 2.5, 2.0  # where a walk begins in the shop, and where it ends outside
WALK_M_S, STEP_S = (0.9, 1.6), 0.1
IN_A_BAG_SHARE = 0.5  # of what is carried: others lie on it, and it is held low
STOCK_M = 4.0  # from the door to the nearest rail


def exit_scene(
    walks: int,
    seed: int = 0,
    *,
    antennas: int = 1,
    garments: tuple[int, int] = (1, 4),
    stock: int = 30,
    stock_m: float = STOCK_M,
    browsing: int = 0,
    gap_s: float = 8.0,
) -> Scene:
    """`walks` people go out, one each `gap_s`; `browsing` more walk along the inside, two metres
    from the door, and turn. The truth is a stay at `EXIT` for each garment that was carried out.
    """
    chance = random.Random(f"{seed}:exit")
    moves: list[Move] = []
    stays: list[Stay] = []
    number = 0
    for _ in range(stock):
        number += 1
        spot = (chance.uniform(-2.0, 2.0), -stock_m - chance.uniform(0.0, 2.0), HEIGHT_M)
        moves.append(Put(0.0, garment(number), Spot(spot, along=_hanging(chance))))
        stays.append(Stay(garment(number), "stock"))
    at = 3.0
    kinds = ["out"] * walks + ["along"] * browsing
    chance.shuffle(kinds)
    for kind in kinds:
        tags = [garment(number + each + 1) for each in range(chance.randint(*garments))]
        number += len(tags)
        bag = chance.random() < IN_A_BAG_SHARE
        x = chance.uniform(0.3, WIDTH_M - 0.3) - WIDTH_M / 2
        z = 0.6 if bag else 1.1
        start, end = (x, -BEFORE_M, z), (x, BEYOND_M, z)
        if kind == "along":
            start, end = (-3.0, -2.0, z), (3.0, -2.0, z)
        speed = chance.uniform(*WALK_M_S)
        steps = math.ceil(math.dist(start, end) / speed / STEP_S)
        for pile, tag in enumerate(tags):
            away = _within(chance, 0.1)
            way = _hanging(chance) if not bag else _any_way(chance)
            for step in range(steps + 1):
                here = tuple(
                    a + (b - a) * step / steps + c for a, b, c in zip(start, end, away, strict=True)
                )
                spot_now = Spot((here[0], here[1], here[2]), along=way, pile=pile if bag else 0)
                moves.append(Put(at + step * STEP_S, tag, spot_now, carried=True))
            moves.append(Gone(at + (steps + 1) * STEP_S, tag))
            where = EXIT if kind == "out" else "inside"
            stays.append(Stay(tag, where, at, at + steps * STEP_S, item=str(tag)))
        at += gap_s
    left = Antenna((-WIDTH_M / 2, 0.0, HEIGHT_M), looks=(1.0, 0.0, 0.0), power_dbm=POWER_DBM)
    right = Antenna((WIDTH_M / 2, 0.0, HEIGHT_M), looks=(-1.0, 0.0, 0.0), power_dbm=POWER_DBM)
    sides = {1: left, 2: right} if antennas == 2 else {1: left}
    return Scene(
        seed,
        at + 4.0,
        readers={EXIT: tuple(sides)},
        moves=tuple(moves),
        stays=tuple(stays),
        antennas=sides,
    )


def _within(chance: random.Random, metres: float) -> Vector:
    x, y, z = (chance.uniform(-metres, metres) for _ in range(3))
    return x, y, z


def _hanging(chance: random.Random) -> Vector:
    return (chance.gauss(0, 0.4), chance.gauss(0, 0.4), 1.0)


def _any_way(chance: random.Random) -> Vector:
    return (chance.gauss(0, 1), chance.gauss(0, 1), chance.gauss(0, 1) + 0.01)
