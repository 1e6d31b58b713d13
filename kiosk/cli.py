"""The command `kiosk`: puts the subcommands together and turns expected failures into words.

Owns no work of its own; each subcommand is a file of `kiosk.commands`. What a program needs is
imported when it starts, not here: a mirror must draw within a second of its start.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from kiosk.commands import (
    catalog,
    devices,
    doctor,
    install,
    programs,
    report,
    run,
    simulate,
    staff,
    tags,
)

app = typer.Typer(
    name="kiosk",
    help="Hangtag: an RFID smart mirror and self-checkout table for clothing shops.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("run")(run.run)
app.command("hub", rich_help_panel="One program at a time")(programs.hub)
app.add_typer(programs.mirrors, name="mirror", rich_help_panel="One program at a time")
app.command("table", rich_help_panel="One program at a time")(programs.table)
app.command("gate", rich_help_panel="One program at a time")(programs.gate)
app.command("reader", rich_help_panel="One program at a time")(programs.reader)
app.command("bench", rich_help_panel="One program at a time")(programs.bench)
app.add_typer(catalog.app, name="catalog", rich_help_panel="The shop")
app.add_typer(tags.app, name="tags", rich_help_panel="The shop")
app.add_typer(staff.app, name="staff", rich_help_panel="The shop")
app.add_typer(devices.app, name="devices", rich_help_panel="The shop")
app.command("enrol", rich_help_panel="The shop")(devices.enrol)
app.add_typer(install.app, name="install", rich_help_panel="The shop")
app.add_typer(doctor.app, name="doctor", rich_help_panel="The shop")
app.add_typer(report.app, name="report", rich_help_panel="The shop")
app.add_typer(simulate.app, name="simulate", rich_help_panel="Without hardware")


@app.callback()
def settings(
    config: Annotated[
        Path | None,
        typer.Option(help="The settings. Without it: $HANGTAG_CONFIG, or ./config.yaml."),
    ] = None,
) -> None:
    if config is not None:
        # In the environment, so that the programs that `kiosk run` starts read the same file.
        os.environ["HANGTAG_CONFIG"] = str(config.resolve())


def main() -> None:
    """Entry point of the command `kiosk`. Exit code 2 is a failure that was told in words."""
    try:
        app()
    except Exception as error:
        if not isinstance(error, _expected()):
            raise
        sys.stderr.write(f"kiosk: {error}\n")
        sys.exit(2)


def _expected() -> tuple[type[Exception], ...]:
    """The errors that are the user's to mend, one class per domain."""
    from hardware.device import DeviceError
    from kiosk.config import ConfigError
    from kiosk.hub_asking import HubAwayError

    # These can only have been raised where they were already imported.
    database = sys.modules.get("catalog.database")
    recording = sys.modules.get("hardware.rfid.recording.lines")
    installing = sys.modules.get("kiosk.install.plan")
    imported = [database.CatalogError] if database else []
    imported += [installing.InstallError] if installing else []
    imported += [recording.RecordingError] if recording else []
    return (ConfigError, DeviceError, HubAwayError, *imported)
