"""LLRP's wire format by published frames, and a reader's behaviour on a clock that tests move."""

from __future__ import annotations

import struct
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.rfid.cable import Said
from hardware.rfid.field import Field
from hardware.rfid.llrp import wire
from hardware.rfid.llrp.model import IMPINJ_R420, ZEBRA_FX9600
from hardware.rfid.llrp.module import Module
from hardware.rfid.llrp.wire import Code, Event, Message, MessageParser, Param, TagReport, Type
from hardware.rfid.reader import TagId
from tests.unit.hardware.haunted_field import HauntedField
from tests.unit.hardware.llrp_frames import PUBLISHED, STATUS_OK

SHIRT, SCARF = TagId.epc("30361F1B3827080000000001"), TagId.epc("30361F1B3827080000000002")


@pytest.mark.parametrize("name", PUBLISHED)
def test_published_messages_are_written_and_read(name: str) -> None:
    octets, message = PUBLISHED[name]
    assert message.encode().hex().upper() == octets
    assert list(MessageParser().feed(bytes.fromhex(octets))) == [message]


def test_a_published_report_says_what_it_says() -> None:
    (report,) = wire.reports(PUBLISHED["a reader tells of one tag"][1])
    assert (report.epc.hex().upper(), report.antenna) == ("3005FB63AC1F3841EC880467", 1)
    assert (report.rssi_dbm, report.seen_count, report.channel) == (-50, 1, None)


def test_the_published_status_is_written() -> None:
    assert wire.status().hex().upper() == STATUS_OK


OPTIONAL = {
    "rospec": st.integers(1, 0xFFFFFFFF),
    "antenna": st.integers(0, 0xFFFF),
    "rssi_dbm": st.integers(-128, 127),
    "channel": st.integers(0, 0xFFFF),
    "first_seen_us": st.integers(0, (1 << 64) - 1),
    "last_seen_us": st.integers(0, (1 << 64) - 1),
    "seen_count": st.integers(0, 0xFFFF),
    "pc": st.integers(0, 0xFFFF),
    "crc": st.integers(0, 0xFFFF),
}
REPORTS = st.builds(
    TagReport,
    st.binary(min_size=0, max_size=62),
    **{name: st.none() | values for name, values in OPTIONAL.items()},
)


@given(st.lists(REPORTS, max_size=5), st.lists(st.integers(1, 30), max_size=20))
def test_reports_come_through_however_the_stream_is_cut(
    reports: list[TagReport], cuts: list[int]
) -> None:
    octets = wire.report(reports, 7).encode() + Message(Type.KEEPALIVE, 8).encode()
    parser, heard = MessageParser(), []
    for cut in [*cuts, len(octets)]:
        heard += parser.feed(octets[:cut])
        octets = octets[cut:]
    assert [each.type for each in heard] == [Type.RO_ACCESS_REPORT, Type.KEEPALIVE]
    assert wire.reports(heard[0]) == reports


@pytest.mark.parametrize("garbage", ["FFFF0000000A00000000", "043D0000000900000000", "00" * 10])
def test_what_is_no_llrp_is_an_error(garbage: str) -> None:
    with pytest.raises(wire.WireError):
        list(MessageParser().feed(bytes.fromhex(garbage)))


@given(st.binary(max_size=40))
def test_no_body_breaks_a_reader(body: bytes) -> None:
    module = Module(Field())
    module.connect(0.0)
    for kind in Type:
        for said in module.hear(Message(kind, 1, body).encode(), 0.0):
            assert list(MessageParser().feed(said.octets))


# -- a reader's behaviour


def rospec(
    *,
    number: int = 1,
    start: bytes = b"\x01",
    stop: tuple[int, int] = (0, 0),
    aispecs: tuple[bytes, ...] = (),
    report: tuple[int, int] = (1, 1),
    antennas: tuple[int, ...] = (1,),
) -> bytes:
    """A ROSpec as a client orders it; the numbers are those of the wire."""
    boundary = wire.tlv(
        Param.RO_BOUNDARY_SPEC,
        wire.tlv(Param.START_TRIGGER, start),
        wire.tlv(Param.STOP_TRIGGER, struct.pack("!BI", *stop)),
    )
    content = wire.tlv(
        Param.REPORT_CONTENT,
        struct.pack("!H", 0xFFFF),
        wire.tlv(Param.EPC_MEMORY_SELECTOR, b"\xc0"),
    )
    told = wire.tlv(Param.REPORT_SPEC, struct.pack("!BH", *report), content)
    body = struct.pack("!IBB", number, 0, 0) + boundary
    return wire.tlv(Param.ROSPEC, body, *(aispecs or (aispec(antennas),)), told)


def aispec(antennas: tuple[int, ...] = (1,), stop: bytes = struct.pack("!BI", 0, 0)) -> bytes:
    named = struct.pack(f"!H{len(antennas)}H", len(antennas), *antennas)
    inventory = wire.tlv(Param.INVENTORY_PARAMETER_SPEC, struct.pack("!HB", 1, 1))
    return wire.tlv(Param.AISPEC, named, wire.tlv(Param.AISPEC_STOP_TRIGGER, stop), inventory)


def observing(tags: int, timeout_ms: int) -> bytes:
    trigger = wire.tlv(
        Param.TAG_OBSERVATION_TRIGGER, struct.pack("!BBHHHI", 0, 0, tags, 0, 0, timeout_ms)
    )
    return struct.pack("!BI", 3, 0) + trigger


class Talk:
    """A client that says one thing at a time to a module, on a clock of its own."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self.now = 100.0
        self.told: list[Message] = []
        self._keep(module.connect(self.now))

    def _keep(self, said: list[Said]) -> list[Message]:
        messages = [message for each in said for message in MessageParser().feed(each.octets)]
        self.told += messages
        return messages

    def ask(self, kind: Type, body: bytes = b"") -> Message:
        answers = self._keep(self.module.hear(Message(kind, 9, body).encode(), self.now))
        assert answers[0].id == 9
        return answers[0]

    def order(self, kind: Type, body: bytes = struct.pack("!I", 1)) -> int:
        """The status of the answer."""
        answer = self.ask(kind, body)
        assert answer.type in (kind + 10, Type.ERROR_MESSAGE)
        (status,) = (each for each in wire.parameters(answer.body) if each.type == Param.STATUS)
        return status.unpack("H")[0]

    def waits(self, seconds: float) -> list[Message]:
        """What the reader says meanwhile, working when it said that it would."""
        ends, said = self.now + seconds, []
        while (next_at := self.module.next_at) is not None and next_at <= ends:
            self.now = max(self.now, next_at)
            said += self._keep(self.module.work(self.now))
        self.now = ends
        return said

    def hears(self, seconds: float) -> list[TagReport]:
        said = self.waits(seconds)
        reports = [each for each in said if each.type == Type.RO_ACCESS_REPORT]
        return [tag for each in reports for tag in wire.reports(each)]

    def ask_for_report(self) -> Message:
        said = self.module.hear(Message(Type.GET_REPORT, 9).encode(), self.now)
        return self._keep(said)[0]

    def starts(self, spec: bytes) -> None:
        assert self.order(Type.ADD_ROSPEC, spec) == Code.SUCCESS
        assert self.order(Type.ENABLE_ROSPEC) == Code.SUCCESS


@pytest.fixture
def talk() -> Talk:
    field = Field(seed=5, fades=False)
    field.place(SHIRT, antenna=1, hearing=1)
    field.place(SCARF, antenna=2, hearing=1)
    return Talk(Module(field))


def test_the_reader_speaks_first(talk: Talk) -> None:
    (greeting,) = talk.told
    assert greeting.body.endswith(wire.attempt_event(wire.Attempt.SUCCESS))


def test_an_immediate_rospec_hears_until_it_is_disabled(talk: Talk) -> None:
    talk.starts(rospec())
    heard = talk.hears(1)
    assert {each.epc.hex().upper() for each in heard} == {SHIRT.value}
    assert len(heard) > 20
    assert all(each.rospec == 1 and each.antenna == 1 and each.seen_count == 1 for each in heard)
    assert talk.order(Type.DISABLE_ROSPEC) == Code.SUCCESS
    assert talk.hears(1) == []
    assert talk.order(Type.START_ROSPEC) == Code.FIELD_ERROR
    assert talk.order(Type.ENABLE_ROSPEC) == Code.SUCCESS
    assert talk.hears(1)
    assert talk.order(Type.DELETE_ROSPEC, bytes(4)) == Code.SUCCESS
    assert talk.hears(1) == []
    assert talk.order(Type.ENABLE_ROSPEC) == Code.FIELD_ERROR
    assert talk.order(Type.DELETE_ROSPEC, bytes(4)) == Code.SUCCESS  # nothing is all of them


def test_it_tells_the_pc_and_the_checksum_that_a_real_tag_sends() -> None:
    field = Field(fades=False)
    sent = {"000000000000000000001545": 0xE94A, "E28068900000500E88C6A4A7": 0x119B}
    for epc in sent:
        field.place(TagId.epc(epc), hearing=1)
    talk = Talk(Module(field))
    talk.starts(rospec())
    told = talk.hears(1)
    assert {each.epc.hex().upper(): each.crc for each in told} == sent
    assert {each.pc for each in told} == {0x3000}


def test_what_no_tag_can_hold_is_not_heard() -> None:
    field = HauntedField(fades=False)
    field.place(SHIRT, hearing=1)
    talk = Talk(Module(field))
    talk.starts(rospec())
    assert {each.epc.hex().upper() for each in talk.hears(1)} == {SHIRT.value}


def test_a_null_start_waits_for_its_start(talk: Talk) -> None:
    talk.starts(rospec(start=b"\x00"))
    assert talk.hears(1) == []
    assert talk.order(Type.START_ROSPEC) == Code.SUCCESS
    assert talk.hears(1)
    assert talk.order(Type.STOP_ROSPEC) == Code.SUCCESS
    assert talk.hears(1) == []


def test_a_periodic_start_hears_for_its_duration_again_and_again(talk: Talk) -> None:
    periodic = wire.tlv(Param.PERIODIC_TRIGGER, struct.pack("!II", 500, 1000))
    talk.starts(rospec(start=b"\x02" + periodic, stop=(1, 200)))
    assert talk.hears(0.4) == []
    for _ in range(3):
        assert talk.hears(0.4)
        assert talk.hears(0.6) == []


def test_an_immediate_start_with_a_duration_begins_anew(talk: Talk) -> None:
    talk.order(Type.SET_READER_CONFIG, b"\x00" + switched(Event.ROSPEC))
    talk.starts(rospec(stop=(1, 100), report=(2, 0)))
    said = talk.waits(1.05)
    assert len([each for each in said if each.type == Type.RO_ACCESS_REPORT]) == 10
    assert len([each for each in said if each.type == Type.READER_EVENT_NOTIFICATION]) == 20


def switched(*events: Event) -> bytes:
    states = (
        wire.tlv(Param.EVENT_NOTIFICATION_STATE, struct.pack("!HB", event, 0x80))
        for event in events
    )
    return wire.tlv(Param.EVENT_NOTIFICATION_SPEC, *states)


def test_reports_wait_for_so_many_tags_or_the_end_of_the_aispec(talk: Talk) -> None:
    talk.starts(rospec(antennas=(1, 2), report=(1, 2)))
    for each in [each for each in talk.waits(1) if each.type == Type.RO_ACCESS_REPORT]:
        assert {tag.antenna for tag in wire.reports(each)} == {1, 2}
    talk.order(Type.DELETE_ROSPEC, bytes(4))
    timed = aispec((1,), struct.pack("!BI", 1, 250))
    talk.starts(rospec(aispecs=(timed,), report=(1, 0)))
    heard = talk.hears(1.01)
    assert len(heard) == 4
    assert all((each.seen_count or 0) > 5 for each in heard)
    assert all((each.first_seen_us or 0) < (each.last_seen_us or 0) for each in heard)


def test_an_aispec_ends_with_so_many_observations_or_its_timeout(talk: Talk) -> None:
    talk.starts(rospec(aispecs=(aispec((1,), observing(3, 0)),), report=(1, 0)))
    heard = talk.hears(1)
    assert len(heard) > 5
    assert {each.seen_count for each in heard} == {3}
    talk.order(Type.DELETE_ROSPEC, bytes(4))
    talk.starts(rospec(aispecs=(aispec((1,), observing(1000, 200)),), report=(1, 0)))
    assert len(talk.hears(1.01)) == 5


def test_aispecs_take_turns(talk: Talk) -> None:
    turns = tuple(aispec((antenna,), struct.pack("!BI", 1, 100)) for antenna in (1, 2))
    talk.starts(rospec(aispecs=turns))
    antennas = [each.antenna for each in talk.hears(0.4)]
    changes = sum(one != other for one, other in pairwise(antennas))
    assert (set(antennas), changes) == ({1, 2}, 3)


def test_without_a_report_trigger_it_tells_when_it_is_asked(talk: Talk) -> None:
    talk.starts(rospec(report=(0, 0)))
    assert talk.hears(1) == []
    told = wire.reports(talk.ask_for_report())
    assert [each.epc.hex().upper() for each in told] == [SHIRT.value]


def test_no_tag_is_told_of_twice_or_forgotten(talk: Talk) -> None:
    talk.starts(rospec(antennas=(0,), report=(1, 3)))
    counted = sum(each.seen_count or 0 for each in talk.hears(5))
    assert counted == talk.module.emitted


@pytest.mark.parametrize(
    ("spec", "code"),
    [
        (rospec(number=0), Code.FIELD_ERROR),
        (rospec(antennas=(5,)), Code.FIELD_ERROR),
        (rospec(antennas=()), Code.FIELD_ERROR),
        (rospec(start=b"\x03"), Code.UNSUPPORTED_PARAMETER),
        (rospec(stop=(2, 0)), Code.UNSUPPORTED_PARAMETER),
        (rospec(report=(5, 0)), Code.FIELD_ERROR),
        (b"", Code.MISSING_PARAMETER),
        (rospec()[:-5], Code.PARAMETER_ERROR),
    ],
)
def test_orders_that_cannot_be_obeyed_are_refused(talk: Talk, spec: bytes, code: Code) -> None:
    assert talk.order(Type.ADD_ROSPEC, spec) == code


def test_it_keeps_one_rospec_and_tells_of_it(talk: Talk) -> None:
    talk.starts(rospec())
    assert talk.order(Type.ADD_ROSPEC, rospec(number=2)) == Code.FIELD_ERROR
    told = talk.ask(Type.GET_ROSPECS)
    (kept,) = (each for each in wire.parameters(told.body) if each.type == Param.ROSPEC)
    assert kept.unpack("IBB") == (1, 0, 2)  # active


def test_keep_alives_come_at_their_period(talk: Talk) -> None:
    spec = wire.tlv(Param.KEEPALIVE_SPEC, struct.pack("!BI", 1, 500))
    assert talk.order(Type.SET_READER_CONFIG, b"\x00" + spec) == Code.SUCCESS
    assert [each.type for each in talk.waits(2.1)] == [Type.KEEPALIVE] * 4
    assert talk.module.hear(Message(Type.KEEPALIVE_ACK).encode(), talk.now) == []
    assert talk.module.acknowledged == 1
    assert talk.order(Type.SET_READER_CONFIG, b"\x80") == Code.SUCCESS  # to factory defaults
    assert talk.waits(2) == []


def test_a_client_that_holds_reports_gets_them_when_it_is_ready(talk: Talk) -> None:
    holds = wire.tlv(Param.EVENTS_AND_REPORTS, b"\x80")
    assert talk.order(Type.SET_READER_CONFIG, b"\x00" + holds) == Code.SUCCESS
    talk.starts(rospec())
    talk.module.disconnect()
    talk.waits(0.5)
    talk._keep(talk.module.connect(talk.now))
    assert talk.hears(0.5) == []
    talk.told.clear()
    talk._keep(talk.module.hear(Message(Type.ENABLE_EVENTS_AND_REPORTS).encode(), talk.now))
    assert len(talk.told) > 20
    assert talk.hears(0.5)


def test_what_it_does_not_know_is_an_error_message(talk: Talk) -> None:
    assert talk.order(Type.ADD_ACCESSSPEC) == Code.UNSUPPORTED_MESSAGE
    newer = Message(Type.GET_READER_CONFIG, 4, b"", version=2).encode()
    (said,) = talk.module.hear(newer, talk.now)
    (error,) = MessageParser().feed(said.octets)
    assert (error.type, error.id) == (Type.ERROR_MESSAGE, 4)


@pytest.mark.parametrize("model", [IMPINJ_R420, ZEBRA_FX9600])
def test_only_an_impinj_has_impinjs_extensions(model: object) -> None:
    talk = Talk(Module(Field(), model))
    answer = talk.ask(Type.CUSTOM, wire.custom(wire.IMPINJ, 21, bytes(4)))
    expected = Type.CUSTOM if model is IMPINJ_R420 else Type.ERROR_MESSAGE
    assert answer.type == expected


def test_it_says_good_bye(talk: Talk) -> None:
    assert talk.ask(Type.CLOSE_CONNECTION).type == Type.CLOSE_CONNECTION_RESPONSE
    assert talk.module.done
