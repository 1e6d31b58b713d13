"""`kiosk doctor ledger`: whether the books are true, in words. Owns the printing."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from kiosk.config import Settings
    from kiosk.hub.bookkeeping.examine import Looked

SHOWN = 20  # faults of one kind


def ledger(
    as_json: Annotated[bool, typer.Option("--json", help="For a program.")] = False,
) -> None:
    """Checks every rule of the shop's books, without changing anything. The hub may run.

    Exit code 1 when something is wrong. See docs/reports.md.
    """
    from rich.console import Console
    from rich.markup import escape

    from catalog import open_catalog
    from kiosk.config import load
    from kiosk.hub.bookkeeping.checks.fault import Moment
    from kiosk.hub.bookkeeping.examine import Size, examine
    from kiosk.hub.bookkeeping.readable import check_books

    settings = load()
    moment = Moment(time.time_ns() // 1_000_000, _hub_runs(settings))
    catalog = open_catalog(settings.database_url, read_only=True)
    console = Console(highlight=False, soft_wrap=True)
    looked: list[Looked] = []
    try:
        check_books(catalog)
        for step in examine(catalog, moment):
            if isinstance(step, Size):
                size = (
                    f"{step.sales:,} sales, {step.payments:,} payments, {step.returns:,} returns, "
                    f"{step.closes:,} closed days"
                )
                continue
            looked.append(step)
            if as_json:
                continue
            if not step.faults:
                console.print(f"[green]✓[/] {escape(step.check.holds)}")
                continue
            mark = "[red]✗[/]" if step.wrong else "[yellow]·[/]"
            console.print(f"{mark} [bold]{escape(step.check.name)}[/]")
            for fault in step.faults[:SHOWN]:
                console.print(
                    f"    {escape(fault.subject)} {escape(fault.words)}.".replace("..", ".")
                )
            if len(step.faults) > SHOWN:
                console.print(f"    … and {len(step.faults) - SHOWN} more.")
            if step.wrong:
                console.print(f"  {escape(step.check.means)}\n  {escape(step.check.mend)}")
    finally:
        catalog.close()
    wrong = [step for step in looked if step.wrong]
    if as_json:
        typer.echo(json.dumps(_told(looked), ensure_ascii=False, indent=2))
    elif wrong:
        many = "One rule is broken" if len(wrong) == 1 else f"{len(wrong)} rules are broken"
        console.print(f"\n{many}, in {size}.")
    else:
        console.print(f"\nThe books are true: {size}.")
    if wrong:
        raise typer.Exit(1)


def _told(looked: list[Looked]) -> list[dict[str, object]]:
    return [
        {
            "rule": step.check.name,
            "holds": not step.wrong,
            "faults": [
                {"subject": fault.subject, "words": fault.words, "wrong": not fault.worth}
                for fault in step.faults
            ],
        }
        for step in looked
    ]


def _hub_runs(settings: Settings) -> bool:
    """A hub that is busy or in trouble runs all the same."""
    from kiosk.commands.catalog import hub_runs
    from kiosk.hub_asking import HubAwayError

    try:
        return hub_runs(settings)
    except HubAwayError:
        return True
