"""What the doctor concludes: from what the machine answers to sentences with a mend.

Owns the order of the questions and the words. Asks the machine (`machine.py`) only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from hardware.device import DeviceError, DeviceState, Health
from hardware.rfid.line import port_words
from hardware.rfid.probing import Found, Holder, Port
from kiosk.config import Settings
from kiosk.config_sections import Device
from kiosk.doctor import certificate, lamp, look
from kiosk.doctor.finding import Finding, Grade, Patient, note, well, wrong
from kiosk.doctor.machine import Heard

ON_A_PORT = ("mercury", "m100", "pn532", "rdm6300")
CANNOT_BE_ASKED = ("rdm6300",)  # they only talk
NAMES = {
    "mercury": "a ThingMagic module (mercury)",
    "m100": "an M100 module such as the R200 (m100)",
    "pn532": "a PN532 (pn532)",
    "rdm6300": "an RDM6300 (rdm6300)",
}


class Asked(Protocol):
    """What is asked of a machine."""

    def ports(self) -> Sequence[Port]: ...

    def exists(self, path: Path) -> bool: ...

    def may_use(self, path: Path) -> bool: ...

    def holder(self, path: Path) -> Holder | None: ...

    def identify(self, path: Path) -> Found | None: ...

    def devices(self) -> dict[str, Any] | None: ...

    def listen(self, device: Device) -> Heard: ...

    def lamp(self, settings: Mapping[str, Any]) -> Health: ...

    def screen(self, settings: Mapping[str, Any]) -> Health: ...

    def voice(self) -> Health: ...


@dataclass(frozen=True, slots=True)
class Place:
    """A configured reader: `key` is where it is in config.yaml, `name` as in room-1."""

    title: str
    key: str
    name: str
    device: Device


def places(settings: Settings) -> list[Place]:
    """Every reader of config.yaml."""
    return [
        *(
            Place(room.name, f"rooms.{name}.reader", f"room-{name}", room.reader)
            for name, room in settings.rooms.items()
        ),
        *(
            Place(table.name, f"tables.{name}.reader", f"table-{name}", table.reader)
            for name, table in settings.tables.items()
        ),
        *(
            Place(gate.name, f"gates.{name}.reader", f"gate-{name}", gate.reader)
            for name, gate in settings.gates.items()
        ),
        *(
            Place(f"Reader {name}", f"readers.{name}", name, device)
            for name, device in settings.readers.items()
        ),
    ]


def examine(settings: Settings, machine: Asked) -> Iterator[Patient]:
    """One after the other, as each takes some seconds: places, then ports that nobody uses."""
    if of_the_hub := certificate.look(settings):
        yield Patient("Hub", settings.hub_url, tuple(of_the_hub))
    yield from look.look(settings)
    devices = machine.devices()
    everywhere = places(settings)
    devices_of_the_shop = [one.device for one in everywhere]
    devices_of_the_shop += [table.terminal for table in settings.tables.values()]
    devices_of_the_shop += [alarm for gate in settings.gates.values() for alarm in gate.alarms]
    used = {Path(str(one.port)).resolve() for one in devices_of_the_shop if one.port}
    free = [port for port in machine.ports() if port.path.resolve() not in used]
    found: dict[Port, Found | None] = {}

    def on_free_ports() -> dict[Port, Found | None]:
        for port in free:
            if port not in found:
                found[port] = _identify(machine, port)
        return found

    for place in everywhere:
        host = str(place.device.settings().get("host", ""))
        where = ":".join(each for each in (host, str(place.device.port)) if each)
        what = place.device.driver + (f" at {where}" if where else "")
        findings = tuple(_examine(place, settings, machine, devices, on_free_ports))
        yield Patient(place.title, what, findings)
    yield from lamp.look(settings, machine, open_shop=devices is not None)
    for port, who in on_free_ports().items():
        if who is not None:
            words = f"Here answers {who.name}, which no room or table uses."
            mend = f"To use it, write driver: {who.driver} and port: {port} for a reader."
            yield Patient("Unused reader", str(port), (note(words, mend),))


def _examine(
    place: Place, settings: Settings, machine: Asked, devices: dict[str, Any] | None, on_free: Any
) -> Iterator[Finding]:
    device, path = place.device, Path(str(place.device.port))
    if device.driver in ON_A_PORT and device.port:
        if not machine.exists(path):
            yield _no_port(place, settings, on_free())
            return
        if not machine.may_use(path):
            yield wrong(
                f"Hangtag may not use {path}.",
                "Add this user to the group dialout (sudo usermod -aG dialout $USER), "
                "log out and log in again.",
            )
            return
        if (holder := machine.holder(path)) is not None:
            yield _held(place, holder, devices)
            return
        if device.driver not in CANNOT_BE_ASKED:
            wrong_one = _wrong_one(place, machine, path)
            if wrong_one is not None:
                yield wrong_one
                return
    elif devices is not None:
        if (said := _said(place, devices)) is not None:
            yield said
            return
        if place.name in settings.readers:  # a second client would be sent away
            yield note("The shop is open. The places that hear this reader say how it is.")
            return
    elif (shared := settings.shared_by(device)) is not None:
        yield note(f"It hears the reader {shared}, which the shop shares while it is open.")
        return
    yield from _as_the_shop_would(place, machine)


def _no_port(place: Place, settings: Settings, free: dict[Port, Found | None]) -> Finding:
    port = str(place.device.port)
    if Path(port).is_relative_to(settings.device_dir):
        return wrong(
            "The bench plays this reader, and it is not running.",
            "Start the shop with kiosk run, or name a real reader's port in config.yaml.",
        )
    same = [one for one, who in free.items() if who and who.driver == place.device.driver]
    words = f"There is no port {port}: the reader is not connected, or has another name now."
    if same:
        return wrong(
            words,
            f"One like it answers at {same[0]}. Write that as {place.key}.port in config.yaml.",
        )
    others = [f"{who.name} at {one} (driver {who.driver})" for one, who in free.items() if who]
    if others:
        return wrong(words, f"Check its USB cable. This machine has: {'; '.join(others)}.")
    return wrong(words, "Check its USB cable and its power.")


def _held(place: Place, holder: Holder, devices: dict[str, Any] | None) -> Finding:
    command = holder.command.split()[:4]  # what it is given is not for us to understand
    if any(Path(word).name in ("kiosk", "kiosk.exe") for word in command):
        if devices is None:
            return note("The shop is open and reads it; its hub does not answer yet.")
        return _said(place, devices) or note("The shop is open and reads it.")
    return wrong(
        f"Another program has the reader's port open: {holder.command} (process {holder.pid}).",
        "Close that program.",
    )


def _said(place: Place, devices: dict[str, Any]) -> Finding | None:
    """What the hub was told of this place by the program that reads it."""
    said = next((one for one in devices["devices"] if one["name"] == place.name), None)
    if said is None:
        return None
    reader = said["reader"]
    if reader["state"] == DeviceState.OK:
        return well("The shop is open, and this reader is well.")
    words = reader["message"] or f"The reader is {reader['state']}."
    if reader["state"] == DeviceState.STARTING:
        return note(f"The shop is open. {words}")
    return wrong(*_mended(words))


def _wrong_one(place: Place, machine: Asked, path: Path) -> Finding | None:
    """Something else answers there, or nothing does."""
    try:
        who = machine.identify(path)
    except OSError as error:
        words, mend = _mended(port_words(error))
        return wrong(words, mend, str(error))
    if who is None:
        # It may have been left at another baud than the one of most: its driver tries them all.
        if (finding := next(_as_the_shop_would(place, machine))).grade is not Grade.WRONG:
            return finding
        return wrong(
            f"Nothing answers at {path}.",
            "Check the reader's power and cable, and whether another device is plugged in there.",
        )
    if who.driver != place.device.driver:
        return wrong(
            f"At {path} answers {NAMES.get(who.driver, who.driver)}, and config.yaml says "
            f"{place.device.driver}.",
            f"Write driver: {who.driver} at {place.key}, or plug the right reader in there.",
            who.name,
        )
    return None


def _as_the_shop_would(place: Place, machine: Asked) -> Iterator[Finding]:
    try:
        heard = machine.listen(place.device)
    except DeviceError as error:
        words = f"config.yaml: {place.key}: {str(error).rstrip('.')}."
        yield wrong(words, f"Change {place.key} in config.yaml.")
        return
    if heard.health.state is not DeviceState.OK:
        words, mend = _mended(heard.health.message or f"It is {heard.health.state}.")
        yield wrong(words, mend, heard.health.cause)
        return
    many = (
        "no tag"
        if not heard.tags
        else "1 tag"
        if len(heard.tags) == 1
        else f"{len(heard.tags)} tags"
    )
    yield well(f"It is well, and hears {many} now.")


def _mended(message: str) -> tuple[str, str]:
    """A driver's message: what is so, and the sentences after it, which say what to do."""
    first, _, rest = message.partition(". ")
    if rest:
        return f"{first.rstrip('.')}.", rest
    if "of config.yaml" in message:
        return message, "Change it in config.yaml."
    return message, "Unplug it and plug it in again."


def _identify(machine: Asked, port: Port) -> Found | None:
    if not machine.may_use(port.path) or machine.holder(port.path) is not None:
        return None
    try:
        return machine.identify(port.path)
    except OSError:
        return None
