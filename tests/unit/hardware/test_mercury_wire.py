"""Mercury frames: every published one, both ways, and the parser on lines that misbehave."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hardware.rfid.mercury import commands, wire
from hardware.rfid.mercury.commands import (
    Gen2Option,
    Metadata,
    Option,
    Search,
    StartStreaming,
    Version,
)
from hardware.rfid.mercury.wire import Command, FrameParser, Op, Reply, Status, WireError
from tests.unit.hardware.mercury_frames import COMMANDS, REPLIES


def octets(text: str) -> bytes:
    return bytes.fromhex(text.replace(" ", ""))


@pytest.mark.parametrize(("frame", "op", "data"), COMMANDS.values(), ids=COMMANDS)
def test_a_published_command_is_decoded_and_encoded(frame: str, op: int, data: str) -> None:
    command = Command(op, octets(data))
    assert wire.command_parser().feed(octets(frame)) == [command]
    assert command.encode() == octets(frame)


@pytest.mark.parametrize(("frame", "op", "status", "data"), REPLIES.values(), ids=REPLIES)
def test_a_published_reply_is_decoded_and_encoded(
    frame: str, op: int, status: int, data: str
) -> None:
    reply = Reply(op, status, octets(data))
    assert wire.reply_parser().feed(octets(frame)) == [reply]
    assert reply.encode() == octets(frame)


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("version", Command(Op.VERSION)),
        ("boot firmware", Command(Op.BOOT_FIRMWARE)),
        ("current program", Command(Op.CURRENT_PROGRAM)),
        ("set region NA", commands.set_region("NA")),
        ("set region PRC", commands.set_region("PRC")),
        ("set region EU3", commands.set_region("EU3")),
        ("set region NA2", commands.set_region("NA2")),
        ("set protocol GEN2", commands.set_protocol()),
        ("set read power 20.00 dBm", commands.set_read_power(20)),
        ("set read power 27.00 dBm", commands.set_read_power(27.0)),
        ("set read power 10.00 dBm", commands.set_read_power(10)),
        ("antenna list (1,1)", commands.set_antennas([1])),
        ("read filter off", commands.set_option(Option.READ_FILTER, 0)),
        ("read filter on", commands.set_option(Option.READ_FILTER, 1)),
        ("start streaming, SparkFun", StartStreaming(1000, Metadata(0x01FF)).encode()),
        ("stop streaming", commands.stop_streaming()),
    ],
)
def test_what_the_driver_says_is_the_published_frame(name: str, command: Command) -> None:
    assert command.encode() == octets(COMMANDS[name][0])


@pytest.mark.parametrize(
    ("name", "request_"),
    [
        ("start streaming, SparkFun", StartStreaming(1000, Metadata(0x01FF))),
        (
            "start streaming, SDK 1.35 on a Nano",
            StartStreaming(250, Metadata(0x0FFF), multi_select=True),
        ),
        (
            "start streaming, newer SDK on an M7E",
            StartStreaming(
                250,
                Metadata(0x0FFF),
                commands.STREAMING_SEARCH | Search.DUTY_CYCLE,
                off_ms=0,
                multi_select=True,
            ),
        ),
    ],
)
def test_each_dialect_of_start_streaming(name: str, request_: StartStreaming) -> None:
    data = octets(COMMANDS[name][2])
    assert StartStreaming.decode(data) == request_
    assert request_.encode().data == data


@pytest.mark.parametrize(
    "data",
    [
        "000001",  # nothing behind it
        "00000122000005082210001B03E801FF",  # says one byte more than there is
        "000001220000050622 10001B03E801",  # cut
        "00000122000005072200001B03E801FF",  # without metadata
        "00000122000005092210001B03E801FF0000",  # two bytes too many
        "00000222000005072210001B03E801FF",  # another option
    ],
)
def test_a_request_that_is_not_understood_is_refused(data: str) -> None:
    with pytest.raises(WireError):
        StartStreaming.decode(octets(data))


def test_a_request_for_status_frames_carries_what_they_hold() -> None:
    search = commands.STREAMING_SEARCH | Search.STATUS_STREAM
    request = StartStreaming(250, Metadata(0x0007), search, content=0x0006)
    assert StartStreaming.decode(request.encode().data) == request
    assert request.encode().data.endswith(octets("003B 00FA 0007 0006"))


def test_a_command_is_tunnelled_through_a_stream_and_its_reply_comes_back() -> None:
    inner = commands.set_read_power(15)
    outer = commands.tunnel(inner)
    # the SDK's form: data grows by five, then the inner length, operation code and data
    assert outer == Command(Op.STREAM, octets("0000 04 02 92 05DC"))
    assert commands.untunnel(outer.data) == inner
    refused = Reply(Op.SET_READ_POWER, Status.POWER_TOO_HIGH)
    carried = commands.tunnel_reply(refused)
    assert carried == Reply(Op.STREAM, data=octets("04 00 92 0103"))
    assert commands.untunnel_reply(carried) == refused
    with pytest.raises(WireError):
        commands.untunnel(octets("0000 04 03 92 05DC"))
    with pytest.raises(WireError):
        commands.untunnel_reply(Reply(Op.STREAM, data=octets("04 01 92 0000")))


def test_a_version_says_who_the_module_is() -> None:
    version = Version.decode(octets(REPLIES["version of an M7E Hecto"][3]))
    assert version.model == "M7E"
    assert str(version) == "M7E, firmware 02.01.06.08"
    assert version.encode() == octets(REPLIES["version of an M7E Hecto"][3])
    with pytest.raises(WireError):
        Version.decode(b"too short")


def test_the_session_is_a_gen2_option() -> None:
    assert commands.set_gen2(Gen2Option.SESSION, 1) == Command(0x9B, octets("05 00 01"))


def test_the_checksum_is_not_ccitt_false() -> None:
    assert wire.crc16(octets("00 03")) == 0x1D0C
    with pytest.raises(WireError):
        wire.crc16(b"\x00")


def nibble_crc(body: bytes) -> int:
    """The checksum as the vendor's tools compute it, half a byte at a time."""
    polynomial = [0, 0x1021, 0x2042, 0x3063, 0x4084, 0x50A5, 0x60C6, 0x70E7]
    polynomial += [0x8108, 0x9129, 0xA14A, 0xB16B, 0xC18C, 0xD1AD, 0xE1CE, 0xF1EF]
    crc = 0xFFFF
    for octet in body:
        for half in (octet >> 4, octet & 15):
            crc = ((crc << 4 | half) ^ polynomial[crc >> 12]) & 0xFFFF
    return crc


@given(st.binary(min_size=2, max_size=252))
def test_the_checksum_agrees_with_the_slow_one(body: bytes) -> None:
    assert wire.crc16(body) == nibble_crc(body)


@pytest.mark.parametrize("status", list(Status))
def test_every_status_has_words(status: Status) -> None:
    assert status_is_in(wire.status_words(status), status)
    assert "unknown" in wire.status_words(0x7ABC)


def status_is_in(words: str, status: int) -> bool:
    return words.startswith(f"{status:04X} ") and not words.endswith("unknown status")


def test_a_frame_does_not_take_more_than_its_length_can_say() -> None:
    assert len(Command(0x24, b"\xff" * 0xF8).encode()) == 0xF8 + 5
    with pytest.raises(WireError):
        Reply(0x28, data=b"\x00" * 0xF9).encode()


# FF, small lengths and whatever else: data that looks like frames
tricky = st.lists(
    st.sampled_from([0xFF, 0x00, 0x03, 0x22, 0xF8, 0xF9]) | st.integers(0, 255), max_size=60
).map(bytes)
replies = st.builds(Reply, st.integers(0, 255), st.integers(0, 0xFFFF), tricky)


def cut(stream: bytes, cuts: list[int]) -> list[bytes]:
    edges = sorted({0, len(stream), *(at % (len(stream) + 1) for at in cuts)})
    return [stream[begin:end] for begin, end in pairwise(edges)]


def heard(parser: FrameParser[Reply], chunks: list[bytes]) -> list[Reply]:
    frames = [frame for chunk in chunks for frame in parser.feed(chunk)]
    return frames + parser.quiet()


@given(st.lists(replies, max_size=8), st.lists(st.integers(0, 10_000), max_size=30))
def test_however_the_stream_is_cut_the_frames_are_the_same(
    sent: list[Reply], cuts: list[int]
) -> None:
    stream = b"".join(reply.encode() for reply in sent)
    parser = wire.reply_parser()
    assert [reply for chunk in cut(stream, cuts) for reply in parser.feed(chunk)] == sent
    assert parser.dropped == 0
    assert not parser.waiting


@given(
    st.lists(st.tuples(tricky, replies), min_size=1, max_size=6),
    tricky,
    st.lists(st.integers(0, 10_000), max_size=30),
)
def test_garbage_between_frames_costs_no_frame(
    sent: list[tuple[bytes, Reply]], last_garbage: bytes, cuts: list[int]
) -> None:
    stream = b"".join(garbage + reply.encode() for garbage, reply in sent) + last_garbage
    frames = heard(wire.reply_parser(), cut(stream, cuts))
    # One time in 65,536 garbage has the right checksum and is a frame.
    replies_sent = [reply for _, reply in sent]
    assume(all(frame in replies_sent for frame in frames))
    assert frames == replies_sent


@given(replies, st.integers(1, 400), replies)
def test_half_a_frame_does_not_hide_the_next(lost: Reply, kept: int, following: Reply) -> None:
    half = lost.encode()[: min(kept, len(lost.encode()) - 1)]
    frames = heard(wire.reply_parser(), [half, following.encode()])
    assume(all(frame == following for frame in frames))
    assert frames


def test_a_frame_behind_garbage_that_looks_like_a_long_one_waits_for_quiet() -> None:
    parser = wire.reply_parser()
    keep_alive = octets(REPLIES["keep-alive (MADE)"][0])
    assert parser.feed(b"\xff\xf0" + keep_alive) == []
    assert parser.waiting
    assert parser.quiet() == [Reply(Op.READ_MULTIPLE, Status.NO_TAGS)]
    assert parser.dropped == 2
    parser.feed(b"\xff\x10")
    parser.reset()
    assert parser.feed(keep_alive) == [Reply(Op.READ_MULTIPLE, Status.NO_TAGS)]


@given(replies, st.integers(0, 10_000), st.integers(1, 255))
def test_a_flipped_byte_is_noticed(reply: Reply, at: int, flip: int) -> None:
    frame = bytearray(reply.encode())
    frame[at % len(frame)] ^= flip
    assert reply not in heard(wire.reply_parser(), [bytes(frame)])
