"""`kiosk simulate`: the bench page's hands, from the shell.

Owns the words of the commands. The bench does the work, and says what is wrong.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated, Any

import typer

from kiosk.commands.replay import replay

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


LOOK_S = 0.1  # how often a scenario that plays is looked at


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


@app.command("exit")
def carry_out(
    garments: Garments = None,
    some: Some = 0,
    gate: Annotated[str, typer.Option(help="Which exit.")] = "1",
    odd: Annotated[
        str, typer.Option(help="Carries an odd tag instead: unknown, foreign or unregistered.")
    ] = "",
) -> None:
    """Carries garments out of the shop, past the gate."""
    _do("exit", {"odd": odd, "gate": gate} if odd else {**_garments(garments, some), "gate": gate})


@app.command()
def lift(garments: Garments = None, some: Some = 0, table: Table = "1") -> None:
    """Lifts garments off a checkout table; all when none is named."""
    _do("lift", {**_garments(garments, some, or_all=True), "table": table})


@app.command()
def take(garments: Garments = None, some: Some = 0, room: Room = "1") -> None:
    """Takes garments out of a fitting room; all when none is named."""
    _do("take", {**_garments(garments, some, or_all=True), "room": room})


@app.command()
def play(
    scenario: Annotated[str, typer.Argument(help="A scenario file, or the name of one of ours.")],
    speed: Annotated[float, typer.Option(min=0.01, max=100, help="So many times as fast.")] = 1.0,
) -> None:
    """Plays a scenario on the bench, step by step. Ctrl-C stops it."""
    from kiosk.scenario import ScenarioError, named, read

    try:
        file = named(scenario)
        read(file)
    except ScenarioError as error:
        raise typer.BadParameter(str(error)) from error
    text = file.read_text(encoding="utf-8")
    _do("scenario", {"name": file.name, "text": text, "speed": speed})
    told = 0
    try:
        while (state := _ask("GET", "")["scenario"]) and state["playing"]:
            _tell(state, told)
            told = state["done"]
            time.sleep(LOOK_S)
    except KeyboardInterrupt:
        _do("scenario/stop", {})
        return
    if state:
        _tell(state, told)
        if state["failed"]:
            raise typer.BadParameter(state["failed"])
    typer.echo("Played to the end.")


app.command()(replay)


@app.command()
def silence(
    device: Annotated[str, typer.Argument(help="room-1, table-1 …")],
) -> None:
    """Has a reader stop talking, without an error."""
    _do("silence", {"device": device})


@app.command()
def speak(device: Annotated[str, typer.Argument(help="room-1, table-1 …")]) -> None:
    """Has a reader that fell silent speak again."""
    _do("speak", {"device": device})


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
        str,
        typer.Argument(
            help="approve, decline, cancel, partial, lose_answer, lose_request, slow, busy, "
            "offline or ask."
        ),
    ],
    table: Table = "1",
    now: Annotated[
        bool, typer.Option(help="For the payment on its display, not for the next ones.")
    ] = False,
) -> None:
    """Says what the card terminal does with a payment."""
    _do(f"terminal/{table}", {"decide" if now else "mode": mode})


@app.command()
def stripe(
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes any that is free.")] = 12111,
    books: Annotated[
        Path | None, typer.Option(help="A file that keeps the account from run to run.")
    ] = None,
    reader: Annotated[str, typer.Option(help="The id of a reader to begin with.")] = "tmr_1",
) -> None:
    """Plays Stripe's side for the driver `stripe` on this machine, until Ctrl-C."""
    try:
        from hardware.payment_terminal.stripe_terminal.simulator.run import run
    except ImportError as error:
        raise typer.BadParameter("Install the SDK first: pip install 'hangtag[stripe]'") from error

    def tell(url: str, reader: str) -> None:
        typer.echo(f"A simulator of Stripe, not Stripe: {url}, reader {reader}, any sk_test_ key.")

    run(port, books, reader, tell)


def _garments(names: list[str] | None, some: int, or_all: bool = False) -> dict[str, Any]:
    if names and some:
        raise typer.BadParameter("Name garments or give --any, not both.")
    if names:
        from kiosk.bench.pieces import is_tag

        tags = [name for name in names if is_tag(name)]
        return {"tags": tags, "skus": [name for name in names if name not in tags]}
    if some:
        return {"count": some}
    if or_all:
        return {}
    raise typer.BadParameter("Name garments by SKU or tag, or give --any 3.")


def _tell(playing: dict[str, Any], told: int) -> None:
    for number in range(told, playing["done"]):
        typer.echo(f"  {number + 1}/{len(playing['steps'])}  {playing['steps'][number]}")


def _do(verb: str, body: dict[str, Any]) -> None:
    typer.echo(_ask("POST", f"/{verb}", body)["done"])


def _ask(method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    from kiosk.commands.run import bench_url
    from kiosk.config import ConfigError, load
    from kiosk.hub_asking import HubAwayError, ask

    settings = load()
    if settings.bench is None:
        raise ConfigError("This shop has no simulated floor: config.yaml has no bench section.")
    url = bench_url(settings)
    try:
        status, reply = ask(method, f"{url}/api/bench{path}", body)
    except HubAwayError as error:
        raise HubAwayError(
            f"The bench does not answer at {url}. Start the shop: kiosk run"
        ) from error
    if status >= 400:
        detail = reply.get("detail") if isinstance(reply, dict) else None
        words = detail.get("message") if isinstance(detail, dict) else detail
        raise typer.BadParameter(str(words or f"the bench answered HTTP {status}"))
    answer: dict[str, Any] = reply
    return answer
