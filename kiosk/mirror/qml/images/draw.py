"""Draws the light that garments float in: run once, by hand; the PNGs beside it are committed.

The software renderer has no shaders, so the glow is a picture. Noise below one step of 8 bits
keeps the soft edges free of bands.
"""

from __future__ import annotations

import math
import random
from pathlib import Path

from PIL import Image, ImageDraw

WARM = (255, 236, 205)
HERE = Path(__file__).parent


def light(name: str, width: int, height: int, peak: float, centre: tuple[float, float]) -> None:
    """An ellipse of warm light whose brightest point is `centre` (0..1), `peak` of full alpha."""
    dither = random.Random(1)
    picture = Image.new("RGBA", (width, height))
    pixels = picture.load()
    assert pixels is not None
    for y in range(height):
        for x in range(width):
            dx, dy = (x / (width - 1) - 0.5) * 2, (y / (height - 1) - 0.5) * 2
            edge = math.hypot(dx, dy)
            lx, ly = dx - (centre[0] - 0.5) * 2, dy - (centre[1] - 0.5) * 2
            fall = max(0.0, 1 - edge) ** 1.6 * math.exp(-1.3 * (lx * lx + ly * ly))
            alpha = peak * 255 * fall + dither.random() - 0.5
            pixels[x, y] = (*WARM, max(0, min(255, round(alpha))))
    picture.save(HERE / name, optimize=True)


light("backlight.png", 480, 480, 0.34, (0.42, 0.36))
light("floor-glow.png", 480, 72, 0.30, (0.5, 0.5))


def hanger(name: str, side: int) -> None:
    """A bare hanger in faint ivory: what hangs where the shop has no picture."""
    scale = 4
    ink, pen = (*WARM, 120), 5 * scale
    picture = Image.new("RGBA", (side * scale, side * scale))
    draw = ImageDraw.Draw(picture)
    unit = side * scale / 100

    def point(x: float, y: float) -> tuple[float, float]:
        return x * unit, y * unit

    draw.arc((*point(45, 27), *point(55, 37)), 170, 90, fill=ink, width=pen)
    draw.line([point(50, 36.5), point(50, 43)], fill=ink, width=pen)
    shoulders = [point(50, 43), point(80, 61), point(20, 61), point(50, 43)]
    draw.line(shoulders, fill=ink, width=pen, joint="curve")
    picture.resize((side, side), Image.Resampling.LANCZOS).save(HERE / name, optimize=True)


hanger("no-picture.png", 480)
