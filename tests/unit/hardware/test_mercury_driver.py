"""The Mercury driver's conversation with a module, in virtual time: what it asks, what it makes of
the answers, and how long it takes to mend what went wrong.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from hardware.device import DeviceState, Health
from hardware.rfid.field import Field
from hardware.rfid.mercury import commands, vitals
from hardware.rfid.mercury.commands import REGIONS, Gen2Option
from hardware.rfid.mercury.driver import MercuryReader
from hardware.rfid.mercury.emulator import WiredModule, frames
from hardware.rfid.mercury.module import Module
from hardware.rfid.mercury.notifications import StatusReport
from hardware.rfid.mercury.settings import M7E_HECTO, Model
from hardware.rfid.mercury.vitals import CheckUp, Vitals
from hardware.rfid.mercury.wire import Command, Op, Reply, Status
from hardware.rfid.reader import TagId
from tests.contract.memory_line import MemoryLine, VirtualClock

SHIRT = TagId.epc("30361F1B3827080000000001")
DUMB = replace(M7E_HECTO, tells_status=False, tunnels=False)


class Scene:
    """A reader and its module; what is to happen and to be looked at is said before it plays."""

    def __init__(self, model: Model = M7E_HECTO, **settings: Any) -> None:
        self.clock = VirtualClock(begins=0.0)
        self.field = Field(seed=3)
        self.wired = WiredModule(self.field, model)
        self.line = MemoryLine(self.wired, self.clock)
        self.reader = MercuryReader("p", open_line=self.line.open, clock=self.clock, **settings)
        self.seen: dict[float, Any] = {}
        self.health: dict[float, Health] = {}

    @property
    def module(self) -> Module:
        return self.wired.module

    def look(self, at: float, what: Callable[[], Any] = lambda: None) -> None:
        def see() -> None:
            self.seen[at] = what()
            self.health[at] = self.reader.health

        self.clock.at(at, see)

    def play(self, seconds: float) -> None:
        self.clock.end(seconds)
        self.reader.open()
        self.clock.wait_for_end()
        self.reader.close()


def test_all_settings_reach_the_module() -> None:
    scene = Scene(region="NA", power_dbm=12.5, antennas=[1, 3], session=1, q=4)
    scene.play(1)
    now = scene.module.settings
    assert (now.region, now.read_power, now.antennas) == (REGIONS["NA"], 1250, ((1, 1), (3, 3)))
    assert now.gen2[Gen2Option.SESSION] == b"\x01"
    assert now.gen2[Gen2Option.TARGET] == b"\x00\x00"
    assert now.gen2[Gen2Option.Q] == b"\x01\x04"


def test_q_is_left_to_the_module_unless_it_is_said() -> None:
    scene = Scene()
    scene.play(1)
    assert Gen2Option.Q not in scene.module.settings.gen2
    assert commands.set_q(None).data == b"\x05\x12\x00"


@pytest.mark.parametrize("ms", range(20))
def test_a_reply_that_is_lost_in_the_handshake_is_asked_for_again(ms: int) -> None:
    scene = Scene()
    scene.clock.at(ms / 1000, lambda: scene.line.lose(9))
    scene.look(1.0)
    scene.play(1.1)
    assert scene.health[1.0].ok


@pytest.mark.parametrize("baud", [9600, 19200, 230400, 921600])
def test_a_module_that_was_left_at_another_baud_is_found_and_set(baud: int) -> None:
    scene = Scene()
    scene.module.settings.baud = scene.wired.baud = baud
    scene.look(5)
    scene.play(6)
    assert scene.health[5].ok
    assert scene.module.settings.baud == 115200


def test_a_module_that_streams_at_another_baud_is_found_and_set() -> None:
    scene = Scene()
    scene.field.place(SHIRT)
    scene.module.settings.baud = scene.wired.baud = 230400
    for command in (
        commands.set_region("EU3"),
        commands.set_protocol(),
        commands.StartStreaming(250, commands.Metadata(0x1FF)).encode(),
    ):
        scene.module.hear(command, 0.0)
    assert scene.module.streaming
    scene.look(5)
    scene.play(6)
    assert scene.health[5].ok
    assert scene.module.settings.baud == 115200
    assert {read.tag for read in scene.reader.drain()} == {SHIRT}


def test_the_baud_of_the_settings_survives_a_restart_of_the_module() -> None:
    scene = Scene(baud=921600)
    scene.look(4, lambda: scene.module.settings.baud)
    scene.clock.at(5, lambda: scene.line.say(frames(scene.module.reboot())))
    scene.clock.at(5, lambda: setattr(scene.wired, "baud", 115200))
    scene.look(11, lambda: scene.module.settings.baud)
    scene.play(12)
    assert scene.seen == {4: 921600, 11: 921600}
    assert scene.health[4].ok
    assert scene.health[11].ok


def test_a_baud_that_the_module_does_not_know() -> None:
    scene = Scene(baud=57600)
    scene.look(6)
    scene.play(7)
    assert scene.health[6].state is DeviceState.FAULTY
    assert "baud" in scene.health[6].message


@pytest.mark.parametrize("model", [M7E_HECTO, replace(M7E_HECTO, tells_status=False)])
def test_heat_is_told_and_untold(model: Model) -> None:
    scene = Scene(model)
    scene.look(40, lambda: scene.reader.vitals.temperature_c)
    scene.clock.at(41, lambda: scene.line.say(frames(scene.module.warm(88))))
    scene.look(80)
    scene.clock.at(81, lambda: scene.line.say(frames(scene.module.warm(82))))
    scene.look(120, lambda: scene.reader.vitals.temperature_c)
    scene.clock.at(121, lambda: scene.line.say(frames(scene.module.warm(60))))
    scene.look(160)
    scene.play(161)
    assert (scene.seen[40], scene.seen[120]) == (31, 82)
    assert scene.health[40].ok
    for moment, cause in ((80, "88 °C"), (120, "82 °C")):  # it has to cool down well
        assert scene.health[moment].state is DeviceState.FAULTY
        assert "too hot" in scene.health[moment].message
        assert scene.health[moment].cause in (cause, "88 °C")
    assert scene.health[160].ok


@pytest.mark.parametrize(
    "model",
    [
        replace(M7E_HECTO, tells_status=False),
        replace(M7E_HECTO, tunnels=False),
        DUMB,
    ],
)
def test_a_module_that_tells_nothing_of_itself_reads_all_the_same(model: Model) -> None:
    scene = Scene(model)
    scene.field.place(SHIRT)
    unwell: list[Health] = []

    def watch() -> None:
        if not scene.reader.health.ok:
            unwell.append(scene.reader.health)

    scene.clock.at(2, lambda: scene.clock.every(0.1, watch))
    scene.play(60)
    assert unwell == []
    reads = scene.reader.drain()
    gaps = [after.at - before.at for before, after in pairwise(reads)]
    assert len(reads) > 1000
    assert max(gaps) < 10
    if model is DUMB:
        assert scene.reader.vitals == Vitals()


def test_power_and_antennas_are_asked_for_while_it_streams() -> None:
    scene = Scene(power_dbm=17, antennas=[1, 2])
    scene.field.place(SHIRT)
    scene.look(60, lambda: scene.reader.vitals)
    scene.play(61)
    assert scene.seen[60] == Vitals(31, 17.0, (1, 2))
    moments = [read.at for read in scene.reader.drain()]
    assert max(after - before for before, after in pairwise(moments)) < 5


def test_an_antenna_that_is_missing_is_named() -> None:
    scene = Scene(antennas=[1, 2, 4])
    scene.clock.at(3, lambda: scene.module.detach(2))
    scene.look(6)
    scene.clock.at(7, lambda: scene.module.detach(4))
    scene.look(30)
    scene.clock.at(31, lambda: scene.module.attach(2))
    scene.clock.at(31, lambda: scene.module.attach(4))
    scene.look(35)
    scene.play(36)
    assert scene.health[6].state is DeviceState.FAULTY
    assert scene.health[6].message == (
        "Antenna 2 of the reader is not connected. Check the antenna cable."
    )
    assert "Antenna 2 and 4" in scene.health[30].message
    assert scene.health[35].ok


def test_a_module_that_lost_its_power_setting_unseen_is_set_up_again() -> None:
    scene = Scene(power_dbm=17)
    scene.clock.at(70, lambda: setattr(scene.module.settings, "read_power", 2700))
    scene.look(140, lambda: scene.module.settings.read_power)
    scene.play(141)
    assert scene.seen[140] == 1700
    assert scene.health[140].ok


@pytest.mark.parametrize("search_ms", [100, 250, 1000])
def test_silence_is_known_after_three_search_times(search_ms: int) -> None:
    scene = Scene(search_ms=search_ms)
    silent_at = 5.0
    scene.clock.at(silent_at, scene.line.go_silent)
    scene.look(silent_at + 1.9 * search_ms / 1000)
    scene.look(silent_at + 3.1 * search_ms / 1000 + 0.1)
    scene.play(silent_at + 5)
    before, after = scene.health.values()
    assert before.ok
    assert after.state is DeviceState.AWAY
    assert "does not answer" in after.message


# -- what is asked, and what is made of it


def test_questions_are_asked_one_after_the_other_and_rarely() -> None:
    check_up = CheckUp()
    check_up.begin(0.0)
    asked: list[tuple[float, int]] = []
    for tenths in range(400):
        question = check_up.question(tenths / 10)
        if question is not None:
            asked.append((tenths / 10, question.op))
            answer = {
                Op.TEMPERATURE: b"\x1e",
                Op.GET_READ_POWER: b"\x00\x07\xd0",
                Op.GET_ANTENNA: b"\x05\x01\x01\x02\x00",
            }[Op(question.op)]
            check_up.answered(commands.tunnel_reply(Reply(question.op, data=answer)))
    assert asked == [
        (1.0, Op.TEMPERATURE),
        (11.0, Op.GET_READ_POWER),
        (21.0, Op.GET_ANTENNA),
        (31.0, Op.TEMPERATURE),
    ]
    assert check_up.vitals == Vitals(30, 20.0, (1,))


def test_a_module_that_tells_its_temperature_is_not_asked_for_it() -> None:
    check_up = CheckUp()
    check_up.begin(0.0)
    check_up.told(StatusReport(temperature_c=40))
    question = check_up.question(1.0)
    assert question == Command(Op.GET_READ_POWER, b"\x00")
    check_up.told(StatusReport(frequency_khz=866_300))
    assert check_up.vitals == Vitals(temperature_c=40)


@pytest.mark.parametrize(
    "answer",
    [
        None,
        Reply(Op.STREAM, Status.BAD_OPCODE),
        Reply(Op.STREAM, data=b"\x04"),
        commands.tunnel_reply(Reply(Op.TEMPERATURE, data=b"")),
    ],
)
def test_who_does_not_answer_is_asked_three_times(answer: Reply | None) -> None:
    check_up = CheckUp()
    check_up.begin(0.0)
    asked = 0
    for seconds in range(200):
        asked += check_up.question(float(seconds)) is not None
        if answer is not None:
            check_up.answered(answer)
    assert asked <= (3 if answer is None or answer.data[:1] != b"\x04" else 20)
    assert check_up.vitals.temperature_c is None
    if asked == vitals.UNANSWERED:
        assert not check_up.willing
        assert check_up.ask_antennas(300.0) is None


def test_a_refused_question_is_an_answer_too() -> None:
    check_up = CheckUp()
    check_up.begin(0.0)
    for seconds in range(100):
        question = check_up.question(float(seconds))
        if question is not None:
            check_up.answered(commands.tunnel_reply(Reply(question.op, Status.BAD_OPCODE)))
    assert check_up.willing
    assert check_up.vitals == Vitals()


def test_noise_that_the_module_takes_for_a_long_frame_holds_nothing_up() -> None:
    scene = Scene()
    list(scene.wired.hear(b"\xff\xf0\x22", 0.0))  # it waits for 250 bytes more
    scene.look(3.0)
    scene.play(3.1)
    assert scene.health[3.0].ok
