"""The one garment or offer that is looked at larger, with a chosen colour and size.

Owns what a tap on a colour or a size chooses, and how long an untouched detail stays.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hardware.rfid.reader import TagId

if TYPE_CHECKING:  # the mirror's first frame does not wait for the catalog's libraries
    from catalog.product import Product, Variant

FOCUS_RESTS_S = 75.0  # an untouched detail goes back to the room


@dataclass(frozen=True, slots=True)
class Focus:
    """`tag` is the hanging piece that was tapped; None for an offer. `seen_in` is the colour of the
    piece that was handed back, when it is about another one of it."""

    product: Product
    variant: Variant
    tag: TagId | None
    touched_at: float
    seen_in: str = ""

    @property
    def rests_at(self) -> float:
        return self.touched_at + FOCUS_RESTS_S

    def choosing(self, colour: str | None, size: str | None, now: float) -> Focus:
        """With another colour or size; the same one when there is no such variant."""
        wanted_colour = self.variant.colour if colour is None else colour
        wanted_size = self.variant.size if size is None else size
        of_colour = [v for v in self.product.variants if v.colour == wanted_colour]
        exact = [v for v in of_colour if v.size == wanted_size]
        # A colour that is not made in this size shows the sizes that it is made in.
        choices = exact or (of_colour if size is None else [])
        if not choices:
            return self
        variant = next((v for v in choices if v.stock > 0), choices[0])
        return replace(self, variant=variant, touched_at=now)

    def renewed(self, product: Product) -> Focus | None:
        """The same variant as the catalog has it now; None when it is not sold any more."""
        same = [variant for variant in product.variants if variant.id == self.variant.id]
        return replace(self, product=product, variant=same[0]) if same else None
