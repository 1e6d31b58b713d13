"""`kiosk report`: what the flight recorders hold, and one file of it for whoever can help.

Owns the words of these commands; those about sales are `books.py`'s, those about visits
`insight.py`'s. The files are
`hardware.rfid.recording`'s.
"""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kiosk.commands import audit_report, books, insight

if TYPE_CHECKING:
    from hardware.rfid.recording.export import Held, Kept
    from kiosk.config import Settings

app = typer.Typer(help="What was sold, and what happened at the readers.")
app.command("sales")(books.sales)
app.command("close")(books.close)
app.command("audit")(audit_report.audit)
app.command("visits")(insight.visits)
app.command("nps")(insight.nps)

SILENT_S = 60.0  # a recorder that has written nothing for so long does not record


@app.callback(invoke_without_command=True)
def report(context: typer.Context) -> None:
    """Lists what is recorded of each room and table."""
    if context.invoked_subcommand is not None:
        return
    from hardware.rfid.recording.export import kept_in
    from kiosk.config import load

    settings = load()
    if not settings.recorder.minutes:
        typer.echo("Nothing is recorded: recorder.minutes in config.yaml is 0.")
    for place in _places(settings):
        typer.echo(_line(place, kept_in(settings.recorder_dir / place)))
    if settings.recorder.minutes:
        typer.echo("To hand it on: kiosk report incident --note 'what went wrong, and when'")


@app.command()
def incident(
    place: Annotated[
        str, typer.Option(help="room-1, table-1 …; without it: all of them.", show_default=False)
    ] = "",
    minutes: Annotated[float, typer.Option(min=0.1, help="How far back.")] = 10.0,
    out: Annotated[
        Path | None, typer.Option(help="The file; without it: incident-….jsonl.gz, here.")
    ] = None,
    note: Annotated[str, typer.Option(help="What went wrong, for whoever reads it.")] = "",
) -> None:
    """Writes the last minutes into one file, while the shop runs.

    The file can be played back: kiosk simulate replay FILE
    """
    from hardware.rfid.recording.export import export
    from kiosk import __version__
    from kiosk.config import ConfigError, load

    settings = load()
    places = _places(settings)
    if place and place not in places:
        raise ConfigError(f"There is no place {place!r}; there are: {', '.join(places)}.")
    folders = {name: settings.recorder_dir / name for name in places if place in ("", name)}
    moment = datetime.now().astimezone()
    out = out or Path(f"incident-{place or 'all'}-{moment:%Y%m%d-%H%M%S}.jsonl.gz")
    try:
        held = export(folders, out, minutes=minutes, note=note, version=__version__)
    except OSError as error:
        raise ConfigError(f"Cannot write {out}: {error.strerror or error}.") from error
    for each in held:
        typer.echo(_account(each))
    typer.echo(
        f"{out}: {_size(out.stat().st_size)}. It holds the tags' EPCs or serial numbers, when and "
        "how strongly they were heard, and what was decided; nothing about persons."
    )
    typer.echo(f"To play it: kiosk simulate replay {out}")


def _places(settings: Settings) -> list[str]:
    """Those of config.yaml, and those that are recorded though they are not in it any more."""
    root = settings.recorder_dir
    there = sorted(folder.name for folder in root.iterdir()) if root.is_dir() else []
    return [*settings.places, *(name for name in there if name not in settings.places)]


def _line(place: str, kept: Kept | None) -> str:
    if kept is None:
        return f"{place}: nothing"
    silent = time.time() - kept.ends > SILENT_S
    return (
        f"{place}: {_span(kept.begins, kept.ends)}, {_size(kept.octets)}"
        f"{', and nothing since' if silent else ''}"
    )


def _account(held: Held) -> str:
    return (
        f"{held.place}: {_span(held.begins, held.ends)}, {_counted(held.reads, 'read')} of "
        f"{_counted(len(held.tags), 'tag')}, {_counted(held.decisions, 'decision')}"
    )


def _span(begins: float, ends: float) -> str:
    first, last = (datetime.fromtimestamp(at).astimezone() for at in (begins, ends))
    day = "" if first.date() == last.date() else f"{last:%d %b} "
    return f"{first:%d %b %H:%M:%S} to {day}{last:%H:%M:%S}"


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _size(octets: int) -> str:
    return f"{octets / 1e6:.1f} MB" if octets >= 1e5 else f"{octets / 1e3:.1f} kB"
