"""How this shopper wants the mirror to be: language, text, contrast, motion, light, sound.

Owns these choices, which last for one visit: the next shopper finds the mirror as the shop set it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Manners:
    """`language` is a code such as "de"; `scene` names the light, "" is the shop's own."""

    language: str = "en"
    large_text: bool = False
    high_contrast: bool = False
    still: bool = False
    muted: bool = False
    scene: str = ""


USUAL = Manners()
