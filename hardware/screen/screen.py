"""The contract of every screen's power, and the thread that drivers with slow switches share.

Owns the words that drivers and the mirror share. Does not know what is shown, or why it sleeps.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Protocol

from hardware.device import DeviceState, Health

log = logging.getLogger(__name__)

AGAIN_S = 2.0  # a switch that failed is tried again: a mirror must not stay dark
FAULTY = "The screen does not go off and on. See mirror.screen in config.yaml."


class Screen(Protocol):
    """A `Device` that shines. It never raises into its user: health is a value."""

    @property
    def health(self) -> Health: ...

    @property
    def brightness(self) -> float | None:
        """0 to 1; None where it cannot be set."""
        ...

    def open(self) -> None: ...

    def close(self) -> None:
        """Switches on what it switched off: no program leaves a dark screen behind."""
        ...

    def show(self, on: bool) -> None:
        """Goes on or off soon, and returns at once. Of several the newest counts."""
        ...

    def set_brightness(self, brightness: float) -> None:
        """From 0.05 to 1: as dark as to look off is `show(False)`'s."""
        ...


class Switch:
    """Calls `turn(on)`, which may take its time and raise `OSError`, on a thread of its own."""

    def __init__(self, turn: Callable[[bool], None]) -> None:
        self._turn = turn
        self._wanted = True
        self._is: bool | None = True
        self._news = threading.Condition()
        self._closed = False
        self._health = Health(DeviceState.OK)
        self._thread: threading.Thread | None = None

    @property
    def health(self) -> Health:
        return self._health

    def open(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="screen", daemon=True)
            self._thread.start()

    def close(self) -> None:
        self.show(True)
        with self._news:
            self._closed = True
            self._news.notify()
        if self._thread is not None:
            self._thread.join(3.0)

    def show(self, on: bool) -> None:
        with self._news:
            self._wanted = on
            self._news.notify()

    def _work(self) -> None:
        pause: float | None = None
        while True:
            with self._news:
                if self._wanted is self._is and not self._closed:
                    self._news.wait()
                elif pause is not None and not self._closed:
                    self._news.wait(pause)
                wanted, closed = self._wanted, self._closed
            if wanted is not self._is:
                pause = self._try(wanted)
            if closed:
                return

    def _try(self, on: bool) -> float | None:
        """Seconds until it is tried again; None when it is done."""
        try:
            self._turn(on)
        except OSError as error:
            if self._health.ok:
                log.warning("the screen cannot be switched: %s", error)
            self._health = Health(DeviceState.FAULTY, FAULTY, f"{type(error).__name__}: {error}")
            return AGAIN_S
        self._is = on
        self._health = Health(DeviceState.OK)
        return None
