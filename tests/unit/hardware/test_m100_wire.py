"""M100 frames: every published one, both ways and in both framings; lines that misbehave."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hardware.rfid import gen2
from hardware.rfid.m100 import commands, tags, wire
from hardware.rfid.m100.commands import Query
from hardware.rfid.m100.tags import TagRecord
from hardware.rfid.m100.wire import (
    AA_DD,
    BB_7E,
    FRAMINGS,
    Error,
    Frame,
    FrameParser,
    Framing,
    Kind,
    Op,
    WireError,
)
from tests.unit.hardware.m100_frames import COMMANDS, REPLIES, TAGS, WRONG

in_both_framings = pytest.mark.parametrize("framing", FRAMINGS, ids=str)


def octets(text: str, framing: Framing | None = None) -> bytes:
    """A printed frame, in the framing asked for."""
    printed = bytes.fromhex(text.replace(" ", ""))
    if framing is None:
        return printed
    return bytes((framing.head, *printed[1:-1], framing.tail))


@in_both_framings
@pytest.mark.parametrize(("frame", "op", "data"), COMMANDS.values(), ids=COMMANDS)
def test_a_published_command_is_decoded_and_encoded(
    frame: str, op: int, data: str, framing: Framing
) -> None:
    command = wire.command(op, octets(data))
    assert FrameParser(framing).feed(octets(frame, framing)) == [command]
    assert command.encode(framing) == octets(frame, framing)


@in_both_framings
@pytest.mark.parametrize(("frame", "kind", "op", "data"), REPLIES.values(), ids=REPLIES)
def test_a_published_reply_is_decoded_and_encoded(
    frame: str, kind: int, op: int, data: str, framing: Framing
) -> None:
    reply = Frame(kind, op, octets(data))
    assert FrameParser(framing).feed(octets(frame, framing)) == [reply]
    assert reply.encode(framing) == octets(frame, framing)


@pytest.mark.parametrize("frame", WRONG.values(), ids=WRONG)
def test_what_was_published_wrongly_is_no_frame(frame: str) -> None:
    for framing in FRAMINGS:
        parser = FrameParser(framing)
        assert parser.feed(octets(frame)) + parser.quiet() == []


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("hardware version", commands.info()),
        ("multi poll, 3 rounds", commands.poll(3)),
        ("multi poll, 10000 rounds", commands.poll(10_000)),
        ("multi poll, 65535 rounds", commands.poll()),
        ("stop multi poll", commands.stop_poll()),
        ("set region CN900", commands.set_region("CN900")),
        ("set power 20.00 dBm", commands.set_power(20)),
        ("get power", commands.get_power()),
        ("set query", commands.set_query(Query())),
        ("auto hop", commands.hop()),
        ("never select", commands.select_never()),
        ("set baud 19200", commands.set_baud(19200)),
        ("set baud 9600", commands.set_baud(9600)),
    ],
)
def test_what_the_driver_says_is_the_published_frame(name: str, command: Frame) -> None:
    assert command.encode(AA_DD) == octets(COMMANDS[name][0])


@pytest.mark.parametrize(("name", "told"), TAGS.items(), ids=TAGS)
def test_a_published_tag_is_what_its_own_checksum_says(
    name: str, told: tuple[int, str, str]
) -> None:
    rssi, pc, epc = told
    data = octets(REPLIES[name][3])
    tag = tags.decode(data)
    assert (tag.rssi_dbm, tag.pc, tag.epc) == (rssi, octets(pc), octets(epc))
    assert tag.intact
    assert tag.notification().data == data


def test_a_tag_with_an_extended_pc_keeps_it_out_of_its_epc() -> None:
    for xpc in ("0001", "8001 0002"):
        pc = octets("3A00" if len(octets(xpc)) == 2 else "4200") + octets(xpc)
        epc = octets("30361F1B3827080000000001")
        tag = TagRecord(-50, pc, epc, gen2.epc_crc(pc + epc))
        assert tags.decode(tag.notification().data) == tag


@pytest.mark.parametrize("data", ["", "C9 3400 3A", "C9 3400 30751FEB 3A76", "C9 0800 3A76"])
def test_a_record_of_another_length_than_its_pc_tells_is_no_tag(data: str) -> None:
    with pytest.raises(WireError):
        tags.decode(octets(data))


@given(st.binary(max_size=62), st.integers(-128, 0))
def test_a_tag_survives_the_line(epc: bytes, rssi: int) -> None:
    if len(epc) % 2:
        with pytest.raises(ValueError, match="words"):
            TagRecord.heard(epc, rssi)
        return
    tag = TagRecord.heard(epc, rssi)
    assert tag.intact
    assert tags.decode(tag.notification().data) == tag


@given(
    st.builds(
        Query,
        session=st.integers(0, 3),
        q=st.integers(0, 15),
        target_b=st.booleans(),
        select=st.integers(0, 3),
        encoding=st.integers(0, 3),
        divide_ratio=st.integers(0, 1),
        pilot=st.booleans(),
    )
)
def test_a_query_survives_the_line(query: Query) -> None:
    assert Query.decode(query.encode()) == query


def test_a_query_has_two_bytes() -> None:
    with pytest.raises(WireError):
        Query.decode(b"\x10")


def test_every_error_has_words() -> None:
    for error in Error:
        words = wire.error_words(error)
        assert words.startswith(f"{error:02X} ")
        assert "unknown error" not in words
    assert wire.error_words(0xA3) == "A3 the tag said when reading: beyond its memory"
    assert wire.error_words(0xC4) == "C4 the tag said when locking: its memory is locked"
    assert "unknown error" in wire.error_words(0x7A)


def test_a_frame_does_not_take_more_than_fits() -> None:
    assert len(wire.command(0x49, b"\xff" * 255).encode(AA_DD)) == 262
    with pytest.raises(WireError):
        wire.command(0x49, b"\xff" * 256).encode(AA_DD)


# Heads, tails, kinds, small lengths and whatever else: data that looks like frames.
tricky = st.lists(
    st.sampled_from([0xAA, 0xDD, 0xBB, 0x7E, 0x00, 0x01, 0x02, 0x22]) | st.integers(0, 255),
    max_size=60,
).map(bytes)
frames_ = st.builds(Frame, st.sampled_from(list(Kind)), st.integers(0, 255), tricky)
framings = st.sampled_from(FRAMINGS)
cuts_ = st.lists(st.integers(0, 10_000), max_size=30)


def cut(stream: bytes, cuts: list[int]) -> list[bytes]:
    edges = sorted({0, len(stream), *(at % (len(stream) + 1) for at in cuts)})
    return [stream[begin:end] for begin, end in pairwise(edges)]


def heard(parser: FrameParser, chunks: list[bytes]) -> list[Frame]:
    frames = [frame for chunk in chunks for frame in parser.feed(chunk)]
    return frames + parser.quiet()


@given(framings, st.lists(frames_, max_size=8), cuts_)
def test_however_the_stream_is_cut_the_frames_are_the_same(
    framing: Framing, sent: list[Frame], cuts: list[int]
) -> None:
    stream = b"".join(frame.encode(framing) for frame in sent)
    parser = FrameParser(framing)
    assert [frame for chunk in cut(stream, cuts) for frame in parser.feed(chunk)] == sent
    assert parser.dropped == 0
    assert not parser.waiting


@given(framings, st.lists(st.tuples(tricky, frames_), min_size=1, max_size=6), tricky, cuts_)
def test_garbage_between_frames_costs_no_frame(
    framing: Framing, sent: list[tuple[bytes, Frame]], last_garbage: bytes, cuts: list[int]
) -> None:
    stream = b"".join(garbage + frame.encode(framing) for garbage, frame in sent) + last_garbage
    frames = heard(FrameParser(framing), cut(stream, cuts))
    # Sometimes garbage has the right sum and a tail behind it, and is a frame.
    frames_sent = [frame for _, frame in sent]
    assume(all(frame in frames_sent for frame in frames))
    assert frames == frames_sent


@given(framings, frames_, st.integers(1, 400), frames_)
def test_half_a_frame_does_not_hide_the_next(
    framing: Framing, lost: Frame, kept: int, following: Frame
) -> None:
    whole = lost.encode(framing)
    half = whole[: min(kept, len(whole) - 1)]
    frames = heard(FrameParser(framing), [half, following.encode(framing)])
    assume(all(frame == following for frame in frames))
    assert frames


@given(framings, frames_, st.integers(0, 10_000), st.integers(1, 255))
def test_a_flipped_byte_is_noticed(framing: Framing, frame: Frame, at: int, flip: int) -> None:
    octets_ = bytearray(frame.encode(framing))
    octets_[at % len(octets_)] ^= flip
    assert frame not in heard(FrameParser(framing), [bytes(octets_)])


@given(frames_)
def test_the_other_framing_is_garbage(frame: Frame) -> None:
    stream = frame.encode(AA_DD)
    assume(BB_7E.head not in stream)
    parser = FrameParser(BB_7E)
    assert parser.feed(stream) == []
    assert parser.dropped == len(stream)


def test_heads_and_tails_inside_an_epc_do_not_end_the_frame() -> None:
    for framing in FRAMINGS:
        edges = bytes((framing.tail, framing.head, framing.tail, framing.head))
        frame = TagRecord.heard(edges * 3, -50).notification()
        assert FrameParser(framing).feed(frame.encode(framing) * 3) == [frame] * 3


def test_a_frame_behind_garbage_that_looks_like_a_long_one_waits_for_quiet() -> None:
    parser = FrameParser(AA_DD)
    no_tag = octets(REPLIES["no tag"][0])
    assert parser.feed(octets("AA 01 FF 00F0") + no_tag) == []
    assert parser.waiting
    assert parser.quiet() == [wire.failure(Error.NO_TAG)]
    assert parser.dropped == 5
    parser.feed(octets("AA 01 FF 0010"))
    parser.reset()
    assert parser.feed(no_tag) == [wire.failure(Error.NO_TAG)]


def test_no_frame_is_awaited_that_no_module_sends() -> None:
    parser = FrameParser(AA_DD)
    for beginning in ("AA 03", "AA 02 22 01"):
        parser.feed(octets(beginning))
        assert not parser.waiting


def test_an_answer_of_a_version_is_its_text() -> None:
    assert commands.info_text(octets(REPLIES["hardware version (MADE)"][3])) == "M100 V1.00"
    assert wire.response(Op.SET_QUERY).encode(AA_DD) == octets(REPLIES["set query"][0])
