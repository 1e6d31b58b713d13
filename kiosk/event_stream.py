"""Server-Sent Events as the hub sends them: a connection's bytes become whole events.

Owns the stream's format and how a reader that waits is woken. Does not connect again: that is
`hub_client.py`'s.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import requests

log = logging.getLogger(__name__)

SILENCE_S = 25.0  # the hub sends a heartbeat every 10 s; two lost ones are an outage


class EventStream:
    """One event stream that is followed, across all its connections."""

    def __init__(self, path: str, on_snapshot: Callable[[dict[str, Any]], None]) -> None:
        self.path = path
        self.on_snapshot = on_snapshot
        self._response: requests.Response | None = None

    def events(
        self, session: requests.Session, url: str, verify: bool | str, connect_s: float
    ) -> Iterator[str]:
        """The events of one connection; "" for a heartbeat. Raises `OSError` at an outage."""
        from urllib3.exceptions import HTTPError

        response = session.get(
            url + self.path,
            headers={"Accept": "text/event-stream"},
            stream=True,
            timeout=(connect_s, SILENCE_S),
            verify=verify,
        )
        self._response = response
        try:
            response.raise_for_status()
            yield ""
            lines = EventLines()
            while chunk := response.raw.read1(65536):
                yield from lines.feed(chunk)
        except HTTPError as error:
            raise OSError(str(error)) from error
        finally:
            self._response = None
            response.close()

    def hang_up(self) -> None:
        """Wakes a thread that waits for the next event. From any thread."""
        response = self._response
        if response is not None:
            try:
                response.raw.shutdown()
            except (OSError, ValueError, RuntimeError):
                log.debug("%s had ended by itself", self.path)


class EventLines:
    """Bytes of a text/event-stream -> the data of its events; "" for a comment or a heartbeat.

    After the HTML standard, section 9.2.6; a line may end in LF, CR or both, a chunk anywhere.
    """

    def __init__(self) -> None:
        self._rest = b""
        self._data: list[str] = []
        self._heartbeat = False

    def feed(self, chunk: bytes) -> list[str]:
        # A CR at the very end waits: its LF may be in the next chunk.
        text = self._rest + chunk
        held = b"\r" if text.endswith(b"\r") else b""
        text = text[: len(text) - len(held)].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        *lines, rest = text.split(b"\n")
        self._rest = rest + held
        events = []
        for line in lines:
            if not line:
                if self._data:
                    events.append("" if self._heartbeat else "\n".join(self._data))
                    self._data = []
                self._heartbeat = False
            elif line.startswith(b":"):
                events.append("")
            elif line.startswith(b"event:"):
                self._heartbeat = line[6:].strip() == b"heartbeat"
            elif line.startswith(b"data:"):
                self._data.append(line[5:].removeprefix(b" ").decode("utf-8", "replace"))
        return events
