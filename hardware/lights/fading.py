"""What lamps without a fade of their own have in common: small steps from one light to the next.

Owns the way (`Fade`, pure) and the thread that walks it (`Fader`). What a step does is the
driver's.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from hardware.lights.lamp import Light, between

STEP_S = 0.02  # 50 steps a second look smooth
CLOSE_S = 2.0


@dataclass(frozen=True, slots=True)
class Fade:
    """From one light to another, from a moment on."""

    start: Light
    end: Light
    began: float
    seconds: float

    def at(self, now: float) -> Light:
        share = 1.0 if self.seconds <= 0 else (now - self.began) / self.seconds
        return between(self.start, self.end, share)

    def over(self, now: float) -> bool:
        return now - self.began >= self.seconds

    def turning(self, light: Light, now: float, seconds: float) -> Fade:
        """Another way, from where this one is now."""
        return Fade(self.at(now), light, now, max(0.0, seconds))


class Fader:
    """Calls `apply` with each light on the way, on a thread of its own, never two at a time."""

    def __init__(
        self,
        apply: Callable[[Light], None],
        start: Light,
        *,
        name: str = "lamp",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._apply = apply
        self._clock = clock
        self._news = threading.Condition()
        self._fade = Fade(start, start, clock(), 0.0)
        self._due = False
        self._closed = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def open(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """No light is applied any more when this returns."""
        with self._news:
            self._closed = True
            self._news.notify()
        if self._thread.is_alive():
            self._thread.join(CLOSE_S)

    def show(self, light: Light, fade_s: float) -> None:
        with self._news:
            self._fade = self._fade.turning(light, self._clock(), fade_s)
            self._due = True
            self._news.notify()

    def _run(self) -> None:
        while True:
            with self._news:
                while not self._due and not self._closed:
                    self._news.wait()
                if self._closed:
                    return
                now = self._clock()
                light = self._fade.at(now)
                self._due = not self._fade.over(now)
            self._apply(light)
            with self._news:
                if self._due and not self._closed:
                    self._news.wait(STEP_S)
