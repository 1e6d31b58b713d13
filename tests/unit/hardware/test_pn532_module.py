"""The PN532 as it behaves, frame by frame, without a line."""

from __future__ import annotations

import pytest

from hardware.rfid.field import Field
from hardware.rfid.pn532 import commands
from hardware.rfid.pn532.commands import FOREVER
from hardware.rfid.pn532.emulator import WiredChip
from hardware.rfid.pn532.module import Chip
from hardware.rfid.pn532.wire import (
    WAKE_UP,
    Code,
    Command,
    Error,
    Frame,
    FrameParser,
    Reply,
    Signal,
    Status,
)
from hardware.rfid.reader import TagId, TagKind

PLASTIC = TagId(TagKind.UID, "B0864D25")
STICKER = TagId(TagKind.UID, "04A1B2C3D4E5F6")
LONG = TagId(TagKind.UID, "04A1B2C3D4E5F6A7B8C9")
LINK = TagId(TagKind.URI, "https://id.gs1.org/01/09506000134352/21/12345")


class Bench:
    """A chip, its field and the time."""

    def __init__(self, *, retries: int = 1, wakes: bool = False) -> None:
        self.field = Field(seed=1, fades=False)
        self.chip = Chip(self.field, retries=retries, wakes=wakes)
        self.now = 100.0

    def place(self, *tags: TagId) -> None:
        for tag in tags:
            self.field.place(tag, hearing=1.0)

    def passes(self, seconds: float) -> list[Frame]:
        self.now += seconds
        return [told.frame for told in self.chip.work(self.now)]

    def ask(self, command: Command) -> Reply:
        assert [told.frame for told in self.chip.hear(command, self.now)][:1] == [Signal.ACK]
        (frame,) = self.passes(1.0)
        assert isinstance(frame, Reply)
        assert frame.code == command.code
        return frame

    def lists(self, count: int = 2) -> list[str]:
        data = self.ask(commands.list_targets(count)).data
        return [target.uid.hex().upper() for target in commands.decode_targets(data)]


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_it_lists_serial_numbers_of_every_length(bench: Bench) -> None:
    for tag in (PLASTIC, STICKER, LONG):
        bench.place(tag)
        assert bench.lists() == [tag.value]
        bench.field.remove(tag)
        assert bench.lists() == []


def test_it_lists_two_at_a_time_and_all_of_them_by_sending_them_to_sleep(bench: Bench) -> None:
    pile = [TagId(TagKind.UID, f"04{number:012X}") for number in range(1, 8)]
    bench.place(*pile)
    listed: list[str] = []
    while found := bench.lists():
        assert len(found) <= 2
        listed += found
        assert bench.ask(commands.deselect()).data == b"\x00"
    assert sorted(listed) == [tag.value for tag in pile]
    assert bench.lists() == []  # they sleep as long as they have power
    bench.ask(commands.field_off())
    assert len(bench.lists()) == 2


def test_one_that_wakes_sleeping_cards_lists_one_of_them_again() -> None:
    bench = Bench(wakes=True)
    bench.place(PLASTIC, STICKER, LONG)
    first = bench.lists()
    bench.ask(commands.deselect())
    again = bench.lists()
    assert again[0] == first[0]
    assert again[1] not in first


def test_it_talks_to_either_of_two_listed_cards(bench: Bench) -> None:
    other = TagId(TagKind.URI, "https://id.gs1.org/01/09506000134352/21/2")
    bench.place(LINK, other)
    uids = bench.lists()
    for _ in range(2):
        for number, uid in enumerate(uids, 1):
            data = bench.ask(commands.read_pages(number, 0)).data
            assert data[0] == Status.OK
            assert (data[1:4] + data[5:9]).hex().upper() == uid
    assert bench.ask(commands.read_pages(3, 0)).data == bytes((Status.CONTEXT,))
    bench.field.remove(LINK)
    bench.field.remove(other)
    assert bench.ask(commands.read_pages(1, 0)).data == bytes((Status.TIMEOUT,))


def test_without_an_end_to_its_retries_it_waits_until_a_card_comes() -> None:
    bench = Bench(retries=FOREVER)
    assert bench.chip.hear(commands.list_targets(), bench.now)
    assert bench.passes(60) == []
    bench.place(STICKER)
    (frame,) = bench.passes(1)
    assert isinstance(frame, Reply)


@pytest.mark.parametrize("freed_by", [Signal.ACK, Command(Code.FIRMWARE)], ids=["ACK", "command"])
def test_it_is_freed_from_its_waiting(freed_by: Frame) -> None:
    bench = Bench(retries=FOREVER)
    bench.chip.hear(commands.list_targets(), bench.now)
    bench.chip.hear(freed_by, bench.now)
    bench.place(STICKER)
    frames = bench.passes(1)
    assert [frame.code for frame in frames if isinstance(frame, Reply)] in ([], [Code.FIRMWARE])
    bench.ask(commands.set_retries(1))
    bench.field.remove(STICKER)
    assert bench.lists() == []


def test_a_nack_has_it_say_its_last_answer_again(bench: Bench) -> None:
    assert bench.chip.hear(Signal.NACK, bench.now) == []
    answer = bench.ask(Command(Code.FIRMWARE))
    assert [told.frame for told in bench.chip.hear(Signal.NACK, bench.now)] == [answer]


def test_what_it_does_not_know_is_an_error_frame(bench: Bench) -> None:
    for command in (Command(0x7E), Command(Code.LIST, b"\x03\x00"), Command(Code.SAM)):
        frames = [told.frame for told in bench.chip.hear(command, bench.now)]
        assert frames == [Signal.ACK, Error()]


def test_the_line_is_tested_with_an_extended_frame(bench: Bench) -> None:
    data = bytes((0, *range(256), 1, 2, 3, 4, 5))
    assert bench.ask(Command(Code.DIAGNOSE, data)).data == data


def test_its_status_tells_of_faults_and_listed_cards(bench: Bench) -> None:
    bench.place(STICKER)
    assert bench.lists() == [STICKER.value]
    assert bench.ask(Command(Code.GENERAL_STATUS)).data[:4] == bytes((0, 1, 1, 1))
    bench.chip.fault = Status.TEMPERATURE
    assert bench.lists() == []
    assert bench.ask(Command(Code.GENERAL_STATUS)).data[0] == Status.TEMPERATURE


def test_registers_and_parameters(bench: Bench) -> None:
    assert bench.ask(Command(Code.WRITE_REGISTER, bytes.fromhex("630280"))).data == b""
    assert bench.ask(Command(Code.READ_REGISTER, bytes.fromhex("63026303"))).data == b"\x80\x00"
    assert bench.ask(Command(Code.SET_PARAMETERS, b"\x14")).data == b""


def test_a_new_baud_holds_once_the_host_has_acknowledged(bench: Bench) -> None:
    assert bench.ask(Command(Code.SET_BAUD, b"\x07")).data == b""
    assert bench.chip.baud == 115200
    bench.chip.hear(Signal.ACK, bench.now)
    assert bench.chip.baud == 921600
    frames = [told.frame for told in bench.chip.hear(Command(Code.SET_BAUD, b"\x09"), bench.now)]
    assert frames == [Signal.ACK, Error()]


@pytest.mark.parametrize(
    ("wake_up", "answers"),
    [(WAKE_UP, True), (bytes(10), True), (b"\x55\x55" + bytes(15), True), (b"", False)],
    ids=["ours", "nfcpy's", "Adafruit's", "none"],
)
def test_asleep_it_hears_nothing_but_what_wakes_it(wake_up: bytes, answers: bool) -> None:
    wired = WiredChip(Field())
    said = list(wired.hear(wake_up + commands.sam_configuration().encode(), 1.0))
    assert bool(said) is answers
    assert list(wired.hear(commands.sam_configuration().encode(), 1.1))  # the second one it hears


def test_it_falls_asleep_when_it_is_told_to() -> None:
    wired = WiredChip(Field(), asleep=False)
    list(wired.hear(Command(Code.POWER_DOWN, b"\xf0\x00").encode(), 1.0))
    frames = [frame for said in wired.work(2.0) for frame in FrameParser().feed(said.octets)]
    assert frames == [Reply(Code.POWER_DOWN, b"\x00")]
    assert list(wired.hear(Command(Code.FIRMWARE).encode(), 2.0)) == []
