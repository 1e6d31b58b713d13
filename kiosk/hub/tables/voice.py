"""What a table says to its tablet: whole snapshots, each with a version that only ever grows.

Owns the numbering, and that nothing is said twice. Its caller holds the table's lock.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kiosk.hub.checkout import view
from kiosk.hub.checkout.state import Checkout

Snapshot = dict[str, Any]


class Voice:
    """`epoch` names one run of the hub; versions begin at `first_version`."""

    def __init__(self, epoch: str, first_version: int, publish: Callable[[Snapshot], None]) -> None:
        self._epoch = epoch
        self._version = first_version
        self._lines_version = first_version  # when what Pay would buy last changed
        self._publish = publish
        self._said_of: tuple[Checkout, view.Surroundings] | None = None
        self.said: Snapshot = {}

    def say(self, checkout: Checkout, around: view.Surroundings, now: float) -> None:
        """Publish the snapshot, if it says anything new."""
        if self.said and self._said_of == (checkout, around):
            return
        self._said_of = (checkout, around)
        words = view.snapshot(checkout, around, now)
        if view.content(words) == view.content(self.said):
            return
        self._version += 1
        if view.offer(words) != view.offer(self.said):
            self._lines_version = self._version
        self.said = {**words, "epoch": self._epoch, "version": self._version}
        self._publish(self.said)

    def offers_as_in(self, version: int) -> bool:
        """Whether Pay would buy now what it would have bought in this version."""
        return self._lines_version <= version <= self._version
