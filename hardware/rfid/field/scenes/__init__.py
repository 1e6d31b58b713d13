"""Whole rooms and tables with the truth beside them, for benches and tests.

`scene.py` says what a scene is and plays it. Each scene is made from a seed and nothing else.
"""

from hardware.rfid.field.scenes.exits import EXIT, exit_scene
from hardware.rfid.field.scenes.logged import LOGS, Log, logged
from hardware.rfid.field.scenes.rooms import ROOMS, fitting_rooms, walk_past
from hardware.rfid.field.scenes.scene import Gone, Moment, Move, Place, Put, Scene, Stay
from hardware.rfid.field.scenes.tables import NEXT_TABLE, RAIL, TABLE, basket

__all__ = [
    "EXIT",
    "LOGS",
    "NEXT_TABLE",
    "RAIL",
    "ROOMS",
    "TABLE",
    "Gone",
    "Log",
    "Moment",
    "Move",
    "Place",
    "Put",
    "Scene",
    "Stay",
    "basket",
    "exit_scene",
    "fitting_rooms",
    "logged",
    "walk_past",
]
