"""The ways to switch a real screen off: its backlight, its compositor, the Pi's firmware, or none.

Owns files and commands. `auto_screen` takes the first that is there.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

from hardware.device import DeviceError, DeviceState, Health
from hardware.screen.screen import Screen, Switch

BACKLIGHTS = Path("/sys/class/backlight")
DARKEST = 0.05
COMMAND_S = 5.0
WELL = Health(DeviceState.OK)
NO_PANEL = "There is no backlight. See mirror.screen in config.yaml."

Run = Callable[[Sequence[str]], str]


def run(command: Sequence[str]) -> str:
    """What a command says. Raises `OSError` when it fails or takes too long."""
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=COMMAND_S, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise TimeoutError(f"{command[0]} did not answer") from error
    if done.returncode != 0:
        raise OSError(f"{command[0]}: {done.stderr.strip()[:200] or done.returncode}")
    return done.stdout


class PlainScreen:
    """One that cannot be switched: the mirror shows black instead. `health` says why, where it
    should have been another one."""

    def __init__(self, health: Health = WELL) -> None:
        self._health = health

    @property
    def health(self) -> Health:
        return self._health

    @property
    def brightness(self) -> float | None:
        return None

    def open(self) -> None: ...

    def close(self) -> None: ...

    def show(self, on: bool) -> None: ...

    def set_brightness(self, brightness: float) -> None: ...


class SwitchedScreen:
    """What a command or a file switches; `turn` may raise `OSError`."""

    def __init__(self, turn: Callable[[bool], None]) -> None:
        self._switch = Switch(turn)

    @property
    def health(self) -> Health:
        return self._switch.health

    @property
    def brightness(self) -> float | None:
        return None

    def open(self) -> None:
        self._switch.open()

    def close(self) -> None:
        self._switch.close()

    def show(self, on: bool) -> None:
        self._switch.show(on)

    def set_brightness(self, brightness: float) -> None: ...


class BacklightScreen(SwitchedScreen):
    """A panel whose light the kernel steers, such as one at the Pi's DSI socket.

    `port` is its folder in /sys/class/backlight, "" = the first one there. It may come later.
    """

    def __init__(self, port: str = "", open_folder: Path = BACKLIGHTS) -> None:
        self._port = port
        self._open_folder = open_folder
        super().__init__(self._turn)

    @property
    def health(self) -> Health:
        try:
            self._panel()
        except OSError as error:
            return Health(DeviceState.AWAY, NO_PANEL, str(error))
        return super().health

    @property
    def brightness(self) -> float | None:
        try:
            return int(self._read("brightness")) / int(self._read("max_brightness"))
        except (OSError, ValueError, ZeroDivisionError):
            return None

    def set_brightness(self, brightness: float) -> None:
        try:
            most = int(self._read("max_brightness"))
            level = max(1, round(max(DARKEST, min(1.0, brightness)) * most))
            (self._panel() / "brightness").write_text(str(level), encoding="ascii")
        except (OSError, ValueError):
            return  # its reader sees that nothing changed

    def _turn(self, on: bool) -> None:
        # As the kernel's fb.h counts: 0 is on, 4 is off.
        (self._panel() / "bl_power").write_text("0" if on else "4", encoding="ascii")

    def _read(self, name: str) -> str:
        return (self._panel() / name).read_text(encoding="ascii").strip()

    def _panel(self) -> Path:
        """Its folder. Raises `DeviceError` while there is none."""
        panels = [Path(self._port)] if self._port else sorted(self._open_folder.glob("*"))
        if not panels or not panels[0].is_dir():
            raise DeviceError(f"there is no backlight at {self._port or self._open_folder}")
        return panels[0]


def plain_screen() -> Screen:
    """`none` of config.yaml, which has no settings: what is amiss is the program's to say."""
    return PlainScreen()


def compositor_screen(output: str = "", open_run: Run = run) -> Screen:
    """By wlopm where there is one (labwc), else by wlr-randr (cage). `output` "" = all."""
    if shutil.which("wlopm"):
        return wlopm_screen(output, open_run)
    return wlr_randr_screen(output, open_run)


def wlopm_screen(output: str = "", open_run: Run = run) -> Screen:
    def turn(on: bool) -> None:
        open_run(["wlopm", "--on" if on else "--off", output or "*"])

    return SwitchedScreen(turn)


def wlr_randr_screen(output: str = "", open_run: Run = run) -> Screen:
    def turn(on: bool) -> None:
        outputs = [output] if output else _outputs(open_run(["wlr-randr"]))
        for each in outputs:
            open_run(["wlr-randr", "--output", each, "--on" if on else "--off"])

    return SwitchedScreen(turn)


def firmware_screen(open_run: Run = run) -> Screen:
    """By the Pi's firmware; only where the old graphics driver runs."""

    def turn(on: bool) -> None:
        said = open_run(["vcgencmd", "display_power", "1" if on else "0"])
        if f"display_power={int(on)}" not in said:
            raise OSError(f"vcgencmd: {said.strip()[:200]}")

    return SwitchedScreen(turn)


def auto_screen(output: str = "", open_folder: Path = BACKLIGHTS) -> Screen:
    """The first way that is there: backlight, compositor, else none."""
    if any(os.access(each / "bl_power", os.W_OK) for each in sorted(open_folder.glob("*"))):
        return BacklightScreen(open_folder=open_folder)
    if os.environ.get("WAYLAND_DISPLAY") and (shutil.which("wlopm") or shutil.which("wlr-randr")):
        return compositor_screen(output)
    return PlainScreen()


def _outputs(listed: str) -> list[str]:
    """The names in what wlr-randr says: they begin a line, what is said of them does not."""
    return [line.split()[0] for line in listed.splitlines() if line and not line[0].isspace()]
