"""What a mirror says while it starts again, in the shop's language.

Owns this one sentence, as values: no file, no translator and nothing of Qt, for any of these may
be what broke. It is the translators' sentence all the same, which a test compares.
"""

from __future__ import annotations

from kiosk.config_sections import Language

CALM: dict[Language, str] = {
    "en": "One moment.",
    "de": "Einen Moment.",
    "fr": "Un instant.",
    "es": "Un momento.",
    "it": "Un momento.",
    "ja": "少々お待ちください。",
    "zh": "请稍候。",
    "ar": "لحظة من فضلكم.",
}
RIGHT_TO_LEFT = ("ar",)


def language_of(locale: str) -> Language:
    """The shop's own, or English."""
    own = locale.replace("_", "-").partition("-")[0].lower()
    return next((each for each in CALM if each == own), "en")


def calm_words(locale: str) -> str:
    return CALM[language_of(locale)]
