"""What a visit looks at larger: a garment, an offer, or what a garment handed back leads to.

Owns what is looked at after each tap. Pure.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hardware.rfid.reader import TagId
from kiosk.mirror.visit.events import CostsFound, Fault, FaultTapped, SubstitutesFound
from kiosk.mirror.visit.focus import Focus
from kiosk.mirror.visit.handed import Handed, less_dear, next_size, other_colour

if TYPE_CHECKING:
    from catalog.product import Product
    from kiosk.mirror.visit.visit import FittingVisit

MOST_SPOKEN_OF = 60  # products; the phone's list is as long as a visit makes it
MOST_SUBSTITUTED = 4  # variants whose substitutes are remembered


def at(visit: FittingVisit, focus: Focus | None) -> FittingVisit:
    return replace(visit, focus=focus, handed=(), sheet=None) if focus else visit


def at_garment(visit: FittingVisit, tag: TagId, now: float) -> FittingVisit:
    for garment in visit.garments:
        if garment.tag == tag:
            return at(visit, Focus(garment.product, garment.variant, tag, now))
    return visit


def at_piece(visit: FittingVisit, variant_id: int, now: float) -> FittingVisit:
    for garment in visit.garments:
        if garment.variant.id == variant_id:
            return at_garment(visit, garment.tag, now)
    found = visit.piece(variant_id)
    return at(visit, Focus(*found, None, now)) if found else visit


def remembering(before: FittingVisit, visit: FittingVisit) -> FittingVisit:
    """What hung here or was offered can be asked for again: it stands on the phone's list."""
    if not before.token or visit.token != before.token:
        return replace(visit, spoken_of=()) if visit.spoken_of else visit
    if visit.garments is before.garments and visit.offers is before.offers:
        return visit
    here = {product.id for product in _products(visit)}
    gone = {product.id: product for product in _products(before) if product.id not in here}
    if not gone:
        return visit
    kept = [product for product in visit.spoken_of if product.id not in gone]
    return replace(visit, spoken_of=(*kept, *gone.values())[-MOST_SPOKEN_OF:])


def _products(visit: FittingVisit) -> list[Product]:
    offered = [offer.product for offer in visit.offers]
    return offered + [garment.product for garment in visit.garments]


def choosing(visit: FittingVisit, colour: str | None, size: str | None, now: float) -> FittingVisit:
    focus = visit.focus
    return replace(visit, focus=focus.choosing(colour, size, now)) if focus else visit


def finding(visit: FittingVisit, found: SubstitutesFound) -> FittingVisit:
    others = [one for one in visit.substitutes if one.variant_id != found.variant_id]
    return (
        replace(visit, substitutes=(*others, found)[-MOST_SUBSTITUTED:]) if visit.began else visit
    )


def pricing(visit: FittingVisit, found: CostsFound) -> FittingVisit:
    if not visit.began:
        return visit
    return replace(visit, costs=found.costs, total=(found.tags, found.total))


def after_fault(visit: FittingVisit, event: FaultTapped, now: float) -> FittingVisit:
    """Why it was handed back is known: what would be tried next is looked at, if there is such."""
    handed = next((one for one in visit.handed if one.tag == event.tag), None)
    if handed is None:
        return visit
    others = tuple(one for one in visit.handed if one is not handed)
    told = replace(visit, handed=others, sizes=_sizes(visit, handed, event.fault))
    focus = _next(visit, handed, event.fault, now)
    return replace(told, focus=focus, handed=()) if focus else told


def _next(visit: FittingVisit, handed: Handed, fault: Fault, now: float) -> Focus | None:
    product, variant = handed.garment.product, handed.garment.variant
    same = Focus(product, variant, None, now, seen_in=variant.colour)
    match fault:
        case Fault.TOO_SMALL | Fault.TOO_BIG:
            size = next_size(product, variant, fault)
            return same.choosing(None, size, now) if size else None
        case Fault.NOT_MY_COLOUR:
            other = other_colour(product, variant)
            return replace(same, variant=other) if other else None
        case Fault.TOO_DEAR:
            offer = less_dear(variant, visit.instead_of(variant), visit.price)
            return Focus(offer.product, offer.variant, None, now) if offer else None


def _sizes(visit: FittingVisit, handed: Handed, fault: Fault) -> tuple[tuple[str, str], ...]:
    product, variant = handed.garment.product, handed.garment.variant
    if fault not in (Fault.TOO_SMALL, Fault.TOO_BIG):
        return visit.sizes
    return wearing(visit.sizes, product.kind, next_size(product, variant, fault))


def wearing(
    sizes: tuple[tuple[str, str], ...], kind: str, size: str
) -> tuple[tuple[str, str], ...]:
    """`sizes` with this one for this kind of garment."""
    if not kind or not size:
        return sizes
    return (*((one, worn) for one, worn in sizes if one != kind), (kind, size))
