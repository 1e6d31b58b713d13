"""What is drawn of the one garment or offer that is looked at larger.

Owns its words and choices. Does not know where it is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk.mirror.screen import words as text
from kiosk.mirror.screen.garments import picture
from kiosk.mirror.screen.rows import ChoiceRow
from kiosk.mirror.screen.words import Words
from kiosk.mirror.visit.events import RequestKind
from kiosk.mirror.visit.focus import Focus
from kiosk.mirror.visit.visit import FittingVisit

if TYPE_CHECKING:
    from catalog.product import Product, Variant


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


NOTHING = Detail()


def detail_of(visit: FittingVisit, focus: Focus, words: Words) -> Detail:
    product, variant = focus.product, focus.variant
    request = visit.open_request(RequestKind.BRING, variant.id)
    here = [garment.variant for garment in visit.garments if garment.product.id == product.id]
    known_colours = {garment.colour for garment in here} or {_offered_colour(visit, focus)}
    offered = [offer for offer in visit.offers if offer.product.id == product.id]
    return Detail(
        key=f"{product.id}",
        title=text.title(product.title),
        price=words.money(variant.price),
        was=words.money(variant.compare_at) if _reduced(variant) else "",
        why=words.why(offered[0].reasons) if offered and focus.tag is None else "",
        picture=picture(product, variant),
        colour=variant.colour,
        stock=words.left(
            visit.left_in_shop(variant), variant.size, variant.colour, visit.focus_is_here
        ),
        fabric=product.fabric,
        care=product.care,
        bring=words.bring(variant.size, variant.colour, variant.colour not in known_colours),
        can_bring=visit.can_bring,
        answer=words.request_answer(request, visit.answer_minutes) if request else "",
        never_mind=words.never_mind if visit.regretted else "",
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


def _reduced(variant: Variant) -> bool:
    return variant.compare_at is not None and variant.compare_at > variant.price
