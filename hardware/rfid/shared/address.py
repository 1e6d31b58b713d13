"""The path of a Unix socket as the kernel takes it: at most 107 bytes, wherever the shop's data is.

Owns that limit only.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

MAX_PATH = 107


@contextlib.contextmanager
def address(path: Path) -> Iterator[str]:
    """What to bind or connect to for a socket at `path`. Raises `OSError` without its folder."""
    if len(os.fsencode(path)) <= MAX_PATH:
        yield str(path)
        return
    folder = os.open(path.parent, os.O_PATH | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)
