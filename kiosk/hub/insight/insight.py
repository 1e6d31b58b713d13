"""What visits leave behind, taken in and kept for as long as the config says.

Owns the one thread that forgets what is old and ends holds that are over. What a touchpoint is, is
`touchpoints.py`'s; what is read from them, `visits_report.py`'s.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from catalog.store import Catalog
from kiosk.hub.insight import touchpoints as rows
from kiosk.hub.insight.touchpoints import Rating, Touchpoint
from kiosk.hub.rooms import request_rows

log = logging.getLogger(__name__)

KEEP_S = 30.0
FORGET_EVERY = 120  # rounds of `KEEP_S`: an hour


class Insight:
    """`tidy` is called every half minute: it ends what is over at the rooms."""

    def __init__(
        self,
        catalog: Catalog,
        *,
        keep_days: int,
        tidy: Callable[[], None],
        clock_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
    ) -> None:
        self._catalog = catalog
        self._keep_days = keep_days
        self._tidy = tidy
        self._clock_ms = clock_ms
        # The one writer of both tables: two messages at once are one after the other.
        self._taking_in = threading.Lock()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="insight", daemon=True)

    def open(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._ended.set()
        self._thread.join(timeout=2)

    def now_ms(self) -> int:
        return self._clock_ms()

    def add(self, touchpoints: Sequence[Touchpoint]) -> int:
        """Keeps those that are new; how many that were."""
        with self._taking_in, self._catalog.begin() as connection:
            return rows.add(connection, touchpoints)

    def rate(self, rating: Rating) -> bool:
        """Keeps it. Raises `RatedAlreadyError`."""
        with self._taking_in, self._catalog.begin() as connection:
            return rows.rate(connection, rating)

    def forget(self) -> int:
        """Drops what is older than the config says, answered requests among it."""
        before = datetime.fromtimestamp(self._clock_ms() / 1000, UTC) - timedelta(
            days=self._keep_days
        )
        with self._catalog.begin() as connection:
            gone = rows.forget(connection, self._clock_ms(), self._keep_days)
            return gone + request_rows.forget(connection, before)

    def _keep(self) -> None:
        rounds = 0
        while not self._ended.wait(KEEP_S):
            try:
                self._tidy()
                if rounds % FORGET_EVERY == 0:
                    self.forget()
                rounds += 1
            except SQLAlchemyError as error:
                log.info("what is over is forgotten later: %s", error)
