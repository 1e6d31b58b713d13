"""A small shop for the hub's tests: a few garments, their tags, and a checkout table's words."""

from __future__ import annotations

from catalog.money import Money
from catalog.product import (
    Item,
    ItemStatus,
    Product,
    Resolved,
    UnknownReason,
    UnknownTag,
    UnregisteredPiece,
    Variant,
)
from hardware.rfid.reader import TagId

EUR = "EUR"


def epc(number: int) -> TagId:
    return TagId.epc(f"30{number:022X}")


SHIRT, DRESS, SCARF, BELT = epc(1), epc(2), epc(3), epc(4)
SOLD_COAT, UNREGISTERED_TEE, FOREIGN, BLANK, SECOND_TAG_OF_SHIRT = (
    epc(11),
    epc(12),
    epc(13),
    epc(14),
    epc(15),
)


def garment(number: int, title: str, price: int, currency: str = EUR) -> tuple[Product, Variant]:
    variant = Variant(
        id=number,
        product_id=number,
        sku=f"SKU-{number}",
        gtin=None,
        size="M",
        colour="Ivory",
        colour_hex="#F4EFE6",
        options=(("Colour", "Ivory"), ("Size", "M")),
        price=Money(price, currency),
        compare_at=None,
        stock=3,
        untagged_quantity=0,
        picture=f"picture-{number}",
    )
    product = Product(
        id=number,
        handle=title.lower().replace(" ", "-"),
        title=title,
        brand="",
        kind="shirt",
        department="",
        season="",
        fabric="",
        care="",
        description="",
        tags=(),
        pictures=(),
        variants=(variant,),
    )
    return product, variant


def item(
    tag: TagId, number: int, title: str, price: int, status: ItemStatus = ItemStatus.IN_STOCK
) -> Item:
    product, variant = garment(number, title, price)
    return Item("epc", tag.value, status, product, variant)


def resolved() -> dict[TagId, Resolved]:
    """What the catalog says of each tag of this shop."""
    tee = garment(5, "Cotton tee", 2500)
    return {
        SHIRT: item(SHIRT, 1, "Linen shirt", 7900),
        DRESS: item(DRESS, 2, "Silk dress", 12900),
        SCARF: item(SCARF, 3, "Wool scarf", 3900),
        BELT: item(BELT, 4, "Leather belt", 4500),
        SOLD_COAT: item(SOLD_COAT, 6, "Wool coat", 29900, ItemStatus.SOLD),
        UNREGISTERED_TEE: UnregisteredPiece("epc", UNREGISTERED_TEE.value, *tee),
        FOREIGN: UnknownTag("epc", FOREIGN.value, UnknownReason.FOREIGN, "04012345678901"),
        BLANK: UnknownTag("epc", BLANK.value, UnknownReason.NOT_A_GARMENT_TAG),
        SECOND_TAG_OF_SHIRT: item(SHIRT, 1, "Linen shirt", 7900),
    }
