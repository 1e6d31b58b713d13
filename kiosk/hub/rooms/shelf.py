"""What requests need of the catalog, and a piece of it as it was called when it was asked for."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol

from sqlalchemy import Connection, Engine

from catalog.product import Product, Variant
from kiosk.hub.rooms.fitting_request import Wanted


class Shelf(Protocol):
    """What requests need of the catalog."""

    def version(self) -> int: ...

    def variant(self, variant_id: int) -> tuple[Product, Variant]: ...

    def begin(self) -> AbstractContextManager[Connection]: ...

    @property
    def reader(self) -> Engine: ...


class NoSuchRequestError(LookupError):
    """There is no request, room or variant of that name. The text says which."""


def wanted(shelf: Shelf, variant_id: int) -> Wanted:
    """Raises `NoSuchRequestError` for a variant that the shop does not have."""
    try:
        product, variant = shelf.variant(variant_id)
    except KeyError:
        raise NoSuchRequestError("The shop does not have this piece any more.") from None
    key = variant.picture
    return Wanted(
        variant_id=variant.id,
        title=product.title,
        label=variant.label,
        size=variant.size,
        colour=variant.colour,
        sku=variant.sku,
        picture=f"/media/480/{key}.webp" if key else None,
    )
