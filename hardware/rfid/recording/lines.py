"""The format of a recording: JSON, one line for each thing that happened, written in order.

Owns the lines (`docs/recorder.md` tells them) and nothing of files. Floats are written so that
they come back to the last bit.

A recording is a row of chapters. Each begins with the zone's whole state, so that it can be played
without what came before; tags are numbered anew in each. All updates of the zone are in it, those
that brought nothing too: a zone's decisions depend on each moment it was asked at.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from itertools import count
from typing import Any

from hardware.rfid.reader import TagId, TagRead
from hardware.rfid.recording.decision import Decision
from hardware.rfid.recording.state import tag_of

FORMAT = 1
LATEST = 1e9  # seconds on a machine's clock: thirty years
LONGEST_LINE = 16_000_000  # characters; a longer one is no line of a recording


# What foreign content may come to.
_UNREADABLE = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    RecursionError,
    OverflowError,
    OSError,  # of a year that there is not
)


class RecordingError(ValueError):
    """A file is no recording, or holds none. The text says which file, and what is wrong."""


@dataclass(frozen=True, slots=True)
class Cover:
    """The first line of an exported file: what it is, for whoever finds it."""

    note: str
    made_at: float  # seconds since 1970
    version: str
    holds: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """A zone at one moment, between two updates."""

    session: str  # of the program's run
    updates: int  # of that session before this chapter
    place: str
    program: str
    version: str
    wall: float  # seconds since 1970, at the same moment as
    monotonic: float  # on the clock of the updates
    profile: Any  # for people, and where its state is of no use
    tells: list[str]  # what decisions may be in it
    standing: dict[str, Any] = field(default_factory=dict)  # the words and flags as they stand
    zone: Any = None  # its state
    lacks: str = ""  # why there is no state

    def wall_at(self, at: float) -> float:
        """A moment of the updates' clock, in seconds since 1970."""
        return self.wall + (at - self.monotonic)


@dataclass(frozen=True, slots=True)
class Update:
    """One `ReadZone.update`, and what it decided."""

    now: float
    reads: tuple[TagRead, ...] = ()
    reader_ok: bool = True
    decision: Decision = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Torn:
    """A place that cannot be read; nothing is known from there to the next chapter."""


Record = Cover | Chapter | Update | Torn


class LineWriter:
    """Records -> lines. Updates that brought nothing are gathered within one call of `lines`."""

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._tags: dict[TagId, int] = {}
        self._reader_ok = True
        self._idle: list[float] = []

    def lines(self, records: Iterable[Record]) -> Iterator[str]:
        for record in records:
            if isinstance(record, Update):
                yield from self._update(record)
                continue
            yield from self._rest()
            if isinstance(record, Chapter):
                self._begin()
                # Not `asdict`, which would copy the state.
                values = {each.name: getattr(record, each.name) for each in fields(record)}
                yield _line({"chapter": FORMAT, **values})
            elif isinstance(record, Cover):
                yield _line({"recording": FORMAT, **asdict(record)})
        yield from self._rest()

    def _rest(self) -> Iterator[str]:
        if self._idle:
            yield _line({"idle": self._idle})
            self._idle = []

    def _update(self, update: Update) -> Iterator[str]:
        changed = update.reader_ok is not self._reader_ok
        if not (changed or update.reads or update.decision):
            self._idle.append(update.now)
            return
        yield from self._rest()
        new = {read.tag: None for read in update.reads if read.tag not in self._tags}
        if new:
            self._tags.update(zip(new, count(len(self._tags)), strict=False))
            yield _line({"tags": [str(tag) for tag in new]})
        content: dict[str, Any] = {"at": update.now}
        if changed:
            content["ok"] = self._reader_ok = update.reader_ok
        if update.reads:
            content["reads"] = [self._read(read) for read in update.reads]
        if update.decision:
            content["decided"] = update.decision
        yield _line(content)

    def _read(self, read: TagRead) -> list[Any]:
        what = [self._tags[read.tag], read.antenna, read.rssi_dbm, read.at]
        return what if read.count == 1 else [*what, read.count]


class LineReader:
    """Lines -> records. A line that cannot be read ends its chapter: what follows hangs in the
    air until the next one begins."""

    def __init__(self, name: str) -> None:
        self._name = name

    def records(self, lines: Iterable[str]) -> Iterator[Record]:
        tags: list[TagId] = []
        reader_ok = within = True
        for number, line in enumerate(lines):
            try:
                content = json.loads(line)
                if "chapter" in content or "recording" in content:
                    record = _cover_or_chapter(content, self._name)
                    if isinstance(record, Chapter):
                        tags, reader_ok, within = [], True, True
                    yield record
                elif within and "idle" in content:
                    yield from [Update(_moment(now), (), reader_ok) for now in content["idle"]]
                elif within and "tags" in content:
                    tags += [tag_of(tag) for tag in content["tags"]]
                elif within:
                    reader_ok = bool(content.get("ok", reader_ok))
                    reads = tuple(_read(tags, *read) for read in content.get("reads", ()))
                    decision = dict(content.get("decided", {}))
                    yield Update(_moment(content["at"]), reads, reader_ok, decision)
            except RecordingError:
                raise
            except _UNREADABLE as error:
                if number == 0:
                    raise RecordingError(
                        f"{self._name} is no recording of Hangtag. Make one with: "
                        "kiosk report incident"
                    ) from error
                if within:
                    yield Torn()
                within = False


def _cover_or_chapter(content: dict[str, Any], name: str) -> Cover | Chapter:
    kind: type[Cover | Chapter] = Chapter if "chapter" in content else Cover
    version = content.pop("chapter" if kind is Chapter else "recording")
    if version != FORMAT:
        raise RecordingError(
            f"{name} is a recording in format {version}; this Hangtag reads format {FORMAT}. "
            "Play it with the version that made it."
        )
    known = {each.name for each in fields(kind)}
    record = kind(**{key: value for key, value in content.items() if key in known})
    if not isinstance(record, Cover):
        _check(record)
    return record


def _check(chapter: Chapter) -> None:
    """Raises `ValueError` for what was not written by us."""
    datetime.fromtimestamp(chapter.wall)
    datetime.fromtimestamp(chapter.wall_at(LATEST))
    datetime.fromtimestamp(chapter.wall_at(-LATEST))
    if not isinstance(chapter.standing, dict) or not isinstance(chapter.tells, list):
        raise ValueError("what is told is missing")
    for words in (chapter.session, chapter.place, chapter.version, *chapter.tells):
        if not isinstance(words, str):
            raise ValueError(f"{words!r} is no text")


def _moment(at: Any) -> float:
    moment = float(at)
    if not -LATEST <= moment <= LATEST:
        raise ValueError(f"{at} is no moment")
    return moment


def _read(
    tags: Sequence[TagId],
    tag: int,
    antenna: int,
    rssi_dbm: float | None,
    at: float,
    count: int = 1,
) -> TagRead:
    strength = None if rssi_dbm is None else float(rssi_dbm)
    return TagRead(tags[tag], int(antenna), strength, float(at), int(count))


def _line(content: dict[str, Any]) -> str:
    return json.dumps(content, separators=(",", ":")) + "\n"
