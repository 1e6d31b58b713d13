"""What a product's words tell: plain text of its HTML, department, season, fabric, colour, size.

Owns the guesses that a catalogue without attributes needs. Each takes the surest words first and
says "" rather than guess wildly.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from functools import lru_cache

from catalog.colours import Colour, colour_in_text, colour_of

# Bounded inside quotes, so that a quote which is never closed costs no more than that.
_TAG = re.compile(
    r"</?([a-z][a-z0-9:-]*)(?:[^<>\"']|\"[^\"]{0,4000}\"|'[^']{0,4000}')*>",
    re.IGNORECASE,
)
# What is not to be read: from the opening to the end of the closing, or of the text.
_HIDDEN = (
    (re.compile(r"<!--"), re.compile(r"-->")),
    (re.compile(r"<script\b", re.IGNORECASE), re.compile(r"</script\s{0,99}>", re.IGNORECASE)),
    (re.compile(r"<style\b", re.IGNORECASE), re.compile(r"</style\s{0,99}>", re.IGNORECASE)),
)
_BLOCKS = frozenset(
    {
        *("p", "br", "li", "ul", "ol", "div", "tr", "table", "section", "article", "dd", "dt"),
        *("h1", "h2", "h3", "h4", "h5", "h6"),
    }
)
_SPACES = re.compile(r"[ \t\r\f\v\xa0]+")
_BREAKS = re.compile(r" ?\n[\n ]*")


def plain_text(body: str) -> str:
    """The words of an HTML body, a line for each block; plain text stays as it is."""
    if "<" in body:
        for opening, closing in _HIDDEN:
            body = _without(body, opening, closing)
        if _TAG.search(body):
            body = _TAG.sub(_between, body.replace("\n", " "))
    if "&" in body:
        body = html.unescape(body)
    return _BREAKS.sub("\n", _SPACES.sub(" ", body)).strip()


def _without(text: str, opening: re.Pattern[str], closing: re.Pattern[str]) -> str:
    kept = []
    at = 0
    while found := opening.search(text, at):
        kept.append(text[at : found.start()])
        end = closing.search(text, found.end())
        at = end.end() if end else len(text)
    return "".join([*kept, text[at:]]) if at else text


def _between(tag: re.Match[str]) -> str:
    return "\n" if tag[1].lower() in _BLOCKS else ""


_DEPARTMENTS = {
    "women": r"women|womens|women's|woman|woman's|womans|womenswear|ladies|lady|female|damen|femme",
    "men": r"men|mens|men's|man|man's|menswear|male|gentlemen|herren|homme",
    "kids": r"kids|kid|kid's|children|child|girls|girl|boys|boy|toddler|baby|kinder|enfant|infant",
    "unisex": r"unisex|all genders|genderless",
}
_DEPARTMENT = re.compile(
    "|".join(rf"(?P<{name}>\b(?:{words})\b)" for name, words in _DEPARTMENTS.items())
)


@lru_cache(maxsize=4096)
def department_in(text: str) -> str:
    """The one department that a text names; women and men together are unisex; none is ""."""
    found = {
        match.lastgroup or "" for match in _DEPARTMENT.finditer(text.casefold().replace("’", "'"))
    }
    if not found:
        return ""
    if "unisex" in found or {"women", "men"} <= found:
        return "unisex"
    return found.pop() if len(found) == 1 else "kids"


def department_of(
    gender: str, age_group: str, default: str, tags: Sequence[str], title: str, body: str
) -> str:
    """From Google's columns, else the shop's own, else tags, title, body."""
    if department_in(age_group) == "kids" or age_group.casefold() in ("newborn", "toddler"):
        return "kids"
    return (
        department_in(gender)
        or default
        or department_in(" | ".join(tags))
        or department_in(title)
        or department_in(body)
    )


_SEASONS = {
    "spring": "spring|frühling|printemps",
    "summer": "summer|sommer|été|summery",
    "autumn": "autumn|fall|herbst|automne",
    "winter": "winter|hiver|wintry",
}
_SEASON = re.compile("|".join(rf"(?P<{name}>\b(?:{w})\b)" for name, w in _SEASONS.items()))
_SEASON_IN_BODY = re.compile(
    r"\b(?P<summer>summer)\b|\b(?P<winter>winter)\b|\b(?P<autumn>autumn)\b|"
    r"\b(?:during|for|this|in|of|every) (?:the )?(?:(?P<fall>fall)|(?P<spring>spring))\b"
)


def season_of(said: str, tags: Sequence[str], title: str, body: str) -> str:
    """spring, summer, autumn, winter, or "" for all year. Two seasons are all year."""
    for text in (said, " | ".join(tags), title):
        found = {match.lastgroup or "" for match in _SEASON.finditer(text.casefold())}
        if found:
            return found.pop() if len(found) == 1 else ""
    in_body = {
        (match.lastgroup or "").replace("fall", "autumn")
        for match in _SEASON_IN_BODY.finditer(body.casefold())
    }
    return in_body.pop() if len(in_body) == 1 else ""


_FABRIC = re.compile(
    r"\b(cotton|linen|merino wool|lambswool|wool|cashmere|mohair|alpaca|silk|satin|velvet|corduroy|"
    r"denim|leather|suede|flannel|fleece|jersey|tweed|polyester|nylon|viscose|lyocell|tencel|modal|"
    r"chiffon|canvas|poplin|twill|gabardine|sterling silver|14k gold|18k gold|gold plated|"
    r"stainless steel|pearl)\b( blend)?"
)


def fabric_of(said: str, title: str, tags: Sequence[str], body: str) -> str:
    """What the source says, else the first fabric that is named: "Cotton", "Wool blend"."""
    if said:
        return said
    for text in (title, " | ".join(tags), body):
        if found := _FABRIC.search(text.casefold()):
            return found[0][0].upper() + found[0][1:]
    return ""


def colour_said(said: str, title: str, tags: Sequence[str], body: str) -> Colour | None:
    """The colour of a product without a colour option.

    A tag counts before the body only when it is the one colour among the tags: several are a list
    of everything that occurs, in alphabetical order.
    """
    if colour := colour_of(said) if said else None:
        return colour
    if colour := colour_of(title):
        return colour
    from_tags = [colour for tag in tags if (colour := colour_in_text(tag))]
    if len({colour.family for colour in from_tags}) == 1:
        return from_tags[0]
    return colour_in_text(body) or (from_tags[0] if from_tags else None)


_COLOUR_OPTIONS = re.compile(
    r"(?:.*\b)?(?:colou?rs?|colou?rway|farbe|farben|couleur|colore|kleur|farve|farge|färg|cor|kolor|"
    r"väri|barva|shade)"
)
_SIZE_OPTIONS = re.compile(
    r"(?:.*\b)?(?:sizes?|gr(?:ö|oe)(?:ß|ss)e|taille|pointure|talla|tamaño|taglia|maat|storlek|"
    r"størrelse|koko|rozmiar|tamanho)"
)
_SIZES = frozenset(
    {
        *("xxs", "xs", "s", "m", "l", "xl", "xxl", "xxxl", "2xl", "3xl", "4xl", "5xl", "os"),
        *("x-small", "small", "medium", "large", "x-large", "xx-large", "extra small"),
        *("extra large", "one size", "s/m", "m/l", "l/xl", "xs/s", "free size"),
    }
)


@lru_cache(maxsize=256)
def is_colour_option(name: str) -> bool:
    return _COLOUR_OPTIONS.fullmatch(name.strip().casefold()) is not None


@lru_cache(maxsize=256)
def is_size_option(name: str) -> bool:
    return _SIZE_OPTIONS.fullmatch(name.strip().casefold()) is not None


def is_size(value: str) -> bool:
    """True for a value that is a size whatever its option is called: "M", "Small", "One size"."""
    return value.strip().casefold() in _SIZES
