"""`kiosk tags`: bind a tag, say what one is, encode one, from the shell.

Owns the words of the commands. Writes go through the hub while it runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kiosk.commands.catalog import ask_hub, hub_runs

if TYPE_CHECKING:
    from hardware.rfid.reader import TagId

app = typer.Typer(help="Tags: what they are, and what they are bound to.", no_args_is_help=True)

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
