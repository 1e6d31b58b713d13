"""An illustration as pixels: one drawing, three WebP sizes with a transparent ground.

Drawn once at a high resolution and made smaller from there. Owns pixels and files; knows no shapes.
"""

from __future__ import annotations

import io
import os
import tempfile
from pathlib import Path

import resvg_py
from PIL import Image

from catalog.illustration.draw import RESOLUTION

SIZES = (72, 480, 900)
QUALITY = {72: 88, 480: 84, 900: 82}


def rasterise(svg: str) -> dict[int, bytes]:
    """Size in pixels → WebP of the whole sheet at that size. Raises `ValueError` for a bad SVG."""
    png = resvg_py.svg_to_bytes(svg_string=svg, width=RESOLUTION, height=RESOLUTION)
    picture = Image.open(io.BytesIO(bytes(png))).convert("RGBA")
    return {size: _webp(picture, size) for size in SIZES}


def write(folder: Path, key: str, pictures: dict[int, bytes]) -> None:
    """Puts the sizes at `folder`/{size}/{key}.webp; a reader never sees half a file."""
    for size, webp in pictures.items():
        target = folder / str(size) / f"{key}.webp"
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{key}-", suffix=".part")
        part = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(webp)
            part.chmod(0o644)
            part.replace(target)
        except BaseException:
            part.unlink(missing_ok=True)
            raise


def _webp(picture: Image.Image, size: int) -> bytes:
    # Reducing premultiplied colour keeps the transparent ground's black out of the edges.
    small = picture.convert("RGBa").resize((size, size), Image.Resampling.LANCZOS).convert("RGBA")
    out = io.BytesIO()
    small.save(out, "WEBP", quality=QUALITY[size], alpha_quality=92, method=5)
    return out.getvalue()
