"""A mirror as a process of its own, for bench_snapshot: `python -m … CONFIG`.

Everything of `kiosk mirror` over a Mercury module on a pty, with a catalog of its own. Plays what
happens in the room, and at the end says as JSON how long things took and what it weighs.
"""

from __future__ import annotations

import json
import logging
import random
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

from hardware.rfid.reader import TagId
from kiosk.config import Settings, load
from kiosk.mirror import heap
from kiosk.mirror.app import Program
from kiosk.mirror.window.display import application
from tests.benchmarks.bench_mirror import _Room, _turn_for, _turn_until, _Watch
from tests.benchmarks.row import percentile

AT_ONCE = 6
PATIENCE_S = 120.0
SAID: list[logging.LogRecord] = []


class _Listening(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        SAID.append(record)


class Mirror:
    def __init__(self, settings: Settings) -> None:
        self.app = application()
        self.settings = settings
        self.room = _Room(Path(settings.rooms["1"].reader.port))
        self.program = Program(settings, "1", on_change=lambda change: self.watch.decide(change))
        self.watch = _Watch(self.program)
        self.program.display.on_first_frame(self.program.start)
        self.program.display.show(fullscreen=False)

    def close(self) -> None:
        self.program.close()
        self.room.close()

    @property
    def snapshot(self) -> str:
        local = self.program._local
        return local.snapshot if local is not None else ""

    def wait_for_another(self, before: str) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while self.snapshot == before and time.monotonic() < deadline:
            self.app.processEvents()
            time.sleep(0.001)
        assert self.snapshot != before, "no snapshot came"

    def hang(self, tag: TagId) -> float:
        """Milliseconds from the wire to the glass."""
        name = f"garment:{tag}"
        self.watch.waiting.add(name)
        self.room.order("place", tag)
        _turn_until(self.app, lambda: name in self.watch.seen, f"{tag} on the glass")
        seen = self.watch.seen.pop(name)
        return (seen - self.room.on_the_wire(tag, self.watch.decided[tag])) * 1000

    def take(self, *tags: TagId) -> None:
        for tag in tags:
            self.room.order("remove", tag)

    def empty(self) -> None:
        _turn_until(self.app, lambda: not self.program.mirror.visit.garments, "an empty room")

    def many(self, tags: list[TagId]) -> list[float]:
        """They come and go; how long each took to be seen."""
        chance = random.Random(11)
        waits, hanging = [], []
        for tag in tags:
            waits.append(self.hang(tag))
            hanging.append(tag)
            if len(hanging) >= AT_ONCE:
                gone = hanging if chance.random() < 0.15 else hanging[:1]
                self.take(*gone)
                hanging = hanging[len(gone) :]
                if not hanging:
                    self.empty()
            _turn_for(self.app, chance.uniform(0.02, 0.2))
        self.take(*hanging)
        self.empty()
        return waits


def weight() -> dict[str, float]:
    """MB of this process: resident, what of it is its own, what is of files, and the most ever."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    values = {line.split(":")[0]: line.split()[1] for line in lines if line.endswith("kB")}
    return {name: int(values[name]) / 1024 for name in ("VmRSS", "RssAnon", "RssFile", "VmHWM")}


def post(settings: Settings, path: str, body: dict[str, Any]) -> None:
    request = urllib.request.Request(
        f"{settings.hub_url}{path}",
        json.dumps(body).encode(),
        {"Content-Type": "application/json", "Origin": settings.hub_url},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        assert answer.status == 200, answer.status


def main(config: Path) -> None:
    heap.keep_small()  # as `kiosk mirror` does
    heap.read_no_sources()
    logging.basicConfig(level=logging.INFO, handlers=[_Listening(), logging.StreamHandler()])
    settings = load(config)
    plan = json.loads((config.parent / "plan.json").read_text(encoding="utf-8"))
    tags = [TagId.epc(epc) for epc in plan["epcs"]]
    mirror = Mirror(settings)
    told: dict[str, Any] = {"start": weight()}
    try:
        mirror.wait_for_another("")
        told["opened"] = weight()
        mirror.hang(tags[0])  # its picture is still to be fetched
        mirror.take(tags[0])
        mirror.empty()
        told["garment_ms"] = percentile(mirror.many(tags[1:]), 50)
        told["after"] = weight()
        # A tag that nobody knows hangs there; staff say what it is.
        new = TagId.epc("E28011700000020000000077")
        mirror.room.order("place", new)
        _turn_for(mirror.app, 1.5)
        name = f"garment:{new}"
        mirror.watch.waiting.add(name)
        began = time.monotonic()
        tag = {"kind": "epc", "value": new.value}
        post(settings, "/api/tags/bind", {"tag": tag, "sku": plan["sku"]})
        _turn_until(mirror.app, lambda: name in mirror.watch.seen, "the new piece")
        told["bound_s"] = mirror.watch.seen[name] - began
        mirror.take(new)
        mirror.empty()
        # The hub has another snapshot; the first garment after the swap.
        before = mirror.snapshot
        print("another", flush=True)
        mirror.wait_for_another(before)
        told["after_swap_ms"] = mirror.hang(tags[5])
        fetched = [record.args for record in SAID if "fetched in" in record.msg]
        told["second_s"] = list(fetched[-1] or ())[1:]
        mirror.take(tags[5])
        mirror.empty()
        told["swapped"] = weight()
    finally:
        mirror.close()
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
