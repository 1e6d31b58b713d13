"""How fast the mirror is: from a tag on the wire to its garment on the glass, from a finger to what
it changes, from its start; and how evenly its frames come while most of it moves.

Nothing is left out of the way: a Mercury module on a pty (another process), pyserial, driver, read
zone, the sample shop's catalog in SQLite, visit, view model, QML, software renderer offscreen.
"""

from __future__ import annotations

import csv
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickItem

from catalog import open_catalog
from catalog.sample import load_sample
from hardware.rfid.reader import TagId
from hardware.rfid.zone import ZoneChange
from kiosk.config import Settings, parse
from kiosk.mirror import heap
from kiosk.mirror.app import Program
from kiosk.mirror.window.display import application
from tests.benchmarks.row import Row, percentile

REPO = Path(__file__).resolve().parents[2]
SAMPLE = REPO / "assets" / "sample"
ARRIVALS = 96
AT_ONCE = 6  # garments that a shopper brings; a full glass draws a few times a second, on purpose
STARTS = 7
PATIENCE_S = 15.0


def rows() -> Iterable[Row]:
    with tempfile.TemporaryDirectory(prefix="hangtag-") as folder:
        settings = _settings(Path(folder))
        settings.data_dir.mkdir(exist_ok=True)
        shop = open_catalog(settings.database_url)
        load_sample(shop, SAMPLE, settings.shop.currency)
        shop.close()
        heap.keep_small()  # as `kiosk mirror` does
        heap.read_no_sources()
        waits = _arrivals(settings)
        starts = [_start(Path(folder)) for _ in range(STARTS)]
        at_hand = _at_hand(Path(folder), "taps")
        on_gl = _on_gl(Path(folder))
    renderer = f"{os.environ['QT_QPA_PLATFORM']}, {os.environ['QT_QUICK_BACKEND']} renderer"
    note = f"{len(waits)} garments hung, up to {AT_ONCE} in the room; {renderer}"
    return [
        Row("mirror.garment_to_frame_p50_ms", percentile(waits, 50), "ms", 20, "lower", note),
        Row("mirror.garment_to_frame_p99_ms", percentile(waits, 99), "ms", 50, "lower", note),
        Row(
            "mirror.first_frame_ms",
            statistics.median(starts),
            "ms",
            800,
            "lower",
            f"median of {STARTS} starts of `kiosk mirror`, slowest {max(starts):.0f}; {renderer}",
        ),
        _tap_row(at_hand["taps"], renderer),
        Row(
            "mirror.tap_to_picture_p99_ms",
            percentile(at_hand["pictures"], 99),
            "ms",
            None,
            "lower",
            f"the larger picture, too; p50 {percentile(at_hand['pictures'], 50):.0f}",
        ),
        _moved_row("software", at_hand["moved"]),
        *([_moved_row("llvmpipe", on_gl["moved"])] if on_gl else []),
    ]


def _tap_row(taps: dict[str, list[float]], renderer: str) -> Row:
    every = [wait for waits in taps.values() for wait in waits]
    kinds = ", ".join(f"{kind} {percentile(waits, 99):.0f}" for kind, waits in taps.items())
    note = f"{len(every)} taps, p50 {percentile(every, 50):.0f}; p99 of each: {kinds}; {renderer}"
    return Row("mirror.tap_to_change_p99_ms", percentile(every, 99), "ms", 50, "lower", note)


def _moved_row(renderer: str, intervals: list[float]) -> Row:
    p50, worst = percentile(intervals, 50), max(intervals)
    note = f"three arrive and the detail closes, {len(intervals)} frames; p50 {p50:.1f}"
    return Row(
        f"mirror.frame_interval_p99_ms_{renderer}",
        percentile(intervals, 99),
        "ms",
        None,
        "lower",
        f"{note}, worst {worst:.0f}; 1080 x 1920",
    )


def _at_hand(folder: Path, *what: str, **environment: str) -> dict[str, Any]:
    """What `mirror_at_hand` tells."""
    played = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.mirror_at_hand", folder / "config.yaml", *what],
        cwd=REPO,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        check=True,
    )
    told: dict[str, Any] = json.loads(played.stdout)
    return told


def _on_gl(folder: Path) -> dict[str, Any] | None:
    """The same with OpenGL on the processor, as on a machine without a GPU; None without Xvfb."""
    if shutil.which("Xvfb") is None:
        print("mirror.frame_interval_p99_ms_llvmpipe is left out: Xvfb is not installed")
        return None
    ready, told = os.pipe()
    # Taller than the mirror's window needs: a smaller desktop would shrink it.
    screen = ["-screen", "0", "1200x2200x24", "-nolisten", "tcp"]
    with subprocess.Popen(
        ["Xvfb", "-displayfd", str(told), *screen], pass_fds=[told], stderr=subprocess.DEVNULL
    ) as server:
        try:
            os.close(told)
            display = f":{os.read(ready, 16).decode().strip()}"
            gl = {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "QT_QUICK_BACKEND": ""}
            return _at_hand(folder, **gl, LIBGL_ALWAYS_SOFTWARE="1")
        finally:
            os.close(ready)
            server.terminate()


def _settings(folder: Path) -> Settings:
    content = {
        "data_dir": "var",
        "sample_shop": str(SAMPLE),
        "hub": {"port": 1},  # nobody answers: the mirror goes on without the hub
        "rooms": {
            "1": {
                "name": "Fitting room 1",
                "reader": {"driver": "mercury", "port": "room-1", "region": "EU3"},
            }
        },
    }
    import yaml

    file = folder / "config.yaml"
    file.write_text(yaml.safe_dump(content), encoding="utf-8")
    return parse(content, file)


class _Room:
    """The reader's process, and when each tag's notifications were on the wire."""

    def __init__(self, link: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.mercury_room", str(link)],
            cwd=REPO,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._stamps: dict[str, list[float]] = {}
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            epc, _, at = line.strip().partition(" ")
            self._stamps.setdefault(epc, []).append(float(at))

    def order(self, verb: str, tag: TagId) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{verb} {tag.value}\n")
        self._process.stdin.flush()

    def on_the_wire(self, tag: TagId, read_at: float) -> float:
        """When the last byte of the read that the host noted at `read_at` was on the wire."""
        return min(self._stamps.get(tag.value, [read_at]), key=lambda at: abs(at - read_at))

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(5)
        self._thread.join(5)


class _Watch(QObject):
    """When each garment was first visibly in a frame that was swapped."""

    def __init__(self, program: Program) -> None:
        super().__init__()
        self._content = program.display.window.contentItem()
        self.decided: dict[TagId, float] = {}
        self.waiting: set[str] = set()
        self.seen: dict[str, float] = {}
        program.display.window.frameSwapped.connect(self.swapped)

    @Slot()
    def swapped(self) -> None:
        # The software renderer draws and swaps in the GUI thread: nothing changes meanwhile.
        at = time.monotonic()
        if not self.waiting:
            return
        for item in _garments(self._content):
            key = item.objectName()
            if key in self.waiting and _is_drawn(item):
                self.waiting.discard(key)
                self.seen[key] = at

    def decide(self, change: ZoneChange) -> None:
        for presence in change.arrived:
            self.decided[presence.tag] = presence.last_read


def _arrivals(settings: Settings) -> list[float]:
    """Milliseconds from wire to glass of each garment hung."""
    app = application()
    random_walk = random.Random(7)
    epcs = _epcs(random_walk)
    room = _Room(Path(settings.rooms["1"].reader.port))
    program = Program(settings, "1", on_change=lambda change: watch.decide(change))
    watch = _Watch(program)
    program.display.on_first_frame(program.start)
    program.display.show(fullscreen=False)
    waits = []
    hanging: list[TagId] = []
    try:
        for number in range(ARRIVALS + 1):
            tag = TagId.epc(epcs[number])
            name = f"garment:{tag}"
            watch.waiting.add(name)
            room.order("place", tag)
            hanging.append(tag)
            _turn_until(app, lambda name=name: name in watch.seen, f"{tag} on the glass")
            if number:  # the first one waits for the catalog to be opened
                wired = room.on_the_wire(tag, watch.decided[tag])
                waits.append((watch.seen[name] - wired) * 1000)
            if len(hanging) >= AT_ONCE:
                for gone in hanging:
                    room.order("remove", gone)
                hanging = []
                _turn_until(app, lambda: not program.mirror.visit.garments, "an empty room")
            _turn_for(app, random_walk.uniform(0.1, 0.7))
    finally:
        program.close()
        room.close()
    return waits


def _epcs(order: random.Random) -> list[str]:
    with (SAMPLE / "tags.csv").open(encoding="utf-8", newline="") as file:
        epcs = [row["epc"] for row in csv.DictReader(file)]
    order.shuffle(epcs)
    return epcs


def _garments(item: QQuickItem) -> Iterable[QQuickItem]:
    for child in item.childItems():
        if child.objectName().startswith("garment:"):
            yield child
        else:
            yield from _garments(child)


def _is_drawn(drawn: QQuickItem, *, picture: bool = True) -> bool:
    """Its picture is decoded, if it has one; neither it nor anything around it is see-through."""
    if picture and drawn.property("drawn") is not True:
        return False
    item: QQuickItem | None = drawn
    opacity = 1.0
    while item is not None:
        opacity *= item.opacity() if item.isVisible() else 0.0
        item = item.parentItem()
    return opacity > 0.05


def _turn_until(app: QGuiApplication, condition: object, what: str) -> None:
    assert callable(condition)
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {PATIENCE_S:g} s for {what}")
        app.processEvents()
        # What is to be deleted later waits for a loop that runs, and here none does.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        time.sleep(0.0005)


def _turn_for(app: QGuiApplication, seconds: float) -> None:
    end = time.monotonic() + seconds
    _turn_until(app, lambda: time.monotonic() >= end, "time")


def _start(folder: Path) -> float:
    """Milliseconds from the start of `kiosk mirror` until it says that its first frame is out."""
    began = time.monotonic()
    mirror = subprocess.Popen(
        [sys.executable, "-m", "kiosk", "mirror", "--room", "1"],
        cwd=REPO,
        env={**os.environ, "HANGTAG_CONFIG": str(folder / "config.yaml")},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert mirror.stderr is not None
    try:
        said = []
        for line in mirror.stderr:
            if "first frame" in line:
                return (time.monotonic() - began) * 1000
            said.append(line)
        raise RuntimeError("the mirror did not start:\n" + "".join(said))
    finally:
        mirror.terminate()
        mirror.communicate(timeout=10)
