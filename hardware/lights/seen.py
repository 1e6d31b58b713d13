"""What somebody in the room sees of a lamp: what every lamp that is played tells the bench."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Seen:
    """`rgb` is the light's colour as a screen shows it; `brightness` as an eye sees it, 0 to 1."""

    rgb: tuple[int, int, int]
    brightness: float
