"""Named points of a process's way, and dying at one of them.

Every point that is reached is written to the case's trace, so that a run without a kill lists the
points that one can be killed at. A process that dies writes the point's name immediately before:
the parent counts no kill that struck anywhere else.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

TRACED_MOST = 4000  # a process that asks for ever should not fill the disk


@dataclass(frozen=True, slots=True)
class Point:
    """The `nth` time that `name` is reached by the process `who` ("hub" or "terminal")."""

    who: str
    name: str
    nth: int

    def __str__(self) -> str:
        return f"{self.who}|{self.name}|{self.nth}"

    @staticmethod
    def parse(text: str) -> Point:
        who, name, nth = text.split("|")
        return Point(who, name, int(nth))


class Points:
    """The points of this process. Of the case's `kills` the first that has not struck yet is armed;
    `killed` is a file that is one byte longer after each, so that all processes know which it is.
    """

    def __init__(self, folder: Path, who: str, kills: tuple[Point, ...]) -> None:
        self._file = os.open(folder / "trace", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self._killed = os.open(folder / "killed", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self._who = who
        self._kills = kills
        self._lock = threading.Lock()
        self._reached: Counter[str] = Counter()

    def reach(self, name: str) -> None:
        with self._lock:
            self._reached[name] += 1
            here = Point(self._who, name, self._reached[name])
            if here in self._kills and self._armed(here):
                self._write(f"KILL {here}")
                os.write(self._killed, b".")
                os.kill(os.getpid(), signal.SIGKILL)
                time.sleep(60)  # the signal is on its way
            if self._reached.total() <= TRACED_MOST:
                self._write(f"POINT {here}")

    def note(self, kind: str, words: str) -> None:
        """Something for the parent: "WRONG" for what must not be."""
        with self._lock:
            self._write(f"{kind} {words}")

    def _armed(self, here: Point) -> bool:
        struck = os.fstat(self._killed).st_size
        return struck < len(self._kills) and self._kills[struck] == here

    def _write(self, line: str) -> None:
        os.write(self._file, line.replace("\n", " / ").encode() + b"\n")


@dataclass(frozen=True, slots=True)
class Trace:
    """What the processes of a case have written, in order."""

    lines: tuple[tuple[str, str], ...]

    @staticmethod
    def read(path: Path) -> Trace:
        if not path.exists():
            return Trace(())
        split = (line.split(" ", 1) for line in path.read_text().splitlines())
        return Trace(tuple((kind, rest) for kind, rest in split))

    @property
    def kills(self) -> list[Point]:
        return [Point.parse(rest) for kind, rest in self.lines if kind == "KILL"]

    def of(self, kind: str) -> list[str]:
        return [rest for one, rest in self.lines if one == kind]

    def points(self, after_kills: int = 0) -> list[Point]:
        """Those reached after so many kills and before the next, in the order of their names'
        first time."""
        kills = 0
        found: dict[Point, None] = {}
        for kind, rest in self.lines:
            if kind == "KILL":
                kills += 1
            elif kind == "POINT" and kills == after_kills:
                found[Point.parse(rest)] = None
        return list(found)
