"""`kiosk report visits` and `kiosk report nps`: what shoppers tried, handed back and said.

Owns the words of the commands. Reads the database; needs no hub.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kiosk.commands.books import counted, day_of, write

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog.store import Catalog

Day = Annotated[str, typer.Option(help="The last day: 2026-11-22, today or yesterday.")]
Days = Annotated[int, typer.Option(min=1, max=3650, help="So many days until then.")]
Out = Annotated[
    Path | None, typer.Option(help="The file; without it, it is written here.", show_default=False)
]
Force = Annotated[bool, typer.Option(help="Overwrite the file.")]


def visits(day: Day = "today", days: Days = 1, out: Out = None, force: Force = False) -> None:
    """Each variant: tried, looked at, asked for, handed back and why. CSV; see docs/requests.md."""
    from kiosk.hub.insight.visits_report import pieces_csv, read_visits, span

    since, until = span(day_of(day), days)
    with _opened() as catalog, catalog.reader.connect() as connection:
        report = read_visits(connection, since, until, catalog.variant)
    back = counted(sum(report.reasons.values()), "piece")
    summary = f"{counted(report.visits, 'visit')}, {back} handed back with a reason."
    _give(pieces_csv(report), summary, out, force)


def nps(day: Day = "today", days: Days = 30, out: Out = None, force: Force = False) -> None:
    """How likely shoppers are to recommend the shop, each rating a line. CSV."""
    from kiosk.hub.insight.nps import nps as nps_of
    from kiosk.hub.insight.visits_report import ratings_csv, read_ratings, span

    since, until = span(day_of(day), days)
    with _opened() as catalog, catalog.reader.connect() as connection:
        ratings = read_ratings(connection, since, until)
    found = nps_of(one.score for one in ratings)
    score = "no NPS yet" if found.score is None else f"NPS {found.score:+d}"
    summary = (
        f"{score} of {counted(found.n, 'rating')}: {counted(found.promoters, 'promoter')}, "
        f"{counted(found.passives, 'passive')}, {counted(found.detractors, 'detractor')}; "
        f"{since:%d %b %Y} to {datetime.combine(day_of(day), datetime.min.time()):%d %b %Y}."
    )
    _give(ratings_csv(ratings), summary, out, force)


def _give(text: str, summary: str, out: Path | None, force: bool) -> None:
    from kiosk.config import ConfigError

    if out is None:
        sys.stdout.write(text.replace("\r\n", "\n"))
        typer.echo(summary, err=True)
        return
    if out.exists() and not force:
        raise ConfigError(f"{out} is there already. Name another file, or say --force.")
    write(out, text, "utf-8-sig")
    typer.echo(f"{out}: {summary}")


@contextmanager
def _opened() -> Iterator[Catalog]:
    from catalog import open_catalog
    from kiosk.config import load

    catalog = open_catalog(load().database_url, read_only=True)
    try:
        yield catalog
    finally:
        catalog.close()
