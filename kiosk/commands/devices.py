"""`kiosk devices` on the hub's machine, `kiosk enrol` on any other: who belongs to the shop.

Owns the words of the commands. The hub makes codes and keys; `kiosk.hub_key` keeps a key here.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from kiosk.commands.catalog import ask_hub

app = typer.Typer(
    help="Devices: codes for new ones, what there is, an end to one.", no_args_is_help=True
)


@app.command("list")
def list_() -> None:
    """Shows the devices that have a key of their own."""
    from rich.console import Console
    from rich.table import Table

    from kiosk.config import load

    found = ask_hub(load(), "GET", "/api/devices/enrolled")
    if not found:
        typer.echo("No device has a key of its own yet. Make a code: kiosk devices enrol --help")
        return
    table = Table("id", "kind", "place", "last seen", "added by", box=None)
    for one in found:
        seen = "revoked" if one["revoked_ms"] else _when(one["seen_ms"])
        table.add_row(one["id"], one["kind"], one["place"], seen, one["by"])
    Console().print(table)


@app.command("enrol")
def make_code(
    kind: Annotated[str, typer.Option(help="tablet, table, mirror or gate.")],
    place: Annotated[str, typer.Option(help="Its name in config.yaml, such as 1.")],
) -> None:
    """Makes a code for one device. It works once, within ten minutes."""
    from kiosk.config import ConfigError, load

    if kind not in ("tablet", "table", "mirror", "gate"):
        raise ConfigError(f"There is no kind {kind!r}; there are: tablet, table, mirror, gate.")
    settings = load()
    made: dict[str, Any] = ask_hub(
        settings, "POST", "/api/enrolments", {"kind": kind, "place": place}
    )
    typer.echo(made["code"])
    plain = made["code"].replace(" ", "")
    typer.echo(
        f"Open {settings.hub_url}/tablet/{place} on the tablet and type it there."
        if kind == "tablet"
        else f"On the machine of this {kind}: kiosk enrol {plain} --hub {settings.hub_url}"
    )


@app.command()
def revoke(
    device: Annotated[str, typer.Argument(help="Its id, from `kiosk devices list`.")],
) -> None:
    """The device's key opens nothing any more, from now on."""
    from urllib.parse import quote

    from kiosk.config import load

    gone = ask_hub(load(), "POST", f"/api/devices/{quote(device, safe='')}/revoke", {})
    typer.echo(f"The {gone['kind']} {gone['place']} ({gone['id']}) is the shop's no more.")


def enrol(
    code: Annotated[str, typer.Argument(help="The code from the staff console, under Devices.")],
    hub: Annotated[str, typer.Option(help="The hub's address; without it: hub.url.")] = "",
) -> None:
    """Makes this machine's mirror, table or gate one of the shop's devices."""
    from kiosk import hub_key
    from kiosk.config import ConfigError, load
    from kiosk.hub_asking import ask

    settings = load()
    url = (hub or settings.hub_url).rstrip("/")
    status, reply = ask("POST", f"{url}/api/enrol", {"code": code}, verify=settings.hub_verify)
    if status != 200 or not isinstance(reply, dict):
        detail = reply.get("detail") if isinstance(reply, dict) else None
        words = detail.get("message") if isinstance(detail, dict) else ""
        raise ConfigError(str(words or f"{url} answered HTTP {status}. Is it the hub?"))
    # The name that the program itself has: mirror-1, table-1, gate-1.
    file = hub_key.write(settings.keys_dir, f"{reply['kind']}-{reply['place']}", reply["token"])
    typer.echo(f"This machine is the shop's {reply['kind']} {reply['place']}. Its key is {file}.")
    if settings.hub_url != url:
        typer.echo(f"Set hub.url in config.yaml to {url}, so that its program finds the hub.")


def _when(at_ms: int | None) -> str:
    if at_ms is None:
        return "never"
    return f"{datetime.fromtimestamp(at_ms / 1000, UTC).astimezone():%d %b %H:%M}"
