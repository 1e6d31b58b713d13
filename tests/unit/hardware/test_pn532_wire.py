"""PN532 frames: every published one, both ways, and the parser on lines that misbehave."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.rfid.pn532 import commands, wire
from hardware.rfid.pn532.commands import Firmware, Target
from hardware.rfid.pn532.wire import (
    Code,
    Command,
    Error,
    Frame,
    FrameParser,
    Reply,
    Signal,
    Status,
    WireError,
)
from tests.unit.hardware.pn532_frames import (
    ACK,
    COMMANDS,
    ERROR,
    LISTINGS,
    NACK,
    REPLIES,
    WAKE_UPS,
)


def octets(text: str) -> bytes:
    return bytes.fromhex(text.replace(" ", ""))


@pytest.mark.parametrize(("frame", "code", "data"), COMMANDS.values(), ids=COMMANDS)
def test_a_published_command_is_decoded_and_encoded(frame: str, code: int, data: str) -> None:
    command = Command(code, octets(data))
    assert FrameParser().feed(octets(frame)) == [command]
    assert command.encode() == octets(frame)


@pytest.mark.parametrize(("frame", "code", "data"), REPLIES.values(), ids=REPLIES)
def test_a_published_reply_is_decoded_and_encoded(frame: str, code: int, data: str) -> None:
    reply = Reply(code, octets(data))
    assert FrameParser().feed(octets(frame)) == [reply]
    assert reply.encode() == octets(frame)


@pytest.mark.parametrize(
    ("frame", "expected"),
    [(ACK, Signal.ACK), (NACK, Signal.NACK), (ERROR, Error())],
    ids=["ACK", "NACK", "error"],
)
def test_a_frame_without_data(frame: str, expected: Frame) -> None:
    assert FrameParser().feed(octets(frame)) == [expected]
    assert expected.encode() == octets(frame)


@pytest.mark.parametrize(("frame", "uids"), LISTINGS.values(), ids=LISTINGS)
def test_a_published_listing_is_decoded_and_encoded(frame: str, uids: tuple[str, ...]) -> None:
    (reply,) = FrameParser().feed(octets(frame))
    assert isinstance(reply, Reply)
    targets = commands.decode_targets(reply.data)
    assert tuple(target.uid.hex().upper() for target in targets) == uids
    assert [target.number for target in targets] == list(range(1, len(uids) + 1))
    assert Reply(Code.LIST, commands.encode_targets(targets)).encode() == octets(frame)


def test_what_a_listing_says_of_a_card() -> None:
    frames = [octets(LISTINGS[name][0]) for name in ("MIFARE 1", "MADE seven", "MADE with an ATS")]
    classic, type_2, type_4 = (
        commands.decode_targets(reply.data)[0]
        for frame in frames
        for reply in FrameParser().feed(frame)
        if isinstance(reply, Reply)
    )
    assert (classic.sens_res, classic.sel_res, classic.type_2) == (0x0004, 0x08, False)
    assert (type_2.sens_res, type_2.sel_res, type_2.type_2) == (0x0044, 0x00, True)
    assert (type_4.sel_res, type_4.ats.hex(), type_4.type_2) == (0x20, "7577810280", False)


def test_a_chip_that_was_told_not_to_ask_for_the_ats_gives_none() -> None:
    (target,) = commands.decode_targets(octets("01 01 0344 20 04 11223344"))
    assert (target.uid, target.ats) == (octets("11223344"), b"")
    both = commands.decode_targets(octets("02 01 0344 20 04 11223344 02 0044 00 07 04A1B2C3D4E5F6"))
    assert [target.uid.hex() for target in both] == ["11223344", "04a1b2c3d4e5f6"]


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("firmware", Command(Code.FIRMWARE)),
        ("SAM", commands.sam_configuration()),
        ("list one", commands.list_targets(1)),
        ("MADE list two", commands.list_targets()),
        ("MADE parameters, libnfc's", commands.set_parameters()),
        ("MADE retries", commands.set_retries(1)),
        ("MADE field off, as nfcpy mutes", commands.field_off()),
        ("MADE release", commands.release()),
        ("MADE deselect", commands.deselect()),
        ("MADE read page 4", commands.read_pages(1, 4)),
    ],
)
def test_what_the_driver_says_is_the_published_frame(name: str, command: Command) -> None:
    assert command.encode() == octets(COMMANDS[name][0])


def test_who_the_chip_is() -> None:
    firmware = Firmware.decode(octets("32010607"))
    assert (firmware.chip, str(firmware)) == (commands.PN532, "PN532, firmware 1.6")
    assert firmware.encode() == octets("32010607")
    for data in (b"", b"\x32", b"\x32\x01\x06\x07\x00"):
        with pytest.raises(WireError):
            Firmware.decode(data)


def test_a_long_frame_is_an_extended_one() -> None:
    # nfcpy's test of the line: 262 bytes that the chip gives back.
    data = bytes((0, *range(256), 1, 2, 3, 4, 5))
    frame = Command(Code.DIAGNOSE, data).encode()
    assert frame[:8] == octets("0000FF FFFF 0108 F7")
    assert FrameParser().feed(frame) == [Command(Code.DIAGNOSE, data)]
    assert FrameParser().feed(Reply(0, data).encode()) == [Reply(0, data)]
    short = Command(Code.DIAGNOSE, bytes(253))
    assert short.encode()[3:5] == b"\xff\x01"
    assert FrameParser().feed(short.encode()) == [short]
    assert len(Command(0, bytes(wire.MAX_DATA)).encode()) == 265 + 10
    with pytest.raises(WireError):
        Command(0, bytes(wire.MAX_DATA + 1)).encode()


@pytest.mark.parametrize("wake_up", WAKE_UPS.values(), ids=WAKE_UPS)
def test_what_wakes_the_chip_costs_no_frame(wake_up: str) -> None:
    parser = FrameParser()
    assert parser.feed(octets(wake_up) + octets(COMMANDS["SAM"][0])) == [
        Command(Code.SAM, octets("010000"))
    ]
    assert not parser.waiting


@pytest.mark.parametrize("place", range(5, 13))
def test_a_wrong_byte_is_no_frame(place: int) -> None:
    frame = bytearray(octets(COMMANDS["SAM"][0]))
    frame[min(place, len(frame) - 2)] ^= 0x40
    parser = FrameParser()
    assert parser.feed(bytes(frame)) == []
    parser.quiet()
    assert parser.dropped


@pytest.mark.parametrize(
    "data",
    [
        "",
        "01",
        "01 01 0004 08",
        "01 01 0004 08 04 B0864D",
        "01 01 0004 08 05 B0864D2511",
        "02 01 0004 08 04 B0864D25",
        "01 01 0004 08 04 B0864D25 00",
        "01 01 0344 20 04 B0864D25 06 7577",
    ],
)
def test_a_broken_listing_is_an_error_that_is_told(data: str) -> None:
    with pytest.raises(WireError):
        commands.decode_targets(octets(data))


def test_status_words() -> None:
    assert wire.status_words(Status.AUTHENTICATION) == "14 the card refuses the key"
    assert wire.status_words(0x3E) == "3E unknown status"
    assert commands.status_of(Reply(Code.EXCHANGE, b"\x41")) == Status.TIMEOUT
    with pytest.raises(WireError):
        commands.status_of(Reply(Code.EXCHANGE))
    assert set(wire.STATUS_WORDS) == {*Status, wire.SYNTAX_ERROR}


SIGNALS: list[Frame] = [Signal.ACK, Signal.NACK, Error()]
DATA = st.binary(max_size=40) | st.binary(min_size=250, max_size=wire.MAX_DATA)
CODES = st.integers(0, 255)
FRAMES = st.one_of(
    st.builds(Command, CODES, DATA), st.builds(Reply, CODES, DATA), st.sampled_from(SIGNALS)
)


@given(st.lists(FRAMES, max_size=6), st.data())
def test_frames_survive_any_split(frames: list[Frame], data: st.DataObject) -> None:
    stream = b"".join(frame.encode() for frame in frames)
    cuts = data.draw(st.lists(st.integers(0, len(stream)), max_size=12).map(sorted))
    parser = FrameParser()
    found: list[Frame] = []
    for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True):
        found += parser.feed(stream[start:end])
    assert found == frames
    assert not parser.waiting
    assert parser.dropped == 0


# Noise that begins no frame: a frame that noise hides is the next test's.
NOISE = st.binary(max_size=30).map(lambda noise: noise.replace(b"\xff", b"\x7e"))


@given(st.lists(st.tuples(NOISE, FRAMES), max_size=5), NOISE)
def test_garbage_between_frames_costs_none(heard: list[tuple[bytes, Frame]], last: bytes) -> None:
    stream = b"".join(noise + frame.encode() for noise, frame in heard) + last
    parser = FrameParser()
    assert parser.feed(stream) == [frame for _, frame in heard]


@given(st.binary(max_size=60), st.lists(FRAMES, min_size=1, max_size=3))
def test_garbage_that_looks_like_a_frame_is_given_up(noise: bytes, frames: list[Frame]) -> None:
    parser = FrameParser()
    found = parser.feed(noise + b"\x00\x00" + b"".join(frame.encode() for frame in frames))
    found += parser.quiet()
    assert found[-1:] == frames[-1:] or len(found) < len(frames)  # by chance it swallows one
    assert not parser.waiting
    assert parser.feed(Signal.ACK.encode()) == [Signal.ACK]


@given(st.binary(max_size=400))
def test_no_bytes_raise(noise: bytes) -> None:
    parser = FrameParser()
    parser.feed(noise)
    parser.quiet()
    parser.reset()
    with contextlib.suppress(WireError):
        commands.decode_targets(noise)


TARGETS = st.lists(
    st.builds(
        Target,
        st.integers(1, 2),
        st.integers(0, 0xFFFF),
        st.sampled_from([0x00, 0x08, 0x18, 0x20, 0x28]),
        st.sampled_from([4, 7, 10]).flatmap(lambda size: st.binary(min_size=size, max_size=size)),
    ),
    max_size=2,
)


@given(TARGETS, st.binary(max_size=20))
def test_what_is_listed_is_understood(targets: list[Target], ats: bytes) -> None:
    given_ats = [
        Target(each.number, each.sens_res, each.sel_res, each.uid, ats)
        if each.sel_res & 0x20
        else each
        for each in targets
    ]
    assert commands.decode_targets(commands.encode_targets(given_ats)) == given_ats
