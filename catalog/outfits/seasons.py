"""Which season a day is in. Pure."""

from __future__ import annotations

from datetime import date

YEAR = ("spring", "summer", "autumn", "winter")


def season_on(day: date, *, southern: bool = False) -> str:
    """The season that a shop sells for on this day: its own month's, as meteorologists count."""
    index = (day.month % 12) // 3 - 1  # December to February is winter, YEAR[-1]
    return YEAR[(index + 2) % 4 if southern else index]


def apart(one: str, other: str) -> int | None:
    """0 for the same season, 1 for a neighbour, 2 for the opposite; None when one is not said."""
    if one not in YEAR or other not in YEAR:
        return None
    steps = abs(YEAR.index(one) - YEAR.index(other))
    return min(steps, 4 - steps)
