"""The one plan that every source is turned into, before anything is written.

Owns the values of a planned product; what differs from the database is found by `applying`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class PlannedImage:
    """A picture of a product. `source` is as the file says it."""

    source: str
    alt: str
    source_columns: dict[str, str]

    @property
    def key(self) -> str:
        return picture_key(self.source)


@dataclass(slots=True)
class PlannedVariant:
    """One variant: `values` are columns of the table `variant`, less what the database decides.

    `line` is the row's in the file. `quantity` is how many pieces there are in all, None when the
    file does not say.
    """

    line: int
    values: dict[str, Any]
    quantity: int | None

    @property
    def name(self) -> str:
        return str(self.values["sku"] or self.values["key"])


@dataclass(slots=True)
class PlannedProduct:
    """One product: `values` are columns of the table `product`.

    `colour` is that of all its variants when no option says it, "" when it cannot be told.
    """

    line: int
    values: dict[str, Any]
    colour: str = ""
    variants: list[PlannedVariant] = field(default_factory=list)
    images: list[PlannedImage] = field(default_factory=list)

    @property
    def handle(self) -> str:
        return str(self.values["handle"])


def variant_key(handle: str, option_values: list[str]) -> str:
    """Handle and option values, for a variant without a SKU: "linen-shirt/Ivory/M"."""
    values = [value.replace("%", "%25").replace("/", "%2F") for value in option_values]
    return "/".join([handle.replace("/", "%2F"), *values])


def picture_key(source: str) -> str:
    """The key of `catalog.pictures` for what an import file says: "sample:KEY" or an address."""
    if not source:
        return ""
    if source.startswith("sample:"):
        return source.removeprefix("sample:")
    return hashlib.sha256(source.encode()).hexdigest()[:20]
