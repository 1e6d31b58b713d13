"""What `kiosk doctor` tells of the rooms' lamps, of the mirror's screen and of its sounds.

Owns the words; the machine asks the devices.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from hardware.device import DeviceError, DeviceState, Health
from kiosk.config import Settings
from kiosk.doctor.finding import Finding, Patient, note, well, wrong
from kiosk.doctor.look import THERE, has_mirror


class Asked(Protocol):
    def lamp(self, settings: Mapping[str, Any]) -> Health: ...

    def screen(self, settings: Mapping[str, Any]) -> Health: ...

    def voice(self) -> Health: ...


def look(settings: Settings, machine: Asked, *, open_shop: bool) -> Iterator[Patient]:
    """Each room's lamp; of screen and sounds only what is amiss."""
    for name, room in settings.rooms.items():
        lamp = settings.mirror.lamp(name)
        if lamp is not None:
            where = lamp.get("host") or lamp.get("port") or _pins(lamp)
            what = f"lamp {lamp['driver']}" + (f" at {where}" if where else "")
            finding = _of_lamp(lamp, machine, settings, open_shop=open_shop)
            yield Patient(room.name, what, (finding,))
    screen = settings.mirror.screen
    if settings.rooms and not (health := machine.screen(screen.settings())).ok:
        yield Patient("Mirror", f"screen {screen.driver}", (_of_screen(health, settings),))
    if settings.rooms and settings.mirror.sound and not (voice := machine.voice()).ok:
        words, _, mend = voice.message.partition(". ")
        yield Patient("Mirror", "sounds", (note(f"{words}. The mirror is silent.", mend),))


def _of_screen(health: Health, settings: Settings) -> Finding:
    words, _, mend = health.message.partition(". ")
    if not has_mirror(settings):
        return note(f"{words}.", THERE)
    words = f"{words}. A mirror on this machine shows black instead of sleeping."
    return wrong(words, mend, health.cause)


def _pins(lamp: Mapping[str, Any]) -> str:
    return " and ".join(f"pin {lamp[key]}" for key in ("warm", "cool") if lamp.get(key) is not None)


def _of_lamp(
    lamp: Mapping[str, Any], machine: Asked, settings: Settings, *, open_shop: bool
) -> Finding:
    if lamp["driver"] == "pwm" and open_shop:
        return note("The shop is open, and the mirror has the lamp's pins.")
    try:
        health = machine.lamp(lamp)
    except DeviceError as error:
        return wrong(
            f"config.yaml: mirror.light: {str(error).rstrip('.')}.",
            "Change mirror.light in config.yaml.",
        )
    if health.ok:
        return well("The lamp answers.")
    played = str(lamp.get("port", "")).startswith(str(settings.device_dir))
    if played and health.state is DeviceState.AWAY:
        return wrong(
            "The bench plays this lamp, and it is not running.",
            "Start the shop with kiosk run, or name a real lamp in config.yaml.",
        )
    words, _, mend = (health.message or f"The lamp is {health.state}.").partition(". ")
    return wrong(f"{words.rstrip('.')}.", mend or "Check its power.", health.cause)
