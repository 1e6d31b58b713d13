"""`kiosk simulate`: the bench page's hands, from the shell.

Owns the words of the commands. The bench does the work, and says what is wrong.
"""

from __future__ import annotations

import re
from typing import Annotated, Any

import typer

app = typer.Typer(
    help="Hang, lay, lift and unplug on the simulated shop floor, without the bench page.",
    no_args_is_help=True,
)

Garments = Annotated[
    list[str] | None,
    typer.Argument(help="SKUs, or tags (an EPC in hexadecimal).", show_default=False),
]
Some = Annotated[
    int, typer.Option("--any", min=0, show_default=False, help="That many garments, whichever.")
]
Room = Annotated[str, typer.Option(help="Which fitting room.")]
Table = Annotated[str, typer.Option(help="Which checkout table.")]


@app.command()
def hang(garments: Garments = None, some: Some = 0, room: Room = "1") -> None:
    """Hangs garments in a fitting room."""
    _do("hang", {**_garments(garments, some), "room": room})


@app.command()
def lay(
    garments: Garments = None,
    some: Some = 0,
    table: Table = "1",
    odd: Annotated[
        str, typer.Option(help="Lays an odd tag instead: unknown, foreign or unregistered.")
    ] = "",
) -> None:
    """Lays garments on a checkout table."""
    _do(
        "lay",
        {"odd": odd, "table": table} if odd else {**_garments(garments, some), "table": table},
    )


@app.command()
def lift(garments: Garments = None, some: Some = 0, table: Table = "1") -> None:
    """Lifts garments off a checkout table; all when none is named."""
    _do("lift", {**_garments(garments, some, or_all=True), "table": table})


@app.command()
def take(garments: Garments = None, some: Some = 0, room: Room = "1") -> None:
    """Takes garments out of a fitting room; all when none is named."""
    _do("take", {**_garments(garments, some, or_all=True), "room": room})


@app.command()
def unplug(
    device: Annotated[str, typer.Argument(help="room-1, table-1, terminal-1 …")],
) -> None:
    """Pulls a device's cable."""
    _do("unplug", {"device": device})


@app.command()
def plug(device: Annotated[str, typer.Argument(help="room-1, table-1, terminal-1 …")]) -> None:
    """Puts a device's cable back."""
    _do("plug", {"device": device})


@app.command()
def terminal(
    mode: Annotated[
        str, typer.Argument(help="approve, decline, lose_answer, lose_request, slow, busy or ask.")
    ],
    table: Table = "1",
    now: Annotated[
        bool, typer.Option(help="For the payment on its display, not for the next ones.")
    ] = False,
) -> None:
    """Says what the card terminal does with a payment."""
    _do(f"terminal/{table}", {"decide" if now else "mode": mode})


def _garments(names: list[str] | None, some: int, or_all: bool = False) -> dict[str, Any]:
    if names and some:
        raise typer.BadParameter("Name garments or give --any, not both.")
    if names:
        tags = [name for name in names if re.fullmatch(r"(epc:)?[0-9A-Fa-f]{24,}", name)]
        return {"tags": tags, "skus": [name for name in names if name not in tags]}
    if some:
        return {"count": some}
    if or_all:
        return {}
    raise typer.BadParameter("Name garments by SKU or tag, or give --any 3.")


def _do(verb: str, body: dict[str, Any]) -> None:
    from kiosk.commands.run import bench_url
    from kiosk.config import ConfigError, load
    from kiosk.hub_client import HubAwayError, ask

    settings = load()
    if settings.bench is None:
        raise ConfigError("This shop has no simulated floor: config.yaml has no bench section.")
    url = bench_url(settings)
    try:
        status, reply = ask("POST", f"{url}/api/bench/{verb}", body)
    except HubAwayError as error:
        raise HubAwayError(
            f"The bench does not answer at {url}. Start the shop: kiosk run"
        ) from error
    if status >= 400:
        detail = reply.get("detail") if isinstance(reply, dict) else None
        words = detail.get("message") if isinstance(detail, dict) else detail
        raise typer.BadParameter(str(words or f"the bench answered HTTP {status}"))
    typer.echo(reply["done"])
