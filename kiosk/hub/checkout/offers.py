"""The catalog's offers on a basket: what each line and each bag costs, and what the codes came to.

Owns how a basket is told to `catalog.pricing` and the answer put back into it. Pure: rules, bags
and `now` (UTC) are arguments.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from catalog.money import Money
from catalog.pricing import Piece, Price, Prices, Rule, price
from catalog.product import Item, Product, Resolved, Variant
from hardware.rfid.reader import TagId
from kiosk.hub.checkout.basket import Basket, Line
from kiosk.hub.checkout.order import (
    Approved,
    Code,
    CodeState,
    Extra,
    Order,
    WaitReason,
    Wishes,
)
from kiosk.hub.checkout.tax import NO_TAX, TaxPolicy

Bags = Mapping[str, tuple[Product, Variant]]  # by SKU


@dataclass(frozen=True, slots=True)
class PriceList:
    """What prices depend on besides the pieces: the offers, the bags, and how tax is rounded."""

    rules: tuple[Rule, ...] = ()
    bags: Bags | None = None
    tax: TaxPolicy = NO_TAX

    def changes_after(self, now: datetime) -> datetime | None:
        """When the next offer begins or ends."""
        moments = [moment for rule in self.rules for moment in (rule.starts, rule.ends)]
        return min((each for each in moments if each is not None and each > now), default=None)


def priced(
    basket: Basket,
    resolved: Mapping[TagId, Resolved],
    wishes: Wishes,
    prices: PriceList,
    now: datetime,
) -> Basket:
    """The basket with its lines at what they cost now, and with what goes with them."""
    bags = prices.bags or {}
    wanted = [(*bags[sku], quantity) for sku, quantity in wishes.extras if sku in bags]
    garments = {line.item: _piece(line, resolved[line.tag]) for line in basket.lines}
    pieces = list(garments.values())
    for product, variant, quantity in wanted:
        pieces += [Piece.of(_bag(variant, n), product, variant) for n in range(quantity)]
    approved = [each.code for each in wishes.approved if _holds(each, garments, prices.rules)]
    found = price(pieces, prices.rules, wishes.codes, approved, now)
    costs = {each.key: each for each in found.pieces}
    extras = [
        _extra(product, variant, [costs[_bag(variant, n)] for n in range(quantity)])
        for product, variant, quantity in wanted
    ]
    order = Order(tuple(extras), _codes(wishes, found, prices.rules), wishes.loyalty, prices.tax)
    lines = tuple(_cut(line, costs[str(line.tag)]) for line in basket.lines)
    return replace(basket, lines=lines, order=order)


def _holds(yes: Approved, garments: Mapping[TagId, Piece], rules: Sequence[Rule]) -> bool:
    """A yes is for what lay there: one more piece that the code is for needs another. Bags may
    be added; nobody calls a colleague for a bag."""
    new = [piece for item, piece in garments.items() if item not in yes.items]
    scopes = [rule.scope for rule in rules if rule.code == yes.code and rule.needs_approval]
    return not any(scope.has(piece) for scope in scopes for piece in new)


def _piece(line: Line, found: Resolved) -> Piece:
    assert isinstance(found, Item), "only a known piece is a line"
    return Piece.of(str(line.tag), found.product, found.variant)


def _bag(variant: Variant, number: int) -> str:
    return f"bag {variant.sku} {number}"


def _cut(line: Line, cost: Price) -> Line:
    return replace(line, price=cost.price, list_price=cost.list_price, discount=cost.titles)


def _extra(product: Product, variant: Variant, costs: Sequence[Price]) -> Extra:
    currency = variant.price.currency
    return Extra(
        variant_id=variant.id,
        sku=variant.sku or "",
        title=product.title,
        label=variant.label,
        quantity=len(costs),
        price=Money(sum(each.price.minor for each in costs), currency),
        list_price=Money(sum(each.list_price.minor for each in costs), currency),
        picture=variant.picture,
        discount=tuple(dict.fromkeys(title for each in costs for title in each.titles)),
    )


def _codes(wishes: Wishes, found: Prices, rules: Sequence[Rule]) -> tuple[Code, ...]:
    titles = {rule.code: rule.title for rule in rules if rule.code}
    refused = {code: reason.value for code, reason in found.refused}
    before = {each.code for each in wishes.approved}

    def told(code: str) -> Code:
        title = titles.get(code, "")
        if code in found.waiting:
            why = WaitReason.MORE_PIECES if code in before else WaitReason.NEEDS_APPROVAL
            return Code(code, title, CodeState.WAITING, why.value)
        if code in refused:
            return Code(code, title, CodeState.REFUSED, refused[code])
        return Code(code, title, CodeState.APPLIED)

    return tuple(told(code) for code in wishes.codes)
