"""`python -m tests.journeys.day.day`: 24 hours and 300 visits of a mirror, told as JSON at the end.

The mirror's own program: window, view model, visit, wardrobe over the sample shop's catalog, line
to the hub. Reader and hub are played, and the visit's clock is turned by hand: what would happen
by itself after seconds or minutes happens at its moment, so that a day takes half a minute.

Owns this world and what is looked at after each visit: that the mirror is as it was before, and
that no value in reach holds a name of the visit any more.
"""

from __future__ import annotations

import csv
import gc
import json
import logging
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt, qInstallMessageHandler
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

import kiosk.recorder
from catalog import open_catalog
from catalog.sample import load_sample
from hardware.device import DeviceState
from hardware.rfid.reader import TagId
from kiosk.config import Settings, parse
from kiosk.mirror import heap
from kiosk.mirror.app import Program
from kiosk.mirror.room import wardrobe
from kiosk.mirror.visit.ageing import deadline
from kiosk.mirror.visit.events import Tick
from kiosk.mirror.window.display import application
from tests.journeys.day.shop_floor import AtOnce, DayHub, DayReader
from tests.journeys.day.shopper import Shopper
from tests.journeys.day.traces import Census, anywhere, census, changes, in_scene, reached

SAMPLE = Path(__file__).resolve().parents[3] / "assets" / "sample"
PORTRAIT = SAMPLE / "pictures" / "480"
DAY_S = 86_400.0
VISITS = 300
SETTLED = 50  # visits, after which nothing grows any more
HELD = 3  # visits between two searches through what the program holds
SCENE = 10  # visits between two searches through all that is or could be drawn
EVERYWHERE = 100  # visits between two searches through the whole process
PATIENCE_S = 20.0


class Said(logging.Handler):
    """What a log or Qt says that nobody should have to read."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")

    def of_qt(self, _kind: object, _context: object, message: str) -> None:
        self.lines.append(f"Qt: {message}")


class Day:
    def __init__(self, folder: Path, seed: int) -> None:
        self.now = 1000.0
        self.app = application()
        chance = random.Random(seed)
        portrait = next(PORTRAIT.glob("*.webp")).read_bytes()
        self.reader = DayReader()
        self.hub = DayHub(chance, portrait)
        kiosk.recorder.zone_of = lambda *_: AtOnce(self.reader)  # type: ignore[assignment]
        self.program = Program(
            _settings(folder),
            "1",
            open_reader=lambda: self.reader,
            hub=self.hub,
            clock=lambda: self.now,
        )
        self.mirror = self.program.mirror
        self.window = self.program.display.window
        self.frames = 0
        self.window.frameSwapped.connect(self._swapped)
        self.program.display.show(fullscreen=False)
        # The day passes in minutes: what has just come takes taps at once.
        self.program.display.window.setProperty("look", {"settling": 0})
        self.program.start()
        self._chance = chance
        self._rail = _rail()
        self.shopper = Shopper(self, chance, self._rail)

    def _swapped(self) -> None:
        self.frames += 1

    def opens(self) -> None:
        """The morning: the catalog is open, and all that is sold has passed by the reader once."""
        self.until(lambda: self.mirror.visit.hub_near and not self.mirror.visit.reader_missed, "")
        self.reader.hang(self._rail[0])
        self.until(lambda: self.mirror.visit.garments, "the catalog")
        gc.unfreeze()  # what was loaded by now is looked through, too
        self.reader.passes_by(self._rail)
        self.turn(0.5)
        self.reader.take(self._rail[0])
        self.until(lambda: not self.mirror.visit.garments, "an empty room")
        self.passes(600)
        self.at_rest = self.mirror.visit, self.program.view_model.screen

    # --- time ---------------------------------------------------------------------------------

    def passes(self, seconds: float) -> None:
        """Time goes by, and what is due meanwhile happens at its moment."""
        end = self.now + seconds
        while (due := deadline(self.mirror.visit)) is not None and due <= end:
            self.now = max(self.now, due) + 0.001
            self.mirror.happen(Tick())
            self.turn()
        self.now = max(self.now, end)
        self.turn()

    def turn(self, seconds: float = 0.0) -> None:
        """What has come by now is done and drawn, and the hub has answered."""
        until = time.monotonic() + seconds
        while True:
            self._process()
            if not self.hub.work() and time.monotonic() >= until:
                break
        self._process()

    def _process(self) -> None:
        self.app.processEvents()
        # What is to be deleted later waits for a loop that runs, and here none does.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def until(self, condition: Callable[[], object], what: str) -> None:
        end = time.monotonic() + PATIENCE_S
        while not condition():
            if time.monotonic() > end:
                raise TimeoutError(f"waited {PATIENCE_S:g} s for {what}")
            self.turn()
            time.sleep(0.0005)

    def reader_turns(self, state: DeviceState) -> None:
        self.reader.turn(state)
        ok = state is DeviceState.OK
        self.until(lambda: (self.mirror.visit.reader_away_since is None) is ok, "the reader")

    # --- the glass ----------------------------------------------------------------------------

    def targets(self) -> list[tuple[str, QQuickItem]]:
        """What a finger can touch now, by its name."""
        return list(targets(self.window.contentItem(), self.window.width(), self.window.height()))

    def touch(self, item: QQuickItem) -> None:
        at = item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()
        button, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        QTest.mouseClick(self.window, button, keys, QPoint(at))
        self.turn()

    # --- after a visit ------------------------------------------------------------------------

    def left_of_it(self, *, held: bool, scene: bool, everywhere: bool) -> list[str]:
        """What is left of a visit that was forgotten: in what the program holds, in the scene, in
        the whole process."""
        self.until(lambda: self.hub.visit is None and not self.hub.work(), "the hub to forget")
        self.hub.on_duty = True
        self.hub.forget()
        self.passes(100)  # nobody touches a mirror at rest any more
        visit, screen = self.at_rest
        left = [
            f"at rest, too: {change}"
            for now, then in ((self.mirror.visit, visit), (self.program.view_model.screen, screen))
            for change in changes(then, now)
        ]
        roots = (self.program, self.mirror, self.program.view_model, self.program.display)
        if held:
            left += reached(roots, self.hub.secrets)
        if scene:
            self.until(lambda: not _rows(self.program), "what leaves the glass to be gone")
            left += in_scene(self.window, self.hub.secrets)
        if everywhere:
            left += anywhere(self.hub.secrets)
        return left

    def close(self) -> None:
        self.program.close()


def play(visits: int, seed: int) -> dict[str, Any]:
    """The day, and what is to be said about it."""
    heap.keep_small()  # as `kiosk mirror` does
    heap.read_no_sources()
    said = Said()
    logging.getLogger().addHandler(said)
    qInstallMessageHandler(said.of_qt)
    left: Counter[str] = Counter()
    counted: dict[int, Census] = {}
    with tempfile.TemporaryDirectory(prefix="hangtag-day-") as folder:
        day = Day(Path(folder), seed)
        try:
            day.opens()
            began, opened = time.monotonic(), day.now
            gaps = random.Random(seed)
            starts = sorted(opened + gaps.uniform(0, DAY_S) for _ in range(visits))
            for number, start in enumerate(starts, 1):
                day.passes(max(gaps.uniform(5, 60), start - day.now))
                day.shopper.comes_and_goes()
                counts = number in (SETTLED - 1, SETTLED, visits)
                left.update(
                    day.left_of_it(
                        held=counts or number % HELD == 0,
                        scene=counts or number % SCENE == 0,
                        everywhere=number == visits or number % EVERYWHERE == 0,
                    )
                )
                if counts:
                    counted[number] = census(day.window)
            day.passes(max(0.0, opened + DAY_S - day.now))
            return _told(day, said, left, counted, visits, (day.now - opened) / 3600, began)
        finally:
            day.close()
            qInstallMessageHandler(None)
            logging.getLogger().removeHandler(said)


def _told(
    day: Day,
    said: Said,
    left: Counter[str],
    counted: dict[int, Census],
    visits: int,
    hours: float,
    began: float,
) -> dict[str, Any]:
    before, after = counted[SETTLED], counted[visits]
    return {
        "visits": day.shopper.did["visits"],
        "hours": round(hours, 1),
        "took_s": round(time.monotonic() - began, 1),
        "frames": day.frames,
        "names": len(day.hub.secrets),
        "said": said.lines,
        "wrong": day.hub.wrong,
        "left": dict(left),
        "rss_mb": [before.rss_mb, after.rss_mb],
        "objects": [before.objects.total(), after.objects.total()],
        "qt": [before.qt.total(), after.qt.total()],
        "threads": [before.threads, after.threads],
        "grown": after.grown(before),
        "touched": dict(day.shopper.touched),
        "did": dict(day.shopper.did),
        "heard": dict(day.hub.done),
    }


def _settings(folder: Path) -> Settings:
    reader = {"driver": "simulated"}
    content = {
        "data_dir": "var",
        "sample_shop": str(SAMPLE),
        "shop": {"name": "Maison Aster"},
        "rooms": {"1": {"name": "Fitting room 1", "tablet": "1", "reader": reader}},
        "tables": {
            "1": {"name": "Checkout 1", "reader": reader, "terminal": {"driver": "simulated"}}
        },
        "mirror": {"light": {"driver": "simulated", "port": "var/dev/lamp-1"}, "sound": False},
        "recorder": {"minutes": 0},
    }
    settings = parse(content, folder / "config.yaml")
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    shop = open_catalog(settings.database_url)
    load_sample(shop, SAMPLE, settings.shop.currency)
    shop.close()
    return settings


def _rail() -> list[TagId]:
    """A piece of every third tag of the sample shop."""
    with (SAMPLE / "tags.csv").open(encoding="utf-8", newline="") as file:
        return [TagId.epc(row["epc"]) for row in csv.DictReader(file)][::3]


def targets(item: QQuickItem, width: float, height: float) -> Iterator[tuple[str, QQuickItem]]:
    """What a finger can touch below an item of a window of this size, by its name."""
    for child in item.childItems():
        if not child.isVisible() or child.opacity() <= 0:
            continue
        name = child.objectName()
        if name and child.isEnabled() and child.property("touchTarget") is True:
            at = child.mapToScene(QPointF(child.width() / 2, child.height() / 2))
            if 0 < at.x() < width and 0 < at.y() < height:
                yield name, child
        yield from targets(child, width, height)


def _rows(program: Program) -> int:
    return int(program.view_model.garments.rowCount())  # type: ignore[attr-defined]


def main() -> None:
    visits = int(sys.argv[1]) if len(sys.argv) > 1 else VISITS
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 7
    wardrobe.SETTLED_S = 0.02  # offers are found at once
    print(json.dumps(play(visits, seed)), flush=True)


if __name__ == "__main__":
    main()
