"""The player of sounds that the system has: which there are, and how each is called.

Owns the names. Who plays what, and when, is another's business.
"""

from __future__ import annotations

import shutil

# A desktop's own before the bare card's; with what each takes before the file.
PLAYERS: dict[str, tuple[str, ...]] = {"pw-play": (), "paplay": (), "aplay": ("-q",)}


def player(wanted: str = "") -> list[str]:
    """How to call the wanted one, or the first that is there, before the file's name; empty when
    there is none."""
    for name in [wanted] if wanted else list(PLAYERS):
        if path := shutil.which(name):
            return [path, *PLAYERS.get(name, ())]
    return []
