"""What a check says: a sentence for each thing that is not as it must be. Values only."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS


@dataclass(frozen=True, slots=True)
class Fault:
    """`subject` is the receipt's number, the payment's key or whatever else it is about. `words`
    say what is so; what it means and what to do is the check's, for all of its faults. One that is
    `worth` knowing only is not wrong."""

    subject: str
    words: str
    worth: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """When the ledger is looked at, and whether a hub runs that may be in the middle of things."""

    now_ms: int
    hub_runs: bool


@dataclass(frozen=True, slots=True)
class Check:
    """One invariant. `holds` is the sentence for a ledger in which it does."""

    name: str
    holds: str
    means: str
    mend: str
    look: Callable[[Connection, Moment], Iterable[Fault]]
