"""What must reach the hub, written down until it did: a file of JSON lines.

Owns the file's format, its order and its bound. Does not know HTTP; `kiosk.hub_client` delivers,
and `outbox_turns.py` says whose turn it is.
"""

from __future__ import annotations

import json
import logging
import math
import os
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from io import BufferedWriter
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)

MOST = 5_000  # messages that wait: weeks of one mirror without its hub
MOST_LINES = 1_000  # in the file for what is over, before it is written anew


@dataclass(frozen=True, slots=True)
class Entry:
    """One message that waits for its answer. `number` orders the entries of one file.

    `asked_at` is when it was added (seconds since 1970), `stays_s` how long it may wait. One that
    is not `kept` is in memory only.
    """

    number: int
    path: str
    body: dict[str, Any]
    asked_at: float = 0.0
    stays_s: float | None = None
    kept: bool = True

    @property
    def about(self) -> str:
        """What it is about: messages with the same id, as a request and its "never mind", are
        about the same and keep their order whatever happens. Those without one stand alone."""
        return str(self.body.get("id") or f"#{self.number}")

    def left_s(self, now: float) -> float:
        """How much longer it may wait; 0 when it is stale, or of another time (a clock was set)."""
        if self.stays_s is None:
            return math.inf
        age = now - self.asked_at
        return max(0.0, self.stays_s - age) if age >= 0 else 0.0

    def as_line(self) -> dict[str, Any]:
        """As it stands in the file."""
        line = {"number": self.number, "path": self.path, "body": self.body}
        if self.stays_s is not None:
            line |= {"asked_at": self.asked_at, "stays_s": self.stays_s}
        return line


class Outbox:
    """A queue that survives the process, and the power once `sync` returned. Thread-safe.

    Without a file it lives in memory. A file that cannot be written is logged once and the queue
    goes on in memory: a full disk must not keep a shopper from being helped. Of more than `MOST`
    messages the oldest go.
    """

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._lock = threading.Lock()
        self._entries: dict[int, Entry] = {}
        self._number = 0
        self._writer: BufferedWriter | None = None
        self._dirty = False
        self._lines = 0  # in the file, since it was written anew
        self._full = False
        if file is not None:
            self._entries = {entry.number: entry for entry in entries_of(file)[-MOST:]}
            self._number = max(self._entries, default=0)
            self._open_compacted(file)

    def append(
        self,
        path: str,
        body: dict[str, Any],
        *,
        stays_s: float | None = None,
        kept: bool = True,
    ) -> None:
        """Adds a message. Returns once it is in the file; `sync` makes it safe from power loss.

        With `kept=False` it is in memory only, and dies with the process.
        """
        with self._lock:
            self._number += 1
            entry = Entry(self._number, path, body, time.time(), stays_s, kept)
            self._entries[entry.number] = entry
            if kept:
                self._write(entry.as_line())
            if len(self._entries) > MOST:
                self._drop_oldest()

    def first(self, which: Callable[[Entry], bool] = lambda _: True) -> Entry | None:
        """The oldest message of those that may be sent, or None."""
        with self._lock:
            return next((entry for entry in self._entries.values() if which(entry)), None)

    def answered(self, entry: Entry) -> None:
        """This message has its answer, or waits for none any more, and leaves."""
        with self._lock:
            self._full = False
            if self._entries.pop(entry.number, None) is None:
                return
            if not self._entries:
                self._empty_file()
            elif entry.kept:
                self._write({"answered": entry.number})

    def sync(self) -> None:
        """Waits until everything that was added is on the disk. May take tens of milliseconds."""
        with self._lock:
            if self._writer is None or not self._dirty:
                return
            if self._file is not None and self._lines > MOST_LINES + 2 * len(self._entries):
                self._writer.close()
                self._open_compacted(self._file)  # one that waits for ever keeps it from emptying
                return
            self._dirty = False
            descriptor = os.dup(self._writer.fileno())
        try:
            os.fsync(descriptor)
        except OSError as error:  # a full disk may say so only now
            with self._lock:
                self._give_up_file(error)
        finally:
            os.close(descriptor)

    def close(self) -> None:
        self.sync()
        with self._lock:
            if self._writer is not None:
                self._writer.close()
                self._writer = None

    def __len__(self) -> int:
        with self._lock:
            return len(self._entries)

    def _drop_oldest(self) -> None:
        """Of the kind that there is most of: the statistics of weeks, not somebody's request."""
        ((most, _),) = Counter(entry.path for entry in self._entries.values()).most_common(1)
        oldest = next(entry for entry in self._entries.values() if entry.path == most)
        del self._entries[oldest.number]
        if oldest.kept:
            self._write({"answered": oldest.number})
        if not self._full:
            log.warning("%d messages wait for the hub: the oldest POST %s go", MOST, most)
        self._full = True

    def _write(self, line: dict[str, Any]) -> None:
        if self._writer is None:
            return
        try:
            self._writer.write(json.dumps(line, separators=(",", ":")).encode() + b"\n")
            self._writer.flush()
            self._dirty = True
            self._lines += 1
        except OSError as error:
            self._give_up_file(error)

    def _empty_file(self) -> None:
        if self._writer is None:
            return
        try:
            self._writer.seek(0)
            self._writer.truncate()
            self._dirty = True
            self._lines = 0
        except OSError as error:
            self._give_up_file(error)

    def _open_compacted(self, file: Path) -> None:
        # At each start too, so that a line torn by a power cut cannot swallow the next one.
        fresh = file.with_name(file.name + ".new")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            with fresh.open("wb") as writer:
                for entry in self._entries.values():
                    if not entry.kept:
                        continue
                    line = json.dumps(entry.as_line(), separators=(",", ":"))
                    writer.write(line.encode() + b"\n")
                writer.flush()
                os.fsync(writer.fileno())
            fresh.replace(file)
            self._writer = file.open("ab")
            self._dirty, self._lines = False, 0
        except OSError as error:
            self._give_up_file(error)

    def _give_up_file(self, error: OSError) -> None:
        log.warning("cannot keep messages to the hub in %s: %s", self._file, error)
        self._writer = None


def entries_of(file: Path) -> list[Entry]:
    """The messages in a file that have no answer yet, oldest first."""
    try:
        lines = file.read_bytes().splitlines()
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        log.warning("cannot read messages to the hub from %s: %s", file, error)
        return []
    entries: dict[int, Entry] = {}
    for line in lines:
        try:
            content = json.loads(line)
            if "answered" in content:
                entries.pop(content["answered"], None)
            else:
                entry = _entry(content)
                entries[entry.number] = entry
        except (ValueError, TypeError, KeyError):
            log.info("a torn line in %s is left out (power cut?)", file)
    return [entries[number] for number in sorted(entries)]


def _entry(content: dict[str, Any]) -> Entry:
    stays_s = content.get("stays_s")
    return Entry(
        int(content["number"]),
        str(content["path"]),
        dict(content["body"]),
        float(content.get("asked_at", 0.0)),
        float(stays_s) if stays_s is not None else None,
    )
