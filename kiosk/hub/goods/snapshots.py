"""The catalog as mirrors keep it: a whole snapshot, and what the stock has become since.

Owns when a snapshot is made, which are kept, and what mirrors are told. What is in one is
`catalog.snapshot`'s; it is made in a process of its own, so that nothing here ever waits for it.
Until somebody asks for one nothing is made: a shop whose mirror reads the hub's file needs none.

A sale changes the stock and not the goods. So a snapshot stays the newest for as long as products,
looks and offers are as it says, and the stock goes beside it as a short message, whole each time.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from catalog.pictures import PictureStore
from catalog.pictures_by_hash import PictureHashes
from catalog.snapshot.apart import LONGEST_S, Made, make_apart
from catalog.snapshot.checking import SnapshotError, check, open_read_only
from catalog.snapshot.difference import Differences
from catalog.snapshot.outline import Outline, outline, version_of
from catalog.snapshot.stock import Stock
from catalog.store import Catalog
from kiosk.hub.gates.pace import Pace
from kiosk.hub.live import Live

log = logging.getLogger(__name__)

TOPIC = "catalog"
LOOKS_EVERY_S = 0.25
SHARE = 5.0  # for so many times as long as looking computed, it does not look again
MOST_DIFFERENT = 2_000  # beside a snapshot; more are in a new one
AGAIN_S = 600.0  # that what no look can see is found out after at the latest, once stock changed
FAILED_S = (5.0, 30.0, 120.0)  # then the last again and again

MakeApart = Callable[[str, Path, tuple[Path, ...], Path], Made]


class Snapshots:
    """Every call may come from any thread, and returns at once."""

    def __init__(
        self,
        catalog: Catalog,
        live: Live,
        folder: Path,
        picture_dirs: tuple[Path, ...],
        *,
        make: MakeApart = make_apart,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._catalog = catalog
        self._live = live
        self._folder = folder
        self._picture_dirs = picture_dirs
        self._make = make
        self._clock = clock
        self._lock = threading.Lock()
        self._hashes: PictureHashes | None = None
        self._made: Made | None = None
        self._stock: tuple[int, bytes] | None = None
        self._told = time.time_ns() // 1_000_000  # grows over restarts, too
        self._differences: Differences | None = None
        self._outline: Outline | None = None
        self._different = 0  # so many things are not as the newest says
        self._seen_version: int | None = None
        self._looked_version: int | None = None  # up to where all goods are known to be as made
        self._made_at = 0.0
        self._failures = 0
        self._not_made = 0  # so many times in a row
        self._make_again_at = float("-inf")
        self._wanted = threading.Event()
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def close(self) -> None:
        """Ends soon; a process that makes one is let go and what it makes is found later."""
        self._ended.set()
        if self._thread is not None:
            self._thread.join(timeout=2)
        with self._lock:
            if self._hashes is not None:
                self._hashes.close()

    def goods_changed(self) -> None:
        """Something was imported: a new one is made, if anybody has use of it."""
        self._wanted.set()

    def ask(self) -> None:
        """Somebody has use of snapshots: from now on there are."""
        with self._lock:
            if self._thread is not None or self._ended.is_set():
                return
            self._thread = threading.Thread(target=self._work, name="snapshots", daemon=True)
            self._thread.start()

    def newest(self) -> Made | None:
        """None while the first is being made."""
        self.ask()
        with self._lock:
            return self._made

    def file(self, made: Made, *, packed: bool) -> Path:
        return made.packed(self._folder) if packed else made.file(self._folder)

    def stock(self) -> tuple[int, bytes] | None:
        """Version and bytes of what differs from the newest snapshot; None before there is one."""
        self.ask()
        with self._lock:
            return self._stock

    @property
    def pictures(self) -> PictureHashes:
        """Pictures by their hash. Asks the disk."""
        with self._lock:
            if self._hashes is None:
                store = PictureStore(self._picture_dirs)
                self._hashes = PictureHashes(store, self._hashes_file)
            return self._hashes

    @property
    def _hashes_file(self) -> Path:
        return self._folder / "pictures.sqlite"

    # --- the thread -------------------------------------------------------------------------

    def _work(self) -> None:
        self._find_kept()
        while not self._ended.is_set():
            began = time.thread_time()
            try:
                self._turn()
                self._failures = 0
            except Exception as error:  # noqa: BLE001 - the next one may work; it is logged
                self._ended.wait(self._failed(error, self._failures))
                self._failures += 1
            took = time.thread_time() - began
            self._ended.wait(max(LOOKS_EVERY_S, SHARE * took))
        if self._differences is not None:
            self._differences.close()

    def _failed(self, error: Exception, before: int) -> float:
        """The one before stays, and mirrors go on with it. Said at the first time, later only to
        who looks for it. For how long to rest."""
        if self._ended.is_set():
            return 0.0
        if before == 0:
            log.error("no snapshot of the catalog can be made now", exc_info=error)
        else:
            log.info("no snapshot of the catalog can be made: %s", error)
        return FAILED_S[min(before, len(FAILED_S) - 1)]

    def _turn(self) -> None:
        version = self._catalog.version()
        if self._is_due(version) and self._clock() >= self._make_again_at:
            try:
                self._renew()
                self._not_made = 0
            except Exception as error:  # noqa: BLE001 - the stock is told all the same
                rest_s = self._failed(error, self._not_made)
                self._make_again_at = self._clock() + rest_s
                self._not_made += 1
        if self._differences is not None and version != self._seen_version:
            self._look()

    def _is_due(self, version: int) -> bool:
        return (
            self._made is None
            or self._differences is None
            or self._wanted.is_set()
            or (version != self._looked_version and self._clock() - self._made_at > AGAIN_S)
        )

    def _look(self) -> None:
        """What has the stock become, and is it the stock alone that changed?"""
        assert self._differences is not None
        assert self._made is not None
        pace = Pace(self._ended.wait)
        with self._catalog.reader.connect() as connection:
            version = version_of(connection)
            now = outline(connection)
            stock = self._differences.now(
                connection, self._told + 1, self._made.sha256, lambda rows: pace.over(rows, 4)
            )
        if now != self._outline and self._outline is not None:
            self._wanted.set()
        self._outline = now
        self._different = len(stock.variants) + len(stock.items) + len(stock.gone)
        if self._different > MOST_DIFFERENT:
            self._wanted.set()
        self._seen_version = version
        self._tell(stock)

    def _renew(self) -> None:
        """Makes one, and takes it unless the one before says as much."""
        self._wanted.clear()
        with self._catalog.reader.connect() as connection:
            known = outline(connection)  # what changes while it is made is another
        try:
            made = self._make(
                self._catalog.url, self._folder, self._picture_dirs, self._hashes_file
            )
        except BaseException:
            self._wanted.set()
            raise
        self._made_at, self._looked_version = self._clock(), made.version
        before = self._made
        if before is None or before.goods != made.goods or self._different > MOST_DIFFERENT:
            self._take(made, known)
        elif before.sha256 != made.sha256:
            self._remove(made)

    def _take(self, made: Made, known: Outline | None = None) -> None:
        differences = Differences(open_read_only(made.file(self._folder)))
        if self._differences is not None:
            self._differences.close()
        self._differences = differences
        before = self._made
        with self._lock:
            self._made = made
        log.info(
            "snapshot %s of the catalog: %.1f MB, %.1f MB to send, made in %.1f s",
            made.sha256[:12],
            made.bytes / 1e6,
            made.packed_bytes / 1e6,
            made.seconds,
        )
        self._seen_version, self._outline = None, known
        _write(self._folder / "newest.json", json.dumps(asdict(made)).encode())
        keep = {made.sha256, before.sha256 if before else ""}
        for file in self._folder.glob("*.db*"):
            if file.name.partition(".")[0] not in keep:
                file.unlink(missing_ok=True)

    def _remove(self, made: Made) -> None:
        for file in (made.file(self._folder), made.packed(self._folder)):
            file.unlink(missing_ok=True)

    def _find_kept(self) -> None:
        """That of the run before, which mirrors have already. What lost its power goes."""
        for left in self._folder.glob(".making-*"):
            if time.time() - left.stat().st_mtime > LONGEST_S:
                shutil.rmtree(left, ignore_errors=True)
        try:
            made = Made(**json.loads((self._folder / "newest.json").read_bytes()))
            check(made.file(self._folder), made.sha256)
            if made.packed(self._folder).stat().st_size != made.packed_bytes:
                raise SnapshotError("it is not packed")
        except FileNotFoundError:
            return
        except (OSError, ValueError, TypeError) as error:
            log.info("the snapshot in %s is made anew: %s", self._folder, error)
            return
        self._take(made)
        self._wanted.set()  # who knows what was imported meanwhile

    def _tell(self, stock: Stock) -> None:
        content = stock.encode()
        with self._lock:
            before = self._stock
            if before is not None and _same(before[1], content):
                return
            self._told += 1
            self._stock = (self._told, content)
        made = self._made
        assert made is not None
        self._live.publish(
            TOPIC,
            {"version": self._told, "snapshot": made.sha256, "bytes": made.packed_bytes},
        )


def _same(before: bytes, now: bytes) -> bool:
    """Whether two messages differ in their version alone."""
    return before.partition(b",")[2] == now.partition(b",")[2]


def _write(file: Path, content: bytes) -> None:
    """The whole file or the one before, also after the power went."""
    fresh = file.with_name(file.name + ".new")
    with fresh.open("wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(file)
