"""Where a piece can be bought later: the shop's own page of it, by the template in config.yaml.

Owns how the template is filled in. That it is one is `kiosk.config`'s to check.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from catalog.product import Product, Variant


@dataclass(frozen=True, slots=True)
class ProductPage:
    """`template` is an address with {handle}, {sku} and {variant} in it; "" for no such page."""

    template: str = ""

    def of(self, product: Product, variant: Variant) -> str | None:
        """The address of a piece; None where the template asks for what the piece does not have."""
        values = {"handle": product.handle, "sku": variant.sku or "", "variant": variant.label}
        for name, value in values.items():
            if f"{{{name}}}" in self.template and not value:
                return None
        quoted = {name: quote(value, safe="") for name, value in values.items()}
        return self.template.format_map(quoted) if self.template else None
