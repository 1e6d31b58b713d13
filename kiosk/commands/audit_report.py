"""`kiosk report audit`: who did what in the shop. Owns the words and forms of this one command."""

from __future__ import annotations

import csv
import json
import sys
from datetime import date, datetime, timedelta
from typing import Annotated

import typer

from kiosk.commands.catalog import ask_hub, hub_runs

FORMULA = tuple("=+-@\t\r\n")
MOST = 100_000


def audit(
    day: Annotated[str, typer.Option(help="2026-11-22; without it: today.")] = "",
    action: Annotated[str, typer.Option(help="Only these, such as pin or device.")] = "",
    form: Annotated[str, typer.Option("--format", help="text, csv or json.")] = "text",
) -> None:
    """Sign-ins, enrolments, money and stock: who, on which device, when."""
    from kiosk.config import ConfigError, load

    if form not in ("text", "csv", "json"):
        raise ConfigError("--format is text, csv or json.")
    try:
        first = date.fromisoformat(day) if day else date.today()
    except ValueError as error:
        raise ConfigError(f"{day!r} is not a day. Write it as 2026-11-22.") from error
    begins, ends = (
        int(datetime.combine(one, datetime.min.time()).astimezone().timestamp() * 1000)
        for one in (first, first + timedelta(days=1))
    )
    settings = load()
    if hub_runs(settings):
        query = f"since_ms={begins}&until_ms={ends}&action={action}&limit={MOST}"
        rows = ask_hub(settings, "GET", f"/api/audit?{query}")
    else:
        from catalog import open_catalog
        from kiosk.hub.api.security import audit_rows

        catalog = open_catalog(settings.database_url, read_only=True)
        try:
            rows = audit_rows(catalog, begins, ends, action, MOST)
        finally:
            catalog.close()
    rows.reverse()
    if form == "json":
        typer.echo(json.dumps(rows, indent=1, ensure_ascii=False))
        return
    if form == "csv":
        out = csv.writer(sys.stdout)
        out.writerow(["at", "who", "device", "action", "subject", "details"])
        for row in rows:
            out.writerow(
                [
                    *(_cell(row[key]) for key in ("at", "who", "device", "action", "subject")),
                    json.dumps(row["details"]),
                ]
            )
        return
    for row in rows:
        at = datetime.fromisoformat(row["at"]).astimezone()
        details = ", ".join(f"{key} {value}" for key, value in row["details"].items())
        typer.echo(
            f"{at:%H:%M:%S}  {row['who']}  {row['action']}: {row['subject']}"
            + (f"  ({details})" if details else "")
            + (f"  on {row['device']}" if row["device"] else "")
        )
    if not rows:
        typer.echo(f"Nothing was written down on {first}.")


def _cell(text: str) -> str:
    """A spreadsheet shows it, and does not work it out as a formula."""
    return f"'{text}" if text[:1] in FORMULA else text
