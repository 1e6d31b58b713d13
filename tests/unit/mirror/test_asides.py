"""What the mirror has looked up besides: prices end with the offer that made them."""

from __future__ import annotations

from decimal import Decimal

from catalog.pricing.rule import Rule, RuleKind
from kiosk.mirror.room.asides import Asides
from kiosk.mirror.visit.events import CostsFound, Event
from kiosk.mirror.visit.wondering import Wondered
from tests.unit.mirror.boutique import LINEN_SHIRT, garment
from tests.unit.mirror.fakes import PlayedShop


def test_a_price_ends_with_the_last_offer_of_the_shop() -> None:
    said: list[Event] = []
    asides = Asides(said.append, lambda _: None)
    hangs = garment(1, LINEN_SHIRT, "Ivory")
    shop = PlayedShop([hangs])
    asides.wonder(Wondered((), (hangs.product,), (hangs,)))

    shop.rules = (Rule(1, "Autumn offer", RuleKind.PERCENT, percent=Decimal(20)),)
    asides.turn(shop, 1)
    assert isinstance(said[-1], CostsFound)
    assert said[-1].costs

    shop.rules = ()
    asides.turn(shop, 2)
    assert said[-1] == CostsFound(())

    asides.turn(shop, 3)
    assert len(said) == 2, "nothing has changed since"
