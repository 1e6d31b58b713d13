"""Decoded pictures of garments, ready to be drawn in the very next frame.

Owns the decoded images in memory and how QML asks for them (`image://garment/<px>/<file>/<key>`:
the file's name makes a new address when a better picture comes, for Qt remembers addresses). Does
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

BUDGET_BYTES = 24 * 1024 * 1024  # twice what a full glass with its offers shows at 480
MOST_FILES = 4000  # a large shop's pictures pass by in weeks
NO_PICTURE = Path(__file__).parent.parent / "qml" / "images" / "no-picture.png"

FindRaster = Callable[[str, int], Path | None]


class Rasters:
    """Decoded pictures, the latest used ones kept.

    A picture has a key and a size (480 or 900). Where its files lie is remembered until somebody
    who may wait for a disk takes a `look`: a better one may have come. Drawing asks no disk.
    """

    def __init__(self, find: FindRaster) -> None:
        self._find = find
        self._lock = threading.Lock()
        self._files: dict[tuple[str, int], Path | None] = {}
        self._images: OrderedDict[Path, QImage] = OrderedDict()
        self._bytes = 0

    def look(self, key: str) -> bool:
        """Find its files anew; whether it can be shown in every size, be it by a drawing."""
        files = [self._look(key, size) for size in (480, 900)]
        return None not in files

    def _look(self, key: str, size: int) -> Path | None:
        file = self._find(key, size)
        with self._lock:
            if len(self._files) >= MOST_FILES:
                self._files.clear()
            self._files[key, size] = file
        return file

    def _file(self, key: str, size: int) -> Path | None:
        with self._lock:
            if (key, size) in self._files:
                return self._files[key, size]
        return self._look(key, size)

    def prepare(self, key: str, *sizes: int) -> None:
        """Decode now, in the caller's thread, what is not decoded yet."""
        for size in sizes:
            self.image(key, size)

    def image(self, key: str, size: int) -> QImage:
        """The picture, or that of a bare hanger where the shop has none."""
        file = self._file(key, size)
        if file is None:
            return QImage(str(NO_PICTURE))
        with self._lock:
            image = self._images.get(file)
            if image is not None:
                self._images.move_to_end(file)
                return image
        decoded = QImage(str(file))
        if decoded.isNull():
            log.info("the picture %s cannot be read", file.name)
            return QImage(str(NO_PICTURE))
        decoded = decoded.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
        with self._lock:
            if file not in self._images:
                self._images[file] = decoded
                self._bytes += decoded.sizeInBytes()
            while self._bytes > BUDGET_BYTES and len(self._images) > 1:
                _, oldest = self._images.popitem(last=False)
                self._bytes -= oldest.sizeInBytes()
        return decoded

    def url(self, key: str, size: int) -> str:
        """Where Qt itself can load the picture from, in its own time."""
        return QUrl.fromLocalFile(str(self._file(key, size) or NO_PICTURE)).toString()


class GarmentPictures(QQuickImageProvider):
    """Serves prepared pictures to QML's Images that are not asynchronous.

    An asynchronous Image would call it in Qt's own reader thread; a GUI thread that waits for that
    thread while it holds Python's lock would wait for ever. Those take `Rasters.url`.
    """

    def __init__(self, rasters: Rasters) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._rasters = rasters

    def requestImage(self, id: str, _size: QSize, _requested: QSize) -> QImage:  # noqa: A002
        pixels, _, key = id.split("/", 2)
        return self._rasters.image(key, int(pixels))
