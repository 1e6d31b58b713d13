"""An ASGI application served for a test by the real uvicorn on a loopback port."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from typing import Any

import requests
import uvicorn

from tests.conftest import BUSY_S, wait_until


class Client:
    """Asks one server, over one connection."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._session = requests.Session()
        self._session.trust_env = False

    def get(self, path: str) -> requests.Response:
        return self._session.get(self.url + path, timeout=BUSY_S)

    def post(
        self, path: str, json: Any, headers: dict[str, str] | None = None
    ) -> requests.Response:
        return self._session.post(self.url + path, json=json, headers=headers, timeout=BUSY_S)

    def stream(self, path: str) -> requests.Response:
        return self._session.get(self.url + path, stream=True, timeout=BUSY_S)

    def close(self) -> None:
        self._session.close()


@contextlib.contextmanager
def served(app: Any, port: int = 0) -> Iterator[Client]:
    with socket.create_server(("127.0.0.1", port)) as listener:
        config = uvicorn.Config(app, log_config=None, access_log=False, timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        client = Client(f"http://127.0.0.1:{listener.getsockname()[1]}")
        try:
            wait_until(lambda: server.started, what="the server")
            yield client
        finally:
            client.close()
            server.should_exit = True
            thread.join()
