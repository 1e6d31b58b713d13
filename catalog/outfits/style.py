"""How warm and how dressed up a garment is, and what it is made of: read from its own words.

Owns the words. Two axes from -1 to 1, 0 where nothing is said: cold to warm, casual to dressed up.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple


class Style(NamedTuple):
    """`fabric` is the fibre or cloth in one plain word ("linen"), "" when it is not said."""

    warmth: float = 0.0
    dress: float = 0.0
    fabric: str = ""


PLAIN = Style()

# Kind -> (warmth, dress), of a garment about which nothing else is known.
_KINDS: dict[str, tuple[float, float]] = {
    "shirt": (-0.1, 0.2),
    "blouse": (-0.1, 0.4),
    "tee": (-0.2, -0.4),
    "top": (-0.5, 0.1),
    "knit": (0.6, 0.0),
    "sweatshirt": (0.4, -0.8),
    "dress": (-0.3, 0.4),
    "skirt": (-0.1, 0.2),
    "trousers": (0.1, 0.2),
    "jeans": (0.1, -0.4),
    "shorts": (-0.8, -0.3),
    "jacket": (0.3, -0.2),
    "coat": (0.8, 0.2),
    "blazer": (0.1, 0.6),
    "suit": (0.1, 0.9),
    "scarf": (0.6, 0.1),
    "gloves": (0.9, 0.1),
    "hat": (0.1, -0.3),
    "boots": (0.7, 0.0),
    "shoes": (-0.2, 0.1),
    "socks": (0.3, -0.2),
    "swimwear": (-1.0, -0.3),
    "sunglasses": (-0.6, 0.0),
    "necklace": (0.0, 0.3),
    "earrings": (0.0, 0.3),
    "bracelet": (-0.1, 0.2),
    "ring": (0.0, 0.2),
}
# Word of a title or fabric -> (warmth, dress), added to what the kind says.
_WORDS: dict[str, tuple[float, float]] = {
    **dict.fromkeys(("sandal", "sandals", "espadrilles", "mules"), (-0.6, 0.1)),
    **dict.fromkeys(("straw", "swim", "beach", "bikini"), (-0.8, -0.2)),
    **dict.fromkeys(("sneaker", "sneakers", "trainer", "trainers", "running"), (0.1, -0.7)),
    **dict.fromkeys(("heel", "heels", "heeled", "pump", "pumps", "stiletto"), (0.0, 0.6)),
    **dict.fromkeys(("loafer", "loafers", "derbies", "oxfords", "brogues"), (0.1, 0.4)),
    **dict.fromkeys(("flats", "ballet", "ballerinas"), (-0.2, 0.3)),
    **dict.fromkeys(("puffer", "down", "padded", "quilted", "parka", "shearling"), (0.7, -0.4)),
    **dict.fromkeys(("anorak", "windbreaker", "raincoat", "rain"), (0.1, -0.4)),
    **dict.fromkeys(("beanie", "mittens", "roll-neck", "turtleneck", "chunky"), (0.6, -0.2)),
    **dict.fromkeys(("cap", "hoodie", "joggers", "leggings", "sweat", "tracksuit"), (0.0, -0.7)),
    **dict.fromkeys(("cardigan", "cardigans"), (-0.1, 0.1)),
    **dict.fromkeys(("backpack", "shopper", "tote", "basket", "belt-bag"), (-0.1, -0.3)),
    **dict.fromkeys(("clutch", "evening", "gown", "cocktail", "tuxedo", "slip"), (0.0, 0.8)),
    **dict.fromkeys(("tailored", "pleated", "suit", "cigarette", "double-breasted"), (0.0, 0.4)),
    **dict.fromkeys(("biker", "bomber", "trucker", "chore", "cargo", "selvedge"), (0.0, -0.5)),
    **dict.fromkeys(("camp-collar", "bermudas", "tank", "sleeveless"), (-0.5, -0.2)),
    **dict.fromkeys(("camisole", "strapless", "halter"), (-0.4, 0.3)),
    **dict.fromkeys(("polo",), (-0.2, 0.1)),
    **dict.fromkeys(("trench", "trenchcoat"), (-0.4, 0.2)),
    **dict.fromkeys(("overcoat",), (0.1, 0.3)),
    **dict.fromkeys(("drawstring", "relaxed", "heavyweight"), (0.0, -0.3)),
}
FABRICS: dict[str, tuple[float, float]] = {
    "linen": (-0.6, -0.1),
    "silk": (-0.1, 0.6),
    "satin": (-0.1, 0.7),
    "chiffon": (-0.4, 0.6),
    "voile": (-0.4, 0.2),
    "poplin": (-0.2, 0.2),
    "seersucker": (-0.6, 0.0),
    "cashmere": (0.4, 0.3),
    "wool": (0.4, 0.2),
    "merino": (0.3, 0.2),
    "tweed": (0.5, 0.4),
    "flannel": (0.4, -0.1),
    "fleece": (0.5, -0.6),
    "corduroy": (0.4, -0.2),
    "velvet": (0.3, 0.6),
    "denim": (0.0, -0.5),
    "jersey": (0.0, -0.3),
    "canvas": (-0.1, -0.4),
    "leather": (0.1, 0.2),
    "suede": (0.2, 0.1),
    "cotton": (-0.1, -0.1),
    "viscose": (-0.2, 0.1),
    "lyocell": (-0.2, 0.0),
    "nylon": (0.0, -0.4),
    "acetate": (0.0, 0.0),
    "raffia": (-0.7, -0.1),
    "straw": (-0.8, -0.2),
}
PLAIN_CLOTHS = frozenset({"", "cotton", "viscose", "nylon", "acetate", "jersey"})
"""Cloths that are nobody's reason."""
_SEASONS = {"summer": -0.5, "spring": -0.15, "autumn": 0.25, "winter": 0.5}
_COMMON = ("cotton", "viscose", "lyocell", "nylon")
_PART = re.compile(r"[a-z]+")
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)?")


@lru_cache(maxsize=8192)
def style_of(kind: str, title: str, fabric: str, season: str = "") -> Style:
    """What a garment's own words say of it."""
    words, cloth = _told_by(title)
    cloth = fabric_in(fabric) or cloth
    warmth, dress = _KINDS.get(kind, (0.0, 0.0))
    for warmer, dressier in words:
        warmth, dress = warmth + warmer, dress + dressier
    warmer, dressier = FABRICS.get(cloth, (0.0, 0.0))
    warmth += warmer + _SEASONS.get(season, 0.0)
    return Style(_bounded(warmth), _bounded(dress + dressier), cloth)


@lru_cache(maxsize=8192)
def _told_by(title: str) -> tuple[tuple[tuple[float, float], ...], str]:
    """What each of its words adds, and the cloth that it names. A shop has few titles, but each in
    many seasons and cloths."""
    words = _WORD.findall(title.casefold())
    words += [part for word in words if "-" in word for part in word.split("-")]
    told = (_WORDS.get(word) for word in dict.fromkeys(words))
    return tuple(each for each in told if each is not None), fabric_in(title)


@lru_cache(maxsize=4096)
def fabric_in(text: str) -> str:
    """The most telling cloth that a text names: what comes first, but a fibre's weave before it."""
    found = [word for word in _PART.findall(text.casefold()) if word in FABRICS]
    telling = [word for word in found if word not in _COMMON]
    for word in (*telling, *found):
        return str(word)
    return ""


def _bounded(value: float) -> float:
    return max(-1.0, min(1.0, value))
