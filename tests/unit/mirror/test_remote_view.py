"""The bench page's view of the mirror: frames when something changes, and a finger."""

from __future__ import annotations

import contextlib
import json
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage

from kiosk.mirror.visit.visit import FittingVisit
from kiosk.mirror.window.remote_view import RemoteView
from tests.unit.mirror.boutique import EVERYTHING
from tests.unit.mirror.stage import Stage, until

ONE = FittingVisit(forget_after_s=45, began=True, garments=EVERYTHING[:1])


class Visitor:
    """A client of the remote view, which turns Qt's loop while it waits."""

    def __init__(self, path: Path) -> None:
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.setblocking(False)
        self._socket.connect(str(path))
        self._received = b""

    def say(self, **order: object) -> None:
        self._socket.sendall(json.dumps(order).encode() + b"\n")

    def say_bytes(self, line: bytes) -> None:
        self._socket.sendall(line)

    def has_frame(self) -> bool:
        with contextlib.suppress(BlockingIOError):
            self._received += self._socket.recv(1 << 20)
        return len(self._received) >= 4 and len(self._received) >= 4 + self._length()

    def frame(self) -> QImage:
        until(self.has_frame, "a frame")
        end = 4 + self._length()
        frame, self._received = self._received[4:end], self._received[end:]
        return QImage.fromData(frame, "JPEG")

    def close(self) -> None:
        self._socket.close()

    def _length(self) -> int:
        return int.from_bytes(self._received[:4], "big")


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    stage = Stage.still()
    yield stage
    stage.close()


@pytest.fixture
def path(stage: Stage) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="view-") as folder:  # a socket's path must be short
        view = RemoteView(stage.window, Path(folder) / "mirror-1.view")
        yield Path(folder) / "mirror-1.view"
        view.close()


@pytest.fixture
def visitor(path: Path) -> Iterator[Visitor]:
    visitor = Visitor(path)
    yield visitor
    visitor.close()


def test_who_watches_sees_the_picture_and_then_each_change(stage: Stage, visitor: Visitor) -> None:
    stage.show(FittingVisit(forget_after_s=45))
    visitor.say(type="watch")
    first = visitor.frame()
    assert (first.width(), first.height()) == (540, 960)
    stage.show(ONE)
    assert visitor.frame() != first


def test_a_picture_that_stands_still_is_sent_once(stage: Stage, visitor: Visitor) -> None:
    stage.show(ONE)
    visitor.say(type="watch")
    visitor.frame()
    stage.window.update()  # drawn again, the same
    swapped = []
    stage.window.frameSwapped.connect(lambda: swapped.append(True))
    until(lambda: swapped, "a frame to be drawn")
    stage.show(FittingVisit(forget_after_s=45))
    changed = visitor.frame()
    assert changed.pixelColor(30, 400).lightness() == 0
    assert not visitor.has_frame()


def test_a_finger_on_the_page_is_a_finger_on_the_glass(stage: Stage, visitor: Visitor) -> None:
    stage.show(ONE)
    tapped: list[object] = []
    stage.view_model.tapped.connect(tapped.append)
    item = stage.item(f"garment:{EVERYTHING[0].tag}")
    middle = item.mapToScene(QPointF(item.width() / 2, item.height() / 2))
    for event in ("press", "move", "release"):
        visitor.say(type="pointer", event=event, x=middle.x(), y=middle.y())
    until(lambda: tapped, "the garment to be tapped")


@pytest.mark.parametrize(
    "line",
    [b"\n", b"hello\n", b"[]\n", b'{"type":"pointer","event":"stroke","x":1,"y":1}\n', b"{}\n"],
)
def test_nonsense_is_not_obeyed_and_ends_nothing(
    stage: Stage, visitor: Visitor, line: bytes
) -> None:
    visitor.say_bytes(line)
    visitor.say(type="watch")
    assert not visitor.frame().isNull()


def test_one_who_leaves_is_not_sent_to(stage: Stage, path: Path) -> None:
    gone = Visitor(path)
    gone.say(type="watch")
    gone.frame()
    gone.close()
    stage.show(ONE)
    stays = Visitor(path)
    stays.say(type="watch")
    assert not stays.frame().isNull()
    stays.close()
