"""The machine that the doctor looks at: its ports, its readers, the hub that may be running.

Owns every question that leaves this process, so that tests can answer them.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hardware.device import DeviceState, Health, make_device, open_device
from hardware.lights.lamp import Lamp
from hardware.rfid import probing
from hardware.rfid.probing import Found, Holder, Port
from hardware.rfid.reader import RfidReader, TagId
from hardware.screen.screen import Screen
from hardware.sound.voice import Voice
from kiosk.config import Settings
from kiosk.config_sections import Device

SETTLES_S = 6.0  # a reader that is set up by then is so at once in a shop
LISTENS_S = 2.0
SCREEN_COMMANDS = ("vcgencmd", "wlopm", "wlr-randr")  # drivers of that name call them


@dataclass(frozen=True, slots=True)
class Heard:
    """How a reader was when it was opened, and what it heard meanwhile."""

    health: Health
    tags: frozenset[TagId] = frozenset()
    reads: int = 0


class Machine:
    """This one."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def ports(self) -> Sequence[Port]:
        return probing.ports()

    def exists(self, path: Path) -> bool:
        return path.exists()

    def may_use(self, path: Path) -> bool:
        return os.access(path, os.R_OK | os.W_OK)

    def holder(self, path: Path) -> Holder | None:
        return probing.holder(path)

    def identify(self, path: Path) -> Found | None:
        """Raises `OSError`."""
        return probing.identify(path)

    def devices(self) -> dict[str, Any] | None:
        """What the hub knows of the shop's devices; None when it does not run."""
        from kiosk.hub_asking import HubAwayError, asker

        try:
            ask = asker(self._settings)
            status, reply = ask("GET", f"{self._settings.hub_url}/api/devices", timeout_s=2.0)
        except HubAwayError:
            return None
        return reply if status == 200 and isinstance(reply, dict) else None

    def listen(self, device: Device) -> Heard:
        """Opens the reader as the shop would. Raises `DeviceError` for settings it cannot take."""
        reader: RfidReader = open_device("rfid", device.settings())
        try:
            opened = time.monotonic()
            while time.monotonic() - opened < SETTLES_S:
                if reader.health.state is DeviceState.OK:
                    return _listen(reader)
                if reader.health.state is DeviceState.FAULTY:
                    break
                reader.drain(0.1)
            return Heard(reader.health)
        finally:
            reader.close()

    def lamp(self, settings: Mapping[str, Any]) -> Health:
        """Opens the lamp as a mirror would, and shows nothing. Raises `DeviceError`."""
        lamp: Lamp = open_device("lamp", settings)
        try:
            opened = time.monotonic()
            while lamp.health.state is DeviceState.STARTING:
                if time.monotonic() - opened > SETTLES_S:
                    break
                time.sleep(0.05)
            return lamp.health
        finally:
            lamp.close()

    def screen(self, settings: Mapping[str, Any]) -> Health:
        """How the mirror's screen is before it is opened; it is not switched."""
        command = str(settings["driver"])
        if command in SCREEN_COMMANDS and shutil.which(command) is None:
            return Health(
                DeviceState.FAULTY,
                f"This machine has no command {command}. Install it, or change mirror.screen in "
                "config.yaml.",
            )
        screen: Screen = make_device("screen", settings)
        health = screen.health
        return Health(DeviceState.OK) if health.state is DeviceState.STARTING else health

    def voice(self) -> Health:
        """Whether there is a player; nothing is played."""
        voice = Voice()
        voice.open()
        voice.close()
        return voice.health


def _listen(reader: RfidReader) -> Heard:
    until = time.monotonic() + LISTENS_S
    reads = []
    while (left := until - time.monotonic()) > 0:
        reads += reader.drain(left)
    return Heard(reader.health, frozenset(read.tag for read in reads), len(reads))
