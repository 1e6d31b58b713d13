"""Decoded pictures of garments, ready to be drawn in the very next frame.

Owns the decoded images in memory and how QML asks for them (`image://garment/<px>/<key>`). Does
not know where rasters lie: it is given a way to find a file. Decoding may happen in any thread
(Qt lets Python run meanwhile), drawing never waits for a picture that was prepared.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, QUrl
from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickImageProvider

log = logging.getLogger(__name__)

BUDGET_BYTES = 96 * 1024 * 1024
NO_PICTURE = Path(__file__).parent / "qml" / "images" / "no-picture.png"

FindRaster = Callable[[str, int], Path | None]


class Rasters:
    """Decoded pictures by key and size (480 or 900), the latest used ones kept."""

    def __init__(self, find: FindRaster) -> None:
        self.find = find
        self._lock = threading.Lock()
        self._images: OrderedDict[tuple[str, int], QImage] = OrderedDict()
        self._bytes = 0

    def prepare(self, key: str, *sizes: int) -> None:
        """Decode now, in the caller's thread, what is not decoded yet."""
        for size in sizes:
            self.image(key, size)

    def image(self, key: str, size: int) -> QImage:
        """The picture, or that of a bare hanger where the shop has none."""
        with self._lock:
            image = self._images.get((key, size))
            if image is not None:
                self._images.move_to_end((key, size))
                return image
        decoded = self._decode(key, size)
        if decoded is None:
            # Not kept: the hub may still be fetching the picture.
            return QImage(str(NO_PICTURE))
        with self._lock:
            if (key, size) not in self._images:
                self._images[key, size] = decoded
                self._bytes += decoded.sizeInBytes()
            while self._bytes > BUDGET_BYTES and len(self._images) > 1:
                _, oldest = self._images.popitem(last=False)
                self._bytes -= oldest.sizeInBytes()
        return decoded

    def url(self, key: str, size: int) -> str:
        """Where Qt itself can load the picture from, in its own time."""
        return QUrl.fromLocalFile(str(self.find(key, size) or NO_PICTURE)).toString()

    def _decode(self, key: str, size: int) -> QImage | None:
        path = self.find(key, size)
        if path is None:
            return None
        image = QImage(str(path))
        if image.isNull():
            log.info("the picture %s cannot be read", path.name)
            return None
        return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


class GarmentPictures(QQuickImageProvider):
    """Serves prepared pictures to QML's Images that are not asynchronous.

    An asynchronous Image would call it in Qt's own reader thread; a GUI thread that waits for that
    thread while it holds Python's lock would wait for ever. Those take `Rasters.url`.
    """

    def __init__(self, rasters: Rasters) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._rasters = rasters

    def requestImage(self, id: str, _size: QSize, _requested: QSize) -> QImage:  # noqa: A002
        pixels, _, key = id.partition("/")
        return self._rasters.image(key, int(pixels))
