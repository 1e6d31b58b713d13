"""What the mirror is written in: every script has a face, and Han characters the language's own."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFont, QFontMetrics, QGuiApplication, QImage, QPainter

from kiosk.mirror.window import typefaces
from kiosk.mirror.window.display import application


def drawn(text: str, family: str = "") -> QImage:
    """As the mirror draws it, or in one family."""
    font = QFont(family) if family else QFont(QGuiApplication.font())
    font.setPixelSize(48)
    width = QFontMetrics(font).horizontalAdvance(text) + 40
    image = QImage(width, 80, QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    painter.setFont(font)
    painter.setPen("white")
    painter.drawText(10, 60, text)
    painter.end()
    return image


def test_a_character_that_japan_and_china_write_differently_follows_the_language() -> None:
    application()
    typefaces.speak("ja")
    japanese = drawn("直骨")
    typefaces.speak("zh")
    chinese = drawn("直骨")
    typefaces.speak("en")
    assert japanese != chinese
    assert drawn("直骨") == japanese


def test_arabic_is_drawn_in_our_face_whatever_the_system_has() -> None:
    application()
    typefaces.speak("ar")
    assert drawn("علّق") == drawn("علّق", "Hangtag Sans Arabic")
    assert drawn("Linen") == drawn("Linen", "Inter")


@pytest.mark.parametrize(
    ("language", "family", "text"),
    [
        ("ja", "Hangtag Sans JP", "Mサイズをお持ちします。試着室"),
        ("zh", "Hangtag Sans SC", "请把衣服挂在这里。尺码"),
        ("ar", "Hangtag Sans Arabic", "علّق قطعك هنا"),
    ],
)
def test_every_script_has_its_characters(language: str, family: str, text: str) -> None:
    application()
    typefaces.speak(language)
    metrics = QFontMetrics(QFont(family))
    assert [letter for letter in text if not metrics.inFontUcs4(ord(letter))] == []
    typefaces.speak("en")
