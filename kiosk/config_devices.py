"""Which devices of config.yaml cannot be, by their keys, and which program cannot begin without.

The file may be a whole shop's: a program refuses what it uses itself and only logs what is wrong
elsewhere. Makes devices to hear what they say of their settings; opens none.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass

from hardware.device import DeviceError, driver_named, make_device
from kiosk.config import ConfigError, Settings
from kiosk.config_sections import Device

log = logging.getLogger(__name__)

# Money, paper and lamps are the matter of who opens them: of those only the driver's name is looked
# at here, and nothing is loaded.
MADE = ("alarm", "rfid", "screen")
AUTO = Device(driver="auto")  # a screen that cannot be wrong: a mirror's first frame waits for less


@dataclass(frozen=True, slots=True)
class Use:
    """A device at its key of config.yaml. `needed_by` cannot begin without it, and `lost` says
    what the shop has not for it."""

    key: str
    role: str
    device: Device
    needed_by: tuple[str, ...]
    lost: str


def refuse(settings: Settings, program: str = "") -> None:
    """Raises `ConfigError` for what a program, such as mirror-1, cannot begin without; without a
    program for whatever is wrong in the shop, one line for each key."""
    mine = (use for use in uses(settings) if not program or program in use.needed_by)
    if wrong := [fault for use in mine if (fault := _fault(use, settings))]:
        raise ConfigError("\n".join(f"{settings.file}: {fault}" for fault in wrong))


def warn(settings: Settings, program: str) -> None:
    """Logs what is wrong in the shop and does not keep this program from beginning."""
    for use in uses(settings):
        if program not in use.needed_by and (fault := _fault(use, settings)):
            log.warning("%s %s", fault, use.lost)


def uses(settings: Settings) -> Iterator[Use]:
    """Every device of the shop."""
    for name, reader in settings.readers.items():
        needed_by = (f"reader-{name}",)
        yield Use(f"readers.{name}", "rfid", reader, needed_by, f"Reader {name} will not start.")
    for name, room in settings.rooms.items():
        lost = f"{room.name} will not start."
        yield Use(f"rooms.{name}.reader", "rfid", room.reader, (f"mirror-{name}",), lost)
    for name, table in settings.tables.items():
        lost = f"{table.name} will not start."
        yield Use(f"tables.{name}.reader", "rfid", table.reader, (f"table-{name}",), lost)
        # The hub has them, of every table.
        lost = "The hub will not start."
        terminal = table.terminal
        yield Use(f"tables.{name}.terminal", "payment_terminal", terminal, ("hub",), lost)
        if table.printer is not None:
            printer = table.printer
            yield Use(f"tables.{name}.printer", "receipt_printer", printer, ("hub",), lost)
    for name, gate in settings.gates.items():
        needed_by, lost = (f"gate-{name}",), f"{gate.name} will not start."
        yield Use(f"gates.{name}.reader", "rfid", gate.reader, needed_by, lost)
        for number, alarm in enumerate(gate.alarms):
            key = f"gates.{name}.alarm" + (f".{number}" if len(gate.alarms) > 1 else "")
            yield Use(key, "alarm", alarm, needed_by, lost)
    mirrors = tuple(f"mirror-{room}" for room in settings.rooms)
    lost = "No mirror will start."
    if settings.mirror.light is not None:
        yield Use("mirror.light", "lamp", settings.mirror.light, mirrors, lost)
    if settings.mirror.screen != AUTO:
        yield Use("mirror.screen", "screen", settings.mirror.screen, mirrors, lost)


def _fault(use: Use, settings: Settings) -> str:
    """A sentence that begins with the key; "" when all is well."""
    try:
        driver_named(use.role, use.device.driver)
    except DeviceError as error:
        return f"{use.key}.driver: {error}."
    if use.device.driver == "shared" and (sentence := _shared(use, settings)):
        return sentence
    if use.role in MADE:
        try:
            make_device(use.role, use.device.settings())
        except DeviceError as error:
            return f"{use.key}: {str(error).rstrip('.')}."
    return ""


def _shared(use: Use, settings: Settings) -> str:
    """Who hears a shared reader names one that there is, and antennas that it is set to."""
    device = use.device
    if use.key.startswith("readers."):
        return (
            f"{use.key}.driver is shared. Name the reader's own driver there, such as llrp; who "
            "hears it says shared."
        )
    reader = settings.shared_by(device)
    if reader is None:
        known = ", ".join(str(settings.shared_at(each)) for each in settings.readers) or "none"
        return f"{use.key}.port is {device.port!r}, but of readers there are shared: {known}."
    antennas = device.settings().get("antennas", [])
    owned = settings.readers[reader].settings().get("antennas", [1])
    if not isinstance(antennas, list) or not isinstance(owned, list):
        return ""  # told by who has it
    if missing := [each for each in antennas if each not in owned]:
        has = ", ".join(map(str, owned))
        return f"{use.key}.antennas has {missing[0]}, but readers.{reader}.antennas has: {has}."
    return ""
