"""`make pictures`: takes the README's pictures from what the last `make test slow` drew in
var/screens.

Owns which ones and how large. Draws nothing.
"""

from __future__ import annotations

from PIL import Image

from tests.conftest import REPO, SCREENS

PICTURES = {
    "mirror": ("mirror-three", (720, 1280)),
    "tablet": ("tablet-open", (1180, 820)),
    "bench": ("bench", (1440, 900)),
    "staff": ("staff-requests-phone-light", (520, 1126)),
}


def main() -> None:
    folder = REPO / "assets" / "readme"
    folder.mkdir(exist_ok=True)
    for name, (screen, box) in PICTURES.items():
        with Image.open(SCREENS / f"{screen}.png") as picture:
            small = picture.convert("RGB")
            small.thumbnail(box, Image.Resampling.LANCZOS)
            small.save(folder / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
