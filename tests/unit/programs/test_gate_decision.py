"""When a gate alarms: examples, and a state machine that plays whole days at the exit."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from hardware.rfid.reader import TagId
from kiosk.gate.decision import AGAIN_S, Alarmed, Passings
from kiosk.gate_list import Standing

COAT, SCARF, BAG = (TagId.epc(f"30{number:022X}") for number in range(3))


def alarms(passings: Passings, here: list[TagId], standing: Standing | None, now: float) -> int:
    return len(passings.update(here, lambda _: standing, now))


def test_an_unsold_piece_alarms_once_while_it_is_in_the_exit() -> None:
    passings = Passings()
    found = passings.update([COAT], lambda _: Standing.UNSOLD, 10.0)
    assert found == [Alarmed(COAT, Standing.UNSOLD)]
    for tenth in range(1, 100):
        assert not alarms(passings, [COAT], Standing.UNSOLD, 10.0 + tenth / 10)


def test_it_alarms_again_when_it_comes_back_after_a_while_and_not_after_a_moment() -> None:
    passings = Passings()
    assert alarms(passings, [COAT], Standing.UNSOLD, 0.0) == 1
    assert alarms(passings, [], None, 5.0) == 0
    assert alarms(passings, [COAT], Standing.UNSOLD, AGAIN_S - 0.1) == 0
    assert alarms(passings, [COAT], Standing.UNSOLD, 2 * AGAIN_S - 0.1) == 1


def test_every_piece_of_an_armful_alarms() -> None:
    assert alarms(Passings(), [COAT, SCARF, BAG], Standing.UNSOLD, 0.0) == 3


def test_sold_foreign_and_test_tags_pass_whatever_is_chosen_for_unknown_ones() -> None:
    for choice in (False, True):
        for standing in (Standing.SOLD, Standing.FOREIGN, Standing.TEST, None):
            assert not alarms(Passings(unknown_alarms=choice), [COAT], standing, 0.0)


def test_an_unknown_tag_is_the_shops_choice() -> None:
    assert not alarms(Passings(), [COAT], Standing.UNKNOWN, 0.0)
    assert alarms(Passings(unknown_alarms=True), [COAT], Standing.UNKNOWN, 0.0) == 1


def test_what_the_gate_learns_while_a_piece_is_there_counts() -> None:
    passings = Passings()
    assert not alarms(passings, [COAT], None, 0.0)
    assert alarms(passings, [COAT], Standing.UNSOLD, 0.5) == 1
    assert not alarms(passings, [COAT], Standing.SOLD, 1.0)


STANDINGS = st.sampled_from([*Standing, None])
PIECES = (COAT, SCARF, BAG)


class AnExit(RuleBasedStateMachine):
    """People come and go, pieces are sold and returned, time passes. The model remembers for each
    piece when it was last here and whether it was told; nothing else may matter."""

    def __init__(self) -> None:
        super().__init__()
        self.unknown_alarms = True
        self.passings = Passings(unknown_alarms=True)
        self.now = 0.0
        self.here: set[TagId] = set()
        self.standings: dict[TagId, Standing | None] = dict.fromkeys(PIECES, Standing.UNSOLD)
        self.last: dict[TagId, float] = {}
        self.told: set[TagId] = set()

    @rule(tag=st.sampled_from(PIECES))
    def comes(self, tag: TagId) -> None:
        self.here.add(tag)

    @rule(tag=st.sampled_from(PIECES))
    def goes(self, tag: TagId) -> None:
        self.here.discard(tag)

    @rule(tag=st.sampled_from(PIECES), standing=STANDINGS)
    def becomes(self, tag: TagId, standing: Standing | None) -> None:
        self.standings[tag] = standing

    @rule(seconds=st.sampled_from([0.05, 1.0, AGAIN_S - 0.5, AGAIN_S, 3 * AGAIN_S]))
    def time_passes(self, seconds: float) -> None:
        self.now += seconds

    @rule()
    def looks(self) -> None:
        wanted = set()
        for tag in self.here:
            if tag in self.last and self.now - self.last[tag] >= AGAIN_S:
                self.told.discard(tag)
            self.last[tag] = self.now
            if tag not in self.told and self.standings[tag] in (Standing.UNSOLD, Standing.UNKNOWN):
                wanted.add(tag)
        self.told |= wanted
        found = self.passings.update(sorted(self.here), self.standings.__getitem__, self.now)
        assert {each.tag for each in found} == wanted
        assert len(found) == len(wanted)

    @invariant()
    def nothing_is_kept_for_ever(self) -> None:
        assert len(self.passings._passings) <= len(PIECES)


AnExit.TestCase.settings = settings(max_examples=60, stateful_step_count=30)
TestAnExit = AnExit.TestCase


def test_who_has_passed_is_forgotten() -> None:
    passings = Passings()
    for number in range(50):
        passings.update([TagId.epc(f"30{number:022X}")], lambda _: Standing.SOLD, number * 10.0)
    assert len(passings._passings) <= 4
