"""`kiosk run`: the whole shop on this machine.

Owns which programs a shop has, what must be free before they start, and the words about where
everything is. `kiosk.supervisor` keeps them running.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import time
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from kiosk.config import Settings
    from kiosk.supervisor import Program, Supervisor

OPENING_S = 60.0  # a first start imports and draws; so late the overview comes without what is late


def run(
    fullscreen: Annotated[
        bool, typer.Option(help="The mirror fills the screen, as on the Pi.")
    ] = False,
) -> None:
    """The whole shop on this machine: hub, mirrors, tables, gates, the bench. Ctrl-C stops it."""
    from rich.console import Console

    from kiosk import certificates, config_devices
    from kiosk.config import load
    from kiosk.supervisor import Supervisor

    settings = load()
    config_devices.refuse(settings)
    console = Console(highlight=False, soft_wrap=True)
    with _only_one(settings):
        check_ports(settings)
        if settings.hub.tls is not None:
            certificates.examine(settings)
        programs = programs_of(settings, os.environ, fullscreen=fullscreen)
        supervisor = Supervisor(
            programs,
            settings.data_dir / "log",
            tell=lambda sentence: console.print(sentence, style="yellow", markup=False),
        )
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: supervisor.stop())
        try:
            supervisor.start()
            code = _open_shop(settings, supervisor, console, os.environ)
        finally:
            supervisor.end()
    raise typer.Exit(code)


def programs_of(
    settings: Settings, environment: Mapping[str, str], *, fullscreen: bool = False
) -> list[Program]:
    """The programs of a shop, hub first.

    A machine without a display gets its mirrors offscreen, seen on the bench page.
    """
    from kiosk.supervisor import Program

    mirror: tuple[str, ...] = ()
    drawing: dict[str, str] = {}
    if not has_display(environment):
        drawing = {
            "QT_QPA_PLATFORM": environment.get("QT_QPA_PLATFORM", "offscreen"),
            "QT_QUICK_BACKEND": environment.get("QT_QUICK_BACKEND", "software"),
        }
    elif fullscreen or settings.mirror.fullscreen:
        mirror += ("--fullscreen",)
    if settings.bench is not None or settings.mirror.remote_view:
        mirror += ("--remote-view",)
    programs = [Program("hub", ("hub",))]
    programs += [
        Program(f"reader-{reader}", ("reader", "--name", reader)) for reader in settings.readers
    ]
    programs += [
        Program(f"mirror-{room}", ("mirror", "--room", room, *mirror), drawing)
        for room in settings.rooms
    ]
    programs += [
        Program(f"table-{table}", ("table", "--table", table)) for table in settings.tables
    ]
    programs += [Program(f"gate-{gate}", ("gate", "--gate", gate)) for gate in settings.gates]
    if settings.bench is not None:
        programs.append(Program("bench", ("bench",)))
    return programs


def has_display(environment: Mapping[str, str]) -> bool:
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def check_ports(settings: Settings) -> None:
    """Raises `ConfigError` that names the port, its key and the fix when one cannot be used."""
    from kiosk.config import ConfigError

    wanted = [("hub", settings.hub.host, settings.hub.port)]
    if settings.bench is not None:
        wanted.append(("bench", settings.bench.host, settings.bench.port))
    for section, host, port in wanted:
        try:
            family, kind, protocol, _, address = socket.getaddrinfo(
                host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
            )[0]
            with socket.socket(family, kind, protocol) as listener:
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                listener.bind(address)
                listener.listen(1)
        except OSError as error:
            raise ConfigError(
                f"Port {port} on {host} cannot be used: {error.strerror}. Stop what uses it, "
                f"or set {section}.port in config.yaml to another."
            ) from error


@contextlib.contextmanager
def _only_one(settings: Settings) -> Iterator[None]:
    """Holds the lock of the shop's data. Raises `ConfigError` when another `kiosk run` does."""
    import fcntl

    from kiosk.config import ConfigError

    settings.data_dir.mkdir(parents=True, exist_ok=True)
    file: TextIO
    with (settings.data_dir / "run.lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            file.seek(0)
            raise ConfigError(
                f"This shop is open already (process {file.read().strip() or 'unknown'}, data in "
                f"{settings.data_dir}). Stop it first, or name another data_dir in config.yaml."
            ) from error
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield


def _open_shop(
    settings: Settings, supervisor: Supervisor, console: Console, environment: Mapping[str, str]
) -> int:
    """Waits until everything answers, says where it is, and looks after it until the end."""
    deadline = time.monotonic() + OPENING_S
    with console.status(f"Opening {settings.shop.name} …"):
        while (late := _not_answering(settings)) and time.monotonic() < deadline:
            code = supervisor.watch(0.2)
            if code is not None:
                return code
    console.print(overview(settings, environment, late))
    code = None
    while code is None:
        code = supervisor.watch(3600.0)
    return code


def _not_answering(settings: Settings) -> list[str]:
    """The programs that do not do their work yet."""
    from kiosk.hub_asking import HubAwayError, asker

    late = []

    def answers(url: str) -> dict[str, object]:
        try:
            status, reply = asker(settings)("GET", url, timeout_s=1.0)
        except HubAwayError:
            return {}
        return reply if status == 200 and isinstance(reply, dict) else {}

    if not answers(f"{settings.hub_url}/api/health"):
        return ["hub"]
    for table in settings.tables:
        reader = answers(f"{settings.hub_url}/api/tables/{table}").get("reader")
        if not isinstance(reader, dict) or reader.get("state") != "ok":
            late.append(f"table-{table}")
    said = answers(f"{settings.hub_url}/api/devices").get("devices") if settings.gates else []
    well = {
        one["name"]
        for one in (said if isinstance(said, list) else [])
        if all(one.get(part, {}).get("state") == "ok" for part in ("reader", "alarm"))
    }
    late += [f"gate-{gate}" for gate in settings.gates if f"gate-{gate}" not in well]
    if settings.bench is not None:
        if not answers(f"{bench_url(settings)}/api/bench"):
            late.append("bench")
        late += [f"mirror-{room}" for room in settings.rooms if not _shows(settings, room)]
    return late


def _shows(settings: Settings, room: str) -> bool:
    """Whether the mirror takes visitors at its remote view."""
    with socket.socket(socket.AF_UNIX) as view:
        try:
            view.connect(str(settings.device_dir / f"mirror-{room}.view"))
        except OSError:
            return False
    return True


def bench_url(settings: Settings) -> str:
    assert settings.bench is not None
    host = settings.bench.host
    return f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else host}:{settings.bench.port}"


def overview(settings: Settings, environment: Mapping[str, str], late: list[str]) -> object:
    """Where everything is, for the terminal."""
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 3, 0, 0))
    bench = settings.bench is not None
    seen = "a window here" if has_display(environment) else "on the bench page" if bench else ""
    if bench:
        grid.add_row("Bench", f"{bench_url(settings)}/bench", "hang, lay, pay: the shop by hand")
    for room, section in settings.rooms.items():
        grid.add_row("Mirror", seen or f"room {room}", section.name)
    for table, section_of_table in settings.tables.items():
        grid.add_row("Tablet", f"{settings.hub_url}/tablet/{table}", section_of_table.name)
    grid.add_row("Staff", f"{settings.hub_url}/staff", "requests, stock, tags, import")
    grid.add_row("Logs", str(settings.data_dir / "log"), "")
    grid.columns[0].style = "dim"
    grid.columns[2].style = "dim"
    lines = Table.grid()
    lines.add_row(Text(f"{settings.shop.name} is open", style="bold #E3C08A"))
    lines.add_row("")
    lines.add_row(grid)
    if late:
        lines.add_row("")
        lines.add_row(Text(f"Not answering yet: {', '.join(late)}", style="yellow"))
    lines.add_row("")
    lines.add_row(Text("Ctrl-C closes the shop.", style="dim"))
    return Padding(lines, (1, 2))
