"""The emulated M100 answers as the published rules say, and misbehaves as it is told to."""

from __future__ import annotations

import pytest

from hardware.rfid.cable import Said
from hardware.rfid.field import Field
from hardware.rfid.m100 import commands, module, tags, wire
from hardware.rfid.m100.commands import Query
from hardware.rfid.m100.module import Module
from hardware.rfid.m100.settings import R200, YRM100, Model
from hardware.rfid.m100.wire import AA_DD, Error, Frame, FrameParser, Kind, Op
from hardware.rfid.reader import TagId, TagKind
from tests.unit.hardware.haunted_field import HauntedField
from tests.unit.hardware.m100_frames import COMMANDS, REPLIES

SHIRT, SCARF = TagId.epc("30361F1B3827080000000001"), TagId.epc("30361F1B3827080000000002")
in_both_framings = pytest.mark.parametrize("model", [R200, YRM100], ids=["R200", "YRM100"])


def octets(text: str) -> bytes:
    return bytes.fromhex(text.replace(" ", ""))


def field_of(*there: TagId) -> Field:
    field = Field(fades=False)
    for tag in there:
        field.place(tag, hearing=1)
    return field


def frames(said: list[Said], model: Model = R200) -> list[Frame]:
    return FrameParser(model.framing).feed(b"".join(each.octets for each in said))


def answers(module: Module, command: Frame, now: float = 0.0, model: Model = R200) -> list[Frame]:
    """What it says at once."""
    return frames(module.hear(command.encode(model.framing), now), model)


def asked(module: Module, command: Frame, now: float = 0.0) -> Frame:
    (answer,) = answers(module, command, now)
    return answer


def works(module: Module, until: float, model: Model = R200) -> list[Frame]:
    """What it says up to `until`, working whenever it has something to do."""
    said: list[Said] = []
    while module.next_at is not None and module.next_at <= until:
        said += module.work(module.next_at)
    return frames(said, model)


@in_both_framings
@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("hardware version", "hardware version (MADE)"),
        ("stop multi poll", "stopped"),
        ("set region CN900", "set region"),
        ("get region", "region CN900"),
        ("set power 20.00 dBm", "set power"),
        ("get power", "power 20.00 dBm"),
        ("get query", "query"),
        ("set query", "set query"),
        ("set select", "set select"),
        ("never select", "select mode"),
        ("sleep when idle for 2 min", "sleeps when idle"),
        ("get demodulator", "demodulator"),
        ("read 2 words", "read failed"),
    ],
)
def test_a_published_question_gets_the_published_answer(
    asked: str, answered: str, model: Model
) -> None:
    printed = octets(COMMANDS[asked][0])
    question = bytes((model.framing.head, *printed[1:-1], model.framing.tail))
    (said,) = Module(Field(), model).hear(question, 0)
    answer = octets(REPLIES[answered][0])
    assert said.octets == bytes((model.framing.head, *answer[1:-1], model.framing.tail))


def test_it_does_not_understand_the_other_framing() -> None:
    assert Module(Field(), R200).hear(commands.info().encode(YRM100.framing), 0) == []


@pytest.mark.parametrize(
    "name",
    [
        "set channel 1",
        "auto hop",
        "insert channels 1 to 5",
        "set demodulator",
        "idle mode",
    ],
)
def test_each_setting_is_confirmed(name: str) -> None:
    command = FrameParser(AA_DD).feed(octets(COMMANDS[name][0]))[0]
    assert asked(Module(Field()), command) == wire.response(command.op)


def test_what_it_is_set_to_it_tells() -> None:
    module = Module(Field())
    for setting in (
        commands.set_region("EU"),
        commands.set_power(23.5),
        commands.set_query(Query(session=1, q=6)),
        wire.command(Op.SET_CHANNEL, b"\x07"),
    ):
        assert asked(module, setting).data == b"\0"
    assert asked(module, wire.command(Op.GET_REGION)).data == b"\x03"
    assert asked(module, commands.get_power()).data == (2350).to_bytes(2, "big")
    assert Query.decode(asked(module, wire.command(Op.GET_QUERY)).data) == Query(session=1, q=6)
    assert asked(module, wire.command(Op.GET_CHANNEL)).data == b"\x07"


@pytest.mark.parametrize(
    "command",
    [
        commands.set_power(9.99),
        commands.set_power(26.01),
        wire.command(Op.SET_REGION, b"\x05"),
        wire.command(Op.SET_POWER, b"\x07"),
        wire.command(Op.SET_BAUD, b"\x00\x01"),
        wire.command(Op.MULTI_POLL, b"\x22\x00\x00"),
        wire.command(Op.SET_SELECT, b"\x01"),
        wire.command(Op.INFO, b"\x09"),
        wire.command(0x77),
    ],
)
def test_what_it_does_not_take_it_refuses(command: Frame) -> None:
    assert asked(Module(Field()), command) == wire.failure(Error.BAD_COMMAND)


@in_both_framings
def test_a_round_tells_each_tag_once_with_the_airs_checksum(model: Model) -> None:
    module = Module(field_of(SHIRT, SCARF), model)
    assert answers(module, commands.poll(1), model=model) == []
    told = works(module, 1, model)
    assert [frame.kind for frame in told] == [Kind.NOTIFICATION] * 2
    records = [tags.decode(frame.data) for frame in told]
    assert {record.epc for record in records} == {octets(SHIRT.value), octets(SCARF.value)}
    assert all(record.intact for record in records)
    assert not module.polling


def test_empty_rounds_say_so_and_end() -> None:
    module = Module(Field())
    answers(module, commands.poll(3))
    assert works(module, 10) == [wire.failure(Error.NO_TAG)] * 3
    assert not module.polling
    assert module.next_at is None
    answers(module, wire.command(Op.POLL))
    assert works(module, 10) == [wire.failure(Error.NO_TAG)]


@pytest.mark.parametrize("field", [field_of(TagId(TagKind.UID, "04A1B2C3")), HauntedField()])
def test_what_no_tag_can_be_is_not_heard(field: Field) -> None:
    module = Module(field)
    answers(module, commands.poll(1))
    assert works(module, 1) == [wire.failure(Error.NO_TAG)]


def test_it_is_stopped_at_once() -> None:
    module = Module(field_of(SHIRT))
    answers(module, commands.poll())
    assert works(module, 1)
    assert asked(module, commands.stop_poll(), 1) == wire.response(Op.STOP_MULTI_POLL)
    assert works(module, 2) == []


def test_the_air_takes_its_time() -> None:
    module = Module(field_of(*(TagId.epc(f"{number:024X}") for number in range(30))))
    answers(module, commands.poll())
    told = [frame for frame in works(module, 20) if frame.kind == Kind.NOTIFICATION]
    assert 50 * 20 < len(told) < 60 * 20


def test_a_bigger_q_makes_longer_rounds() -> None:
    counts = []
    for q in (2, 8):
        module = Module(Field())
        asked(module, commands.set_query(Query(q=q)))
        answers(module, commands.poll())
        counts.append(len(works(module, 5)))
    assert counts[0] > 10 * counts[1]


def test_a_module_that_was_held_up_does_not_make_up_for_it() -> None:
    held_up = Module(Field())
    answers(held_up, commands.poll())
    assert len(held_up.work(100.0)) == 0
    assert held_up.next_at is not None
    assert held_up.next_at < 100.0 + 2 * (module.QUERY_S + 16 * module.SLOT_S)


def test_a_fault_ends_each_round_until_it_is_mended() -> None:
    module = Module(field_of(SHIRT))
    answers(module, commands.poll())
    module.fail(Error.NO_CHANNEL)
    told = works(module, 1)[-3:]
    assert told == [wire.failure(Error.NO_CHANNEL)] * 3
    module.fail(None)
    assert works(module, 2)[-1].kind == Kind.NOTIFICATION


def test_the_byte_that_wakes_it_is_lost_and_so_are_its_settings() -> None:
    sleeper = Module(field_of(SHIRT))
    asked(sleeper, commands.set_power(12))
    answers(sleeper, commands.poll())
    assert asked(sleeper, wire.command(Op.SLEEP), 1) == wire.response(Op.SLEEP)
    assert sleeper.asleep
    assert works(sleeper, 10) == []
    assert sleeper.hear(commands.get_power().encode(AA_DD), 10) == []
    assert sleeper.hear(commands.get_power().encode(AA_DD), 10 + module.WAKES_S / 2) == []
    assert asked(sleeper, commands.get_power(), 10.1).data == (2000).to_bytes(2, "big")


def test_a_restart_costs_the_settings_but_not_the_baud() -> None:
    module = Module(field_of(SHIRT))
    asked(module, commands.set_power(12))
    assert answers(module, commands.set_baud(9600)) == []
    answers(module, commands.poll())
    module.reboot()
    assert module.baud == 9600
    assert not module.polling
    assert asked(module, commands.get_power()).data == (2000).to_bytes(2, "big")
    module.power_up()
    assert module.baud == 9600


@in_both_framings
def test_commands_may_come_in_pieces_and_behind_garbage(model: Model) -> None:
    module = Module(Field(), model)
    stream = b"\x00\xaa\x05\xbb\x09" + commands.get_power().encode(model.framing)
    said = [each for octet in stream for each in module.hear(bytes((octet,)), 0)]
    assert frames(said, model) == [wire.response(Op.GET_POWER, b"\x07\xd0")]


def test_half_a_command_is_given_up() -> None:
    module = Module(Field())
    assert module.hear(octets("AA 00 B6 00 F0"), 0) == []
    assert asked(module, commands.get_power(), 1).op == Op.GET_POWER
    assert module.hear(octets("AA 01 B7 0002 07D0 91 DD"), 2) == []  # not a command
