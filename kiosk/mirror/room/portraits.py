"""Pictures of the colleagues who come: fetched from the hub, made round, kept in memory only.

Owns the fetching, in a thread of its own, and how many are kept. Without its picture a colleague
has a ring with the first letters of the name, so that nothing here is waited for.
"""

from __future__ import annotations

import base64
import logging
import queue
import threading
import time
from collections.abc import Callable

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QBrush, QImage, QPainter

log = logging.getLogger(__name__)

ADDRESSES = "/media/colleagues/"
PIXELS = 144  # twice the ring
MOST = 30
AGAIN_S = 10.0  # after one that was not to be had


class Portraits:
    """`get(address)` may wait; `came()` is called in the thread that fetched a picture."""

    def __init__(self, get: Callable[[str], bytes | None], came: Callable[[], None]) -> None:
        self._get = get
        self._came = came
        self._urls: dict[str, str] = {}
        self._tried: dict[str, float] = {}
        self._wanted: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="portraits", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._wanted.put(None)

    def want(self, address: str) -> None:
        """It will be drawn; returns at once."""
        tried = self._tried.get(address)
        if not address.startswith(ADDRESSES) or address in self._urls:
            return
        if tried is None or time.monotonic() - tried >= AGAIN_S:
            self._tried[address] = time.monotonic()
            self._wanted.put(address)

    def url(self, address: str) -> str:
        """Where QML can draw it from; "" while it is not here."""
        return self._urls.get(address, "")

    def _work(self) -> None:
        while (address := self._wanted.get()) is not None:
            picture = self._get(address)
            url = round_url(picture) if picture else ""
            if not url:
                log.info("a colleague's picture is not to be had")
                continue
            if len(self._urls) >= MOST:
                self._urls.clear()
                self._tried.clear()
            self._urls[address] = url
            self._came()


def round_url(picture: bytes) -> str:
    """The middle of a picture as a disc, as a data URL; "" for what is no picture."""
    image = QImage.fromData(picture)
    if image.isNull():
        return ""
    side = min(image.width(), image.height())
    square = image.copy((image.width() - side) // 2, (image.height() - side) // 2, side, side)
    small = square.scaled(
        PIXELS,
        PIXELS,
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    disc = QImage(PIXELS, PIXELS, QImage.Format.Format_ARGB32_Premultiplied)
    disc.fill(Qt.GlobalColor.transparent)
    painter = QPainter(disc)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(small))
    painter.drawEllipse(0, 0, PIXELS, PIXELS)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    disc.save(buffer, "PNG")  # type: ignore[call-overload]
    return "data:image/png;base64," + base64.b64encode(buffer.data().data()).decode("ascii")
