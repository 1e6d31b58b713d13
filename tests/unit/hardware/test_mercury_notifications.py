"""What a streaming module tells: tags with any metadata, status frames, the end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.rfid.mercury import notifications, wire
from hardware.rfid.mercury.commands import Metadata, Search, StartStreaming
from hardware.rfid.mercury.notifications import (
    OPERATION_FAILED,
    StatusReport,
    StreamEnd,
    TagRecord,
)
from hardware.rfid.mercury.wire import Op, Reply, Status, WireError
from tests.unit.hardware.mercury_frames import REPLIES

SPARKFUN = StartStreaming(1000, Metadata(0x01FF))
NANO_SDK = StartStreaming(250, Metadata(0x0FFF), multi_select=True)


def published(name: str) -> Reply:
    (reply,) = wire.reply_parser().feed(bytes.fromhex(REPLIES[name][0].replace(" ", "")))
    return reply


def test_the_real_tag_with_metadata() -> None:
    tag = notifications.decode(published("tag with metadata 01FF"))
    assert tag == TagRecord(
        epc=bytes.fromhex("000000000000000000001545"),
        pc=bytes.fromhex("3000"),
        crc=0xE94A,
        read_count=1,
        rssi_dbm=-60,
        antenna=0x11,
        frequency_khz=923_200,
        timestamp_ms=295,
        phase=0,
        protocol=5,
        data=b"",
        gpio=0x0F,
    )
    assert isinstance(tag, TagRecord)
    assert tag.intact
    assert notifications.tag_notification(SPARKFUN, tag) == published("tag with metadata 01FF")


def test_the_real_tag_without_metadata() -> None:
    tag = notifications.decode(published("tag without metadata"))
    assert tag == TagRecord.heard(bytes.fromhex("100000000020110304000324"))
    assert isinstance(tag, TagRecord)
    assert tag.intact
    request = StartStreaming(1000, Metadata(0))
    assert notifications.tag_notification(request, tag) == published("tag without metadata")


def test_an_epc_that_did_not_survive_is_not_intact() -> None:
    tag = TagRecord.heard(bytes.fromhex("E280689000000001"))
    broken = TagRecord(b"\xe3" + tag.epc[1:], tag.pc, tag.crc)
    assert tag.intact
    assert not broken.intact


@pytest.mark.parametrize(
    ("air", "pc", "epc"),
    [
        ("0060 2000 3034257BF7194E40 0000", "2000", "3034257BF7194E40"),
        ("0080 2200 0001 3034257BF7194E40 1234 0000", "22000001", "3034257BF7194E401234"),
        ("00A0 3200 8001 0002 3034257BF7194E4012345678 0000", "320080010002", ""),
        ("0020 0000 0000", "0000", ""),
    ],
    ids=["no XPC", "one XPC word", "two XPC words", "an empty EPC"],
)
def test_xpc_words_belong_to_the_pc(air: str, pc: str, epc: str) -> None:
    record = bytes.fromhex(air)
    data = bytes.fromhex("10001B0000 01") + (len(record) * 8 - 16).to_bytes(2, "big") + record[2:]
    tag = notifications.decode(Reply(Op.READ_MULTIPLE, data=data))
    assert isinstance(tag, TagRecord)
    assert tag.pc.hex().upper() == pc
    if epc:
        assert tag.epc.hex().upper() == epc


def test_the_marker_of_newer_sdks_is_repeated() -> None:
    tag = TagRecord.heard(b"\x30" * 12, rssi_dbm=-55, antenna=0x11, protocol=5)
    reply = notifications.tag_notification(NANO_SDK, tag)
    assert reply.data.startswith(bytes.fromhex("88 10 001B 0FFF 01"))
    assert len(reply.encode()) == 51
    told = notifications.decode(reply)
    assert isinstance(told, TagRecord)
    assert (told.epc, told.rssi_dbm) == (tag.epc, -55)


def test_a_failed_embedded_command_is_told_with_its_status() -> None:
    tag = TagRecord.heard(b"\x30" * 12)
    failed = TagRecord(tag.epc, tag.pc, tag.crc, data=b"\x04\x24", failed=True)
    record = notifications.encode_tag(failed, Metadata.DATA)
    assert record.startswith(OPERATION_FAILED.to_bytes(2, "big") + b"\x04\x24")
    assert notifications.decode_tag(record, 0, Metadata.DATA) == (failed, len(record))


@pytest.mark.parametrize(
    ("request_", "frame"),
    [(SPARKFUN, "keep-alive (MADE)"), (NANO_SDK, "keep-alive with 88 (MADE)")],
)
def test_keep_alives_in_both_dialects(request_: StartStreaming, frame: str) -> None:
    assert notifications.keep_alive(request_) == published(frame)


@pytest.mark.parametrize(
    ("report", "size"),
    [
        (StatusReport(frequency_khz=866_300, temperature_c=-5), 0x0A),
        (StatusReport(antenna=(1, 2)), 0x08),
    ],
)
def test_status_frames(report: StatusReport, size: int) -> None:
    request = StartStreaming(250, Metadata(0x17), SPARKFUN.search | Search.STATUS_STREAM)
    reply = notifications.status_notification(request, report)
    assert len(reply.data) == size
    assert notifications.decode(reply) == report


def test_the_end_of_a_stream() -> None:
    assert notifications.decode(Reply(0x22, data=bytes.fromhex("10001B000700"))) == StreamEnd()


@pytest.mark.parametrize(
    "data",
    ["", "10001B", "10001B0000", "10001B000003", "10001B20000100803000", "10001B00000100801000",
     "10001B0000010010 3000", "10001B00000100203000E200FF", "00001B0200020000", "00001B02"],
)  # fmt: skip
def test_what_is_not_understood_is_an_error_of_the_wire(data: str) -> None:
    with pytest.raises(WireError):
        notifications.decode(Reply(Op.READ_MULTIPLE, Status.OK, bytes.fromhex(data)))


@given(st.binary(max_size=80))
def test_no_bytes_raise_anything_else(data: bytes) -> None:
    try:
        notifications.decode(Reply(Op.READ_MULTIPLE, Status.OK, data))
    except WireError:
        return


def words(most: int) -> st.SearchStrategy[bytes]:
    return st.integers(0, most).flatmap(lambda n: st.binary(min_size=2 * n, max_size=2 * n))


tags = st.builds(
    TagRecord.heard,
    words(31),
    read_count=st.integers(0, 255),
    rssi_dbm=st.integers(-128, 127),
    antenna=st.integers(0, 255),
    frequency_khz=st.integers(0, 0xFFFFFF),
    timestamp_ms=st.integers(0, 0xFFFFFFFF),
    phase=st.integers(0, 180),
    protocol=st.integers(0, 255),
    data=words(20),
    gpio=st.integers(0, 255),
    q=st.integers(0, 15),
    link_frequency=st.integers(0, 255),
    target=st.integers(0, 1),
    brand=st.integers(0, 0xFFFF),
)


@given(tags, st.integers(0, 0x1FFF), st.booleans())
def test_every_choice_of_metadata_comes_back(tag: TagRecord, flags: int, marker: bool) -> None:
    request = StartStreaming(250, Metadata(flags), multi_select=marker)
    told = notifications.decode(notifications.tag_notification(request, tag))
    assert isinstance(told, TagRecord)
    assert (told.epc, told.pc, told.crc) == (tag.epc, tag.pc, tag.crc)
    assert told.intact
    assert (told.rssi_dbm == tag.rssi_dbm) or not flags & Metadata.RSSI
    assert (told.data == tag.data) or not flags & Metadata.DATA
    assert (told.brand == tag.brand) or not flags & Metadata.BRAND
    assert (told.timestamp_ms is None) == (not flags & Metadata.TIMESTAMP)
