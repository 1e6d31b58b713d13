"""A reader operation spec (ROSpec): what a client orders a reader to do, and what to report of it.

Values read from the wire, checked as a reader checks them. Does not carry them out (`module.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from hardware.rfid.llrp.wire import Code, Param, Parameter, WireError


class Refused(Exception):  # noqa: N818
    """The reader says no to an order, with this status."""

    def __init__(self, code: Code, words: str) -> None:
        super().__init__(words)
        self.code = code


class Start(IntEnum):
    NULL = 0  # by START_ROSPEC only
    IMMEDIATE = 1
    PERIODIC = 2


class Stop(IntEnum):
    NULL = 0
    DURATION = 1
    TAG_OBSERVATION = 3  # of an AISpec only


class Report(IntEnum):
    NONE = 0  # by GET_REPORT only
    N_TAGS_OR_END_OF_AISPEC = 1
    N_TAGS_OR_END_OF_ROSPEC = 2


@dataclass(frozen=True, slots=True)
class AiSpec:
    """Antennas to hear, and until when."""

    antennas: tuple[int, ...]
    stop: Stop = Stop.NULL
    duration_s: float = 0.0  # of Stop.DURATION; the timeout of Stop.TAG_OBSERVATION, 0 for none
    tags: int = 0  # of Stop.TAG_OBSERVATION
    session: int | None = None
    power: tuple[tuple[int, int], ...] = ()  # antenna, index in the reader's table


@dataclass(frozen=True, slots=True)
class Content:
    """What each report says beside the EPC."""

    rospec: bool = False
    antenna: bool = False
    channel: bool = False
    rssi: bool = False
    first_seen: bool = False
    last_seen: bool = False
    seen_count: bool = False
    crc: bool = False
    pc: bool = False


# The bits of a TagReportContentSelector, from the highest; those without a name are not offered.
_CONTENT = (
    "rospec", "", "", "antenna", "channel", "rssi", "first_seen", "last_seen", "seen_count", "",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RoSpec:
    """An order: when it begins and ends, what is heard meanwhile, what is reported when."""

    id: int
    priority: int
    start: Start
    offset_s: float
    period_s: float
    duration_s: float | None  # None: until it is stopped
    aispecs: tuple[AiSpec, ...]
    report: Report
    n: int  # tags; 0 for no limit
    content: Content
    octets: bytes  # as it was ordered, for GET_ROSPECS

    @classmethod
    def decode(cls, spec: Parameter, antennas: int, powers: int) -> RoSpec:
        """From a ROSpec parameter, for a reader with so many antennas and power levels.

        Raises `Refused` and `WireError`.
        """
        number, priority, state = spec.unpack("IBB")
        parts = spec.inner(6)
        _check(number != 0, Code.FIELD_ERROR, "ROSpecID is 0")
        _check(state == 0, Code.FIELD_ERROR, "a ROSpec is added disabled")
        _check(priority <= 7, Code.FIELD_ERROR, "priority is above 7")
        boundary = _one(parts, Param.RO_BOUNDARY_SPEC).inner()
        starts, offset_s, period_s = _start(_one(boundary, Param.START_TRIGGER))
        stops, duration_ms = _one(boundary, Param.STOP_TRIGGER).unpack("BI")
        _check(stops <= Stop.DURATION, Code.UNSUPPORTED_PARAMETER, "stop trigger")
        aispecs = tuple(
            _aispec(each, antennas, powers) for each in parts if each.type == Param.AISPEC
        )
        _check(bool(aispecs), Code.MISSING_PARAMETER, "AISpec")
        told, n, content = _report([each for each in parts if each.type == Param.REPORT_SPEC])
        return cls(
            number,
            priority,
            starts,
            offset_s,
            period_s,
            duration_ms / 1000 if stops == Stop.DURATION else None,
            aispecs,
            told,
            n,
            content,
            spec.body,
        )


def _check(right: bool, code: Code, words: str) -> None:
    if not right:
        raise Refused(code, words)


def _one(parts: list[Parameter], kind: Param) -> Parameter:
    for each in parts:
        if each.type == kind:
            return each
    raise Refused(Code.MISSING_PARAMETER, kind.name)


def _start(trigger: Parameter) -> tuple[Start, float, float]:
    (kind,) = trigger.unpack("B")
    _check(kind <= Start.PERIODIC, Code.UNSUPPORTED_PARAMETER, "start trigger")
    if kind != Start.PERIODIC:
        return Start(kind), 0.0, 0.0
    offset_ms, period_ms = _one(trigger.inner(1), Param.PERIODIC_TRIGGER).unpack("II")
    return Start.PERIODIC, offset_ms / 1000, period_ms / 1000


def _aispec(spec: Parameter, antennas: int, powers: int) -> AiSpec:
    (count,) = spec.unpack("H")
    named = spec.unpack(f"H{count}H")[1:]
    every = tuple(range(1, antennas + 1))
    _check(all(each <= antennas for each in named), Code.FIELD_ERROR, "no such antenna")
    heard = every if 0 in named else tuple(dict.fromkeys(named))
    _check(bool(heard), Code.FIELD_ERROR, "no antenna")
    parts = spec.inner(2 + 2 * count)
    trigger = _one(parts, Param.AISPEC_STOP_TRIGGER)
    stops, milliseconds = trigger.unpack("BI")
    tags = 0
    if stops == Stop.TAG_OBSERVATION:
        observed = _one(trigger.inner(5), Param.TAG_OBSERVATION_TRIGGER)
        kind, _, tags, _, _, milliseconds = observed.unpack("BBHHHI")
        _check(kind == 0, Code.UNSUPPORTED_PARAMETER, "tag observation trigger")
    else:
        _check(stops <= Stop.DURATION, Code.UNSUPPORTED_PARAMETER, "AISpec stop trigger")
    inventory = _one(parts, Param.INVENTORY_PARAMETER_SPEC)
    _, protocol = inventory.unpack("HB")
    _check(protocol == 1, Code.FIELD_ERROR, "air protocol")
    session, power = _antenna_settings(inventory.inner(3), powers)
    return AiSpec(heard, Stop(stops), milliseconds / 1000, tags, session, power)


def _antenna_settings(
    parts: list[Parameter], powers: int
) -> tuple[int | None, tuple[tuple[int, int], ...]]:
    session, power = None, []
    for each in parts:
        if each.type != Param.ANTENNA_CONFIGURATION:
            continue
        (antenna,) = each.unpack("H")
        for part in each.inner(2):
            if part.type == Param.RF_TRANSMITTER:
                _, _, index = part.unpack("HHH")
                _check(1 <= index <= powers, Code.FIELD_ERROR, "no such power level")
                power.append((antenna, index))
            elif part.type == Param.INVENTORY_COMMAND:
                for inner in part.inner(1):
                    if inner.type == Param.SINGULATION_CONTROL:
                        session = inner.unpack("B")[0] >> 6
    return session, tuple(power)


def _report(specs: list[Parameter]) -> tuple[Report, int, Content]:
    if not specs:
        return Report.NONE, 0, Content()
    trigger, n = specs[0].unpack("BH")
    # 3 and above came with LLRP 1.1.
    _check(trigger <= Report.N_TAGS_OR_END_OF_ROSPEC, Code.FIELD_ERROR, "ROReportTrigger")
    parts = specs[0].inner(3)
    selector = _one(parts, Param.REPORT_CONTENT)
    (bits,) = selector.unpack("H")
    wanted = {name: bool(bits >> 15 - at & 1) for at, name in enumerate(_CONTENT) if name}
    for each in selector.inner(2):
        if each.type == Param.EPC_MEMORY_SELECTOR:
            (memory,) = each.unpack("B")
            wanted |= {"crc": bool(memory & 0x80), "pc": bool(memory & 0x40)}
    return Report(trigger), n, Content(**wanted)


__all__ = ["AiSpec", "Content", "Refused", "Report", "RoSpec", "Start", "Stop", "WireError"]
