"""One tag before one antenna, as it goes in and out of hearing.

Owns the state of one link in time. What it draws from is its antenna's.
"""

from __future__ import annotations

import math
import random

from hardware.rfid.field.fades import FadeClass, Spread, Unrest
from hardware.rfid.reader import TagId


class Link:
    """What the next round hears of a tag. Read `hears`, `base_dbm`, `hops` and `noise_db` while
    the time is before `turns_at`, else `turn` first.
    """

    __slots__ = (
        "_drift_at",
        "_drift_db",
        "_fade_at",
        "_fading",
        "_silent",
        "_spread",
        "base_dbm",
        "hears",
        "hops",
        "level_dbm",
        "noise_db",
        "tag",
        "turns_at",
    )

    def __init__(
        self, tag: TagId, level_dbm: float, hearing: float, fading: FadeClass | None, spread: Spread
    ) -> None:
        self.tag = tag
        self.hops: tuple[float, ...] | None = None
        self.level_dbm = level_dbm
        self._fading = fading
        self._silent = False
        self._fade_at = -math.inf if fading else math.inf
        self._drift_db = 0.0
        self.hears = hearing
        self._spread = spread
        self.noise_db = spread.noise_db
        self._drift_at = -math.inf if spread.drift_db else math.inf
        self.base_dbm = level_dbm
        self.turns_at = -math.inf

    def respread(self, spread: Spread) -> None:
        """It wanders otherwise now: somebody took it, or hung it up."""
        if spread is self._spread:
            return
        self._spread = spread
        self.noise_db = spread.noise_db
        self._drift_at = -math.inf if spread.drift_db else math.inf
        self._drift_db = 0.0
        self.base_dbm = self.level_dbm
        self.turns_at = -math.inf

    def relevel(self, level_dbm: float) -> None:
        """It is somewhere else, and heard in the same way."""
        self.level_dbm = level_dbm
        self.base_dbm = level_dbm + self._drift_db

    def refade(self, fading: FadeClass | None) -> None:
        """It is heard in another way now, as if it had been so for long."""
        if fading != self._fading:
            self._fading = fading
            self._silent = False
            self._fade_at = -math.inf if fading else math.inf
            self.turns_at = -math.inf

    def turn(self, now: float, chance: random.Random, unrest: Unrest) -> None:
        """Brings it to `now`."""
        if now >= self._drift_at:
            self._wander(now, chance)
        fading = self._fading
        if fading is not None and now >= self._fade_at:
            if self._fade_at == -math.inf:  # as if it had been there for long
                self._silent = chance.random() >= fading.silent_share
                self._fade_at = now
            while now >= self._fade_at:
                self._silent = not self._silent
                if self._silent:
                    silence_s = chance.lognormvariate(fading.ln_mean, fading.ln_sd)
                    self._fade_at += silence_s
                else:
                    on_s = chance.expovariate(1.0) * fading.on_s
                    self._fade_at = unrest.after(self._fade_at, on_s)
            self.hears = 0.0 if self._silent else fading.hearing
        self.turns_at = min(self._fade_at, self._drift_at)

    def _wander(self, now: float, chance: random.Random) -> None:
        """A walk that comes back: half of the last drift is left in the next."""
        spread = self._spread
        kept = 0.0 if self._drift_at == -math.inf else 0.5
        fresh = chance.gauss(0.0, spread.drift_db) * math.sqrt(1 - kept * kept)
        self._drift_db = kept * self._drift_db + fresh
        self._drift_at = now + spread.drift_s * (chance.random() + 0.5)
        self.base_dbm = self.level_dbm + self._drift_db
