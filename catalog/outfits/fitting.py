"""How well a garment goes with all that is in the room, by its attributes alone. Pure.

Owns the weights of kind, colour, style and season. What kinds go together is `pairing.py`'s matter,
what colours `catalog.colours`', how warm and dressed up a garment is `style.py`'s.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import fsum, log
from typing import NamedTuple, TypeVar

from catalog.colours import FAMILIES, harmony
from catalog.kinds import KINDS, SLOTS
from catalog.outfits.pairing import NEVER, carries, worn_in_ten, worn_together
from catalog.outfits.seasons import YEAR, apart
from catalog.outfits.style import PLAIN, Style

# Tuned on one half of the outfits that docs/outfits.md tells of.
KIND, COLOUR, ECHO, CARRIES, WARMTH, DRESS, SEASON = 2.0, 3.0, 3.0, 1.0, 0.5, 1.0, 0.5
SHARED = 0.25
"""Of several garments each says less for itself: their sum is divided by their number to this."""
_OFTEN = {kind: log(worn_in_ten(kind)) for kind in KINDS}
_OF_NO_KIND = log(worn_in_ten("")) - 1.0

K = TypeVar("K")
V = TypeVar("V")


class Answers(dict[K, V]):
    """What is asked of many garments and is the same for most of them: worked out once for each."""

    def __init__(self, work_out: Callable[[K], V]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, key: K) -> V:
        answer = self[key] = self._work_out(key)
        return answer


class Garment(NamedTuple):
    """What the judgement needs to know of one variant. `stock` is how many there are of it."""

    variant_id: int
    product_id: int
    kind: str
    department: str
    season: str
    family: str
    colour: str
    size: str
    stock: int = 1


@dataclass(frozen=True)
class Room:
    """The garments that the shopper has, each with its style; one of each product and colour."""

    garments: tuple[Garment, ...]
    styles: tuple[Style, ...] = ()
    brands: frozenset[str] = frozenset()

    @cached_property
    def kinds(self) -> frozenset[str]:
        return frozenset(garment.kind for garment in self.garments if garment.kind)

    @cached_property
    def product_ids(self) -> frozenset[int]:
        return frozenset(garment.product_id for garment in self.garments)

    @cached_property
    def departments(self) -> tuple[str, ...]:
        """Departments that go with the room; () = all of them."""
        here = {garment.department for garment in self.garments} - {"", "unisex"}
        return (*sorted(here), "unisex", "") if here else ()

    def admits(self, kind: str, department: str) -> bool:
        """False for a kind that has no place in the outfit, and another department's garment."""
        of_department = not self.departments or department in self.departments
        return of_department and self.has_place_for(kind)

    def has_place_for(self, kind: str) -> bool:
        """False for a kind that is here, and for one that is worn instead of what is here."""
        return not kind or self._kind[kind] > NEVER

    def admits_in(self, products: Collection[int], department: str) -> bool:
        """Whether a look that has these of the room may bring this department: among others' only
        together with all that is here of theirs."""
        if not self.departments or department in self.departments:
            return True
        others = (g for g in self.garments if g.product_id not in products)
        return all(other.department in ("unisex", "") for other in others)

    def has_place_beside(self, products: Collection[int], kind: str) -> bool:
        """False when a garment other than these is worn in the kind's place, as a layer or not."""
        place = SLOTS.get(kind)
        others = (g for g in self.garments if g.product_id not in products)
        return place is None or all(SLOTS.get(other.kind) != place for other in others)

    def wanted_kinds(self) -> list[str]:
        """Kinds that there is a place for, the most wanted first."""
        wanted = [kind for kind in KINDS if self.has_place_for(kind)]
        return sorted(wanted, key=lambda kind: -self.kind_fit(kind))

    def kind_fit(self, kind: str) -> float:
        """How wanted a kind is: the logarithm of how often it is worn with all that is here."""
        return self._kind[kind]

    @cached_property
    def _kind(self) -> Answers[str, float]:
        return Answers(self._fit_of_kind)

    def _fit_of_kind(self, kind: str) -> float:
        often = _OFTEN.get(kind)
        if often is None:
            return _OF_NO_KIND
        steps = [worn_together(one, kind) for one in self.kinds]
        if steps and min(steps) <= NEVER:
            return NEVER
        # A set has no order, and rounding must not choose between two kinds that are as wanted.
        together = fsum(steps) / len(steps) ** SHARED if steps else 0.0
        return often + KIND * together

    @cached_property
    def colour_fit(self) -> dict[str, float]:
        """Colour family -> how well it goes with all colours here, about -1.5 to 1.5."""
        here = [garment.family for garment in self.garments]
        fit = dict.fromkeys(FAMILIES, 0.0)
        for family in FAMILIES if here else ():
            each = [harmony(one, family) - 0.5 for one in here]
            fit[family] = COLOUR * sum(each) / len(each) ** SHARED + ECHO * max(each)
        return fit

    def colours_of(self, kind: str) -> Mapping[str, float]:
        """What each colour family adds to a garment of a kind."""
        return self._colours[kind]

    @cached_property
    def _colours(self) -> Answers[str, Answers[str, float]]:
        fit = self.colour_fit
        return Answers(
            lambda kind: Answers(lambda family: fit[family] + CARRIES * carries(kind, family))
        )

    def style_fit(self, style: Style, season: str = "") -> float:
        """0 for what is as warm and as dressed up as what is here, less for what is not."""
        fit = self._season_fit(season)
        if self.styles:
            warmth, dress = self._style
            fit -= WARMTH * abs(style.warmth - warmth) + DRESS * abs(style.dress - dress)
        return fit

    @cached_property
    def _style(self) -> tuple[float, float]:
        n = len(self.styles)
        return sum(s.warmth for s in self.styles) / n, sum(s.dress for s in self.styles) / n

    def _season_fit(self, season: str) -> float:
        return self._seasons.get(season, 0.0)

    @cached_property
    def _seasons(self) -> dict[str, float]:
        each = SEASON / max(1, len(self.garments))
        return {
            season: each * sum(_seasons(garment.season, season) for garment in self.garments)
            for season in YEAR
        }

    def fit(self, garment: Garment, style: Style = PLAIN) -> float:
        """How well a garment goes with all that is here: higher is better, 0 is middling."""
        return (
            self.kind_fit(garment.kind)
            + self.colours_of(garment.kind)[garment.family]
            + self.style_fit(style, garment.season)
        )


def _seasons(one: str, other: str) -> float:
    """1 for the same season, 0 for a neighbour or one that is not said, -1 for the opposite."""
    steps = apart(one, other)
    return 0.0 if steps is None else 1.0 - steps
