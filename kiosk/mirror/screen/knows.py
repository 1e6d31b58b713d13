"""The sheet "what this mirror knows": everything held of this visit, in words and counts. Pure.

Owns that nothing is left out: a field of the visit that says something of its shopper has its line
here, or the test of this module fails.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.mirror.screen.words import Words
from kiosk.mirror.visit import rating
from kiosk.mirror.visit.sheet import SheetKind
from kiosk.mirror.visit.visit import FittingVisit


@dataclass(frozen=True, slots=True)
class Knows:
    intro: str = ""
    lines: tuple[str, ...] = ()
    end: str = ""
    forget: str = ""
    forget_more: str = ""


KNOWS_NOTHING = Knows()


def knows_of(visit: FittingVisit, words: Words) -> Knows:
    if visit.sheet is None or visit.sheet.kind is not SheetKind.KNOWS:
        return KNOWS_NOTHING
    return Knows(
        intro=words.knows_intro,
        lines=tuple(_lines(visit, words)),
        end=words.knows_end,
        forget=words.forget,
        forget_more=words.forget_more,
    )


def _lines(visit: FittingVisit, words: Words) -> Iterator[str]:
    yield words.knows_garments(len(visit.garments) + len(visit.unknown))
    if before := visit.hung - {*visit.tags, *visit.unknown}:
        yield words.knows_before(len(before))
    if visit.handed:
        yield words.knows_handed(len(visit.handed))
    if visit.sizes:
        yield words.knows_sizes(", ".join(dict.fromkeys(size for _, size in visit.sizes)))
    if visit.requests:
        yield words.knows_asked(len(visit.requests))
    if visit.held:
        yield words.knows_held(len(visit.held))
    if visit.missing:
        yield words.knows_missing(len(visit.missing))
    if visit.payment is not None or visit.sent is not None or visit.paid:
        yield words.knows_paying
    if rating.given(visit):
        yield words.knows_rating
    if visit.manners != visit.shop_manners:
        yield words.knows_manners
    if visit.phones:
        yield words.phones(visit.phones)
