"""Pictures of garments as rasters on disk: DIR/{size}/{key}.webp.

Owns where they are looked for. Draws and fetches none; those who do put them into one of the
folders. A key comes from an import file or a web address, so it is never trusted as a path.

A key may name alternatives, the best first: "3f2a…~drawn-shirt-linen-f4efe6" is a picture from
the web, or the drawing that stands in for it until it has been fetched.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, get_args

Size = Literal[72, 480, 900]
"""Edge in pixels: a list, a card or the tablet, the mirror."""

SIZES: tuple[int, ...] = get_args(Size)
OR = "~"
_KEY = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.~-]{0,160}")


class PictureStore:
    """Rasters in several folders; the first that has a picture gives it."""

    def __init__(self, dirs: Sequence[Path]) -> None:
        self.dirs = tuple(dirs)

    def path(self, key: str, size: int) -> Path | None:
        """The file of a picture, or of the first alternative there is; None without any."""
        if size not in SIZES or not is_key(key):
            return None
        for name in alternatives(key):
            for folder in self.dirs:
                file = folder / str(size) / f"{name}.webp"
                if file.is_file():
                    return file
        return None


def alternatives(key: str) -> tuple[str, ...]:
    """The pictures that a key names, the best first."""
    return tuple(name for name in key.split(OR) if name)


def is_key(key: str) -> bool:
    """True for a name that cannot leave its folder."""
    return _KEY.fullmatch(key) is not None and ".." not in key
