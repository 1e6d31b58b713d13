"""Presence under any sequence of reads: what never happens."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from hardware.rfid.reader import TagId, TagRead
from hardware.rfid.zone import ReadZone, ZoneChange, ZoneProfile
from tests.unit.hardware.zone_reads import (
    ROOM,
    TABLE,
    both_profiles,
    read,
    tags,
)

ANY_TAG = st.sampled_from([TagId.epc(f"{number:024X}") for number in range(4)])
STRENGTH = st.none() | st.floats(-80, -40)
GAPS = st.lists(
    st.tuples(st.floats(0, 6), ANY_TAG, STRENGTH, st.integers(1, 2)), min_size=1, max_size=80
)


def timeline(steps: list[tuple[float, TagId, float | None, int]]) -> list[TagRead]:
    reads: list[TagRead] = []
    now = 0.0
    for gap, tag, rssi_dbm, antenna in steps:
        now += 0.001 + gap * gap / 6  # mostly short, never at once: those may swap
        reads.append(TagRead(tag, antenna, rssi_dbm, now))
    return reads


@both_profiles
@given(steps=GAPS, cuts=st.lists(st.integers(0, 80)), later=st.floats(0, 20))
def test_one_update_or_many_the_presence_is_the_same(
    profile: ZoneProfile,
    steps: list[tuple[float, TagId, float | None, int]],
    cuts: list[int],
    later: float,
) -> None:
    reads = timeline(steps)
    end = reads[-1].at + later
    whole = ReadZone(profile).update(list(reversed(reads)), end)
    zone = ReadZone(profile)
    changes: list[ZoneChange] = []
    begin = 0
    for cut in [*sorted({cut for cut in cuts if 0 < cut < len(reads)}), len(reads)]:
        changes.append(zone.update(reads[begin:cut], reads[cut - 1].at))
        begin = cut
    changes.append(zone.update([], end))
    assert changes[-1].present == whole.present
    assert [each for change in changes for each in change.arrived] == list(whole.arrived)
    assert [each for change in changes for each in change.left] == list(whole.left)


class AnyZone(RuleBasedStateMachine):
    """A zone under any sequence of reads, silence and a reader that goes away."""

    profile = ROOM

    def __init__(self) -> None:
        super().__init__()
        self.zone = ReadZone(self.profile)
        self.now = 100.0
        self.was_ok = True
        self.seen: set[TagId] = set()
        self.present: list[TagId] = []

    def update(self, reads: list[TagRead], reader_ok: bool = True) -> ZoneChange:
        before = list(self.present)
        change = self.zone.update(reads, self.now, reader_ok)
        for presence in change.arrived:
            assert presence.tag not in before or presence.tag in tags(change.left)
        expected = [tag for tag in before if tag not in tags(change.left)]
        expected += [tag for tag in tags(change.arrived) if tag not in expected]
        assert set(tags(change.present)) <= set(expected)
        # arrivals and departures take turns, for each tag
        for tag in {*before, *tags(change.arrived), *tags(change.left)}:
            came = tags(change.arrived).count(tag)
            went = tags(change.left).count(tag)
            assert (tag in before) + came - went == (tag in tags(change.present))
        self.present = tags(change.present)
        self.was_ok = reader_ok
        return change

    @rule(tag=ANY_TAG, rssi_dbm=STRENGTH, every=st.floats(0.01, 2), count=st.integers(1, 20))
    def hears(self, tag: TagId, rssi_dbm: float | None, every: float, count: int) -> None:
        reads = [read(self.now + n * every, tag, rssi_dbm) for n in range(count)]
        self.now = reads[-1].at
        self.seen.add(tag)
        self.update(reads)

    @rule(seconds=st.floats(0, 40))
    def is_silent(self, seconds: float) -> None:
        self.now += seconds
        assert self.update([]).arrived == ()

    @rule(seconds=st.floats(0, 4000))
    def reader_is_away(self, seconds: float) -> None:
        self.now += seconds
        change = self.update([], reader_ok=False)
        assert change.left == ()
        assert change.arrived == ()

    @precondition(lambda self: not self.was_ok)
    @rule(seconds=st.floats(0, 4000))
    def reader_is_back(self, seconds: float) -> None:
        self.now += seconds
        assert self.update([]).left == ()

    @rule()
    def nothing_happens(self) -> None:
        change = self.update([])
        assert (change.arrived, change.left) == ((), ())

    @invariant()
    def only_what_was_seen_is_present(self) -> None:
        assert set(self.present) <= self.seen
        assert len(set(self.present)) == len(self.present)


class AnyTable(AnyZone):
    profile = TABLE


TestAnyRoom = AnyZone.TestCase
TestAnyTable = AnyTable.TestCase
TestAnyRoom.settings = TestAnyTable.settings = settings(max_examples=60)
