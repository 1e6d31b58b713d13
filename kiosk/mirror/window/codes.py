"""The QR code on the glass: drawn with segno, and nothing kept of it once it is not shown.

Owns the picture. Dark on an ivory plate, since many phones do not read a code that is light on
black; the plate's rim is the quiet zone of four modules that readers ask for.
"""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, qRgb
from PySide6.QtQuick import QQuickImageProvider

PLATE, MODULE = qRgb(0xF4, 0xEF, 0xE6), qRgb(0x0A, 0x08, 0x06)
QUIET = 4  # modules


class Codes(QQuickImageProvider):
    """`image://code/<n>` is the code that `show` was last given; `n` makes it a new address, for Qt
    remembers pictures by theirs."""

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._text = ""
        self._shown = 0

    def show(self, text: str) -> str:
        """Where the code of this text is from now on; "" for no text, and then it is forgotten."""
        if text != self._text:
            self._text = text
            self._shown += 1
        return f"image://code/{self._shown}" if text else ""

    def requestImage(self, _id: str, size: QSize, wanted: QSize) -> QImage:
        image = drawn(self._text, max(wanted.width(), 1)) if self._text else QImage()
        size.setWidth(image.width())
        size.setHeight(image.height())
        return image


def drawn(text: str, width: int) -> QImage:
    """The plate with the code, in whole pixels a module and at most `width` wide."""
    import segno

    matrix = segno.make(text, error="m", micro=False).matrix
    modules = len(matrix) + 2 * QUIET
    image = QImage(modules, modules, QImage.Format.Format_RGB32)
    image.fill(PLATE)
    for y, row in enumerate(matrix):
        for x, dark in enumerate(row):
            if dark:
                image.setPixel(x + QUIET, y + QUIET, MODULE)
    scale = max(1, width // modules)
    return image.scaledToWidth(modules * scale)
