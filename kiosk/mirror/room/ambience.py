"""The light and the sounds of this room: what the visit wants of them, passed on to devices.

Owns the lamp, the screen's backlight and the voice. Decides nothing, never waits, never fails:
each device has a health, and a room without any of them is a room.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from pathlib import Path

from hardware.device import DeviceError, DeviceState, Health
from hardware.lights.backlight import Backlight
from hardware.lights.lamp import Lamp
from hardware.sound.voice import Voice
from kiosk.mirror.visit.effects import PlaySound, SetLight

log = logging.getLogger(__name__)

SOUNDS = Path(__file__).resolve().parents[3] / "assets" / "sounds"


class Ambience:
    """`open_lamp` opens the room's lamp; None in a room without one. Only a mirror that has the
    whole screen may turn its backlight."""

    def __init__(
        self,
        open_lamp: Callable[[], Lamp] | None,
        *,
        backlight: Backlight | None = None,
        voice: Voice | None = None,
    ) -> None:
        self._open_lamp = open_lamp
        self._backlight = backlight
        self._voice = voice or Voice()
        self._lamp: Lamp | None = None
        self._mistake: Health | None = None

    @property
    def turns_the_screen(self) -> bool:
        """Whether the screen's own brightness is set by its backlight."""
        return self._backlight is not None and self._backlight.there

    @property
    def healths(self) -> Mapping[str, Health]:
        """Of what there is, for staff."""
        healths = {"sound": self._voice.health}
        if self._backlight is not None:
            healths["backlight"] = self._backlight.health
        if self._mistake is not None:
            healths["lamp"] = self._mistake
        elif self._lamp is not None:
            healths["lamp"] = self._lamp.health
        return healths

    def open(self, first: SetLight | None) -> None:
        """Opens all of them; `first` is the light that the room begins with."""
        if self._backlight is not None:
            self._backlight.open()
        self._voice.open()
        if self._open_lamp is not None:
            try:
                self._lamp = self._open_lamp()
            except DeviceError as error:
                log.error("config.yaml: mirror.light: %s", error)
                self._mistake = Health(DeviceState.FAULTY, f"Check mirror.light: {error}.")
        if first is not None:
            self.do(first)

    def close(self) -> None:
        if self._lamp is not None:
            self._lamp.close()
        if self._backlight is not None:
            self._backlight.close()
        self._voice.close()

    def do(self, effect: SetLight | PlaySound) -> None:
        if isinstance(effect, PlaySound):
            self._voice.play(SOUNDS / f"{effect.kind}.wav")
            return
        if self._lamp is not None:
            self._lamp.show(effect.light, effect.fade_s)
        if self._backlight is not None:
            self._backlight.show(effect.screen, effect.fade_s)
