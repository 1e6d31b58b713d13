"""Every card in the field is listed, whatever the cards, and however the chip tells a collision."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hardware.rfid.iso14443 import ndef
from hardware.rfid.iso14443.card import Card, Frame, Mixed, State
from hardware.rfid.mfrc522 import listing
from hardware.rfid.mfrc522.chip import CollPos
from hardware.rfid.mfrc522.emulator import CardsAtHand
from hardware.rfid.mfrc522.listing import Answer, cards, pages
from tests.unit.hardware.mfrc522_wire import Wire

READINGS = list(CollPos)


class Lenient(Card):
    """A card that stays awake when an anticollision frame is for another one."""

    def answer(self, frame: bytes, bits: int) -> Frame | None:
        state = self.state
        answer = super().answer(frame, bits)
        if answer is None and state is State.READY and bits > 16 and frame[0] == 0x93:
            self.state = State.READY
        return answer


def uids(chance: random.Random, count: int) -> list[bytes]:
    """UIDs of mixed lengths; some differ in a single bit, as a batch from one factory does."""
    made: set[bytes] = set()
    while len(made) < count:
        size = chance.choice((4, 4, 7, 7, 10))
        uid = bytearray(chance.randbytes(size))
        like = [each for each in made if len(each) == size]
        if like and chance.random() < 0.5:
            uid = bytearray(chance.choice(like))
            uid[chance.randrange(size)] ^= 1 << chance.randrange(8)
        if uid[3 * ((size - 4) // 3)] != 0x88:
            made.add(bytes(uid))
    return sorted(made)


def listed(wire: Wire) -> list[bytes]:
    """One round: the field is switched on, and off again."""
    frontend = wire.frontend()
    found = [each.uid for each in cards(frontend)]
    frontend.field_off()
    return found


@pytest.mark.slow
def test_300_fields_are_listed_whole_by_every_reading_of_the_position() -> None:
    chance = random.Random(522)
    for _ in range(300):
        field = uids(chance, chance.randint(1, 8))
        for reading in READINGS:
            wire = Wire([Card(uid) for uid in field], reading)
            assert sorted(listed(wire)) == field, (reading, field)


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 8), st.sampled_from(READINGS))
def test_any_field_is_listed_round_after_round(
    chance: random.Random, count: int, reading: CollPos
) -> None:
    field = uids(chance, count)
    kinds = [chance.choice((Card, Lenient)) for _ in field]
    wire = Wire([kind(uid) for kind, uid in zip(kinds, field, strict=True)], reading)
    for _ in range(3):
        assert sorted(listed(wire)) == field


@pytest.mark.parametrize("reading", READINGS)
def test_cards_that_differ_in_the_last_bit_only(reading: CollPos) -> None:
    base = bytes.fromhex("04A1B2C3D4E5F6")
    field = [base[:-1] + bytes((base[-1] ^ 1 << bit,)) for bit in range(8)]
    wire = Wire([Card(uid) for uid in field], reading)
    assert sorted(listed(wire)) == sorted(field)


@pytest.mark.parametrize("reading", READINGS)
def test_a_chip_whose_start_stays_until_it_is_cleared_sends_nothing_early(reading: CollPos) -> None:
    field = uids(random.Random(3), 6)
    wire = Wire([Card(uid) for uid in field], reading, start_stays=True)
    for _ in range(2):
        assert sorted(listed(wire)) == field


def test_an_empty_field_is_one_request() -> None:
    wire = Wire()
    frontend = wire.frontend()
    before = wire.transfers
    assert list(cards(frontend)) == []
    assert wire.transfers - before <= 9


class Near(CardsAtHand):
    """The nearest card drowns the others: no collision is seen at all."""

    def send(self, frame: bytes, bits: int, now: float) -> Mixed | None:
        answers = [card.answer(frame, bits) for card in self.cards]
        loudest = next((answer for answer in answers if answer is not None), None)
        return None if loudest is None else Mixed(loudest, None)


def test_a_card_that_drowns_the_others_is_halted_and_they_are_heard() -> None:
    field = uids(random.Random(1), 5)
    wire = Wire()
    wire.chip._coil = Near([Card(uid) for uid in field])
    assert sorted(listed(wire)) == field


class Noisy(CardsAtHand):
    """Some answers arrive with a wrong bit, some not at all."""

    def __init__(self, field: list[Card], chance: random.Random, share: float) -> None:
        super().__init__(field)
        self._chance = chance
        self._share = share

    def send(self, frame: bytes, bits: int, now: float) -> Mixed | None:
        mixed = super().send(frame, bits, now)
        if mixed is None or self._chance.random() > self._share:
            return mixed
        if self._chance.random() < 0.5:
            return None
        value = int.from_bytes(mixed.frame.octets, "little")
        flipped = value ^ 1 << self._chance.randrange(mixed.frame.bits)
        return Mixed(Frame.part(flipped, mixed.frame.bits), mixed.collision)


def test_noise_neither_invents_a_card_nor_loses_one_for_long() -> None:
    chance = random.Random(7)
    found = []
    for _ in range(200):
        field = uids(chance, 3)
        wire = Wire()
        wire.chip._coil = Noisy([Card(uid) for uid in field], chance, 0.03)
        got = listed(wire)
        assert set(got) <= set(field)
        assert len(set(got)) == len(got)
        found.append(len(got))
    assert sum(found) > 0.9 * 3 * len(found)


@pytest.mark.parametrize(
    ("position", "known", "end"),
    [
        (5, 0, 5),  # at first all readings agree
        (None, 5, 6),  # it does not tell where: bit by bit
        (3, 5, 8),  # not from the level's beginning, that is known already
        (20, 5, 20),  # either 20 or 25: the earlier one is true for sure
        (32, 8, 32),
        (30, 20, 30),
        (1, 31, 32),
        (40, 0, 1),  # nonsense
    ],
)
def test_of_the_readings_of_a_position_the_earliest_that_gets_on(
    position: int | None, known: int, end: int
) -> None:
    assert listing._agreed_end(position, known) == end


@pytest.mark.parametrize("reading", READINGS)
def test_the_memory_of_each_card_is_read_while_it_is_selected(reading: CollPos) -> None:
    tags = [
        Card(bytes.fromhex(uid), memory=ndef.encode(f"https://id.example.com/{uid}"))
        for uid in ("04A1B2C3D4E5F6", "04A1B2C3D4E5F7")
    ]
    frontend = Wire(tags, reading).frontend()
    found = {}
    for chosen in cards(frontend):
        assert chosen.is_type_2
        found[chosen.uid] = b"".join(pages(frontend, page) or b"" for page in (4, 8, 12))
    assert found == {tag.uid: tag.memory[16:64] for tag in tags}


def test_a_card_that_gives_no_memory_is_listed_once() -> None:
    mute = Card(bytes.fromhex("04A1B2C3D4E5F6"))
    classic = Card(bytes.fromhex("C5CC358A"))
    frontend = Wire([mute, classic]).frontend()
    found = []
    for chosen in cards(frontend):
        found.append(chosen.uid)
        if chosen.is_type_2:
            assert pages(frontend, 4) is None
    assert sorted(found) == [mute.uid, classic.uid]


class Babble:
    """Something that always answers, and never with sense."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self.frames = 0

    def exchange(
        self,
        octets: bytes,
        *,
        last_bits: int = 0,
        align: int = 0,
        expect: int = 0,
        slow: bool = False,
    ) -> Answer | None:
        self.frames += 1
        size = self._chance.randrange(10)
        position = self._chance.choice((None, *range(1, 33)))
        broken, collided = (self._chance.random() < 0.5 for _ in range(2))
        return Answer(self._chance.randbytes(size), 8 * size, collided, position, broken)

    def halt(self, octets: bytes) -> None: ...


def test_a_round_ends_whatever_is_answered() -> None:
    for seed in range(200):
        babble = Babble(random.Random(seed))
        list(cards(babble))
        assert babble.frames < 1000
