"""How the C library keeps this process's memory: few heaps, and what is large given back at once.

Owns two settings of glibc. Each thread that asks for memory may get a heap of its own, and a large
block that was freed makes glibc keep later ones in them: pictures that come and go all day leave
holes there, a sixth of what a mirror weighs. Another C library is left as it is.
"""

from __future__ import annotations

import ctypes

M_MMAP_THRESHOLD, M_ARENA_MAX = -3, -8  # as malloc.h has them
LARGE_BYTES = 256 * 1024
HEAPS = 2


def keep_small() -> bool:
    """Before the threads begin; whether the C library took it."""
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError):
        return False
    return bool(mallopt(M_ARENA_MAX, HEAPS) and mallopt(M_MMAP_THRESHOLD, LARGE_BYTES))
