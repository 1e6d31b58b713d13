"""Is a basket right when the table says that it will not change any more?

A table that has listened to its surroundings for LISTENS_S serves BASKETS_A_TABLE customers, one
after the other: baskets of 1 to 40 garments (piles, shadowed tags) from the field's scenes. Beside
it are a rail, whose garments stay, and a next table, whose garments change with every
NEIGHBOURS-th customer. Then comes another table, with another rail.

`table.baskets_exact_share`: how many baskets hold exactly the tags that lie there and were heard
at least once, at the first moment that the zone calls stable; one that is not stable within
LASTS_S is not exact. `table.silent_wrong_share`: how many are wrong and the shopper is asked about
no piece at all. `table.wrong_tag_unflagged_share`: how many have a wrong tag that is not itself
told of: one that lies elsewhere is present without a doubt, or one that lies there is neither
present nor near. The peers see the same reads and are asked at the same moment; `union` is of all
reads since the basket was laid down.

`table.cold_baskets_exact_share`: the same for a table that is switched on beside its first basket,
so that it cannot know what is stored nearby.

`table.never_heard_share`: of the tags that lie there, how many were not heard until stable. One
basket of LATE_EVERY is heard on until LASTS_S: `table.heard_late_share` were heard only then.

`python -m tests.benchmarks.bench_table 2000` measures fewer baskets.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from multiprocessing import get_context
from typing import Literal

from hardware.rfid.field import Field, Rounds
from hardware.rfid.field.scenes import TABLE, Move, basket
from hardware.rfid.reader import TagId, TagRead
from hardware.rfid.zone import Doubt, ReadZone, ZoneChange, ZoneProfile
from tests.benchmarks.presence_peers import Smurf, Union
from tests.benchmarks.row import Row, percentile

BASKETS = 100_000
BASKETS_A_TABLE = 200
NEIGHBOURS = 3
COLD_SHARE = 0.02
GARMENTS = (1, 40)
LISTENS_S = 300.0
EMPTY_S = 10.0  # between two customers
LASTS_S = 12.0
STEP_S = 0.1
STRIDE = 5  # steps at once, where nobody looks
ASKED_AFTER_S = 0.5  # before that, the table may not have heard that something is laid down
LATE_EVERY = 25
ASKED = (Doubt.FAINT, Doubt.SELDOM)  # of which a table asks the shopper


@dataclass
class Tally:
    """What some baskets came to."""

    baskets: int = 0
    exact: int = 0
    union_exact: int = 0
    smurf_exact: int = 0
    silent: int = 0
    unflagged: int = 0
    in_doubt: int = 0
    asked: int = 0
    unstable: int = 0
    tags: int = 0
    never: int = 0
    heard_on: int = 0
    late: int = 0
    stable_s: list[float] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        for name in self.__dataclass_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def judge(
        self,
        change: ZoneChange,
        lie_here: frozenset[TagId],
        heard: set[TagId],
        union: set[TagId],
        smurf: set[TagId],
    ) -> None:
        """One basket, at the moment that it is called stable."""
        right = lie_here & heard
        present = {presence.tag: presence for presence in change.present}
        near = {each.tag for each in change.near}
        too_many, too_few = present.keys() - right, right - present.keys()
        in_doubt = sum(1 for presence in change.present if presence.doubt)
        asked = sum(1 for presence in change.present if presence.doubt in ASKED)
        self.baskets += 1
        self.tags += len(lie_here)
        self.never += len(lie_here - heard)
        self.exact += change.stable and not too_many and not too_few
        self.unstable += not change.stable
        self.union_exact += union == right
        self.smurf_exact += smurf == right
        self.in_doubt += in_doubt
        self.asked += asked
        self.silent += bool(too_many or too_few) and not asked
        self.unflagged += any(not present[tag].doubt for tag in too_many) or bool(too_few - near)


class Table:
    """One table in its surroundings, in virtual time."""

    def __init__(self, seed: int, listens_s: float) -> None:
        self._chance = random.Random(seed)
        self._seed = seed
        rail = basket(0, seed, next_table=0)
        self._field: Field = rail.empty_field()
        self._rounds = Rounds(self._field, rail.readers[TABLE], pace=rail.pace)
        self._zone, self._smurf = ReadZone(ZoneProfile.table()), Smurf()
        self._steps = 0
        self._served = 0
        self._neighbours: Sequence[Move] = ()
        self._lay(rail.moves)
        self._change_neighbours()
        self._listen(listens_s)

    def serve(self, tally: Tally, *, hears_on: bool = False) -> None:
        """A customer lays a basket down, waits until it is stable and takes it away."""
        if self._served and self._served % NEIGHBOURS == 0:
            self._change_neighbours()
        self._served += 1
        moves = self._basket()
        self._lay(moves)
        lie_here = frozenset(move.tag for move in moves)
        laid_at = self._now
        union, heard = Union(), set[TagId]()
        stable_at: float | None = None
        while self._now - laid_at < LASTS_S and (stable_at is None or hears_on):
            reads, change = self._step()
            if stable_at is not None:
                tally.late += len({read.tag for read in reads} & (lie_here - heard))
            heard.update(read.tag for read in reads)
            for read in reads:
                union.hear(read)
            if stable_at is None and change.stable and self._now - laid_at >= ASKED_AFTER_S:
                stable_at = self._now
                tally.judge(change, lie_here, heard, union.present, self._smurf.present)
        if stable_at is None:
            tally.judge(change, lie_here, heard, union.present, self._smurf.present)
        if hears_on:
            tally.heard_on += len(lie_here)
        tally.stable_s.append(LASTS_S if stable_at is None else stable_at - laid_at)
        self._lift(moves)

    def leave_empty(self) -> None:
        self._listen(EMPTY_S)

    def _basket(self) -> Sequence[Move]:
        """The garments of one customer, no two customers' alike."""
        count = self._chance.randint(*GARMENTS)
        scene = basket(count, self._seed * 1000 + self._served, next_table=0, rail=0)
        return self._tagged("5", scene.moves)

    def _change_neighbours(self) -> None:
        self._lift(self._neighbours)
        scene = basket(0, self._seed * 1000 + self._served, rail=0)
        self._neighbours = self._tagged("6", scene.moves)
        self._lay(self._neighbours)

    def _tagged(self, kind: str, moves: Sequence[Move]) -> Sequence[Move]:
        return [
            replace(move, tag=TagId.epc(f"3034257BF7194E{kind}{self._served:04X}{number:05X}"))
            for number, move in enumerate(moves)
        ]

    def _lay(self, moves: Sequence[Move]) -> None:
        for move in moves:
            move.do(self._field)

    def _lift(self, moves: Sequence[Move]) -> None:
        for move in moves:
            self._field.remove(move.tag)

    @property
    def _now(self) -> float:
        return self._steps * STEP_S

    def _listen(self, lasts_s: float) -> None:
        for _ in range(round(lasts_s / STEP_S / STRIDE)):
            self._step(STRIDE)

    def _step(self, steps: int = 1) -> tuple[list[TagRead], ZoneChange]:
        self._steps += steps
        reads = self._rounds.reads(self._now)
        change = self._zone.update(reads, self._now)
        for read in reads:
            self._smurf.hear(read)
        self._smurf.advance(self._now)
        return reads, change


def rows() -> Iterable[Row]:
    return _rows(BASKETS)


def measured(baskets: int, a_table: int = BASKETS_A_TABLE, listens_s: float = LISTENS_S) -> Tally:
    """So many baskets on tables of seeds from 0 on, over all cores."""
    tables = -(-baskets // a_table)
    tally = Tally()
    with get_context("spawn").Pool(os.cpu_count()) as pool:
        jobs = ((seed, a_table, listens_s) for seed in range(tables))
        for each in pool.imap_unordered(serve_all, jobs, chunksize=1 + 20 // a_table):
            tally.add(each)
    return tally


def serve_all(job: tuple[int, int, float]) -> Tally:
    """The customers of one table."""
    seed, customers, listens_s = job
    tally = Tally()
    table = Table(seed, listens_s)
    for number in range(1, customers + 1):
        table.serve(tally, hears_on=number % LATE_EVERY == 0)
        if number < customers:
            table.leave_empty()
    return tally


def _rows(baskets: int) -> Iterable[Row]:
    tally = measured(baskets)
    count = tally.baskets

    def share(
        name: str, part: int, goal: float | None, better: Literal["lower", "higher"], note: str
    ) -> Row:
        return Row(f"table.{name}", part / count, "share", goal, better, note)

    heard = max(1, tally.tags - tally.never)
    doubts = f"{tally.in_doubt / heard:.3f} of the tags are in doubt"
    same = "at the same moment, the same reads"
    yield share("baskets_exact_share", tally.exact, 0.995, "higher", f"of {count:,} baskets")
    yield share("baskets_exact_share.union", tally.union_exact, None, "higher", same)
    yield share("baskets_exact_share.smurf", tally.smurf_exact, None, "higher", same)
    yield share("silent_wrong_share", tally.silent, 0.0001, "lower", "and no piece is asked for")
    yield share("wrong_tag_unflagged_share", tally.unflagged, None, "lower", doubts)
    note = "of the tags: the shopper is asked for them"
    yield Row("table.asked_share", tally.asked / heard, "share", 0.03, "lower", note)
    never = tally.never / tally.tags
    yield Row("table.never_heard_share", never, "share", None, "lower", "of tags, until stable")
    late = tally.late / max(1, tally.heard_on)
    note = f"of tags, after stable, within {LASTS_S:g} s"
    yield Row("table.heard_late_share", late, "share", None, "lower", note)
    for percent, limit in ((50, 3.0), (99, None)):
        note = f"{tally.unstable} of {count:,} not stable within {LASTS_S:g} s"
        value = percentile(tally.stable_s, percent)
        yield Row(f"table.stable_p{percent}_s", value, "s", limit, "lower", note)
    cold = measured(max(1, round(baskets * COLD_SHARE)), 1, 0.0)
    note = f"of {cold.baskets:,}, the first of a table just switched on"
    exact, union = cold.exact / cold.baskets, cold.union_exact / cold.baskets
    yield Row("table.cold_baskets_exact_share", exact, "share", None, "higher", note)
    yield Row("table.cold_baskets_exact_share.union", union, "share", None, "higher", same)


if __name__ == "__main__":
    for row in _rows(int(sys.argv[1]) if len(sys.argv) > 1 else BASKETS):
        print(f"{row.name:40} {row.value:.5f} {row.unit:6} {row.note}")
