"""The real `kiosk run` with the sample shop, as a process of its own on free ports."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
import uuid
from pathlib import Path
from typing import Any

import yaml

from kiosk.config import Settings, parse
from tests.conftest import REPO, wait_until
from tests.unit.programs.served import Client
from tests.unit.programs.shop import content

Json = dict[str, Any]
GATES = {
    "1": {
        "name": "Exit",
        "reader": {"driver": "mercury", "port": "var/dev/gate-1", "region": "EU3"},
        "alarm": {"driver": "simulated", "port": "var/dev/alarm-1"},
    }
}
OPENS_S = 150.0  # on two busy cores; an idle machine needs five


class WholeShop:
    """Hub, mirror, table, gate and bench as a visitor gets them, and its hands: `do`, `pay` …"""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        values = content(
            sample_shop=str(REPO / "assets" / "sample"), shop={"name": "Maison Aster"}, gates=GATES
        )
        (folder / "config.yaml").write_text(yaml.safe_dump(values))
        self.settings: Settings = parse(values, folder / "config.yaml")
        self.hub = Client(self.settings.hub_url)
        self.bench = Client(f"http://127.0.0.1:{values['bench']['port']}")

    def command(self, *arguments: str) -> list[str]:
        config = str(self.folder / "config.yaml")
        return [sys.executable, "-m", "kiosk", "--config", config, *arguments]

    def open(self) -> None:
        hidden = ("DISPLAY", "WAYLAND_DISPLAY")
        environment = {key: value for key, value in os.environ.items() if key not in hidden}
        self.said: list[str] = []
        self.process = subprocess.Popen(
            self.command("run"),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=environment,
        )
        self._reader = threading.Thread(target=self._read)
        self._reader.start()
        wait_until(
            lambda: any("is open" in line for line in self.said) or self.process.poll() is not None,
            OPENS_S,
            "the shop to open",
        )
        assert self.process.poll() is None, self.all_said()

    def close(self) -> float:
        """As with Ctrl-C; the seconds that it took."""
        started = time.monotonic()
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        self.process.wait(20)
        took_s = time.monotonic() - started
        self._reader.join()
        self.hub.close()
        self.bench.close()
        return took_s

    def all_said(self) -> str:
        return "\n".join(self.said)

    def programs(self) -> list[int]:
        """The process ids of everything that this `kiosk run` started and that still runs."""
        marker = f"HANGTAG_CONFIG={self.folder / 'config.yaml'}".encode()
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                stat = (process / "stat").read_text().rpartition(")")[2].split()
                environment = (process / "environ").read_bytes().split(b"\0")
            except OSError:
                continue
            if stat[0] != "Z" and marker in environment:
                found.append(int(process.name))
        return found

    def do(self, verb: str, **body: Any) -> Json:
        """A hand on the bench."""
        reply = self.bench.post(f"/api/bench/{verb}", json=body)
        assert reply.status_code == 200, reply.text
        result: Json = reply.json()
        return result

    def tidy(self) -> None:
        """All on the rail and plugged in, nothing in the basket, a terminal that approves."""
        for device in ("room-1", "table-1", "terminal-1", "gate-1", "alarm-1"):
            self.do("plug", device=device)
        self.do("terminal/1", mode="approve")
        self.do("clear")
        for line in self.table()["lines"]:
            if not line["on_table"]:
                self.hub.post("/api/tables/1/remove", json={"tag": line["tag"]})
        self.until(state="EMPTY", count=0)

    def table(self) -> Json:
        """The basket as the tablet shows it."""
        snapshot: Json = self.hub.get("/api/tables/1").json()
        return snapshot

    def until(self, **wanted: Any) -> Json:
        """The basket, once it has these values."""

        def fits() -> Json | None:
            snapshot = self.table()
            return (
                snapshot if all(snapshot[key] == value for key, value in wanted.items()) else None
            )

        snapshot = wait_until(fits, 20, f"a basket with {wanted}")
        assert isinstance(snapshot, dict)
        return snapshot

    def pay(self) -> None:
        """Presses Pay as soon as the tablet offers it."""
        counted = self.until(settled=True)
        reply = self.hub.post(
            "/api/tables/1/pay", json={"id": str(uuid.uuid4()), "version": counted["version"]}
        )
        assert reply.status_code == 200, reply.text

    def gate_knows(self) -> Json:
        """What gates are told now: the list's name, and the changes beside it."""
        with self.hub.stream("/api/gates/1/live") as stream:
            lines = (line for line in stream.iter_lines() if line.startswith(b"data:"))
            said: Json = json.loads(next(lines)[5:])
            return said

    def alarmed(self) -> set[str]:
        """The pieces that an exit alarmed for, as "epc:30…"."""
        return {f"epc:{one['tag']['value']}" for one in self.hub.get("/api/alarms").json()}

    def status_of(self, tags: list[str]) -> set[str]:
        """What the catalog says about these pieces, as "epc:30…"."""
        items = self.hub.get("/api/catalog/items?limit=5000").json()
        wanted = set(tags)
        return {item["status"] for item in items if f"epc:{item['tag']['value']}" in wanted}

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as lines:
            for line in lines:
                self.said.append(line.rstrip())
