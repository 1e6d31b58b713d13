"""The size that a shopper wears today, and how far a garment's size is from it. Pure.

Owns how sizes are read (letters, EU clothing, waists, shoes), their order on a label, and one rough
table between them. A garment of the same kind says it exactly; the table only helps where nothing
of the kind was worn.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from catalog.kinds import SLOTS

TOO_SMALL, TOO_BIG = "too_small", "too_big"

_LETTERS = {"xxs": -3, "xs": -2, "s": -1, "m": 0, "l": 1, "xl": 2, "xxl": 3, "2xl": 3, "3xl": 4}
_MORE_LETTERS = {**_LETTERS, "xxxs": -4, "2xs": -3, "xxxl": 4, "4xl": 5, "xxxxl": 5, "5xl": 6}
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
# (department, is a waist) -> the number of an M, and how much a letter is
_NUMBERS = {
    ("women", False): (38, 2),
    ("women", True): (28, 2),
    ("men", False): (48, 2),
    ("men", True): (32, 2),
}
_BELTS = {"women": 80, "men": 85}  # centimetres of an M, to the middle hole
_BELT_LETTER = 5
_FEET = frozenset({"shoes", "boots", "socks"})
_REACH = {"socks": 2.5, "belt": 1.0}  # which fit more than one size
_USUAL_SHOE = {"women": 38.5, "men": 43.0}
_NARROWEST_EU, _OF_NO_MAN_OR_WOMAN = 30, 3.0  # below are other countries' sizes; sizes away
_PLACES = {**SLOTS, "belt": "lower"}
_BODY = frozenset(kind for kind, place in _PLACES.items() if place != "feet")


@lru_cache(maxsize=4096)
def step_of(size: str, kind: str, department: str) -> float | None:
    """Where a size stands on the scale of its kind: 0 is an M, of shoes its number. None: unknown.

    A waist and a clothing size are told apart by their numbers: women's 34 is a size, men's a
    waist.
    """
    plain = size.strip().casefold()
    if kind in _FEET:
        numbers = [
            float(number) for number in re.findall(r"\d+(?:[.,]5)?", plain.replace(",", "."))
        ]
        return sum(numbers) / len(numbers) if numbers and max(numbers) < 60 else None
    if kind not in _BODY:
        return None
    if plain in _LETTERS:
        return float(_LETTERS[plain])
    if department not in ("women", "men"):
        return None
    if kind == "belt":
        found = re.fullmatch(r"(\d{2,3})(?:\s*cm)?", plain)
        return (int(found[1]) - _BELTS[department]) / _BELT_LETTER if found else None
    found = re.fullmatch(r"(?:w)?(\d\d)(?:\s*[/x]\s*l?\d\d)?", plain)
    if found is None:
        return None
    number = int(found[1])
    is_waist = SLOTS.get(kind) == "lower" and number < (33 if department == "women" else 42)
    medium, per_letter = _NUMBERS[department, is_waist]
    return (number - medium) / per_letter


def same_sizes(size: str, kind: str, department: str) -> list[str]:
    """A size as other labels write it: "M" is a woman's "38", as trousers her "28"."""
    step = step_of(size, kind, department)
    sizes = [size]
    if step is None or step != int(step) or kind in _FEET or kind == "belt":
        return sizes
    sizes += [letter.upper() for letter, at in _LETTERS.items() if at == step]
    for (of, is_waist), (medium, per_letter) in _NUMBERS.items():
        if of == department and (not is_waist or SLOTS.get(kind) == "lower"):
            sizes.append(str(medium + int(step) * per_letter))
    return list(dict.fromkeys(sizes))


class Scale(NamedTuple):
    """The sizes of one kind and department, as one shopper sees them."""

    kind: str
    department: str
    own: str | None
    wanted: Sequence[float]
    reach: float
    usual: float | None

    def how_far(self, size: str) -> float | None:
        """0 for the shopper's size, else how many sizes away; None when it cannot be told."""
        if not size or size.casefold() == self.own:
            return 0.0
        offered = step_of(size, self.kind, self.department)
        if not self.wanted or offered is None:
            return None
        return max(0.0, min([abs(step - offered) for step in self.wanted]) - self.reach)

    def may_fit(self, size: str) -> bool:
        """Of a size of which nothing is known: False for shoes that few of these feet wear."""
        if self.kind not in _FEET:
            return True
        step = step_of(size, self.kind, self.department)
        return step is None or step < _NARROWEST_EU or self.from_usual(size) <= _OF_NO_MAN_OR_WOMAN

    def from_usual(self, size: str) -> float:
        """How many sizes from the one that most wear."""
        step = step_of(size, self.kind, self.department)
        return abs(step - self.usual) if step is not None and self.usual is not None else 0.0


@dataclass(frozen=True)
class Worn:
    """The sizes of this visit: kind -> size, as the labels say them."""

    sizes: Mapping[str, str]
    department: str = ""
    _known: dict[tuple[str, str], Scale] = field(default_factory=dict, compare=False, repr=False)

    def scale(self, kind: str, department: str) -> Scale:
        """How the sizes of a kind of garment stand to the shopper's."""
        known = self._known.get((kind, department))
        if known is None:
            own = self.sizes.get(kind)
            # Socks are of several shoe sizes, and a waist is rarely exactly a letter.
            reach = _REACH.get(kind, 0.5) if own is None or kind == "socks" else 0.0
            of = self.department or department
            known = self._known[kind, department] = Scale(
                kind,
                # Of what is for all, the shopper's.
                department if department in ("women", "men") else of,
                own.casefold() if own is not None else None,
                self._steps(kind, own),
                reach,
                _USUAL_SHOE.get(of) if kind in _FEET else 0.0,
            )
        return known

    def how_far(self, kind: str, department: str, size: str) -> float | None:
        """0 for the shopper's size, else how many sizes away; None when it cannot be told."""
        return self.scale(kind, department).how_far(size)

    def _steps(self, kind: str, own: str | None) -> list[float]:
        """Where the sizes stand that tell of this kind: its own, else its place's, else all."""
        if own is not None:
            told = [(kind, own)]
        else:
            told = [one for one in self.sizes.items() if _tells(one[0], kind)]
            place = _PLACES.get(kind)
            told = [one for one in told if _PLACES.get(one[0]) == place] or told
        steps = [step_of(size, other, self.department) for other, size in told]
        return [step for step in steps if step is not None]


def _tells(one: str, other: str) -> bool:
    """Whether the size of one kind tells anything of another's: feet and bodies do not."""
    return (one in _FEET and other in _FEET) or (one in _BODY and other in _BODY)


def after(said: str, size: str, sizes: Iterable[str]) -> str:
    """The size to try instead, of a garment's sizes, when this one was too small or big.

    The same where there is none beyond it. Of jeans it is a wider one of the same length.
    """
    known = list(dict.fromkeys(sizes))
    if size not in known or said not in (TOO_SMALL, TOO_BIG):
        return size
    scale, place = _on_label(size)
    alike = [one for one in known if _on_label(one)[0] == scale]
    as_long = [one for one in alike if _on_label(one)[1][1:] == place[1:]]
    alike = as_long if len(as_long) > 1 else alike
    ordered = [alike[at] for at in in_order([("", one) for one in alike])]
    at = ordered.index(size) + (1 if said == TOO_SMALL else -1)
    return ordered[at] if 0 <= at < len(ordered) else size


def in_order(labels: Sequence[tuple[str, str]]) -> Sequence[int]:
    """Where each (colour, size) is taken from, so that a colour's sizes go from small to large.

    Colours keep their places, and so does a size that is on no scale ("One size").
    """
    groups: dict[tuple[str, str], list[tuple[tuple[float, ...], int]]] = {}
    for at, (colour, size) in enumerate(labels):
        scale, place = _on_label(size)
        if place:
            groups.setdefault((colour, scale), []).append((place, at))
    order = list(range(len(labels)))
    for group in groups.values():
        for (_, to), (_, at) in zip(group, sorted(group), strict=True):
            order[to] = at
    return order


@lru_cache(maxsize=4096)
def _on_label(size: str) -> tuple[str, tuple[float, ...]]:
    """A size's scale and where it stands there, as it is written: nothing is known of the garment.

    Months and years ("6M", "2Y") are two scales. () for what is on none.
    """
    plain = size.strip().casefold()
    letters = [_MORE_LETTERS.get(part.strip()) for part in plain.split("/")]
    steps = [step for step in letters if step is not None]
    if len(steps) == len(letters):
        return "letters", (sum(steps) / len(steps),)
    numbers = [float(number.replace(",", ".")) for number in _NUMBER.findall(plain)]
    return _NUMBER.sub("#", plain) if numbers else "", tuple(numbers)


def worn(
    garments: Iterable[tuple[str, str]], told: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Kind -> size, of (kind, size) in order of arrival: the newest of a kind counts.

    `told` are sizes that the shopper's feedback on a kind led to; they count before what hangs.
    """
    sizes = {kind: size for kind, size in garments if kind and size}
    return {**sizes, **(told or {})}
