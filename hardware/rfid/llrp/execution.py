"""A ROSpec being carried out: antenna after antenna is heard, and what was heard waits to be told.

Time is an argument, tags come from whatever hears them. Does not know who is told (`module.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from hardware.rfid.field import Answer
from hardware.rfid.gen2 import epc_crc, is_epc, pc_word
from hardware.rfid.llrp.rospec import AiSpec, Content, Report, RoSpec, Stop
from hardware.rfid.llrp.wire import TagReport
from hardware.rfid.reader import TagId, TagKind

MAX_WAITING = 2_000  # tags that wait to be told of
_CHANNEL = 1


class Hears(Protocol):
    """Where answers of tags come from; an `Inventory` of a field is one."""

    @property
    def next_at(self) -> float: ...

    def answers(self, until: float) -> list[Answer]: ...


@dataclass(frozen=True, slots=True)
class Told:
    """Reports that are due, how often their tags were heard, and the last tag."""

    reports: tuple[TagReport, ...]
    times: int
    tag: TagId


@dataclass(frozen=True, slots=True)
class AiSpecEnded:
    index: int


class Waiting:
    """Tags that were heard and not told of. The same one by the same antenna is one report."""

    def __init__(self) -> None:
        self._reports: dict[tuple[TagId, int], TagReport] = {}

    def __len__(self) -> int:
        return len(self._reports)

    def note(self, spec: RoSpec, answer: Answer, seen_us: int) -> None:
        tag = answer.heard.tag
        key = tag, answer.antenna
        rssi = max(-128, min(127, round(answer.heard.rssi_dbm)))
        if (known := self._reports.get(key)) is not None:
            self._reports[key] = replace(
                known,
                rssi_dbm=max(known.rssi_dbm or -128, rssi),
                last_seen_us=seen_us,
                seen_count=(known.seen_count or 0) + 1,
            )
        elif len(self._reports) < MAX_WAITING:
            epc = bytes.fromhex(tag.value)
            pc = pc_word(epc)
            crc = epc_crc(pc + epc)
            self._reports[key] = TagReport(
                epc,
                spec.id,
                answer.antenna,
                rssi,
                _CHANNEL,
                seen_us,
                seen_us,
                1,
                int.from_bytes(pc, "big"),
                crc,
            )

    def take(self, content: Content) -> Told | None:
        """All that waits, as far as it was asked for."""
        if not self._reports:
            return None
        *_, (tag, _) = self._reports
        told = tuple(_only(each, content) for each in self._reports.values())
        times = sum(each.seen_count or 1 for each in self._reports.values())
        self._reports.clear()
        return Told(told, times, tag)

    def clear(self) -> None:
        self._reports.clear()


def _only(report: TagReport, content: Content) -> TagReport:
    """A report without what was not asked for."""
    return TagReport(
        report.epc,
        report.rospec if content.rospec else None,
        report.antenna if content.antenna else None,
        report.rssi_dbm if content.rssi else None,
        report.channel if content.channel else None,
        report.first_seen_us if content.first_seen else None,
        report.last_seen_us if content.last_seen else None,
        report.seen_count if content.seen_count else None,
        report.pc if content.pc else None,
        report.crc if content.crc else None,
    )


@dataclass(slots=True)
class Execution:
    """One run of a ROSpec: its AISpecs in turn, again and again, until its time is over."""

    spec: RoSpec
    attached: set[int]  # the antennas whose cables are in
    hears_with: Callable[[Sequence[int], float], Hears]
    utc_us: Callable[[float], int]
    begun_at: float
    waiting: Waiting
    ends_at: float | None = field(init=False)
    _index: int = field(init=False, default=-1)
    _tags: int = field(init=False, default=0)  # heard in this AISpec
    _aispec_ends_at: float | None = field(init=False, default=None)
    _hears: Hears = field(init=False)

    def __post_init__(self) -> None:
        duration_s = self.spec.duration_s
        self.ends_at = None if duration_s is None else self.begun_at + duration_s
        self._hears = self.hears_with(self.spec.aispecs[0].antennas, self.begun_at)
        self._begin(0, self.begun_at)

    @property
    def next_at(self) -> float:
        stops = [at for at in (self.ends_at, self._aispec_ends_at) if at is not None]
        return min([self._hears.next_at, *stops])

    def run(self, now: float) -> Iterator[Told | AiSpecEnded]:
        """What happens up to `now`, or to the run's end when that is earlier."""
        until = now if self.ends_at is None else min(now, self.ends_at)
        while True:
            at = until if self._aispec_ends_at is None else min(until, self._aispec_ends_at)
            yield from self._hear(at)
            if not self._aispec_is_over(at):
                return
            yield AiSpecEnded(self._index)
            if self.spec.report is Report.N_TAGS_OR_END_OF_AISPEC and (
                told := self.waiting.take(self.spec.content)
            ):
                yield told
            self._begin((self._index + 1) % len(self.spec.aispecs), at)

    @property
    def _aispec(self) -> AiSpec:
        return self.spec.aispecs[self._index]

    def _begin(self, index: int, now: float) -> None:
        antennas = self.spec.aispecs[index].antennas
        if self._index >= 0 and antennas != self._aispec.antennas:
            self._hears = self.hears_with(antennas, now)
        self._index, self._tags = index, 0
        timeout_s = self._aispec.duration_s if self._aispec.stop else 0.0
        self._aispec_ends_at = now + timeout_s if timeout_s else None

    def _hear(self, until: float) -> Iterator[Told]:
        for answer in self._hears.answers(until):
            if answer.antenna not in self.attached or not _is_on_the_air(answer.heard.tag):
                continue
            self._tags += 1
            self.waiting.note(self.spec, answer, self.utc_us(answer.at))
            if (
                self.spec.report is not Report.NONE
                and len(self.waiting) == self.spec.n
                and (told := self.waiting.take(self.spec.content))
            ):
                yield told

    def _aispec_is_over(self, now: float) -> bool:
        aispec = self._aispec
        if aispec.stop is Stop.TAG_OBSERVATION and self._tags >= aispec.tags > 0:
            return True
        return self._aispec_ends_at is not None and self._aispec_ends_at <= now


def _is_on_the_air(tag: TagId) -> bool:
    return tag.kind is TagKind.EPC and is_epc(tag.value)
