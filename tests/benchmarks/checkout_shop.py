"""A checkout table for benchmarks, nothing in it replaced: module on a pty, driver, the program's
own loop, `kiosk hub` in a process of its own, the tablet page in Chromium.

Owns opening and closing it all, and when a tag's last byte was on the wire. Measures nothing.
"""

from __future__ import annotations

import os
import queue
import socket
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import yaml
from playwright.sync_api import Page, sync_playwright

from hardware.device import open_device
from hardware.rfid.field import Field
from hardware.rfid.mercury.emulator import MercuryEmulator
from hardware.rfid.reader import TagId
from hardware.rfid.zone import ZoneChange
from kiosk import config
from kiosk.hub_asking import ask
from kiosk.hub_client import HubClient
from kiosk.table.app import watch
from tests.browser.conftest import CHROMIUM, FLAGS, LANDSCAPE

REPO = Path(__file__).resolve().parent.parent.parent
PATIENCE_S = 20.0


def tags_in_stock(settings: config.Settings) -> list[TagId]:
    """Every tagged piece that the hub may sell."""
    status, items = ask("GET", f"{settings.hub_url}/api/catalog/items?limit=5000")
    assert status == 200, items
    return [
        TagId.parse(f"{item['tag']['kind']}:{item['tag']['value']}")
        for item in items
        if item["status"] == "in_stock"
    ]


class LaidTable:
    """The table's field, its emulated module and the program's own loop, in this process."""

    def __init__(self, settings: config.Settings) -> None:
        self._settings = settings
        self._field = Field(seed=1)
        self._frames: dict[TagId, list[float]] = defaultdict(list)
        self._arrivals: queue.Queue[tuple[TagId, float]] = queue.Queue()
        self._ended = threading.Event()

    def __enter__(self) -> LaidTable:
        port = Path(self._settings.tables["1"].reader.port)
        port.parent.mkdir(parents=True)
        self._emulator = MercuryEmulator(port, self._field)
        self._emulator.on_tag_frame = lambda tag, at: self._frames[tag].append(at)
        self._emulator.start()
        self._reader = open_device("rfid", self._settings.tables["1"].reader.settings())
        self._client = HubClient(self._settings.hub_url, name="table-1")
        self._client.open()
        self._thread = threading.Thread(
            target=watch,
            args=(self._reader, self._client, "1", self._ended, self._changed),
            name="table",
        )
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()
        self._client.close()
        self._reader.close()
        self._emulator.stop()

    def lay(self, tag: TagId) -> float:
        """Lays a garment down; when the last byte of its deciding read was on the wire, in
        milliseconds since 1970, as the browser counts."""
        self._field.place(tag)
        arrived, last_read = self._arrivals.get(timeout=PATIENCE_S)
        while arrived != tag:  # one that was lifted a moment ago, and is heard once more
            arrived, last_read = self._arrivals.get(timeout=PATIENCE_S)
        return self._on_the_wire(tag, last_read)

    def lay_all(self, tags: list[TagId]) -> None:
        """Lays garments down at once, and waits until the zone has taken them all in."""
        for tag in tags:
            self._field.place(tag)
        awaited = set(tags)
        while awaited:
            awaited.discard(self._arrivals.get(timeout=PATIENCE_S)[0])

    def _on_the_wire(self, tag: TagId, last_read: float) -> float:
        # The driver's stamp is a little later than the wire's; the wire's is the true beginning.
        frame = min(self._frames[tag], key=lambda at: abs(at - last_read))
        return (min(frame, last_read) + time.time() - time.monotonic()) * 1000

    def lift_all(self) -> None:
        for tag in self._field.tags():
            self._field.remove(tag)

    def _changed(self, change: ZoneChange, now: float) -> None:
        for presence in change.arrived:
            self._arrivals.put((presence.tag, presence.last_read))


def shop_settings(folder: Path) -> config.Settings:
    """The demo shop's settings with a folder and a port of its own, written down for the hub."""
    content = yaml.safe_load((REPO / "config.yaml").read_text(encoding="utf-8"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        content["hub"]["port"] = free.getsockname()[1]
    content["data_dir"] = str(folder / "var")
    content["sample_shop"] = str(REPO / content["sample_shop"])
    content["tables"]["1"]["reader"]["port"] = str(folder / "dev" / "table-1")
    content["tables"]["1"]["terminal"]["port"] = str(folder / "terminal-1")
    content["rooms"] = {}
    content.pop("gates", None)
    file = folder / "config.yaml"
    file.write_text(yaml.safe_dump(content), encoding="utf-8")
    return config.load(file)


@contextmanager
def running_hub(settings: config.Settings, file: Path) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "kiosk", "hub"]
    environment = {**os.environ, "HANGTAG_CONFIG": str(file)}
    said = file.with_name("hub.log")
    with (
        said.open("wb") as log,
        subprocess.Popen(command, env=environment, cwd=REPO, stdout=log, stderr=log) as hub,
    ):
        try:
            deadline = time.monotonic() + 60
            while not _answers(settings.hub_url):
                assert hub.poll() is None, f"the hub ended: {said.read_text()[-2000:]}"
                assert time.monotonic() < deadline, "the hub does not answer"
                time.sleep(0.05)
            yield hub
        finally:
            hub.terminate()
            hub.wait(10)


def _answers(url: str) -> bool:
    try:
        return ask("GET", f"{url}/api/health")[0] == 200
    except OSError:
        return False


@contextmanager
def tablet_page(settings: config.Settings) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport=LANDSCAPE)
        page.set_default_timeout(PATIENCE_S * 1000)
        page.goto(f"{settings.hub_url}/tablet/1")
        yield page
        browser.close()
