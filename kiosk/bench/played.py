"""The devices that the bench plays: emulated readers, lamps, card terminals and alarms.

Owns the emulators for the devices of config.yaml whose port lies in `<data_dir>/dev`, or whose host
is this machine. Which programs listen on those wires is not its business.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

from hardware.alarm.simulated.emulator import AlarmEmulator
from hardware.lights.simulated.emulator import LampEmulator
from hardware.lights.wled.emulator import WledEmulator
from hardware.payment_terminal.simulated.emulator import TerminalEmulator
from hardware.rfid.emulators import EMULATORS, Emulator, emulate
from hardware.rfid.field import Field
from hardware.rfid.llrp.wire import PORT
from kiosk.bench.floor import Place
from kiosk.bench.pieces import CarryError
from kiosk.config import Settings
from kiosk.config_sections import Device

LOOPBACK = ("127.0.0.1", "localhost")  # where the bench plays readers of the network

PlayedLamp = LampEmulator | WledEmulator
PlayedDevice = Emulator | TerminalEmulator | AlarmEmulator | PlayedLamp


@runtime_checkable
class Mute(Protocol):
    """An emulated device that can fall silent without an error."""

    def go_silent(self) -> None: ...

    def speak(self) -> None: ...


@dataclass(frozen=True)
class PlayedReader:
    """An emulated reader and the field before its antenna."""

    emulator: Emulator
    field: Field
    antenna: int


class PlayedDevices:
    """What of the shop's devices is the bench's, by place, table and gate."""

    def __init__(self, settings: Settings) -> None:
        self.readers: dict[Place, PlayedReader] = {}
        self.terminals: dict[str, TerminalEmulator] = {}
        self.alarms: dict[str, AlarmEmulator] = {}
        self.lamps: dict[str, PlayedLamp] = {}
        self._settings = settings
        self._emulated: dict[Path, tuple[Emulator, Field]] = {}
        for room, section in settings.rooms.items():
            self._add_reader(Place("room", room), section.reader)
            self._add_lamp(room)
        for table, section_of_table in settings.tables.items():
            self._add_reader(Place("table", table), section_of_table.reader)
            self._add_terminal(table, section_of_table.terminal)
        for gate, section_of_gate in settings.gates.items():
            self._add_reader(Place("gate", gate), section_of_gate.reader)
            self._add_alarm(gate, section_of_gate.alarms)

    def emulators(self) -> Iterator[PlayedDevice]:
        """All of them, to be started and stopped."""
        yield from (emulator for emulator, _ in self._emulated.values())
        yield from self.lamps.values()
        yield from self.terminals.values()
        yield from self.alarms.values()

    def device(self, name: str) -> PlayedDevice:
        """By its name, as in room-1 or terminal-1. Raises `CarryError`."""
        devices: dict[str, PlayedDevice] = {
            place.device: reader.emulator for place, reader in self.readers.items()
        }
        devices |= {f"lamp-{room}": each for room, each in self.lamps.items()}
        devices |= {f"terminal-{table}": each for table, each in self.terminals.items()}
        devices |= {f"alarm-{gate}": each for gate, each in self.alarms.items()}
        if name not in devices:
            raise CarryError(f"The bench plays no {name!r}; it plays: {', '.join(devices)}.")
        return devices[name]

    def _add_reader(self, place: Place, device: Device) -> None:
        antenna = (device.settings().get("antennas") or [1])[0]
        if (shared := self._settings.shared_by(device)) is not None:
            device = self._settings.readers[shared]
        if device.driver not in EMULATORS or (link := self._link(device)) is None:
            return
        if link not in self._emulated:
            field = Field(seed=len(self.readers))
            self._emulated[link] = emulate(device.driver, link, field), field
        emulator, field = self._emulated[link]
        self.readers[place] = PlayedReader(emulator, field, antenna)

    def _link(self, device: Device) -> Path | None:
        """Where the bench plays this reader; None for a real one."""
        if device.driver == "llrp":
            host = str(device.settings().get("host"))
            return Path(f"{host}:{device.port or PORT}") if host in LOOPBACK else None
        return Path(str(device.port)) if self._plays(device) else None

    def _add_lamp(self, room: str) -> None:
        lamp = self._settings.mirror.lamp(room) or {}
        port = lamp.get("port", "")
        if lamp.get("driver") == "simulated" and Path(str(port)).is_relative_to(
            self._settings.device_dir
        ):
            self.lamps[room] = LampEmulator(Path(str(port)))
        elif lamp.get("driver") == "wled" and lamp.get("host") in LOOPBACK and port:
            self.lamps[room] = WledEmulator(int(port))

    def _add_terminal(self, table: str, device: Device) -> None:
        if device.driver == "simulated" and self._plays(device):
            port = Path(str(device.port))
            self.terminals[table] = TerminalEmulator(port, port.with_suffix(".books.jsonl"))

    def _add_alarm(self, gate: str, devices: Sequence[Device]) -> None:
        for device in devices:
            if device.driver == "simulated" and self._plays(device):
                self.alarms[gate] = AlarmEmulator(Path(str(device.port)))

    def _plays(self, device: Device) -> bool:
        return Path(str(device.port)).is_relative_to(self._settings.device_dir)
