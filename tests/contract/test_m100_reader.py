"""What only an M100 module does, and how its driver takes it: on a port, and in virtual time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import pytest

from hardware.device import DeviceError, DeviceState, Health, open_device
from hardware.rfid.cable import Said
from hardware.rfid.field import Field
from hardware.rfid.m100 import commands, driver
from hardware.rfid.m100.commands import BAUD_RATES, REGIONS, Query
from hardware.rfid.m100.driver import M100Reader
from hardware.rfid.m100.emulator import M100Emulator
from hardware.rfid.m100.module import Module
from hardware.rfid.m100.settings import R200, YRM100, Model
from hardware.rfid.m100.tags import TagRecord
from hardware.rfid.m100.wire import BB_7E, Error, Frame, FrameParser, Framing, Op, response
from hardware.rfid.reader import TagId, TagRead
from tests.conftest import wait_until
from tests.contract import stands
from tests.contract.memory_line import MemoryLine, VirtualClock
from tests.contract.stands import Stand

SHIRT = TagId.epc("30361F1B3827080000000001")


@pytest.fixture
def stand(tmp_path: Path) -> Iterator[Stand]:
    with stands.stand("m100", tmp_path) as stand:
        yield stand


def module_of(stand: Stand) -> M100Emulator:
    assert isinstance(stand.emulator, M100Emulator)
    return stand.emulator


def test_an_epc_that_its_own_checksum_denies_is_no_read(stand: Stand) -> None:
    stand.becomes(DeviceState.OK)
    tag = TagRecord.heard(b"\x30" * 12, -60)
    broken = TagRecord(tag.rssi_dbm, tag.pc, b"\x31" + tag.epc[1:], tag.crc)
    blank = TagRecord.heard(b"", -60)
    for each in (broken, blank, tag):
        stand.line.garble(each.notification().encode(R200.framing))
    reads = stand.hears(TagId.epc(tag.epc))
    assert {(read.tag, read.rssi_dbm) for read in reads} == {(TagId.epc(tag.epc), -60.0)}
    assert isinstance(stand.reader, M100Reader)
    assert stand.reader.corrupt_reads == 1


@pytest.mark.parametrize(
    ("error", "words"),
    [(Error.NO_CHANNEL, "Another reader may be too close"), (0x7A, "reports a fault")],
)
def test_what_the_module_complains_about_is_said_and_unsaid(
    stand: Stand, error: int, words: str
) -> None:
    stand.becomes(DeviceState.OK)
    module_of(stand).fail(error)
    stand.becomes(DeviceState.FAULTY)
    assert words in stand.reader.health.message
    assert stand.reader.health.cause.startswith(f"{error:02X} ")
    module_of(stand).fail(None)
    stand.becomes(DeviceState.OK)


def test_when_it_is_closed_the_module_is_left_in_peace(stand: Stand) -> None:
    stand.becomes(DeviceState.OK)
    stand.reader.close()
    wait_until(lambda: not module_of(stand).polling)


def test_a_module_that_somebody_left_searching_is_taken_over(tmp_path: Path) -> None:
    fields = Field()
    fields.place(SHIRT)
    with M100Emulator(tmp_path / "room-1", fields, model=YRM100) as emulator:
        with emulator.link.open("r+b", buffering=0) as port:
            port.write(commands.poll().encode(BB_7E))
            wait_until(lambda: emulator.polling)
        settings = {"region": "US", "power_dbm": 15, "session": 1, "q": 5}
        reader = open_device("rfid", {"driver": "m100", "port": str(emulator.link), **settings})
        wait_until(lambda: any(read.tag == SHIRT for read in reader.drain(0.1)))
        told = emulator.module.settings
        assert told.region == REGIONS["US"]
        assert told.power == 1500
        assert told.query == Query(session=1, q=5)
        assert told.hops
        assert told.select_mode == commands.NEVER_SELECT
        reader.close()


@pytest.mark.slow
@pytest.mark.parametrize("baud", [9600, 57600])
def test_a_module_that_was_left_at_another_baud_is_brought_back(tmp_path: Path, baud: int) -> None:
    fields = Field()
    fields.place(SHIRT)
    with M100Emulator(tmp_path / "room-1", fields, baud=baud) as emulator:
        reader = open_device("rfid", {"driver": "m100", "port": str(emulator.link)})
        wait_until(lambda: any(read.tag == SHIRT for read in reader.drain(0.1)))
        assert emulator.module.baud == 115200
        reader.close()


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"region": "US"}, "region US of config.yaml"),
        ({"power_dbm": 24}, "power_dbm of config.yaml"),
    ],
)
def test_settings_that_this_module_refuses_are_its_health(
    tmp_path: Path, settings: dict[str, Any], words: str
) -> None:
    model = Model(R200.framing, regions=("EU",), max_power=2200)
    with M100Emulator(tmp_path / "room-1", Field(), model=model) as emulator:
        reader = open_device("rfid", {"driver": "m100", "port": str(emulator.link), **settings})
        wait_until(lambda: reader.health.state is DeviceState.FAULTY)
        assert words in reader.health.message
        assert "17 unknown command or parameter" in reader.health.cause
        reader.close()


@pytest.mark.parametrize(
    "mistake",
    [
        {"region": "ATLANTIS"},
        {"power_dbm": 9},
        {"power_dbm": 27},
        {"session": 2},
        {"q": 16},
        {"q": -1},
        {"baud": 1},
    ],
)
def test_a_setting_that_no_module_takes_is_said_at_once(mistake: dict[str, Any]) -> None:
    with pytest.raises(DeviceError, match="m100"):
        open_device("rfid", {"driver": "m100", "port": "p", **mistake})


# -- in virtual time


@dataclass
class Play:
    """A driver and its module in memory, and what was seen of them."""

    model: Model = R200
    baud: int = 115200
    module: Module = field(init=False)
    reads: list[TagRead] = field(default_factory=list)
    states: list[tuple[float, Health]] = field(default_factory=list)  # changes only
    commands: list[tuple[float, Frame]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.clock = VirtualClock(0.0)
        self.field = Field(seed=3, fades=False)
        self.field.place(SHIRT, hearing=1)
        self.module = Module(self.field, self.model, self.baud)
        self.line = MemoryLine(self.module, self.clock)
        self.reader = M100Reader("memory", open_line=self.line.open, clock=self.clock)
        answer = self.module._answer

        def noted(op: int, data: bytes, now: float) -> list[Frame]:
            self.commands.append((now, Frame(0, op, data)))
            return answer(op, data, now)

        self.module._answer = noted  # type: ignore[method-assign]

    def at(self, moment: float, act: Callable[[], object]) -> None:
        self.clock.at(moment, act)

    def look(self) -> None:
        self.reads += self.reader.drain()
        if not self.states or self.states[-1][1] != self.reader.health:
            self.states.append((self.clock.now(), self.reader.health))

    def run(self, seconds: float) -> None:
        self.clock.every(0.05, self.look)
        self.clock.end(seconds)
        self.reader.open()
        self.clock.wait_for_end()
        self.reader.close()

    def told(self, op: int) -> list[float]:
        return [at for at, command in self.commands if command.op == op]

    @property
    def longest_gap(self) -> float:
        moments = [read.at for read in self.reads]
        return max(after - before for before, after in pairwise(moments))

    @property
    def health(self) -> list[DeviceState]:
        return [state for state, _ in groupby(health.state for _, health in self.states)]


@pytest.mark.parametrize("model", [R200, YRM100], ids=["R200", "YRM100"])
def test_it_is_found_and_reads_within_a_second(model: Model) -> None:
    play = Play(model)
    play.run(3)
    assert play.reads[0].at < 1
    assert play.health == [DeviceState.STARTING, DeviceState.OK]


def test_the_framing_is_remembered() -> None:
    play = Play(YRM100)
    play.at(2, play.line.unplug)
    play.at(3, play.line.plug)
    play.run(6)
    first = play.reads[0].at
    again = next(read.at for read in play.reads if read.at > 3)
    assert again - 3 < first + 1.2  # a pause between attempts, but no probing of the other framing


@pytest.mark.parametrize("baud", [baud for baud in BAUD_RATES if baud != 115200])
def test_every_baud_is_found(baud: int) -> None:
    play = Play(baud=baud)
    play.run(10)
    assert play.module.baud == 115200
    assert play.health == [DeviceState.STARTING, DeviceState.AWAY, DeviceState.OK]


def test_a_module_that_keeps_its_baud_is_read_at_it() -> None:
    play = Play(baud=9600)
    answer = play.module._answer

    def stubborn(op: int, data: bytes, now: float) -> list[Frame]:
        return [] if op == Op.SET_BAUD else answer(op, data, now)

    play.module._answer = stubborn  # type: ignore[method-assign]
    play.run(10)
    assert play.reads
    assert play.module.baud == 9600
    assert play.health[-1] is DeviceState.OK


def test_when_its_rounds_are_over_they_begin_anew_and_nobody_notices() -> None:
    play = Play()
    stop = commands.stop_poll().encode(R200.framing)
    play.at(5, lambda: play.module.hear(stop, play.clock.now()))
    play.run(15)
    assert play.health == [DeviceState.STARTING, DeviceState.OK]
    assert play.reads[-1].at > 14.9
    assert play.longest_gap < 2


def test_a_poll_is_begun_anew_before_its_rounds_are_over(monkeypatch: pytest.MonkeyPatch) -> None:
    assert driver.FRESH_AFTER < commands.MAX_ROUNDS
    monkeypatch.setattr(driver, "FRESH_AFTER", 600)
    play = Play()
    play.at(20, lambda: play.field.remove(SHIRT))
    play.run(40)
    assert play.health == [DeviceState.STARTING, DeviceState.OK]
    assert len(play.told(Op.MULTI_POLL)) >= 3
    assert play.told(Op.GET_POWER) == []  # it was never silent
    assert play.longest_gap < 0.2


def test_a_module_that_fell_asleep_is_woken_and_set_up_again() -> None:
    play = Play()
    play.at(5, play.module.sleep)
    play.run(15)
    assert play.health == [DeviceState.STARTING, DeviceState.OK]
    assert play.module.settings.region == REGIONS["EU"]
    assert play.module.settings.hops
    assert play.longest_gap < 1.5
    assert play.reads[-1].at > 14.9


def test_a_module_that_restarted_is_set_up_again() -> None:
    play = Play()
    play.at(5, play.module.reboot)
    play.run(15)
    assert play.health == [DeviceState.STARTING, DeviceState.OK]
    assert play.module.settings.region == REGIONS["EU"]
    assert play.reads[-1].at > 14.9


def test_a_channel_that_is_taken_now_and_then_is_no_fault() -> None:
    play = Play()
    for second in range(3, 15):
        play.at(second, lambda: play.module.fail(Error.NO_CHANNEL))
        play.at(second + 0.5, lambda: play.module.fail(None))
    play.run(16)
    assert play.health == [DeviceState.STARTING, DeviceState.OK]


def test_silence_is_known_within_a_few_seconds() -> None:
    play = Play()
    play.at(5, play.line.go_silent)
    play.at(20, play.line.speak)
    play.run(40)
    assert play.health == [
        DeviceState.STARTING,
        DeviceState.OK,
        DeviceState.AWAY,
        DeviceState.OK,
    ]
    away = next(at for at, health in play.states if health.state is DeviceState.AWAY)
    assert 6 < away < 7.5
    assert play.states[-1][0] < 26
    assert play.reads[-1].at > 39.9


def test_a_module_that_answers_but_does_not_search_is_not_well() -> None:
    play = Play()
    answer = play.module._answer

    def lame(op: int, data: bytes, now: float) -> list[Frame]:
        return [] if op == Op.MULTI_POLL else answer(op, data, now)

    play.module._answer = lame  # type: ignore[method-assign]
    play.run(10)
    assert play.health == [DeviceState.STARTING, DeviceState.FAULTY]
    assert "does not search" in play.states[-1][1].message


def test_an_answer_that_is_lost_is_asked_for_again() -> None:
    play = Play()
    answer, deaf = play.module._answer, {Op.SET_REGION, Op.SET_POWER}

    def hard_of_hearing(op: int, data: bytes, now: float) -> list[Frame]:
        if op in deaf:
            deaf.remove(Op(op))
            return []
        return answer(op, data, now)

    play.module._answer = hard_of_hearing  # type: ignore[method-assign]
    play.run(5)
    assert not deaf
    assert play.health == [DeviceState.STARTING, DeviceState.OK]
    assert play.module.settings.region == REGIONS["EU"]


@pytest.mark.parametrize("code", [Op.SET_SELECT, Op.SET_SELECT_MODE], ids=lambda op: op.name)
def test_the_select_mode_is_confirmed_under_either_code(code: Op) -> None:
    play = Play()
    answer = play.module._answer

    def confirms(op: int, data: bytes, now: float) -> list[Frame]:
        said = answer(op, data, now)
        return [response(code)] if op == Op.SET_SELECT_MODE else said

    play.module._answer = confirms  # type: ignore[method-assign]
    play.run(3)
    assert play.module.settings.select_mode == commands.NEVER_SELECT
    assert play.health == [DeviceState.STARTING, DeviceState.OK]


def test_tags_may_come_under_the_code_of_the_poll() -> None:
    play = Play()
    said = play.module._said

    def as_polled(frame: Frame, tag: TagId | None = None) -> Said:
        op = Op.MULTI_POLL if frame.op == Op.POLL else frame.op
        return said(Frame(frame.kind, op, frame.data), tag)

    play.module._said = as_polled  # type: ignore[method-assign]
    play.run(3)
    assert play.reads


def test_whoever_does_not_confirm_a_setting_has_refused_it() -> None:
    play = Play()
    answer = play.module._answer

    def unwilling(op: int, data: bytes, now: float) -> list[Frame]:
        if op == Op.SET_POWER:
            return FrameParser(R200.framing).feed(bytes.fromhex("AA01B6000101B9DD"))
        return answer(op, data, now)

    play.module._answer = unwilling  # type: ignore[method-assign]
    play.run(5)
    assert play.health == [DeviceState.STARTING, DeviceState.FAULTY]
    assert "power_dbm" in play.states[-1][1].message


def test_one_that_is_not_an_m100_does_not_answer() -> None:
    play = Play(Model(Framing(0xFF, 0x00)))
    play.run(20)
    assert play.health == [DeviceState.STARTING, DeviceState.AWAY]
    assert "does not answer" in play.states[-1][1].message
