"""What hangs in this room: what its reader hears, less what the shop knows to be somewhere else.

Owns this difference. Two threads say their halves of it: the reader's and the hub client's.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence

from hardware.rfid.reader import TagId


class Here:
    """`show(tags)` is called with what hangs here, in order of arrival, when it has changed."""

    def __init__(self, show: Callable[[Sequence[TagId]], None]) -> None:
        self._show = show
        self._lock = threading.Lock()
        self._heard: tuple[TagId, ...] = ()
        self._elsewhere: frozenset[TagId] = frozenset()
        self._shown: tuple[TagId, ...] = ()

    def heard(self, tags: Iterable[TagId]) -> None:
        """The reader's whole set."""
        with self._lock:
            self._heard = tuple(tags)
            self._say()

    def elsewhere(self, tags: Iterable[TagId]) -> None:
        """The whole set of what is heard here and is in another place."""
        with self._lock:
            self._elsewhere = frozenset(tags)
            self._say()

    def _say(self) -> None:
        here = tuple(tag for tag in self._heard if tag not in self._elsewhere)
        if here != self._shown:
            self._shown = here
            self._show(here)
