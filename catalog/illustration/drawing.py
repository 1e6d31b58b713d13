"""What to draw, in words: a shape, a cloth, a colour and a few options → the SVG.

`Drawing` is what the sample shop's table and the fallback of imported catalogs have in common. Owns
the list of shapes and the kinds they stand for; draws nothing itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from catalog.illustration.draw import Sheet
from catalog.illustration.fabric import FABRICS, Fabric, checked, striped
from catalog.illustration.silhouettes import (
    bags,
    boots,
    bottoms,
    dresses,
    jackets,
    jewellery,
    knits,
    shirts,
    shoes,
    small,
    tailoring,
    tops,
)
from catalog.illustration.tone import shifted, tone

SHAPES: dict[str, Callable[..., None]] = {
    "shirt": shirts.shirt,
    "blouse": shirts.blouse,
    "tee": tops.tee,
    "tank": tops.tank,
    "camisole": tops.camisole,
    "sweatshirt": tops.sweatshirt,
    "jumper": knits.jumper,
    "cardigan": knits.cardigan,
    "slip-dress": dresses.slip_dress,
    "button-dress": dresses.button_dress,
    "wrap-dress": dresses.wrap_dress,
    "knitted-dress": dresses.knitted_dress,
    "skirt": dresses.skirt,
    "swimsuit": dresses.swimsuit,
    "trousers": bottoms.trousers,
    "jeans": bottoms.jeans,
    "shorts": bottoms.shorts,
    "jacket": jackets.jacket,
    "blazer": tailoring.blazer,
    "coat": tailoring.coat,
    "suit": tailoring.suit,
    "bag": bags.bag,
    "belt": bags.belt,
    "scarf": bags.scarf,
    "shoes": shoes.shoes,
    "boots": boots.boots,
    "hat": small.hat,
    "gloves": small.gloves,
    "socks": small.socks,
    "sunglasses": small.sunglasses,
    "earrings": jewellery.earrings,
    "necklace": jewellery.necklace,
    "bracelet": jewellery.bracelet,
    "ring": jewellery.finger_ring,
    "watch": jewellery.watch,
    "briefs": small.briefs,
    "hangtag": small.hangtag,
}

# Kind of garment → shape, cloth and colour when nobody says more.
KINDS: dict[str, tuple[str, str, str]] = {
    "shirt": ("shirt", "cotton", "#d9e0e6"),
    "blouse": ("blouse", "crepe", "#e6dccd"),
    "tee": ("tee", "jersey", "#e4dfd5"),
    "top": ("tank", "rib", "#ddd0b8"),
    "knit": ("jumper", "knit", "#c2ad8f"),
    "sweatshirt": ("sweatshirt", "fleece", "#a9a8a4"),
    "dress": ("wrap-dress", "crepe", "#7f4f48"),
    "skirt": ("skirt", "satin", "#b9a58c"),
    "trousers": ("trousers", "suiting", "#6e6a63"),
    "jeans": ("jeans", "denim", "#34425f"),
    "shorts": ("shorts", "twill", "#c9b391"),
    "jacket": ("jacket", "twill", "#65653f"),
    "coat": ("coat", "wool", "#8b7358"),
    "blazer": ("blazer", "suiting", "#232d45"),
    "suit": ("suit", "suiting", "#45464a"),
    "scarf": ("scarf", "wool", "#a37c5c"),
    "bag": ("bag", "smooth-leather", "#8a5f3f"),
    "belt": ("belt", "smooth-leather", "#54382a"),
    "shoes": ("shoes", "smooth-leather", "#54382a"),
    "boots": ("boots", "smooth-leather", "#54382a"),
    "hat": ("hat", "wide-rib", "#7d7468"),
    "swimwear": ("swimsuit", "smooth", "#232d45"),
    "underwear": ("briefs", "jersey", "#d8cfc2"),
    "socks": ("socks", "rib", "#9a9a98"),
    "bracelet": ("bracelet", "smooth", "#cba35c"),
    "necklace": ("necklace", "smooth", "#cba35c"),
    "earrings": ("earrings", "smooth", "#cba35c"),
    "ring": ("ring", "smooth", "#cba35c"),
    "watch": ("watch", "smooth-leather", "#54382a"),
    "sunglasses": ("sunglasses", "smooth", "#1e1c1d"),
    "gloves": ("gloves", "smooth-leather", "#54382a"),
    "": ("hangtag", "canvas", "#ddd0b8"),
}

PAPER = "#f1ebde"  # the ground of striped cloth


@dataclass(frozen=True, slots=True)
class Drawing:
    """`shape` is one of `SHAPES`, `fabric` one of `FABRICS`; `pattern` breton, shirting, check,
    glen or "" (plain); `options` are the shape's own ("collar", "sleeve", …)."""

    shape: str
    fabric: str
    colour_hex: str
    pattern: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)

    def svg(self, seed: str) -> str:
        """The illustration. The same `seed` lays the cloth in the same folds."""
        cloth, colour = _patterned(FABRICS[self.fabric], self.colour_hex, self.pattern)
        sheet = Sheet(seed, colour, cloth)
        SHAPES[self.shape](sheet, **self.options)
        return sheet.svg()


def _patterned(cloth: Fabric, colour: str, pattern: str) -> tuple[Fabric, str]:
    if pattern == "breton":
        return striped(cloth, colour, 44, 15, along=False), PAPER
    if pattern == "shirting":
        return striped(cloth, colour, 13, 5.2, along=True), "#f4f2ec"
    t = tone(colour)
    if pattern == "check":
        line = shifted(colour, -0.16 if not t.dark else -0.12)
        return checked(cloth, line, shifted(colour, 0.26), "#e9dcc3"), shifted(colour, 0.05)
    if pattern == "glen":
        return checked(cloth, shifted(colour, -0.2), "#5a3a26", "#f0e2c8", 96), shifted(
            colour, 0.06
        )
    return cloth, colour
