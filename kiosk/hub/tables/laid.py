"""What is at one table, as the catalog knows it: pieces, doubts, and what they cost.

Owns the pieces, the newest report, what the shopper wishes besides, and the cache of what tags
mean. Its caller holds the table's lock, and says what is frozen and what is paid.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from catalog.database import CatalogError
from catalog.product import Product, Resolved, Variant
from catalog.store import Catalog
from hardware.rfid.reader import TagId
from kiosk.config import Settings
from kiosk.hub.checkout import basket
from kiosk.hub.checkout.offers import PriceList, priced
from kiosk.hub.checkout.order import MOST_BAGS, Order, Wishes, again
from kiosk.hub.checkout.state import Checkout
from kiosk.hub.checkout.tax import TaxPolicy
from kiosk.hub.checkout.tender import Attempt
from kiosk.hub.checkout.view import Bag
from kiosk.hub.tables.reports import Report, Reports

BROUGHT_S = 600.0  # pieces that a room sent and nobody laid down are forgotten after this
TOO_SOON = ("new",)  # a zone's reason for what may lie there in a moment
RESOLVED_MOST = 1000  # tags that are kept resolved; a day at a table has many more


class Laid:
    """One table's pieces. Each change answers whether anything may look different now."""

    def __init__(self, settings: Settings, catalog: Catalog, utc: Callable[[], datetime]) -> None:
        self._catalog = catalog
        self._currency = settings.shop.currency
        self._skus = settings.checkout.bags
        self._tax = TaxPolicy(settings.shop.tax_percent, settings.checkout.tax_rounding)
        self._utc = utc
        self.reports = Reports()
        self.pieces: basket.Pieces = ()
        self.wishes = Wishes()
        self._resolved: dict[TagId, Resolved] = {}
        self._version = -1
        self._prices = PriceList(tax=self._tax)
        self._stale_at: datetime | None = None  # when the next offer begins or ends

    # --- what changes it ----------------------------------------------------------------------

    def hear(self, report: Report, now: float, near: Collection[TagId]) -> bool:
        """The table's whole set. False when it came too late to count."""
        if not self.reports.take(report, now):
            return False
        # What was tapped in stays while it is heard at all, if only beside the table.
        chosen = (p.tag for p in self.pieces if p.chosen and p.tag in self.reports.near)
        tags = dict.fromkeys((*report.tags, *chosen))
        faint = self.reports.faint
        self.pieces = basket.lay(self.pieces, tags, now, near, faint, whole=report.whole)
        return True

    def hear_near(self, near: Collection[TagId]) -> bool:
        """These of its tags are in another place now."""
        return self._change(tuple(replace(p, near=p.tag in near) for p in self.pieces))

    def bring(self, room: str, tags: Iterable[TagId], now: float) -> bool:
        return self._change(basket.bring(self.pieces, room, tags, now))

    def forget(self, tags: Collection[TagId]) -> bool:
        """Pieces that a room sent here lie on another table now, or are sold."""
        return self._change(tuple(p for p in self.pieces if p.on_table or p.tag not in tags))

    def take_back(self, room: str, tags: Collection[TagId]) -> bool:
        """The room's shopper wants them forgotten; one that lies on the table must be lifted."""
        kept = (p for p in self.pieces if p.on_table or p.from_room != room or p.tag not in tags)
        return self._change(tuple(kept))

    def forget_old(self, now: float) -> bool:
        """What a room sent long ago and nobody laid down."""
        kept = tuple(p for p in self.pieces if p.on_table or now - p.since < BROUGHT_S)
        return self._change(kept)

    def choose(self, tag: TagId, now: float) -> bool:
        return self._change(basket.choose(self.pieces, tag, now))

    def take_out(self, tag: TagId) -> bool:
        return self._change(basket.take_out(self.pieces, tag))

    def take_up(self, attempt: Attempt, now: float) -> None:
        """What only the frozen basket of a payment knows, after a restart of the hub."""
        self.pieces = tuple(
            basket.Piece(line.tag, now, from_room=line.from_room)
            for line in attempt.lines
            if line.from_room and not line.on_table
        )
        self.wishes = again(attempt.order, frozenset(line.item for line in attempt.lines))

    def wish(self, wishes: Wishes) -> bool:
        changed = wishes != self.wishes
        self.wishes = wishes
        return changed

    def _change(self, pieces: basket.Pieces) -> bool:
        changed = pieces != self.pieces
        self.pieces = pieces
        return changed

    # --- what it comes to ---------------------------------------------------------------------

    def follow(self) -> bool:
        """Whether the catalog has changed, or an offer has begun or ended: sort again then."""
        version = self._catalog.version()
        if version == self._version and (self._stale_at is None or self._utc() < self._stale_at):
            return False
        if version != self._version:
            self._version = version
            self._resolved = {}
        bags = {}
        for sku in self._skus:
            if (bag := self._bag(sku)) is not None:
                bags[sku] = bag
        self._prices = PriceList(self._catalog.price_rules(), bags, self._tax)
        self._stale_at = self._prices.changes_after(self._utc())
        return True

    def _bag(self, sku: str) -> tuple[Product, Variant] | None:
        try:
            product, variant = self._catalog.find_variant(sku)
        except CatalogError:
            return None
        sold = variant.untagged_quantity > 0 and variant.price.currency == self._currency
        return (product, variant) if sold and variant.sku == sku else None

    @property
    def tax(self) -> TaxPolicy:
        return self._tax

    @property
    def bags(self) -> tuple[Bag, ...]:
        """Those that are offered now."""
        found: Mapping[str, tuple[Product, Variant]] = self._prices.bags or {}
        return tuple(
            Bag(
                sku,
                product.title,
                variant.price,
                variant.picture,
                min(variant.untagged_quantity, MOST_BAGS),
            )
            for sku, (product, variant) in found.items()
        )

    def resolve(self) -> bool:
        """Looks up the tags that are new here; False when there are none."""
        if len(self._resolved) > RESOLVED_MOST:
            self._resolved = {}
        here = [*(piece.tag for piece in self.pieces), *self.reports.near]
        unresolved = [tag for tag in here if tag not in self._resolved]
        if unresolved:
            found = self._catalog.resolve_all(unresolved)
            self._resolved.update((tag, found[tag.kind.value, tag.value]) for tag in unresolved)
        return bool(unresolved)

    def sort(self, checkout: Checkout) -> basket.Basket:
        """As it is now. While a payment is live its frozen lines and order stay as they are."""
        attempt = checkout.attempt
        if attempt is not None:
            frozen = {line.tag: line for line in attempt.lines}
            return self._sorted(checkout, frozen, attempt.order)
        found = self._sorted(checkout)
        if not found.lines:  # nothing to pay for: bags and codes wait for the garments
            return found
        return priced(found, self._resolved, self.wishes, self._prices, self._utc())

    def _sorted(
        self,
        checkout: Checkout,
        frozen: Mapping[TagId, basket.Line] | None = None,
        order: Order | None = None,
    ) -> basket.Basket:
        return basket.sort(
            self.pieces,
            self._resolved,
            self._currency,
            paid=checkout.settled,
            frozen=frozen,
            order=order or Order(tax=self._tax),
        )

    def near(self) -> tuple[basket.Doubt, ...]:
        """What is heard, but not on the table, and might be meant."""
        there = {piece.tag for piece in self.pieces}
        near = [
            tag
            for tag, reason in self.reports.near.items()
            if tag not in there and reason not in TOO_SOON
        ]
        return basket.nearby(near, self._resolved, self._currency)
