"""Snapshots on disk: the one in use, the one before, and a fetch that was not finished.

Owns the folder and the order in which it changes, so that the power may go at any point: what is
named `<sha256>.db` was checked and is whole, and what `current.json` names is on disk before it is
named. Nothing that is found at a start is believed before it was checked again. What only another
version of Hangtag can use is kept until there is something newer: that version may come back.
"""

from __future__ import annotations

import gzip
import json
import logging
import os
import re
import shutil
import zlib
from collections.abc import Callable
from pathlib import Path

from catalog.snapshot.checking import OtherVersionError, SnapshotError, check

log = logging.getLogger(__name__)

LARGEST_BYTES = 1024 * 1024 * 1024
SPARE_BYTES = 64 * 1024 * 1024  # that stay free on the disk
_PART = 1024 * 1024
_NAME = re.compile("[0-9a-f]{64}")
CURRENT = "current.json"
STOCK = "stock.json"


class Shelf:
    """For one thread. `on_step` is called with the name of each step that was just done."""

    def __init__(self, folder: Path, *, on_step: Callable[[str], None] = lambda _: None) -> None:
        self._folder = folder
        self._on_step = on_step
        self._current = ""
        self._previous = ""
        self._others: list[str] = []  # those that another version can use

    def open(self) -> str:
        """The SHA-256 of what may be used at once; "" for nothing. Tidies up. Raises `OSError`."""
        self._folder.mkdir(parents=True, exist_ok=True)
        for left in (*self._folder.glob("*.new"), *self._folder.glob("working-*")):
            left.unlink(missing_ok=True)
        named = self._named()
        self._others = []
        usable = [name for name in named if self._usable(name)]
        self._current, self._previous = (*usable, "", "")[:2]
        if self._current and self._current != named[0]:
            log.warning("the catalog goes on with snapshot %s", self._current[:12])
        if self._others and not self._current:
            log.warning(
                "there is no catalog for this version of Hangtag in %s, and what is there is kept: "
                "start the hub, or install the version that was here before",
                self._folder,
            )
        self._tidy()
        return self._current

    @property
    def current(self) -> str:
        return self._current

    def file(self, sha256: str) -> Path:
        return self._folder / f"{sha256}.db"

    def working(self, number: int) -> Path:
        """Where a working copy may be; it does not outlive the program."""
        return self._folder / f"working-{number}.db"

    def part(self, sha256: str) -> Path:
        """Where what was fetched of this one is gathered."""
        if not _NAME.fullmatch(sha256):
            raise SnapshotError("the hub gives it no name that a snapshot could have")
        return self._folder / f"{sha256}.part"

    def make_room(self, sha256: str, length: int) -> None:
        """Forgets what was fetched of others. Raises `OSError` when there is none for a snapshot of
        this length and its copy."""
        if length > LARGEST_BYTES:
            raise SnapshotError(f"it has {length:,} bytes, more than any catalog")
        for part in self._folder.glob("*.part"):
            if part.stem != sha256:
                part.unlink(missing_ok=True)
        free = shutil.disk_usage(self._folder).free
        if free < 2 * length + SPARE_BYTES:
            raise OSError(f"there are {free // 1_000_000:,} MB free, too few for a new catalog")

    def adopt(self, sha256: str) -> bool:
        """Whether it is here whole already, and is the one in use from now on. Raises
        `SnapshotError` for one that is here and of another version: to fetch it is no use."""
        if not _NAME.fullmatch(sha256) or not self.file(sha256).exists():
            return False
        if not self._usable(sha256, said=True):
            return False
        self._name(sha256)
        return True

    def accept(self, sha256: str, *, packed: bool) -> None:
        """What was fetched becomes the one in use. Raises `SnapshotError` when it is not whole or
        not that one, and `OSError`; then what was in use still is, and the fetch begins anew."""
        part, fresh = self.part(sha256), self._folder / f"{sha256}.new"
        try:
            _unpack(part, fresh, packed=packed)
            self._on_step("unpacked")
            check(fresh, sha256)
            self._on_step("checked")
            fresh.replace(self.file(sha256))
            _sync_folder(self._folder)
        finally:
            fresh.unlink(missing_ok=True)
            part.unlink(missing_ok=True)
        self._on_step("renamed")
        self._name(sha256)

    def keep_stock(self, content: bytes) -> None:
        """What the hub said of the stock last; after a power cut perhaps the one before."""
        _replace(self._folder / STOCK, content, sync=False)

    def kept_stock(self) -> bytes | None:
        try:
            return (self._folder / STOCK).read_bytes()
        except OSError:
            return None

    def _name(self, sha256: str) -> None:
        previous = self._current if self._current != sha256 else self._previous
        previous = previous or next(iter(self._others), "")
        body = {"snapshot": sha256, "previous": previous}
        _replace(self._folder / CURRENT, json.dumps(body).encode())
        _sync_folder(self._folder)
        self._on_step("named")
        self._current, self._previous = sha256, previous
        self._tidy()
        self._on_step("tidied")

    def _named(self) -> list[str]:
        try:
            said = json.loads((self._folder / CURRENT).read_bytes())
            names = [str(said["snapshot"]), str(said["previous"])]
        except FileNotFoundError:
            return []
        except (OSError, ValueError, KeyError, TypeError) as error:
            log.warning("%s is not used: %r", self._folder / CURRENT, error)
            return []
        return [name for name in names if _NAME.fullmatch(name)]

    def _usable(self, sha256: str, *, said: bool = False) -> bool:
        """`said`: the caller says what is wrong with one of another version."""
        try:
            check(self.file(sha256), sha256)
        except OtherVersionError as error:
            if said:
                raise
            log.warning("snapshot %s in %s is not used: %s", sha256[:12], self._folder, error)
            self._others.append(sha256)
            return False
        except SnapshotError as error:
            log.warning("snapshot %s in %s is not used: %s", sha256[:12], self._folder, error)
            self.file(sha256).unlink(missing_ok=True)
            return False
        return True

    def _tidy(self) -> None:
        keep = {self._current, self._previous, *(() if self._current else self._others)}
        for file in self._folder.glob("*.db"):
            if _NAME.fullmatch(file.stem) and file.stem not in keep:
                file.unlink(missing_ok=True)


def _unpack(source: Path, target: Path, *, packed: bool) -> None:
    length = 0
    try:
        with (
            gzip.open(source) if packed else source.open("rb") as content,
            target.open("wb") as out,
        ):
            while some := content.read(_PART):
                length += len(some)
                if length > LARGEST_BYTES:
                    raise SnapshotError("it is larger than any catalog")
                out.write(some)
            out.flush()
            os.fsync(out.fileno())
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise SnapshotError(f"it cannot be unpacked: {error}") from error


def _replace(file: Path, content: bytes, *, sync: bool = True) -> None:
    """The whole file or the one before."""
    fresh = file.with_name(file.name + ".new")
    try:
        with fresh.open("wb") as out:
            out.write(content)
            out.flush()
            if sync:
                os.fsync(out.fileno())
    except OSError:
        fresh.unlink(missing_ok=True)  # a full disk needs the room
        raise
    fresh.replace(file)


def _sync_folder(folder: Path) -> None:
    """What was renamed in it stays so when the power goes."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
