"""The rows of the mirror's lists: what is drawn of a garment, an offer, an answer, a choice.

Owns their shape. A picture is a key, a money or a size is already words.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GarmentRow:
    """`place` counts the cells of the glass from 0; `swatches` are colours in stock."""

    key: str
    title: str
    price: str
    label: str
    sizes: str
    swatches: tuple[str, ...]
    colours: str
    picture: str
    place: int


@dataclass(frozen=True, slots=True)
class OfferRow:
    """`key` is the variant's: of two substitutes one product may be both, in two colours."""

    key: str
    title: str
    price: str
    why: str
    picture: str
    variant: int


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One request and its answer. `lively`: somebody is on the way. `picture` is the colleague's,
    `initials` stand where there is none, "" for no colleague. `never_mind`: it can be taken back.
    """

    key: str
    about: str
    answer: str
    lively: bool
    picture: str = ""
    initials: str = ""
    never_mind: bool = False


@dataclass(frozen=True, slots=True)
class MarkRow:
    """What opens a sheet: the sheet's kind, and its name."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class HandedRow:
    """A garment that was handed back, by its tag."""

    key: str
    about: str
    picture: str


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """A colour or size that can be chosen. `swatch` is "#RRGGBB" or "".

    `here`: a piece of it hangs in the room. `in_stock`: the shop has one, here or elsewhere.
    """

    key: str
    name: str
    swatch: str
    chosen: bool
    in_stock: bool
    here: bool = False
