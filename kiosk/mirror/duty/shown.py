"""What is drawn of the mirror's duty, as a frozen value, and the words that never change.

Owns the shape only, so that a window needs nothing else of the duty for its first frame.
"""

from __future__ import annotations

from dataclasses import dataclass

CLOSE, DARKER, BRIGHTER = "Close", "Darker", "Brighter"
# The pad from its upper left, as a screen reader says it.
KEYS = (
    *("One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine"),
    *("Erase", "Zero", "Enter"),
)


@dataclass(frozen=True, slots=True)
class FactRow:
    """`well` is False for what somebody should look at."""

    key: str
    label: str
    value: str
    well: bool = True


@dataclass(frozen=True, slots=True)
class ActionRow:
    key: str
    label: str


@dataclass(frozen=True, slots=True)
class DutyScreen:
    """`stage` is "pin" or "page" while staff is at it. `dots` are the digits typed so far, and
    nothing more is known of them here."""

    stage: str = ""
    guard: bool = False
    title: str = ""
    dots: int = 0
    note: str = ""
    locked: bool = False
    facts: tuple[FactRow, ...] = ()
    actions: tuple[ActionRow, ...] = ()
    brightness: float = -1.0
    brightness_label: str = ""


def dots_name(dots: int) -> str:
    """What a screen reader says of the PIN typed so far."""
    return "1 digit typed" if dots == 1 else f"{dots} digits typed"
