"""The words of the catalog as frozen values: product > variant > item, looks, offers.

variant  one size and colour of a product; what a SKU or GTIN names, what stock is counted of
item     one physical piece of a variant, with its own tag
look     a set of products that a stylist put together
offer    a product that goes with what is in the room, in the colour and size that is in stock

Owns the values only. `database.py` maps them to rows, `store.py` reads and writes them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from catalog.money import Money


class TagLike(Protocol):
    """A tag as the catalog sees it. `hardware.rfid.reader.TagId` is one."""

    @property
    def kind(self) -> str: ...

    @property
    def value(self) -> str: ...


class ItemStatus(StrEnum):
    IN_STOCK = "in_stock"
    SOLD = "sold"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Variant:
    """One size and colour of a product.

    `stock` = its items in stock + its untagged pieces. `options` keeps every option as the source
    wrote it, in order, e.g. (("Size", "M"), ("Colour", "Navy")). `picture` is a picture key of
    `catalog.pictures`, never empty. `colour_hex` is the swatch, "#RRGGBB", or "" when the colour is
    not known.
    """

    id: int
    product_id: int
    sku: str | None
    gtin: str | None
    size: str
    colour: str
    colour_hex: str
    options: tuple[tuple[str, str], ...]
    price: Money
    compare_at: Money | None
    stock: int
    untagged_quantity: int
    picture: str

    @property
    def label(self) -> str:
        """What tells it from its sisters: "Navy, M"; "" for a product with one default variant."""
        known = [value for value in (self.colour, self.size) if value]
        return ", ".join(known) if known else ", ".join(value for _, value in self.options)


@dataclass(frozen=True, slots=True)
class Product:
    """A style with all its variants.

    `kind` is the catalog's own word for the kind of garment ("shirt", "dress"; "" if it cannot be
    told), `department` one of "women", "men", "kids", "unisex" or "" (not said). `description` is
    plain text. `season` is "spring", "summer", "autumn", "winter" or "" (all year). `variants` are
    as the shop has them, but for the sizes of each colour, which go from small to large.
    """

    id: int
    handle: str
    title: str
    brand: str
    kind: str
    department: str
    season: str
    fabric: str
    care: str
    description: str
    tags: tuple[str, ...]
    pictures: tuple[str, ...]
    variants: tuple[Variant, ...]

    def variant(self, variant_id: int) -> Variant:
        """The variant with this id. Raises `KeyError`."""
        for variant in self.variants:
            if variant.id == variant_id:
                return variant
        raise KeyError(variant_id)


@dataclass(frozen=True, slots=True)
class Item:
    """One piece with its own tag, known to the shop. `variant` is one of `product.variants`."""

    tag_kind: str
    tag_value: str
    status: ItemStatus
    product: Product
    variant: Variant


@dataclass(frozen=True, slots=True)
class UnregisteredPiece:
    """A tag whose GTIN the shop sells but whose serial it has never commissioned.

    Shown on the mirror; suspect at the table.
    """

    tag_kind: str
    tag_value: str
    product: Product
    variant: Variant


class UnknownReason(StrEnum):
    """Why a tag names nothing that the shop sells."""

    NOT_A_GARMENT_TAG = "not_a_garment_tag"  # not an SGTIN: an unprogrammed or another kind of tag
    FOREIGN = "foreign"  # an SGTIN of a GTIN that this shop does not sell
    UNBOUND = "unbound"  # a UID or URI that nobody has bound


@dataclass(frozen=True, slots=True)
class UnknownTag:
    tag_kind: str
    tag_value: str
    reason: UnknownReason
    detail: str = ""  # for staff and developers, e.g. the GTIN


Resolved = Item | UnregisteredPiece | UnknownTag


class ReasonKind(StrEnum):
    """Why something is offered. What `Reason.subject` is stands beside it."""

    WORN_TOGETHER = "worn_together"  # the look's title
    OFTEN_BOUGHT = "often_bought"  # ""
    SAME_COLOUR = "same_colour"  # the colour's family, see `catalog.colours.FAMILIES`
    GOES_WITH_COLOUR = "goes_with_colour"  # the family of what is in the room
    SAME_FABRIC = "same_fabric"  # the cloth, see `catalog.outfits.style.FABRICS`
    SAME_LINE = "same_line"  # the brand
    SEASON = "season"  # "spring", "summer", "autumn" or "winter"
    SAME_GARMENT = "same_garment"  # the other colour, as its label says it
    SAME_KIND = "same_kind"  # the kind, see `catalog.kinds.KINDS`


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason of an offer, to be put into words of any language."""

    kind: ReasonKind
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A product that goes with a garment, or takes its place, in one variant that is in stock.

    `reasons` has the most telling first, and may be empty. `look` is the handle of a look.
    """

    product: Product
    variant: Variant
    reasons: tuple[Reason, ...]
    score: float
    look: str = field(default="")
