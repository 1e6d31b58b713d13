"""Pictures of garments on this machine's own disk, by the hash of their bytes.

Owns the folder, its bound in bytes and the thread that fetches. Nothing is shown that has not the
hash which it is asked for by. Those of a small shop are all fetched when there is time; of a large
one what is looked for.
"""

from __future__ import annotations

import hashlib
import json
import logging
import sqlite3
import threading
import time
from collections import OrderedDict
from pathlib import Path
from typing import Any
from urllib.parse import quote

from catalog.pictures import SIZES, alternatives, is_key
from catalog.snapshot.checking import open_read_only
from kiosk.local_catalog.keeper import BACKOFF_S, Hub

log = logging.getLogger(__name__)

NAMES = "/api/catalog/pictures"
MOST_NAMES = 50  # that are asked for at once
MOST_WANTED = 400
MOST_KNOWN = 5_000  # names beside those of the snapshot
ASKS_AGAIN_S = 1.5  # for a name that the hub had no picture of
LARGEST_BYTES = 15 * 1024 * 1024  # of one picture
LIKELY_EVERY_S = 0.05  # what nobody looks for yet leaves the hub to the others
SMALL_SHOP = 0.5  # of the bound: so much is fetched before anybody looks for it
_NAME_LENGTH = 64

Hash = tuple[str, int]
"""SHA-256 and size in pixels: what names a file here."""


class LocalPictures:
    """`path` may be called from any thread, and waits for no network."""

    def __init__(
        self,
        hub: Hub,
        folder: Path,
        *,
        budget_bytes: int,
        backoff_s: tuple[float, ...] = BACKOFF_S,
    ) -> None:
        self._hub = hub
        self._folder = folder
        self._budget = budget_bytes
        self._backoff_s = backoff_s
        self._lock = threading.Condition()
        self._files: OrderedDict[Hash, int] = OrderedDict()  # bytes, the latest used last
        self._trusted: set[Hash] = set()  # read and found right since the start
        self._bytes = 0
        self._listed: sqlite3.Connection | None = None
        self._later: OrderedDict[tuple[str, int], str] = OrderedDict()  # came after the snapshot
        self._gone: set[Hash] = set()  # the hub has other ones of these names by now
        self._wanted: OrderedDict[Hash, None] = OrderedDict()
        self._likely: list[Hash] = []
        self._unknown: OrderedDict[str, float] = OrderedDict()  # name -> when to ask for it
        self._ended = False
        self._thread = threading.Thread(target=self._work, name="local pictures", daemon=True)

    def start(self) -> None:
        """Looks at what is in the folder, and begins to fetch."""
        self._find_files()
        self._thread.start()

    def close(self) -> None:
        with self._lock:
            self._ended = True
            self._lock.notify_all()
        if self._thread.is_alive():
            self._thread.join(2.0)
        with self._lock:
            if self._listed is not None:
                self._listed.close()
                self._listed = None

    def use(self, snapshot: Path) -> None:
        """From now on this snapshot says which picture has which hash."""
        listed = open_read_only(snapshot)
        ((whole,),) = listed.execute("SELECT coalesce(sum(bytes), 0) FROM picture")
        likely: list[Hash] = []
        if whole <= self._budget * SMALL_SHOP:
            likely = listed.execute("SELECT sha256, size FROM picture ORDER BY name").fetchall()
        with self._lock:
            before, self._listed = self._listed, listed
            self._later.clear()
            self._gone.clear()
            self._likely = likely[::-1]
            self._lock.notify_all()
        if before is not None:
            before.close()

    def path(self, key: str, size: int) -> Path | None:
        """The file of a picture, or of the first alternative that is here; what is missing before
        it is fetched."""
        if size not in SIZES or not is_key(key):
            return None
        for name in alternatives(key):
            sha256 = self._hash(name, size)
            if sha256 is None:
                continue
            if (file := self._here((sha256, size))) is not None:
                return file
            with self._lock:
                self._want((sha256, size))
        return None

    def _hash(self, name: str, size: int) -> str | None:
        """As the snapshot says, or the hub since; None makes somebody ask."""
        with self._lock:
            if (late := self._later.get((name, size))) is not None:
                return late
            if self._listed is not None:
                found = self._listed.execute(
                    "SELECT sha256 FROM picture WHERE name = ? AND size = ?", (name, size)
                ).fetchone()
                if found is not None and (found[0], size) not in self._gone:
                    return str(found[0])
            if name not in self._unknown:
                while len(self._unknown) >= MOST_KNOWN:
                    self._unknown.popitem(last=False)
                self._unknown[name] = 0.0
                self._lock.notify_all()
            elif self._unknown[name] == float("inf"):
                self._unknown[name] = time.monotonic() + ASKS_AGAIN_S
                self._lock.notify_all()
            return None

    def _here(self, wanted: Hash) -> Path | None:
        with self._lock:
            if wanted not in self._files:
                return None
            self._files.move_to_end(wanted)
            trusted = wanted in self._trusted
        file = self._file(wanted)
        if trusted:
            return file
        try:
            with file.open("rb") as content:
                right = hashlib.file_digest(content, "sha256").hexdigest() == wanted[0]
        except OSError:
            right = False
        with self._lock:
            if right:
                self._trusted.add(wanted)
                return file
            self._bytes -= self._files.pop(wanted, 0)
        log.info("the picture %s is not as it was fetched: it is fetched again", file.name)
        file.unlink(missing_ok=True)
        return None

    def _want(self, wanted: Hash) -> None:
        self._wanted[wanted] = None
        self._wanted.move_to_end(wanted)
        while len(self._wanted) > MOST_WANTED:  # nobody waits for those any more
            self._wanted.popitem(last=False)
        self._lock.notify_all()

    # --- the thread -------------------------------------------------------------------------

    def _work(self) -> None:
        failures = 0
        while True:
            with self._lock:
                if self._ended:
                    return
                looked_for = bool(self._wanted)
                names, wanted = self._next()
                if not names and wanted is None:
                    self._lock.wait(self._rests_s())
                    continue
            try:
                if names:
                    self._ask(names)
                if wanted is not None:
                    self._fetch(wanted)
                    if not looked_for:
                        self._rest()
                failures = 0
            except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
                if failures == 0:
                    log.info("pictures are not to be had now: %s", error)
                pause = self._backoff_s[min(failures, len(self._backoff_s) - 1)]
                failures += 1
                with self._lock:
                    if wanted is not None:
                        self._want(wanted)
                    self._lock.wait_for(lambda: self._ended, pause)

    def _rest(self) -> None:
        with self._lock:
            self._lock.wait_for(lambda: self._ended or bool(self._wanted), LIKELY_EVERY_S)

    def _next(self) -> tuple[list[str], Hash | None]:
        """Names to ask for, and what to fetch: what was looked for last comes first."""
        now = time.monotonic()
        names = [name for name, due in self._unknown.items() if due <= now][:MOST_NAMES]
        while self._wanted:
            wanted, _ = self._wanted.popitem()
            if wanted not in self._files:
                return names, wanted
        while self._likely and not names:
            wanted = self._likely.pop()
            if wanted not in self._files:
                return names, wanted
        return names, None

    def _rests_s(self) -> float | None:
        due = min(self._unknown.values(), default=float("inf"))
        return None if due == float("inf") else max(0.01, due - time.monotonic())

    def _ask(self, names: list[str]) -> None:
        query = "&".join(f"name={quote(name)}" for name in names)
        content = self._get(f"{NAMES}?{query}", LARGEST_BYTES)
        said: dict[str, Any] = _json(content) if content is not None else {}
        with self._lock:
            for name in names:
                if not (about := said.get(name)):
                    self._unknown[name] = float("inf")  # until somebody looks for it again
                    continue
                self._unknown.pop(name, None)
                for size, (sha256, _) in about.items():
                    if len(sha256) == _NAME_LENGTH and sha256.isalnum():
                        self._later[name, int(size)] = sha256
            while len(self._later) > MOST_KNOWN:
                self._later.popitem(last=False)

    def _fetch(self, wanted: Hash) -> None:
        sha256, size = wanted
        content = self._get(f"/media/by-hash/{sha256}-{size}.webp", LARGEST_BYTES)
        if content is None:
            with self._lock:
                self._gone.add(wanted)
                for name in [name for name, late in self._later.items() if late == sha256]:
                    del self._later[name]
            return
        if hashlib.sha256(content).hexdigest() != sha256:
            log.warning("the hub sends another picture than %s: it is not used", sha256[:12])
            return
        file = self._file(wanted)
        fresh = file.with_suffix(".part")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_bytes(content)  # not synced: it is checked before it is used
            fresh.replace(file)
        except OSError:
            fresh.unlink(missing_ok=True)
            raise
        with self._lock:
            self._bytes += len(content) - self._files.get(wanted, 0)
            self._files[wanted] = len(content)
            self._files.move_to_end(wanted)
            self._trusted.add(wanted)
        self._keep_bound()

    def _get(self, path: str, most: int) -> bytes | None:
        """What is there; None when the hub says that there is nothing."""
        content = bytearray()
        with self._hub.stream(path, {"Accept-Encoding": "identity"}) as answer:
            if answer.status == 404:
                return None
            if answer.status != 200:
                raise ConnectionError(f"the hub answers {answer.status}")
            for some in answer.parts:
                content += some
                if len(content) > most:
                    raise ValueError("a picture does not end")
        return bytes(content)

    def _keep_bound(self) -> None:
        while True:
            with self._lock:
                if self._bytes <= self._budget or len(self._files) <= 1:
                    return
                oldest, length = self._files.popitem(last=False)
                self._bytes -= length
                self._trusted.discard(oldest)
            self._file(oldest).unlink(missing_ok=True)

    def _file(self, wanted: Hash) -> Path:
        sha256, size = wanted
        return self._folder / sha256[:2] / f"{sha256}-{size}.webp"

    def _find_files(self) -> None:
        """Those of the last time, the latest fetched last. Half-written ones go."""
        found = []
        for file in self._folder.glob("??/*"):
            sha256, _, size = file.stem.partition("-")
            try:
                if file.suffix != ".webp" or len(sha256) != _NAME_LENGTH or not size.isdigit():
                    file.unlink(missing_ok=True)
                    continue
                about = file.stat()
            except OSError as error:  # as a folder of somebody else's, or a damaged card
                log.info("%s is left as it is: %s", file, error)
                continue
            found.append((about.st_mtime_ns, (sha256, int(size)), about.st_size))
        for _, name, length in sorted(found):
            self._files[name] = length
            self._bytes += length
        self._keep_bound()


def _json(content: bytes) -> dict[str, Any]:
    said = json.loads(content)
    if not isinstance(said, dict):
        raise ValueError("not a list of pictures")
    return said
