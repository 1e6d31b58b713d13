"""Which of the candidates are offered, in which variant, and in which order. Pure.

Owns the weights of what is added to the attribute fit: who says so (a look, what was learned),
size, stock, the date. Each candidate's score is one sum, so what is learned moves the order by
what it adds: see `complements.py`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from catalog.outfits.fitting import Garment, Room, place_of
from catalog.outfits.pairing import carries
from catalog.outfits.seasons import apart
from catalog.outfits.sizing import Worn
from catalog.outfits.style import PLAIN, Style

LOOK = 8.0
"""A stylist's word outweighs whatever attributes say."""
LOOK_SHARED = 2.0
"""More for a look that has more of what is in the room."""
LEARNED = 4.0
"""The place of what sales and outfits teach: a learned score of 1 adds this much."""
NOT_THE_SIZE, SIZE_STEP, SIZE_UNTOLD = -6.0, -0.5, -0.4
FEW, LAST = -0.1, -0.3
IN_SEASON = 0.6
SAME_PLACE = 1.2
"""What a further garment of a place loses when one is chosen: a skirt, when trousers are."""
_JEWELLERY = frozenset({"necklace", "earrings", "bracelet", "ring", "watch"})


@dataclass(frozen=True, slots=True)
class Look:
    """A stylist's set: `shared` of the room's garments are in it, and the candidate in `colour`."""

    handle: str
    title: str
    colour: str
    shared: float


@dataclass(frozen=True, slots=True)
class Candidate:
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


@dataclass(frozen=True, slots=True)
class Pick:
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


def rank(wish: Wish, candidates: Iterable[Candidate]) -> list[Pick]:
    """Each product once, in its best variant, the best first. The order of input is no matter."""
    best: dict[int, Pick] = {}
    for candidate in candidates:
        pick = choose(wish, candidate)
        known = best.get(candidate.product_id)
        if known is None or _order(pick) < _order(known):
            best[candidate.product_id] = pick
    return sorted(best.values(), key=_order)


def _order(pick: Pick) -> tuple[float, int, int, str]:
    look = pick.candidate.look
    return (-pick.score, *pick.garment[1::-1], look.handle if look else "")


def choose(wish: Wish, candidate: Candidate) -> Pick:
    """The variant to offer: in the look's colour and the shopper's size, as far as there is one."""
    picks = [
        Pick(candidate, garment, _score(wish, candidate, garment)) for garment in candidate.garments
    ]
    best = max(pick.score for pick in picks)
    equal = [pick for pick in picks if pick.score == best]
    # Where no size is known to be worn, the middle one of those that are as good.
    return equal[len(equal) // 2]


def _score(wish: Wish, candidate: Candidate, garment: Garment) -> float:
    score = wish.room.fit(garment, candidate.style)
    look = candidate.look
    if look is not None and look.colour.casefold() in ("", garment.colour.casefold()):
        score += LOOK + LOOK_SHARED * look.shared
    score += LEARNED * candidate.learned
    score += _of_size(wish, garment)
    score += LAST if garment.stock == 1 else FEW if garment.stock == 2 else 0.0
    match apart(garment.season, wish.season):
        case 0:
            score += IN_SEASON
        case 2:
            score -= IN_SEASON
    return score


def _of_size(wish: Wish, garment: Garment) -> float:
    far = wish.worn.how_far(garment.kind, garment.department, garment.size)
    if far is None:
        return SIZE_UNTOLD if wish.worn.sizes.get(garment.kind) else 0.0
    return NOT_THE_SIZE + SIZE_STEP * far if far else 0.0


def select(picks: Sequence[Pick], limit: int) -> list[Pick]:
    """One of each kind, and places of the body taken in turn, as far as scores allow."""
    chosen: list[Pick] = []
    rest = _best_of_kinds(picks)
    places: dict[str, int] = {}
    while rest and len(chosen) < limit:
        best = min(
            rest,
            key=lambda pick: (
                SAME_PLACE * _taken(places, pick.kind) - pick.score,
                pick.garment.product_id,
            ),
        )
        rest.remove(best)
        chosen.append(best)
        place = _place(best.kind)
        places[place] = places.get(place, 0) + 1
    return chosen


def _best_of_kinds(picks: Sequence[Pick]) -> list[Pick]:
    """`picks` are sorted: the first of each kind is its best."""
    kinds: dict[str, Pick] = {}
    for pick in picks:
        kinds.setdefault(pick.kind, pick)
    return list(kinds.values())


def _taken(places: Mapping[str, int], kind: str) -> int:
    return places.get(_place(kind), 0)


def _place(kind: str) -> str:
    return "jewellery" if kind in _JEWELLERY else place_of(kind)


def kinds_to_look_for(room: Room, have: Collection[str]) -> list[str]:
    """Kinds that there is a place for and that are not in `have`, places of the body in turn."""
    fits = {kind: room.kind_fit(kind) for kind in room.wanted_kinds()}
    places: dict[str, int] = {}
    for kind in have:
        places[_place(kind)] = places.get(_place(kind), 0) + 1
    wanted: list[str] = []
    rest = [kind for kind in fits if kind not in have]
    while rest:
        best = max(rest, key=lambda kind: fits[kind] - SAME_PLACE * _taken(places, kind))
        rest.remove(best)
        wanted.append(best)
        places[_place(best)] = places.get(_place(best), 0) + 1
    return wanted


def families_for(room: Room, kind: str) -> list[str]:
    """Colour families in which a garment of this kind goes best with the room."""
    fit = room.colour_fit
    return sorted(fit, key=lambda family: -(fit[family] + carries(kind, family)))
