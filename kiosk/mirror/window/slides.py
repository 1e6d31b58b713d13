"""The shop's own pictures, which the mirror shows at rest, one after the other.

Owns which is the next one, and its decoding: in a thread of its own, as large as it is drawn, with
edges that melt into the mirror's black (the software renderer has no shaders). The folder is looked
at anew whenever the next one is wanted. When that is, and how it appears, is Pictures.qml's.
"""

# PySide6 6.8's stubs know neither Signal as a `notify` nor QML's class decorators' arguments.
# mypy: disable-error-code="arg-type,call-arg,operator"

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import Property, QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QBrush,
    QColor,
    QGradient,
    QImage,
    QImageIOHandler,
    QImageReader,
    QLinearGradient,
    QPainter,
)
from PySide6.QtQml import QmlElement, QmlUncreatable
from PySide6.QtQuick import QQuickImageProvider

QML_IMPORT_NAME = "Hangtag.Mirror"
QML_IMPORT_MAJOR_VERSION = 1

log = logging.getLogger(__name__)

ENDINGS = frozenset({".png", ".jpg", ".jpeg", ".webp", ".svg"})
PLACE = QSize(1080, 980)  # from the shop's name down to the invitation
MELTING = 0.07  # of the shorter side, at each edge

Seen = tuple[Path, int, int]  # a file as it was: its time and size tell when it is another


class SlideFolder:
    """The pictures of a folder, in the order of their names, round and round."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._shown: Seen | None = None
        self._broken: set[Seen] = set()
        self._there = True

    def following(self) -> QImage | None:
        """The next picture; None when the one that is shown is the only one, a null image when
        there is none at all. What cannot be read is left out, and said once."""
        seen = self._files()
        self._broken &= set(seen)
        for one in self._in_turn([one for one in seen if one not in self._broken]):
            if one == self._shown:
                return None
            picture = self._decoded(one)
            if not picture.isNull():
                self._shown = one
                return picture
        self._shown = None
        return QImage()

    def _in_turn(self, seen: list[Seen]) -> Iterator[Seen]:
        """Each of them once, from the one after that which is shown, which comes last."""
        name = self._shown[0].name if self._shown else ""
        yield from (one for one in seen if one[0].name > name)
        yield from (one for one in seen if one[0].name <= name)

    def _files(self) -> list[Seen]:
        try:
            files = sorted(self._folder.iterdir(), key=lambda path: path.name)
        except OSError as error:
            if self._there:
                log.warning("the slides cannot be looked for: %s", error)
            self._there = False
            return []
        self._there = True
        wanted = (path for path in files if path.suffix.lower() in ENDINGS)
        return [seen for path in wanted if path.name[0] != "." and (seen := _seen(path))]

    def _decoded(self, seen: Seen) -> QImage:
        path = seen[0]
        picture, why = decode(path)
        if picture.isNull():
            self._broken.add(seen)
            log.warning("the slide %s is left out: %s", path.name, why)
        return picture


def _seen(path: Path) -> Seen | None:
    try:
        stat = path.stat()
    except OSError:  # it went meanwhile
        return None
    return path, stat.st_mtime_ns, stat.st_size


def decode(path: Path) -> tuple[QImage, str]:
    """A file as it is drawn, upright and no larger than its place; or a null image, and why."""
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size = reader.size()
    turned = reader.transformation() & QImageIOHandler.Transformation.TransformationRotate90
    place = PLACE.transposed() if turned else PLACE
    if path.suffix.lower() == ".svg" or size.boundedTo(place) != size:
        reader.setScaledSize(size.scaled(place, Qt.AspectRatioMode.KeepAspectRatio))
    picture = reader.read()
    if picture.isNull():
        return picture, reader.errorString()
    return melted(picture), ""


def melted(picture: QImage) -> QImage:
    """The same picture, whose edges have become transparent."""
    soft = picture
    soft.convertTo(QImage.Format.Format_ARGB32_Premultiplied)  # in its place, where it can be
    width, height = soft.width(), soft.height()
    margin = MELTING * min(width, height)
    painter = QPainter(soft)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
    for across, length in ((True, width), (False, height)):
        gradient = QLinearGradient(0, 0, width if across else 0, 0 if across else height)
        gradient.setInterpolationMode(QGradient.InterpolationMode.ComponentInterpolation)
        for step in range(9):
            share = step / 8
            clear = QColor.fromRgbF(0, 0, 0, share * share * (3 - 2 * share))
            gradient.setColorAt(share * margin / length, clear)
            gradient.setColorAt(1 - share * margin / length, clear)
        painter.fillRect(soft.rect(), QBrush(gradient))
    painter.end()
    return soft


class SlidePictures(QQuickImageProvider):
    """`image://slide/<number>`: what was decoded, until it is drawn; from then on Qt has it. In the
    GUI thread only, so that Qt never waits for Python in one of its own."""

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._newest = (0, QImage())

    def keep(self, number: int, picture: QImage) -> None:
        self._newest = (number, picture)

    def requestImage(self, id: str, _size: QSize, _requested: QSize) -> QImage:  # noqa: A002
        number, picture = self._newest
        if int(id) != number:
            return QImage()
        self._newest = (0, QImage())
        return picture


@QmlElement
@QmlUncreatable("The mirror's program makes it.")
class Slides(QObject):
    """`picture` is where the newest one is drawn from; "" while there is none."""

    changed = Signal()
    _decoded = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.pictures = SlidePictures()
        self._number = 0
        self._url = ""
        self._wanted: queue.SimpleQueue[bool] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._decoded.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def start(self, folder: Path) -> None:
        """Shows the pictures of this folder, beginning with the first."""
        slides = SlideFolder(folder)

        def work() -> None:
            while self._wanted.get():
                picture = slides.following()
                if picture is not None:
                    self._decoded.emit(picture)

        self._thread = threading.Thread(target=work, name="slides", daemon=True)
        self._thread.start()
        self.next()

    def close(self) -> None:
        if self._thread is not None:
            self._wanted.put(False)
            self._thread.join()
            self._thread = None

    @Property(str, notify=changed)
    def picture(self) -> str:
        return self._url

    @Slot()
    def next(self) -> None:
        """The next one is wanted; it comes when it is decoded."""
        if self._thread is not None:
            self._wanted.put(True)

    @Slot(object)
    def _take(self, picture: QImage) -> None:
        url = ""
        if not picture.isNull():
            self._number += 1
            self.pictures.keep(self._number, picture)
            url = f"image://slide/{self._number}"
        if url != self._url:
            self._url = url
            self.changed.emit()
