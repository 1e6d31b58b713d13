"""What is drawn of the mirror's duty, as a frozen value.

Owns the shape only, so that a window needs nothing else of the duty for its first frame.
"""

from __future__ import annotations

from dataclasses import dataclass

NO_KEYS = ("",) * 12  # of the pad


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
    dots_name: str = ""
    keys: tuple[str, ...] = NO_KEYS
    note: str = ""
    locked: bool = False
    facts: tuple[FactRow, ...] = ()
    actions: tuple[ActionRow, ...] = ()
    brightness: float = -1.0
    brightness_label: str = ""
    darker: str = ""
    brighter: str = ""
    close: str = ""
    right_to_left: bool = False
