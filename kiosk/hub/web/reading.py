"""Which language a reader's browser asks for. Owns the reading of Accept-Language."""

from __future__ import annotations

from collections.abc import Sequence


def language_of(accept: str, offered: Sequence[str]) -> str:
    """The first of the offered languages that the reader likes best; the first one of all when
    none is liked. `accept` is the header, such as "de-AT,de;q=0.9,en;q=0.8"."""
    liked: list[tuple[float, str]] = []
    for each in accept.split(",")[:20]:
        name, _, quality = each.partition(";")
        try:
            weight = float(quality.strip().removeprefix("q=") or 1)
        except ValueError:
            continue
        if weight > 0:
            liked.append((weight, name.strip().lower().partition("-")[0]))
    best = sorted(liked, key=lambda one: -one[0])
    return next((name for _, name in best if name in offered), offered[0])
