"""A whole shop for a browser: the real hub with the sample shop, and an emulated card terminal.

What a test does to it has the words of the shop floor: lay, lift, start and stop the hub.
"""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import threading
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import requests
import uvicorn
import yaml

from hardware.payment_terminal.simulated.emulator import TerminalEmulator
from kiosk import config
from kiosk.hub.app import create_app
from kiosk.hub_client import HubClient
from tests.conftest import BUSY_S, REPO, wait_until

Json = dict[str, Any]


class Shop:
    """One table ("1") with its tablet page at `url`/tablet/1."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.config = folder / "config.yaml"
        self.config.write_text(yaml.safe_dump(_settings(folder, port)), "utf-8")
        self.settings = config.load(self.config)
        self.url = self.settings.hub_url
        self.terminal = TerminalEmulator(
            folder / "terminal-1", folder / "books.json", thinking_s=0.2, outage_s=1.0
        )
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None
        self._session = uuid.uuid4().hex
        self._sequence = 0
        self._table = HubClient(self.url, name="table-1")
        self._fresh: list[Json] = []

    def open(self) -> None:
        self.terminal.start()
        self.start_hub()
        self._table.open()
        self.lift()
        self._fresh = [
            item
            for item in self.get("/api/catalog/items?limit=600")
            if item["status"] == "in_stock"
        ]

    def close(self) -> None:
        self._table.close()
        self.stop_hub()
        self.terminal.stop()

    def start_hub(self) -> None:
        app = create_app(self.settings)
        hub = self.settings.hub
        self._server = uvicorn.Server(
            uvicorn.Config(
                app, host=hub.host, port=hub.port, log_level="warning", timeout_graceful_shutdown=1
            )
        )
        self._app = app
        self._thread = threading.Thread(target=self._server.run, name="hub", daemon=True)
        self._thread.start()
        wait_until(lambda: self._server and self._server.started, 30, "the hub to start")

    def stop_hub(self) -> None:
        assert self._server is not None
        assert self._thread is not None
        self._app.state.live.close()
        self._server.should_exit = True
        self._thread.join(BUSY_S)
        assert not self._thread.is_alive(), "the hub did not stop"

    # the table

    def lay(self, tags: Sequence[Json], reader: str = "ok") -> None:
        """The whole set that lies on the table now, said as `kiosk table` says it."""
        self._sequence += 1
        self._table.put(
            "/api/tables/1/tags",
            {
                "session": self._session,
                "sequence": self._sequence,
                "reader": {"state": reader, "message": ""},
                "tags": [{**tag, "rssi_dbm": -51.0} for tag in tags],
            },
        )

    def lift(self) -> None:
        self.lay([])

    def take(self, count: int) -> list[Json]:
        """So many garments off the rails: in stock, and never given to another test."""
        taken, self._fresh = self._fresh[:count], self._fresh[count:]
        return taken

    # what the hub says

    def get(self, path: str) -> Any:
        reply = requests.get(self.url + path, timeout=BUSY_S)
        reply.raise_for_status()
        return reply.json()

    def post(self, path: str, body: Json) -> requests.Response:
        return requests.post(self.url + path, json=body, timeout=BUSY_S)

    def basket(self) -> Json:
        found: Json = self.get("/api/tables/1")
        return found

    def clear(self) -> None:
        """Ends whatever the test left behind, so that the next one finds an empty table."""
        self.lift()
        self.post("/api/tables/1/help", {"status": "done"})

        def empty() -> bool:
            state = self.basket()["state"]
            if state == "SOLD":
                self.post("/api/tables/1/done", {})
            elif state in ("LOCKED", "AUTHORISING"):
                self.post("/api/tables/1/cancel", {})
            return bool(state == "EMPTY")

        wait_until(empty, 20, "an empty table")


class ShopOfProcesses(Shop):
    """The same, with the hub in a process of its own, which can be killed."""

    _process: subprocess.Popen[bytes] | None = None

    def start_hub(self) -> None:
        command = [sys.executable, "-m", "kiosk", "--config", str(self.config), "hub"]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=REPO)
        wait_until(self._answers, BUSY_S, "the hub to answer")

    def stop_hub(self) -> None:
        self._end(signal.SIGTERM)

    def kill_hub(self) -> None:
        self._end(signal.SIGKILL)

    def _end(self, number: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(number)
        self._process.wait(BUSY_S)

    def _answers(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, "the hub ended by itself"
        try:
            return requests.get(f"{self.url}/api/health", timeout=BUSY_S).ok
        except requests.ConnectionError:
            return False


def _settings(folder: Path, port: int) -> Json:
    """config.yaml with this folder's devices and one table."""
    settings: Json = yaml.safe_load((REPO / "config.yaml").read_text("utf-8"))
    table = settings["tables"]["1"]
    table["terminal"] = {"driver": "simulated", "port": str(folder / "terminal-1")}
    table["printer"]["port"] = str(folder / "printer-1")
    settings["data_dir"] = str(folder)
    settings["sample_shop"] = str(REPO / settings["sample_shop"])
    settings["hub"]["port"] = port
    settings["tables"] = {"1": table}
    return settings


def tags_of(items: Sequence[Json]) -> list[Json]:
    return [item["tag"] for item in items]
