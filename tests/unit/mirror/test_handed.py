"""What a piece that was handed back leads to: the next size, or what costs less now."""

from __future__ import annotations

from dataclasses import replace

from catalog.money import Money
from catalog.product import Reason, ReasonKind
from kiosk.mirror.visit.events import Cost, CostsFound, Fault, FaultTapped, SubstitutesFound
from kiosk.mirror.visit.visit import FittingVisit
from kiosk.mirror.visit.wondering import MOST_PRODUCTS, wondered
from tests.unit.mirror.boutique import garment, offer, product, tag, variant
from tests.unit.mirror.steps import JEANS, SHIRT, hung, live

TEE = product(21, "Tee", "tee", "80.00", ("White",), sizes=("S", "M", "L", "XL", "XS"))
OTHER_TEE = product(22, "Other tee", "tee", "60.00", ("White",))
LIKE = offer(OTHER_TEE, Reason(ReasonKind.SAME_KIND, "tee"))


def handed_back(size: str) -> tuple[FittingVisit, float]:
    visit, _, now = live((hung(garment(9, TEE, size=size), SHIRT), hung(SHIRT)))
    return visit, now


def test_what_is_larger_than_the_largest_is_nothing_whatever_the_order_in_the_file() -> None:
    visit, now = handed_back("XL")
    after = visit.after(FaultTapped(tag(9), Fault.TOO_SMALL), now).visit
    assert (after.focus, after.sizes) == (None, ())


def test_the_size_that_stands_last_in_the_file_is_the_smaller_one() -> None:
    visit, now = handed_back("S")
    after = visit.after(FaultTapped(tag(9), Fault.TOO_BIG), now).visit
    assert after.focus is not None
    assert after.focus.variant.size == "XS"
    assert after.sizes == (("tee", "XS"),)


def test_what_costs_more_than_the_offers_price_of_a_piece_is_not_less_dear() -> None:
    visit, now = handed_back("M")
    worn, like = variant(TEE, size="M"), LIKE.variant
    halved = CostsFound((Cost(worn.id, Money(4000, "EUR"), ("Sale",)),))
    both = CostsFound((*halved.costs, Cost(like.id, Money(3000, "EUR"), ("Sale",))))
    visit = visit.after(SubstitutesFound(worn.id, (LIKE,)), now).visit
    tapped = FaultTapped(tag(9), Fault.TOO_DEAR)
    assert visit.after(halved, now).visit.after(tapped, now).visit.focus is None
    for costs in (CostsFound(()), both):
        focus = visit.after(costs, now).visit.after(tapped, now).visit.focus
        assert focus is not None
        assert focus.variant == like


def test_what_was_handed_back_is_priced_in_a_full_room_too() -> None:
    visit, _ = handed_back("M")
    products = [product(100 + n, f"Tee {n}", "tee", "10.00", ("White",)) for n in range(30)]
    rail = tuple(garment(100 + n, one) for n, one in enumerate(products))
    full = wondered(replace(visit, garments=(*rail, JEANS)))
    assert TEE in full.products
    assert len(full.products) == MOST_PRODUCTS
