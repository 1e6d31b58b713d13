"""Every screen's picture as it was last looked at and found good, and what differs from it.

Baselines are half as large as the mirror, in 32 steps of each colour, so that some hundred of them
stay below 10 MB; compared are means over squares of 8 pixels. `pytest tests/screens --record`
writes them anew. Owns files and comparison; which screens there are is `test_mirror`'s.
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageOps
from PySide6.QtGui import QImage

from tests.conftest import SCREENS

FOLDER = Path(__file__).parent / "baselines"
SIZE = (540, 960)
SQUARE = 8
STEPS_BITS = 5
TOLERANCE = 8  # of 255, mean over a square: one step of one colour
MOST_MB = 10.0


def shrunk(picture: QImage) -> Image.Image:
    """A grabbed window, as large as a baseline."""
    rgb = picture.convertToFormat(QImage.Format.Format_RGB888)
    size = (rgb.width(), rgb.height())
    stride = rgb.bytesPerLine()
    image = Image.frombuffer("RGB", size, bytes(rgb.constBits()), "raw", "RGB", stride, 1)
    return ImageOps.posterize(image.resize(SIZE, Image.Resampling.BOX), STEPS_BITS)


def path_of(mode: str, name: str) -> Path:
    return FOLDER / mode / f"{name}.webp"


def record(mode: str, name: str, picture: Image.Image) -> None:
    """Writes the baseline; one that shows the same stays as it is."""
    path = path_of(mode, name)
    if path.exists() and not changed(picture, load(path)):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.save(path, lossless=True, quality=100, method=6)


def load(path: Path) -> Image.Image:
    with Image.open(path) as image:
        return image.convert("RGB")


def changed(picture: Image.Image, baseline: Image.Image) -> list[tuple[int, int]]:
    """The upper left corners of the squares that differ, in pixels of the shrunk picture."""
    apart = ImageChops.difference(picture, baseline)
    squares = apart.resize((SIZE[0] // SQUARE, SIZE[1] // SQUARE), Image.Resampling.BOX)
    red, green, blue = squares.split()
    worst = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    width = worst.width
    return [
        (place % width * SQUARE, place // width * SQUARE)
        for place, value in enumerate(worst.tobytes())
        if value > TOLERANCE
    ]


def show_change(mode: str, name: str, picture: Image.Image, squares: list[tuple[int, int]]) -> Path:
    """Before, now, and where: side by side in var/screens/changed."""
    path = SCREENS / "changed" / f"{mode}-{name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    marked = picture.copy()
    draw = ImageDraw.Draw(marked)
    for x, y in squares:
        draw.rectangle((x, y, x + SQUARE, y + SQUARE), outline="red")
    sheet = Image.new("RGB", (SIZE[0] * 3 + 40, SIZE[1]), "grey")
    for place, image in enumerate((load(path_of(mode, name)), picture, marked)):
        sheet.paste(image, (place * (SIZE[0] + 20), 0))
    sheet.save(path)
    return path
