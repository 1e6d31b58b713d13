"""The hub: the one place where its parts are made and put together, and where it is served.

Owns the order of opening and closing, the socket and the signals. Decides nothing about baskets,
requests or the catalog.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import importlib
import importlib.util
import secrets
import signal
import socket
import sys
from collections.abc import AsyncIterator, Generator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.concurrency import run_in_threadpool

from kiosk.config import Settings
from kiosk.hub.context import Hub
from kiosk.hub.live import Live

if TYPE_CHECKING:
    from catalog import Catalog
    from hardware.payment_terminal.terminal import PaymentTerminal

WEB = Path(__file__).parent / "web"
GRACE_S = 1  # what is still being answered at shutdown gets this long
CANNOT_START = 2  # exit code when the shop's owner must mend something first

ROUTERS = (
    "kiosk.hub.api.tables",
    "kiosk.hub.api.rooms",
    "kiosk.hub.api.requests",
    "kiosk.hub.api.catalog",
    "kiosk.hub.api.media",
    "kiosk.hub.api.health",
    "kiosk.hub.web.tablet",
    "kiosk.hub.web.receipt",
    "kiosk.hub.web.staff",
)


def create_app(
    settings: Settings,
    *,
    catalog: Catalog | None = None,
    terminals: Mapping[str, PaymentTerminal] | None = None,
) -> FastAPI:
    """The hub as an ASGI application.

    Opens what it is not given: the catalog by `settings.database_url`, the terminals by the
    settings of each table. It closes what it opened.
    """
    live = Live()

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        live.bind(asyncio.get_running_loop())
        with contextlib.ExitStack() as opened:
            hub = await run_in_threadpool(_open, settings, live, catalog, terminals, opened)
            app.state.hub = hub
            yield
            live.close()
            await run_in_threadpool(opened.close)

    app = FastAPI(title="Hangtag hub", version="0.1.0", lifespan=lifespan)
    app.state.live = live
    for name in ROUTERS:
        if importlib.util.find_spec(name):
            app.include_router(importlib.import_module(name).router)
    app.mount("/static", StaticFiles(directory=WEB / "static"), name="static")
    return app


def _open(
    settings: Settings,
    live: Live,
    catalog: Catalog | None,
    terminals: Mapping[str, PaymentTerminal] | None,
    opened: contextlib.ExitStack,
) -> Hub:
    raise NotImplementedError
