"""The Net Promoter Score: how many would recommend the shop, less how many would not. Pure.

Scores of 9 and 10 are promoters, 7 and 8 passives, 0 to 6 detractors; the score is the share of
promoters less the share of detractors, in per cent, from -100 to 100.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

LOWEST, HIGHEST = 0, 10
PROMOTER = 9
PASSIVE = 7


@dataclass(frozen=True, slots=True)
class Nps:
    """How many answered, and how."""

    promoters: int = 0
    passives: int = 0
    detractors: int = 0

    @property
    def n(self) -> int:
        return self.promoters + self.passives + self.detractors

    @property
    def score(self) -> int | None:
        """-100 to 100, halves away from zero; None when nobody answered."""
        if not self.n:
            return None
        exact = Fraction(100 * (self.promoters - self.detractors), self.n)
        rounded = int(abs(exact) + Fraction(1, 2))
        return rounded if exact >= 0 else -rounded


def nps(scores: Iterable[int]) -> Nps:
    """Raises `ValueError` for a score that is none."""
    promoters = passives = detractors = 0
    for score in scores:
        if not LOWEST <= score <= HIGHEST:
            raise ValueError(f"a score is {LOWEST} to {HIGHEST}, not {score}")
        if score >= PROMOTER:
            promoters += 1
        elif score >= PASSIVE:
            passives += 1
        else:
            detractors += 1
    return Nps(promoters, passives, detractors)
