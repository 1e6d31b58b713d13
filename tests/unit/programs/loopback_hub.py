"""A hub of a few lines on a loopback port, whose outages a test commands."""

from __future__ import annotations

import contextlib
import json
import queue
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class LoopbackHub:
    """Answers PUT and POST, keeps what it got, and streams what it is told.

    `refuse` maps a path to the HTTP status it is answered with.
    """

    def __init__(self, port: int = 0) -> None:
        self.got: list[tuple[str, str, dict[str, Any]]] = []
        self.refuse: dict[str, int] = {}
        self.streams: list[queue.Queue[bytes | None]] = []
        self.connections: set[Any] = set()
        hub = self

        class Answer(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def setup(self) -> None:
                super().setup()
                hub.connections.add(self.connection)

            def _take(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                status = hub.refuse.get(self.path, 200)
                hub.got.append((self.command, self.path, body))
                reply = json.dumps({"heard": body}).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(reply)))
                self.end_headers()
                self.wfile.write(reply)

            do_PUT = _take  # noqa: N815
            do_POST = _take  # noqa: N815

            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/event-stream")
                self.send_header("Transfer-Encoding", "chunked")
                self.end_headers()
                lines: queue.Queue[bytes | None] = queue.Queue()
                hub.streams.append(lines)
                while (chunk := lines.get()) is not None:
                    try:
                        self.wfile.write(f"{len(chunk):x}\r\n".encode() + chunk + b"\r\n")
                    except OSError:
                        return
                self.close_connection = True
                self.wfile.write(b"0\r\n\r\n")

            def log_message(self, *_: Any) -> None: ...

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: Any) -> None: ...

        self._server = Server(("127.0.0.1", port), Answer)
        self.port = self._server.server_port
        self.url = f"http://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()

    def send(self, snapshot: dict[str, Any]) -> None:
        """A snapshot to every open stream."""
        for stream in self.streams:
            stream.put(f"event: snapshot\nid: 1\ndata: {json.dumps(snapshot)}\n\n".encode())

    def die(self) -> None:
        """Goes away as a killed process does: listener and connections at once."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        for connection in self.connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for stream in self.streams:
            stream.put(None)
        self.streams.clear()

    def bodies(self, method: str, path: str) -> list[dict[str, Any]]:
        return [body for verb, at, body in self.got if (verb, at) == (method, path)]


def free_url() -> str:
    """An address where nobody listens."""
    hub = LoopbackHub()
    hub.die()
    return hub.url
