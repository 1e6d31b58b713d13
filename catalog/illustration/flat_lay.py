"""`python -m catalog.illustration.flat_lay [FOLDER]`: draws the sample shop's slides.

Its mirror shows them at rest: each is a look that was laid out on black.

Owns the arrangement and its light: one lamp from the upper left, which makes a pool on the ground
and shades what lies under something. The garments are the sample shop's own pictures.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops, ImageFilter

SIZE = (1080, 980)
WARM = (255, 232, 198)
LAMP = (255, 247, 232)
POOL = 0.19  # of white, where the ground is lit most
RIM = 76
LEAST_LIGHT = 0.5  # what the corner farthest from the lamp keeps
QUALITY = 86


@dataclass(frozen=True, slots=True)
class Piece:
    """A picture by its key; its middle, its height and how far it is turned to the left."""

    key: str
    x: int
    y: int
    height: int
    turned: float = 0.0


LOOKS: dict[str, tuple[Piece, ...]] = {
    "1-first-frost": (
        Piece("wide-leg-trousers-ivory", 640, 540, 760, -3),
        Piece("wool-wrap-coat-camel", 352, 470, 800, 3),
        Piece("cashmere-scarf-camel", 885, 300, 440, -9),
        Piece("heeled-ankle-boots-camel", 905, 745, 290, 0),
    ),
    "2-harbour-walk": (
        Piece("trench-coat-sand", 730, 470, 810, -3),
        Piece("wide-jeans-blue", 440, 590, 660, 2),
        Piece("breton-tee-navy-stripe", 310, 320, 450, 5),
        Piece("court-sneakers-white", 192, 765, 270, 8),
    ),
    "3-gallery-opening": (
        Piece("cigarette-trousers-navy", 655, 570, 720, -4),
        Piece("satin-tie-blouse-burgundy", 390, 350, 540, 3),
        Piece("crossbody-bag-burgundy", 880, 360, 380, -6),
        Piece("penny-loafers-burgundy", 300, 780, 270, 10),
        Piece("hoop-earrings-gold", 672, 108, 76, -8),
    ),
}


def draw(pictures: Path, pieces: Sequence[Piece]) -> Image.Image:
    light = _light(1.9, (0.30, 0.22))
    pool = _light(1.0, (0.49, 0.49)).point(_pool)
    slide = ImageChops.multiply(Image.new("RGB", SIZE, WARM), pool.convert("RGB"))
    for piece in pieces:
        placed = _placed(pictures, piece)
        alpha = placed.getchannel("A")
        for reach, strength, (dx, dy) in ((26, 0.62, (16, 22)), (6, 0.5, (4, 6))):
            slide.paste((0, 0, 0), mask=_shade(alpha, reach, strength, dx, dy))
        slide.paste(_lit(placed, light), mask=alpha)
    return _melted(slide)


def _pool(light: int) -> int:
    return int(255 * POOL * max(0, (light - RIM) / (255 - RIM)) ** 1.2)


def _placed(pictures: Path, piece: Piece) -> Image.Image:
    """The picture where it lies, on a transparent sheet as large as the slide."""
    with Image.open(pictures / "900" / f"{piece.key}.webp") as file:
        whole = file.convert("RGBA")
    cut = whole.crop(whole.getbbox())
    width = round(cut.width * piece.height / cut.height)
    small = cut.convert("RGBa").resize((width, piece.height), Image.Resampling.LANCZOS)
    turned = small.rotate(piece.turned, Image.Resampling.BICUBIC, expand=True)
    sheet = Image.new("RGBa", SIZE)
    sheet.paste(turned, (piece.x - turned.width // 2, piece.y - turned.height // 2))
    return sheet.convert("RGBA")


def _shade(alpha: Image.Image, reach: int, strength: float, dx: int, dy: int) -> Image.Image:
    moved = Image.new("L", SIZE)
    moved.paste(alpha, (dx, dy))
    soft = moved.filter(ImageFilter.GaussianBlur(reach))
    return soft.point(lambda value: int(value * strength))


def _lit(piece: Image.Image, light: Image.Image) -> Image.Image:
    shade = light.point(lambda v: int(255 * LEAST_LIGHT + v * (1 - LEAST_LIGHT)))
    lamp = ImageChops.multiply(Image.new("RGB", SIZE, LAMP), shade.convert("RGB"))
    return ImageChops.multiply(piece.convert("RGB"), lamp)


def _light(spread: float, middle: tuple[float, float]) -> Image.Image:
    """How bright each place is: 255 in the middle, `RIM` at the edges of a slide of this spread."""
    # Pillow's gradient is 0 in the middle and 255 in the corners.
    pool = ImageChops.invert(Image.radial_gradient("L"))
    wide = pool.resize((int(SIZE[0] * spread), int(SIZE[1] * spread)), Image.Resampling.BICUBIC)
    light = Image.new("L", SIZE)
    left, top = (int(SIZE[i] * middle[i] - wide.size[i] / 2) for i in (0, 1))
    light.paste(wide, (left, top))
    return light


def _melted(slide: Image.Image) -> Image.Image:
    """Black at its edges."""
    soft = Image.new("L", SIZE)
    soft.paste(255, (44, 44, SIZE[0] - 44, SIZE[1] - 44))
    black = Image.new("RGB", SIZE)
    black.paste(slide, mask=soft.filter(ImageFilter.GaussianBlur(22)))
    return black


def main(arguments: Sequence[str]) -> int:
    folder = Path(arguments[0]) if arguments else Path("assets/sample")
    target = folder / "slides"
    target.mkdir(exist_ok=True)
    for name, pieces in LOOKS.items():
        slide = draw(folder / "pictures", pieces)
        slide.save(target / f"{name}.webp", quality=QUALITY, method=6)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
