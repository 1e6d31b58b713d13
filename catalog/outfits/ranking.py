"""Which of the candidates are offered, in which variant, and in which order. Pure.

Owns the weights of what is added to the attribute fit: who says so (a look, what was learned),
size, stock, the date. Each candidate's score is one sum, so what is learned moves the order by
what it adds: see `complements.py`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from catalog.colours import FAMILIES
from catalog.kinds import SLOTS
from catalog.outfits.fitting import Answers, Garment, Room
from catalog.outfits.seasons import apart
from catalog.outfits.sizing import Scale, Worn
from catalog.outfits.style import PLAIN, Style

LOOK = 10.0
"""A stylist's word outweighs whatever attributes say, when the look has all that is here."""
LOOK_SHARED = 1.5
"""The power by which a look counts less that has only a part of what is here."""
OTHER_COLOUR = 0.15
"""What is left of a look whose garment, here or offered, is of another colour in it."""
LEARNED = 4.0
"""The place of what sales and outfits teach: a learned score of 1 adds this much."""
USUAL_STEP = -0.05
"""For each size away from the usual one, where the shopper's is not known."""
FEW, LAST = -0.1, -0.3
_FEWER = {1: LAST, 2: FEW}
IN_SEASON = 0.6
SAME_PLACE, MORE_JEWELLERY = 4.0, 0.8
"""What a further garment of a place loses when one is chosen: a skirt, when trousers are."""
_JEWELLERY = "jewellery"
_PLACES = SLOTS | dict.fromkeys(("necklace", "earrings", "bracelet", "ring", "watch"), _JEWELLERY)


@dataclass(frozen=True, slots=True)
class Look:
    """A stylist's set: `shared` of the room's garments are in it, and the candidate in `colour`.

    `here` are the products that are shared; `in_colour`: at least one of them is here in the colour
    that it has in the look.
    """

    handle: str
    title: str
    colour: str
    shared: float
    in_colour: bool = True
    here: frozenset[int] = frozenset()

    def has(self, garment: Garment) -> bool:
        """Whether a variant makes the look, with what is here."""
        return self.in_colour and self.colour.casefold() in ("", garment.colour.casefold())


class Candidate(NamedTuple):
    """A product that may be offered, in its variants in stock, and who says so.

    `learned` is 0 to 1. `style` is of the product, `brand` too where the shop has several.
    """

    garments: tuple[Garment, ...]
    look: Look | None = None
    learned: float = 0.0
    style: Style = PLAIN
    brand: str = ""

    @property
    def product_id(self) -> int:
        return self.garments[0].product_id

    @property
    def kind(self) -> str:
        return self.garments[0].kind


class Pick(NamedTuple):
    """A candidate in the one variant that is offered."""

    candidate: Candidate
    garment: Garment
    score: float

    @property
    def kind(self) -> str:
        return self.garment.kind


@dataclass(frozen=True, slots=True)
class Wish:
    """What the shopper has, wears, and when."""

    room: Room
    worn: Worn
    season: str = ""
    _sizes: dict[tuple[str, str], Answers[str, float | None]] = field(
        default_factory=dict, compare=False
    )
    _wholes: dict[tuple[str, str, Style], tuple[float, float]] = field(
        default_factory=dict, compare=False
    )

    def sizes_of(self, kind: str, department: str) -> Mapping[str, float | None]:
        """What each size adds: 0 for the shopper's; None for one that is not to be offered."""
        known = self._sizes.get((kind, department))
        if known is None:
            scale = self.worn.scale(kind, department)
            known = self._sizes[kind, department] = Answers(lambda size: _of_size(scale, size))
        return known

    def whole(self, kind: str, season: str, style: Style) -> tuple[float, float]:
        """What a product adds in all its variants, and what the date adds."""
        known = self._wholes.get((kind, season, style))
        if known is None:
            fit = self.room.kind_fit(kind) + self.room.style_fit(style, season)
            known = self._wholes[kind, season, style] = fit, _in_season(self.season, season)
        return known


def _of_size(scale: Scale, size: str) -> float | None:
    far = scale.how_far(size)
    if far is not None:
        return None if far else 0.0
    return USUAL_STEP * scale.from_usual(size) if scale.may_fit(size) else None


def rank(wish: Wish, candidates: Iterable[Candidate]) -> list[Pick]:
    """Each product once, in its best variant, the best first; none that is not here in a size that
    fits. The order of input is no matter."""
    best: dict[int, Pick] = {}
    for candidate in candidates:
        if (pick := choose(wish, candidate)) is None:
            continue
        known = best.get(candidate.product_id)
        if known is None or _order(pick) < _order(known):
            best[candidate.product_id] = pick
    return sorted(best.values(), key=_order)


def merge(some: Sequence[Pick], others: Sequence[Pick]) -> list[Pick]:
    """Both in one order, each product once."""
    best: dict[int, Pick] = {}
    for pick in sorted((*some, *others), key=_order):
        best.setdefault(pick.candidate.product_id, pick)
    return list(best.values())


def _order(pick: Pick) -> tuple[float, int, int, str]:
    look = pick.candidate.look
    return (-pick.score, *pick.garment[1::-1], look.handle if look else "")


def choose(wish: Wish, candidate: Candidate) -> Pick | None:
    """The variant to offer: in the shopper's size, and in the look's colour as far as there is one.

    None where none is in that size: who asks for it would only be told so.
    """
    one = candidate.garments[0]
    sizes = wish.sizes_of(one.kind, one.department)
    colours = wish.room.colours_of(one.kind)
    look = candidate.look
    strength = LOOK * look.shared**LOOK_SHARED if look is not None else 0.0
    best, equal = float("-inf"), []
    for garment in candidate.garments:
        of_size = sizes[garment.size]
        if of_size is None:
            continue
        score = colours[garment.family]
        if look is not None:
            score += strength if look.has(garment) else strength * OTHER_COLOUR
        score = score + _FEWER.get(garment.stock, 0.0) + of_size
        if score > best:
            best, equal = score, [garment]
        elif score == best:
            equal.append(garment)
    if not equal:
        return None
    whole, of_date = wish.whole(one.kind, one.season, candidate.style)
    whole += LEARNED * candidate.learned + of_date
    # Where sizes tell nothing, the middle one of those that are as good.
    return Pick(candidate, equal[len(equal) // 2], whole + best)


def _in_season(now: str, season: str) -> float:
    steps = apart(now, season)
    return IN_SEASON * (1 - steps) if steps is not None else 0.0


def select(picks: Sequence[Pick], limit: int) -> list[Pick]:
    """One of each kind, and places of the body in turn. `picks` are sorted, the best first."""
    kinds: dict[str, Pick] = {}
    for pick in picks:
        kinds.setdefault(pick.kind, pick)
    order = _in_turn({kind: pick.score for kind, pick in kinds.items()}, ())
    chosen: list[Pick] = []
    metal = ""
    for kind in islice(order, max(0, limit)):
        pick = kinds[kind]
        if _place(kind) == _JEWELLERY:
            pick = _in_metal(pick, metal)
            metal = metal or pick.garment.family
        chosen.append(pick)
    return chosen


def _in_metal(pick: Pick, metal: str) -> Pick:
    """Jewellery that is offered together is of one metal, where there is some."""
    if not metal or pick.garment.family == metal:
        return pick
    same = (garment for garment in pick.candidate.garments if garment.family == metal)
    return pick._replace(garment=next(same, pick.garment))


def kinds_to_look_for(room: Room, have: Collection[str]) -> Iterator[str]:
    """Kinds that there is a place for and that are not in `have`, places of the body in turn."""
    wanted = {kind: room.kind_fit(kind) for kind in room.wanted_kinds() if kind not in have}
    yield from _in_turn(wanted, have)


def _in_turn(scores: Mapping[str, float], have: Iterable[str]) -> Iterator[str]:
    """Kinds by score, where one whose place was taken before loses."""
    rest = dict(scores)
    of_place: dict[str, list[str]] = {}
    for kind in rest:
        of_place.setdefault(_place(kind), []).append(kind)

    def take(place: str) -> None:
        for kind in of_place.get(place, ()):
            if kind in rest:
                rest[kind] -= MORE_JEWELLERY if place == _JEWELLERY else SAME_PLACE

    for kind in have:
        take(_place(kind))
    while rest:
        _, best = max(zip(rest.values(), rest, strict=True))
        del rest[best]
        take(_place(best))
        yield best


def _place(kind: str) -> str:
    return _PLACES.get(kind, kind)


def short_list(picks: Sequence[Pick], per_kind: int, kinds: int) -> list[Pick]:
    """Those worth a closer look: the best of each of the best kinds."""
    of_kind: dict[str, list[Pick]] = {}
    for pick in picks:
        of_kind.setdefault(pick.kind, []).append(pick)
    return [one for best in select(picks, kinds) for one in of_kind[best.kind][:per_kind]]


def with_style(room: Room, pick: Pick, style: Style, brand: str) -> Pick:
    """The same variant, judged with what its product's own words say."""
    candidate = pick.candidate._replace(style=style, brand=brand)
    known = room.style_fit(pick.candidate.style, pick.garment.season)
    gained = room.style_fit(style, pick.garment.season) - known
    return Pick(candidate, pick.garment, pick.score + gained)


def families_for(room: Room, kind: str) -> list[str]:
    """Colour families in which a garment of this kind goes best with the room."""
    colours = room.colours_of(kind)
    return sorted(FAMILIES, key=lambda family: -colours[family])
