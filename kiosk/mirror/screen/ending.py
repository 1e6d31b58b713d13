"""What is drawn when a garment was handed back, and at the end of a visit: the two questions.

Owns their rows. When they are asked is the visit's to say.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.mirror.screen import words as text
from kiosk.mirror.screen.garments import picture
from kiosk.mirror.screen.rows import ChoiceRow, HandedRow
from kiosk.mirror.screen.words import Words
from kiosk.mirror.visit.events import Fault
from kiosk.mirror.visit.handed import Handed
from kiosk.mirror.visit.rating import SCORES, WORDS
from kiosk.mirror.visit.visit import FittingVisit


@dataclass(frozen=True, slots=True)
class HandedBack:
    """`faults` are the same for every garment."""

    title: str = ""
    rows: tuple[HandedRow, ...] = ()
    faults: tuple[ChoiceRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """`scores` until one is chosen, then `words`, then neither: `title` says thank you."""

    title: str = ""
    scores: tuple[ChoiceRow, ...] = ()
    lowest: str = ""
    highest: str = ""
    words: tuple[ChoiceRow, ...] = ()


NOTHING_HANDED = HandedBack()
NO_QUESTION = Question()


def handed_back(visit: FittingVisit, words: Words) -> HandedBack:
    if not visit.handed:
        return NOTHING_HANDED
    return HandedBack(
        title=words.how_was_it(len(visit.handed)),
        rows=tuple(_handed_row(handed) for handed in visit.handed),
        faults=tuple(_choice(fault.value, words.fault(fault)) for fault in Fault),
    )


def _handed_row(handed: Handed) -> HandedRow:
    product, variant = handed.garment.product, handed.garment.variant
    about = ", ".join(part for part in (text.title(product.title), variant.label) if part)
    return HandedRow(key=str(handed.tag), about=about, picture=picture(product, variant))


def question(visit: FittingVisit, shop: str, words: Words) -> Question:
    rating = visit.rating
    if rating is None:
        return NO_QUESTION
    if rating.sent:
        return Question(title=words.thank_you)
    if rating.score is not None:
        named = tuple(_choice(word, words.rating_word(word)) for word in WORDS)
        return Question(title=words.in_a_word, words=named)
    return Question(
        title=words.would_you_recommend(shop),
        scores=tuple(_choice(str(score), str(score)) for score in SCORES),
        lowest=words.not_at_all,
        highest=words.gladly,
    )


def _choice(key: str, name: str) -> ChoiceRow:
    return ChoiceRow(key=key, name=name, swatch="", chosen=False, in_stock=True)
