"""What a fixed reader does: it answers LLRP requests, keeps a ROSpec, tells what it hears.

A state machine over bytes with the time as an argument: no socket, no thread. `emulator.py` puts
it on the network; tests put it behind a line in memory. What it hears is a `Field`.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence

from hardware.rfid.cable import Said
from hardware.rfid.field import Field, Inventory
from hardware.rfid.llrp import wire
from hardware.rfid.llrp.execution import AiSpecEnded, Execution, Hears, Told, Waiting
from hardware.rfid.llrp.model import IMPINJ_R420, Model, capabilities, configuration
from hardware.rfid.llrp.rospec import Refused, Report, RoSpec, Start
from hardware.rfid.llrp.wire import (
    IMPINJ,
    Attempt,
    Code,
    Event,
    Message,
    MessageParser,
    Param,
    Type,
    WireError,
    status,
)

MAX_HELD = 1_000  # reports

_RESET_TO_FACTORY = 0x80
_HOLDS = 0x80

IMPINJ_ENABLE_EXTENSIONS, IMPINJ_ENABLE_EXTENSIONS_RESPONSE = 21, 22

# Requests whose answer has a type ten above their own.
_ANSWERED = {
    Type.GET_READER_CAPABILITIES,
    Type.GET_READER_CONFIG,
    Type.SET_READER_CONFIG,
    Type.ADD_ROSPEC,
    Type.DELETE_ROSPEC,
    Type.START_ROSPEC,
    Type.STOP_ROSPEC,
    Type.ENABLE_ROSPEC,
    Type.DISABLE_ROSPEC,
    Type.GET_ROSPECS,
    Type.DELETE_ACCESSSPEC,
}


class Module:
    """A reader. `hear` and `work` give what it says, each message whole.

    `acknowledged` counts the keep-alives that its client answered, `emitted` how often it told
    that a tag was heard.
    """

    baud = 100_000_000  # of its network, for a cable that paces

    def __init__(
        self,
        field: Field,
        model: Model = IMPINJ_R420,
        *,
        inventory: Callable[[Field, Sequence[int], float], Hears] = Inventory,
        utc_us: Callable[[float], int] = lambda now: int(now * 1e6),
    ) -> None:
        self.model = model
        self.attached = set(range(1, model.antennas + 1))
        self.acknowledged = 0
        self.emitted = 0
        self._field = field
        self._inventory = inventory
        self._utc_us = utc_us
        self._keepalive_at: float | None = None
        self._begins_at: float | None = None  # when a periodic ROSpec begins next
        self.power_up()

    # -- what is done to it

    def power_up(self) -> None:
        """Forgets what a reader forgets that was without power: orders, switches, its client."""
        self._spec: RoSpec | None = None  # it keeps one
        self._enabled = False
        self._begins_at = None
        self._execution: Execution | None = None
        self._waiting = Waiting()
        self._keepalive_s = 0.0
        self._events: set[int] = set()
        self._holds = False
        self._held: list[Told] = []  # for a client that holds reports until it is ready
        self._number = 0
        self.disconnect()

    def connect(self, now: float) -> list[Said]:
        """A client has come; the reader speaks first."""
        self.disconnect()
        self._connected = True
        self._holding = self._holds
        if self._keepalive_s:
            self._keepalive_at = now + self._keepalive_s
        return [self._event(wire.attempt_event(Attempt.SUCCESS), now)]

    def disconnect(self) -> None:
        """The client is gone; what it ordered goes on."""
        self._parser = MessageParser()
        self._keepalive_at = None
        self._connected = False
        self._holding = False
        self.done = False  # it has said good-bye: the connection is to be closed

    def attach(self, antenna: int, connected: bool, now: float) -> list[Said]:
        """An antenna's cable is put in or pulled out."""
        (self.attached.add if connected else self.attached.discard)(antenna)
        return self._tell(Event.ANTENNA, wire.antenna_event(antenna, connected), now)

    def complain(self, words: str, antenna: int | None, now: float) -> list[Said]:
        """Something is wrong in the reader."""
        return self._tell(Event.EXCEPTION, wire.exception_event(words, antenna), now)

    def another_tried(self, now: float) -> list[Said]:
        """Somebody else has tried to connect, and was sent away."""
        if not self._connected:
            return []
        return [self._event(wire.attempt_event(Attempt.ANOTHER_TRIED), now)]

    @property
    def spec(self) -> RoSpec | None:
        """What it was ordered to do."""
        return self._spec

    @property
    def running(self) -> bool:
        return self._execution is not None

    @property
    def keepalive_s(self) -> float:
        return self._keepalive_s

    # -- what it does

    @property
    def next_at(self) -> float | None:
        moments = [self._keepalive_at, self._begins_at]
        if self._execution is not None:
            moments.append(self._execution.next_at)
        return min((at for at in moments if at is not None), default=None)

    def hear(self, octets: bytes, now: float) -> list[Said]:
        """Bytes from the client, however they are cut. Raises `WireError` for what is no LLRP."""
        said: list[Said] = []
        for message in self._parser.feed(octets):
            said += self._answer(message, now)
        return said

    def work(self, now: float) -> list[Said]:
        """What it says on its own up to `now`."""
        said: list[Said] = []
        if self._begins_at is not None and self._begins_at <= now:
            said += self._begin(self._begins_at)
        said += self._execute(now)
        if self._keepalive_at is not None and self._keepalive_at <= now:
            self._keepalive_at = now + self._keepalive_s
            self._number += 1
            said.append(Said(Message(Type.KEEPALIVE, self._number).encode()))
        return said

    # -- requests

    def _answer(self, message: Message, now: float) -> list[Said]:
        if message.version != wire.VERSION:
            return [_error(message, Code.UNSUPPORTED_VERSION)]
        match message.type:
            case Type.KEEPALIVE_ACK:
                self.acknowledged += 1
                return []
            case Type.ENABLE_EVENTS_AND_REPORTS:
                return self._release()
            case Type.GET_REPORT:
                return self._say(self._take()) or [Said(wire.report(()).encode())]
            case Type.CLOSE_CONNECTION:
                self.done = True
                return [_response(message, Type.CLOSE_CONNECTION_RESPONSE, status())]
            case Type.CUSTOM:
                return [self._custom(message)]
            case kind if kind in _ANSWERED:
                response = Type(kind + 10)
            case _:
                return [_error(message, Code.UNSUPPORTED_MESSAGE)]
        said: list[Said] = []
        try:
            body = self._inform(message)
            if body is None:
                said = self._obey(message, now)
        except Refused as refused:
            body = status(refused.code, str(refused))
        except WireError as error:
            body = status(Code.PARAMETER_ERROR, str(error))
        return [_response(message, response, status() if body is None else body), *said]

    def _custom(self, message: Message) -> Said:
        asked = wire.custom(IMPINJ, IMPINJ_ENABLE_EXTENSIONS)
        if self.model.vendor != IMPINJ or not message.body.startswith(asked):
            return _error(message, Code.UNSUPPORTED_MESSAGE)
        body = wire.custom(IMPINJ, IMPINJ_ENABLE_EXTENSIONS_RESPONSE, status())
        return _response(message, Type.CUSTOM, body)

    def _inform(self, message: Message) -> bytes | None:
        """The answer's body when the request only asks."""
        match message.type:
            case Type.GET_READER_CAPABILITIES:
                return capabilities(self.model)
            case Type.GET_READER_CONFIG:
                keepalive_ms = round(self._keepalive_s * 1000)
                return configuration(self.model, self.attached, keepalive_ms, self._events)
            case Type.GET_ROSPECS:
                if (spec := self._spec) is None:
                    return status()
                state = bytes((2 if self.running else int(self._enabled),))
                told = wire.tlv(Param.ROSPEC, spec.octets[:5], state, spec.octets[6:])
                return status() + told
        return None

    def _obey(self, message: Message, now: float) -> list[Said]:
        """Does what a request orders, and what is said of it. Raises `Refused`, `WireError`."""
        match message.type:
            case Type.SET_READER_CONFIG:
                self._set_config(message.body, now)
            case Type.ADD_ROSPEC:
                self._add(message.body)
            case Type.DELETE_ROSPEC:
                return self._delete(message.body, now)
            case Type.ENABLE_ROSPEC:
                return self._enable(self._named(message.body), now)
            case Type.DISABLE_ROSPEC:
                self._named(message.body)
                return self._disable(now)
            case Type.START_ROSPEC:
                self._named(message.body)
                if not self._enabled:
                    raise Refused(Code.FIELD_ERROR, "the ROSpec is disabled")
                return self._begin(now)
            case Type.STOP_ROSPEC:
                self._named(message.body)
                return self._end(now)
        return []  # DELETE_ACCESSSPEC: it keeps none

    def _set_config(self, body: bytes, now: float) -> None:
        if not body:
            raise WireError("SET_READER_CONFIG is cut short")
        if body[0] & _RESET_TO_FACTORY:
            self._keepalive_s, self._keepalive_at, self._holds = 0.0, None, False
            self._events.clear()
        for each in wire.parameters(body[1:]):
            if each.type == Param.KEEPALIVE_SPEC:
                kind, milliseconds = each.unpack("BI")
                self._keepalive_s = milliseconds / 1000 if kind == 1 else 0.0
                self._keepalive_at = now + self._keepalive_s if self._keepalive_s else None
            elif each.type == Param.EVENTS_AND_REPORTS:
                self._holds = bool(each.unpack("B")[0] & _HOLDS)
            elif each.type == Param.EVENT_NOTIFICATION_SPEC:
                for switch in each.inner():
                    kind, on = switch.unpack("HB")
                    (self._events.add if on & 0x80 else self._events.discard)(kind)

    def _add(self, body: bytes) -> None:
        specs = [each for each in wire.parameters(body) if each.type == Param.ROSPEC]
        if not specs:
            raise Refused(Code.MISSING_PARAMETER, "ROSpec")
        spec = RoSpec.decode(specs[0], self.model.antennas, len(self.model.powers_dbm))
        if self._spec is not None:
            raise Refused(Code.FIELD_ERROR, "this reader keeps one ROSpec, and has one")
        self._spec = spec

    def _named(self, body: bytes) -> RoSpec:
        """The ROSpec that a request names, 0 being all of them."""
        if len(body) < 4:
            raise WireError("ROSpecID is missing")
        (number,) = struct.unpack_from("!I", body)
        if self._spec is None or number not in (0, self._spec.id):
            raise Refused(Code.FIELD_ERROR, f"there is no ROSpec {number}")
        return self._spec

    def _delete(self, body: bytes, now: float) -> list[Said]:
        if self._spec is None and body[:4] == bytes(4):
            return []
        self._named(body)
        said = self._disable(now)
        self._spec = None
        self._waiting.clear()
        return said

    def _enable(self, spec: RoSpec, now: float) -> list[Said]:
        if self._enabled:
            return []
        self._enabled = True
        if spec.start is Start.IMMEDIATE:
            return self._begin(now)
        if spec.start is Start.PERIODIC:
            self._begins_at = now + spec.offset_s
        return []

    def _disable(self, now: float) -> list[Said]:
        self._enabled = False
        self._begins_at = None
        return self._end(now)

    # -- carrying out

    def _begin(self, at: float) -> list[Said]:
        if (spec := self._spec) is None or self._execution is not None:
            return []
        self._begins_at = at + spec.period_s if spec.period_s else None
        self._execution = Execution(
            spec, self.attached, self._hears_with, self._utc_us, at, self._waiting
        )
        return self._tell(Event.ROSPEC, wire.rospec_event(spec.id, ended=False), at)

    def _hears_with(self, antennas: Sequence[int], at: float) -> Hears:
        return self._inventory(self._field, antennas, at)

    def _end(self, at: float) -> list[Said]:
        if (execution := self._execution) is None:
            return []
        self._execution = None
        spec = execution.spec
        said = self._say(self._take()) if spec.report is not Report.NONE else []
        return said + self._tell(Event.ROSPEC, wire.rospec_event(spec.id, ended=True), at)

    def _execute(self, now: float) -> list[Said]:
        said: list[Said] = []
        while (execution := self._execution) is not None:
            for each in execution.run(now):
                if isinstance(each, AiSpecEnded):
                    event = wire.aispec_event(execution.spec.id, each.index)
                    said += self._tell(Event.AISPEC, event, now)
                else:
                    said += self._say(each)
            ends_at = execution.ends_at
            if ends_at is None or ends_at > now:
                break
            said += self._end(ends_at)
            if execution.spec.start is Start.IMMEDIATE:
                said += self._begin(ends_at)
        return said

    # -- saying

    def _take(self) -> Told | None:
        return self._waiting.take(self._spec.content) if self._spec else None

    def _release(self) -> list[Said]:
        self._holding = False
        held, self._held = self._held, []
        return [said for told in held for said in self._say(told)]

    def _say(self, told: Told | None) -> list[Said]:
        """Tells of tags; without a client that listens, what is not held is dropped."""
        if told is None:
            return []
        if self._holding or not self._connected:
            if self._holds and len(self._held) < MAX_HELD:
                self._held.append(told)
            return []
        self.emitted += told.times
        self._number += 1
        return [Said(wire.report(told.reports, self._number).encode(), told.tag)]

    def _tell(self, kind: Event, event: bytes, now: float) -> list[Said]:
        if not self._connected or self._holding or kind not in self._events:
            return []
        return [self._event(event, now)]

    def _event(self, event: bytes, now: float) -> Said:
        self._number += 1
        return Said(wire.event(self._utc_us(now), event, self._number).encode())


def _response(request: Message, kind: Type, body: bytes) -> Said:
    return Said(Message(kind, request.id, body).encode())


def _error(request: Message, code: Code) -> Said:
    return _response(request, Type.ERROR_MESSAGE, status(code))
