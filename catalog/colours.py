"""Colour names: their swatch, their family, and how well two colours are worn together.

Owns the words a shop uses for colours, in English and with the commonest German and French ones.
A colour it does not know has no swatch (""), is in no family (""), and goes with all middling well.
"""

from __future__ import annotations

import colorsys
import re
from dataclasses import dataclass
from functools import lru_cache

NEUTRALS = frozenset({"white", "black", "grey", "beige", "navy", "silver", "gold"})
"""Families that are worn with every other one."""


@dataclass(frozen=True, slots=True)
class Colour:
    """A known colour: name as a label shows it, swatch "#RRGGBB", family."""

    name: str
    hex: str
    family: str


_FAMILIES: dict[str, dict[str, str]] = {
    "white": {
        "white": "#F7F5F0",
        "ivory": "#F3EBDA",
        "ecru": "#EBE2CD",
        "cream": "#F2E8D0",
        "off white": "#F2EEE4",
        "chalk": "#EFECE4",
        "natural": "#E8DEC8",
        "oat": "#E2D6C0",
        "pearl": "#EDE6DA",
        "bone": "#E6DCC8",
        "weiss": "#F7F5F0",
        "weiß": "#F7F5F0",
        "blanc": "#F7F5F0",
    },
    "beige": {
        "sand": "#D8C4A0",
        "camel": "#B98A56",
        "beige": "#D3C1A5",
        "stone": "#C9BFAE",
        "tan": "#C19A6B",
        "taupe": "#9A8878",
        "khaki": "#A89A6B",
        "nude": "#DDBFA7",
        "straw": "#DCC68E",
    },
    "brown": {
        "brown": "#6B4A34",
        "chocolate": "#4B3226",
        "cognac": "#9A5B30",
        "caramel": "#A9703F",
        "chestnut": "#6E3B26",
        "mocha": "#6F5444",
        "coffee": "#4E3A2E",
        "espresso": "#3A2A22",
        "bronze": "#8C6A3F",
        "toffee": "#8A5A34",
        "braun": "#6B4A34",
        "marron": "#6B4A34",
    },
    "black": {
        "black": "#1B1A1B",
        "jet": "#141314",
        "onyx": "#1F1E20",
        "schwarz": "#1B1A1B",
        "noir": "#1B1A1B",
    },
    "grey": {
        "grey": "#8A8A8A",
        "gray": "#8A8A8A",
        "charcoal": "#3F4145",
        "slate": "#5C666F",
        "graphite": "#46484C",
        "ash": "#B0AFAB",
        "anthracite": "#383B40",
        "grau": "#8A8A8A",
        "gris": "#8A8A8A",
    },
    "silver": {"silver": "#BFC2C6", "pewter": "#8F9296", "platinum": "#D5D6D8"},
    "gold": {"gold": "#C9A24B", "golden": "#C9A24B", "brass": "#B08D45", "champagne": "#E0C79B"},
    "navy": {
        "navy": "#1F2A44",
        "indigo": "#2E3A66",
        "midnight": "#191F33",
        "denim": "#3E5C80",
        "ink": "#22293D",
        "marine": "#1F2A44",
    },
    "blue": {
        "blue": "#2F5DA8",
        "sky": "#9CC3E3",
        "azure": "#3F8FD2",
        "cobalt": "#1F4FB0",
        "royal": "#2848A0",
        "baby blue": "#AFCFE8",
        "light blue": "#A3C4E4",
        "sky blue": "#9CC3E3",
        "ice": "#CFE0EA",
        "petrol": "#1F5562",
        "blau": "#2F5DA8",
        "bleu": "#2F5DA8",
        "azul": "#2F5DA8",
    },
    "turquoise": {
        "turquoise": "#35B3AC",
        "teal": "#1F7A7A",
        "aqua": "#66C7C7",
        "aquamarine": "#6FCBB8",
        "cyan": "#3FB8CF",
    },
    "green": {
        "green": "#3C7A4B",
        "olive": "#6B6B3A",
        "olive green": "#6B6B3A",
        "sage": "#A3B096",
        "forest": "#234A36",
        "mint": "#A9D8C0",
        "emerald": "#1E7F5C",
        "moss": "#5E6B3A",
        "lime": "#A8C93A",
        "pistachio": "#BBCF9A",
        "jade": "#3E9277",
        "bottle green": "#1F4032",
        "grün": "#3C7A4B",
        "vert": "#3C7A4B",
    },
    "red": {
        "red": "#B3262E",
        "burgundy": "#5E1F2D",
        "wine": "#6A2233",
        "bordeaux": "#5A1D2C",
        "maroon": "#6A1F28",
        "cherry": "#9E1F34",
        "crimson": "#A81C35",
        "scarlet": "#C4262B",
        "oxblood": "#551A22",
        "ruby": "#99203F",
        "rot": "#B3262E",
        "rouge": "#B3262E",
        "rojo": "#B3262E",
    },
    "orange": {
        "orange": "#DE7A2C",
        "rust": "#A9502D",
        "terracotta": "#C26B4A",
        "copper": "#B0653A",
        "brick": "#9C4A38",
        "apricot": "#F0B58A",
        "peach": "#F3C1A2",
        "coral": "#EB7A66",
        "burnt orange": "#BF5A26",
        "tangerine": "#E8822F",
    },
    "pink": {
        "pink": "#E79AAE",
        "blush": "#E6C2B8",
        "rose": "#C9848C",
        "fuchsia": "#C2307E",
        "magenta": "#BB2F77",
        "salmon": "#EE9C88",
        "hot pink": "#DD4A88",
        "dusty pink": "#CFA0A0",
        "rose gold": "#C99A8A",
        "rosa": "#E79AAE",
    },
    "purple": {
        "purple": "#6C4788",
        "lilac": "#BBA5CF",
        "lavender": "#B9AED6",
        "violet": "#6E4FA0",
        "plum": "#5A2E4E",
        "aubergine": "#402838",
        "mauve": "#A5839A",
        "lila": "#BBA5CF",
    },
    "yellow": {
        "yellow": "#EBC746",
        "mustard": "#C9962C",
        "lemon": "#F1E07A",
        "ochre": "#BE8B35",
        "saffron": "#DDA032",
        "amber": "#D2912E",
        "butter": "#F1E2A8",
        "gelb": "#EBC746",
        "jaune": "#EBC746",
    },
    "multi": {
        "multi": "",
        "multicolour": "",
        "multicolor": "",
        "multicoloured": "",
        "multicolored": "",
        "rainbow": "",
    },
}

FAMILIES: tuple[str, ...] = ("", *_FAMILIES)

COLOURS: dict[str, Colour] = {
    name: Colour(name[0].upper() + name[1:], swatch, family)
    for family, names in _FAMILIES.items()
    for name, swatch in names.items()
}

# As they are in the table, so that "rose" in "rose gold" is not taken for a colour of its own.
_NAMES = re.compile(
    r"\b(" + "|".join(sorted(map(re.escape, COLOURS), key=len, reverse=True)) + r")\b"
)
# The others are a colour in a label, but in a sentence as often something else (stone, ice, rose).
_IN_SENTENCES = frozenset(
    {
        *("white", "ivory", "ecru", "cream", "beige", "camel", "khaki", "brown", "black"),
        *("charcoal", "grey", "gray", "navy", "navy blue", "indigo", "denim", "blue", "light blue"),
        *("turquoise", "teal", "green", "olive green", "red", "burgundy", "maroon", "orange"),
        *("rust", "terracotta", "pink", "fuchsia", "purple", "lilac", "yellow", "mustard"),
        *("gold", "silver", "golden", "rose gold", "off white"),
    }
)


@lru_cache(maxsize=4096)
def colour_of(name: str) -> Colour | None:
    """The colour that a label names ("Navy stripe", "dark Blue", "white/red"), None if unknown.

    The longest known name wins, of several the first: a striped shirt has its ground's colour.
    """
    text = _plain(name)
    if text in COLOURS:
        return COLOURS[text]
    found = _NAMES.search(text)
    return COLOURS[found[1]] if found else None


@lru_cache(maxsize=1024)
def colour_in_text(text: str) -> Colour | None:
    """The first colour in running text; words that are often something else do not count."""
    for found in _NAMES.finditer(_plain(text)):
        if found[1] in _IN_SENTENCES:
            return COLOURS[found[1]]
    return None


def _plain(text: str) -> str:
    return re.sub(r"[\s_-]+", " ", text.casefold()).strip()


def family_of(swatch_or_name: str) -> str:
    """Family of a colour name, "" when it is not known."""
    colour = colour_of(swatch_or_name)
    return colour.family if colour else ""


_SWATCH = {
    family: next(iter(names.values())) for family, names in _FAMILIES.items() if family != "multi"
}


_SAME = {"black": 0.65, "white": 0.65, "beige": 0.7, "navy": 0.75, "brown": 0.8, "grey": 0.8}
_SAME |= {"": 0.5, "multi": 0.5}
# What the wheel does not tell: tones of one idea, and pairs that a stylist reaches for or avoids.
_PAIRS = {
    frozenset(names.split()): fit
    for fit, pairs in {
        0.7: ("blue navy", "brown orange", "beige brown", "silver blue", "gold green"),
        0.62: (
            "orange yellow",
            "orange pink",
            "white beige",
            "white pink",
            "white orange",
            "beige orange",
            "yellow red",
            "gold grey",
        ),
        0.57: ("white yellow", "white turquoise", "brown purple", "black gold", "brown navy"),
        0.53: ("white navy", "white blue", "black grey", "black navy", "black green", "black red"),
        0.42: ("grey beige", "silver beige", "silver brown"),
        0.35: ("gold silver", "grey pink", "black orange", "black turquoise", "navy green"),
        0.3: ("grey yellow", "grey orange", "navy orange", "navy pink", "navy red", "navy yellow"),
        0.25: ("red green", "pink green", "red pink", "blue orange"),
    }.items()
    for names in pairs
}


@lru_cache(maxsize=1024)
def harmony(one: str, other: str) -> float:
    """How well two families are worn together, 0 to 1, 0.5 = neither well nor badly. Symmetric.

    A colour that comes back is the strongest tie of an outfit, the more so the rarer it is: white
    comes back in every other one. Neutrals go with everything; a neighbour on the colour wheel is a
    good choice, and what lies further apart clashes. "" is a family not known.
    """
    if one == other:
        return _SAME.get(one, 1.0)
    if not one or not other:
        return 0.5
    pair = {one, other}
    if frozenset(pair) in _PAIRS:
        return _PAIRS[frozenset(pair)]
    if "multi" in pair:
        return 0.5 if pair & NEUTRALS else 0.3
    if pair & NEUTRALS or "brown" in pair:
        return 0.47
    degrees = abs(_hue(one) - _hue(other)) * 360
    degrees = min(degrees, 360 - degrees)
    return 0.5 if degrees <= 40 else 0.4 if degrees >= 140 else 0.3


@lru_cache(maxsize=32)
def _hue(family: str) -> float:
    swatch = _SWATCH[family]
    red, green, blue = (int(swatch[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return colorsys.rgb_to_hls(red, green, blue)[0]
