"""Which table a piece is at, when more than one hears it: one item, one place.

Owns the comparison of what the tables hear. Pure: `now` is an argument, in seconds. Knows no
garment, and not what a table does with a piece that is nearer to another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hardware.rfid.reader import TagId

BETTER_DB = 6.0  # so much better another table must hear a piece to take it over
SILENT_S = 6.0  # a table that says nothing for this long holds nothing


@dataclass(frozen=True, slots=True)
class _Heard:
    tags: Mapping[TagId, float | None]
    at: float


class Whereabouts:
    """A piece stays where it was first, until it is lifted there or heard clearly better here."""

    def __init__(self) -> None:
        self._heard: dict[str, _Heard] = {}
        self._at: dict[TagId, str] = {}

    def hear(self, table: str, tags: Mapping[TagId, float | None], now: float) -> None:
        """A table's whole set, with how well each is heard in dBm, where that is known."""
        self._heard[table] = _Heard(tags, now)
        heard = {name: one.tags for name, one in self._heard.items() if now - one.at < SILENT_S}
        self._at = {tag: name for tag, name in self._at.items() if tag in heard.get(name, {})}
        for name, there in heard.items():
            for tag, dbm in there.items():
                holder = self._at.setdefault(tag, name)
                if _better(dbm, heard[holder][tag]):
                    self._at[tag] = name

    def near(self, table: str) -> frozenset[TagId]:
        """What this table hears, but another one holds."""
        heard = self._heard.get(table)
        if heard is None:
            return frozenset()
        return frozenset(tag for tag in heard.tags if self._at.get(tag, table) != table)


def _better(here: float | None, there: float | None) -> bool:
    return here is not None and there is not None and here >= there + BETTER_DB
