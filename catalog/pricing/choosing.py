"""Which offers that exclude each other a basket should take, so that the shopper saves most.

A piece is in one of them at most. Three forms compete: the best offer for the piece alone, groups
("take 3, pay 2") and a sum off all the pieces that an offer is for. The answer is the best there
is, found by going through the pieces from the dearest to the cheapest with the number of pieces
that wait in each unfinished group as the state; the cheapest of a group are its last ones. Among
equals it is always the same one.

Knows keys and minor units only.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

Group = tuple[int, int, int, frozenset[str]]  # rule, take, pay, keys it is for
Sum = tuple[int, int, frozenset[str]]  # rule, minor, keys it is for
Together = tuple[int, tuple[str, ...], int]  # rule, keys that share it, minor it saves

MOST_STATES = 60
"""Of offers in groups that touch the same basket, only so many are weighed against each other as
make this many states: more than any shop runs at once, and still quick."""
MOST_SUMS = 4


@dataclass(frozen=True, slots=True)
class Choice:
    """Keys that get the best offer for themselves, and what several keys get together."""

    saved: int
    single: tuple[str, ...]
    together: tuple[Together, ...]


def choose(
    left: Mapping[str, int],
    single: Mapping[str, int],
    groups: Sequence[Group],
    sums: Sequence[Sum],
) -> Choice:
    """`left` is what each piece costs, `single` what its best offer for itself saves."""
    groups = _weighable([group for group in groups if len(group[3]) >= group[1]], left)
    sums = sorted((one for one in sums if one[2]), key=lambda one: (-one[1], one[0]))[:MOST_SUMS]
    best: Choice | None = None
    for size in range(len(sums) + 1):
        for used in combinations(sums, size):
            taken: set[str] = set()
            together: list[Together] = []
            for number, minor, keys in used:
                if not taken.isdisjoint(keys):
                    break
                taken |= keys
                saving = min(minor, sum(left[key] for key in keys))
                together.append((number, tuple(sorted(keys)), saving))
            else:
                rest = {key: minor for key, minor in left.items() if key not in taken}
                found = _choose_groups(rest, single, groups)
                saved = found.saved + sum(saving for _, _, saving in together)
                if best is None or saved > best.saved:
                    best = Choice(saved, found.single, (*together, *found.together))
    assert best is not None
    return best


def _weighable(groups: Sequence[Group], left: Mapping[str, int]) -> list[Group]:
    """All of them, unless there are too many: then those that save most by themselves."""
    if math.prod(take for _, take, _, _ in groups) <= MOST_STATES:
        return list(groups)

    def alone(group: Group) -> tuple[int, int]:
        _, take, pay, keys = group
        prices = sorted((left[key] for key in keys), reverse=True)
        whole = len(prices) - len(prices) % take
        return -sum(p for i, p in enumerate(prices[:whole]) if i % take >= pay), group[0]

    kept: list[Group] = []
    states = 1
    for group in sorted(groups, key=alone):
        if states * group[1] <= MOST_STATES:
            states *= group[1]
            kept.append(group)
    return sorted(kept)


_Step = tuple[int, tuple[int, ...], int]  # saved until here, the state before, choice (-1: alone)


def _choose_groups(
    left: Mapping[str, int], single: Mapping[str, int], groups: Sequence[Group]
) -> Choice:
    keys = sorted(left, key=lambda key: (-left[key], key))
    start = (0,) * len(groups)
    if not groups:
        alone = tuple(key for key in keys if single.get(key, 0))
        return Choice(sum(single[key] for key in alone), alone, ())
    steps: list[dict[tuple[int, ...], _Step]] = []
    now: dict[tuple[int, ...], int] = {start: 0}
    for key in keys:
        reached: dict[tuple[int, ...], _Step] = {}
        for state, saved in now.items():
            _offer(reached, state, (saved + single.get(key, 0), state, -1))
            for index, (_, take, pay, members) in enumerate(groups):
                if key in members:
                    place = state[index]
                    after = (*state[:index], (place + 1) % take, *state[index + 1 :])
                    free = left[key] if place >= pay else 0
                    _offer(reached, after, (saved + free, state, index))
        steps.append(reached)
        now = {state: step[0] for state, step in reached.items()}
    return _told(keys, single, groups, left, steps)


def _offer(reached: dict[tuple[int, ...], _Step], state: tuple[int, ...], step: _Step) -> None:
    """The better way to this state stays; of two equal ones the first that was found."""
    if state not in reached or step[0] > reached[state][0]:
        reached[state] = step


def _told(
    keys: Sequence[str],
    single: Mapping[str, int],
    groups: Sequence[Group],
    left: Mapping[str, int],
    steps: Sequence[Mapping[tuple[int, ...], _Step]],
) -> Choice:
    """The way back from the end, where every group is whole."""
    state = (0,) * len(groups)
    saved = steps[-1][state][0] if steps else 0
    alone: list[str] = []
    members: list[list[str]] = [[] for _ in groups]
    for key, reached in zip(reversed(keys), reversed(steps), strict=True):
        _, before, index = reached[state]
        if index >= 0:
            members[index].append(key)
        elif single.get(key, 0):
            alone.append(key)
        state = before
    together: list[Together] = []
    for (number, take, pay, _), found in zip(groups, members, strict=True):
        found.reverse()
        for first in range(0, len(found), take):
            one = tuple(found[first : first + take])
            saving = sum(left[key] for key in one[pay:])
            if saving:
                together.append((number, one, saving))
    return Choice(saved, tuple(alone), tuple(together))
