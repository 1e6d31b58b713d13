"""Waiting until a descriptor may be read or written, however many a program has open.

Owns that waiting only: `select.select` does not know descriptors above 1023.
"""

from __future__ import annotations

import errno
import math
import os
import select
from collections.abc import Iterable


def ready(
    reads: Iterable[int], writes: Iterable[int] = (), timeout: float | None = None
) -> tuple[set[int], set[int]]:
    """Those of `reads` that have something to read and those of `writes` that take something.

    Waits until there is one, at most `timeout` seconds. One that has hung up counts as ready:
    whoever then reads or writes learns of it. Raises `OSError` for one that is closed.
    """
    wanted = dict.fromkeys(reads, select.POLLIN)
    for each in writes:
        wanted[each] = wanted.get(each, 0) | select.POLLOUT
    poll = select.poll()
    for each, events in wanted.items():
        poll.register(each, events)
    found = poll.poll(None if timeout is None else math.ceil(max(0.0, timeout) * 1000))
    readable, writable = set(), set()
    for each, events in found:
        if events & select.POLLNVAL:
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))
        over = events & (select.POLLHUP | select.POLLERR)
        if wanted[each] & select.POLLIN and (over or events & select.POLLIN):
            readable.add(each)
        if wanted[each] & select.POLLOUT and (over or events & select.POLLOUT):
            writable.add(each)
    return readable, writable
