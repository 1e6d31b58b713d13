"""What was measured of a zone, kept in a file of its own beside the shop's data.

Owns the file, and whether it still fits the antenna that config.yaml describes. How it is measured
is `kiosk.doctor`'s.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from hardware.rfid.zone import ZoneProfile
from kiosk.config import Settings
from kiosk.config_sections import Device

log = logging.getLogger(__name__)

# What of a reader's settings decides how strongly it hears.
MATTERS = ("driver", "antennas", "power_dbm")

HEAD = """\
# Written by `kiosk doctor calibrate {name}`. Delete it to go back to what fits most zones.
"""


class Calibration(BaseModel):
    """The thresholds of one zone, and the antenna that they were measured at."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    inside_dbm: Annotated[float, Field(gt=-120, lt=20)]
    outside_dbm: Annotated[float, Field(gt=-120, lt=20)]
    measured_at: str
    antenna: dict[str, Any]


def reader_of(settings: Settings, device: Device) -> tuple[Device, tuple[int, ...]]:
    """The reader itself by which a place hears, and by which antennas; none means all."""
    shared = settings.shared_by(device)
    if shared is None:
        return device, ()
    return settings.readers[shared], tuple(device.settings().get("antennas", ()))


def antenna_of(settings: Settings, device: Device) -> dict[str, Any]:
    """What a calibration holds for."""
    reader, antennas = reader_of(settings, device)
    own = reader.settings()
    antenna = {key: own[key] for key in MATTERS if key in own}
    return antenna | ({"antennas": list(antennas)} if antennas else {})


def file_of(settings: Settings, name: str) -> Path:
    """Where the calibration of a place is kept, by its name as in room-1."""
    return settings.data_dir / "calibration" / f"{name}.yaml"


def write(file: Path, name: str, calibration: Calibration) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_suffix(".new")
    text = yaml.safe_dump(calibration.model_dump(), sort_keys=False)
    fresh.write_text(HEAD.format(name=name) + text, encoding="utf-8")
    fresh.replace(file)


def read(file: Path) -> Calibration | None:
    """None where nothing was measured. Raises `ValueError` for a file that cannot be understood."""
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ValueError(f"{file} cannot be read: {error}") from error
    try:
        return Calibration.model_validate(content)
    except ValidationError as error:
        raise ValueError(f"{file} is no calibration: {error.errors()[0]['msg']}") from error


def profile(settings: Settings, name: str, device: Device, usual: ZoneProfile) -> ZoneProfile:
    """The profile of a place: as it was measured, or as is usual. Never fails: a shop opens."""
    try:
        calibration = read(file_of(settings, name))
        if calibration is None:
            return usual
        if calibration.antenna != antenna_of(settings, device):
            log.warning(
                "%s was measured with %s and config.yaml says %s: not used. Measure it again: "
                "kiosk doctor calibrate %s",
                name,
                calibration.antenna,
                antenna_of(settings, device),
                name,
            )
            return usual
        measured = usual.with_thresholds(
            inside_dbm=calibration.inside_dbm, outside_dbm=calibration.outside_dbm
        )
    except ValueError as error:
        log.warning("the calibration of %s is not used: %s", name, error)
        return usual
    log.info(
        "%s: inside from %g dBm, outside up to %g dBm, measured %s",
        name,
        calibration.inside_dbm,
        calibration.outside_dbm,
        calibration.measured_at,
    )
    return measured
