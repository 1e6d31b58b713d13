"""What a UHF tag says on the air: its checksum, its PC, and where its EPC begins."""

from __future__ import annotations

import pytest

from hardware.rfid.gen2 import epc_crc, is_epc, pc_word, split

EPC = bytes.fromhex("30361F1B3827080000000001")


def test_the_checksum_is_genibus() -> None:
    assert epc_crc(b"123456789") == 0xD64E  # the algorithm's published check value


@pytest.mark.parametrize(
    ("air", "crc"),
    [
        ("3000 000000000000000000001545", 0xE94A),  # before an M6e Nano
        ("3000 100000000020110304000324", 0x1EB9),
        ("3400 30751FEB705C5904E3D50D70", 0x3A76),  # of the R200's manual
        ("3000 E28068900000500E88C6A4A7", 0x119B),  # before an R200
        ("3000 E200001D7315016521408FC6", 0xB83E),  # before a YRM100
    ],
)
def test_it_is_what_real_tags_send(air: str, crc: int) -> None:
    assert epc_crc(bytes.fromhex(air)) == crc


@pytest.mark.parametrize(
    ("length", "pc"), [(0, "0000"), (8, "2000"), (12, "3000"), (14, "3800"), (62, "F800")]
)
def test_a_pc_tells_the_length_of_its_epc_in_words(length: int, pc: str) -> None:
    assert pc_word(bytes(length)) == bytes.fromhex(pc)


@pytest.mark.parametrize("length", [1, 11, 63, 64])
def test_no_tag_holds_half_words_or_more_than_31(length: int) -> None:
    with pytest.raises(ValueError, match="31 words"):
        pc_word(bytes(length))


@pytest.mark.parametrize("pc", ["3000", "3A00 0001", "4200 8001 0002"])
def test_the_words_that_a_pc_announces_are_no_part_of_the_epc(pc: str) -> None:
    said = bytes.fromhex(pc)
    assert split(said + EPC + b"\x12\x34") == (said, EPC, 0x1234)


@pytest.mark.parametrize("air", ["", "3000", "3000 12", "3A00 0001", "4200 8001 0002 12"])
def test_what_is_cut_short_is_no_tag(air: str) -> None:
    with pytest.raises(ValueError, match="too few"):
        split(bytes.fromhex(air))


@pytest.mark.parametrize(
    ("value", "holds"),
    [(EPC.hex().upper(), True), ("", True), ("00" * 62, True), ("00" * 64, False), ("30", False),
     ("ABC", False), ("LIN-SHI-TER-", False), (EPC.hex(), False)],
)  # fmt: skip
def test_a_tag_holds_whole_words_as_its_epc(value: str, holds: bool) -> None:
    assert is_epc(value) is holds
