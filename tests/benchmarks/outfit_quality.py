"""How good the attribute fit is, on outfits that are not ours: read from a folder, never kept.

The folder has products.csv (product, colour_group, colour_name, fabric, type, family) and looks.csv
(outfit, product). Odd and even halves of the shuffled outfits: weights were tuned on `TUNED`,
figures are of `HELD`.

FITB: one garment is taken out of an outfit and has to be told among four, the other three drawn
from all products or from its family. HR@10: it has to be among the ten best of all products; of
equals each counts by its share.
"""

from __future__ import annotations

import csv
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from math import log
from pathlib import Path
from typing import NamedTuple

from catalog.colours import family_of
from catalog.kinds import kind_in
from catalog.outfits.fitting import Garment, Room
from catalog.outfits.style import Style, style_of

# What the collection's colour names are in English; others are known to `catalog.colours`.
_COLOURS = """
negro:black crudo:ecru offwhite:white oro:gold blanco:white verde:green marron:brown azul:blue
rojo:red plata:silver gris:grey rosa:pink arena:sand naranja:orange tejano:denim piedra:stone
celeste:sky mostaza:mustard fucsia:fuchsia cuero:tan antracita:charcoal granate:burgundy
caldero:rust topo:taupe morado:purple amarillo:yellow burdeos:burgundy botella:forest
turquesa:turquoise malva:mauve vison:taupe perla:pearl tabaco:tan agua:aqua vino:wine lima:lime
oliva:olive ocre:ochre vainilla:butter fresa:red marfil:ivory hielo:white cobre:copper chicle:pink
cereza:cherry menta:mint
"""
_ENGLISH = dict(pair.split(":") for pair in _COLOURS.split())
_CLOTH = {"J-JEANS": "denim", "K-CIRCULAR": "jersey", "T-TRICOT": "wool"}
_CLOTH |= {"O-POLIPIEL": "leather", "L-PIEL": "leather"}
_TYPES = {"Kerchief": "scarf", "Trenchcoat": "coat", "Poloshirt": "tee", "Overall": "dress"}


@dataclass(frozen=True)
class Piece:
    garment: Garment
    style: Style
    group: str


@dataclass
class Collection:
    pieces: dict[str, Piece]
    tuned: list[tuple[str, ...]]
    held: list[tuple[str, ...]]
    shelf: Counter[str] = field(default_factory=Counter)


def read(folder: Path) -> Collection:
    pieces = {}
    with (folder / "products.csv").open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=1):
            pieces[row["product"]] = _piece(number, row)
    outfits: dict[str, list[str]] = defaultdict(list)
    with (folder / "looks.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            outfits[row["outfit"]].append(row["product"])
    names = sorted(outfits)
    random.Random(1).shuffle(names)
    sets = [tuple(sorted(set(outfits[name]) & set(pieces))) for name in names]
    sets = [one for one in sets if len(one) > 2]
    half = len(sets) // 2
    shelf = Counter(piece.garment.kind for piece in pieces.values())
    return Collection(pieces, sets[:half], sets[half:], shelf)


def _piece(number: int, row: dict[str, str]) -> Piece:
    kind = _TYPES.get(row["type"]) or kind_in(row["type"])
    names = [*row["colour_name"].casefold().split(), row["colour_group"].casefold()]
    families = (family_of(_ENGLISH.get(name, name)) for name in names)
    family = next((found for found in families if found), "")
    garment = Garment(number, number, kind, "", "", family, row["colour_name"], "")
    style = style_of(kind, row["type"], _CLOTH.get(row["fabric"], ""))
    return Piece(garment, style, row["family"])


Scorer = Callable[[Sequence[str]], Callable[[str], float]]
"""What is in the room -> how good a product is with it."""


def by_fit(collection: Collection) -> Scorer:
    """The product's own judgement; a kind's many articles share its place in the outfit."""
    pieces = collection.pieces
    share = {kind: log(count) for kind, count in collection.shelf.items()}

    def scorer(room: Sequence[str]) -> Callable[[str], float]:
        here = [pieces[product] for product in room]
        judge = Room(tuple(p.garment for p in here), tuple(p.style for p in here))
        known: dict[tuple[str, str, Style], float] = {}

        def score(product: str) -> float:
            piece = pieces[product]
            key = (piece.garment.kind, piece.garment.family, piece.style)
            if key not in known:
                known[key] = judge.fit(piece.garment, piece.style) - share[piece.garment.kind]
            return known[key]

        return score

    return scorer


def by_popularity(collection: Collection) -> Scorer:
    """In how many outfits of the other half a product is."""
    count = Counter(product for outfit in collection.tuned for product in outfit)
    return lambda room: lambda product: count[product]


class Quality(NamedTuple):
    fitb_random: float
    fitb_family: float
    hr10: float
    hr10_one: float


def measure(
    collection: Collection, outfits: Iterable[tuple[str, ...]], scorer: Scorer, rank: int = 400
) -> Quality:
    """FITB over all outfits, HR@10 over the first `rank`."""
    draw = random.Random(5)
    everything = sorted(collection.pieces)
    family: dict[str, list[str]] = defaultdict(list)
    for product in everything:
        family[collection.pieces[product].group].append(product)
    at_random, in_family, hits, hits_one = [], [], [], []
    for number, outfit in enumerate(outfits):
        missing = draw.choice(outfit)
        room = [product for product in outfit if product != missing]
        score = scorer(room)
        at_random.append(_told(score, missing, draw.sample(everything, 3), draw))
        others = family[collection.pieces[missing].group]
        if len(others) > 3:
            in_family.append(_told(score, missing, draw.sample(others, 3), draw))
        if number < rank:
            hits.append(_hit(score, missing, everything, room))
            one = draw.choice(room)
            hits_one.append(_hit(scorer([one]), missing, everything, [one]))
    return Quality(_mean(at_random), _mean(in_family), _mean(hits), _mean(hits_one))


def _told(
    score: Callable[[str], float], missing: str, others: Sequence[str], draw: random.Random
) -> float:
    mine = score(missing)
    rest = [score(other) for other in others]
    if max(rest) > mine:
        return 0.0
    return 1.0 / (1 + sum(other == mine for other in rest))


def _hit(
    score: Callable[[str], float], missing: str, everything: Sequence[str], room: Sequence[str]
) -> float:
    mine = score(missing)
    here = set(room)
    values = [score(product) for product in everything if product not in here]
    better = sum(value > mine for value in values)
    equal = sum(value == mine for value in values)
    return max(0.0, min(1.0, (10 - better) / equal))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
