"""What the mirror shows for a fitting visit: one frozen value, a pure function of the visit.

Owns which screen there is, which rows and words are on it and what can be touched. Does not know
pixels, Qt or files: pictures are keys. Every screen can be made from a state, without a click.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from kiosk.mirror.screen import words
from kiosk.mirror.visit.asked import PaymentStatus
from kiosk.mirror.visit.events import Garment, RequestKind, RequestStatus
from kiosk.mirror.visit.visit import FittingVisit, Focus

if TYPE_CHECKING:
    from catalog.money import Money
    from catalog.product import Offer, Product, Variant


class Scene(StrEnum):
    """`WORD`: nothing hangs here any more, but there is something to say."""

    ATTRACT = "attract"
    ROOM = "room"
    DETAIL = "detail"
    WORD = "word"


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
    key: str
    title: str
    price: str
    why: str
    picture: str
    variant: int


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One request and its answer. `lively`: somebody is on the way."""

    key: str
    about: str
    answer: str
    lively: bool


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


@dataclass(frozen=True, slots=True)
class Detail:
    key: str = ""
    title: str = ""
    price: str = ""
    was: str = ""
    why: str = ""
    picture: str = ""
    colour: str = ""
    stock: str = ""
    fabric: str = ""
    care: str = ""
    bring: str = ""
    can_bring: bool = False
    answer: str = ""
    never_mind: str = ""
    colours: tuple[ChoiceRow, ...] = ()
    sizes: tuple[ChoiceRow, ...] = ()


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
    soon: tuple[str, ...] = ()
    offers: tuple[OfferRow, ...] = ()
    offers_title: str = ""
    answers: tuple[AnswerRow, ...] = ()
    detail: Detail = Detail()
    word: str = ""
    aside: str = ""
    pay: str = ""
    total: str = ""
    paying: str = ""
    paid: bool = False
    call: str = ""
    calling: str = ""
    advice: str = ""


def screen_of(visit: FittingVisit, *, shop: str, locale: str) -> Screen:
    """The screen of a visit in a shop of this name, with money as `locale` writes it."""
    answers = _answers(visit)
    unknown = words.unknown(len(visit.unknown), len(visit.garments))
    calling = _calling(visit)
    call = words.CALL if visit.can_ask and not calling else ""
    paying = words.paying(visit.payment) if visit.payment else ""
    if not visit.garments:
        word = paying or unknown or (words.SORRY if visit.sorry_until is not None else "")
        if word or answers:
            return Screen(scene=Scene.WORD, shop=shop, answers=answers, word=word)
        # Nobody is invited to hang what would not be seen.
        return Screen(
            shop=shop,
            invitations=words.WELCOME if visit.reader_missed else words.INVITATIONS,
            call=call if visit.reader_missed else "",
        )
    room = visit.focus is None
    on_glass = visit.on_glass
    return Screen(
        scene=Scene.ROOM if room else Scene.DETAIL,
        shop=shop,
        pictures=visit.pictures,
        garments=tuple(_garment(garment, place, locale) for place, garment in enumerate(on_glass)),
        more=len(visit.garments) - len(on_glass),
        soon=tuple(_picture(g.product, g.variant) for g in visit.glass.soon(visit.garments)),
        offers=tuple(_offer(offer, locale) for offer in visit.offers),
        offers_title=words.GOES_WITH if len(visit.garments) == 1 else words.GOES_WITH_THESE,
        answers=answers,
        detail=_detail(visit, visit.focus, locale) if visit.focus else Detail(),
        aside=unknown or (words.MISSING if visit.reader_missed else ""),
        pay=words.pay(len(visit.garments)) if visit.can_pay else "",
        total=_total(visit.garments, locale),
        paying="" if visit.can_pay else paying,
        paid=visit.payment is not None and visit.payment.status is PaymentStatus.PAID,
        call=call,
        calling=calling,
        advice=_advice(visit),
    )


def _advice(visit: FittingVisit) -> str:
    """What to do when a request was not passed on, or would not be."""
    if not visit.hub_near:
        return words.NO_HUB
    return words.SORRY if visit.sorry_until is not None else ""


def _calling(visit: FittingVisit) -> str:
    calls = [request for request in visit.requests if request.kind is RequestKind.CALL]
    return words.request_answer(calls[-1], visit.answer_minutes) if calls else ""


def _garment(garment: Garment, place: int, locale: str) -> GarmentRow:
    product, variant = garment.product, garment.variant
    swatches = _colours_in_stock(product)
    return GarmentRow(
        key=str(garment.tag),
        title=words.title(product.title),
        price=_price(variant.price, locale),
        label=variant.label,
        sizes=words.sizes(_sizes_in_stock(product, variant.colour)),
        swatches=tuple(swatches[:5]) if len(swatches) > 1 else (),
        colours=words.colours(len(swatches)),
        picture=_picture(product, variant),
        place=place,
    )


def _offer(offer: Offer, locale: str) -> OfferRow:
    return OfferRow(
        key=f"{offer.variant.product_id}",
        title=words.title(offer.product.title),
        price=_price(offer.variant.price, locale),
        why=offer.why,
        picture=_picture(offer.product, offer.variant),
        variant=offer.variant.id,
    )


def _answers(visit: FittingVisit) -> tuple[AnswerRow, ...]:
    """The two that were asked for last: more would hang into the face."""
    lively = (RequestStatus.TAKEN, RequestStatus.DONE)
    answers = tuple(
        AnswerRow(
            key=request.id,
            about=words.request_about(request),
            answer=words.request_answer(request, visit.answer_minutes),
            lively=request.status in lively,
        )
        for request in visit.requests
        if request.kind is RequestKind.BRING or not visit.garments
    )
    return answers[-2:]


def _detail(visit: FittingVisit, focus: Focus, locale: str) -> Detail:
    product, variant = focus.product, focus.variant
    request = visit.open_request(RequestKind.BRING, variant.id)
    here = [garment.variant for garment in visit.garments if garment.product.id == product.id]
    known_colours = {garment.colour for garment in here} or {_offered_colour(visit, focus)}
    offered = [offer for offer in visit.offers if offer.product.id == product.id]
    return Detail(
        key=f"{product.id}",
        title=words.title(product.title),
        price=_price(variant.price, locale),
        was=_price(variant.compare_at, locale) if _reduced(variant) else "",
        why=offered[0].why if offered and focus.tag is None else "",
        picture=_picture(product, variant),
        colour=variant.colour,
        stock=words.left(
            visit.left_in_shop(variant), variant.size, variant.colour, visit.focus_is_here
        ),
        fabric=product.fabric,
        care=product.care,
        bring=words.bring(variant.size, variant.colour, variant.colour not in known_colours),
        can_bring=visit.can_bring,
        answer=words.request_answer(request, visit.answer_minutes) if request else "",
        never_mind=words.NEVER_MIND if visit.regretted else "",
        colours=_colour_choices(product, variant),
        sizes=_size_choices(visit, product, variant),
    )


def _offered_colour(visit: FittingVisit, focus: Focus) -> str:
    for offer in visit.offers:
        if offer.product.id == focus.product.id:
            return offer.variant.colour
    return focus.variant.colour


def _colour_choices(product: Product, chosen: Variant) -> tuple[ChoiceRow, ...]:
    by_colour: dict[str, list[Variant]] = {}
    for variant in product.variants:
        by_colour.setdefault(variant.colour, []).append(variant)
    if len(by_colour) < 2:
        return ()
    return tuple(
        ChoiceRow(
            key=colour,
            name=colour,
            swatch=variants[0].colour_hex,
            chosen=colour == chosen.colour,
            in_stock=any(variant.stock > 0 for variant in variants),
        )
        for colour, variants in by_colour.items()
    )


def _size_choices(visit: FittingVisit, product: Product, chosen: Variant) -> tuple[ChoiceRow, ...]:
    by_size: dict[str, list[Variant]] = {}
    for variant in product.variants:
        if variant.colour == chosen.colour:
            by_size.setdefault(variant.size, []).append(variant)
    if set(by_size) == {""}:
        return ()
    here = {garment.variant.id for garment in visit.garments}
    return tuple(
        ChoiceRow(
            key=size,
            name=size,
            swatch="",
            chosen=size == chosen.size,
            in_stock=any(
                visit.left_in_shop(variant) > 0 or variant.id in here for variant in variants
            ),
            here=any(variant.id in here for variant in variants),
        )
        for size, variants in by_size.items()
    )


def _colours_in_stock(product: Product) -> list[str]:
    colours = {v.colour: v.colour_hex for v in product.variants if v.stock > 0 and v.colour_hex}
    return list(colours.values())


def _sizes_in_stock(product: Product, colour: str) -> list[str]:
    sizes = (v.size for v in product.variants if v.colour == colour and v.stock > 0 and v.size)
    return list(dict.fromkeys(sizes))


def _picture(product: Product, variant: Variant) -> str:
    return variant.picture or (product.pictures[0] if product.pictures else "")


def _reduced(variant: Variant) -> bool:
    return variant.compare_at is not None and variant.compare_at > variant.price


@lru_cache(maxsize=1000)
def _price(money: Money | None, locale: str) -> str:
    return words.price(money.text(locale)) if money is not None else ""


def _total(garments: tuple[Garment, ...], locale: str) -> str:
    """Of pieces in one currency; "" where there is no such sum."""
    if len({garment.variant.price.currency for garment in garments}) != 1:
        return ""
    first = garments[0].variant.price
    total = sum(garment.variant.price.minor for garment in garments)
    return _price(replace(first, minor=total), locale)
