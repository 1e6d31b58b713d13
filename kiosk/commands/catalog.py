"""`kiosk catalog`: import, restock and search, from the shell.

Owns the words of the commands. While the hub runs it is the one writer, so everything goes
through it; only without it is the database opened here.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO

import typer

from kiosk.commands import offers

if TYPE_CHECKING:
    from catalog.importing.report import ImportReport
    from kiosk.config import Settings

app = typer.Typer(help="Products, stock and offers.", no_args_is_help=True)
app.add_typer(offers.app, name="offers")

LISTED = 40
"""How many changes and bad rows are shown; the counts say how many there are."""
_IMPORT_TIMEOUT_S = 3600.0
_HEALTH_TIMEOUT_S = 10.0
_LOOK_EVERY_S = 0.3
_AT_ONCE_BYTES = 256 * 1024
STEPS = {"sending": "Sending", "reading": "Reading", "importing": "Importing"}

Progress = Callable[[str, int, int], None]


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="Shopify's product export (CSV).")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would change, and change nothing.")
    ] = False,
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help="Import the good rows although others are bad.")
    ] = False,
) -> None:
    """Imports products. All or nothing, unless --skip-bad; a second time changes what changed."""
    from catalog.database import CatalogError
    from kiosk.config import load

    settings = load()
    if not file.is_file():
        raise CatalogError(f"There is no file {file}.")
    if hub_runs(settings):
        report = _import_through_hub(settings, file, dry_run=dry_run, skip_bad=skip_bad)
    else:
        report = _import_directly(settings, file, dry_run=dry_run, skip_bad=skip_bad)
    _show(report)
    if not report.ok:
        raise typer.Exit(1)


@app.command(context_settings={"ignore_unknown_options": True})
def restock(
    sku: Annotated[str, typer.Argument(help="SKU, GTIN or handle/option/option.")],
    delta: Annotated[str, typer.Argument(help="How many came or went: +3, -1.", metavar="+n|-n")],
) -> None:
    """Adds untagged pieces of a variant, or takes them away."""
    from kiosk.config import load

    if not re.fullmatch(r"[+-]?[0-9]{1,6}", delta):
        raise typer.BadParameter(f"{delta!r} is not a number of pieces. Write +3 or -1.")
    settings = load()
    if hub_runs(settings):
        body = {"sku": sku, "delta": int(delta)}
        variant = ask_hub(settings, "POST", "/api/catalog/restock", body)
        name = ", ".join(part for part in (variant["sku"] or sku, variant["label"]) if part)
        typer.echo(f"{name}: {variant['stock']} in stock, {variant['untagged']} of them untagged.")
        return
    from catalog import open_catalog

    catalog = open_catalog(settings.database_url)
    try:
        _, found = catalog.find_variant(sku)
        now = catalog.restock(found.id, int(delta))
    finally:
        catalog.close()
    name = ", ".join(part for part in (now.sku or sku, now.label) if part)
    typer.echo(f"{name}: {now.stock} in stock, {now.untagged_quantity} of them untagged.")


@app.command()
def search(
    text: Annotated[str, typer.Argument(help="Words of title, SKU, GTIN, handle or colour.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=200, help="How many products.")] = 20,
) -> None:
    """Finds products and shows their variants with SKU and stock."""
    from rich.console import Console
    from rich.table import Table

    from kiosk.config import load

    settings = load()
    table = Table("product", "variant", box=None)
    table.add_column("SKU or key", overflow="fold")
    for header in ("price", "stock", "untagged"):
        table.add_column(header, justify="right")
    for title, variants in _found(settings, text, limit):
        for number, row in enumerate(variants):
            table.add_row(title if number == 0 else "", *row)
    if table.row_count:
        Console().print(table)
    else:
        typer.echo(f"Nothing has {text!r}." if text else "The catalog is empty.")


def _found(settings: Settings, text: str, limit: int) -> list[tuple[str, list[tuple[str, ...]]]]:
    """(title, cells of each variant) of the products that match. Reading needs no hub."""
    from catalog import open_catalog
    from catalog.importing.plan import variant_key

    catalog = open_catalog(settings.database_url, read_only=True)
    try:
        products = catalog.search(text, limit)
    finally:
        catalog.close()
    return [
        (
            product.title,
            [
                (
                    variant.label,
                    variant.sku or variant_key(product.handle, [v for _, v in variant.options]),
                    variant.price.text(settings.shop.locale),
                    str(variant.stock),
                    str(variant.untagged_quantity),
                )
                for variant in product.variants
            ],
        )
        for product in products
    ]


def hub_runs(settings: Settings) -> bool:
    """True when the shop's hub answers, so that it is the one to ask. False when nothing is there.

    Raises `HubBusyError` when something is and says nothing: nobody may write beside a hub.
    """
    from kiosk.hub_asking import HubAwayError, HubBusyError, asker

    try:
        status, reply = asker(settings)(
            "GET", f"{settings.hub_url}/api/health", timeout_s=_HEALTH_TIMEOUT_S
        )
    except HubBusyError:
        raise
    except HubAwayError:
        return False
    if status == 200 and isinstance(reply, dict) and reply.get("name") == "hangtag-hub":
        return True
    raise HubAwayError(
        f"Something else than the hub answers at {settings.hub_url}. Set hub.port in config.yaml "
        "to a port of its own."
    )


def ask_hub(settings: Settings, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
    """The hub's answer. Its refusal is a `CatalogError` in its own words."""
    from kiosk.hub_asking import asker

    status, reply = asker(settings)(method, settings.hub_url + path, body, timeout_s=30.0)
    return _accepted(status, reply)


def _accepted(status: int, reply: Any) -> Any:
    from catalog.database import CatalogError

    if status < 400:
        return reply
    detail = reply.get("detail") if isinstance(reply, dict) else None
    words = detail.get("message") if isinstance(detail, dict) else None
    raise CatalogError(str(words or f"The hub answered HTTP {status}. Its log tells more."))


def _import_through_hub(
    settings: Settings, file: Path, *, dry_run: bool, skip_bad: bool
) -> ImportReport:
    import requests

    from catalog.importing.report import ImportReport
    from kiosk.hub_asking import HubAwayError, key_header

    fields = {"source": "shopify", "dry_run": str(dry_run), "skip_bad": str(skip_bad)}
    try:
        with file.open("rb") as content, requests.Session() as session, _bars() as progress:
            session.trust_env = False  # the hub is in the shop, not behind a proxy
            form, content_type = _form(fields, content, file, progress)
            with _following(settings, progress):
                response = session.post(
                    f"{settings.hub_url}/api/catalog/import",
                    data=form,
                    headers={"Content-Type": content_type, **key_header(settings)},
                    timeout=(5.0, _IMPORT_TIMEOUT_S),
                    verify=settings.hub_verify,
                )
    except requests.RequestException as error:
        raise HubAwayError(f"The hub went away during the import: {error}.") from error
    try:
        reply = response.json()
    except ValueError:
        reply = None
    return ImportReport.from_dict(_accepted(response.status_code, reply))


def _form(
    fields: dict[str, str], content: BinaryIO, file: Path, progress: Progress
) -> tuple[Iterator[bytes], str]:
    """The form with the file in it, piece by piece as it is sent, and its content type."""
    from urllib3 import encode_multipart_formdata

    around, content_type = encode_multipart_formdata(
        {**fields, "file": (file.name, b"", "text/csv")}
    )
    end = around.rindex(b"\r\n--")  # the file's content belongs before the last boundary

    def pieces() -> Iterator[bytes]:
        size = file.stat().st_size
        yield around[:end]
        while piece := content.read(_AT_ONCE_BYTES):
            yield piece
            progress("sending", content.tell(), size)
        yield around[end:]

    return pieces(), content_type


@contextmanager
def _following(settings: Settings, progress: Progress) -> Iterator[None]:
    """Asks the hub again and again how far its import is, on a thread of its own."""
    from kiosk.hub_asking import HubAwayError, asker

    over = threading.Event()
    ask = asker(settings)

    def follow() -> None:
        while not over.wait(_LOOK_EVERY_S):
            try:
                status, now = ask("GET", f"{settings.hub_url}/api/catalog/import/progress")
            except HubAwayError:
                continue  # the import itself tells when the hub is gone
            if status == 200 and now["step"] in STEPS:
                progress(now["step"], now["done"], now["total"])

    thread = threading.Thread(target=follow, name="import progress", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


@contextmanager
def _bars() -> Iterator[Progress]:
    """A bar for each step of an import, from when it begins."""
    from rich import progress as rich
    from rich.console import Console

    columns = (rich.TextColumn("{task.description}"), rich.BarColumn(), rich.TimeRemainingColumn())
    with rich.Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, rich.TaskID] = {}

        def progress(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(STEPS[step])
            bars.update(tasks[step], completed=done, total=max(total, 1))

        yield progress


def _import_directly(
    settings: Settings, file: Path, *, dry_run: bool, skip_bad: bool
) -> ImportReport:
    from catalog import open_catalog

    catalog = open_catalog(settings.database_url)
    try:
        with _bars() as progress:
            return catalog.import_file(
                file,
                currency=settings.shop.currency,
                department=settings.shop.department,
                dry_run=dry_run,
                skip_bad=skip_bad,
                progress=progress,
            )
    finally:
        catalog.close()


def _show(report: ImportReport) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    console = Console()
    if report.bad_rows:
        table = Table("line", "column", "what is wrong", title="Bad rows", box=None)
        for row in sorted(report.bad_rows)[:LISTED]:
            table.add_row(str(row.line), escape(row.column), escape(row.reason))
        console.print(table)
        _more(console, report.bad_row_count)
    if report.dry_run and report.changes and report.ok:
        table = Table("", "name", "what changes", title="The plan", box=None)
        for change in report.changes[:LISTED]:
            what = ", ".join(change.fields)
            table.add_row(change.action, escape(change.name), escape(what))
        console.print(table)
        counts = (report.products, report.variants)
        _more(console, sum(count.created + count.updated for count in counts))
    for note in report.notes[:LISTED]:
        console.print(note, markup=False)
    console.print(report.headline(), markup=False, soft_wrap=True)


def _more(console: Any, total: int) -> None:
    if total > LISTED:
        console.print(f"... and {total - LISTED} more.")
