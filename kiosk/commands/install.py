"""`kiosk install mirror | table | gate | reader | hub`: this machine starts with its part.

Owns the options and what is said. What is done is in `kiosk.install`.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from kiosk.install.roles import Role

app = typer.Typer(
    help="Make this machine a mirror, a table, an exit, a shared reader or the hub, by systemd."
)

Place = Annotated[str, typer.Option(help="Which one of config.yaml.")]
Root = Annotated[Path, typer.Option(help="Prepare a disk in this folder instead; runs nothing.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")]
Uninstall = Annotated[bool, typer.Option("--uninstall", help="Take it back.")]
Force = Annotated[bool, typer.Option("--force", help="Replace what was changed by hand, too.")]
HubUrl = Annotated[str, typer.Option(help="Where the hub is, such as https://hub.lan:8800.")]
Reader = Annotated[str, typer.Option(help="The reader's driver, for the first config.yaml.")]
Port = Annotated[str, typer.Option(help="Where the reader is, for the first config.yaml.")]
Kiosk = Annotated[str, typer.Option(help="The command kiosk. Without it: this one.")]
KeepLogs = Annotated[bool, typer.Option("--keep-logs", help="The log survives a power cut.")]

SLASH = Path("/")


@app.command()
def mirror(
    room: Place = "1",
    rotation: Annotated[int, typer.Option(help="0, 90, 180 or 270 degrees.")] = 0,
    output: Annotated[str, typer.Option(help="The screen's name, such as HDMI-A-1.")] = "",
    compositor: Annotated[str, typer.Option(help="cage or labwc.")] = "cage",
    may_restart: Annotated[
        bool, typer.Option("--may-restart", help="The service page may restart the machine.")
    ] = False,
    hub_url: HubUrl = "",
    reader: Reader = "mercury",
    port: Port = "/dev/ttyUSB0",
    kiosk: Kiosk = "",
    keep_logs: KeepLogs = False,
    root: Root = SLASH,
    dry_run: DryRun = False,
    uninstall: Uninstall = False,
    force: Force = False,
) -> None:
    """The mirror of a fitting room, on the whole screen."""
    from kiosk.install.plan import InstallError
    from kiosk.install.roles import Compositor, Role, Wishes

    if compositor not in list(Compositor):
        raise InstallError(f"{compositor!r} cannot show a mirror; cage and labwc can.")
    _do(
        Wishes(
            Role.MIRROR,
            room,
            kiosk=kiosk or _this_kiosk(),
            hub_url=hub_url,
            rotation=rotation,
            output=output,
            compositor=Compositor(compositor),
            reader=reader,
            port=port,
            may_restart=may_restart,
            keep_logs=keep_logs,
        ),
        root,
        dry_run=dry_run,
        uninstall=uninstall,
        force=force,
    )


@app.command()
def table(
    table: Place = "1",
    hub_url: HubUrl = "",
    reader: Reader = "mercury",
    port: Port = "/dev/ttyUSB0",
    kiosk: Kiosk = "",
    keep_logs: KeepLogs = False,
    root: Root = SLASH,
    dry_run: DryRun = False,
    uninstall: Uninstall = False,
    force: Force = False,
) -> None:
    """The reader of a checkout table."""
    from kiosk.install.roles import Role

    _place(
        Role.TABLE, table, hub_url, reader, port, kiosk, keep_logs, root, dry_run, uninstall, force
    )


@app.command()
def gate(
    gate: Place = "1",
    hub_url: HubUrl = "",
    reader: Reader = "mercury",
    port: Port = "/dev/ttyUSB0",
    kiosk: Kiosk = "",
    keep_logs: KeepLogs = False,
    root: Root = SLASH,
    dry_run: DryRun = False,
    uninstall: Uninstall = False,
    force: Force = False,
) -> None:
    """The reader and the alarm of an exit."""
    from kiosk.install.roles import Role

    _place(
        Role.GATE, gate, hub_url, reader, port, kiosk, keep_logs, root, dry_run, uninstall, force
    )


@app.command()
def reader(
    name: Place,
    reader: Reader = "mercury",
    port: Port = "/dev/ttyUSB0",
    kiosk: Kiosk = "",
    keep_logs: KeepLogs = False,
    root: Root = SLASH,
    dry_run: DryRun = False,
    uninstall: Uninstall = False,
    force: Force = False,
) -> None:
    """One reader that several rooms, tables and exits of this machine share."""
    from kiosk.install.roles import Role

    _place(Role.READER, name, "", reader, port, kiosk, keep_logs, root, dry_run, uninstall, force)


@app.command()
def hub(
    hub_url: HubUrl = "",
    kiosk: Kiosk = "",
    root: Root = SLASH,
    dry_run: DryRun = False,
    uninstall: Uninstall = False,
    force: Force = False,
) -> None:
    """The shop's hub: database, checkout, pages."""
    from kiosk.install.roles import Role, Wishes

    wishes = Wishes(Role.HUB, kiosk=kiosk or _this_kiosk(), hub_url=hub_url)
    _do(wishes, root, dry_run=dry_run, uninstall=uninstall, force=force)


def _place(
    role: Role,
    place: str,
    hub_url: str,
    reader: str,
    port: str,
    kiosk: str,
    keep_logs: bool,
    root: Path,
    dry_run: bool,
    uninstall: bool,
    force: bool,
) -> None:
    from kiosk.install.roles import Wishes

    wishes = Wishes(
        role,
        place,
        kiosk=kiosk or _this_kiosk(),
        hub_url=hub_url,
        reader=reader,
        port=port,
        keep_logs=keep_logs,
    )
    _do(wishes, root, dry_run=dry_run, uninstall=uninstall, force=force)


def _do(wishes: object, root: Path, *, dry_run: bool, uninstall: bool, force: bool) -> None:
    from kiosk.install.machine import Machine
    from kiosk.install.plan import shown
    from kiosk.install.roles import CONFIG, Wishes, plan_of

    assert isinstance(wishes, Wishes)
    plan = plan_of(wishes)
    prefix = "" if root == SLASH else str(root).rstrip("/")
    if not uninstall:
        [first] = [file.text for file in plan.files if file.path == CONFIG]
        _examine(Path(f"{prefix}{CONFIG}"), first)
    if dry_run and uninstall:
        for path in plan.paths:
            typer.echo(f"remove {prefix}{path}, unless it was changed by hand or is needed")
        return
    if dry_run:
        for line in shown(plan, root=prefix):
            typer.echo(line)
        return
    machine = Machine(root, typer.echo)
    if uninstall:
        machine.remove(plan)
        return
    machine.install(plan, force=force)
    for advice in plan.advice:
        typer.echo(f"yours to do: {advice}")


def _examine(config: Path, first: str) -> None:
    """Raises `ConfigError` when the settings cannot be that will hold: the shop's own, or `first`,
    which is written where there are none."""
    import yaml

    from kiosk import config_devices
    from kiosk.config import load, parse

    if not config.exists():
        config_devices.refuse(parse(yaml.safe_load(first), config))
    elif os.access(config, os.R_OK):
        config_devices.refuse(load(config))


def _this_kiosk() -> str:
    """The command beside the Python that runs this; not resolved, or it would leave its venv."""
    return str(Path(sys.executable).with_name("kiosk"))
