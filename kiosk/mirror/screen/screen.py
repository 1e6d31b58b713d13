"""What the mirror shows for a fitting visit: one frozen value, a pure function of the visit.

Owns which screen there is and what lies on it; the parts are in modules of their own. Does not know
pixels, Qt or files: pictures are keys. Every screen can be made from a state, without a click.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from kiosk.mirror.screen.answers import answers, asked, calling
from kiosk.mirror.screen.comfort import UNTOUCHED, Comfort, comfort_of, dim_of
from kiosk.mirror.screen.detail import NOTHING, Detail, detail_of
from kiosk.mirror.screen.ending import (
    NO_QUESTION,
    NOTHING_HANDED,
    HandedBack,
    Question,
    handed_back,
    question,
)
from kiosk.mirror.screen.garments import garment_row, offer_row, picture, total
from kiosk.mirror.screen.knows import KNOWS_NOTHING, Knows, knows_of
from kiosk.mirror.screen.phone import NO_PHONE, Phone, phone_of
from kiosk.mirror.screen.rows import AnswerRow, GarmentRow, MarkRow, OfferRow
from kiosk.mirror.screen.words import Words
from kiosk.mirror.visit import telling
from kiosk.mirror.visit.asked import PaymentStatus
from kiosk.mirror.visit.manners import USUAL, Manners
from kiosk.mirror.visit.sheet import SheetKind
from kiosk.mirror.visit.visit import FittingVisit


class Scene(StrEnum):
    """`WORD`: nothing hangs here any more, but there is something to say or to ask."""

    ATTRACT = "attract"
    ROOM = "room"
    DETAIL = "detail"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Screen:
    """All that is drawn. `word` is a large sentence in a room without garments.

    `pictures` differs from the last screen's when files of pictures have come meanwhile. `more`
    counts the garments that hang here and are not on the glass, `soon` are the pictures of those
    that a tap on it shows. `marks` open sheets; `asked` is what is still waited for, `asked_for`
    opens its sheet. `dim` is how much darker than it can be the screen is in the room's light.
    """

    scene: Scene = Scene.ATTRACT
    shop: str = ""
    invitations: tuple[str, ...] = ()
    pictures: int = 0
    garments: tuple[GarmentRow, ...] = ()
    more: int = 0
    more_label: str = ""
    soon: tuple[str, ...] = ()
    offers: tuple[OfferRow, ...] = ()
    offers_title: str = ""
    answers: tuple[AnswerRow, ...] = ()
    asked: tuple[AnswerRow, ...] = ()
    asked_for: str = ""
    never_mind: str = ""
    handed: HandedBack = NOTHING_HANDED
    question: Question = NO_QUESTION
    detail: Detail = NOTHING
    word: str = ""
    aside: str = ""
    pay: str = ""
    total: str = ""
    paying: str = ""
    paid: bool = False
    call: str = ""
    calling: str = ""
    advice: str = ""
    back: str = ""
    marks: tuple[MarkRow, ...] = ()
    sheet: SheetKind | None = None
    sheet_title: str = ""
    comfort: Comfort = UNTOUCHED
    phone: Phone = NO_PHONE
    knows: Knows = KNOWS_NOTHING
    dim: float = 0.0
    manners: Manners = USUAL


def screen_of(visit: FittingVisit, *, shop: str, words: Words) -> Screen:
    """The screen of a visit in a shop of this name, in these words."""
    unknown = words.unknown(len(visit.unknown), len(visit.garments))
    called = calling(visit, words)
    call = words.call if visit.can_ask and not called else ""
    paying = words.paying(visit.payment) if visit.payment else ""
    room = Screen(
        shop=shop,
        pictures=visit.pictures,
        answers=answers(visit, words),
        detail=detail_of(visit, visit.focus, words) if visit.focus else NOTHING,
        calling=called,
        back=words.back,
        never_mind=words.never_mind if visit.sheet else "",
        marks=_marks(visit, words),
        sheet=visit.sheet.kind if visit.sheet else None,
        sheet_title=words.mark(visit.sheet.kind) if visit.sheet else "",
        asked=asked(visit, words) if visit.sheet else (),
        comfort=comfort_of(visit, words) if visit.sheet else UNTOUCHED,
        phone=phone_of(visit, words),
        knows=knows_of(visit, words),
        dim=dim_of(visit),
        manners=visit.manners,
    )
    if visit.garments:
        return _with_garments(room, visit, words, unknown=unknown, call=call, paying=paying)
    if visit.focus:
        return replace(room, scene=Scene.DETAIL, call=call, advice=_advice(visit, words))
    word = paying or unknown or (words.sorry if visit.sorry_until is not None else "")
    asking = question(visit, shop, words)
    # One thing at a time, and what is said has the first word.
    busy = word or visit.rating or len(room.answers) > 1
    handed = NOTHING_HANDED if busy else handed_back(visit, words)
    if word or room.answers or visit.rating or visit.handed:
        return replace(
            room,
            scene=Scene.WORD,
            word=word,
            question=asking,
            handed=handed,
            call=call if unknown and word == unknown else "",
        )
    # Nobody is invited to hang what would not be seen.
    return replace(
        room,
        invitations=words.welcomes if visit.reader_missed else words.invitations,
        call=call if visit.reader_missed else "",
    )


def _with_garments(
    room: Screen, visit: FittingVisit, words: Words, *, unknown: str, call: str, paying: str
) -> Screen:
    on_glass = visit.on_glass
    waiting = telling.to_look_at(visit)
    return replace(
        room,
        scene=Scene.DETAIL if visit.focus else Scene.ROOM,
        garments=tuple(
            garment_row(visit, garment, place, words) for place, garment in enumerate(on_glass)
        ),
        more=len(visit.garments) - len(on_glass),
        more_label=words.more,
        soon=tuple(picture(g.product, g.variant) for g in visit.glass.soon(visit.garments)),
        offers=tuple(offer_row(visit, offer, words) for offer in visit.offers),
        offers_title=words.goes_with(len(visit.garments)),
        asked_for=words.asked_for(waiting) if waiting else "",
        handed=NOTHING_HANDED if visit.focus else handed_back(visit, words),
        aside=unknown or (words.missing if visit.reader_missed else ""),
        pay=words.pay(len(visit.garments)) if visit.can_pay else "",
        total=total(visit, words),
        paying="" if visit.can_pay else paying,
        paid=visit.payment is not None and visit.payment.status is PaymentStatus.PAID,
        call=call,
        advice=_advice(visit, words),
    )


def _marks(visit: FittingVisit, words: Words) -> tuple[MarkRow, ...]:
    """The phone's while it could be reached; nothing is known of nobody."""
    kinds = [SheetKind.LANGUAGES, SheetKind.COMFORT]
    if visit.began:
        kinds.append(SheetKind.KNOWS)
        if visit.hub_near and visit.phone_url and visit.token:
            kinds.insert(0, SheetKind.PHONE)
    return tuple(MarkRow(key=kind.value, name=words.mark(kind)) for kind in kinds)


def _advice(visit: FittingVisit, words: Words) -> str:
    """What to do when a request was not passed on, or would not be."""
    if not visit.hub_near:
        return words.no_hub
    return words.sorry if visit.sorry_until is not None else ""
