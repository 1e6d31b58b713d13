"""A small boutique of frozen values for the mirror's tests: products, garments, offers, visits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from catalog.money import Money
from catalog.product import Offer, Product, Reason, ReasonKind, Variant
from hardware.rfid.reader import TagId
from kiosk.mirror.visit.events import Garment

SIZES = ("XS", "S", "M", "L", "XL")
HEX = {
    "Blue": "#4A6C9B",
    "Ecru": "#E7DCC3",
    "Blush": "#E2BDB3",
    "Silver": "#C4C6C8",
    "Rust": "#A5502E",
    "Ivory": "#F1EADB",
    "Sky": "#A9C6DE",
    "Terracotta": "#B8654A",
    "Indigo": "#2F3E63",
    "Black": "#1D1C1E",
    "Sand": "#D8C7A6",
    "Camel": "#B98E5C",
    "Olive": "#6B6B45",
    "Navy": "#232D47",
    "Burgundy": "#6A2433",
    "Chocolate": "#4A3327",
    "Grey": "#8F8D8A",
}


def product(
    number: int,
    title: str,
    kind: str,
    price: str,
    colours: Sequence[str],
    *,
    sizes: Sequence[str] = SIZES,
    stock: int = 3,
    out: Sequence[str] = (),
    was: str = "",
    fabric: str = "100 % linen",
    care: str = "Machine wash at 30 °C. Do not tumble dry.",
    handle: str = "",
) -> Product:
    """`out` are the sizes that are sold out in every colour. Pictures are the sample shop's."""
    handle = handle or title.lower().replace(" ", "-")
    variants = [
        Variant(
            id=number * 100 + position,
            product_id=number,
            sku=f"{number}-{position}",
            gtin=None,
            size=size,
            colour=colour,
            colour_hex=HEX.get(colour, ""),
            options=(("Colour", colour), ("Size", size)),
            price=Money.parse(price, "EUR"),
            compare_at=Money.parse(was, "EUR") if was else None,
            stock=0 if size in out else stock,
            untagged_quantity=0,
            picture=f"{handle}-{colour.lower().replace(' ', '-')}",
        )
        for position, (colour, size) in enumerate(
            (colour, size) for colour in colours for size in sizes
        )
    ]
    return Product(
        id=number,
        handle=handle,
        title=title,
        brand="Maison Aster",
        kind=kind,
        department="women",
        season="",
        fabric=fabric,
        care=care,
        description="",
        tags=(),
        pictures=(),
        variants=tuple(variants),
    )


LINEN_SHIRT = product(1, "Linen shirt", "shirt", "79.00", ("Ivory", "Sky", "Terracotta"))
WIDE_JEANS = product(2, "Wide jeans", "jeans", "119.00", ("Blue", "Ecru"), out=("XL",))
WRAP_COAT = product(
    3,
    "Double-faced wool coat",
    "coat",
    "449.00",
    ("Camel", "Black"),
    handle="wool-wrap-coat",
    fabric="90 % wool, 10 % cashmere",
    care="Dry clean only. Hang it up after wearing.",
)
MIDI_DRESS = product(4, "Linen midi dress", "dress", "149.00", ("Terracotta",))
CASHMERE_CREW = product(
    5,
    "Cashmere crew-neck",
    "knit",
    "189.00",
    ("Camel", "Grey", "Blush"),
    handle="cashmere-crew",
    stock=1,
    out=("M",),
    was="229.00",
    fabric="100 % cashmere",
    care="Hand wash cold, dry flat.",
)
SATIN_SKIRT = product(
    6, "Satin bias skirt", "skirt", "99.00", ("Silver", "Chocolate"), handle="satin-skirt"
)
BLAZER = product(7, "Double-breasted blazer", "blazer", "259.00", ("Navy", "Ecru"))
LEATHER_TOTE = product(8, "Leather tote", "bag", "219.00", ("Camel", "Black"), sizes=("",))
LOAFERS = product(
    9, "Penny loafers", "shoes", "169.00", ("Black", "Burgundy"), sizes=("37", "38", "39", "40")
)
SILK_SCARF = product(
    10, "Silk square", "scarf", "69.00", ("Navy", "Rust"), sizes=("",), handle="silk-scarf"
)
TRENCH = product(11, "Cotton trench coat", "coat", "289.00", ("Sand", "Navy"), handle="trench-coat")
BRETON_TEE = product(12, "Breton tee", "tee", "45.00", ("Navy stripe", "Red stripe"))


def variant(product: Product, colour: str = "", size: str = "M") -> Variant:
    """The product's variant of this colour (its first by default) and size (its first if none)."""
    colour = colour or product.variants[0].colour
    of_colour = [v for v in product.variants if v.colour == colour]
    return next((v for v in of_colour if v.size == size), of_colour[0])


def cheaper(variant: Variant) -> Money:
    """A fifth off its price."""
    return replace(variant.price, minor=variant.price.minor * 4 // 5)


def tag(number: int) -> TagId:
    return TagId.epc(f"30{number:022X}")


def garment(number: int, product: Product, colour: str = "", size: str = "M") -> Garment:
    """A piece with the tag of this number."""
    return Garment(tag(number), product, variant(product, colour, size))


def offer(product: Product, why: Reason, colour: str = "", size: str = "M") -> Offer:
    return Offer(product, variant(product, colour, size), (why,), 1.0)


OFFERS = (
    offer(LOAFERS, Reason(ReasonKind.WORN_TOGETHER, "Harbour walk")),
    offer(LEATHER_TOTE, Reason(ReasonKind.SAME_COLOUR, "brown"), "Camel"),
    offer(SILK_SCARF, Reason(ReasonKind.GOES_WITH_COLOUR, "blue")),
    offer(SATIN_SKIRT, Reason(ReasonKind.SAME_FABRIC, "silk"), "Chocolate"),
)
INSTEAD = (
    offer(CASHMERE_CREW, Reason(ReasonKind.SAME_GARMENT, "Blush"), "Blush", "L"),
    offer(BRETON_TEE, Reason(ReasonKind.SAME_KIND, "tee")),
)
EVERYTHING = (
    garment(1, LINEN_SHIRT, "Ivory"),
    garment(2, WIDE_JEANS, "Blue"),
    garment(3, WRAP_COAT, "Camel"),
    garment(4, MIDI_DRESS, "Terracotta"),
    garment(5, CASHMERE_CREW, "Grey", "S"),
    garment(6, SATIN_SKIRT, "Silver"),
    garment(7, BLAZER, "Navy"),
    garment(8, BRETON_TEE, "Navy stripe"),
    garment(9, TRENCH, "Sand"),
    garment(10, SILK_SCARF, "Rust"),
)
