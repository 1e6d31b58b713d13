"""`kiosk simulate replay`: a recording through today's zone code, beside what was decided then.

Owns the words and the pace. The comparison is `hardware.rfid.recording.playback`'s.
"""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from hardware.rfid.recording.playback import Findings, Step

LONGEST_WAIT_S = 5.0  # what was not recorded is not waited for longer
MOST_TAGS = 6  # on a line


def replay(
    file: Annotated[Path, typer.Argument(help="What `kiosk report incident` wrote.")],
    speed: Annotated[
        str, typer.Option(help="1 is as it was, 10 is ten times as fast, max does not wait.")
    ] = "max",
    place: Annotated[
        str, typer.Option(help="room-1, table-1 …; without it: all of them.", show_default=False)
    ] = "",
) -> None:
    """Plays a recording through the same zone code, and says whether it decides the same."""
    from hardware.rfid.recording.files import records_in
    from hardware.rfid.recording.playback import Playback
    from kiosk.config import ConfigError

    pace = _Pace(_speed(speed))
    playback = Playback(place)
    try:
        for step in playback.steps(records_in(file)):
            pace.wait(step.wall)
            for line in lines_of(step):
                typer.echo(line)
    except OSError as error:
        raise ConfigError(f"Cannot read {file}: {error.strerror or error}.") from error
    if playback.cover is not None and playback.cover.note:
        typer.echo(f"Note: {playback.cover.note}")
    for found in playback.findings.values():
        for line in verdict_of(found):
            typer.echo(line)
    if not all(found.same for found in playback.findings.values()):
        raise typer.Exit(1)


def lines_of(step: Step) -> list[str]:
    """What the zone decides in this step, one line for each decision."""
    head = f"{_moment(step.wall)}  {step.place}  "
    lines = [head + words for words in _words(step.made)]
    if step.differs:
        recorded = "; ".join(_words(step.recorded)) or "nothing"
        lines.append(f"{head}differs: then it was {recorded}")
    return lines


def verdict_of(found: Findings) -> list[str]:
    """What is to be said of a place at the end."""
    lasted = f"{datetime.fromtimestamp(found.begins):%d %b %Y %H:%M:%S}, {_lasted(found)}"
    lines = [
        f"{found.place}: recorded {lasted} by version {found.version or 'unknown'}; "
        f"{_many(found.reads, 'read')} of {_many(len(found.tags), 'tag')} in "
        f"{_many(found.updates, 'update')}."
    ]
    lines += [f"{found.place}: {note}" for note in found.notes]
    if found.missing:
        lines.append(
            f"{found.place}: {found.missing:,} updates in between are missing: the file is "
            "damaged, or the disk was too slow. It went on from the zone's state after them."
        )
    elif found.torn:
        lines.append(f"{found.place}: the file is damaged, and what came after that is missing.")
    if found.first_difference is None:
        lines.append(f"{found.place}: the same {_many(found.decisions, 'decision')}.")
    else:
        step = found.first_difference
        now = "; ".join(_words(step.made)) or "nothing"
        then = "; ".join(_words(step.recorded)) or "nothing"
        lines.append(
            f"{found.place}: differs first at {_moment(step.wall)}: then {then}, now {now}. "
            f"In all {found.differing:,} of {found.decisions:,} decisions differ."
        )
    if found.other_states and found.same:
        lines.append(
            f"{found.place}: the zone's inner state was not as recorded at {found.other_states} of "
            f"{found.other_states + found.same_states} places in between; its decisions were."
        )
    return lines


class _Pace:
    """Lets time pass as it did, so many times as fast."""

    def __init__(self, speed: float) -> None:
        self._speed = speed
        self._wall: float | None = None
        self._due = time.monotonic()

    def wait(self, wall: float) -> None:
        if self._wall is not None and self._speed:
            self._due += min(max(0.0, wall - self._wall), LONGEST_WAIT_S) / self._speed
            time.sleep(max(0.0, self._due - time.monotonic()))
        self._wall = wall


def _speed(text: str) -> float:
    """0 for as fast as it goes."""
    if text == "max":
        return 0.0
    try:
        speed = float(text)
    except ValueError:
        speed = 0.0
    if not 0.01 <= speed <= 100_000:
        raise typer.BadParameter(f"--speed {text} is no speed. Write a number, such as 10, or max.")
    return speed


def _words(decision: dict[str, Any]) -> list[str]:
    lines = []
    for name, what in decision.items():
        if name in ("arrived", "left"):
            lines += [f"{name} {_presence(each)}" for each in what]
        elif isinstance(what, bool):
            lines.append(name if what else f"no longer {name}")
        elif isinstance(what, list):
            heading = "in doubt" if name == "present" else name
            lines.append(f"{heading}: {_tags(what)}")
        else:
            lines.append(f"{name}: {what}")
    return lines


def _presence(presence: dict[str, Any]) -> str:
    strength, reads = presence.get("rssi_dbm"), presence.get("reads")
    heard = [] if strength is None else [f"{strength:.0f} dBm"]
    heard += [] if reads is None else [f"{reads} reads"]
    return f"{presence.get('tag')} ({', '.join(heard)})"


def _tags(listed: list[list[Any]]) -> str:
    words = [" ".join(str(word) for word in each if word not in ("", False)) for each in listed]
    more = f" and {len(words) - MOST_TAGS} more" if len(words) > MOST_TAGS else ""
    return (", ".join(words[:MOST_TAGS]) or "none") + more


def _moment(wall: float) -> str:
    return f"{datetime.fromtimestamp(wall):%H:%M:%S.%f}"[:-3]


def _many(count: int, thing: str) -> str:
    return f"{count:,} {thing}{'' if count == 1 else 's'}"


def _lasted(found: Findings) -> str:
    minutes, seconds = divmod(round(max(0.0, found.ends - found.begins)), 60)
    return f"{minutes} min {seconds} s" if minutes else f"{seconds} s"
