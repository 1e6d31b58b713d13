"""Who cards are, when they are read, and that one is never two."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hardware.rfid.iso14443 import ndef
from hardware.rfid.iso14443.identities import FORGET_S, READ_TRIES, Identities
from hardware.rfid.reader import TagId, TagKind

UID = bytes.fromhex("04A1B2C3D4E5F6")
SERIAL = TagId(TagKind.UID, "04A1B2C3D4E5F6")
LINK = TagId(TagKind.URI, "https://id.gs1.org/01/09506000134352/21/12345")


class Tag:
    """Memory that is read page by page; `deaf` times it does not answer."""

    def __init__(self, memory: bytes, deaf: int = 0) -> None:
        self.memory = memory
        self.deaf = deaf
        self.asked: list[int] = []

    def read(self, page: int) -> bytes | None:
        self.asked.append(page)
        if self.deaf:
            self.deaf -= 1
            return None
        return (self.memory + self.memory)[4 * page :][:16]


def who(identities: Identities, tag: Tag, at: float = 0.0, *, type_2: bool = True) -> TagId | None:
    return identities.of(UID, type_2=type_2, read=tag.read, at=at)


def test_it_is_read_once_and_again_when_it_was_away() -> None:
    identities, tag = Identities(), Tag(ndef.encode(LINK.value))
    for tenths in range(50):
        assert who(identities, tag, tenths / 10) == LINK
        identities.forget(tenths / 10)
    assert tag.asked == [3, 7, 11, 15]
    other = Tag(ndef.encode("https://shop.example/7"))
    identities.forget(4.8 + FORGET_S)
    assert who(identities, other, 4.8 + FORGET_S) == LINK  # nobody writes that fast
    identities.forget(30)
    assert who(identities, other, 30) == TagId(TagKind.URI, "https://shop.example/7")


def test_who_gives_nothing_to_read_is_its_serial_number() -> None:
    assert who(Identities(), Tag(ndef.encode_message(b""))) == SERIAL
    assert who(Identities(), Tag(bytes(180))) == SERIAL
    unread = Tag(ndef.encode(LINK.value))
    assert who(Identities(reads_ndef=False), unread) == SERIAL
    assert who(Identities(), unread, type_2=False) == SERIAL
    assert unread.asked == []


def test_two_garments_that_carry_the_same_link_are_two() -> None:
    identities, tag = Identities(), Tag(ndef.encode("https://brand.example"))
    other = bytes.fromhex("04AAAAAAAAAAAA")
    for at in range(3):
        assert who(identities, tag, at) == TagId(TagKind.URI, "https://brand.example")
        two = identities.of(other, type_2=True, read=tag.read, at=at)
        assert two == TagId(TagKind.UID, "04AAAAAAAAAAAA")


def test_a_made_up_number_is_nobody() -> None:
    identities, tag = Identities(), Tag(bytes(180))
    for uid, identity in {
        "08A1B2C3": None,
        "09A1B2C3": TagId(TagKind.UID, "09A1B2C3"),
        "08A1B2C3D4E5F6": TagId(TagKind.UID, "08A1B2C3D4E5F6"),
    }.items():
        got = identities.of(bytes.fromhex(uid), type_2=False, read=tag.read, at=0)
        assert got == identity


def test_a_tag_that_is_never_read_is_its_serial_number_in_the_end() -> None:
    identities, tag = Identities(tries_at_once=2), Tag(ndef.encode(LINK.value), deaf=1000)
    seen = [who(identities, tag) for _ in range(READ_TRIES)]
    assert seen == [None] * (READ_TRIES // 2 - 1) + [SERIAL] * (READ_TRIES // 2 + 1)
    assert len(tag.asked) == READ_TRIES


@given(st.lists(st.integers(0, READ_TRIES - 1), min_size=4, max_size=4), st.integers(1, 3))
def test_a_tag_that_is_read_bit_by_bit_is_one(deaf: list[int], tries_at_once: int) -> None:
    identities, tag = Identities(tries_at_once=tries_at_once), Tag(ndef.encode(LINK.value))
    silences = dict(zip((3, 7, 11, 15), deaf, strict=True))

    def read(page: int) -> bytes | None:
        if silences[page]:
            silences[page] -= 1
            return None
        return tag.read(page)

    seen = {identities.of(UID, type_2=True, read=read, at=at / 10) for at in range(40)}
    assert seen <= {None, LINK}
    assert LINK in seen
