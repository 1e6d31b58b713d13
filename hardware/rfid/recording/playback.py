"""A recording played through the zone's code again, and what it decides beside what it did then.

Owns the comparison. Pure: knows no clock; who wants to see it at some speed waits between steps.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, replace

from hardware.rfid.reader import TagId
from hardware.rfid.recording.decision import Decision, Verdict, differ, tells
from hardware.rfid.recording.lines import Chapter, Cover, Record, RecordingError, Update
from hardware.rfid.recording.state import StateError, restored, written
from hardware.rfid.zone import ReadZone, ZoneChange, ZoneProfile


@dataclass(frozen=True, slots=True)
class Step:
    """One update, played. `wall` is when it was recorded, in seconds since 1970."""

    place: str
    wall: float
    update: Update
    change: ZoneChange
    made: Decision
    differs: bool

    @property
    def recorded(self) -> Decision:
        return self.update.decision


@dataclass(slots=True)
class Findings:
    """What was played of one place, and how it compares."""

    place: str
    version: str
    begins: float  # seconds since 1970
    ends: float
    updates: int = 0
    missing: int = 0  # updates that are not in the recording, between those that are
    torn: int = 0  # places that cannot be read
    reads: int = 0
    tags: set[TagId] = field(default_factory=set)
    decisions: int = 0
    differing: int = 0
    first_difference: Step | None = None
    same_states: int = 0  # how often the whole state of the zone was found as recorded
    other_states: int = 0
    notes: list[str] = field(default_factory=list)

    @property
    def same(self) -> bool:
        return not self.differing


class Playback:
    """Plays records; `findings` grows while it does, one for each place."""

    def __init__(self, place: str = "") -> None:
        """With a place only that one is played."""
        self.findings: dict[str, Findings] = {}
        self.cover: Cover | None = None
        self._place = place
        self._passed: set[str] = set()

    def steps(self, records: Iterable[Record]) -> Iterator[Step]:
        """Raises `RecordingError` when nothing is there to play."""
        tracks: dict[str, _Track] = {}
        track: _Track | None = None
        for record in records:
            if isinstance(record, Cover):
                self.cover = record
            elif isinstance(record, Chapter):
                track = None
                if self._place in ("", record.place):
                    track = tracks.setdefault(record.place, _Track(record))
                    self.findings[record.place] = track.findings
                    track.begin(record)
                else:
                    self._passed.add(record.place)
            elif track is not None and isinstance(record, Update):
                yield track.step(record)
            elif track is not None:
                track.findings.torn += 1
        if not tracks:
            others = ", ".join(sorted(self._passed))
            what = f" of {self._place}; it has: {others}." if others else "."
            raise RecordingError(f"There is nothing recorded in it{what}")


class _Track:
    """One place's zone, from chapter to chapter."""

    def __init__(self, chapter: Chapter) -> None:
        self.findings = Findings(chapter.place, chapter.version, chapter.wall, chapter.wall)
        self._chapter = chapter
        if apart := sorted(set(chapter.tells) ^ set(tells())):
            self.findings.notes.append(
                f"Told by one version only, not compared: {', '.join(apart)}."
            )
        self._zone: ReadZone | None = None
        self._verdict = Verdict()
        self._updates = 0

    def begin(self, chapter: Chapter) -> None:
        goes_on = self._zone is not None and (chapter.session, chapter.updates) == (
            self._chapter.session,
            self._updates,
        )
        before, self._chapter = self._chapter, chapter
        if goes_on:
            # Played on with its own state: whoever changed the code sees what comes of it.
            if chapter.zone is not None and _state(self._zone) == chapter.zone:
                self.findings.same_states += 1
            else:
                self.findings.other_states += 1
            return
        if self._zone is not None and chapter.session == before.session:
            self.findings.missing += max(0, chapter.updates - self._updates)
        self._updates = chapter.updates
        self._verdict = Verdict(chapter.standing)
        try:
            self._zone = _zone_of(chapter)
        except StateError as error:
            self._zone, self._verdict = _empty_zone(chapter), Verdict()
            self.findings.notes.append(
                f"The zone begins empty, so what was there before arrives again: {error}"
            )

    def step(self, update: Update) -> Step:
        assert self._zone is not None
        change = self._zone.update(update.reads, update.now, reader_ok=update.reader_ok)
        self._updates += 1
        made = self._verdict.news(change)
        differs = differ(update.decision, made, self._chapter.tells)
        wall = self._chapter.wall_at(update.now)
        step = Step(self._chapter.place, wall, update, change, made, differs)
        self._count(step)
        return step

    def _count(self, step: Step) -> None:
        found = self.findings
        found.updates += 1
        found.reads += len(step.update.reads)
        found.tags.update(read.tag for read in step.update.reads)
        found.ends = step.wall
        found.decisions += bool(step.recorded)
        if step.differs:
            found.differing += 1
            found.first_difference = found.first_difference or step


def _zone_of(chapter: Chapter) -> ReadZone:
    if chapter.zone is None:
        raise StateError(chapter.lacks or "its state is not in the recording")
    zone = restored(chapter.zone)
    if not isinstance(zone, ReadZone):
        raise StateError("what is recorded is no zone")
    missing = set(vars(_empty_zone(chapter))) ^ set(vars(zone))
    if missing:
        raise StateError(f"a zone has other fields by now: {', '.join(sorted(missing))}")
    return zone


def _empty_zone(chapter: Chapter) -> ReadZone:
    try:
        profile = restored(chapter.profile)
    except StateError:
        profile = _nearest_profile(chapter)
    if not isinstance(profile, ZoneProfile):
        raise RecordingError("This recording does not say how its zone was set.")
    return ReadZone(profile)


def _nearest_profile(chapter: Chapter) -> ZoneProfile | None:
    """Of a version whose zones were set by other numbers: the numbers that both have."""
    match chapter.profile:
        case ["object", str(), dict() as numbers]:
            names = {each.name for each in fields(ZoneProfile)}
            common = {name: value for name, value in numbers.items() if name in names}
            if common and all(isinstance(value, (int, float)) for value in common.values()):
                is_table = chapter.place.startswith("table")
                now = ZoneProfile.table() if is_table else ZoneProfile.fitting_room()
                return replace(now, **common)
    return None


def _state(zone: object) -> object:
    try:
        return written(zone)
    except StateError:
        return None
