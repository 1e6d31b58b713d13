"""Where a piece is, when more than one reader hears it: one item, one place.

Owns the comparison of what fitting rooms and tables hear. Pure: `now` is an argument, in seconds.
Knows no garment, and not what a place does with a piece that is somewhere else.

A piece stays where it is until it is gone there, or until another place has the better evidence:

- It is heard there and no longer here, for much longer than is usual here. Somebody carried
  it. What is read seldom is silent for seconds where it hangs: no fixed silence tells.
- It is heard clearly better there, twice in a row. Once is not enough: a garment that is carried
  about is heard 6 dB better by a wrong antenna in 14 % of all seconds (measured on public logs).
- It was only just heard for the first time: it was carried past, or the hub has just begun.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from hardware.rfid.reader import TagId

BETTER_DB = 6.0  # so much better another place must hear a piece that is heard here too
AGAIN_S = 0.9  # and once more, this much later
QUIET_S = 2.5  # a piece that was not read here for so long may have been carried away
PAUSES = 8.0  # and for so many times as long as it usually is not read between two reports
LEARNS = 0.1  # the share of the newest pause in the usual one
NEW_S = 3.0  # for so long nobody has a piece by custom: who hears it better has it
STRONGER_DB = 3.0
NOT_WORSE_DB = 3.0  # what is heard this much worse elsewhere is only overheard
SILENT_S = 6.0  # a place that says nothing for this long holds nothing


class Place(NamedTuple):
    """A fitting room or a table, by its name in config.yaml."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Heard:
    """How well one place hears a piece: in dBm, None where the reader does not tell; and when it
    read it last, on the clock of `now`."""

    rssi_dbm: float | None
    at: float


@dataclass(frozen=True, slots=True)
class _Report:
    heard: Mapping[TagId, Heard]
    at: float  # the last sign of life
    said_at: float  # of its set


class Whereabouts:
    """Every place says its whole set; each piece is in one of them."""

    def __init__(self) -> None:
        self._reports: dict[Place, _Report] = {}
        self._at: dict[TagId, Place] = {}
        self._since: dict[TagId, float] = {}  # when anybody first heard it
        self._won: dict[tuple[TagId, Place], float] = {}  # since when it is heard better there
        self._pauses: dict[tuple[TagId, Place], float] = {}  # between its reads, beyond a report's

    def hear(self, place: Place, heard: Mapping[TagId, Heard], now: float) -> None:
        """A place's whole set."""
        self._learn(place, heard, now)
        self._reports[place] = _Report(heard, now, now)
        there = self._gather(now)
        for tag, newest in heard.items():
            holder = self._at[tag]
            if holder != place and self._wins(tag, place, newest, holder, now):
                self._at[tag] = place
        self._pauses = {
            key: pause for key, pause in self._pauses.items() if key[0] in there.get(key[1], ())
        }
        self._won = {key: since for key, since in self._won.items() if self._contested(*key)}

    def repeat(self, place: Place, now: float) -> None:
        """A place says the same as before: it is there, and that is all the news."""
        if place in self._reports:
            self._reports[place] = replace(self._reports[place], at=now)
        self._gather(now)

    def place(self, tag: TagId) -> Place | None:
        """Where a piece is; None when nobody hears it."""
        return self._at.get(tag)

    def elsewhere(self, place: Place) -> frozenset[TagId]:
        """What this place hears, but another one has."""
        report = self._reports.get(place)
        if report is None:
            return frozenset()
        return frozenset(tag for tag in report.heard if self._at.get(tag, place) != place)

    def _gather(self, now: float) -> dict[Place, Mapping[TagId, Heard]]:
        """What every place hears that still speaks; a piece that its place lost is another's."""
        self._reports = {
            each: report for each, report in self._reports.items() if now - report.at < SILENT_S
        }
        there = {each: report.heard for each, report in self._reports.items()}
        self._at = {tag: each for tag, each in self._at.items() if tag in there.get(each, {})}
        for each, pieces in there.items():
            for tag in pieces:
                self._at.setdefault(tag, each)
                self._since.setdefault(tag, now)
        self._since = {tag: since for tag, since in self._since.items() if tag in self._at}
        return there

    def _learn(self, place: Place, heard: Mapping[TagId, Heard], now: float) -> None:
        """How long each piece is usually silent here, as far as reports can tell."""
        if (last := self._reports.get(place)) is None:
            return
        for tag, newest in heard.items():
            before = last.heard.get(tag)
            if before is None or newest.at <= before.at:
                continue
            pause = max(0.0, newest.at - before.at - (now - last.at))
            usual = self._pauses.get((tag, place), pause)
            self._pauses[tag, place] = usual + LEARNS * (pause - usual)

    def _wins(self, tag: TagId, place: Place, here: Heard, holder: Place, now: float) -> bool:
        report = self._reports[holder]
        there = report.heard[tag]
        lead = _lead(here, there)
        quiet_s = QUIET_S + PAUSES * self._pauses.get((tag, holder), 0.0)
        # A place whose word is late says nothing of how long it has not read a piece.
        silent_s = min(here.at, report.said_at) - there.at
        if silent_s >= quiet_s and (lead is None or lead >= -NOT_WORSE_DB):
            return True
        if lead is not None and lead >= STRONGER_DB and now - self._since[tag] <= NEW_S:
            return True
        if lead is None or lead < BETTER_DB:
            self._won.pop((tag, place), None)
            return False
        return now - self._won.setdefault((tag, place), now) >= AGAIN_S

    def _contested(self, tag: TagId, place: Place) -> bool:
        report = self._reports.get(place)
        return report is not None and tag in report.heard and self._at.get(tag) != place


def _lead(here: Heard, there: Heard) -> float | None:
    if here.rssi_dbm is None or there.rssi_dbm is None:
        return None
    return here.rssi_dbm - there.rssi_dbm
