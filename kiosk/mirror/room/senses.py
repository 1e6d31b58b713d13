"""Whether this mirror can tell at all what hangs here: its reader hears it, and a catalog names it.

Owns the two halves of that one answer. Who cannot tell says so to the shopper in the same words,
whichever half is missing.
"""

from __future__ import annotations

import threading
from collections.abc import Callable


class Senses:
    """Both may be told from any thread; `said(ok)` is called when the answer changes."""

    def __init__(self, said: Callable[[bool], None]) -> None:
        self._said = said
        self._lock = threading.Lock()
        self._reader: bool | None = None  # nothing is known of it yet
        self._catalog = True
        self._answer: bool | None = None

    def reader(self, ok: bool) -> None:
        with self._lock:
            self._reader = ok
            self._say()

    def catalog(self, ok: bool) -> None:
        """Not of one that was lost: what is known of it stays."""
        with self._lock:
            self._catalog = ok
            self._say()

    def _say(self) -> None:
        if self._reader is None and self._catalog and self._answer is None:
            return
        answer = self._reader is not False and self._catalog
        if answer is not self._answer:
            self._answer = answer
            self._said(answer)
