"""What a visit wonders about besides what hangs here: what is like a piece, what pieces cost now.

Owns these questions to the catalog: each is asked once of a version of it, and prices again as time
goes by, for offers begin and end. Called in the wardrobe's thread, except `wonder`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

from hardware.rfid.reader import TagId
from kiosk.mirror.visit.events import Cost, CostsFound, Event, Garment, SubstitutesFound
from kiosk.mirror.visit.wondering import NOTHING_WONDERED, Wondered

if TYPE_CHECKING:
    from catalog.money import Money
    from catalog.pricing.rule import Rule
    from catalog.product import Offer, Variant

PRICES_LAST_S = 30.0
MOST_PRICED = 60  # pieces of a sum: of a whole rail nobody asks what it costs
MOST_KNOWN = 20


class Shop(Protocol):
    def instead_of(self, variant: Variant, limit: int = 4) -> tuple[Offer, ...]: ...

    def price_rules(self) -> tuple[Rule, ...]: ...


class Asides:
    """`publish` is called with what was found, `look` with each key of a picture that it needs."""

    def __init__(
        self,
        publish: Callable[[Event], None],
        look: Callable[[str], object],
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._publish = publish
        self._look = look
        self._now = now
        self._clock = clock
        self._wondered: Wondered = NOTHING_WONDERED
        self._told: dict[
            int, tuple[int, tuple[Offer, ...]]
        ] = {}  # variant -> version, what is like
        self._said: frozenset[int] = frozenset()
        self._priced: tuple[int, Wondered] | None = None
        self._priced_at = 0.0
        self._ruled = False  # by the rules of the price that was said last

    def wonder(self, wondered: Wondered) -> bool:
        """What the visit wonders about now; whether that is anything new."""
        new, self._wondered = wondered != self._wondered, wondered
        return new

    def turn(self, shop: Shop, version: int) -> None:
        """Finds and says what is not known yet."""
        wondered = self._wondered
        self._substitute(shop, version, wondered)
        lasted = self._clock() - self._priced_at
        if self._priced != (version, wondered) or lasted >= PRICES_LAST_S:
            self._price(shop, wondered)
            self._priced, self._priced_at = (version, wondered), self._clock()

    def _substitute(self, shop: Shop, version: int, wondered: Wondered) -> None:
        ids = frozenset(variant.id for variant in wondered.missed)
        for variant in wondered.missed:
            known = self._told.get(variant.id)
            if known is None or known[0] != version:
                found = tuple(shop.instead_of(variant))
                for offer in found:
                    self._look(offer.variant.picture)
                if len(self._told) >= MOST_KNOWN:
                    self._told.clear()
                self._told[variant.id] = version, found
            elif variant.id in self._said:
                continue
            self._publish(SubstitutesFound(variant.id, self._told[variant.id][1]))
        self._said = ids

    def _price(self, shop: Shop, wondered: Wondered) -> None:
        from catalog.pricing.prices import Piece, price

        rules, now = shop.price_rules(), self._now()
        if not rules and not self._ruled and self._priced is not None:
            return  # what was said last still holds
        self._ruled = bool(rules)
        if not rules:
            self._publish(CostsFound(()))
            return
        costs = []
        for product in wondered.products:
            for variant in product.variants:
                (one,) = price([Piece.of("", product, variant)], rules, now=now).pieces
                if one.price != one.list_price:
                    costs.append(Cost(variant.id, one.price, one.titles))
        tags = frozenset(garment.tag for garment in wondered.garments)
        self._publish(CostsFound(tuple(costs), tags, _sum(wondered.garments, rules, now)))


def _sum(garments: Sequence[Garment], rules: Sequence[Rule], now: datetime) -> Money | None:
    """Of all of them together, as the checkout would say; None where there is no such sum."""
    from catalog.money import Money
    from catalog.pricing.prices import Piece, price

    currencies = {garment.variant.price.currency for garment in garments}
    if len(currencies) != 1 or len(garments) > MOST_PRICED:
        return None
    pieces = [Piece.of(_key(g.tag), g.product, g.variant) for g in garments]
    minor = sum(one.price.minor for one in price(pieces, rules, now=now).pieces)
    return Money(minor, currencies.pop())


def _key(tag: TagId) -> str:
    return str(tag)
