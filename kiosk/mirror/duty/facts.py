"""How this machine is, asked of the system: disk, temperature, whether it may be restarted.

Owns the files and commands. What does not answer is None.
"""

from __future__ import annotations

import logging
import os
import subprocess
from pathlib import Path

log = logging.getLogger(__name__)

THERMAL = Path("/sys/class/thermal/thermal_zone0/temp")
COMMAND_S = 3.0
LOGIN1 = "org.freedesktop.login1"
CAN_REBOOT = ("busctl", "call", LOGIN1, "/org/freedesktop/login1", f"{LOGIN1}.Manager", "CanReboot")
REBOOT = ("systemctl", "reboot")


def disk_percent(folder: Path) -> int | None:
    """How full the disk is that holds the shop's data."""
    try:
        disk = os.statvfs(folder)
    except OSError:
        return None
    return round(100 * (1 - disk.f_bavail / disk.f_blocks)) if disk.f_blocks else None


def temperature_c(file: Path = THERMAL) -> float | None:
    try:
        return int(file.read_text(encoding="ascii")) / 1000
    except (OSError, ValueError):
        return None


def may_restart() -> bool:
    """Whether systemd would restart the machine for us. Asks, and waits for the answer."""
    try:
        asked = subprocess.run(
            CAN_REBOOT, capture_output=True, text=True, timeout=COMMAND_S, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return asked.returncode == 0 and '"yes"' in asked.stdout


def restart() -> None:
    try:
        done = subprocess.run(
            REBOOT, capture_output=True, text=True, timeout=COMMAND_S, check=False
        )
    except (OSError, subprocess.SubprocessError) as error:
        log.warning("the device cannot be restarted: %s", error)
        return
    if done.returncode != 0:
        log.warning("the device cannot be restarted: %s", done.stderr.strip()[:200])


def youngest_s(files: list[Path], now: float) -> float | None:
    """How long ago one of these files was changed last; `now` in seconds of the wall clock."""
    times = []
    for file in files:
        try:
            times.append(file.stat().st_mtime)
        except OSError:
            continue
    return max(0.0, now - max(times)) if times else None
