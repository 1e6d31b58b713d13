"""`kiosk tags`: bind a tag, say what one is, encode one, from the shell.

Owns the words of the commands. Writes go through the hub while it runs.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from kiosk.commands.catalog import ask_hub, hub_runs

if TYPE_CHECKING:
    from hardware.rfid.reader import TagId
    from kiosk.config import Settings
    from kiosk.hub.gates.test_tags import TestTags

app = typer.Typer(help="Tags: what they are, and what they are bound to.", no_args_is_help=True)
test_tags = typer.Typer(
    help="Staff's own tags, to try a reader with: a gate never alarms for them.",
    no_args_is_help=True,
)
app.add_typer(test_tags, name="test")

Tag = Annotated[
    str, typer.Argument(help="An EPC in hexadecimal, or epc:…, uid:…, uri:… as the reader says.")
]
Sku = Annotated[str, typer.Argument(help="SKU, GTIN or handle/option/option.")]


@app.command()
def bind(tag: Tag, sku: Sku) -> None:
    """Makes a tag one piece of a variant, out of its untagged ones."""
    from kiosk.config import load

    tag_id = _tag(tag)
    settings = load()
    if hub_runs(settings):
        body = {"tag": {"kind": tag_id.kind.value, "value": tag_id.value}, "sku": sku}
        answer = ask_hub(settings, "POST", "/api/tags/bind", body)
        variant = answer["variant"]
        _say_bound(tag_id, answer["title"], variant["label"], variant["stock"])
        return
    from catalog import open_catalog

    catalog = open_catalog(settings.database_url)
    try:
        _, variant_found = catalog.find_variant(sku)
        item = catalog.bind(tag_id, variant_found.id)
    finally:
        catalog.close()
    _say_bound(tag_id, item.product.title, item.variant.label, item.variant.stock)


@app.command()
def show(tag: Tag) -> None:
    """Says what a tag is: an item, a piece that was never registered, or unknown and why."""
    from catalog import open_catalog
    from catalog.product import Item, UnregisteredPiece
    from kiosk.config import load

    tag_id = _tag(tag)
    catalog = open_catalog(load().database_url, read_only=True)
    try:
        found = catalog.resolve(tag_id)
    finally:
        catalog.close()
    if isinstance(found, Item):
        status = found.status.value.replace("_", " ")
        typer.echo(f"{tag_id}: {_name(found.product.title, found.variant.label)}, {status}.")
    elif isinstance(found, UnregisteredPiece):
        name = _name(found.product.title, found.variant.label)
        typer.echo(f"{tag_id}: {name}, but this piece was never registered.")
    else:
        reason = found.reason.value.replace("_", " ")
        typer.echo(
            f"{tag_id}: unknown, {reason}" + (f" ({found.detail})." if found.detail else ".")
        )


@app.command()
def encode(
    sku: Sku,
    serial: Annotated[int, typer.Argument(help="The piece's number, below 2^38.", min=0)],
) -> None:
    """Prints the SGTIN-96 to write on a tag, from the variant's GTIN and gs1.company_prefix."""
    from catalog import open_catalog
    from catalog.epc import EpcError, encode_sgtin96
    from kiosk.config import load

    settings = load()
    catalog = open_catalog(settings.database_url, read_only=True)
    try:
        _, variant = catalog.find_variant(sku)
    finally:
        catalog.close()
    if variant.gtin is None:
        raise typer.BadParameter(f"{sku} has no GTIN, so no SGTIN either. Bind its tags instead.")
    try:
        typer.echo(encode_sgtin96(variant.gtin, serial, settings.gs1.company_prefix))
    except EpcError as error:
        raise typer.BadParameter(str(error)) from error


@test_tags.command("add")
def add_test_tag(
    tag: Tag, note: Annotated[str, typer.Option(help="Where it is, or whose.", metavar="TEXT")] = ""
) -> None:
    """This tag never alarms and is never counted, whatever it is bound to."""
    tag_id = _tag(tag)
    if _change_test_tag(tag_id, "add", note):
        typer.echo(f"{tag_id} is a test tag now.")
    else:
        typer.echo(f"{tag_id} was a test tag already.")


@test_tags.command("remove")
def remove_test_tag(tag: Tag) -> None:
    """The tag is again what it is bound to."""
    tag_id = _tag(tag)
    if _change_test_tag(tag_id, "remove", ""):
        typer.echo(f"{tag_id} is no test tag any more.")
    else:
        typer.echo(f"{tag_id} is no test tag.")


@test_tags.command("list")
def list_test_tags() -> None:
    """All test tags, the newest first."""
    from kiosk.config import load

    settings = load()
    if hub_runs(settings):
        said = ask_hub(settings, "GET", "/api/tags/test")
        tags = [(f"{one['tag']['kind']}:{one['tag']['value']}", one["note"]) for one in said]
    else:
        with _tests(settings) as tests:
            tags = [(str(one.tag), one.note) for one in tests.all()]
    for tag, note in tags:
        typer.echo(f"{tag}  {note}".strip())
    if not tags:
        typer.echo("There is no test tag yet.")


def _change_test_tag(tag: TagId, verb: str, note: str) -> bool:
    """Whether anything changed. Goes through the hub while it runs."""
    from kiosk.config import load

    settings = load()
    if hub_runs(settings):
        path = "/api/tags/test" + ("/remove" if verb == "remove" else "")
        said = {"tag": {"kind": tag.kind.value, "value": tag.value}, "note": note}
        answer = ask_hub(settings, "POST", path, said)
        return bool(answer.get("added") or answer.get("removed"))
    with _tests(settings) as tests:
        return tests.add(tag, note, "kiosk") if verb == "add" else tests.remove(tag, "kiosk")


@contextmanager
def _tests(settings: Settings) -> Iterator[TestTags]:
    """The test tags in the shop's own database, while no hub runs."""
    from catalog import open_catalog
    from kiosk.hub.gates.test_tags import TestTags
    from kiosk.hub.shop import prepare

    catalog = open_catalog(settings.database_url)
    try:
        prepare(catalog)
        yield TestTags(catalog)
    finally:
        catalog.close()


def _tag(text: str) -> TagId:
    from hardware.rfid.reader import TagId

    try:
        return TagId.parse(text)
    except ValueError:
        raise typer.BadParameter(
            f"{text!r} is no tag. Write an EPC in hexadecimal, or uid:04A2… or uri:https://…"
        ) from None


def _say_bound(tag: object, title: str, label: str, stock: int) -> None:
    typer.echo(f"{tag} is now one piece of {_name(title, label)}; {stock} in stock.")


def _name(title: str, label: str) -> str:
    return f"{title}, {label}" if label else title
