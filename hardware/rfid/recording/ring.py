"""The last minutes on disk: a row of files of which the oldest go.

Owns the folder of one place: its files' names, when a new one is due, and which are deleted. All
of it may raise `OSError`; `recorder.py` lives with that.
"""

from __future__ import annotations

import contextlib
import errno
import shutil
import time
from collections.abc import Sequence
from io import FileIO
from pathlib import Path

from hardware.rfid.recording.files import ENDING, member, segments_in
from hardware.rfid.recording.lines import Chapter, LineWriter, Record

PARTS = 10  # a ring is thrown away by the tenth
MOST_FILES = 64  # a program that starts again and again begins a file each time
RESERVE_BYTES = 64_000_000  # what is left of the disk is the shop's, not the recorder's


class Ring:
    """Files of one chapter each, numbered without end. For one writer."""

    def __init__(self, folder: Path, *, minutes: float, megabytes: float) -> None:
        self.folder = folder
        self._lasts_s = minutes * 60
        self._bytes = megabytes * 1e6
        self._lines = LineWriter()
        self._file: FileIO | None = None
        self._number = 0
        self._written = 0
        self._begun = 0.0

    @property
    def due(self) -> bool:
        """Whether the next chapter, in a file of its own, should begin."""
        old = time.monotonic() - self._begun > self._lasts_s / PARTS
        return self._file is not None and (old or self._written > self._bytes / PARTS)

    def append(self, records: Sequence[Record]) -> None:
        """Writes them as one piece; a chapter begins a file."""
        begin = 0
        for place, record in enumerate(records):
            if isinstance(record, Chapter):
                self._write(records[begin:place])
                begin = place
                self._next_file()
        self._write(records[begin:])

    def close(self) -> None:
        """A disk that fails may fail here too: the next write says so."""
        file, self._file = self._file, None
        if file is not None:
            with contextlib.suppress(OSError):
                file.close()

    def _write(self, records: Sequence[Record]) -> None:
        if self._file is None or not records:
            return
        piece = member(self._lines.lines(records))
        if shutil.disk_usage(self.folder).free < RESERVE_BYTES + len(piece):
            raise OSError(errno.ENOSPC, "the disk is nearly full")
        while piece:
            written = self._file.write(piece) or 0
            self._written += written
            piece = piece[written:]

    def _next_file(self) -> None:
        self.close()
        self.folder.mkdir(parents=True, exist_ok=True)
        self._prune()
        self._number = 1 + max([self._number, *map(_number, segments_in(self.folder))])
        self._file = (self.folder / f"{self._number:08d}{ENDING}").open("xb", buffering=0)
        self._begun = time.monotonic()
        self._written = 0

    def _prune(self) -> None:
        """Deletes what is too old or too much, with room for the file that begins."""
        files = segments_in(self.folder)
        room = self._bytes * (1 - 1 / PARTS)
        since = time.time() - self._lasts_s
        for kept, file in enumerate(reversed(files), start=1):
            with contextlib.suppress(FileNotFoundError):
                stat = file.stat()
                room -= stat.st_size
                if room < 0 or stat.st_mtime < since or kept >= MOST_FILES:
                    file.unlink()


def _number(file: Path) -> int:
    digits = file.name.removesuffix(ENDING)
    return int(digits) if digits.isdecimal() else 0
