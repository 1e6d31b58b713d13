"""`kiosk report sales` and `kiosk report close`: the books, from the shell.

Owns the words of the commands. Reading needs no hub; the daily close goes through it while it runs.
"""

from __future__ import annotations

import os
import sys
import tempfile
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kiosk.commands.pins import FromInput

if TYPE_CHECKING:
    from kiosk.config import Settings


class Format(StrEnum):
    CSV = "csv"
    JSON = "json"


def sales(
    day: Annotated[
        str, typer.Option(help="2026-11-22, today or yesterday.", show_default=True)
    ] = "today",
    form: Annotated[Format, typer.Option("--format", help="For a spreadsheet, or a program.")] = (
        Format.CSV
    ),
    out: Annotated[
        Path | None, typer.Option(help="The file; without it, it is written here.")
    ] = None,
    force: Annotated[bool, typer.Option(help="Overwrite the file.")] = False,
) -> None:
    """A day's sales and what came back on it, line by line. See docs/reports.md."""
    from catalog import open_catalog
    from kiosk.config import ConfigError, load
    from kiosk.hub.bookkeeping.sales_report import as_csv, as_json, read_day

    settings = load()
    wanted = day_of(day)
    if out is not None and out.exists() and not force:
        raise ConfigError(f"{out} is there already. Name another file, or say --force.")
    catalog = open_catalog(settings.database_url, read_only=True)
    try:
        with catalog.reader.connect() as connection:
            found = read_day(connection, wanted)
    finally:
        catalog.close()
    text = as_json(found) if form is Format.JSON else as_csv(found)
    if out is None:
        sys.stdout.write(text.replace("\r\n", "\n"))
        return
    # With a byte order mark: without it Excel takes UTF-8 for something else.
    write(out, text, "utf-8" if form is Format.JSON else "utf-8-sig")
    typer.echo(
        f"{out}: {counted(len(found.sales), 'sale')}, {counted(len(found.returns), 'return')}."
    )


def close(
    by: Annotated[str, typer.Option(help="The manager who closes the day, by name.")],
    pin_stdin: FromInput = False,
) -> None:
    """Closes the day: fixes what was sold and given back since the last close, under a number.

    Asks for the manager's PIN; a script writes it to standard input or has it in HANGTAG_PIN.
    """
    from kiosk.commands.catalog import hub_runs
    from kiosk.commands.pins import own_pin
    from kiosk.config import load

    settings = load()
    pin = own_pin(pin_stdin)
    told = _through_hub(settings, by, pin) if hub_runs(settings) else _directly(settings, by, pin)
    for line in told:
        typer.echo(line)


def _through_hub(settings: Settings, by: str, pin: str) -> list[str]:
    from kiosk.commands.catalog import ask_hub

    now: dict[str, Any] = ask_hub(settings, "GET", "/api/day")
    body = {"by": by, "pin": pin, "number": now["number"]}
    closed: dict[str, Any] = ask_hub(settings, "POST", "/api/day/close", body)
    return list(closed["words"])


def _directly(settings: Settings, by: str, pin: str) -> list[str]:
    from catalog import open_catalog
    from catalog.database import CatalogError
    from kiosk.hub.bookkeeping.closing import Closing, NothingToCloseError
    from kiosk.hub.bookkeeping.words import close_words
    from kiosk.hub.security.staff import PinError, Role, Staff

    catalog = open_catalog(settings.database_url)
    try:
        staff = Staff(catalog, demo=settings.security.demo)
        staff.open()
        user = staff.named(by)
        who = staff.confirm(
            user.id if user else by, pin, device="shell", action="day.close", needs=Role.MANAGER
        )
        closing = Closing(catalog)
        closed = closing.close(closing.now().number, who.name, "shell")
    except (PinError, NothingToCloseError) as error:
        raise CatalogError(str(error)) from error
    finally:
        catalog.close()
    return close_words(closed, settings.shop.locale)


def day_of(text: str) -> date:
    from kiosk.config import ConfigError

    today = datetime.now().astimezone().date()
    if text in ("today", "yesterday"):
        return today - timedelta(days=text == "yesterday")
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        words = f"{text!r} is not a day. Write it as {today}, today or yesterday."
        raise ConfigError(words) from error


def write(file: Path, text: str, encoding: str) -> None:
    """All of it or nothing: half a report looks like a whole one."""
    from kiosk.config import ConfigError

    try:
        descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
        with os.fdopen(descriptor, "w", encoding=encoding, newline="") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        Path(name).replace(file)
    except OSError as error:
        raise ConfigError(f"Cannot write {file}: {error.strerror or error}.") from error


def counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
