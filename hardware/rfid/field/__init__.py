"""The radio field in front of antennas: what is there, and how well it is heard.

`radio.py` says how strong a tag is at a place, `fades.py` when it is silent, `field.py` keeps what
is there and answers rounds, `inventory.py` paces the rounds of a reader, `scenes.py` has whole
rooms and tables with the truth beside them. None of them knows a reader's protocol.
"""

from hardware.rfid.field.fades import CARRIED, PEOPLE, FadeClass, Spread
from hardware.rfid.field.field import Field, Heard
from hardware.rfid.field.inventory import (
    FIXED_READER,
    HELD_UP_S,
    MODULE,
    Answer,
    Inventory,
    Pace,
    Rounds,
)
from hardware.rfid.field.radio import Antenna, Spot, Wall

__all__ = [
    "CARRIED",
    "FIXED_READER",
    "HELD_UP_S",
    "MODULE",
    "PEOPLE",
    "Answer",
    "Antenna",
    "FadeClass",
    "Field",
    "Heard",
    "Inventory",
    "Pace",
    "Rounds",
    "Spot",
    "Spread",
    "Wall",
]
