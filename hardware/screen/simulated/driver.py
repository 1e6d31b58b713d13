"""A screen for tests and the bench: a file says whether it is on, and how bright.

Owns the file, one line such as "on 0.80".
"""

from __future__ import annotations

from pathlib import Path

from hardware.device import DeviceState, Health

DARKEST = 0.05


class SimulatedScreen:
    def __init__(self, port: str) -> None:
        self._path = Path(port)
        self._on = True
        self._brightness = 0.8
        self._health = Health(DeviceState.STARTING)

    @property
    def health(self) -> Health:
        return self._health

    @property
    def brightness(self) -> float | None:
        return self._brightness

    def open(self) -> None:
        self._say()

    def close(self) -> None:
        self.show(True)

    def show(self, on: bool) -> None:
        self._on = on
        self._say()

    def set_brightness(self, brightness: float) -> None:
        self._brightness = max(DARKEST, min(1.0, brightness))
        self._say()

    def _say(self) -> None:
        line = f"{'on' if self._on else 'off'} {self._brightness:.2f}\n"
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.write_text(line, encoding="ascii")
        except OSError as error:
            self._health = Health(DeviceState.FAULTY, "The simulated screen is gone.", str(error))
        else:
            self._health = Health(DeviceState.OK)
