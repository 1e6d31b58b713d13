"""What this process would keep in memory for nothing: holes in its heaps, its modules' sources.

Owns two settings of glibc. Each thread that asks for memory may get a heap of its own, and a large
block that was freed makes glibc keep later ones in them: pictures that come and go all day leave
holes there, a sixth of what a mirror weighs. Another C library is left as it is.

And one of PySide: it reads the source of every module that is imported after it, to see whether the
module may use `__feature__`, which nothing here does; `linecache` then keeps all lines for ever.
"""

from __future__ import annotations

import ctypes
import linecache
import sys

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


def read_no_sources() -> bool:
    """Before what is to be imported; whether PySide let itself be told."""
    import shiboken6  # noqa: F401  it brings the hook

    feature = sys.modules.get("shibokensupport.feature")
    asks = hasattr(feature, "_mod_uses_pyside")
    if asks:
        feature._mod_uses_pyside = lambda _module: False  # type: ignore[union-attr]
    linecache.clearcache()
    return asks
