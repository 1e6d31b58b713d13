"""An ISO 14443 type A card: checksums, states, anticollision, memory."""

from __future__ import annotations

import pytest

from hardware.rfid.iso14443.card import (
    HLTA,
    REQA,
    SELECT,
    WUPA,
    Card,
    Frame,
    State,
    cascade,
    mix,
)
from hardware.rfid.iso14443.crc import crc_a, intact, with_crc
from hardware.rfid.iso14443.ndef import identity, wanted
from hardware.rfid.reader import TagId, TagKind

UID = bytes.fromhex("C5CC358A")
SEVEN = bytes.fromhex("04A1B2C3D4E5F6")
TEN = bytes.fromhex("0401020304050607080A")


def ask(card: Card, octets: bytes) -> Frame | None:
    return card.answer(octets, 8 * len(octets))


def wake(card: Card, command: int = REQA) -> Frame | None:
    return card.answer(bytes((command,)), 7)


def select(card: Card) -> int:
    """Through all levels; the last SAK."""
    for code, level in zip(SELECT, card.levels, strict=False):
        answer = ask(card, with_crc(bytes((code, 0x70)) + level))
        assert answer is not None
        assert intact(answer.octets)
    return answer.octets[0]


@pytest.mark.parametrize(
    ("octets", "crc"),
    [  # known vectors, and those of captured frames
        ("5000", "57CD"),
        ("3004", "26EE"),
        ("6000", "F57B"),
        ("9370C5CC358AB6", "4006"),
        ("3008", "4A24"),
        ("08", "B6DD"),
    ],
)
def test_the_checksum_gives_the_published_octets(octets, crc):
    assert crc_a(bytes.fromhex(octets)).hex().upper() == crc
    assert intact(with_crc(bytes.fromhex(octets)))


def test_a_longer_uid_is_sent_by_levels():
    assert cascade(UID) == (bytes.fromhex("C5CC358AB6"),)
    assert [level.hex() for level in cascade(SEVEN)] == ["8804a1b29f", "c3d4e5f604"]
    assert [level[0] for level in cascade(TEN)] == [0x88, 0x88, 0x06]
    with pytest.raises(ValueError, match="4, 7 or 10"):
        cascade(UID[:3])


@pytest.mark.parametrize("uid", ["88010203", "04010288040506"])
def test_a_uid_that_reads_as_a_longer_one_is_refused(uid):
    with pytest.raises(ValueError, match="88"):
        Card(bytes.fromhex(uid))


@pytest.mark.parametrize(
    ("uid", "atqa", "sak"), [(UID, "0400", 0x08), (SEVEN, "4400", 0x00), (TEN, "8400", 0x00)]
)
def test_a_card_is_woken_and_selected(uid, atqa, sak):
    card = Card(uid)
    assert wake(card) == Frame.whole(bytes.fromhex(atqa))
    assert select(card) == sak
    assert card.state is State.ACTIVE


def test_a_halted_card_hears_wupa_only():
    card = Card(UID)
    wake(card)
    select(card)
    assert ask(card, with_crc(HLTA)) is None
    assert card.state is State.HALT
    assert wake(card, REQA) is None
    assert wake(card, WUPA) is not None
    # An error leads back to where it was woken from, and only a new field makes it forget that.
    assert wake(card, REQA) is None
    assert card.state is State.HALT
    card.reset()
    assert wake(card, REQA) is not None


def test_a_request_silences_a_card_that_is_awake():
    card = Card(UID)
    wake(card)
    select(card)
    assert wake(card) is None  # why clients that never halt see a card every second time
    assert wake(card) is not None


def test_anticollision_goes_on_after_the_bits_that_are_known():
    card = Card(UID)
    wake(card)
    assert ask(card, bytes((0x93, 0x20))) == Frame.whole(bytes.fromhex("C5CC358AB6"))
    # C5 CC = 1010 0011 0011 0011 on the air; 11 bits known: 1010 0011 001
    part = card.answer(bytes((0x93, 0x33, 0xC5, 0x04)), 27)
    assert part == Frame.part(int.from_bytes(bytes.fromhex("C5CC358AB6"), "little") >> 11, 29)
    assert card.answer(bytes((0x93, 0x21, 0x00)), 17) is None
    assert card.state is State.IDLE


@pytest.mark.parametrize(
    "frame", ["9370C5CC358AB64007", "9370C5CC358AB7", "9520", "9310", "93", "5000"]
)
def test_what_is_not_for_it_sends_a_card_back(frame):
    card = Card(UID)
    wake(card)
    assert ask(card, bytes.fromhex(frame)) is None
    assert card.state is State.IDLE


def test_answers_sent_at_once_collide_where_they_differ_first():
    assert mix([]) is None
    alone = mix([Frame.whole(b"\x05")])
    assert alone is not None
    assert alone.collision is None
    both = mix([Frame.whole(b"\x05\x00"), Frame.whole(b"\x0d\x01")])
    assert both is not None
    assert (both.frame.octets, both.collision) == (b"\x0d\x01", 3)
    shorter = mix([Frame.whole(b"\x05"), Frame.whole(b"\x05\x00")])
    assert shorter is not None
    assert shorter.collision == 8


def test_a_type_2_tag_gives_its_memory_to_anyone():
    card = Card(SEVEN, memory=bytes(range(64)))
    wake(card)
    select(card)
    start = ask(card, with_crc(bytes((0x30, 0))))
    assert start is not None
    assert start.octets[:9] == bytes.fromhex("04A1B29FC3D4E5F604")
    assert start.octets[9:16] == bytes(range(9, 16))
    end = ask(card, with_crc(bytes((0x30, 14))))
    assert end is not None
    assert end.octets[:16] == bytes(range(56, 64)) + start.octets[:8]
    assert ask(card, with_crc(bytes((0x30, 16)))) == Frame.part(0, 4)
    assert card.state is State.IDLE


def test_a_classic_card_gives_nothing_without_its_key():
    card = Card(UID, memory=bytes(1024), sak=0x08)
    wake(card)
    select(card)
    assert not card.authenticate(UID, b"wrong!")
    assert card.state is State.IDLE
    wake(card)
    select(card)
    assert card.authenticate(UID, b"\xff" * 6)
    assert ask(card, with_crc(bytes((0x30, 8)))) == Frame.whole(with_crc(bytes(16)))


def test_a_card_gives_the_identity_it_was_made_of():
    tag = TagId(TagKind.URI, "https://id.example.org/01/09506000134352/21/7")
    card = Card.of(tag)
    assert (len(card.uid), card.sak) == (7, 0x00)
    assert identity(card.memory) == tag
    assert Card.of(TagId(TagKind.UID, "C5CC358A")).uid == UID


@pytest.mark.parametrize("uid", ["04A1B2C3D4E5F6", "0401020304050607080A"])
def test_a_long_number_is_a_tag_on_which_nothing_is_written(uid: str):
    card = Card.of(TagId(TagKind.UID, uid))
    assert card.sak == 0x00
    assert wanted(card.memory) == len(card.memory)
    assert identity(card.memory) is None
    assert card.memory[16:24].hex() == "0103a00c340300fe"  # as NXP delivers an NTAG213


def test_a_tag_of_another_band_is_no_card():
    with pytest.raises(ValueError, match="epc"):
        Card.of(TagId.epc("3034257BF7194E4000001A85"))
