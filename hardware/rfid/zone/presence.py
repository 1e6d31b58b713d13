"""What a zone says: which tags are here, how sure that is, and what is heard from elsewhere.

Owns the words for staff. Decides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from hardware.rfid.reader import TagId


class Doubt(StrEnum):
    """Why a tag that counts as present may not be."""

    NONE = ""
    FAINT = "faint"
    SELDOM = "seldom"
    SILENT = "silent"

    @property
    def words(self) -> str:
        """For staff: what is the matter, and what mends it."""
        return _DOUBTS[self]


_DOUBTS = {
    Doubt.NONE: "",
    Doubt.FAINT: "Heard faintly: it may lie beside the reader. Move it to the middle.",
    Doubt.SELDOM: "Heard seldom: it may be covered. Spread the pile.",
    Doubt.SILENT: "Not heard for a moment: it may have been taken away.",
}


class NearReason(StrEnum):
    """Why a tag that is heard does not count as present."""

    NEW = "new"
    WEAK = "weak"
    SELDOM = "seldom"
    PASSING = "passing"

    @property
    def words(self) -> str:
        """For staff: where such a tag most likely is, and what mends it if it should be here."""
        return _REASONS[self]


_REASONS = {
    NearReason.NEW: "Only just heard. Wait a moment.",
    NearReason.WEAK: (
        "Heard too weakly to be here: most likely beside, behind or next door. "
        "If it should be here, move it closer to the reader."
    ),
    NearReason.SELDOM: (
        "Heard too seldom to be here: most likely stored nearby. "
        "If it should be here, uncover it or move it closer to the reader."
    ),
    NearReason.PASSING: "Heard well, but briefly: most likely carried past.",
}


@dataclass(frozen=True, slots=True)
class Presence:
    """A tag that is here. Times are of the host's monotonic clock, `reads` since it was noticed.

    `confidence` is 0 to 1: how surely it is here now. Where there is a doubt, it says which.
    """

    tag: TagId
    since: float
    last_read: float
    rssi_dbm: float | None
    antenna: int
    reads: int
    confidence: float = 1.0
    doubt: Doubt = Doubt.NONE


@dataclass(frozen=True, slots=True)
class Near:
    """A tag that is heard, but is not here."""

    tag: TagId
    reason: NearReason
    rssi_dbm: float | None
    reads: int
    last_read: float


@dataclass(frozen=True, slots=True)
class ZoneChange:
    """The zone after an update: who is present in order of arrival, and what has changed.

    A tag that came and went within one update is in both `arrived` and `left`. `stable` says that
    no change is expected any more, as far as the tags that were heard can tell; `unheard` is how
    many more may be here that were not heard yet.
    """

    present: tuple[Presence, ...]
    arrived: tuple[Presence, ...] = ()
    left: tuple[Presence, ...] = ()
    near: tuple[Near, ...] = ()
    stable: bool = False
    unheard: float = 0.0
