"""The list by which a gate decides: which pieces of the shop are sold, and which are not.

Owns its form on the wire and on disk, what names a piece in it, and what it says of a tag. The hub
makes it, a gate keeps it. Pure: opens nothing, asks nobody.

A list is whole and named by its own hash. What has changed since it was made goes beside it as a
few `changes`, so that a sale reaches a gate at once and 100,000 pieces need not.
"""

from __future__ import annotations

import hashlib
import heapq
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from itertools import islice
from types import MappingProxyType
from typing import Any

from catalog.epc import EpcError, Sgtin, decode_sgtin, decode_sgtin_uri
from hardware.rfid.reader import TagId, TagKind

FORMAT = 1
PART = 1000  # pieces that are written in one go: a millisecond in which nothing else runs
GONE = ""  # in the changes: the list says nothing of this piece any more


class Standing(StrEnum):
    """What a tag is to a gate."""

    UNSOLD = "unsold"  # a piece of the shop that nobody paid for
    SOLD = "sold"
    TEST = "test"  # staff's own, to try a reader with
    FOREIGN = "foreign"  # another shop's: it names an article that this one does not sell
    UNKNOWN = "unknown"  # says nothing of what it is on, or names a piece never registered


LISTED = (Standing.UNSOLD, Standing.SOLD, Standing.TEST)


@dataclass(frozen=True, slots=True)
class GateList:
    """The pieces by their keys, and the articles (GTIN-14) that the shop sells."""

    unsold: frozenset[str] = frozenset()
    sold: frozenset[str] = frozenset()
    test: frozenset[str] = frozenset()
    gtins: frozenset[str] = frozenset()

    @property
    def pieces(self) -> int:
        return len(self.unsold) + len(self.sold)

    @classmethod
    def of(cls, standings: Mapping[str, str], gtins: Iterable[str]) -> GateList:
        """From each piece's key and its standing, one of `LISTED`."""
        sets: dict[str, set[str]] = {each.value: set() for each in LISTED}
        for key, standing in standings.items():
            sets[standing].add(key)
        return cls(
            frozenset(sets["unsold"]),
            frozenset(sets["sold"]),
            frozenset(sets["test"]),
            frozenset(gtins),
        )

    def encode(self) -> bytes:
        """The same pieces are the same bytes, whoever asks and when."""
        return b"".join(self.parts())

    def parts(self) -> Iterator[bytes]:
        """What `encode` says, bit by bit: sorting and writing 100,000 pieces in one go would hold
        up everything else in the process."""
        yield f'{{"format":{FORMAT}'.encode()
        for name in ("unsold", "sold", "test", "gtins"):
            yield f',"{name}":['.encode()
            runs = []
            for some in _batches(getattr(self, name)):
                runs.append(sorted(some))
                yield b""
            comma = ""
            for some in _batches(heapq.merge(*runs)):
                yield (comma + json.dumps(some, separators=(",", ":"))[1:-1]).encode()
                comma = ","
            yield b"]"
        yield b"}"


def _batches(keys: Iterable[str]) -> Iterator[list[str]]:
    left = iter(keys)
    while some := list(islice(left, PART)):
        yield some


def name_of(content: bytes) -> str:
    """What a list is called: the hash of its bytes."""
    return hashlib.sha256(content).hexdigest()


def parse(content: bytes) -> GateList:
    """The inverse of `encode`. Raises `ValueError` for anything else."""
    try:
        read = json.loads(content)
    except ValueError as error:
        raise ValueError(f"not a gate's list: {error}") from error
    if not isinstance(read, dict) or read.get("format") != FORMAT:
        raise ValueError(f"not a gate's list of format {FORMAT}")
    parts = [read.get(part) for part in ("unsold", "sold", "test", "gtins")]
    for part in parts:
        if not isinstance(part, list) or not all(isinstance(each, str) for each in part):
            raise ValueError("not a gate's list: it holds more than texts")
    unsold, sold, test, gtins = (frozenset(part or ()) for part in parts)
    return GateList(unsold, sold, test, gtins)


@dataclass(frozen=True, slots=True)
class Known:
    """What a gate knows now: a list, its name, and what has changed since."""

    list: GateList
    name: str
    changes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def standing(self, tag: TagId) -> Standing:
        sgtin = _sgtin(tag)
        key = str(tag) if sgtin is None else str(sgtin)
        changed = self.changes.get(key)
        if changed is not None and changed != GONE:
            return Standing(changed)
        if changed is None:
            for standing, keys in (
                (Standing.TEST, self.list.test),
                (Standing.SOLD, self.list.sold),
                (Standing.UNSOLD, self.list.unsold),
            ):
                if key in keys:
                    return standing
        ours = sgtin is None or sgtin.gtin in self.list.gtins
        return Standing.UNKNOWN if ours else Standing.FOREIGN


def key_of(tag: TagId) -> str:
    """What names a piece in a list: its GTIN and serial, so that every way to write these on a tag
    is the same piece; of another tag what it says."""
    sgtin = _sgtin(tag)
    return str(tag) if sgtin is None else str(sgtin)


@lru_cache(maxsize=4096)  # a gate asks for the same few many times a second
def _sgtin(tag: TagId) -> Sgtin | None:
    try:
        if tag.kind is TagKind.EPC:
            return decode_sgtin(tag.value)
        if tag.kind is TagKind.URI:
            return decode_sgtin_uri(tag.value)
    except EpcError:
        pass
    return None


def checked_changes(said: Any) -> dict[str, str]:
    """The changes as the hub says them. Raises `ValueError` for what is none."""
    known = {GONE, *(each.value for each in LISTED)}
    if not isinstance(said, dict) or not all(
        isinstance(key, str) and value in known for key, value in said.items()
    ):
        raise ValueError("not a list's changes")
    return said
