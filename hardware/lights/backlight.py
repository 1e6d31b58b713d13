"""The backlight of the mirror's own screen, where the kernel has one (a panel on DSI or eDP; a
monitor on HDMI has none that it lets the machine turn).

Owns the file that it is set by: /sys/class/backlight/<name>/brightness, from 0 to what
max_brightness says. See Documentation/ABI/stable/sysfs-class-backlight of the kernel.
"""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from hardware.device import DeviceState, Health
from hardware.lights.fading import Fader
from hardware.lights.lamp import GAMMA, Light, power

log = logging.getLogger(__name__)

FOLDER = Path("/sys/class/backlight")
NOT_ALLOWED = "The screen's brightness cannot be set. Add this user to the group video."


class Backlight:
    """As a lamp, of which only the brightness counts. `there` is whether the screen has one.

    1 is as bright as it was found, or as somebody else (staff, a key) has set it since: what this
    turns is a part of that. While it is turned down, what is full stands in the file `remembered`:
    who was killed in a dim scene would else find that as full at its next start.
    """

    def __init__(self, folder: Path = FOLDER, *, remembered: Path | None = None) -> None:
        self._folder = folder
        self._remembered = remembered
        self._noted = ""  # what stands there
        self._file: Path | None = None
        self._most = 0
        self._linear = True
        self._full = 1.0
        self._share = 1.0
        self._written = -1
        self._writing = threading.Lock()
        self._health = Health(DeviceState.STARTING)
        self._fader: Fader | None = None
        self._closed = False

    @property
    def there(self) -> bool:
        return self._file is not None

    @property
    def health(self) -> Health:
        return self._health

    def open(self) -> None:
        if self._fader is not None:
            return
        for panel in sorted(self._folder.glob("*")):
            try:
                most = int((panel / "max_brightness").read_text(encoding="ascii"))
                now = int((panel / "brightness").read_text(encoding="ascii"))
                scale = panel / "scale"
                told = scale.read_text(encoding="ascii").strip() if scale.exists() else ""
            except (OSError, ValueError) as error:
                log.info("no backlight at %s: %s", panel, error)
                continue
            if most < 2:  # on and off only
                continue
            self._most, self._file = most, panel / "brightness"
            self._linear = told != "non-linear"  # its steps are an eye's already
            self._written = now
            self._full = self._seen(max(now, self._left_behind(panel.name)))
            self._fader = Fader(self._apply, Light(brightness=self._seen(now)), name="backlight")
            self._fader.open()
            break
        self._health = Health(DeviceState.OK)

    def close(self) -> None:
        """It is as bright again as it was found: the next start takes that for full."""
        if self._fader is None or self._closed:
            return
        self._closed = True
        self._fader.close()
        self._adopt()
        self._apply(Light(brightness=self._full))
        self._remember("")

    def show(self, brightness: float, fade_s: float) -> None:
        """Goes over to this brightness, from 0 to 1 as an eye sees it, and returns at once."""
        if self._fader is None:
            return
        self._adopt()
        self._share = min(1.0, max(0.0, brightness))
        if self._share < 1 and self._file is not None:  # once: a card lives by few writes
            self._remember(f"{self._file.parent.name} {self._value(self._full)}")
        self._fader.show(Light(brightness=self._full * self._share), fade_s)

    def _left_behind(self, panel: str) -> int:
        """What was full for one that was killed, 0 for none."""
        try:
            self._noted = self._remembered.read_text(encoding="ascii") if self._remembered else ""
            name, _, value = self._noted.rpartition(" ")
            return min(self._most, int(value)) if name == panel else 0
        except (OSError, ValueError):
            return 0

    def _remember(self, noted: str) -> None:
        if self._remembered is None or noted == self._noted:
            return
        self._noted = noted
        try:
            if noted:
                self._remembered.parent.mkdir(parents=True, exist_ok=True)
                self._remembered.write_text(noted, encoding="ascii")
            else:
                self._remembered.unlink(missing_ok=True)
        except OSError as error:
            log.info("the screen's brightness is not remembered: %s", error)

    def _adopt(self) -> None:
        """What somebody else wrote is what they want to see in the light of now."""
        with self._writing:
            try:
                now = int(self._file.read_text(encoding="ascii")) if self._file else self._written
            except (OSError, ValueError):
                return
            if now != self._written and self._share > 0:
                self._full = min(1.0, self._seen(now) / self._share)
                self._written = now

    def _seen(self, value: int) -> float:
        """How bright a value of the file looks."""
        share = min(1.0, max(0.0, value / self._most))
        return float(share ** (1 / GAMMA)) if self._linear else share

    def _value(self, brightness: float) -> int:
        share = power(brightness) if self._linear else brightness
        # 0 may be no light at all: what shall be seen is one step above.
        return max(1, round(share * self._most)) if brightness > 0 else 0

    def _apply(self, light: Light) -> None:
        value = self._value(light.brightness)
        if value == self._written or self._file is None:
            return
        try:
            with self._writing:
                self._file.write_text(str(value), encoding="ascii")
                self._written = value
        except OSError as error:
            if self._health.ok:
                log.warning("the screen's brightness cannot be set: %s", error)
            self._health = Health(DeviceState.FAULTY, NOT_ALLOWED, str(error))
            return
        self._health = Health(DeviceState.OK)
