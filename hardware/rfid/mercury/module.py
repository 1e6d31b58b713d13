"""A Mercury module as it behaves: searches, the stream, its buffer, its faults.

Owns the state machine behind the wire; takes the time as an argument and does no I/O. What it is
set to is `settings.py`, how its frames travel `emulator.py`. What it hears comes from a `Field`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from hardware.rfid.field import Answer, Field, Inventory
from hardware.rfid.gen2 import is_epc
from hardware.rfid.mercury import commands, notifications
from hardware.rfid.mercury.commands import (
    GEN2,
    MULTI_SELECT,
    WITH_METADATA,
    Metadata,
    Search,
    StartStreaming,
)
from hardware.rfid.mercury.notifications import StatusReport, TagRecord
from hardware.rfid.mercury.settings import (
    APPLICATION,
    BOOTLOADER,
    M7E_HECTO,
    Model,
    Refusal,
    Settings,
    expect,
)
from hardware.rfid.mercury.wire import MAX_DATA, Command, Op, Reply, Status, WireError
from hardware.rfid.reader import TagId, TagKind

FREQUENCY_KHZ = 866_300  # the first channel of EU3
STATUS_S = 1.0  # between status frames; how often a real module sends them is not known


@dataclass(frozen=True, slots=True)
class Said:
    """A reply, and the tag it tells, if it tells one."""

    reply: Reply
    tag: TagId | None = None


@dataclass(slots=True)
class _Stream:
    request: StartStreaming
    inventory: Inventory
    cycle_from: float  # when the search time under way began
    heard: bool = False  # whether it heard a tag
    status_at: float = 0.0  # when the next status frame is due

    @property
    def cycle_ends(self) -> float:
        return self.cycle_from + self.request.search_ms / 1000


@dataclass(slots=True)
class _BufferedSearch:
    """READ_MULTIPLE or READ_SINGLE under way: it answers when its time is over."""

    op: int
    inventory: Inventory
    begun: float
    until: float
    echo: bytes = b""


class Module:
    """One module before a field. `hear` commands, and `work` whenever `next_at` has come."""

    def __init__(self, field: Field, model: Model = M7E_HECTO, program: int = APPLICATION) -> None:
        self._field = field
        self._model = model
        self._program = program
        self._power_up()

    def _power_up(self) -> None:
        self.settings = Settings(self._model, self._program)
        self._fault: int | None = None
        self.fault: int | None = None  # the status with which each search ends, if not with tags
        self._stream: _Stream | None = None
        self._search: _BufferedSearch | None = None
        self._buffer: dict[bytes, TagRecord] = {}
        self._fetched = 0

    @property
    def streaming(self) -> bool:
        return self._stream is not None

    @property
    def busy(self) -> bool:
        """Whether it is searching for its buffer and hears no command."""
        return self._search is not None

    # -- verbs of the bench and of tests

    def reboot(self) -> list[Said]:
        """Loses its settings and says who it is, unasked."""
        self._power_up()
        return [Said(Reply(Op.BOOT_FIRMWARE, data=self._model.version.encode()))]

    def fail(self, status: int | None) -> list[Said]:
        """From now on each search ends with `status` instead of tags; None: all is well again."""
        self._fault = status
        ports = range(1, self._model.ports + 1)
        self.settings.missing = set(ports) if status == Status.NO_ANTENNA else set()
        self._feel_antennas()
        return [Said(Reply(Op.READ_MULTIPLE, status))] if status and self._stream else []

    def detach(self, antenna: int) -> None:
        """Takes the antenna from a port."""
        self.settings.missing.add(antenna)
        self._feel_antennas()

    def attach(self, antenna: int) -> None:
        """Connects it again."""
        self.settings.missing.discard(antenna)
        self._feel_antennas()

    def _feel_antennas(self) -> None:
        missing = any(sends in self.settings.missing for sends, _ in self.settings.antennas)
        self.fault = Status.NO_ANTENNA if missing else self._fault

    def warm(self, temperature_c: int) -> list[Said]:
        """Has another temperature, and tells it if the stream was asked for status frames."""
        self.settings.temperature_c = temperature_c
        return [] if self._stream is None else self._status(self._stream, math.inf)

    def _status(self, stream: _Stream, now: float) -> list[Said]:
        """The status frame, if the stream was asked for it and it is time for one."""
        if not stream.request.search & Search.STATUS_STREAM or now < stream.status_at:
            return []
        stream.status_at = stream.cycle_from + STATUS_S
        report = StatusReport(FREQUENCY_KHZ, self.settings.temperature_c)
        return [Said(notifications.status_notification(stream.request, report))]

    # -- the host's side

    def hear(self, command: Command, now: float) -> list[Said]:
        """What it answers at once. A search answers later, from `work`."""
        try:
            if command.op == Op.STREAM and self.settings.program != BOOTLOADER:
                return [Said(self._streaming(command.data, now))]
            if self._stream:
                raise Refusal(Status.BAD_OPCODE)
            return self._answer(command, now)
        except Refusal as refusal:
            return [Said(Reply(command.op, refusal.status))]
        except WireError:
            return [Said(Reply(command.op, Status.BAD_PARAMETER))]

    def _answer(self, command: Command, now: float) -> list[Said]:
        op, data = command.op, command.data
        if op in (Op.READ_MULTIPLE, Op.READ_SINGLE):
            self._search = self._searching(op, data, now)
            return []
        if op == Op.GET_TAG_BUFFER:
            return [Said(Reply(op, data=self._fetch_buffer(data)))]
        if op == Op.CLEAR_TAG_BUFFER:
            expect(not data)
            self._buffer.clear()
            self._fetched = 0
            return [Said(Reply(op))]
        return [Said(Reply(op, data=self.settings.answer(op, data)))]

    def _streaming(self, data: bytes, now: float) -> Reply:
        expect(len(data) >= 3)
        if data[2] == commands.STOPPED:
            self._stream = None
            return commands.streaming_reply(commands.STOPPED)
        if data[2] == commands.TUNNELLED:
            if not self._model.tunnels:
                raise Refusal(Status.UNIMPLEMENTED)
            inner = commands.untunnel(data)
            try:
                answer = Reply(inner.op, data=self.settings.answer(inner.op, inner.data))
            except Refusal as refusal:
                answer = Reply(inner.op, refusal.status)
            return commands.tunnel_reply(answer)
        request = StartStreaming.decode(data)
        if request.search & Search.STATUS_STREAM and not self._model.tells_status:
            raise Refusal(Status.BAD_PARAMETER)
        self._stream = _Stream(request, self._inventory(now), now)
        return commands.streaming_reply(commands.STARTED)

    def _inventory(self, now: float) -> Inventory:
        """Rounds from now on, if the module is set up for them."""
        if not self.settings.region:
            raise Refusal(Status.BAD_REGION)
        if self.settings.protocol != GEN2:
            raise Refusal(Status.NO_PROTOCOL)
        self._feel_antennas()
        return Inventory(self._field, [sends for sends, _ in self.settings.antennas], now)

    def _searching(self, op: int, data: bytes, now: float) -> _BufferedSearch:
        if op == Op.READ_SINGLE:
            expect(len(data) >= 2)
            until = now + int.from_bytes(data[:2], "big") / 1000
            return _BufferedSearch(op, self._inventory(now), now, until)
        marker = 1 if data[:1] == bytes((MULTI_SELECT,)) else 0
        expect(len(data) >= marker + 5)
        at = marker + 5
        if int.from_bytes(data[marker + 1 : marker + 3], "big") & Search.DUTY_CYCLE:
            at += 2
        echo = data[: marker + 3]
        if data[marker] & WITH_METADATA:
            echo += data[at : at + 2]
        until = now + int.from_bytes(data[marker + 3 : marker + 5], "big") / 1000
        return _BufferedSearch(op, self._inventory(now), now, until, echo)

    def _fetch_buffer(self, data: bytes) -> bytes:
        if not data:  # how many are left: where reading is, where writing is
            return self._fetched.to_bytes(2, "big") + len(self._buffer).to_bytes(2, "big")
        expect(len(data) == 3)
        waiting = list(self._buffer.values())[self._fetched :]
        if not waiting:
            raise Refusal(Status.BUFFER_EMPTY)
        metadata = Metadata(int.from_bytes(data[:2], "big"))
        records: list[bytes] = []
        room = MAX_DATA - len(data) - 1
        for tag in waiting:
            record = notifications.encode_tag(tag, metadata)
            room -= len(record)
            if room < 0:
                break
            records.append(record)
        self._fetched += len(records)
        return data + bytes((len(records),)) + b"".join(records)

    # -- the air's side

    @property
    def next_at(self) -> float | None:
        """When `work` has something to do, if ever."""
        if self._search is not None:
            return min(self._search.until, self._search.inventory.next_at)
        if self._stream is None:
            return None
        ends = self._stream.cycle_ends
        return ends if self.fault else min(ends, self._stream.inventory.next_at)

    def work(self, now: float) -> list[Said]:
        """What it says on its own up to `now`."""
        if self._search is not None:
            return self._work_on_search(self._search, now)
        said: list[Said] = []
        stream = self._stream
        while stream is not None and (at := self.next_at) is not None and at <= now:
            if at >= stream.cycle_ends:
                said += self._end_cycle(stream, now)
                continue
            for answer in stream.inventory.answers(min(now, stream.cycle_ends)):
                if _is_on_the_air(answer.heard.tag):
                    stream.heard = True
                    record = _record(answer, stream.cycle_from)
                    reply = notifications.tag_notification(stream.request, record)
                    said.append(Said(reply, answer.heard.tag))
        return said

    def _end_cycle(self, stream: _Stream, now: float) -> list[Said]:
        heard, stream.heard = stream.heard, False
        ended = stream.cycle_ends
        stream.cycle_from = ended + (stream.request.off_ms or 0) / 1000
        if now - stream.cycle_from > 10 * stream.request.search_ms / 1000:
            stream.cycle_from = now
        if self.fault or stream.request.off_ms:
            stream.inventory.pause(stream.cycle_from)
        status = self._status(stream, now)
        if self.fault:
            return [Said(Reply(Op.READ_MULTIPLE, self.fault)), *status]
        if heard:
            return status
        keep_alive = notifications.keep_alive(stream.request, stream.request.search_ms)
        return [Said(keep_alive), *status]

    def _work_on_search(self, search: _BufferedSearch, now: float) -> list[Said]:
        for answer in [] if self.fault else search.inventory.answers(min(now, search.until)):
            if not _is_on_the_air(answer.heard.tag):
                continue
            record = _record(answer, search.begun)
            if search.op == Op.READ_SINGLE:
                self._search = None
                data = record.epc + record.crc.to_bytes(2, "big")
                return [Said(Reply(search.op, data=data), answer.heard.tag)]
            self._buffer.setdefault(record.epc, record)
        if now < search.until:
            return []
        self._search = None
        if self.fault:
            return [Said(Reply(search.op, self.fault))]
        if search.op == Op.READ_SINGLE or not self._buffer:
            return [Said(Reply(search.op, Status.NO_TAGS))]
        return [Said(Reply(search.op, data=search.echo + len(self._buffer).to_bytes(4, "big")))]


def _is_on_the_air(tag: TagId) -> bool:
    return tag.kind is TagKind.EPC and is_epc(tag.value)


def _record(answer: Answer, since: float) -> TagRecord:
    return TagRecord.heard(
        bytes.fromhex(answer.heard.tag.value),
        read_count=1,
        rssi_dbm=max(-128, min(127, round(answer.heard.rssi_dbm))),
        antenna=answer.antenna << 4 | answer.antenna,
        frequency_khz=FREQUENCY_KHZ,
        timestamp_ms=max(0, round((answer.at - since) * 1000)),
        phase=0,
        protocol=GEN2,
    )
