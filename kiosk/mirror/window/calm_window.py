"""The calm screen without QML: black, the shop's name or logo, "One moment." in its language.

Owns a window of its own, for when the scene cannot be loaded or is what broke.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QImageReader, QPainter, QPaintEvent, QRasterWindow

from kiosk.mirror.window.typefaces import FAMILIES

INK, QUIET = QColor("#F4EFE6"), QColor("#A9F4EFE6")
WIDTH = 1080  # what the sizes below are for
LOGO_WIDTH, LOGO_HEIGHT = 468, 73  # as large as on the other screens


class CalmWindow(QRasterWindow):
    def __init__(
        self, shop: str, words: str, logo: Path | None = None, *, right_to_left: bool = False
    ) -> None:
        super().__init__()
        self._shop = shop
        self._from_right = right_to_left
        self._logo = _read(logo)
        self._words = words
        self.setTitle(shop)
        self.resize(540, 960)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        self.draw(QPainter(self))

    def draw(self, painter: QPainter) -> None:
        scale = self.width() / WIDTH
        painter.fillRect(QRect(0, 0, self.width(), self.height()), QColor("#000000"))
        for family, size, y, ink, text in (
            ("Marcellus", 56, 56, QUIET, self._shop),
            ("Inter", 56, 1234, INK, self._words),
        ):
            font = QFont()
            font.setFamilies([family, *FAMILIES])
            font.setPixelSize(max(1, round(size * scale)))
            painter.setFont(font)
            painter.setPen(ink)
            place = QRect(
                round(60 * scale), round(y * scale), round(960 * scale), round(120 * scale)
            )
            if text is self._shop and not self._logo.isNull():
                drawn = _fit(self._logo.size(), scale)
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
                corner = place.topLeft()
                if self._from_right:
                    corner.setX(place.x() + place.width() - drawn.width())
                painter.drawImage(QRect(corner, drawn), self._logo)
                continue
            side = Qt.AlignmentFlag.AlignRight if self._from_right else Qt.AlignmentFlag.AlignLeft
            painter.drawText(place, side | Qt.AlignmentFlag.AlignAbsolute, text)
        painter.end()


def _read(logo: Path | None) -> QImage:
    """Twice as large as it is drawn at most; nothing where it cannot be read."""
    if logo is None:
        return QImage()
    reader = QImageReader(str(logo))
    reader.setScaledSize(_fit(reader.size(), 2))
    return reader.read()


def _fit(size: QSize, scale: float) -> QSize:
    most = QSize(round(LOGO_WIDTH * scale), round(LOGO_HEIGHT * scale))
    return size.scaled(most, Qt.AspectRatioMode.KeepAspectRatio)
