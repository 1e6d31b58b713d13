"""The typefaces of the mirror: which are loaded at once, and which with a language.

Owns loading and taking back. Han characters are drawn differently in Japanese and Chinese, and Qt
takes whichever loaded font has a character: so only one of the two is loaded at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QFontDatabase

FONTS = Path(__file__).resolve().parents[3] / "assets" / "fonts"
AT_ONCE = ("inter", "marcellus")
WORLD = FONTS / "hangtag-sans"
ARABIC = ("HangtagSansArabic-Medium.woff2", "HangtagSansArabic-SemiBold.woff2")
HAN = {"zh": "HangtagSansSC-Medium.woff2"}
HAN_ELSE = "HangtagSansJP-Medium.woff2"

_han: dict[str, int] = {}  # the one that is loaded, by its file: fonts are the process's


def load(shop: Sequence[Path] = ()) -> None:
    """What the first frame needs, and the shop's own font files."""
    if "Inter" not in QFontDatabase.families():
        for folder in AT_ONCE:
            for font in sorted((FONTS / folder).glob("*.woff2")):
                QFontDatabase.addApplicationFont(str(font))
    for font in shop:
        QFontDatabase.addApplicationFont(str(font))


def speak(language: str) -> None:
    """What this language is written in, and the names of all the others. About 20 ms when it is
    another one for Han characters, nothing otherwise."""
    wanted = HAN.get(language, HAN_ELSE)
    if wanted in _han:
        return
    if not _han:
        for name in ARABIC:
            QFontDatabase.addApplicationFont(str(WORLD / name))
    while _han:
        QFontDatabase.removeApplicationFont(_han.popitem()[1])
    _han[wanted] = QFontDatabase.addApplicationFont(str(WORLD / wanted))
