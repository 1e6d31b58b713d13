"""How well a garment fits what is in the room, which variant of it to offer, and why. Pure.

Owns the judgement and its words; the database is asked by `suggesting.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import NamedTuple

from catalog.colours import FAMILIES, NEUTRALS, colour_of, family_of, harmony
from catalog.kinds import KINDS, fit_of_kinds


class Source(IntEnum):
    """Who says that it goes with the room, the most trusted first."""

    LOOK = 0
    LEARNED = 1
    FIT = 2


class Garment(NamedTuple):
    """What the judgement needs to know of one variant."""

    variant_id: int
    product_id: int
    kind: str
    department: str
    season: str
    family: str
    colour: str
    size: str


@dataclass(frozen=True)
class Room:
    """The garments that the shopper has."""

    garments: tuple[Garment, ...]

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
        """False for a kind that is in the room already, and for another department's garment."""
        return kind not in self.kinds and (not self.departments or department in self.departments)

    def wanted_kinds(self) -> list[str]:
        """Kinds that go with every garment here, the most wanted first."""
        fits = {kind: self.kind_fit(kind) for kind in KINDS}
        return sorted((kind for kind in KINDS if fits[kind] > 0), key=lambda kind: -fits[kind])

    def kind_fit(self, kind: str) -> float:
        """0 when it does not go with one of the garments, else up to 1."""
        fits = [fit_of_kinds(garment.kind, kind) for garment in self.garments]
        return sum(fits) / len(fits) if fits and min(fits) > 0 else 0.0

    def wanted_families(self) -> list[str]:
        """Colour families by how well they go with all colours here."""
        return sorted(FAMILIES, key=lambda family: -self.colour_fit[family])

    @cached_property
    def colour_fit(self) -> dict[str, float]:
        """Colour family -> how well it goes with all colours here, 0 to 1."""
        here = {garment.family for garment in self.garments}
        return {
            family: sum(harmony(one, family) for one in here) / len(here) for family in FAMILIES
        }

    def season_fit(self, season: str) -> float:
        """1 for the same season or one that is made for all, less for a neighbour's."""
        fits = [_season_fit(garment.season, season) for garment in self.garments]
        return sum(fits) / len(fits)

    def fit(self, garment: Garment) -> float:
        """How well a garment fits all that is here by its attributes alone: 0 to 1."""
        return (
            max(self.kind_fit(garment.kind), 0.05)
            * (0.4 + 0.6 * self.colour_fit[garment.family])
            * self.season_fit(garment.season)
        )


_YEAR = ("spring", "summer", "autumn", "winter")


def _season_fit(one: str, other: str) -> float:
    if one == other:
        return 1.0
    if one not in _YEAR or other not in _YEAR:
        return 0.9
    return 0.45 if abs(_YEAR.index(one) - _YEAR.index(other)) == 2 else 0.75


@dataclass(frozen=True, slots=True)
class Candidate:
    """A product that may be offered: who says so, how strongly, and in which of its variants."""

    source: Source
    strength: float
    garments: tuple[Garment, ...]
    look: str = ""
    look_handle: str = ""
    colour: str = ""

    @property
    def kind(self) -> str:
        return self.garments[0].kind


@dataclass(frozen=True, slots=True)
class Pick:
    """A candidate in the one variant that is offered."""

    candidate: Candidate
    garment: Garment
    score: float


def rank(room: Room, candidates: Iterable[Candidate]) -> list[Pick]:
    """Each product once, in its best variant, the best first."""
    picks: dict[int, Pick] = {}
    for candidate in candidates:
        garment = choose(room, candidate)
        score = (2.0 - candidate.source) * 2 + candidate.strength + room.fit(garment)
        known = picks.get(garment.product_id)
        if known is None or score > known.score:
            picks[garment.product_id] = Pick(candidate, garment, score)
    return sorted(picks.values(), key=lambda pick: (-pick.score, pick.garment.product_id))


def choose(room: Room, candidate: Candidate) -> Garment:
    """The variant to offer: the look's colour, else the most harmonious; in a size of the room."""
    garments: Sequence[Garment] = candidate.garments
    if candidate.colour:
        wanted = candidate.colour.casefold()
        garments = [g for g in garments if g.colour.casefold() == wanted] or garments
    fit = room.colour_fit
    colour = max(garments, key=lambda garment: fit[garment.family]).colour
    garments = [garment for garment in garments if garment.colour == colour]
    sizes = {garment.size.casefold() for garment in room.garments if garment.size}
    for garment in garments:
        if garment.size.casefold() in sizes:
            return garment
    return garments[len(garments) // 2]


def select_varied(picks: Sequence[Pick], limit: int, taken: Sequence[Pick] = ()) -> list[Pick]:
    """`taken`, then the best of kinds that are not among them yet, up to `limit`."""
    chosen = list(taken)
    kinds = {pick.garment.kind for pick in chosen}
    products = {pick.garment.product_id for pick in chosen}
    for pick in picks:
        if len(chosen) >= limit:
            break
        if pick.garment.kind not in kinds and pick.garment.product_id not in products:
            chosen.append(pick)
            kinds.add(pick.garment.kind)
    return chosen


def select_more(picks: Sequence[Pick], limit: int, taken: Sequence[Pick]) -> list[Pick]:
    """`taken`, filled up to `limit` with further ones of the kinds that are there already."""
    products = {pick.garment.product_id for pick in taken}
    more = [pick for pick in picks if pick.garment.product_id not in products]
    return [*taken, *more[: max(0, limit - len(taken))]]


def why(room: Room, pick: Pick) -> str:
    """The reason in the shopper's words."""
    candidate, garment = pick.candidate, pick.garment
    if candidate.source is Source.LOOK:
        return f"In the {_look_name(candidate.look)}"
    if candidate.source is Source.LEARNED:
        return "Often worn together"
    same = [other for other in room.garments if other.family == garment.family]
    if garment.family not in ("", "multi") and same:
        exact = any(_plain(other.colour) == _plain(garment.colour) for other in same)
        return f"The same {_plain(garment.colour) if exact else garment.family}"
    if garment.season and any(other.season == garment.season for other in room.garments):
        return "Made for the same season"
    known = next((other for other in room.garments if other.family not in ("", "multi")), None)
    if known and garment.family not in ("", "multi") and room.colour_fit[garment.family] >= 0.6:
        one, other = _plain(garment.colour), _plain(known.colour)
        # A neutral carries the colour, whichever of the two is in the room.
        if garment.family in NEUTRALS or known.family not in NEUTRALS:
            return f"{one.capitalize()} goes with {other}"
        return f"{other.capitalize()} goes with {one}"
    return "Goes well with it"


def _look_name(title: str) -> str:
    """ "Harbour walk look" of "Harbour walk", "deep end look" of "The deep end"."""
    name = re.sub(r"^the\s+", "", title, flags=re.IGNORECASE)
    return name if name.casefold().endswith("look") else f"{name} look"


def _plain(colour: str) -> str:
    known = colour_of(colour)
    return known.name.casefold() if known else family_of(colour)
