"""The emulated module answers as the published rules say, and the line takes its time."""

from __future__ import annotations

import os
import select
import time
from pathlib import Path

import pytest

from hardware.rfid.field import Field
from hardware.rfid.mercury import commands, notifications, wire
from hardware.rfid.mercury.commands import Metadata, Search, StartStreaming
from hardware.rfid.mercury.emulator import MercuryEmulator
from hardware.rfid.mercury.module import Module
from hardware.rfid.mercury.notifications import StatusReport, TagRecord
from hardware.rfid.mercury.settings import BOOTLOADER, M6E_NANO
from hardware.rfid.mercury.wire import Command, Op, Reply, Status
from hardware.rfid.reader import TagId, TagKind
from tests.unit.hardware.haunted_field import HauntedField
from tests.unit.hardware.mercury_frames import COMMANDS, REPLIES

SHIRT = TagId.epc("30361F1B3827080000000001")
STREAM = StartStreaming(250, Metadata(0x0FFF))


def octets(text: str) -> bytes:
    return bytes.fromhex(text.replace(" ", ""))


def command(name: str) -> Command:
    return wire.command_parser().feed(octets(COMMANDS[name][0]))[0]


def answer(module: Module, question: Command, now: float = 0.0) -> Reply:
    """The one reply, at once or when the search is over."""
    said = module.hear(question, now)
    while not said:
        assert module.next_at is not None
        said = module.work(module.next_at)
    assert len(said) == 1
    return said[0].reply


def ready(field: Field | None = None) -> Module:
    module = Module(field or Field())
    for setting in (commands.set_region("EU3"), commands.set_protocol()):
        assert answer(module, setting).status == Status.OK
    return module


def field_of(*tags: TagId) -> Field:
    field = Field(fades=False)
    for tag in tags:
        field.place(tag, hearing=1)
    return field


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("version", "version of an M7E Hecto"),
        ("current program", "current program"),
        ("set baud 115200", "set baud"),
        ("set region NA", "set region"),
        ("set protocol GEN2", "set protocol"),
        ("get protocol", "get protocol GEN2"),
        ("set read power 10.00 dBm", "set read power"),
        ("antenna list (1,1)", "antenna list"),
        ("read filter off", "read filter"),
        ("clear buffer", "clear buffer"),
        ("read single 1000 ms", "read single, no tag"),
        ("get power mode", "power mode"),
        ("set power mode 3", "set power mode"),
        ("start streaming, SparkFun", "started (MADE)"),
        ("start streaming, SDK 1.35 on a Nano", "started (MADE)"),
        ("start streaming, newer SDK on an M7E", "started (MADE)"),
        ("stop streaming", "stopped"),
    ],
)
def test_a_published_question_gets_the_published_answer(asked: str, answered: str) -> None:
    assert answer(ready(), command(asked)).encode() == octets(REPLIES[answered][0])


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("61 00", "01 01"),
        ("61 02", "02 01 01"),
        ("61 05", "05 01 01 02 00 03 00 04 00"),
        ("62 00", "00 07D0"),
        ("62 01", "01 07D0 0A8C 0000"),
        ("64", "00 07D0"),
        ("67", "08"),
        ("70", "0005"),
        ("72", "1F"),
        ("6A 01 0C", "01 0C 01"),
        ("6A 01 09", "01 09 00"),
        ("6B 05 12", "05 12 00"),
        ("10 00 00", "38000201"),
        ("29", "0000 0000"),
    ],
)
def test_settings_are_told(asked: str, answered: str) -> None:
    question = octets(asked)
    assert answer(ready(), Command(question[0], question[1:])).data == octets(answered)


def test_what_is_set_is_told() -> None:
    module = ready()
    for question in (
        "92 03E8",
        "94 05DC",
        "98 03",
        "91 02 02 02 01 01",
        "9A 01 0C 00",
        "9B 05 12 01 04",
    ):
        bytes_ = octets(question)
        assert answer(module, Command(bytes_[0], bytes_[1:])) == Reply(bytes_[0])
    for question, told in (
        ("62 00", "00 03E8"),
        ("64 00", "00 05DC"),
        ("68", "03"),
        ("61 02", "02 02 02 01 01"),
        ("6A 01 0C", "01 0C 00"),
        ("6B 05 12", "05 12 01 04"),
    ):
        bytes_ = octets(question)
        assert answer(module, Command(bytes_[0], bytes_[1:])).data == octets(told)


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("EE", Status.BAD_OPCODE),
        ("04", Status.BAD_OPCODE),  # its firmware runs already
        ("03 00", Status.WRONG_LENGTH),
        ("97", Status.WRONG_LENGTH),
        ("92 07", Status.WRONG_LENGTH),
        ("97 02", Status.BAD_REGION),
        ("92 0C1C", Status.POWER_TOO_HIGH),
        ("92 FF38", Status.POWER_TOO_LOW),
        ("93 0003", Status.BAD_PARAMETER),
        ("91 02 05 05", Status.BAD_PARAMETER),
        ("61 09", Status.BAD_PARAMETER),
        ("06 00000001", Status.BAD_BAUD),
        ("29 01FF 00", Status.BUFFER_EMPTY),
        ("2F 0000 01 22 0000 05 09 22", Status.BAD_PARAMETER),
        ("2F", Status.WRONG_LENGTH),
    ],
)
def test_what_is_wrong_is_refused_with_its_status(asked: str, status: Status) -> None:
    question = octets(asked)
    assert answer(ready(), Command(question[0], question[1:])) == Reply(question[0], status)


def test_it_does_not_search_before_it_is_set_up() -> None:
    module = Module(Field())
    assert answer(module, STREAM.encode()).status == Status.BAD_REGION
    answer(module, commands.set_region("EU3"))
    assert answer(module, STREAM.encode()).status == Status.NO_PROTOCOL


def test_its_bootloader_knows_little_until_it_is_booted() -> None:
    module = Module(Field(), M6E_NANO, BOOTLOADER)
    assert answer(module, command("current program")).data == b"\x11"
    assert answer(module, command("get region")).status == Status.BAD_OPCODE
    assert answer(module, command("stop streaming")).status == Status.BAD_OPCODE
    assert (
        commands.Version.decode(answer(module, command("boot firmware")).data).model == "M6e Nano"
    )
    assert answer(module, command("current program")).data == b"\x12"


def streamed(module: Module, until: float) -> list[Reply]:
    replies: list[Reply] = []
    while (at := module.next_at) is not None and at <= until:
        replies += [said.reply for said in module.work(at)]
    return replies


def test_it_streams_the_tags_that_it_hears() -> None:
    module = ready(field_of(SHIRT))
    answer(module, STREAM.encode())
    replies = streamed(module, 1.0)
    assert 60 < len(replies) < 80
    tags = [notifications.decode(reply) for reply in replies]
    assert all(isinstance(tag, TagRecord) and tag.intact for tag in tags)
    assert {tag.epc for tag in tags if isinstance(tag, TagRecord)} == {octets(SHIRT.value)}
    times = [tag.timestamp_ms for tag in tags if isinstance(tag, TagRecord)]
    assert all(moment is not None and 0 <= moment <= 250 for moment in times)


def test_chips_of_other_kinds_are_not_heard() -> None:
    module = ready(field_of(TagId(TagKind.UID, "04A1B2C3")))
    answer(module, STREAM.encode())
    assert {reply.status for reply in streamed(module, 1.0)} == {Status.NO_TAGS}


def test_what_no_tag_can_hold_is_not_heard() -> None:
    module = ready(HauntedField())
    reply = answer(module, command("read single 1000 ms"))
    assert reply.status == Status.NO_TAGS
    answer(module, STREAM.encode(), 1.0)
    assert {reply.status for reply in streamed(module, 2.0)} == {Status.NO_TAGS}


@pytest.mark.parametrize(
    ("request_", "in_a_second"),
    [
        (STREAM, 4),
        (StartStreaming(100, Metadata(7), multi_select=True), 10),
        (StartStreaming(250, Metadata(7), STREAM.search | Search.DUTY_CYCLE, off_ms=250), 2),
    ],
    ids=["250 ms", "100 ms, newer SDK", "half of the time off"],
)
def test_with_no_tag_it_says_so_once_per_search_time(
    request_: StartStreaming, in_a_second: int
) -> None:
    module = ready()
    answer(module, request_.encode())
    replies = streamed(module, 1.001)
    assert len(replies) == in_a_second
    assert {reply.status for reply in replies} == {Status.NO_TAGS}


def test_settings_are_refused_while_it_streams_unless_tunnelled() -> None:
    module = ready()
    answer(module, STREAM.encode())
    assert answer(module, commands.set_read_power(10)).status == Status.BAD_OPCODE
    carried = answer(module, commands.tunnel(commands.set_read_power(10)))
    assert commands.untunnel_reply(carried) == Reply(Op.SET_READ_POWER)
    assert module.settings.read_power == 1000
    refused = answer(module, commands.tunnel(commands.set_read_power(31)))
    assert commands.untunnel_reply(refused) == Reply(Op.SET_READ_POWER, Status.POWER_TOO_HIGH)
    assert module.streaming


def test_a_fault_takes_the_place_of_tags() -> None:
    module = ready(field_of(SHIRT))
    assert module.fail(Status.NO_ANTENNA) == []
    assert answer(module, command("antenna connected?")).data == octets(
        "05 01 00 02 00 03 00 04 00"
    )
    answer(module, STREAM.encode())
    assert [reply.status for reply in streamed(module, 0.6)] == [Status.NO_ANTENNA] * 2
    assert module.fail(Status.TOO_HOT)[0].reply.encode() == octets(
        REPLIES["over temperature (MADE)"][0]
    )
    module.fail(None)
    assert {reply.status for reply in streamed(module, 1.2)} == {Status.OK}


def test_its_temperature_is_told_when_asked_for() -> None:
    module = ready()
    assert module.warm(61) == []
    assert answer(module, command("temperature")).data == bytes((61,))
    search = STREAM.search | Search.STATUS_STREAM
    answer(module, StartStreaming(250, Metadata(7), search, content=6).encode())
    (said,) = module.warm(70)
    assert notifications.decode(said.reply) == StatusReport(866_300, 70)


def test_a_restart_forgets_the_settings_and_says_so() -> None:
    module = ready()
    answer(module, STREAM.encode())
    (said,) = module.reboot()
    assert said.reply.op == Op.BOOT_FIRMWARE
    assert not module.streaming
    assert answer(module, command("get region")).data == b"\x00"


def test_a_search_fills_the_buffer_and_it_is_fetched() -> None:
    tags = [TagId.epc(f"30361F1B38270900000000{number:02X}") for number in range(9)]
    module = ready(field_of(*tags))
    assert answer(module, command("search 500 ms")).data == octets("00 0013 00000009")
    assert answer(module, Command(Op.GET_TAG_BUFFER)).data == octets("0000 0009")
    epcs: list[bytes] = []
    fetches = 0
    while (reply := answer(module, command("fetch buffer"))).status == Status.OK:
        fetches += 1
        assert reply.data[:3] == octets("01FF 00")
        at = 4
        for _ in range(reply.data[3]):
            tag, at = notifications.decode_tag(reply.data, at, 0x01FF)
            epcs.append(tag.epc)
        assert at == len(reply.data)
    assert sorted(epcs) == sorted(octets(tag.value) for tag in tags)
    assert fetches == 2
    assert reply.status == Status.BUFFER_EMPTY
    answer(module, command("clear buffer"))
    assert answer(module, Command(Op.GET_TAG_BUFFER)).data == octets("0000 0000")


def test_a_search_of_a_newer_sdk_is_answered_in_its_dialect() -> None:
    module = ready(field_of(SHIRT))
    question = Command(Op.READ_MULTIPLE, octets("88 10 0413 00FA 0000 0FFF"))
    assert answer(module, question).data == octets("88 10 0413 0FFF 00000001")


def test_a_single_read_gives_the_first_tag() -> None:
    module = ready(field_of(SHIRT))
    epc = TagRecord.heard(octets(SHIRT.value))
    reply = answer(module, command("read single 1000 ms"))
    assert reply.data == epc.epc + epc.crc.to_bytes(2, "big")


# -- the line


def receive(port: int, size: int) -> bytes:
    received = b""
    while len(received) < size:
        ready_, _, _ = select.select([port], [], [], 10)
        assert ready_, f"{len(received)} of {size} bytes came"
        received += os.read(port, 4096)
    return received


def test_bytes_take_the_time_that_a_serial_line_takes(tmp_path: Path) -> None:
    with MercuryEmulator(tmp_path / "reader", Field()) as emulator:
        port = os.open(emulator.link, os.O_RDWR | os.O_NOCTTY)
        os.write(port, Command(Op.SET_BAUD, octets("00002580")).encode())
        receive(port, 7)
        asked = time.monotonic()
        os.write(port, command("version").encode() * 4)
        assert receive(port, 4 * 27) == octets(REPLIES["version of an M7E Hecto"][0]) * 4
        assert time.monotonic() - asked >= 4 * 27 * 10 / 9600
        os.close(port)


def test_what_was_read_before_a_stop_comes_first(tmp_path: Path) -> None:
    with MercuryEmulator(tmp_path / "reader", field_of(SHIRT)) as emulator:
        port = os.open(emulator.link, os.O_RDWR | os.O_NOCTTY)
        for question in (
            Command(Op.SET_BAUD, octets("00002580")),  # so slow that tags queue up
            commands.set_region("EU3"),
            commands.set_protocol(),
            STREAM.encode(),
        ):
            os.write(port, question.encode())
        parser = wire.reply_parser()
        replies: list[Reply] = []
        while len(replies) < 8:
            replies += parser.feed(receive(port, 1))
        os.write(port, commands.stop_streaming().encode())
        stopped = commands.streaming_reply(commands.STOPPED)
        while stopped not in replies:
            replies += parser.feed(receive(port, 1))
        assert replies[-1] == stopped
        assert [reply.op for reply in replies[4:-1]] == [Op.READ_MULTIPLE] * (len(replies) - 5)
        assert len(replies) > 8
        os.close(port)


def test_each_tag_frame_is_stamped_after_its_last_byte(tmp_path: Path) -> None:
    stamps: list[tuple[TagId, float]] = []
    with MercuryEmulator(tmp_path / "reader", field_of(SHIRT)) as emulator:
        emulator.on_tag_frame = lambda tag, at: stamps.append((tag, at))
        port = os.open(emulator.link, os.O_RDWR | os.O_NOCTTY)
        begun = time.monotonic()
        for question in (commands.set_region("EU3"), commands.set_protocol(), STREAM.encode()):
            os.write(port, question.encode())
        receive(port, 7 + 7 + 8 + 50)
        os.close(port)
    assert stamps
    assert {tag for tag, _ in stamps} == {SHIRT}
    assert all(begun < at <= time.monotonic() for _, at in stamps)


def test_the_link_is_there_while_it_is_plugged_in(tmp_path: Path) -> None:
    link = tmp_path / "dev" / "reader"
    emulator = MercuryEmulator(link, Field())
    with pytest.raises(RuntimeError):
        emulator.plug()
    emulator.start()
    emulator.start()
    assert link.is_symlink()
    assert emulator.plugged
    first = link.readlink()
    emulator.unplug()
    emulator.unplug()
    assert not link.is_symlink()
    assert not emulator.plugged
    emulator.plug()
    emulator.plug()
    assert first.parent == link.readlink().parent
    emulator.stop()
    emulator.stop()
    assert not link.is_symlink()
