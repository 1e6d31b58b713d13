"""One hub with 20 tables and 50 mirrors for a minute: how late are its updates, are any lost, does
its memory stay flat?

The hub is `kiosk hub` in a process of its own. Every table says its whole set when that changes
(about once a second) and every two seconds besides, as `kiosk table` does, and has a tablet that
follows it; every mirror says its own and follows its room. A sample begins before the request is
written and ends when the tablet's stream has brought the basket with exactly this set.

A hub grows while its caches fill, most of it in the first minute (SQLite's pages for each reading
connection, a stack for each thread), and hardly from the third on: over eight minutes of this load
149 MB at the start, 170 after one, 173 after two, 175 after four and five, 177 at the end. Its
Python objects are as many at 70 s as at 210 s. So the memory counts once the caches have filled.
"""

from __future__ import annotations

import asyncio
import json
import random
import tempfile
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from hardware.rfid.reader import TagId
from kiosk import config
from tests.benchmarks.checkout_shop import running_hub, shop_settings, tags_in_stock
from tests.benchmarks.row import Row, percentile

TABLES = 20
MIRRORS = 50
SECONDS = 60.0
WARM_S = 5.0  # before anything counts
FILL_S = 60.0  # and as long again, while the caches fill, before the memory counts
REPEAT_S = 2.0
PIECES = 8  # that each table's shopper moves about
IN_ROOM = 3
GROWTH_MB = 8.0  # what the memory of a hub that is flat may differ by


def rows() -> Iterable[Row]:
    with tempfile.TemporaryDirectory(prefix="hangtag-") as folder:
        settings = _settings(Path(folder))
        with running_hub(settings, Path(folder) / "config.yaml") as process:
            load = asyncio.run(_Load(settings, process.pid).run())
    note = (
        f"{len(load.late_ms)} changes at {TABLES} tables in {SECONDS:.0f} s, "
        f"{MIRRORS} mirrors beside; request to the tablet's stream"
    )
    memory = (
        f"over {SECONDS:.0f} s: {load.before_mb:.0f} MB when its caches had filled for "
        f"{WARM_S + FILL_S:.0f} s, {load.after_mb:.0f} MB at the end"
    )
    return [
        Row("hub.tag_update_p99_ms", percentile(load.late_ms, 99), "ms", 50, "lower", note),
        Row("hub.tag_update_p50_ms", percentile(load.late_ms, 50), "ms", None, "lower", note),
        Row("hub.updates_lost", load.lost, "", 0, "lower", "sets that no tablet was told of"),
        Row("hub.memory_growth_mb", load.grown_mb, "MB", GROWTH_MB, "lower", memory),
    ]


def _settings(folder: Path) -> config.Settings:
    """The demo shop's, with as many tables and rooms."""
    shop_settings(folder)
    file = folder / "config.yaml"
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    table = content["tables"]["1"]
    content["tables"] = {
        str(n): {
            **table,
            "name": f"Checkout {n}",
            "terminal": {"driver": "simulated", "port": str(folder / "dev" / f"terminal-{n}")},
        }
        for n in range(1, TABLES + 1)
    }
    reader = {"driver": "simulated", "port": "nobody"}
    content["rooms"] = {
        str(n): {"name": f"Fitting room {n}", "tablet": str(n % TABLES + 1), "reader": reader}
        for n in range(1, MIRRORS + 1)
    }
    file.write_text(yaml.safe_dump(content), encoding="utf-8")
    return config.load(file)


@dataclass
class _Load:
    settings: config.Settings
    hub: int  # its process
    late_ms: list[float] = field(default_factory=list)
    lost: int = 0
    before_mb: float = 0.0
    after_mb: float = 0.0

    @property
    def grown_mb(self) -> float:
        return max(0.0, self.after_mb - self.before_mb)

    async def run(self) -> _Load:
        tags = await asyncio.to_thread(tags_in_stock, self.settings)
        assert len(tags) >= TABLES * PIECES + MIRRORS * IN_ROOM, "the sample shop is too small"
        self._begun = time.monotonic()
        async with asyncio.TaskGroup() as group:
            for n in range(TABLES):
                mine = tags[n * PIECES : (n + 1) * PIECES]
                group.create_task(self._table(str(n + 1), mine))
            for n in range(MIRRORS):
                at = TABLES * PIECES + n * IN_ROOM
                group.create_task(self._mirror(str(n + 1), tags[at : at + IN_ROOM]))
            group.create_task(self._weigh())
        return self

    @property
    def _time_left(self) -> float:
        return self._begun + WARM_S + FILL_S + SECONDS - time.monotonic()

    async def _table(self, table: str, tags: Sequence[TagId]) -> None:
        chance = random.Random(table)
        line = _Line(self.settings.hub_url)
        awaited: dict[frozenset[str], float] = {}  # the set that was said -> when
        stream = asyncio.create_task(self._tablet(table, awaited))
        lying: list[TagId] = []
        sequence = 0
        while self._time_left > 0:
            sequence += 1
            if sequence % 4:  # else it says once more what it said
                fresh = [tag for tag in tags if tag not in lying]
                lifts = not fresh or (bool(lying) and chance.random() < 0.4)
                lying = lying[1:] if lifts else [*lying, fresh[0]]
                awaited[frozenset(map(str, lying))] = time.monotonic()
            await line.put(f"/api/tables/{table}/tags", _body(table, sequence, lying))
            await asyncio.sleep(chance.uniform(0.6, 1.4))
        await asyncio.sleep(1.0)  # what is not here by now was lost
        self.lost += len(awaited)
        stream.cancel()
        with suppress(asyncio.CancelledError):
            await stream
        line.close()

    async def _tablet(self, table: str, awaited: dict[frozenset[str], float]) -> None:
        async for said in _events(self.settings.hub_url, f"/api/tables/{table}/live"):
            at = time.monotonic()
            shown = frozenset(
                row["key"] for row in (*said["lines"], *said["doubtful"]) if row.get("tag")
            )
            began = awaited.pop(shown, None)
            if began is not None and 0 <= began - self._begun - WARM_S < SECONDS:
                self.late_ms.append((at - began) * 1000)

    async def _mirror(self, room: str, tags: Sequence[TagId]) -> None:
        chance = random.Random(f"room {room}")
        line = _Line(self.settings.hub_url)

        async def follow() -> None:
            async for _ in _events(self.settings.hub_url, f"/api/rooms/{room}/live"):
                pass

        stream = asyncio.create_task(follow())
        sequence = 0
        while self._time_left > 0:
            sequence += 1
            some = chance.sample(list(tags), chance.randint(0, len(tags)))
            await line.put(f"/api/rooms/{room}/tags", _body(f"room-{room}", sequence, some))
            await asyncio.sleep(chance.uniform(0.5, REPEAT_S))
        stream.cancel()
        with suppress(asyncio.CancelledError):
            await stream
        line.close()

    async def _weigh(self) -> None:
        await asyncio.sleep(WARM_S + FILL_S)
        self.before_mb = _resident_mb(self.hub)
        await asyncio.sleep(max(0.0, self._time_left))
        self.after_mb = _resident_mb(self.hub)


def _body(who: str, sequence: int, tags: Sequence[TagId]) -> bytes:
    said = [{"kind": tag.kind.value, "value": tag.value, "rssi_dbm": -50.0} for tag in tags]
    reader = {"state": "ok", "message": ""}
    body = {"session": f"bench-{who}", "sequence": sequence, "reader": reader, "tags": said}
    return json.dumps(body).encode()


class _Line:
    """A connection that is kept, without a client library between us and the clock."""

    def __init__(self, url: str) -> None:
        self._host, self._port = urlsplit(url).hostname or "", urlsplit(url).port or 80
        self._writer: asyncio.StreamWriter | None = None

    async def put(self, path: str, body: bytes) -> None:
        """Sends it and reads the whole answer. Raises `RuntimeError` unless that is 2xx."""
        if self._writer is None:
            self._reader, self._writer = await asyncio.open_connection(self._host, self._port)
        self._writer.write(
            f"PUT {path} HTTP/1.1\r\nHost: {self._host}:{self._port}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode()
            + body
        )
        head = await self._reader.readuntil(b"\r\n\r\n")
        length = next(
            int(line.split(b":")[1])
            for line in head.lower().split(b"\r\n")
            if line.startswith(b"content-length:")
        )
        answer = await self._reader.readexactly(length)
        if not head.startswith(b"HTTP/1.1 2"):
            raise RuntimeError(f"PUT {path}: {head[:40]!r} {answer[:200]!r}")

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()


async def _events(url: str, path: str):  # type: ignore[no-untyped-def]
    """The snapshots of an event stream, as they come."""
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port, limit=1 << 22)
    try:
        writer.write(f"GET {path} HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n".encode())
        await reader.readuntil(b"\r\n\r\n")
        event = b""
        while line := await reader.readline():
            line = line.strip()
            if line.startswith(b"event:"):
                event = line[6:].strip()
            elif line.startswith(b"data:") and event == b"snapshot":
                yield json.loads(line[5:])
    finally:
        writer.close()


def _resident_mb(process: int) -> float:
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError(f"process {process} has no memory")
