"""A Mercury module's settings and how it answers for them; the kinds of modules there are.

Owns what a module is set to and refuses what it does not support. Searching is `module.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hardware.rfid.mercury.commands import GEN2, REGIONS, Option, Version
from hardware.rfid.mercury.wire import Op, Status

BOOTLOADER, APPLICATION = 0x11, 0x12  # what CURRENT_PROGRAM answers
BAUD_RATES = (9600, 19200, 38400, 115200, 230400, 460800, 921600)


@dataclass(frozen=True, slots=True)
class Model:
    """What one kind of module is able to do. Powers in hundredths of a dBm."""

    version: Version
    regions: tuple[str, ...]
    ports: int
    max_power: int = 2700
    min_power: int = 0
    tells_status: bool = True  # status frames in the stream; older firmware refuses to
    tunnels: bool = True  # answers other commands while it streams


M7E_HECTO = Model(
    Version.decode(bytes.fromhex("2301060038000201202409130201060800000010")),  # a real one's words
    ("NA", "IN", "JP", "PRC", "EU3", "KR2", "AU", "NZ", "NA2", "NA3", "EU4", "OPEN"),
    ports=4,
)
M6E_NANO = Model(
    Version.decode(bytes.fromhex("1212061330000001202003050109000200000010")),  # from the rules
    ("IN", "JP", "PRC", "EU3", "KR2", "AU", "NZ", "NA2", "NA3", "OPEN"),
    ports=1,
)


class Refusal(Exception):  # noqa: N818
    """A command is answered with a status instead of data."""

    def __init__(self, status: int) -> None:
        self.status = status


class Settings:
    """What a module forgets when it loses power."""

    def __init__(self, model: Model, program: int) -> None:
        self.model = model
        self.program = program
        self.baud = 115200
        self.temperature_c = 31
        self.missing: set[int] = set()  # ports without an antenna
        self.region = 0
        self.protocol = 0
        self.read_power = 2000
        self.write_power = 2000
        self.power_mode = 0
        self.antennas: tuple[tuple[int, int], ...] = ((1, 1),)
        self.options: dict[int, bytes] = {Option.READ_FILTER: b"\x01"}
        self.gen2: dict[int, bytes] = {}

    def answer(self, op: int, data: bytes) -> bytes:
        """The data of the answer to a command. Raises `Refusal`."""
        if self.program == BOOTLOADER and op not in _IN_BOOTLOADER:
            raise Refusal(Status.BAD_OPCODE)
        if op not in _COMMANDS:
            raise Refusal(Status.BAD_OPCODE)
        return _COMMANDS[op](self, data)

    # -- each takes a command's data and gives its answer's data

    def _version(self, data: bytes) -> bytes:
        expect(not data)
        return self.model.version.encode()

    def _boot_firmware(self, data: bytes) -> bytes:
        expect(not data)
        if self.program == APPLICATION:
            raise Refusal(Status.BAD_OPCODE)
        self.program = APPLICATION
        return self.model.version.encode()

    def _boot_bootloader(self, data: bytes) -> bytes:
        expect(not data)
        self.program = BOOTLOADER
        return b""

    def _set_baud(self, data: bytes) -> bytes:
        expect(len(data) == 4)
        baud = int.from_bytes(data, "big")
        if baud not in BAUD_RATES:
            raise Refusal(Status.BAD_BAUD)
        self.baud = baud
        return b""

    def _get_antenna(self, data: bytes) -> bytes:
        expect(len(data) <= 1)
        option = data[0] if data else 0
        ports = range(1, self.model.ports + 1)
        powers = self.read_power.to_bytes(2, "big", signed=True)
        powers += self.write_power.to_bytes(2, "big", signed=True)
        if option == 0:
            return bytes(self.antennas[0])
        if option == 2:
            return b"\x02" + b"".join(bytes(pair) for pair in self.antennas)
        if option == 3:
            return b"\x03" + b"".join(bytes((port,)) + powers for port in ports)
        if option == 4:
            return b"\x04" + b"".join(bytes((port,)) + powers + b"\0\0" for port in ports)
        if option == 5:
            connected = {port for pair in self.antennas for port in pair} - self.missing
            return b"\x05" + b"".join(bytes((port, port in connected)) for port in ports)
        raise Refusal(Status.BAD_PARAMETER)

    def _set_antenna(self, data: bytes) -> bytes:
        expect(len(data) >= 2)
        if len(data) == 2:
            pairs = data
        elif data[0] == 2:
            expect(len(data) % 2 == 1)
            pairs = data[1:]
        elif data[0] in (3, 4):
            return b""  # powers for each port; the radio field knows one power only
        else:
            raise Refusal(Status.BAD_PARAMETER)
        if any(not 1 <= port <= self.model.ports for port in pairs):
            raise Refusal(Status.BAD_PARAMETER)
        self.antennas = tuple(zip(pairs[::2], pairs[1::2], strict=True))
        return b""

    def _power(self, data: bytes, power: int) -> bytes:
        expect(len(data) <= 1)
        option = data[0] if data else 0
        answer = bytes((option,)) + power.to_bytes(2, "big", signed=True)
        if option == 1:
            answer += self.model.max_power.to_bytes(2, "big", signed=True)
            answer += self.model.min_power.to_bytes(2, "big", signed=True)
        return answer

    def _checked_power(self, data: bytes) -> int:
        expect(len(data) == 2)
        power = int.from_bytes(data, "big", signed=True)
        if power > self.model.max_power:
            raise Refusal(Status.POWER_TOO_HIGH)
        if power < self.model.min_power:
            raise Refusal(Status.POWER_TOO_LOW)
        return power

    def _get_read_power(self, data: bytes) -> bytes:
        return self._power(data, self.read_power)

    def _set_read_power(self, data: bytes) -> bytes:
        self.read_power = self._checked_power(data)
        return b""

    def _get_write_power(self, data: bytes) -> bytes:
        return self._power(data, self.write_power)

    def _set_write_power(self, data: bytes) -> bytes:
        self.write_power = self._checked_power(data)
        return b""

    def _set_protocol(self, data: bytes) -> bytes:
        expect(len(data) == 2)
        protocol = int.from_bytes(data, "big")
        if protocol != GEN2:
            raise Refusal(Status.BAD_PARAMETER)
        self.protocol = protocol
        return b""

    def _set_region(self, data: bytes) -> bytes:
        expect(len(data) == 1)
        if data[0] not in {REGIONS[name] for name in self.model.regions}:
            raise Refusal(Status.BAD_REGION)
        self.region = data[0]
        return b""

    def _set_power_mode(self, data: bytes) -> bytes:
        expect(len(data) == 1)
        self.power_mode = data[0]
        return b""

    def _get_option(self, data: bytes) -> bytes:
        expect(len(data) == 2)
        return data + self.options.get(data[1], b"\0")

    def _set_option(self, data: bytes) -> bytes:
        expect(len(data) >= 3)
        self.options[data[1]] = data[2:]
        return b""

    def _get_gen2(self, data: bytes) -> bytes:
        expect(len(data) == 2)
        return data + self.gen2.get(data[1], b"\0")

    def _set_gen2(self, data: bytes) -> bytes:
        expect(len(data) >= 3)
        if data[0] != GEN2:
            raise Refusal(Status.BAD_PARAMETER)
        self.gen2[data[1]] = data[2:]
        return b""


def expect(right_length: bool) -> None:
    if not right_length:
        raise Refusal(Status.WRONG_LENGTH)


def _answer_of(value: Callable[[Settings], bytes]) -> Callable[[Settings, bytes], bytes]:
    def answer(settings: Settings, data: bytes) -> bytes:
        expect(not data)
        return value(settings)

    return answer


_IN_BOOTLOADER = {Op.VERSION, Op.BOOT_FIRMWARE, Op.SET_BAUD, Op.CURRENT_PROGRAM}

_COMMANDS: dict[int, Callable[[Settings, bytes], bytes]] = {
    Op.VERSION: Settings._version,
    Op.BOOT_FIRMWARE: Settings._boot_firmware,
    Op.BOOT_BOOTLOADER: Settings._boot_bootloader,
    Op.SET_BAUD: Settings._set_baud,
    Op.CURRENT_PROGRAM: _answer_of(lambda settings: bytes((settings.program,))),
    Op.HARDWARE_VERSION: lambda settings, _: settings.model.version.hardware,
    Op.GET_ANTENNA: Settings._get_antenna,
    Op.SET_ANTENNA: Settings._set_antenna,
    Op.GET_READ_POWER: Settings._get_read_power,
    Op.SET_READ_POWER: Settings._set_read_power,
    Op.GET_WRITE_POWER: Settings._get_write_power,
    Op.SET_WRITE_POWER: Settings._set_write_power,
    Op.GET_PROTOCOL: _answer_of(lambda settings: settings.protocol.to_bytes(2, "big")),
    Op.SET_PROTOCOL: Settings._set_protocol,
    Op.GET_REGION: _answer_of(lambda settings: bytes((settings.region,))),
    Op.SET_REGION: Settings._set_region,
    Op.GET_POWER_MODE: _answer_of(lambda settings: bytes((settings.power_mode,))),
    Op.SET_POWER_MODE: Settings._set_power_mode,
    Op.GET_OPTION: Settings._get_option,
    Op.SET_OPTION: Settings._set_option,
    Op.GET_PROTOCOL_OPTION: Settings._get_gen2,
    Op.SET_PROTOCOL_OPTION: Settings._set_gen2,
    Op.AVAILABLE_PROTOCOLS: _answer_of(lambda _: GEN2.to_bytes(2, "big")),
    Op.AVAILABLE_REGIONS: _answer_of(
        lambda settings: bytes(REGIONS[name] for name in settings.model.regions)
    ),
    Op.TEMPERATURE: _answer_of(
        lambda settings: settings.temperature_c.to_bytes(1, "big", signed=True)
    ),
}
