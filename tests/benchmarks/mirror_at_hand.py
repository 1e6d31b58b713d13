"""A mirror as a process of its own, for bench_mirror: `python -m … DATABASE_CONFIG`.

Its real program over the sample shop's catalog; reader, zone and hub are played and decide at once.
A finger touches what can be touched: how long until what it changed is on the glass. Then the
busiest movement that the mirror has: how evenly its frames come. Tells both as JSON.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, QPointF, Qt, Slot
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

import kiosk.recorder
from hardware.rfid.reader import TagId
from kiosk.config import load
from kiosk.mirror import heap
from kiosk.mirror.app import Program
from kiosk.mirror.visit.sheet import SheetKind
from kiosk.mirror.window.display import application
from tests.benchmarks.bench_mirror import _epcs, _is_drawn, _turn_for, _turn_until
from tests.journeys.day.day import targets
from tests.journeys.day.shop_floor import LIVE, PHONE_URL, AtOnce, DayReader
from tests.unit.mirror.fakes import PlayedHub

ROUNDS = 9  # of 14 taps
MOVEMENTS = 12
MOVES_S = 0.45  # the longest of them: a garment arrives
FADES_S = 0.3  # what a tap moves
PRESSED_S = 0.05  # how long a finger is on the glass, about


class Hand(QObject):
    """When the frame was swapped that first showed what a finger had changed."""

    def __init__(self, program: Program) -> None:
        super().__init__()
        self.program = program
        self.window = program.display.window
        self.detail = _below(self.window.contentItem(), "DetailView")[0]
        self.piece = _below(self.detail, "Piece")[0]
        sheets = (_below(self.window.contentItem(), name.capitalize()) for name in SheetKind)
        self.sheets = {str(one.property("kind")): one for found in sheets for one in found}
        self.swaps: list[float] = []
        self.pictured: list[float] = []
        self._wanted: list[tuple[Callable[[], bool], list[float]]] = []
        # The software renderer swaps in the GUI thread, where it is heard before anything changes;
        # that of OpenGL in a thread where Python must not run.
        drawn_here = os.environ.get("QT_QUICK_BACKEND") == "software"
        heard = (
            Qt.ConnectionType.DirectConnection if drawn_here else Qt.ConnectionType.QueuedConnection
        )
        self.window.frameSwapped.connect(self._swapped, heard)

    @Slot()
    def _swapped(self) -> None:
        at = time.monotonic()
        self.swaps.append(at)
        for wanted, seen in self._wanted:
            if not seen and wanted():
                seen.append(at)

    def taps(self, name: str, wanted: Callable[[], bool], *, picture: bool = False) -> float:
        """Milliseconds from the finger that leaves what is called so until `wanted` is drawn.
        How long a larger `picture` took is kept as well: Qt loads it in its own time."""
        app = self.program.view_model
        _turn_until(application(), lambda: name in self._names(), f"{name} of {app.screen.scene}")
        item = self._names()[name]
        at = item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()
        button, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        QTest.mousePress(self.window, button, keys, QPoint(at))
        _turn_for(application(), PRESSED_S)
        seen: list[float] = []
        whole: list[float] = []
        self._wanted = [(wanted, seen), (lambda: wanted() and self.sees_picture(), whole)]
        began = time.monotonic()
        QTest.mouseRelease(self.window, button, keys, QPoint(at))
        awaited = whole if picture else seen
        _turn_until(application(), lambda: bool(awaited), f"what {name} changes")
        self._wanted = []
        if picture:
            self.pictured.append((whole[0] - began) * 1000)
        waited = (seen[0] - began) * 1000
        _turn_for(application(), FADES_S)
        return waited

    def first(self, beginning: str) -> str:
        return next(name for name in reversed(self._names()) if name.startswith(beginning))

    def _names(self) -> dict[str, QQuickItem]:
        """What can be touched; of those that are called the same, the first."""
        size = self.window.width(), self.window.height()
        return dict(reversed(list(targets(self.window.contentItem(), *size))))

    def sees_detail(self) -> bool:
        return _is_drawn_item(self.detail)

    def sees_picture(self) -> bool:
        return self.sees_detail() and self.piece.property("loading") is False


class Mirror:
    def __init__(self, config: Path) -> None:
        settings = load(config)
        self.app = application()
        self.reader = DayReader()
        kiosk.recorder.zone_of = lambda *_: AtOnce(self.reader)  # type: ignore[assignment]
        hub = PlayedHub()
        self.program = Program(settings, "1", open_reader=lambda: self.reader, hub=hub)
        self.program.display.show(fullscreen=False)
        self.program.start()
        self.hand = Hand(self.program)
        self.view = self.program.view_model
        _turn_until(self.app, lambda: self.program.mirror.visit.hub_near, "the hub")
        hub.tell(LIVE, {"requests": [], "phone_url": PHONE_URL})

    def hang(self, *tags: TagId) -> None:
        self.reader.hang(*tags)
        _turn_until(self.app, lambda: set(tags) <= set(self.program.mirror.visit.tags), "garments")

    def empty(self) -> None:
        self.reader.take(*self.reader.hanging)
        _turn_until(self.app, lambda: not self.program.mirror.visit.garments, "an empty room")


def tapped(mirror: Mirror, tags: list[TagId]) -> dict[str, list[float]]:
    """Of each kind of tap, how long each took."""
    hand, view = mirror.hand, mirror.view
    waits: dict[str, list[float]] = {}

    def tap(kind: str, name: str, wanted: Callable[[], bool]) -> None:
        larger = kind in ("garment", "offer", "colour")
        waits.setdefault(kind, []).append(hand.taps(name, wanted, picture=larger))

    def chooses(kind: str, names: list[str]) -> None:
        if names:
            before = view.screen.detail
            tap(kind, names[0], lambda: view.screen.detail != before and hand.sees_detail())

    for number in range(ROUNDS):
        mirror.empty()
        mirror.hang(*tags[number * 3 : number * 3 + 3])
        _turn_for(mirror.app, 1.0)  # until what goes with them is there
        tap("garment", hand.first("garment:"), hand.sees_detail)
        detail = view.screen.detail
        chooses("colour", [f"choice:{c.key}" for c in detail.colours if not c.chosen])
        chooses("size", [f"choice:{c.key}" for c in detail.sizes if not c.chosen])
        tap("back", "back", lambda: str(view.screen.scene) == "room")
        tap("offer", hand.first("offer:"), hand.sees_detail)
        tap("back", "back", lambda: str(view.screen.scene) == "room")
        for kind in ("phone", "knows", "comfort"):
            tap("sheet", f"mark:{kind}", lambda kind=kind: _is_drawn_item(hand.sheets[kind]))
            if kind == "comfort":
                large = view.screen.manners.large_text
                tap(
                    "larger text",
                    "choice:usual" if large else "choice:other",
                    lambda large=large: view.screen.manners.large_text is not large,
                )
            tap("sheet", "close", lambda: view.screen.sheet is None)
        tap("sheet", "mark:languages", lambda: _is_drawn_item(hand.sheets["languages"]))
        language = ("de", "ar", "zh", "fr", "ja", "es")[number % 6]
        tap("language", f"language:{language}", lambda: view.screen.sheet is None)
    return waits


def moved(mirror: Mirror, tags: list[TagId]) -> list[float]:
    """Milliseconds between the frames while a detail closes and three garments arrive."""
    hand, intervals = mirror.hand, []
    for number in range(MOVEMENTS):
        mirror.empty()
        first, *others = tags[number * 4 : number * 4 + 4]
        mirror.hang(first)
        _turn_for(mirror.app, 0.8)
        hand.taps(f"garment:{first}", hand.sees_detail, picture=True)
        hand.swaps.clear()
        mirror.hang(*others)
        _turn_for(mirror.app, MOVES_S)
        swaps = list(hand.swaps)
        intervals += [(b - a) * 1000 for a, b in pairwise(swaps)]
    return intervals


def _below(item: QQuickItem, kind: str) -> list[QQuickItem]:
    """Those of a QML type, outermost first."""
    found = []
    for child in item.childItems():
        if child.metaObject().className().startswith(f"{kind}_QML"):
            found.append(child)
        found += _below(child, kind)
    return found


def _is_drawn_item(item: QQuickItem) -> bool:
    return _is_drawn(item, picture=False)


def main(config: Path) -> None:
    heap.keep_small()  # as `kiosk mirror` does
    heap.read_no_sources()
    mirror = Mirror(config)
    tags = [TagId.epc(epc) for epc in _epcs(random.Random(5))]
    told: dict[str, object] = {}
    try:
        told["renderer"] = os.environ.get("QT_QUICK_BACKEND") or "llvmpipe"
        told["moved"] = moved(mirror, tags)
        if "taps" in sys.argv[2:]:
            mirror.hand.pictured.clear()
            told["taps"] = tapped(mirror, tags[MOVEMENTS * 4 :])
            told["pictures"] = mirror.hand.pictured
    finally:
        mirror.program.close()
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
