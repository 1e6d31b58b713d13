"""`kiosk catalog offers`: the shop's discount codes and price rules, from the shell.

Owns the words of the commands. As for all of the catalog, changes go through the hub while it runs.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from catalog.pricing.files import Cell
    from catalog.store import Catalog
    from kiosk.config import Settings

app = typer.Typer(help="Offers: discount codes and price rules.", no_args_is_help=True)

Several = list[str] | None


@app.command("list")
def list_(
    every: Annotated[bool, typer.Option("--all", help="Also those that are over.")] = False,
) -> None:
    """Shows the offers: what they do, for whom, and when."""
    from rich.console import Console
    from rich.table import Table

    from catalog import open_catalog
    from catalog.pricing import wording
    from kiosk.config import load

    settings = load()
    catalog = open_catalog(settings.database_url, read_only=True)
    try:
        rules = catalog.price_rules()
    finally:
        catalog.close()
    now = datetime.now(UTC)
    shown = [rule for rule in rules if every or not rule.over(now)]
    if not shown:
        typer.echo("There is no offer." if not rules else "No offer runs. See --all.")
        return
    locale = settings.shop.locale
    table = Table(box=None)
    table.add_column("handle", no_wrap=True)  # to be copied
    for header in ("title", "what", "for whom", "when"):
        table.add_column(header)
    for rule in shown:
        table.add_row(
            rule.handle,
            rule.title,
            wording.what(rule, locale),
            wording.whom(rule),
            wording.when(rule, now, locale),
        )
    Console().print(table)


@app.command()
def add(
    title: Annotated[str, typer.Argument(help="What the shopper reads, such as 'Winter sale'.")],
    percent: Annotated[str, typer.Option(help="So many per cent off each piece.")] = "",
    amount: Annotated[str, typer.Option(help="So much off, such as 10.00.")] = "",
    per: Annotated[str, typer.Option(help="The amount is off each piece, or the basket.")] = "",
    take: Annotated[str, typer.Option(help="Take so many ...", metavar="n")] = "",
    pay: Annotated[str, typer.Option(help="... and pay so many: the cheapest are free.")] = "",
    code: Annotated[str, typer.Option(help="Only for who says this code.")] = "",
    approval: Annotated[bool, typer.Option("--approval", help="A colleague approves it.")] = False,
    combines: Annotated[
        bool, typer.Option("--combines", help="Comes off beside other offers.")
    ] = False,
    starts: Annotated[str, typer.Option(help="First day, such as 2026-12-01.")] = "",
    ends: Annotated[str, typer.Option(help="Last day.")] = "",
    product: Annotated[Several, typer.Option(help="Handle of a product it is for.")] = None,
    kind: Annotated[Several, typer.Option(help="Kind it is for, such as scarf.")] = None,
    brand: Annotated[Several, typer.Option(help="Brand it is for.")] = None,
    tag: Annotated[Several, typer.Option(help="Product tag it is for.")] = None,
    sku: Annotated[Several, typer.Option(help="SKU it is for.")] = None,
    handle: Annotated[str, typer.Option(help="Its name; made of the title when not given.")] = "",
) -> None:
    """Adds an offer: a percentage, an amount, or take n and pay m. It runs at once."""
    from catalog.database import CatalogError
    from catalog.pricing import wording
    from catalog.pricing.files import BadCellError, rule_of
    from kiosk.commands.catalog import ask_hub, hub_runs
    from kiosk.config import load

    settings = load()
    forms = [
        name for name, cell in (("percent", percent), ("amount", amount), ("n_for_m", take)) if cell
    ]
    if len(forms) != 1:
        raise typer.BadParameter("Say one of --percent, --amount, and --take with --pay.")
    cells: dict[str, Cell] = {
        "handle": handle,
        "title": title,
        "kind": forms[0],
        "percent": percent,
        "amount": amount,
        "per": per,
        "take": take,
        "pay": pay,
        "code": code,
        "approval": "yes" if approval else "",
        "combines": "yes" if combines else "",
        "starts": starts,
        "ends": ends,
        "products": product or [],
        "kinds": kind or [],
        "brands": brand or [],
        "tags": tag or [],
        "skus": sku or [],
    }
    try:
        rule = rule_of(cells, settings.shop.currency)
    except BadCellError as error:
        raise CatalogError(f"{error.column}: {error}") from error
    if hub_runs(settings):
        ask_hub(settings, "POST", "/api/offers", {key: cell for key, cell in cells.items() if cell})
    else:
        _directly(settings, lambda catalog: catalog.add_price_rule(rule))
    typer.echo(f"{rule.handle}: {wording.what(rule, settings.shop.locale)}. {wording.whom(rule)}")


@app.command()
def end(handle: Annotated[str, typer.Argument(help="The offer's name, as in the list.")]) -> None:
    """Ends an offer now. It stays in the list, since sales tell of it."""
    _move(handle, "end")
    typer.echo(f"{handle}: ended.")


@app.command()
def start(handle: Annotated[str, typer.Argument(help="The offer's name, as in the list.")]) -> None:
    """Lets an offer run from now on."""
    _move(handle, "start")
    typer.echo(f"{handle}: runs.")


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="Offers as CSV or YAML, see docs/offers.md.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what the file says, and change nothing.")
    ] = False,
) -> None:
    """Adds the offers of a file, and changes those of the same handle: all of them or none."""
    from catalog.database import CatalogError
    from catalog.pricing import wording
    from catalog.pricing.files import cells_of, read_rules
    from kiosk.commands.catalog import ask_hub, hub_runs
    from kiosk.config import load

    settings = load()
    if not file.is_file():
        raise CatalogError(f"There is no file {file}.")
    found = read_rules(file, settings.shop.currency)
    if found.bad_rows:
        for row in sorted(found.bad_rows):
            typer.echo(f"{file.name}, {row.text()}")
        typer.echo(f"Nothing was imported, because of {_many(len(found.bad_rows), 'bad row')}.")
        raise typer.Exit(1)
    rules = [rule for _, rule in found.rules]
    if dry_run:
        for rule in rules:
            what = wording.what(rule, settings.shop.locale)
            typer.echo(f"{rule.handle}: {what}. {wording.whom(rule)}")
        typer.echo(f"{_many(len(rules), 'offer')}; nothing was changed.")
        return
    if hub_runs(settings):
        ask_hub(settings, "PUT", "/api/offers", {"offers": [cells_of(rule) for rule in rules]})
    else:
        _directly(settings, lambda catalog: catalog.save_price_rules(rules))
    typer.echo(f"{_many(len(rules), 'offer')} imported.")


def _move(handle: str, move: str) -> None:
    from urllib.parse import quote

    from kiosk.commands.catalog import ask_hub, hub_runs
    from kiosk.config import load

    settings = load()
    if hub_runs(settings):
        ask_hub(settings, "POST", f"/api/offers/{quote(handle, safe='')}/{move}")
    else:
        _directly(
            settings,
            lambda catalog: (
                catalog.start_price_rule(handle)
                if move == "start"
                else catalog.end_price_rule(handle)
            ),
        )


def _directly(settings: Settings, change: Callable[[Catalog], object]) -> None:
    from catalog import open_catalog

    catalog = open_catalog(settings.database_url)
    try:
        change(catalog)
    finally:
        catalog.close()


def _many(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"
