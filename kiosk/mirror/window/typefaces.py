"""The typefaces of the mirror: which are loaded at once, and which with a language.

Owns loading and taking back, and the order in which a character's face is looked for: it is the
application's font, because QML's `font` knows one family only, and beyond that Qt would ask the
system. Han characters are drawn differently in Japanese and Chinese, so only one of the two faces
is loaded at a time. The files are not compressed: unpacking one takes 40 ms of a finger's time, and
is done again each time that it is loaded.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

FONTS = Path(__file__).resolve().parents[3] / "assets" / "fonts"
AT_ONCE = ("inter", "marcellus")
WORLD = FONTS / "hangtag-sans"
ARABIC = ("HangtagSansArabic-Medium.ttf", "HangtagSansArabic-SemiBold.ttf")
HAN = {"zh": "HangtagSansSC-Medium.otf"}
FAMILIES = ["Inter", "Hangtag Sans Arabic", "Hangtag Sans JP", "Hangtag Sans SC"]
HAN_ELSE = "HangtagSansJP-Medium.otf"

_han: dict[str, int] = {}  # the one that is loaded, by its file: fonts are the process's


def load(shop: Sequence[Path] = (), family: str = "") -> None:
    """What the first frame needs, and the shop's own font files; `family` is read before ours.

    Texts that are made from now on take it.
    """
    if "Inter" not in QFontDatabase.families():
        for folder in AT_ONCE:
            for font in sorted((FONTS / folder).glob("*.ttf")):
                QFontDatabase.addApplicationFont(str(font))
    for font in shop:
        QFontDatabase.addApplicationFont(str(font))
    font_of_all = QFont()
    font_of_all.setFamilies([family, *FAMILIES] if family else FAMILIES)
    QGuiApplication.setFont(font_of_all)


def speak(language: str) -> None:
    """What this language is written in, and the names of all the others."""
    wanted = HAN.get(language, HAN_ELSE)
    if wanted in _han:
        return
    if not _han:
        for name in ARABIC:
            QFontDatabase.addApplicationFont(str(WORLD / name))
    while _han:
        QFontDatabase.removeApplicationFont(_han.popitem()[1])
    _han[wanted] = QFontDatabase.addApplicationFont(str(WORLD / wanted))
