"""A file of books that survives a power cut: one JSON object a line, appended and synced.

Owns the file: a line counts when it is on the disk, and a last line that was cut short never
counted. Knows nothing of what the lines say.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import threading
from pathlib import Path
from typing import Any


class JournalError(OSError):
    """The file is damaged where a cut line cannot explain it. The text is for staff."""


class Journal:
    """Appends to `path` and reads it back. Safe to call from several threads of one process.

    An `exclusive` journal is one program's: opening it fails while another program has it open.
    """

    def __init__(self, path: Path, *, exclusive: bool = False) -> None:
        self._path = path
        self._exclusive = exclusive
        self._lock = threading.Lock()
        self._file: int | None = None

    def open(self) -> None:
        """Make the file and cut off half a last line. Raises `OSError`."""
        with self._lock:
            if self._file is None:
                self._file = self._opened()

    def entries(self) -> list[dict[str, Any]]:
        """All that was ever appended, oldest first. Raises `JournalError`."""
        return read(self._path)

    def append(self, entry: dict[str, Any]) -> None:
        """Returns when the entry is on the disk. Raises `OSError`: it may be there or not."""
        line = json.dumps(entry, separators=(",", ":")).encode() + b"\n"
        with self._lock:
            if self._file is None:
                self._file = self._opened()
            end = os.fstat(self._file).st_size
            try:
                if os.write(self._file, line) < len(line):
                    raise OSError(errno.ENOSPC, "the disk is full", str(self._path))
            except OSError:
                os.ftruncate(self._file, end)  # or the next line would be glued to half of this
                raise
            os.fsync(self._file)

    def close(self) -> None:
        with self._lock:
            if self._file is not None:
                os.close(self._file)
                self._file = None

    def _opened(self) -> int:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        try:
            if self._exclusive:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.ftruncate(file, _whole_lines(self._path.read_bytes()))
            folder = os.open(self._path.parent, os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.fsync(folder)  # a new file's name is lost by a power cut without it
            finally:
                os.close(folder)
        except BlockingIOError as error:
            os.close(file)
            raise JournalError(f"Another program keeps the payment books {self._path}.") from error
        except BaseException:
            os.close(file)
            raise
        return file


def read(path: Path) -> list[dict[str, Any]]:
    """The entries of a journal that another process may be writing. Raises `JournalError`."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return []
    entries = []
    for number, line in enumerate(data[: _whole_lines(data)].splitlines(), 1):
        try:
            entry = json.loads(line)
        except ValueError as error:
            raise JournalError(f"The payment books {path} are damaged in line {number}.") from error
        if not isinstance(entry, dict):
            raise JournalError(f"The payment books {path} are damaged in line {number}.")
        entries.append(entry)
    return entries


def _whole_lines(data: bytes) -> int:
    """How many bytes of the data are whole lines: what follows the last one was cut short."""
    return data.rfind(b"\n") + 1
