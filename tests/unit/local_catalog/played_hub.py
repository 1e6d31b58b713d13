"""A hub played in memory: it gives snapshots, stock and pictures, and misbehaves when told to."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from catalog.snapshot.stock import Stock


@dataclass
class Answered:
    status: int
    headers: Mapping[str, str]
    parts: Iterator[bytes]


@dataclass
class PlayedHub:
    """`cut_after` breaks the next answer off after so many bytes; `away` breaks every one."""

    snapshot: bytes = b""
    named: str = ""
    stock: Stock = field(default_factory=lambda: Stock(1, ""))
    pictures: dict[str, bytes] = field(default_factory=dict)
    sends: bytes | None = None  # instead of what belongs to the name
    cut_after: int | None = None
    away: bool = False
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    _told: list[Callable[[dict[str, Any]], None]] = field(default_factory=list)

    def has(self, snapshot: Path, *, variants: tuple[tuple[int, int, int], ...] = ()) -> str:
        """From now on this is the newest one; says so."""
        self.snapshot, self.named = snapshot.read_bytes(), snapshot.stem
        self.stock = Stock(self.stock.version + 1, self.named, variants)
        self.tell()
        return self.named

    def sells(self, *variants: tuple[int, int, int]) -> None:
        """The stock is another one now; says so."""
        self.stock = Stock(self.stock.version + 1, self.named, variants)
        self.tell()

    def tell(self) -> None:
        if not self.away:
            for on_snapshot in self._told:
                on_snapshot({"version": self.stock.version, "snapshot": self.named})

    def follow(self, path: str, on_snapshot: Callable[[dict[str, Any]], None]) -> None:
        self._told.append(on_snapshot)
        if self.named:
            self.tell()

    def fetches(self) -> list[dict[str, str]]:
        """The headers of each time that a snapshot was asked for."""
        return [headers for path, headers in self.asked if path == "/api/catalog/snapshot"]

    @contextmanager
    def stream(self, path: str, headers: Mapping[str, str] | None = None) -> Iterator[Answered]:
        headers = dict(headers or {})
        self.asked.append((path, headers))
        if self.away:
            raise ConnectionError("the hub is away")
        status, said, content = self._answer(urlsplit(path).path, path, headers)
        yield Answered(status, said, self._parts(content))

    def _parts(self, content: bytes) -> Iterator[bytes]:
        cut, self.cut_after = self.cut_after, None
        if cut is None:
            yield content
            return
        yield content[:cut]
        raise ConnectionError("cut off")

    def _answer(
        self, address: str, path: str, headers: Mapping[str, str]
    ) -> tuple[int, dict[str, str], bytes]:
        if address == "/api/catalog/stock":
            return 200, {}, self.stock.encode()
        if address == "/api/catalog/pictures":
            names = parse_qs(urlsplit(path).query)["name"]
            return 200, {}, json.dumps(self._listed(names)).encode()
        if address.startswith("/media/by-hash/"):
            sha256 = address.rpartition("/")[2].partition("-")[0]
            for content in self.pictures.values():
                if hashlib.sha256(content).hexdigest() == sha256:
                    return 200, {}, self.sends or content
            return 404, {}, b""
        etag = f'"{self.named}-gz"'
        said = {
            "ETag": etag,
            "Content-Encoding": "gzip",
            "Hangtag-Snapshot-Bytes": str(len(self.snapshot)),
        }
        packed = self.sends or gzip.compress(self.snapshot, mtime=0)
        if "Range" in headers and headers["If-Range"] == etag:
            start = int(headers["Range"].removeprefix("bytes=").removesuffix("-"))
            return (206, said, packed[start:]) if start < len(packed) else (416, said, b"")
        return 200, said, packed

    def _listed(self, names: list[str]) -> dict[str, dict[str, tuple[str, int]]]:
        return {
            name: {"480": (hashlib.sha256(self.pictures[name]).hexdigest(), 1)}
            for name in names
            if name in self.pictures
        }
