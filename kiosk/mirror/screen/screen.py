"""What the mirror shows for a fitting visit: one frozen value, a pure function of the visit.

Owns which screen there is and what lies on it; the parts are in modules of their own. Does not know
pixels, Qt or files: pictures are keys. Every screen can be made from a state, without a click.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kiosk.mirror.screen import words as text
from kiosk.mirror.screen.detail import NOTHING, Detail, detail_of
from kiosk.mirror.screen.garments import garment_row, offer_row, picture, total
from kiosk.mirror.screen.rows import AnswerRow, GarmentRow, OfferRow
from kiosk.mirror.screen.words import INVITATIONS, WELCOME, Words
from kiosk.mirror.visit.asked import PaymentStatus
from kiosk.mirror.visit.events import RequestKind, RequestStatus
from kiosk.mirror.visit.manners import USUAL, Manners
from kiosk.mirror.visit.sheet import SheetKind
from kiosk.mirror.visit.visit import FittingVisit


class Scene(StrEnum):
    """`WORD`: nothing hangs here any more, but there is something to say."""

    ATTRACT = "attract"
    ROOM = "room"
    DETAIL = "detail"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Screen:
    """All that is drawn. `word` is a large sentence in a room without garments.

    `pictures` differs from the last screen's when files of pictures have come meanwhile. `more`
    counts the garments that hang here and are not on the glass, `soon` are the pictures of those
    that a tap on it shows.
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
    sheet: SheetKind | None = None
    manners: Manners = USUAL


def screen_of(visit: FittingVisit, *, shop: str, words: Words) -> Screen:
    """The screen of a visit in a shop of this name, in these words."""
    answers = _answers(visit, words)
    unknown = words.unknown(len(visit.unknown), len(visit.garments))
    calling = _calling(visit, words)
    call = words.call if visit.can_ask and not calling else ""
    paying = words.paying(visit.payment) if visit.payment else ""
    if not visit.garments:
        word = paying or unknown or (words.sorry if visit.sorry_until is not None else "")
        if word or answers:
            return Screen(scene=Scene.WORD, shop=shop, answers=answers, word=word)
        # Nobody is invited to hang what would not be seen.
        return Screen(
            shop=shop,
            invitations=WELCOME if visit.reader_missed else INVITATIONS,
            call=call if visit.reader_missed else "",
        )
    room = visit.focus is None
    on_glass = visit.on_glass
    return Screen(
        scene=Scene.ROOM if room else Scene.DETAIL,
        shop=shop,
        pictures=visit.pictures,
        garments=tuple(
            garment_row(garment, place, words) for place, garment in enumerate(on_glass)
        ),
        more=len(visit.garments) - len(on_glass),
        more_label=words.more,
        soon=tuple(picture(g.product, g.variant) for g in visit.glass.soon(visit.garments)),
        offers=tuple(offer_row(offer, words) for offer in visit.offers),
        offers_title=words.goes_with(len(visit.garments)),
        answers=answers,
        detail=detail_of(visit, visit.focus, words) if visit.focus else NOTHING,
        aside=unknown or (words.missing if visit.reader_missed else ""),
        pay=words.pay(len(visit.garments)) if visit.can_pay else "",
        total=total(visit.garments, words),
        paying="" if visit.can_pay else paying,
        paid=visit.payment is not None and visit.payment.status is PaymentStatus.PAID,
        call=call,
        calling=calling,
        advice=_advice(visit, words),
        back=words.back,
        sheet=visit.sheet.kind if visit.sheet else None,
        manners=visit.manners,
    )


def _advice(visit: FittingVisit, words: Words) -> str:
    """What to do when a request was not passed on, or would not be."""
    if not visit.hub_near:
        return words.no_hub
    return words.sorry if visit.sorry_until is not None else ""


def _calling(visit: FittingVisit, words: Words) -> str:
    calls = [request for request in visit.requests if request.kind is RequestKind.CALL]
    return words.request_answer(calls[-1], visit.answer_minutes) if calls else ""


def _answers(visit: FittingVisit, words: Words) -> tuple[AnswerRow, ...]:
    """The two that were asked for last: more would hang into the face."""
    lively = (RequestStatus.TAKEN, RequestStatus.DONE)
    answers = tuple(
        AnswerRow(
            key=request.id,
            about=text.request_about(request),
            answer=words.request_answer(request, visit.answer_minutes),
            lively=request.status in lively,
        )
        for request in visit.requests
        if request.kind is RequestKind.BRING or not visit.garments
    )
    return answers[-2:]
