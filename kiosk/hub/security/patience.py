"""How long the hub waits for a request to arrive, and how many connections one address may hold.

Owns the two clocks of a connection; uvicorn has none for a request that never ends. Without them a
few hundred sockets that say nothing would leave none for the tablets.
"""

from __future__ import annotations

import asyncio
import resource
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from kiosk.hub.security.security import is_loopback

HEADERS_S = 10.0  # from the first byte, or from the connection, to the end of the headers
BODY_S = 600.0  # for all of the body: a product list over a slow network
MOST_OF_A_PEER = 256  # a machine with many mirrors; a tablet has less than ten
FILES = 65_536


class Patience(HttpToolsProtocol):
    """Uvicorn's protocol with an end to waiting."""

    _until: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        peer = self.client[0] if self.client else ""
        if not is_loopback(peer) and self._held_by(peer) > MOST_OF_A_PEER:
            transport.abort()
            return
        self._wait(HEADERS_S)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        idle = self.cycle is None or self.cycle.response_complete
        if idle and self._until is None:  # the next request has begun, or only its empty lines
            self._wait(HEADERS_S)

    def on_headers_complete(self) -> None:
        self._wait(BODY_S)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._stop()
        super().on_message_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop()
        super().connection_lost(exc)

    def _held_by(self, peer: str) -> int:
        return sum(
            1
            for one in self.connections
            if (client := getattr(one, "client", None)) and client[0] == peer
        )

    def _wait(self, seconds: float) -> None:
        self._stop()
        self._until = self.loop.call_later(seconds, self._give_up)

    def _stop(self) -> None:
        if self._until is not None:
            self._until.cancel()
            self._until = None

    def _give_up(self) -> None:
        self._until = None
        if self.transport is not None and not self.transport.is_closing():
            self.transport.abort()


def allow_many_files() -> None:
    """As many open sockets as the system lets this process have, if it is not that many yet."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = FILES if hard == resource.RLIM_INFINITY else min(hard, FILES)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
