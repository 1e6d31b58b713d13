"""The way to a mirror's remote view: its frames to a browser, a browser's touches to it.

Owns the socket's protocol: lines of JSON to the mirror; from it frames, each with its length as
four bytes, most significant first. The frames pass through as they are. A mirror that is not
there is waited for.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

LOOK_AGAIN_S = 0.3
WATCH = b'{"type":"watch"}\n'


async def frames(view: Path, ended: Callable[[], bool]) -> AsyncIterator[bytes]:
    """The bytes of the mirror's frames, cut anywhere inside a connection.

    Ends with the connection, so that a new reader begins at a frame; or when `ended()`.
    """
    while not ended():
        try:
            reader, writer = await asyncio.open_unix_connection(str(view))
        except OSError:
            await asyncio.sleep(LOOK_AGAIN_S)
            continue
        try:
            writer.write(WATCH)
            while not ended():
                with suppress(TimeoutError):
                    chunk = await asyncio.wait_for(reader.read(1 << 18), LOOK_AGAIN_S)
                    if not chunk:
                        return
                    yield chunk
        except OSError:
            return
        finally:
            writer.close()


class Touches:
    """Passes touches on to the mirror of one room, in their order."""

    def __init__(self, view: Path) -> None:
        self._view = view
        self._writer: asyncio.StreamWriter | None = None
        self._turn = asyncio.Lock()

    async def send(self, events: list[dict[str, Any]]) -> bool:
        """Whether the mirror was there to take them."""
        text = "".join(json.dumps({"type": "pointer", **event}) + "\n" for event in events)
        async with self._turn:
            for _ in range(2):  # a connection of a mirror that was restarted fails once
                try:
                    if self._writer is None or self._writer.is_closing():
                        _, self._writer = await asyncio.open_unix_connection(str(self._view))
                    self._writer.write(text.encode())
                    await self._writer.drain()
                    return True
                except OSError:
                    self.close()
        return False

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()
            self._writer = None
