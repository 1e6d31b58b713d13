"""What the hub's pages say, in each language: `translations/<language>.json`, read once.

Owns the rules of the catalogs, which `static/tablet/words.js` has in common with it: a text may
name parameters in braces, and have a form for one and for other counts, chosen by `count`. A key
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

Text = str | Mapping[str, str]


class Words:
    """The texts of one language: `words("receipt.title", number="A-1")`."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._texts = {**catalog(FALLBACK), **catalog(language)}
        self._form = Locale.parse(language).plural_form

    def __call__(self, key: str, **values: object) -> str:
        """The text of `key`. An unknown key or parameter is a `KeyError`: a bug."""
        text = self._texts[key]
        if not isinstance(text, str):
            form = self._form(cast("int", values["count"]))
            text = text[form] if form in text else text["other"]
        return text.format_map(values) if values else text

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


def offered(locale: str, wanted: Iterable[str]) -> tuple[str, ...]:
    """The languages of a page, the shop's own first: that of its locale, if it is wanted."""
    own = locale.replace("_", "-").partition("-")[0]
    known = [one for one in dict.fromkeys(wanted) if one in languages()] or [FALLBACK]
    return tuple(sorted(known, key=lambda one: one != own))
