"""`kiosk doctor`: says what is wrong with this shop's readers, and measures its zones.

Owns the printing and the questions. What is found out is `kiosk.doctor`'s.
"""

from __future__ import annotations

import math
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from kiosk.commands import ledger

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from hardware.rfid.reader import RfidReader, TagRead
    from kiosk.config import Settings
    from kiosk.doctor.calibration import Measured
    from kiosk.doctor.examine import Place

app = typer.Typer(
    help="Says what is wrong with the readers and the books of this shop, and what to do about it.",
    invoke_without_command=True,
)
app.command("ledger")(ledger.ledger)
READY_S = 10.0  # within which a reader that is to be measured is well
ON_ITS_WAY_S = 0.5  # what was read before Enter was pressed comes within this time
STEPS = (
    "1 of 3  Take every garment out of {}. Then press Enter.",
    "2 of 3  Bring one tagged garment to {}, where garments hang or lie. Move it a little while "
    "it is measured. Press Enter.",
    "3 of 3  Take the same garment just outside of {}: behind the curtain, behind the wall, beside "
    "the table. Move it a little. Press Enter.",
)
AT_AN_EXIT = (
    STEPS[0],
    "2 of 3  Carry one tagged garment to and fro through {}, as people go out. Press Enter.",
    "3 of 3  Carry the same garment to and fro along the inside of {}, two metres before it. Press "
    "Enter.",
)
BLOCKS = " ▁▂▃▄▅▆▇█"


@app.callback()
def doctor(context: typer.Context) -> None:
    if context.invoked_subcommand is not None:
        return
    from rich.console import Console
    from rich.markup import escape

    from kiosk import config_devices
    from kiosk.config import load
    from kiosk.doctor.examine import examine
    from kiosk.doctor.finding import Grade
    from kiosk.doctor.machine import Machine

    settings = load()
    config_devices.refuse(settings)
    console = Console(highlight=False, soft_wrap=True)
    marks = {Grade.WELL: "[green]✓[/]", Grade.NOTE: "[yellow]·[/]", Grade.WRONG: "[red]✗[/]"}
    grades = []
    patients = examine(settings, Machine(settings))
    while True:
        with console.status("Looking at the readers …"):
            patient = next(patients, None)
        if patient is None:
            break
        grades.append(patient.grade)
        console.print(f"[bold]{escape(patient.title)}[/]  [dim]{escape(patient.what)}[/]")
        for finding in patient.findings:
            console.print(f"  {marks[finding.grade]} {escape(finding.words)}")
            if finding.mend:
                console.print(f"    {escape(finding.mend)}")
            if finding.cause:
                console.print(f"    [dim]({escape(finding.cause)})[/]")
    wrong = sum(grade is Grade.WRONG for grade in grades)
    if wrong:
        many = "One of these needs" if wrong == 1 else f"{wrong} of these need"
        console.print(f"\n{many} a hand.")
        raise typer.Exit(1)
    console.print("\nAll readers are well." if grades else "\nconfig.yaml has no readers.")


@app.command()
def calibrate(
    zone: Annotated[str, typer.Argument(help="The place: room-1, table-1, gate-1 …")],
    seconds: Annotated[
        float, typer.Option(min=2, max=600, help="How long each step listens.")
    ] = 15,
    anyway: Annotated[
        bool, typer.Option(help="Write thresholds also when inside and outside do not part.")
    ] = False,
) -> None:
    """Measures a zone: empty, with a garment inside, with it outside. Close the shop first."""
    from rich.console import Console

    from hardware.device import open_device
    from kiosk.calibration import reader_of
    from kiosk.config import ConfigError, load
    from kiosk.doctor.calibration import MEND, CalibrationError, conclude
    from kiosk.doctor.examine import places

    settings = load()
    console = Console(highlight=False, soft_wrap=True)
    zones = {one.name: one for one in places(settings) if one.name in settings.places}
    if (place := zones.get(zone)) is None:
        known = ", ".join(zones)
        raise ConfigError(f"There is no zone {zone!r}; there are: {known}.")
    device, antennas = reader_of(settings, place.device)
    reader: RfidReader = open_device("rfid", device.settings())
    try:
        _wait_until_well(reader, place)
        steps = AT_AN_EXIT if place.name.startswith("gate-") else STEPS
        empty, inside, outside = (
            _measure(console, reader, antennas, seconds, step.format(place.title)) for step in steps
        )
    finally:
        reader.close()
    try:
        measured = conclude(empty, inside, outside)
    except CalibrationError as error:
        raise ConfigError(f"Nothing was written. {error}") from error
    _show(console, settings, place, measured)
    if not (measured.parts or anyway):
        console.print(f"[red]✗[/] {measured.verdict} Nothing was written.\n  {MEND}")
        raise typer.Exit(1)
    _write(console, settings, place, measured)


def _wait_until_well(reader: RfidReader, place: Place) -> None:
    from hardware.device import DeviceState
    from kiosk.config import ConfigError

    begun = time.monotonic()
    while not reader.health.ok:
        reader.drain(0.1)
        late = time.monotonic() - begun > READY_S
        if reader.health.state is DeviceState.FAULTY or late:
            words = reader.health.message or "It does not answer."
            raise ConfigError(
                f"{place.title} cannot be measured: {words} If the shop is open, close it first: "
                "its program uses the reader."
            )


def _measure(
    console: Console, reader: RfidReader, antennas: Sequence[int], seconds: float, ask: str
) -> list[TagRead]:
    from rich.progress import track

    console.print(f"\n[bold]{ask}[/]")
    typer.prompt("", prompt_suffix="", default="", show_default=False)
    until = time.monotonic() + ON_ITS_WAY_S
    while (left := until - time.monotonic()) > 0:
        reader.drain(left)
    reads: list[TagRead] = []
    steps = max(1, round(seconds / 0.5))
    for _ in track(range(steps), description="  Listening", console=console, transient=True):
        until = time.monotonic() + seconds / steps
        while (left := until - time.monotonic()) > 0:
            heard = reader.drain(left)
            reads += [read for read in heard if not antennas or read.antenna in antennas]
    if not reader.health.ok:
        from kiosk.config import ConfigError

        raise ConfigError(f"The reader was lost meanwhile: {reader.health.message}")
    tags = {read.tag for read in reads}
    console.print(f"  {len(reads)} reads of {len(tags)} tags.")
    return reads


def _show(console: Console, settings: Settings, place: Place, measured: Measured) -> None:
    from kiosk.doctor import picture
    from kiosk.doctor.calibration import histogram

    everything = (*measured.inside, *measured.outside)
    low, high = math.floor(min(everything)) - 1, math.ceil(max(everything)) + 1
    console.print(f"\n{measured.verdict}  Garment: {measured.garment}")
    for name, values in (("inside", measured.inside), ("outside", measured.outside)):
        shares = histogram(values, low, high, high - low)
        tallest = max(shares) or 1.0
        bars = "".join(BLOCKS[round(share / tallest * (len(BLOCKS) - 1))] for share in shares)
        console.print(f"  {name:8} {bars}", highlight=False)
    console.print(f"           {low} dBm{f'{high} dBm':>{max(8, high - low - len(f'{low} dBm'))}}")
    file = settings.data_dir / "calibration" / f"{place.name}.svg"
    picture.write(measured, place.title, file)
    console.print(f"  Picture: {file}")


def _write(console: Console, settings: Settings, place: Place, measured: Measured) -> None:
    from kiosk import calibration

    file = calibration.file_of(settings, place.name)
    inside_dbm = max(measured.inside_dbm, measured.outside_dbm + 1.0)
    calibration.write(
        file,
        place.name,
        calibration.Calibration(
            inside_dbm=inside_dbm,
            outside_dbm=measured.outside_dbm,
            measured_at=datetime.now(UTC).isoformat(timespec="seconds"),
            antenna=calibration.antenna_of(settings, place.device),
        ),
    )
    console.print(
        f"[green]✓[/] Inside from {inside_dbm:g} dBm, outside up to {measured.outside_dbm:g} dBm, "
        f"written to {file}. It holds from the next start of the shop."
    )
