"""Which kinds of garment are worn together, and which colours each kind is mostly worn in.

Owns two small tables of general knowledge: what a colleague on the floor knows without having seen
the shop's sales. Written by hand in four steps; where a step was in doubt, it was decided by what
two public collections of outfits agree on (stylists' outfits of a fashion chain, and outfits that
people put together on Polyvore), one half of each. No figure of theirs is here, only the step.
What was measured with it, on the other halves: docs/outfits.md.
"""

from __future__ import annotations

from functools import lru_cache

from catalog.kinds import KINDS, SLOTS

BEST, GLADLY, ALSO, SELDOM, NEVER = 0.9, 0.35, 0.0, -0.6, -3.0
"""Steps, in the logarithm of how much oftener two are worn together than by chance."""

# Each pair stands once, in either order.
_BEST = {
    "coat": "boots knit scarf gloves",
    "scarf": "gloves hat",
    "hat": "gloves",
    "blazer": "trousers",
    "suit": "shirt shoes watch",
    "shirt": "watch",
    "swimwear": "sunglasses hat shorts",
    "bracelet": "necklace ring watch",
}
_GLADLY = {
    "shirt": "trousers jeans skirt shorts blazer socks",
    "blouse": "trousers jeans skirt shorts blazer earrings",
    "tee": "jeans trousers shorts skirt jacket hat socks",
    "top": "skirt shorts trousers jacket blazer jeans",
    "knit": "boots jeans skirt scarf trousers hat gloves",
    "sweatshirt": "trousers jeans shorts socks hat jacket coat",
    "dress": "shoes earrings necklace bracelet ring sunglasses bag",
    "skirt": "socks jacket belt",
    "trousers": "coat shoes",
    "jeans": "belt jacket boots coat",
    "shorts": "sunglasses necklace",
    "jacket": "boots scarf gloves hat socks",
    "coat": "hat trousers",
    "blazer": "shirt shoes",
    "suit": "belt boots",
    "scarf": "boots jacket",
    "hat": "sunglasses",
    "boots": "socks belt gloves",
    "shoes": "bracelet sunglasses necklace",
    "belt": "shoes",
    "swimwear": "shoes necklace",
    "necklace": "earrings ring",
    "earrings": "ring bracelet blouse",
    "watch": "suit belt ring",
    "underwear": "socks trousers shirt",
}
_SELDOM = {
    "dress": "jacket blazer belt knit shirt tee top blouse sweatshirt hat",
    "boots": "shorts sunglasses top bracelet swimwear",
    "coat": "top shorts sunglasses blouse shoes bracelet swimwear necklace",
    "scarf": "earrings necklace shoes top blouse bracelet shorts sunglasses",
    "hat": "earrings",
    "gloves": "earrings bracelet ring top shorts sunglasses swimwear blouse watch shoes",
    "knit": "necklace shirt tee top blouse sunglasses sweatshirt bracelet",
    "socks": "trousers jeans earrings necklace bracelet ring sunglasses boots",
    "jacket": "necklace ring bracelet dress shirt suit",
    "jeans": "necklace bracelet sunglasses suit",
    "trousers": "necklace bracelet",
    "tee": "necklace bracelet suit",
    "shirt": "bracelet ring jacket top tee sweatshirt",
    "top": "blouse",
    "sweatshirt": "bracelet necklace ring blazer earrings suit watch shirt",
    "suit": "hat sunglasses",
    "swimwear": "jacket coat blazer belt boots socks tights gloves knit",
    "underwear": "coat jacket bag hat scarf belt boots shoes",
}

# How many of ten outfits have one: what is fetched first when nothing speaks against it.
_WORN = {
    **dict.fromkeys(("shoes", "bag"), 7.0),
    **dict.fromkeys(("trousers", "jeans", "earrings"), 3.0),
    **dict.fromkeys(("boots", "knit", "top", "dress"), 2.3),
    **dict.fromkeys(("skirt", "tee", "shirt", "jacket", "necklace"), 1.6),
    **dict.fromkeys(("coat", "blouse", "blazer", "belt", "sunglasses", "ring", "shorts"), 1.0),
    **dict.fromkeys(("bracelet", "scarf", "hat", "sweatshirt", "watch"), 0.7),
    **dict.fromkeys(("socks", "gloves", "suit", "swimwear", "underwear"), 0.3),
}


def _steps() -> dict[frozenset[str], float]:
    table: dict[frozenset[str], float] = {}
    for step, rows in ((SELDOM, _SELDOM), (GLADLY, _GLADLY), (BEST, _BEST)):
        for one, others in rows.items():
            for other in others.split():
                table[frozenset((one, other))] = step
    return table


_STEPS = _steps()
_LAYERS = frozenset(
    frozenset(pair)
    for pair in (
        *(("knit", under) for under in ("shirt", "blouse", "tee", "top")),
        *(("sweatshirt", under) for under in ("shirt", "tee")),
        *(("shirt", under) for under in ("tee", "top")),
    )
)
"""Garments of one place that are worn over each other all the same."""


@lru_cache(maxsize=2048)
def worn_together(one: str, other: str) -> float:
    """How much oftener than by chance two kinds are worn together: a step, `NEVER` for one place.

    A kind that is not known ("") goes with all.
    """
    if not one or not other:
        return ALSO
    pair = frozenset((one, other))
    if one == other or (_same_place(one, other) and pair not in _LAYERS):
        return NEVER
    return _STEPS.get(pair, ALSO)


def _same_place(one: str, other: str) -> bool:
    places = {SLOTS.get(one), SLOTS.get(other)} - {None}
    if SLOTS.get(one) == SLOTS.get(other):
        return one in SLOTS
    if {one, other} == {"suit", "shirt"} or {one, other} == {"swimwear", "shorts"}:
        return False
    return "full" in places and bool(places & {"upper", "lower"}) and len(places) == 2


def worn_in_ten(kind: str) -> float:
    """In how many of ten outfits a garment of this kind is."""
    return _WORN.get(kind, 0.2)


_LEATHER = {"black": 0.3, "white": 0.2, "brown": 0.0, "beige": -0.1, "silver": 0.1, "": -0.7}
_METAL = {"gold": 0.2, "silver": 0.1, "": -0.8}
_UPPER = {"white": 0.35, "black": 0.05, "beige": 0.05, "grey": 0.0, "": -0.4}
_LOWER = {"black": 0.3, "white": 0.15, "navy": 0.1, "grey": 0.0, "beige": 0.0, "": -0.4}
_OUTER = {"black": 0.2, "grey": 0.3, "beige": 0.0, "brown": 0.0, "white": 0.0, "": -0.4}
_GLASS = {"black": 0.6, "white": 0.0, "brown": -0.2, "": -0.6}

_COLOURS: dict[str, dict[str, float]] = {
    **dict.fromkeys((kind for kind in KINDS if SLOTS.get(kind) == "upper"), _UPPER),
    **dict.fromkeys((kind for kind in KINDS if SLOTS.get(kind) == "lower"), _LOWER),
    **dict.fromkeys(("jacket", "coat", "blazer"), _OUTER),
    **dict.fromkeys(("bag", "shoes", "boots", "belt"), _LEATHER),
    **dict.fromkeys(("necklace", "earrings", "bracelet", "ring", "watch"), _METAL),
    "sunglasses": _GLASS,
}


def carries(kind: str, family: str) -> float:
    """How much oftener a kind is worn in this colour than it hangs in it: quiet ones carry more."""
    colours = _COLOURS.get(kind)
    if colours is None or family in ("", "multi"):
        return 0.0
    return colours.get(family, colours[""])
