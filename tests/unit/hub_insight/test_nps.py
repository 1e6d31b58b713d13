"""The Net Promoter Score, against cases that were worked out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.hub.insight.nps import Nps, nps


@pytest.mark.parametrize(
    ("scores", "groups", "score"),
    [
        ([], (0, 0, 0), None),
        ([10], (1, 0, 0), 100),
        ([0], (0, 0, 1), -100),
        ([8], (0, 1, 0), 0),
        ([6, 7, 8, 9], (1, 2, 1), 0),  # the edges of the groups
        ([9, 10, 7, 8, 6, 0, 10, 9, 5, 10], (5, 2, 3), 20),  # 50 % - 30 %
        ([10, 10, 6], (2, 0, 1), 33),  # 33.3
        ([10, 6, 6], (1, 0, 2), -33),
        ([10, 10, 8], (2, 1, 0), 67),  # 66.7
        ([9] * 7 + [7] * 1, (7, 1, 0), 88),  # 87.5: halves away from zero,
        ([1] * 7 + [7] * 1, (0, 1, 7), -88),  # on either side
        ([9] * 43 + [8] * 35 + [2] * 22, (43, 35, 22), 21),
    ],
)
def test_by_hand(scores: list[int], groups: tuple[int, int, int], score: int | None) -> None:
    found = nps(scores)
    assert (found.promoters, found.passives, found.detractors) == groups
    assert found.score == score


@given(st.lists(st.integers(0, 10), min_size=1, max_size=200))
def test_it_stays_within_its_ends_and_turns_with_its_shopper(scores: list[int]) -> None:
    found = nps(scores)
    assert found.n == len(scores)
    assert -100 <= found.score <= 100
    assert Nps(found.detractors, found.passives, found.promoters).score == -found.score
    assert nps([*scores, 10]).score >= found.score or found.score == 100
    assert nps([*scores, 0]).score <= found.score or found.score == -100


@pytest.mark.parametrize("score", [-1, 11])
def test_what_is_no_score(score: int) -> None:
    with pytest.raises(ValueError, match="0 to 10"):
        nps([score])
