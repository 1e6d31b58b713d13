"""The RDM6300's frames as published, lines that misbehave, the emulated reader, and its driver in
virtual time.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby, pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hardware.device import DeviceState, Health
from hardware.rfid.field import Field
from hardware.rfid.rdm6300.driver import RDM6300Reader
from hardware.rfid.rdm6300.module import REPEATS_S, Module
from hardware.rfid.rdm6300.wire import SIZE, Card, FrameParser, WireError, checksum
from hardware.rfid.reader import TagId, TagKind, TagRead
from tests.contract.memory_line import MemoryLine, VirtualClock

# text between 02 and 03 -> what is printed on the card; from a maker's wiki and a user's report
PUBLISHED = {
    "62E3086CED08": "3808980205",
    "100086F44426": "0008844356",
}
# The same report's bytes as it shows them: somebody made a digit unreadable, the sum tells.
WRONG = "100026F44426"

CARD, OTHER = TagId(TagKind.UID, "62E3086CED"), TagId(TagKind.UID, "100086F444")


def frame(text: str) -> bytes:
    return b"\x02" + text.encode("ascii") + b"\x03"


@pytest.mark.parametrize(("text", "printed"), PUBLISHED.items())
def test_a_published_frame_is_decoded_and_encoded(text: str, printed: str) -> None:
    parser = FrameParser()
    (card,) = parser.feed(frame(text))
    assert card.uid == bytes.fromhex(text[:10])
    assert card.printed == printed
    assert card.encode() == frame(text)
    assert parser.feed(frame(text.lower())) == [card]
    assert parser.dropped == 0


@pytest.mark.parametrize(
    "octets",
    [
        frame(WRONG),
        frame("62E3086CED00"),
        frame("62E3086CED08")[:-1] + b"\x0d",
        frame("62E3086CED 8"),
        frame("62E3086CEX08"),
        frame("62E3086CED"),
        b"\x02\x03",
    ],
)
def test_what_is_not_a_card_is_none(octets: bytes) -> None:
    parser = FrameParser()
    assert parser.feed(octets) + parser.quiet() == []
    assert parser.dropped == len(octets)
    assert not parser.waiting
    assert len(parser.feed(frame("62E3086CED08"))) == 1


def test_a_card_has_five_bytes() -> None:
    with pytest.raises(WireError):
        Card(b"\x04\xa1\xb2\xc3\xd4\xe5\xf6")


cards_ = st.binary(min_size=5, max_size=5).map(Card)
tricky = st.lists(
    st.sampled_from([0x02, 0x03, 0x30, 0x41, 0x46]) | st.integers(0, 255), max_size=40
).map(bytes)
cuts_ = st.lists(st.integers(0, 10_000), max_size=30)


def cut(stream: bytes, cuts: list[int]) -> list[bytes]:
    edges = sorted({0, len(stream), *(at % (len(stream) + 1) for at in cuts)})
    return [stream[begin:end] for begin, end in pairwise(edges)]


@given(st.lists(cards_, max_size=8), cuts_)
def test_however_the_stream_is_cut_the_cards_are_the_same(
    sent: list[Card], cuts: list[int]
) -> None:
    stream = b"".join(card.encode() for card in sent)
    parser = FrameParser()
    assert [card for chunk in cut(stream, cuts) for card in parser.feed(chunk)] == sent
    assert parser.dropped == 0
    assert not parser.waiting


@given(st.lists(st.tuples(tricky, cards_), min_size=1, max_size=6), tricky, cuts_)
def test_garbage_between_frames_costs_no_card(
    sent: list[tuple[bytes, Card]], last_garbage: bytes, cuts: list[int]
) -> None:
    stream = b"".join(garbage + card.encode() for garbage, card in sent) + last_garbage
    parser = FrameParser()
    heard = [card for chunk in cut(stream, cuts) for card in parser.feed(chunk)]
    cards = [card for _, card in sent]
    assume(all(card in cards for card in heard))  # garbage that is a frame
    assert heard == cards


@given(cards_, st.integers(1, SIZE - 1), cards_)
def test_half_a_frame_does_not_hide_the_next(lost: Card, kept: int, following: Card) -> None:
    for half in (lost.encode()[:kept], lost.encode()[-kept:]):
        parser = FrameParser()
        assert parser.feed(half + following.encode()) == [following]


@given(cards_, st.integers(0, SIZE - 1), st.integers(1, 255))
def test_a_flipped_byte_is_noticed(card: Card, at: int, flip: int) -> None:
    octets = bytearray(card.encode())
    octets[at] ^= flip
    assume(bytes(octets).upper() != card.encode())  # a digit in lower case is the same digit
    assert FrameParser().feed(bytes(octets)) == []


def test_the_checksum_is_the_published_one() -> None:
    assert checksum(bytes.fromhex("62E3086CED")) == 0x08


# -- the emulated reader


def field_of(*cards: TagId) -> Field:
    field = Field(fades=False)
    for card in cards:
        field.place(card, hearing=1)
    return field


def told(module: Module, until: float) -> list[bytes]:
    said = []
    while module.next_at is not None and module.next_at <= until:
        said += module.work(module.next_at)
    return [each.octets for each in said]


def test_a_card_is_told_again_and_again() -> None:
    frames = told(Module(field_of(CARD)), 6.5 - REPEATS_S / 2)
    assert frames == [frame("62E3086CED08")] * 100


@pytest.mark.parametrize(
    "there",
    [
        (),
        (CARD, OTHER),  # they talk each other down
        (TagId.epc("30361F1B3827080000000001"),),
        (TagId(TagKind.UID, "04A1B2C3D4E5F6"),),  # a card of another kind
        (TagId(TagKind.UID, "NO NUMBER."),),
    ],
)
def test_without_one_card_it_says_nothing_at_all(there: tuple[TagId, ...]) -> None:
    assert told(Module(field_of(*there)), 10) == []


def test_it_hears_nothing_and_does_not_make_up_for_lost_time() -> None:
    module = Module(field_of(CARD))
    assert module.hear(b"\x02\x03", 0) == []
    assert len(module.work(1000.0)) == 1
    assert module.baud == 9600


# -- its driver


class Play:
    """The driver and a reader in memory, and what was seen of them."""

    def __init__(self, *cards: TagId) -> None:
        self.clock = VirtualClock(0.0)
        self.field = field_of(*cards)
        self.line = MemoryLine(Module(self.field), self.clock)
        self.reader = RDM6300Reader("memory", open_line=self.line.open, clock=self.clock)
        self.reads: list[TagRead] = []
        self.healths: list[Health] = []

    def look(self) -> None:
        self.reads += self.reader.drain()
        self.healths.append(self.reader.health)

    def run(self, seconds: float, *acts: tuple[float, Callable[[], object]]) -> list[DeviceState]:
        for moment, act in acts:
            self.clock.at(moment, act)
        self.clock.every(0.02, self.look)
        self.clock.end(seconds)
        self.reader.open()
        self.clock.wait_for_end()
        self.reader.close()
        return [state for state, _ in groupby(health.state for health in self.healths)]


def test_a_card_that_stays_is_read_again_and_again() -> None:
    play = Play(CARD)
    assert play.run(10) == [DeviceState.OK]
    assert {read.tag for read in play.reads} == {CARD}
    assert {(read.antenna, read.rssi_dbm, read.count) for read in play.reads} == {(1, None, 1)}
    gaps = [after.at - before.at for before, after in pairwise(play.reads)]
    assert max(gaps) < 2 * REPEATS_S
    assert len(play.reads) > 9 / REPEATS_S


def test_with_nothing_to_read_it_is_well_and_unplugged_it_is_away() -> None:
    play = Play()
    states = play.run(20, (8, play.line.unplug), (12, play.line.plug))
    assert states == [DeviceState.OK, DeviceState.AWAY, DeviceState.OK]


def test_noise_now_and_then_is_no_fault() -> None:
    play = Play()
    bursts = [(moment, lambda: play.line.garble(60)) for moment in range(4, 60, 4)]
    bursts.append((60.5, lambda: play.line.garble(400)))
    assert play.run(65, *bursts) == [DeviceState.OK]


def test_noise_without_end_and_without_a_card_is_a_fault_until_it_ends() -> None:
    play = Play()
    storm = [(5 + share / 4, lambda: play.line.garble(20)) for share in range(40)]
    assert play.run(30, *storm) == [DeviceState.OK, DeviceState.FAULTY, DeviceState.OK]
    fault = next(health for health in play.healths if health.state is DeviceState.FAULTY)
    assert "makes no sense" in fault.message
    assert "config.yaml" in fault.message


def test_a_card_ends_the_fault_at_once() -> None:
    play = Play()
    storm = [(5 + share / 4, lambda: play.line.garble(20)) for share in range(40)]
    placed = (14.9, lambda: play.field.place(CARD, hearing=1))
    assert play.run(15.5, *storm, placed) == [DeviceState.OK, DeviceState.FAULTY, DeviceState.OK]
    assert play.reads
