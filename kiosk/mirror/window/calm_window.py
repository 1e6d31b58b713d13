"""The calm screen without QML: black, the shop's name, "One moment."

Owns a window of its own, for when the scene cannot be loaded or is what broke.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QRasterWindow

INK, QUIET = QColor("#F4EFE6"), QColor("#A9F4EFE6")
WIDTH = 1080  # what the sizes below are for


class CalmWindow(QRasterWindow):
    def __init__(self, shop: str, words: str) -> None:
        super().__init__()
        self._shop = shop
        self._words = words
        self.setTitle(shop)
        self.resize(540, 960)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        scale = self.width() / WIDTH
        painter = QPainter(self)
        painter.fillRect(QRect(0, 0, self.width(), self.height()), QColor("#000000"))
        for family, size, y, ink, text in (
            ("Marcellus", 56, 56, QUIET, self._shop),
            ("Inter", 56, 1234, INK, self._words),
        ):
            font = QFont(family)
            font.setPixelSize(max(1, round(size * scale)))
            painter.setFont(font)
            painter.setPen(ink)
            place = QRect(
                round(60 * scale), round(y * scale), round(960 * scale), round(120 * scale)
            )
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft, text)
        painter.end()
