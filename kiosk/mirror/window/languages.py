"""The mirror's languages: what is said in each, and in which typeface, loaded when it is spoken.

Owns Qt's translators. What is said is `screen/words.py`'s; the translations are written in
`assets/translations/mirror_<language>.ts` and read compiled, as `kiosk/mirror/translations/*.qm`.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from PySide6.QtCore import QTranslator

from kiosk.mirror.screen.words import Words, english
from kiosk.mirror.window import typefaces

FOLDER = Path(__file__).resolve().parents[1] / "translations"
# The classes whose sentences they are, as Qt's tools name them.
CONTEXTS = tuple(one.__name__ for one in Words.__mro__ if hasattr(one, "tr"))
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})
UNLIKE_LATIN = RIGHT_TO_LEFT | {"ja", "zh", "ko"}
ISOLATE, END = "\u2068", "\u2069"
FROM_THE_RIGHT = "\u200f"  # without it a sentence of nothing but what is put in begins at the left

log = logging.getLogger(__name__)


class Languages:
    """The words of every language that this mirror speaks."""

    def __init__(self, locale: str, wanted: Sequence[str]) -> None:
        """`locale` is the shop's: how it writes money, and the language that the mirror begins in
        if it is one of the `wanted`."""
        own = locale.replace("_", "-").partition("-")[0]
        self.offered: tuple[str, ...] = tuple(
            sorted(dict.fromkeys(wanted), key=lambda one: one != own)
        )
        self._locale = locale
        self._words: dict[str, Words] = {}

    @property
    def own(self) -> str:
        """The shop's own language."""
        return self.offered[0]

    def words(self, language: str) -> Words:
        """What is said in this language, with its typeface at hand. In the GUI thread."""
        if language in UNLIKE_LATIN:
            typefaces.speak(language)
        found = self._words.get(language)
        if found is None:
            found = Words(self._locale, _translation(language), lambda: self._beside(language))
            self._words[language] = found
        return found

    def _beside(self, language: str) -> Sequence[Words]:
        """Two others of the mirror's languages, in letters that are always at hand."""
        others = (one for one in self.offered if one not in UNLIKE_LATIN | {language})
        return [self.words(one) for one in islice(others, 2)]


class _Translation:
    """English sentences into those of one language; English where one is missing."""

    def __init__(self, compiled: bytes, right_to_left: bool) -> None:
        self._compiled = compiled  # Qt reads it where it lies
        self._translator = QTranslator()
        if compiled:
            self._translator.load(compiled)
        self._right_to_left = right_to_left

    def __call__(self, text: str, comment: str = "", n: int = -1) -> str:
        found = (self._translator.translate(each, text, comment, n) for each in CONTEXTS)
        said = next(filter(None, found), "")
        if not said:
            return english(text, comment, n)
        if n >= 0:
            said = said.replace("%n", str(n))
        if self._right_to_left:
            # What is put in keeps its own direction: a name, a size, a place.
            begins = FROM_THE_RIGHT if said.startswith("{") else ""
            said = begins + said.replace("{", f"{ISOLATE}{{").replace("}", f"}}{END}")
        return said


def _translation(language: str) -> _Translation:
    file = FOLDER / f"mirror_{language}.qm"
    try:
        # Read here: Qt would map the file, and fall when an update writes over it.
        compiled = file.read_bytes() if language != "en" else b""
    except OSError:
        log.error("%s cannot be read: the mirror speaks English instead", file)
        compiled = b""
    return _Translation(compiled, language in RIGHT_TO_LEFT)
