"""The zone over the logs of real readers: does a tag that lies still stay, how soon is it there?

A false leave is one after which the tag is heard again: nothing was taken away in these logs.
`zone.real_*`: tags that lie still, 31 to 67 of them before one antenna. `zone.real_covered_*`:
about 14 that were covered, by things and by people. The peers see the same reads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from hardware.rfid.reader import TagId, TagRead
from hardware.rfid.zone import ReadZone, ZoneProfile
from tests.benchmarks import real_reads
from tests.benchmarks.presence_peers import FixedSilence, Smurf
from tests.benchmarks.row import Row, percentile

STEP_S = 0.05
KINDS = (("real", "30s*.csv"), ("real_covered", "cover[0-9]*.csv"))


class Watch(Protocol):
    present: set[TagId]

    def hear(self, read: TagRead) -> None: ...

    def advance(self, now: float) -> None: ...


class Zone:
    """The product's zone, played as its peers are."""

    def __init__(self, profile: ZoneProfile) -> None:
        self.present: set[TagId] = set()
        self._zone = ReadZone(profile)
        self._heard: list[TagRead] = []

    def hear(self, read: TagRead) -> None:
        self._heard.append(read)

    def advance(self, now: float) -> None:
        change = self._zone.update(self._heard, now)
        self._heard = []
        self.present = {presence.tag for presence in change.present}


@dataclass
class Story:
    """What one watcher made of some logs."""

    heard: int = 0
    tag_s: float = 0.0
    false_leaves: int = 0
    arrivals_s: list[float] = field(default_factory=list)

    @property
    def per_tag_hour(self) -> float:
        return self.false_leaves / (self.tag_s / 3600)


def rows() -> Iterable[Row]:
    folder = real_reads.folder()
    if folder is None:
        print("No real logs here (HANGTAG_READS): zone.real_* left out.")
        return
    for kind, pattern in KINDS:
        yield from _rows(kind, [real_reads.load(file) for file in _files(folder, pattern)])


def _files(folder: Path, pattern: str) -> list[Path]:
    return sorted(folder.glob(pattern))


def _rows(kind: str, logs: Sequence[list[TagRead]]) -> Iterable[Row]:
    watchers: tuple[tuple[str, Callable[[], Watch]], ...] = (
        ("", lambda: Zone(ZoneProfile.fitting_room())),
        (".table", lambda: Zone(ZoneProfile.table())),
        (".fixed_4s", FixedSilence),
        (".smurf", Smurf),
    )
    for name, make in watchers:
        story = Story()
        for log in logs:
            play(log, make(), story)
        note = f"{story.false_leaves} in {story.tag_s / 3600:.2f} tag-hours"
        figure = f"zone.{kind}_false_leaves_per_tag_hour{name}"
        yield Row(figure, story.per_tag_hour, "/tag-hour", None, "lower", note)
        if story.arrivals_s:
            never = f"{story.heard - len(story.arrivals_s)} of {story.heard} heard never arrived"
            for percent in (50, 99):
                value = percentile(story.arrivals_s, percent)
                figure = f"zone.{kind}_arrival_p{percent}_s{name}"
                yield Row(figure, value, "s", None, "lower", never)


def play(log: Sequence[TagRead], watch: Watch, story: Story) -> None:
    first: dict[TagId, float] = {}
    last = {read.tag: read.at for read in log}
    arrived: set[TagId] = set()
    before: set[TagId] = set()
    waiting = iter([*log, None])
    read = next(waiting)
    for step in range(1, int(log[-1].at / STEP_S) + 2):
        now = step * STEP_S
        while read is not None and read.at <= now:
            first.setdefault(read.tag, read.at)
            watch.hear(read)
            read = next(waiting)
        watch.advance(now)
        for tag in watch.present - arrived:
            arrived.add(tag)
            story.arrivals_s.append(now - first[tag])
        story.false_leaves += sum(1 for tag in before - watch.present if last[tag] > now)
        before = set(watch.present)
    story.heard += len(first)
    story.tag_s += sum(last[tag] - first[tag] for tag in first)
