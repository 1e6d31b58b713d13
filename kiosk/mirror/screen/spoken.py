"""How a sentence of the mirror gets its language. Owns the way; the sentences are elsewhere."""

from __future__ import annotations

from collections.abc import Callable

NO_BREAK = "\N{NO-BREAK SPACE}"

Translate = Callable[[str, str, int], str]
"""(English text, comment for translators, n) to the text of a language, with `%n` filled in."""


def english(text: str, comment: str = "", n: int = -1) -> str:
    """The text itself; "%n piece(s)" is "1 piece" or "2 pieces"."""
    del comment
    return text.replace("%n", str(n)).replace("(s)", "" if n == 1 else "s") if n >= 0 else text


def whole(text: str, most: int = 20) -> str:
    """A name, or a number with what it counts, not parted where a line ends; unless it is longer
    than `most` letters, and might be longer than a line."""
    return text.replace(" ", NO_BREAK) if len(text) <= most else text


def whole_end(text: str, most: int = 20) -> str:
    """Its last word stands in no line alone, unless the last two are longer than `most`."""
    before, *end = text.rsplit(" ", 2)
    return f"{before} {whole(' '.join(end), most)}" if len(end) == 2 else text


class Spoken:
    """What can be said in a language."""

    def __init__(self, translate: Translate = english) -> None:
        self._translate = translate

    def tr(self, text: str, comment: str = "", n: int = -1) -> str:
        """The text in this language. The name is Qt's, whose tools collect the texts by it."""
        return self._translate(text, comment, n)
