"""The 40 pins of a Raspberry Pi's header: their places, and Broadcom's numbers for them."""

from __future__ import annotations

# Those that a program can use; the others are power and ground.
BCM_OF_BOARD = {
    3: 2,
    5: 3,
    7: 4,
    8: 14,
    10: 15,
    11: 17,
    12: 18,
    13: 27,
    15: 22,
    16: 23,
    18: 24,
    19: 10,
    21: 9,
    22: 25,
    23: 11,
    24: 8,
    26: 7,
    27: 0,
    28: 1,
    29: 5,
    31: 6,
    32: 12,
    33: 13,
    35: 19,
    36: 16,
    37: 26,
    38: 20,
    40: 21,
}
SPI = frozenset((19, 21, 23, 24, 26))  # of the first bus: data both ways, clock, two selects
