"""One file of what the flight recorders hold: the last minutes, to be sent to whoever can help.

Owns the asking for what is still in memory, the copying, and the account of what the file holds.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from hardware.rfid.reader import TagId
from hardware.rfid.recording.files import member, records_in, segments_in
from hardware.rfid.recording.lines import (
    Chapter,
    Cover,
    LineWriter,
    Record,
    RecordingError,
    Torn,
    Update,
)
from hardware.rfid.recording.recorder import ASKED

GIVES_UP_S = 2.0  # a program that has not answered by then does not run
AT_ONCE = 2000  # records
HOLDS = (
    "Reads of RFID tags: their EPCs or serial numbers, when and how strongly they were heard, and "
    "what the read zone decided. Nothing about persons."
)


@dataclass(slots=True)
class Held:
    """What is recorded of one place. Times in seconds since 1970."""

    place: str
    begins: float
    ends: float
    reads: int = 0
    decisions: int = 0
    tags: set[TagId] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Kept:
    """What a flight recorder has on disk. Times in seconds since 1970."""

    begins: float
    ends: float
    octets: int


def kept_in(folder: Path) -> Kept | None:
    """A glance at a flight recorder's folder; None for one that holds nothing."""
    begins: float | None = None
    ends, octets = 0.0, 0
    for segment in segments_in(folder):
        with contextlib.suppress(FileNotFoundError, RecordingError):
            stat = segment.stat()
            if begins is None:
                chapters = (each for each in records_in(segment) if isinstance(each, Chapter))
                begins = next((chapter.wall for chapter in chapters), None)
            ends, octets = max(ends, stat.st_mtime), octets + stat.st_size
    return None if begins is None else Kept(begins, ends, octets)


def export(
    folders: Mapping[str, Path], out: Path, *, minutes: float, note: str = "", version: str = ""
) -> list[Held]:
    """Writes the last minutes of these places into one file; a little more, as a recording begins
    where a chapter does. Programs that run may go on.

    Raises `RecordingError` when nothing is recorded, `OSError` when the file cannot be written.
    """
    ask_for_all(folders.values())
    since = time.time() - minutes * 60
    account = _Account()
    part = out.with_name(out.name + ".part")
    try:
        with part.open("wb") as file:
            lines = LineWriter()
            records = _chosen(folders, since, account)
            cover = Cover(note=note, made_at=time.time(), version=version, holds=HOLDS)
            for batch in _batches(cover, records):
                file.write(member(lines.lines(batch)))
        if not account.held:
            lasted = "minute" if minutes == 1 else f"{minutes:g} minutes"
            raise RecordingError(
                f"Nothing was recorded in the last {lasted}. Is `kiosk run` running, "
                "and recorder.minutes in config.yaml above 0?"
            )
        part.replace(out)
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
    return list(account.held.values())


def ask_for_all(folders: Iterable[Path]) -> None:
    """Has the programs that record there write what they have in memory; waits for them."""
    asked = [folder / ASKED for folder in folders if folder.is_dir()]
    for file in asked:
        with contextlib.suppress(OSError):
            file.touch()
    deadline = time.monotonic() + GIVES_UP_S
    while any(file.exists() for file in asked) and time.monotonic() < deadline:
        time.sleep(0.05)
    for file in asked:
        with contextlib.suppress(OSError):
            file.unlink(missing_ok=True)


class _Account:
    """What goes into the file, counted on its way."""

    def __init__(self) -> None:
        self.held: dict[str, Held] = {}

    def of(self, place: str, records: Iterable[Record]) -> Iterator[Record]:
        chapter: Chapter | None = None
        for record in records:
            if isinstance(record, Chapter):
                chapter = record
                held = self.held.setdefault(place, Held(place, record.wall, record.wall))
            elif isinstance(record, Update) and chapter is not None:
                held.ends = chapter.wall_at(record.now)
                held.reads += len(record.reads)
                held.decisions += bool(record.decision)
                held.tags.update(read.tag for read in record.reads)
            if not isinstance(record, Torn):
                yield record


def _chosen(folders: Mapping[str, Path], since: float, account: _Account) -> Iterator[Record]:
    for place, folder in folders.items():
        for segment in segments_in(folder):
            # It may be thrown away while we look, or be what an older Hangtag left behind.
            with contextlib.suppress(FileNotFoundError, RecordingError):
                if segment.stat().st_mtime >= since:
                    yield from account.of(place, records_in(segment))


def _batches(cover: Cover, records: Iterator[Record]) -> Iterator[list[Record]]:
    batch: list[Record] = [cover]
    for record in records:
        batch.append(record)
        if len(batch) >= AT_ONCE:
            yield batch
            batch = []
    yield batch
