"""Three days of each driver on a byte line, in virtual time: one hour of them in `make test`, all
in `make soak`, which also tries the play itself.

Garments come and go; the cable is pulled, bytes are lost, noise comes, the reader falls silent or
starts anew, at seeded moments. The line and the clock are in memory, the driver and the emulated
module are what they are behind a port.
"""

from __future__ import annotations

import gc
import os
import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from hardware.device import DeviceState
from hardware.rfid import worker
from hardware.rfid.reader import TagId, TagRead
from hardware.rfid.worker import ReaderWorker
from tests.contract import stands
from tests.contract.memory_line import VirtualClock
from tests.contract.stands import MemoryStand

HOUR_S = 3600.0
SOAK_H = 72
STAY_S = 20.0  # of a garment: longer than any fade of a tag that is heard well
HEARD_S = 10.0  # of undisturbed stay, in which it must have been heard
ON_ITS_WAY_S = 1.0  # a read may come so long after its tag has left
NOTICED_S = 15.0  # a reader that neither hears nor speaks for so long is known to be away
DRAIN_S = 0.5
GROWTH = 5_000  # objects, between the first quarter and the end
GROWTH_BYTES = 16_000_000


@dataclass(slots=True)
class Visit:
    tag: TagId
    comes: float
    leaves: float
    told: int = 0  # frames of the tag that arrived whole
    heard: int = 0


@dataclass(frozen=True, slots=True)
class Fault:
    kind: str
    begins: float
    ends: float
    size: int


@dataclass
class Play:
    """What happens in how many hours, and what was seen that must not be."""

    stand: MemoryStand
    clock: VirtualClock
    hours: float
    seed: str
    wrong: list[str] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    there: dict[TagId, Visit] = field(default_factory=dict)  # or left a moment ago
    sizes: list[tuple[int, int]] = field(default_factory=list)

    def run(self) -> None:
        begins = self.clock.now()
        ends = begins + self.hours * HOUR_S
        self._plan(random.Random(self.seed), begins, ends)
        for visit in self.visits:
            self.clock.at(visit.comes, lambda visit=visit: self._come(visit))
            self.clock.at(visit.leaves, lambda visit=visit: self.stand.field.remove(visit.tag))
        for fault in self.faults:
            self.clock.at(fault.begins, lambda fault=fault: self._begin(fault))
            self.clock.at(fault.ends, lambda fault=fault: self._end(fault))
            well_by = fault.ends + self.stand.can.well_s
            self.clock.at(well_by, lambda fault=fault: self._must_be_well(fault))
        self.clock.every(DRAIN_S, self._drain)
        for share in (0.25, 0.999):
            self.clock.at(begins + share * (ends - begins), self._weigh)
        self.stand.line.on_tag = lambda said, _: self._told(said.tag)
        self.clock.end(ends)
        self.stand.reader.open()
        self.clock.wait_for_end()
        self._judge()
        self.stand.reader.close()

    def _plan(self, chance: random.Random, begins: float, ends: float) -> None:
        pauses = 300.0 if self.hours < 10 else 900.0  # tags are what costs time
        moment = begins + 5
        while (moment := moment + chance.uniform(0.2, 1.8) * pauses) < ends - 2 * STAY_S:
            for number in range(chance.randint(1, min(3, self.stand.can.tags_at_once))):
                comes = moment + chance.uniform(0, 3) * (self.stand.can.tags_at_once > 1)
                tag = self.stand.can.tag(1000 * number + chance.randrange(1000))
                self.visits.append(Visit(tag, comes, comes + STAY_S))
        kinds = ["unplug", "silence", "garbage", "half", "storm"]
        kinds += ["reboot"] if self.stand.reboot else []
        bag: list[str] = []  # each kind once before any comes again
        moment = begins
        while (moment := moment + chance.uniform(60, 400)) < ends - 120:
            if self.visits and chance.random() < 0.5:  # where it hurts: while a garment is there
                visit = next((v for v in self.visits if v.comes > moment), self.visits[-1])
                moment = max(moment, visit.comes + chance.uniform(0, STAY_S / 2))
            if moment > ends - 120:
                break
            bag = bag or chance.sample(kinds, len(kinds))
            kind = bag.pop()
            lasts = {"unplug": chance.uniform(0.01, 30), "silence": chance.uniform(0.1, 40)}
            # More than half a frame lost of a quiet line is a silence, not a half frame.
            size = chance.randint(1, 60 if kind == "half" else 300)
            self.faults.append(Fault(kind, moment, moment + lasts.get(kind, 0.5), size))
            moment = self.faults[-1].ends + self.stand.can.well_s

    def _come(self, visit: Visit) -> None:
        self.stand.field.place(visit.tag, rssi_dbm=-52)
        self.there[visit.tag] = visit

    def _begin(self, fault: Fault) -> None:
        line = self.stand.line
        if fault.kind == "unplug":
            line.unplug()
        elif fault.kind == "silence":
            line.go_silent()
        elif fault.kind == "half":
            line.lose(fault.size)
        elif fault.kind == "reboot" and self.stand.reboot is not None:
            self.stand.reboot()
        elif fault.kind == "storm":
            for share in range(20):
                self.clock.at(fault.begins + share * 0.025, lambda: line.garble(fault.size // 10))
        else:
            line.garble(fault.size)

    def _end(self, fault: Fault) -> None:
        lasted = fault.ends - fault.begins
        if fault.kind == "unplug":
            if lasted > NOTICED_S:
                self._must_be(DeviceState.AWAY, fault)
            self.stand.line.plug()
        elif fault.kind == "silence":
            if lasted > NOTICED_S and self.stand.can.tells_silence:
                self._must_be(DeviceState.AWAY, fault)
            self.stand.line.speak()

    def _must_be_well(self, fault: Fault) -> None:
        self.stand.line.lose(0)  # what a line that says nothing still had to lose
        self._must_be(DeviceState.OK, fault)

    def _must_be(self, state: DeviceState, fault: Fault) -> None:
        health = self.stand.reader.health
        if health.state is not state:
            self._note(f"{self.clock.now():.1f}: not {state} but {health} for {fault}")

    def _told(self, tag: TagId | None) -> None:
        if tag is not None and tag in self.there:
            self.there[tag].told += 1

    def _drain(self) -> None:
        for read in self.stand.reader.drain():
            visit = self.there.get(read.tag)
            if visit is None or not visit.comes <= read.at <= visit.leaves + ON_ITS_WAY_S:
                self._note(f"{read} was not there: {visit}")
            else:
                visit.heard += read.count
        now = self.clock.now()
        gone = [tag for tag, visit in self.there.items() if now > visit.leaves + 5]
        for tag in gone:
            del self.there[tag]

    def _weigh(self) -> None:
        gc.collect()
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        self.sizes.append((len(gc.get_objects()), pages * os.sysconf("SC_PAGE_SIZE")))

    def _judge(self) -> None:
        for visit in self.visits:
            near = [
                fault
                for fault in self.faults
                if fault.ends + self.stand.can.well_s > visit.comes and fault.begins < visit.leaves
            ]
            if not near and visit.heard < visit.told:
                self._note(f"reads were lost: {visit}")
            longest = _longest_calm(visit, near, self.stand.can.well_s)
            if longest >= HEARD_S and not visit.heard:
                self._note(f"never heard: {visit}")
        (objects, octets), (objects_then, octets_then) = self.sizes
        if objects_then - objects > GROWTH or octets_then - octets > GROWTH_BYTES:
            self._note(f"memory has grown: {self.sizes}")
        if lost := self.stand.reader.lost_reads:
            self._note(f"{lost} reads fell out of the inbox")

    def _note(self, words: str) -> None:
        if len(self.wrong) < 20:
            self.wrong.append(words)


def _longest_calm(visit: Visit, faults: list[Fault], well_s: float) -> float:
    """The longest time of a visit in which nothing was wrong, nor had been just before."""
    edges = sorted((fault.begins, fault.ends + well_s) for fault in faults)
    longest, since = 0.0, visit.comes
    for begins, over in edges:
        longest = max(longest, begins - since)
        since = max(since, over)
    return max(longest, visit.leaves - since)


def play(driver: str, hours: float) -> Play:
    clock = VirtualClock()
    played = Play(stands.in_memory(driver, clock), clock, hours, seed=f"{driver} {hours:g}")
    played.run()
    return played


line_drivers = pytest.mark.parametrize("driver", stands.drivers_that(lambda can: can.byte_line))


def well_played(played: Play) -> None:
    assert played.wrong == []
    assert played.visits
    assert {fault.kind for fault in played.faults} >= {"unplug", "silence", "garbage", "half"}
    assert sum(visit.heard for visit in played.visits) > 0


@pytest.mark.slow
@line_drivers
def test_an_hour_of_garments_and_faults(driver: str) -> None:
    well_played(play(driver, 1))


@pytest.mark.soak
@pytest.mark.timeout(1800)
@line_drivers
def test_three_days_of_garments_and_faults(driver: str) -> None:
    well_played(play(driver, SOAK_H))


# -- the play itself is tried: it must see what it is there to see


judging = pytest.mark.soak


@judging
def test_a_read_that_is_lost_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    hear = ReaderWorker._hear

    def lossy(self: ReaderWorker, reads: Sequence[TagRead]) -> None:
        hear(self, [read for read in reads if round(read.at * 1000) % 50])

    monkeypatch.setattr(ReaderWorker, "_hear", lossy)
    assert any("lost" in words for words in play("mercury", 0.5).wrong)


@judging
def test_a_read_that_is_invented_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    hear = ReaderWorker._hear
    last: list[TagRead] = []

    def echoing(self: ReaderWorker, reads: Sequence[TagRead]) -> None:
        hear(self, reads or [replace(read, at=self._clock.now()) for read in last])
        last[:] = reads[-1:] or last

    monkeypatch.setattr(ReaderWorker, "_hear", echoing)
    assert any("was not there" in words for words in play("mercury", 0.5).wrong)


@judging
def test_a_reader_that_comes_back_late_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "RETRY_S", (60.0,))
    assert any("not ok" in words for words in play("mercury", 1).wrong)


@judging
def test_memory_that_grows_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[list[TagRead]] = []
    hear = ReaderWorker._hear

    def hoarding(self: ReaderWorker, reads: Sequence[TagRead]) -> None:
        kept.append(list(reads))
        hear(self, reads)

    monkeypatch.setattr(ReaderWorker, "_hear", hoarding)
    assert any("memory has grown" in words for words in play("mercury", 1).wrong)
