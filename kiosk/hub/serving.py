"""The hub as a program: its socket, its signals and how it ends.

Owns the exit codes. What is served is `app.py`'s.
"""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import socket
import ssl
import sys
import threading
from collections.abc import Generator
from contextlib import ExitStack

import uvicorn
from fastapi import FastAPI

from catalog.database import CatalogError
from kiosk import certificates
from kiosk.config import Settings
from kiosk.hub.app import create_app
from kiosk.hub.life_signs import NEEDS
from kiosk.hub.live import Live
from kiosk.hub.receipts.receipts import examine as examine_receipts
from kiosk.hub.security.patience import Patience, allow_many_files
from kiosk.hub.shop import DatabaseBusyError, only_hub, open_shop
from kiosk.hub.tables.terminals import open_terminals
from kiosk.watchdog import Watchdog

GRACE_S = 1  # what is still being answered at shutdown gets this long
CANNOT_START = 2  # exit code when the shop's owner must mend something first
LATER = 1  # exit code when starting again is all that is needed


def run(settings: Settings) -> int:
    """Serves until SIGTERM or Ctrl-C. Exit code 2, after a sentence, when it cannot start."""
    os.umask(0o077)  # who bought what, and who works here, is for the shop's own user
    allow_many_files()
    tls = None
    if settings.hub.tls is not None:
        certificates.examine(settings)
        tls = certificates.server_context(settings.hub.tls)
    watchdog = Watchdog.of(None, *NEEDS)
    with ExitStack() as opened:
        try:
            listener = opened.enter_context(listen(settings.hub.host, settings.hub.port))
            opened.enter_context(only_hub(settings))
            # Ended in its middle, a migration would begin again, and again.
            shop = open_shop(settings, watchdog.starting_late)
            catalog = opened.enter_context(contextlib.closing(shop))
            examine_receipts(settings)
            terminals = open_terminals(settings)
        except (OSError, CatalogError) as error:
            sys.stderr.write(f"{error}\n")
            return LATER if isinstance(error, DatabaseBusyError) else CANNOT_START
        app = create_app(settings, catalog=catalog, terminals=terminals, watchdog=watchdog)
        server = HubServer(app, tls=tls)
        server.run(sockets=[listener])
        return 0 if server.started else LATER


class HubServer(uvicorn.Server):
    """Uvicorn that ends its live streams when it ends, and ends as a process that was asked to.

    What a proxy says about where a request came from is not believed.
    """

    def __init__(self, app: FastAPI, *, tls: ssl.SSLContext | None = None) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                http=Patience,
                loop="uvloop",
                ws="none",
                lifespan="on",
                log_config=None,
                access_log=False,
                proxy_headers=False,
                server_header=False,
                ssl_context_factory=(lambda _config, _default: tls) if tls else None,
                timeout_graceful_shutdown=GRACE_S,
            )
        )
        self._live: Live = app.state.live

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._live.close()
        await super().shutdown(sockets)

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Not uvicorn's own, which dies of the signal again before anything is closed."""
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, self.handle_exit)
        yield


def listen(host: str, port: int) -> socket.socket:
    """The hub's socket. Raises `OSError` with a sentence when the address is not to be had."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(1024)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise OSError(
                f"Port {port} is in use by another program. Stop it, or set hub.port in "
                "config.yaml to a free one."
            ) from error
        raise OSError(
            f"The hub cannot listen at {host} port {port}: {error.strerror}. "
            "See hub.host and hub.port in config.yaml."
        ) from error
    return listener
