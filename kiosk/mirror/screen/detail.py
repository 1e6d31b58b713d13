"""What is drawn of the one garment or offer that is looked at larger.

Owns its words and choices. Does not know where it is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk.mirror.screen import words as text
from kiosk.mirror.screen.answers import answer_row
from kiosk.mirror.screen.garments import offer_row, picture
from kiosk.mirror.screen.rows import ChoiceRow, OfferRow
from kiosk.mirror.screen.spoken import whole_end
from kiosk.mirror.screen.words import Words
from kiosk.mirror.visit import telling
from kiosk.mirror.visit.focus import Focus
from kiosk.mirror.visit.visit import FittingVisit

if TYPE_CHECKING:
    from catalog.money import Money
    from catalog.product import Product, Variant


MOST_INSTEAD = 2


@dataclass(frozen=True, slots=True)
class Detail:
    """`offer` names the shop's offers that made the price what it is. `hold` and `send` are what
    can be done where nobody is there to bring anything. `answer` is what came of asking, with the
    `initials` or the picture of who gave it. `instead` is shown of what is sold out.
    """

    key: str = ""
    title: str = ""
    price: str = ""
    was: str = ""
    offer: str = ""
    why: str = ""
    picture: str = ""
    colour: str = ""
    stock: str = ""
    fabric: str = ""
    care: str = ""
    bring: str = ""
    can_bring: bool = False
    hold: str = ""
    send: str = ""
    answer: str = ""
    answered_by: str = ""
    initials: str = ""
    never_mind: str = ""
    instead: tuple[OfferRow, ...] = ()
    colours: tuple[ChoiceRow, ...] = ()
    sizes: tuple[ChoiceRow, ...] = ()


NOTHING = Detail()


def detail_of(visit: FittingVisit, focus: Focus, words: Words) -> Detail:
    product, variant = focus.product, focus.variant
    request = visit.asked_for_focus
    row = answer_row(visit, request, words) if request else None
    here = [garment.variant for garment in visit.garments if garment.product.id == product.id]
    known_colours = {garment.colour for garment in here} or {
        focus.seen_in or _offered_colour(visit, focus)
    }
    offered = [offer for offer in visit.offers if offer.product.id == product.id]
    cost = visit.cost(variant)
    instead = () if _can_be_had(visit, focus) else visit.instead_of(variant)[:MOST_INSTEAD]
    price = visit.price(variant)
    return Detail(
        key=f"{product.id}",
        title=text.title(product.title),
        price=words.money(price),
        was=words.money(_was(variant, price)),
        offer=", ".join(cost.titles) if cost else "",
        why=words.why(offered[0].reasons) if offered and focus.tag is None else "",
        picture=picture(product, variant),
        colour=variant.colour,
        stock=_stock(visit, variant, words),
        fabric=product.fabric,
        care=product.care,
        bring=words.bring(variant.size, variant.colour, variant.colour not in known_colours)
        if visit.can_bring
        else "",
        can_bring=visit.can_bring,
        hold=words.hold if visit.can_hold else "",
        send=words.send if telling.can_send(visit) else "",
        answer=row.answer if row else "",
        answered_by=row.picture if row else "",
        initials=row.initials if row else "",
        never_mind=words.never_mind if visit.regretted else "",
        instead=tuple(offer_row(visit, offer, words) for offer in instead),
        colours=_colour_choices(product, variant),
        sizes=_size_choices(visit, product, variant),
    )


def _stock(visit: FittingVisit, variant: Variant, words: Words) -> str:
    here = visit.is_here(variant)
    if variant.id in visit.missing and not here:  # who looked for it knows better than the count
        return whole_end(words.not_found)
    return words.left(visit.left_in_shop(variant), variant.size, variant.colour, here)


def _can_be_had(visit: FittingVisit, focus: Focus) -> bool:
    return visit.focus_is_here or visit.left_in_shop(focus.variant) > 0


def _was(variant: Variant, price: Money) -> Money | None:
    """What it cost before, where that was more."""
    known = [money for money in (variant.compare_at, variant.price) if money is not None]
    before = max(known, key=lambda money: money.minor)
    return before if before.minor > price.minor else None


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
