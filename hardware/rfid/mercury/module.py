"""A Mercury module as it behaves: settings, searches, the stream, its buffer, its faults.

Owns the state machine behind the wire; takes the time as an argument and does no I/O. How its
frames travel is `emulator.py`. What it hears comes from a `Field`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from hardware.rfid.field import AIR_RATE_TAGS_S, ROUND_OVERHEAD_S, Field, Heard, round_lasts_s
from hardware.rfid.mercury import commands, notifications
from hardware.rfid.mercury.commands import (
    GEN2,
    MULTI_SELECT,
    REGIONS,
    WITH_METADATA,
    Metadata,
    Search,
    StartStreaming,
    Version,
)
from hardware.rfid.mercury.notifications import StatusReport, TagRecord
from hardware.rfid.mercury.wire import MAX_DATA, Command, Op, Reply, Status, WireError
from hardware.rfid.reader import TagId, TagKind

BOOTLOADER, APPLICATION = 0x11, 0x12  # what CURRENT_PROGRAM answers
BAUD_RATES = (9600, 19200, 38400, 115200, 230400, 460800, 921600)
FREQUENCY_KHZ = 866_300  # the first channel of EU3


@dataclass(frozen=True, slots=True)
class Model:
    """What one kind of module is able to do. Powers in hundredths of a dBm."""

    version: Version
    regions: tuple[str, ...]
    ports: int
    max_power: int = 2700
    min_power: int = 0


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


@dataclass(frozen=True, slots=True)
class Said:
    """A reply, and the tag it tells, if it tells one."""

    reply: Reply
    tag: TagId | None = None


@dataclass(slots=True)
class _BufferedSearch:
    """READ_MULTIPLE or READ_SINGLE under way: it answers when the time is over."""

    command: Command
    until: float
    echo: bytes = b""
    single: bool = False


@dataclass(slots=True)
class _Settings:
    """What a module forgets when it loses power."""

    region: int = 0
    protocol: int = 0
    read_power: int = 2000
    write_power: int = 2000
    power_mode: int = 0
    antennas: tuple[tuple[int, int], ...] = ((1, 1),)
    options: dict[int, bytes] = field(
        default_factory=lambda: {commands.Option.READ_FILTER: b"\x01"}
    )
    gen2: dict[int, bytes] = field(default_factory=dict)


class Module:
    """One module before a field. `hear` commands, and `work` whenever `next_at` has come."""

    def __init__(self, field: Field, model: Model = M7E_HECTO, program: int = APPLICATION) -> None:
        self.model = model
        self.temperature_c = 31
        self.baud = 115200
        self._field = field
        self._first_program = program
        self._power_up()

    def _power_up(self) -> None:
        self.program = self._first_program
        self.settings = _Settings()
        self.stream: StartStreaming | None = None
        self.fault: int | None = None
        self._search: _BufferedSearch | None = None
        self._buffer: dict[bytes, TagRecord] = {}
        self._fetched = 0
        self._on_air: deque[tuple[float, int, Heard]] = deque()  # of the round under way
        self._round_at = 0.0
        self._rounds = 0
        self._cycle_from = 0.0
        self._heard_in_cycle = False

    @property
    def busy(self) -> bool:
        """Whether it is searching for its buffer and hears no command."""
        return self._search is not None

    # -- verbs of the bench and of tests

    def reboot(self) -> list[Said]:
        """Loses its settings and says who it is, unasked."""
        self._power_up()
        self.baud = 115200
        return [Said(Reply(Op.BOOT_FIRMWARE, data=self.model.version.encode()))]

    def fail(self, status: int | None) -> list[Said]:
        """From now on each search ends with `status` instead of tags; None: all is well again."""
        self.fault = status
        self._on_air.clear()
        return [Said(Reply(Op.READ_MULTIPLE, status))] if status and self.stream else []

    def warm(self, temperature_c: int) -> list[Said]:
        """Has another temperature, and tells it if the stream was asked for status frames."""
        self.temperature_c = temperature_c
        if self.stream is None or not self.stream.search & Search.STATUS_STREAM:
            return []
        report = StatusReport(FREQUENCY_KHZ, temperature_c)
        return [Said(notifications.status_notification(self.stream, report))]

    # -- the host's side

    def hear(self, command: Command, now: float) -> list[Said]:
        """What it answers at once. A search answers later, from `work`."""
        try:
            return self._answer(command, now, tunnelled=False)
        except Refusal as refusal:
            return [Said(Reply(command.op, refusal.status))]
        except WireError:
            return [Said(Reply(command.op, Status.BAD_PARAMETER))]

    def _answer(self, command: Command, now: float, tunnelled: bool) -> list[Said]:
        op, data = command.op, command.data
        if self.program == BOOTLOADER and op not in _IN_BOOTLOADER:
            raise Refusal(Status.BAD_OPCODE)
        if op == Op.STREAM and not tunnelled:
            return self._streaming(data, now)
        if self.stream and not tunnelled:
            raise Refusal(Status.BAD_OPCODE)
        if op == Op.READ_MULTIPLE:
            self._search_for_buffer(command, now)
            return []
        if op == Op.READ_SINGLE:
            _expect(len(data) >= 2)
            until = now + int.from_bytes(data[:2], "big") / 1000
            self._search = _BufferedSearch(command, until, single=True)
            self._round_at = now
            return []
        setting = _SETTINGS.get(op)
        if setting is None:
            raise Refusal(Status.BAD_OPCODE)
        return [Said(Reply(op, data=setting(self, data)))]

    def _streaming(self, data: bytes, now: float) -> list[Said]:
        _expect(len(data) >= 3)
        if data[2] == commands.STOPPED:
            self.stream = None
            self._on_air.clear()
            return [Said(commands.streaming_reply(commands.STOPPED))]
        if data[2] == commands.TUNNELLED:
            inner = commands.untunnel(data)
            try:
                said = self._answer(inner, now, tunnelled=True)
            except Refusal as refusal:
                said = [Said(Reply(inner.op, refusal.status))]
            return [Said(commands.tunnel_reply(each.reply)) for each in said]
        request = StartStreaming.decode(data)
        self._ready_to_search()
        self.stream = request
        self._cycle_from = self._round_at = now
        self._heard_in_cycle = False
        return [Said(commands.streaming_reply(commands.STARTED))]

    def _ready_to_search(self) -> None:
        if not self.settings.region:
            raise Refusal(Status.BAD_REGION)
        if self.settings.protocol != GEN2:
            raise Refusal(Status.NO_PROTOCOL)

    def _search_for_buffer(self, command: Command, now: float) -> None:
        data = command.data
        marker = 1 if data[:1] == bytes((MULTI_SELECT,)) else 0
        _expect(len(data) >= marker + 5)
        self._ready_to_search()
        option = data[marker]
        at = marker + 5
        if int.from_bytes(data[marker + 1 : marker + 3], "big") & Search.DUTY_CYCLE:
            at += 2
        echo = data[: marker + 3]
        if option & WITH_METADATA:
            echo += data[at : at + 2]
        milliseconds = int.from_bytes(data[marker + 3 : marker + 5], "big")
        self._search = _BufferedSearch(command, now + milliseconds / 1000, echo)
        self._round_at = now

    # -- the air's side

    @property
    def next_at(self) -> float | None:
        """When `work` has something to do, if ever."""
        if self._search is not None:
            return min(self._search.until, self._round_at)
        if self.stream is None:
            return None
        cycle_ends = self._cycle_from + self.stream.search_ms / 1000
        if self.fault:
            return cycle_ends
        return min(cycle_ends, self._on_air[0][0] if self._on_air else self._round_at)

    def work(self, now: float) -> list[Said]:
        """What it says on its own up to `now`."""
        if self._search is not None:
            return self._work_on_search(self._search, now)
        said: list[Said] = []
        while self.stream and (at := self.next_at) is not None and at <= now:
            said += self._work_on_stream(self.stream, at, now)
        return said

    def _work_on_stream(self, stream: StartStreaming, at: float, now: float) -> list[Said]:
        if not self.fault and self._on_air and self._on_air[0][0] <= at:
            heard_at, antenna, heard = self._on_air.popleft()
            self._heard_in_cycle = True
            tag = self._record(heard, antenna, heard_at)
            return [Said(notifications.tag_notification(stream, tag), heard.tag)]
        if at >= self._cycle_from + stream.search_ms / 1000:
            return self._end_cycle(stream, at)
        # A module that was held up does not catch up on rounds that it missed.
        self._begin_round(now if now - at > 1.0 else at)
        return []

    def _end_cycle(self, stream: StartStreaming, at: float) -> list[Said]:
        heard, self._heard_in_cycle = self._heard_in_cycle, False
        lasted_ms = round((at - self._cycle_from) * 1000)
        self._cycle_from = at + (stream.off_ms or 0) / 1000
        if stream.off_ms:
            self._round_at = max(self._round_at, self._cycle_from)
        if self.fault:
            return [Said(Reply(Op.READ_MULTIPLE, self.fault))]
        return [] if heard else [Said(notifications.keep_alive(stream, lasted_ms))]

    def _begin_round(self, at: float) -> None:
        ports = self.settings.antennas
        antenna = ports[self._rounds % len(ports)][0]
        self._rounds += 1
        heard = self._field.round(antenna, at)
        for number, each in enumerate(heard, start=1):
            if each.tag.kind is TagKind.EPC:
                answers_at = at + ROUND_OVERHEAD_S + number / AIR_RATE_TAGS_S
                self._on_air.append((answers_at, antenna, each))
        self._round_at = at + round_lasts_s(len(heard))

    def _record(self, heard: Heard, antenna: int, at: float) -> TagRecord:
        return TagRecord.heard(
            bytes.fromhex(heard.tag.value),
            read_count=1,
            rssi_dbm=max(-128, min(127, round(heard.rssi_dbm))),
            antenna=antenna << 4 | antenna,
            frequency_khz=FREQUENCY_KHZ,
            timestamp_ms=max(0, round((at - self._cycle_from) * 1000)),
            phase=0,
            protocol=GEN2,
        )

    def _work_on_search(self, search: _BufferedSearch, now: float) -> list[Said]:
        while self._round_at <= min(now, search.until):
            self._begin_round(self._round_at)
            while self._on_air:
                at, antenna, heard = self._on_air.popleft()
                tag = self._record(heard, antenna, at)
                if search.single:
                    self._search = None
                    self._on_air.clear()
                    data = tag.epc + tag.crc.to_bytes(2, "big")
                    return [Said(Reply(search.command.op, data=data), heard.tag)]
                self._buffer.setdefault(tag.epc, tag)
        if now < search.until:
            return []
        self._search = None
        if self.fault:
            return [Said(Reply(search.command.op, self.fault))]
        if search.single or not self._buffer:
            return [Said(Reply(search.command.op, Status.NO_TAGS))]
        count = len(self._buffer).to_bytes(4, "big")
        return [Said(Reply(search.command.op, data=search.echo + count))]

    # -- settings: each takes a command's data and gives its answer's data

    def _version(self, data: bytes) -> bytes:
        _expect(not data)
        return self.model.version.encode()

    def _boot_firmware(self, data: bytes) -> bytes:
        _expect(not data)
        if self.program == APPLICATION:
            raise Refusal(Status.BAD_OPCODE)
        self.program = APPLICATION
        return self.model.version.encode()

    def _boot_bootloader(self, data: bytes) -> bytes:
        _expect(not data)
        self.program = BOOTLOADER
        return b""

    def _set_baud(self, data: bytes) -> bytes:
        _expect(len(data) == 4)
        baud = int.from_bytes(data, "big")
        if baud not in BAUD_RATES:
            raise Refusal(Status.BAD_BAUD)
        self.baud = baud
        return b""

    def _get_antenna(self, data: bytes) -> bytes:
        _expect(len(data) <= 1)
        option = data[0] if data else 0
        ports = range(1, self.model.ports + 1)
        powers = self.settings.read_power.to_bytes(2, "big", signed=True)
        powers += self.settings.write_power.to_bytes(2, "big", signed=True)
        if option == 0:
            return bytes(self.settings.antennas[0])
        if option == 2:
            return b"\x02" + b"".join(bytes(pair) for pair in self.settings.antennas)
        if option == 3:
            return b"\x03" + b"".join(bytes((port,)) + powers for port in ports)
        if option == 4:
            return b"\x04" + b"".join(bytes((port,)) + powers + b"\0\0" for port in ports)
        if option == 5:
            connected = {port for pair in self.settings.antennas for port in pair}
            if self.fault == Status.NO_ANTENNA:
                connected = set()
            return b"\x05" + b"".join(bytes((port, port in connected)) for port in ports)
        raise Refusal(Status.BAD_PARAMETER)

    def _set_antenna(self, data: bytes) -> bytes:
        _expect(len(data) >= 2)
        if len(data) == 2:
            pairs = data
        elif data[0] == 2:
            _expect(len(data) % 2 == 1)
            pairs = data[1:]
        elif data[0] in (3, 4):
            return b""  # powers for each port; the radio field knows one power only
        else:
            raise Refusal(Status.BAD_PARAMETER)
        if any(not 1 <= port <= self.model.ports for port in pairs):
            raise Refusal(Status.BAD_PARAMETER)
        self.settings.antennas = tuple(zip(pairs[::2], pairs[1::2], strict=True))
        return b""

    def _power(self, data: bytes, power: int) -> bytes:
        _expect(len(data) <= 1)
        option = data[0] if data else 0
        answer = bytes((option,)) + power.to_bytes(2, "big", signed=True)
        if option == 1:
            answer += self.model.max_power.to_bytes(2, "big", signed=True)
            answer += self.model.min_power.to_bytes(2, "big", signed=True)
        return answer

    def _checked_power(self, data: bytes) -> int:
        _expect(len(data) == 2)
        power = int.from_bytes(data, "big", signed=True)
        if power > self.model.max_power:
            raise Refusal(Status.POWER_TOO_HIGH)
        if power < self.model.min_power:
            raise Refusal(Status.POWER_TOO_LOW)
        return power

    def _get_read_power(self, data: bytes) -> bytes:
        return self._power(data, self.settings.read_power)

    def _set_read_power(self, data: bytes) -> bytes:
        self.settings.read_power = self._checked_power(data)
        return b""

    def _get_write_power(self, data: bytes) -> bytes:
        return self._power(data, self.settings.write_power)

    def _set_write_power(self, data: bytes) -> bytes:
        self.settings.write_power = self._checked_power(data)
        return b""

    def _set_protocol(self, data: bytes) -> bytes:
        _expect(len(data) == 2)
        protocol = int.from_bytes(data, "big")
        if protocol != GEN2:
            raise Refusal(Status.BAD_PARAMETER)
        self.settings.protocol = protocol
        return b""

    def _set_region(self, data: bytes) -> bytes:
        _expect(len(data) == 1)
        if data[0] not in {REGIONS[name] for name in self.model.regions}:
            raise Refusal(Status.BAD_REGION)
        self.settings.region = data[0]
        return b""

    def _set_power_mode(self, data: bytes) -> bytes:
        _expect(len(data) == 1)
        self.settings.power_mode = data[0]
        return b""

    def _get_option(self, data: bytes) -> bytes:
        _expect(len(data) == 2)
        return data + self.settings.options.get(data[1], b"\0")

    def _set_option(self, data: bytes) -> bytes:
        _expect(len(data) >= 3)
        self.settings.options[data[1]] = data[2:]
        return b""

    def _get_gen2(self, data: bytes) -> bytes:
        _expect(len(data) == 2)
        return data + self.settings.gen2.get(data[1], b"\0")

    def _set_gen2(self, data: bytes) -> bytes:
        _expect(len(data) >= 3)
        if data[0] != GEN2:
            raise Refusal(Status.BAD_PARAMETER)
        self.settings.gen2[data[1]] = data[2:]
        return b""

    def _fetch_buffer(self, data: bytes) -> bytes:
        if not data:  # how many are left: where reading is, where writing is
            return self._fetched.to_bytes(2, "big") + len(self._buffer).to_bytes(2, "big")
        _expect(len(data) == 3)
        waiting = list(self._buffer.values())[self._fetched :]
        if not waiting:
            raise Refusal(Status.BUFFER_EMPTY)
        metadata = Metadata(int.from_bytes(data[:2], "big"))
        records = b""
        count = 0
        for tag in waiting:
            record = notifications.encode_tag(tag, metadata)
            if len(data) + 1 + len(records) + len(record) > MAX_DATA:
                break
            records += record
            count += 1
        self._fetched += count
        return data + bytes((count,)) + records

    def _clear_buffer(self, data: bytes) -> bytes:
        _expect(not data)
        self._buffer.clear()
        self._fetched = 0
        return b""


def _expect(right_length: bool) -> None:
    if not right_length:
        raise Refusal(Status.WRONG_LENGTH)


def _answer_of(value: Callable[[Module], bytes]) -> Callable[[Module, bytes], bytes]:
    def answer(module: Module, data: bytes) -> bytes:
        _expect(not data)
        return value(module)

    return answer


_IN_BOOTLOADER = {Op.VERSION, Op.BOOT_FIRMWARE, Op.SET_BAUD, Op.CURRENT_PROGRAM}

_SETTINGS: dict[int, Callable[[Module, bytes], bytes]] = {
    Op.VERSION: Module._version,
    Op.BOOT_FIRMWARE: Module._boot_firmware,
    Op.BOOT_BOOTLOADER: Module._boot_bootloader,
    Op.SET_BAUD: Module._set_baud,
    Op.CURRENT_PROGRAM: _answer_of(lambda module: bytes((module.program,))),
    Op.HARDWARE_VERSION: lambda module, _: module.model.version.hardware,
    Op.GET_ANTENNA: Module._get_antenna,
    Op.SET_ANTENNA: Module._set_antenna,
    Op.GET_READ_POWER: Module._get_read_power,
    Op.SET_READ_POWER: Module._set_read_power,
    Op.GET_WRITE_POWER: Module._get_write_power,
    Op.SET_WRITE_POWER: Module._set_write_power,
    Op.GET_PROTOCOL: _answer_of(lambda module: module.settings.protocol.to_bytes(2, "big")),
    Op.SET_PROTOCOL: Module._set_protocol,
    Op.GET_REGION: _answer_of(lambda module: bytes((module.settings.region,))),
    Op.SET_REGION: Module._set_region,
    Op.GET_POWER_MODE: _answer_of(lambda module: bytes((module.settings.power_mode,))),
    Op.SET_POWER_MODE: Module._set_power_mode,
    Op.GET_OPTION: Module._get_option,
    Op.SET_OPTION: Module._set_option,
    Op.GET_PROTOCOL_OPTION: Module._get_gen2,
    Op.SET_PROTOCOL_OPTION: Module._set_gen2,
    Op.AVAILABLE_PROTOCOLS: _answer_of(lambda _: GEN2.to_bytes(2, "big")),
    Op.AVAILABLE_REGIONS: _answer_of(
        lambda module: bytes(REGIONS[name] for name in module.model.regions)
    ),
    Op.TEMPERATURE: _answer_of(lambda module: module.temperature_c.to_bytes(1, "big", signed=True)),
    Op.GET_TAG_BUFFER: Module._fetch_buffer,
    Op.CLEAR_TAG_BUFFER: Module._clear_buffer,
}
