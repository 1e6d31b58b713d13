"""`kiosk hub | mirror | table | gate | reader | bench`: one program in this process.

Owns each program's options and what all have at their start: settings, logging, and that none
outlives the `kiosk run` that started it.
"""

from __future__ import annotations

import gc
import logging
import os
import signal
import sys
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from kiosk.commands.pins import FromInput, new_pin

if TYPE_CHECKING:
    from kiosk.config import Settings

SUPERVISOR = (
    "HANGTAG_SUPERVISOR"  # the process id of `kiosk run`, in the environment of its programs
)


def hub() -> None:
    """The shop's one writer: catalog, checkout, pages for tablet and staff."""
    settings = _start("hub")
    from kiosk.hub.serving import run

    _end(run(settings))


mirrors = typer.Typer(
    help="The mirror of one fitting room, or its own PIN.", invoke_without_command=True
)


@mirrors.callback()
def mirror(
    context: typer.Context,
    room: Annotated[str, typer.Option(help="Which of the rooms in config.yaml.")] = "1",
    fullscreen: Annotated[bool, typer.Option(help="Without a frame, as on the Pi.")] = False,
    remote_view: Annotated[
        bool, typer.Option(help="Show live frames on the bench page and take its clicks.")
    ] = False,
) -> None:
    """The mirror of one fitting room."""
    if context.invoked_subcommand is not None:
        return
    # All that is made before the first frame stays: to look for garbage in it takes a tenth of a
    # second. The mirror turns it on again behind that frame.
    gc.disable()
    settings = _start(f"mirror-{room}")
    from kiosk.mirror import heap

    heap.read_no_sources()
    from kiosk.mirror.app import run

    _end(
        run(
            settings,
            room=room,
            fullscreen=fullscreen or settings.mirror.fullscreen,
            remote_view=remote_view or settings.mirror.remote_view,
        )
    )


@mirrors.command("pin")
def mirror_pin(
    pin_stdin: FromInput = False,
) -> None:
    """Set the PIN that opens the service page while the hub is away. It is kept on this machine."""
    from kiosk.config import ConfigError, load
    from kiosk.hub.security.pins import WeakPinError, check
    from kiosk.mirror.duty import local_pin

    settings = load()
    pin = new_pin(pin_stdin)
    file = local_pin.file_of(settings.keys_dir)
    try:
        check(pin)
        local_pin.keep(file, pin)
    except WeakPinError as error:
        raise ConfigError(str(error)) from error
    except OSError as error:
        raise ConfigError(
            f"{file} cannot be written: {error.strerror}. Run it as the mirror's user."
        ) from error
    typer.echo("The service page of this mirror opens with it while the hub is away.")


def table(
    table: Annotated[str, typer.Option(help="Which of the tables in config.yaml.")] = "1",
) -> None:
    """The reader of one checkout table."""
    settings = _start(f"table-{table}")
    from kiosk.table.app import run

    _end(run(settings, table=table))


def gate(
    gate: Annotated[str, typer.Option(help="Which of the gates in config.yaml.")] = "1",
) -> None:
    """The reader and the alarm of one exit."""
    settings = _start(f"gate-{gate}")
    from kiosk.gate.app import run

    _end(run(settings, gate=gate))


def reader(
    name: Annotated[str, typer.Option(help="Which of the readers in config.yaml.")],
) -> None:
    """One reader that several rooms and tables share, each hearing its own antennas."""
    settings = _start(f"reader-{name}")
    from kiosk.reader.app import run

    _end(run(settings, name=name))


def bench() -> None:
    """The simulated shop floor: plays the readers and the card terminal, for developers."""
    settings = _start("bench")
    from kiosk.bench.app import run

    _end(run(settings))


def _start(program: str) -> Settings:
    from kiosk import config_devices
    from kiosk.config import load
    from kiosk.secrecy import keep_secrets

    _end_with_supervisor()
    logging.basicConfig(
        stream=sys.stderr,
        level=logging.INFO,
        format=f"%(asctime)s %(levelname)s {program} %(name)s: %(message)s",
    )
    keep_secrets()
    settings = load()
    config_devices.refuse(settings, program)
    if not program.startswith("mirror-"):  # whose first frame is waited for
        config_devices.warn(settings, program)
    if program not in ("hub", "bench"):  # of which each has a port
        from kiosk.alone import alone

        alone(settings.data_dir / "alone", program)
    return settings


def _end(code: int) -> NoReturn:
    """Leaves at once: the program has closed all that it opened, and taking the interpreter apart
    takes longer than that (a second and more on a Pi), which Ctrl-C does not have."""
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _end_with_supervisor() -> None:
    """Has the kernel kill this process when the `kiosk run` that started it is gone."""
    supervisor = os.environ.pop(SUPERVISOR, "")
    if not supervisor or sys.platform != "linux":
        return
    import ctypes

    set_parent_death_signal = 1
    ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != int(supervisor):
        raise SystemExit("kiosk run has ended")
