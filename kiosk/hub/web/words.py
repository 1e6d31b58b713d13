"""What the hub's pages say, in each language: `translations/<language>.json`, read once.

Owns the rules of the catalogs, which `static/tablet/words.js` has in common with it: a text may
name parameters in braces, and have a form for each kind of count that its language tells apart
(CLDR: one and other in English, six in Arabic), chosen by `count`. A key
that a language lacks is said in English. Owns no text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import cast

from babel.core import Locale

FOLDER = Path(__file__).parent / "translations"
FALLBACK = "en"
PRINTABLE = ("en", "de", "fr", "es", "it")
ISOLATE, END = "\u2068", "\u2069"

Text = str | Mapping[str, str]


class Words:
    """The texts of one language: `words("receipt.title", number="A-1")`.

    `direction` is that of its lines, "ltr" or "rtl".
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._texts = {**catalog(FALLBACK), **catalog(language)}
        self.direction = str(self._texts["language.direction"])
        self._form = Locale.parse(language).plural_form

    def __call__(self, key: str, **values: object) -> str:
        """The text of `key`. An unknown key or parameter is a `KeyError`: a bug."""
        text = self._texts[key]
        if not isinstance(text, str):
            form = self._form(cast("int", values["count"]))
            text = text[form] if form in text else text["other"]
        return text.format_map(self._isolated(values)) if values else text

    def _isolated(self, values: Mapping[str, object]) -> Mapping[str, object]:
        """What is put into a line that runs from right to left keeps its own direction."""
        if self.direction == "ltr":
            return values
        return {name: f"{ISOLATE}{value}{END}" for name, value in values.items()}

    def code(self, kind: str, code: str, sentence: str, **values: object) -> str:
        """The text of a code that the hub says; its English `sentence` where there is none."""
        key = f"{kind}.{code}"
        return self(key, **values) if key in self._texts else sentence


@lru_cache
def words(language: str) -> Words:
    """The texts of `language`; the fallback's for one that there is no catalog of."""
    return Words(language if language in languages() else FALLBACK)


@lru_cache
def languages() -> tuple[str, ...]:
    """The languages that there is a catalog of."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.json")))


@lru_cache
def catalog(language: str) -> Mapping[str, Text]:
    texts: dict[str, Text] = json.loads((FOLDER / f"{language}.json").read_text("utf-8"))
    return texts


def on_paper(language: str, locale: str) -> str:
    """The language of a printed receipt: printers have letters for some only, so that a reader of
    another gets the shop's own, or English. The page that its code opens is in theirs."""
    own = locale.replace("_", "-").partition("-")[0]
    return next((one for one in (language, own) if one in PRINTABLE), FALLBACK)


def offered(locale: str, wanted: Iterable[str]) -> tuple[str, ...]:
    """The languages of a page, the shop's own first: that of its locale, if it is wanted."""
    own = locale.replace("_", "-").partition("-")[0]
    known = [one for one in dict.fromkeys(wanted) if one in languages()] or [FALLBACK]
    return tuple(sorted(known, key=lambda one: one != own))
