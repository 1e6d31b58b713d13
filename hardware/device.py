"""What every device has: open, close, health; and the one place where its driver is chosen.

Owns the device contract, its error class and the registry of drivers. Does not know what any
device is for.
"""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol, runtime_checkable


class DeviceError(OSError):
    """A device could not be used. Raised by I/O inside drivers and for unusable settings."""


class DeviceState(StrEnum):
    """How a device is, as its user needs to know it."""

    STARTING = "starting"  # opened, not heard from yet
    OK = "ok"
    AWAY = "away"  # unplugged, out of reach, silent; its driver keeps trying
    FAULTY = "faulty"  # there, but says that something is wrong


@dataclass(frozen=True, slots=True)
class Health:
    """A device's state as a value, with the sentence that says what to do about it.

    `message` is for staff ("Reader is not connected. Check its USB cable."), `cause` for
    developers (the exception or status code). Both are empty when all is well.
    """

    state: DeviceState
    message: str = ""
    cause: str = ""

    @property
    def ok(self) -> bool:
        return self.state is DeviceState.OK


@runtime_checkable
class Device(Protocol):
    """A thing that is opened once, closed any number of times, and always has a health.

    `open` returns at once: a device that is not there is a state (`AWAY`), not an exception,
    and it comes back by itself.
    """

    @property
    def health(self) -> Health: ...

    def open(self) -> None: ...

    def close(self) -> None: ...


# role -> driver name -> "module:factory"; a factory takes the device's settings as keywords.
DRIVERS: dict[str, dict[str, str]] = {
    "alarm": {
        "gpio": "hardware.alarm.gpio.driver:GpioAlarm",
        "simulated": "hardware.alarm.simulated.driver:SimulatedAlarm",
        "sound": "hardware.alarm.sound.driver:SoundAlarm",
    },
    "lamp": {
        "pwm": "hardware.lights.pwm.driver:PwmLamp",
        "simulated": "hardware.lights.simulated.driver:SimulatedLamp",
        "wled": "hardware.lights.wled.driver:WledLamp",
    },
    "rfid": {
        "llrp": "hardware.rfid.llrp.driver:LlrpReader",
        "m100": "hardware.rfid.m100.driver:M100Reader",
        "mercury": "hardware.rfid.mercury.driver:MercuryReader",
        "mfrc522": "hardware.rfid.mfrc522.driver:Mfrc522Reader",
        "pn532": "hardware.rfid.pn532.driver:Pn532Reader",
        "rdm6300": "hardware.rfid.rdm6300.driver:RDM6300Reader",
        "replay": "hardware.rfid.replay.driver:ReplayReader",
        "shared": "hardware.rfid.shared.driver:SharedReader",
        "simulated": "hardware.rfid.simulated.driver:SimulatedReader",
    },
    "payment_terminal": {
        "desk": "hardware.payment_terminal.desk.driver:DeskTerminal",
        "simulated": "hardware.payment_terminal.simulated.driver:SimulatedTerminal",
        "stripe": "hardware.payment_terminal.stripe_terminal.driver:StripeTerminal",
    },
    "receipt_printer": {
        "network": "hardware.receipt_printer.escpos.driver:network_printer",
        "serial": "hardware.receipt_printer.escpos.driver:serial_printer",
        "simulated": "hardware.receipt_printer.simulated.driver:SimulatedPrinter",
        "usb": "hardware.receipt_printer.escpos.driver:usb_printer",
    },
    "screen": {
        "auto": "hardware.screen.drivers:auto_screen",
        "backlight": "hardware.screen.drivers:BacklightScreen",
        "none": "hardware.screen.drivers:plain_screen",
        "simulated": "hardware.screen.simulated.driver:SimulatedScreen",
        "vcgencmd": "hardware.screen.drivers:firmware_screen",
        "wlopm": "hardware.screen.drivers:wlopm_screen",
        "wlr-randr": "hardware.screen.drivers:wlr_randr_screen",
    },
}


def open_device(role: str, settings: Mapping[str, Any]) -> Any:
    """Make and open the device that `settings["driver"]` names; the rest are its keywords.

    Raises `DeviceError` for an unknown role or driver or settings the driver does not take:
    these are mistakes in the configuration. A device that is merely absent does not raise.
    """
    device = make_device(role, settings)
    device.open()
    return device


def make_device(role: str, settings: Mapping[str, Any]) -> Any:
    """The same, and it stays closed."""
    make, options = factory_of(role, settings)
    try:
        return make(**options)
    except TypeError as error:
        raise DeviceError(
            f"{role} driver {settings['driver']!r} does not take these settings: {error}"
        ) from error


def driver_named(role: str, name: str) -> str:
    """Where this driver is. Loads nothing; raises `DeviceError` where there is none."""
    drivers = DRIVERS.get(role, {})
    if name not in drivers:
        known = ", ".join(sorted(drivers)) or "none"
        raise DeviceError(f"no {role} driver is called {name!r}; there are: {known}")
    return drivers[name]


def factory_of(role: str, settings: Mapping[str, Any]) -> tuple[Callable[..., Any], dict[str, Any]]:
    """What makes the device, and with which keywords. Raises `DeviceError` as `open_device` does,
    but for what only the driver itself can tell."""
    options = dict(settings)
    name = str(options.pop("driver", ""))
    module, _, factory = driver_named(role, name).partition(":")
    make = getattr(importlib.import_module(module), factory)
    takes = inspect.signature(make).parameters
    has = [each for each in takes if not _is_for_tests(each)]
    if unknown := [setting for setting in options if setting not in has]:
        raise DeviceError(
            f"{role} driver {name!r} has no setting {unknown[0]!r}; it has: {', '.join(has)}"
        )
    if missing := [each for each in has if _must_be_given(takes[each]) and each not in options]:
        raise DeviceError(f"{role} driver {name!r} needs the setting {missing[0]!r}")
    for setting, value in options.items():
        if (wanted := _wanted_instead(takes[setting], value)) is not None:
            raise DeviceError(f"{role} driver {name!r}: {setting} is {wanted}, not {value!r}")
    return make, options


def _must_be_given(parameter: inspect.Parameter) -> bool:
    variadic = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    return parameter.default is parameter.empty and parameter.kind not in variadic


_WORDS = {
    "str": (str, "a text"),
    "int": (int, "a whole number"),
    "float": (int | float, "a number"),
    "bool": (bool, "true or false"),
}


def _wanted_instead(parameter: inspect.Parameter, value: Any) -> str | None:
    """What a setting should be, in words, when a file's value is of another type than that."""
    if parameter.annotation == "Sequence[int]":
        return None if _is_whole_numbers(value) else "a list of whole numbers, such as [1, 2]"
    plain, _, nothing = str(parameter.annotation).partition(" | ")
    if plain not in _WORDS or nothing not in ("", "None"):
        return None
    if not isinstance(value, str | int | float | list | dict | None):
        return None  # not from a file
    kind, words = _WORDS[plain]
    right = isinstance(value, kind) and isinstance(value, bool) <= (plain == "bool")
    return None if right or (value is None and nothing) else words


def _is_whole_numbers(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(type(each) is int for each in value)


def _is_for_tests(parameter: str) -> bool:
    """Whether a driver takes it from tests only: what stands for its clock or for its wire."""
    return parameter == "clock" or parameter.startswith("open_")
