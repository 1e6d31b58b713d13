"""The stock of now as a message: what is not as one snapshot says.

Owns its form as JSON, and what of a message is believed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from catalog.product import ItemStatus

Count = tuple[int, int, int]
"""Variant id, items in stock, untagged pieces."""
Piece = tuple[int, str, str, int, str, str | None]
"""Item id, kind and value of its tag, variant id, status, SGTIN."""

_STATUSES = frozenset(each.value for each in ItemStatus)
_LARGEST = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Stock:
    """Whole: of what is not named here the `snapshot` (its SHA-256) is right."""

    version: int
    snapshot: str
    variants: tuple[Count, ...] = ()
    items: tuple[Piece, ...] = ()
    gone: tuple[int, ...] = ()

    def encode(self) -> bytes:
        body = {
            "version": self.version,
            "snapshot": self.snapshot,
            "variants": self.variants,
            "items": self.items,
            "gone": self.gone,
        }
        return json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode()


def parse(content: bytes) -> Stock:
    """The inverse of `encode`. Raises `ValueError` for anything else."""
    said = json.loads(content)
    if not isinstance(said, dict) or not isinstance(said.get("snapshot"), str):
        raise ValueError("not a stock: it is of no snapshot")
    return Stock(
        _number(said.get("version"), 2**63),
        said["snapshot"],
        tuple(_count(row) for row in _list(said, "variants")),
        tuple(_piece(row) for row in _list(said, "items")),
        tuple(_number(each) for each in _list(said, "gone")),
    )


def _list(said: dict[str, Any], name: str) -> list[Any]:
    found = said.get(name)
    if not isinstance(found, list):
        raise ValueError(f"not a stock: {name} is no list")
    return found


def _number(said: Any, most: int = _LARGEST) -> int:
    if not isinstance(said, int) or isinstance(said, bool) or not 0 <= said <= most:
        raise ValueError(f"not a stock: {said!r} is no number that it could have")
    return said


def _count(row: Any) -> Count:
    if not isinstance(row, list) or len(row) != 3:
        raise ValueError("not a stock: a count has three numbers")
    return _number(row[0]), _number(row[1]), _number(row[2])


def _piece(row: Any) -> Piece:
    if not isinstance(row, list) or len(row) != 6:
        raise ValueError("not a stock: a piece has six parts")
    number, kind, value, variant_id, status, sgtin = row
    if not (isinstance(kind, str) and isinstance(value, str) and status in _STATUSES):
        raise ValueError("not a stock: a piece has a tag and a status")
    if sgtin is not None and not isinstance(sgtin, str):
        raise ValueError("not a stock: an SGTIN is a text")
    return _number(number), kind, value, _number(variant_id), status, sgtin
