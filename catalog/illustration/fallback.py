"""A drawn picture for a garment that has none: named by what is known of it, drawn when asked for.

The key says all that the drawing needs ("drawn-shirt-linen-f4efe6"), so any process can make the
same picture from the key alone.
"""

from __future__ import annotations

import re
from pathlib import Path

from catalog.illustration.drawing import KINDS, Drawing
from catalog.illustration.fabric import FABRICS

_KEY = re.compile(r"drawn-(?P<kind>[a-z]+)-(?P<fabric>[a-z-]+)-(?P<colour>[0-9a-f]{6})")
_UNTOLD = "garment"  # the kind "" in a key

# The first word that a fabric's description contains decides.
_WORDS = (
    ("denim", "denim"), ("jean", "denim"), ("suede", "suede"), ("nubuck", "suede"),
    ("leather", "leather"),
    ("cowhide", "leather"), ("calf", "leather"), ("linen", "linen"), ("flax", "linen"),
    ("hemp", "linen"),
    ("satin", "satin"), ("silk", "satin"), ("voile", "voile"), ("chiffon", "voile"),
    ("crêpe", "crepe"),
    ("crepe", "crepe"), ("viscose", "crepe"), ("cable", "chunky"), ("chunky", "chunky"),
    ("rib", "rib"),
    ("cashmere", "fine-knit"), ("merino", "fine-knit"), ("lambswool", "knit"), ("mohair", "knit"),
    ("alpaca", "knit"), ("knit", "knit"), ("tweed", "wool"), ("flannel", "wool"), ("wool", "wool"),
    ("fleece", "fleece"), ("canvas", "canvas"), ("straw", "straw"), ("raffia", "straw"),
    ("down", "nylon"), ("nylon", "nylon"), ("polyamide", "nylon"), ("polyester", "nylon"),
    ("jersey", "jersey"), ("twill", "twill"), ("poplin", "poplin"), ("corduroy", "rib"),
    ("cotton", "cotton"),
)  # fmt: skip
# Cloth that such a thing can be made of; others are drawn in their usual one.
_LEATHER_GOODS = {"bag", "belt", "shoes", "boots", "gloves", "watch"}
_NO_CLOTH = {"bracelet", "necklace", "earrings", "ring", "sunglasses", ""}


def illustration_key(kind: str, fabric: str, colour_hex: str) -> str:
    """The picture key for a garment of this `kind` (the catalog's word; unknown ones get a neutral
    drawing), `fabric` (a fabric's name or a description such as "100% linen") and colour
    ("#RRGGBB", or "" when it is not known)."""
    known = kind if kind in KINDS else ""
    _, usual, neutral = KINDS[known]
    digits = colour_hex.lower().removeprefix("#")
    if not re.fullmatch(r"[0-9a-f]{6}", digits):
        digits = neutral.removeprefix("#")
    return f"drawn-{known or _UNTOLD}-{_cloth(known, fabric, usual)}-{digits}"


def ensure(store_dir: Path, key: str) -> bool:
    """Sees to it that the picture of `key` lies in `store_dir`/{size}/{key}.webp, drawing it if it
    does not. False if `key` is not one of `illustration_key`. Takes seconds of CPU when it draws:
    not for a thread that somebody waits for. Raises `OSError` when it cannot write."""
    # The rasteriser is only loaded where pictures are drawn, not in every program with a catalog.
    from catalog.illustration import raster

    drawing = drawing_of(key)
    if drawing is None:
        return False
    if not all((store_dir / str(size) / f"{key}.webp").exists() for size in raster.SIZES):
        raster.write(store_dir, key, raster.rasterise(drawing.svg(key)))
    return True


def drawing_of(key: str) -> Drawing | None:
    """What a key asks to be drawn, or None if it is not such a key."""
    match = _KEY.fullmatch(key)
    if match is None or match["fabric"] not in FABRICS:
        return None
    kind = "" if match["kind"] == _UNTOLD else match["kind"]
    if kind not in KINDS:
        return None
    options = {"wash": 0.3} if kind == "jeans" else {}
    return Drawing(KINDS[kind][0], match["fabric"], f"#{match['colour']}", options=options)


def _cloth(kind: str, fabric: str, usual: str) -> str:
    if kind in _NO_CLOTH:
        return usual
    words = fabric.lower()
    found = words if words in FABRICS else next((f for word, f in _WORDS if word in words), usual)
    if found == "leather" and kind in _LEATHER_GOODS:
        return "smooth-leather"
    if found == "cotton" and kind in ("tee", "top", "underwear"):
        return "jersey"
    if found in ("cotton", "wool", "fine-knit") and kind == "knit":
        return "knit" if found == "wool" else "fine-knit"
    return found
