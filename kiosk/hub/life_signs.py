"""The hub's life signs for systemd: its loop turned, and the database answered.

Owns the two proofs. What is done without them is systemd's: it starts the hub again.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from kiosk.watchdog import Watchdog

log = logging.getLogger(__name__)

NEEDS = ("loop", "database")


@contextlib.asynccontextmanager
async def life_signs(watchdog: Watchdog, ask: Callable[[], object]) -> AsyncIterator[None]:
    """Ready, and alive for as long as it is; `ask` reads something of the database."""
    watchdog.ready()
    if watchdog.interval_s is None:
        yield
        return
    signs = asyncio.create_task(_give(watchdog, ask, watchdog.interval_s))
    try:
        yield
    finally:
        signs.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await signs


async def _give(watchdog: Watchdog, ask: Callable[[], object], interval_s: float) -> None:
    while True:
        watchdog.proof("loop")
        try:
            await run_in_threadpool(ask)
        except (SQLAlchemyError, OSError) as error:
            log.info("the database did not answer: %r", error)
        else:
            watchdog.proof("database")
        await asyncio.sleep(interval_s)
