"""A web shop on loopback, where an imported catalog's pictures come from."""

from __future__ import annotations

import contextlib
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class Source:
    """A web shop on loopback that serves `files` and counts how it is asked."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.failures: dict[str, int] = {}  # how often a path answers 503 before it works
        self.asked: Counter[str] = Counter()
        self.at_once = self.most_at_once = 0
        self.gate: threading.Event | None = None
        lock = threading.Lock()
        source = self

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                with lock:
                    source.asked[self.path] += 1
                    source.at_once += 1
                    source.most_at_once = max(source.most_at_once, source.at_once)
                try:
                    if source.gate:
                        source.gate.wait(60)
                    self.answer()
                finally:
                    with lock:
                        source.at_once -= 1

            def answer(self) -> None:
                content = source.files.get(self.path)
                if content is None:
                    self.send_error(404)
                elif source.failures.get(self.path, 0) > 0:
                    source.failures[self.path] -= 1
                    self.send_error(503)
                else:
                    self.send_response(200)
                    self.send_header("Content-Length", str(len(content)))
                    self.end_headers()
                    with contextlib.suppress(OSError):  # the fetcher may have seen enough
                        self.wfile.write(content)

            def log_message(self, *args: object) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server.server_port}{path}"

    def sources(self, *paths: str) -> dict[str, str]:
        """Key -> URL, as the catalog lists them: here the key is the file's name."""
        return {Path(path).stem: self.url(path) for path in paths}

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
