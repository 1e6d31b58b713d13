"""Keeps a program's own catalog: fetches snapshots, swaps them, and brings the stock up to date.

Owns the thread that does it and what is in use. Everything on it may fail, and then what is in use
stays in use. `Shelf` owns the disk, `catalog.snapshot` what is in a file.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from catalog.database import CatalogError
from catalog.snapshot.checking import SnapshotError
from catalog.snapshot.kept import KeptCatalog
from catalog.snapshot.stock import Stock, parse
from catalog.snapshot.working import WorkingCopy
from kiosk.local_catalog.shelf import LARGEST_BYTES, Shelf

if TYPE_CHECKING:
    from kiosk.local_catalog.pictures import LocalPictures

log = logging.getLogger(__name__)

SNAPSHOT, STOCK, LIVE = "/api/catalog/snapshot", "/api/catalog/stock", "/api/catalog/live"
BACKOFF_S = (0.5, 1.0, 2.0, 5.0, 15.0, 60.0)  # then the last again and again
REFUSED_S = (5.0, 60.0, 900.0)  # after a snapshot that cannot be used, unless there is another
LINGERS_S = 10.0  # a working copy after the swap, for who began to read it just then
STOCK_KEPT_EVERY_S = 60.0  # on disk: an SD card lives by few writes
LARGEST_STOCK = 64 * 1024 * 1024


class Answer(Protocol):
    @property
    def status(self) -> int: ...

    @property
    def headers(self) -> Mapping[str, str]: ...

    @property
    def parts(self) -> Iterator[bytes]: ...


class Hub(Protocol):
    """What is used of `kiosk.hub_client.HubClient`."""

    def stream(
        self, path: str, headers: Mapping[str, str] | None = None
    ) -> AbstractContextManager[Answer]: ...

    def follow(self, path: str, on_snapshot: Callable[[dict[str, Any]], None]) -> None: ...


class CatalogKeeper:
    """`open_shop` may be called from any thread once it is started."""

    def __init__(
        self,
        hub: Hub,
        shelf: Shelf,
        *,
        pictures: LocalPictures | None = None,
        backoff_s: tuple[float, ...] = BACKOFF_S,
    ) -> None:
        self._hub = hub
        self._shelf = shelf
        self._pictures = pictures
        self._backoff_s = backoff_s
        self._shop: KeptCatalog | None = None
        self._copy: WorkingCopy | None = None
        self._copies = 0
        self._lingering: list[tuple[float, WorkingCopy]] = []
        self._in_use = ""
        self._begun = False  # with what was here before
        self._stock: Stock | None = None
        self._stock_to_keep: bytes | None = None
        self._stock_kept_at = float("-inf")
        self._wanted = ("", 0)  # the hub's newest snapshot and the version of its stock
        self._refusals = 0
        self._failures = 0
        self._failed_by = ""  # which is said once
        self._news = threading.Condition()
        self._ended = False
        self._thread = threading.Thread(target=self._work, name="local catalog", daemon=True)

    def start(self) -> None:
        self._hub.follow(LIVE, self.hear)
        self._thread.start()

    def close(self) -> None:
        """After those who read the shop."""
        with self._news:
            self._ended = True
            self._news.notify()
        if self._thread.is_alive():
            self._thread.join(2.0)

    def open_shop(self) -> KeptCatalog:
        """The one catalog, which follows each swap by itself. Raises `CatalogError`."""
        shop = self._shop
        if shop is None:
            raise CatalogError("There is no snapshot of the catalog here yet. The hub has it.")
        return shop

    @property
    def snapshot(self) -> str:
        """The SHA-256 of the snapshot in use, "" for none."""
        return self._in_use

    def hear(self, said: dict[str, Any]) -> None:
        """What the hub's stream says: which snapshot is the newest, and its stock's version."""
        try:
            wanted = (str(said["snapshot"]), int(said["version"]))
        except (KeyError, TypeError, ValueError):
            log.warning("the hub says something of its catalog that cannot be read")
            return
        with self._news:
            self._wanted = wanted
            self._news.notify()

    # --- the thread -------------------------------------------------------------------------

    def _work(self) -> None:
        self._guarded(self._begin)
        while self._wait():
            self._guarded(self._turn)
        self._put_away()

    def _guarded(self, work: Callable[[], None]) -> None:
        try:
            work()
            self._failures = self._refusals = 0
            self._failed_by = ""
        except SnapshotError as error:
            level = logging.INFO if self._refusals else logging.WARNING
            log.log(level, "the hub's snapshot %s is not used: %s", self._wanted[0][:12], error)
            self._pause(REFUSED_S[min(self._refusals, len(REFUSED_S) - 1)])
            self._refusals += 1
        except (OSError, sqlite3.Error, ValueError, CatalogError) as error:
            if str(error) != self._failed_by:
                log.info("the catalog goes on as it is: %s", error)
            self._failed_by = str(error)
            self._pause(self._backoff_s[min(self._failures, len(self._backoff_s) - 1)])
            self._failures += 1
        except Exception:  # a mistake of ours must not end what would mend it
            log.exception("the local catalog")
            self._pause(REFUSED_S[1])

    def _pause(self, seconds: float) -> None:
        """Cut short by other news, as from a hub that is back."""
        with self._news:
            before = self._wanted
            self._news.wait_for(lambda: self._ended or self._wanted != before, seconds)

    def _wait(self) -> bool:
        with self._news:
            self._news.wait_for(lambda: self._ended or self._lacks(), self._rests_s())
            return not self._ended

    def _rests_s(self) -> float | None:
        due = [at for at, _ in self._lingering]
        if self._stock_to_keep is not None:
            due.append(self._stock_kept_at + STOCK_KEPT_EVERY_S)
        return max(0.0, min(due) - time.monotonic()) if due else None

    def _lacks(self) -> bool:
        snapshot, version = self._wanted
        if not snapshot:
            return not self._begun
        if snapshot != self._in_use:
            return True
        return self._stock is None or (self._stock.snapshot, self._stock.version) != (
            snapshot,
            version,
        )

    def _begin(self) -> None:
        current = self._shelf.open()
        if current:
            self._swap(current)
        self._begun = True
        content = self._shelf.kept_stock()
        if current and content is not None:
            stock = parse(content)
            if stock.snapshot == current:
                self._apply(stock)

    def _turn(self) -> None:
        self._look_after_disk()
        if not self._lacks():
            return
        if not self._wanted[0]:
            self._begin()
            return
        wanted = self._wanted[0]
        if wanted != self._in_use:
            self._fetch(wanted)
        self._fetch_stock()

    def _fetch(self, wanted: str) -> None:
        if self._shelf.adopt(wanted):
            self._swap(wanted)
            return
        began = time.monotonic()
        part = self._shelf.part(wanted)
        have = part.stat().st_size if part.exists() else 0
        headers = {"Accept-Encoding": "gzip"}
        if have:
            headers |= {"Range": f"bytes={have}-", "If-Range": f'"{wanted}-gz"'}
        with self._hub.stream(SNAPSHOT, headers) as answer:
            if answer.status == 416:  # it was all there
                sha256, packed = wanted, True
            elif answer.status in (200, 206):
                sha256, packed = self._receive(answer, part if answer.status == 206 else None)
            else:
                raise ConnectionError(f"the hub answers {answer.status}")
        fetched = time.monotonic()
        try:
            self._shelf.accept(sha256, packed=packed)
        except SnapshotError as error:
            if not have:
                raise
            raise ConnectionError(f"what was fetched before is no part of it: {error}") from error
        with self._news:
            if self._wanted[0] == wanted:
                self._wanted = (sha256, self._wanted[1])  # the hub had a newer one by then
        self._swap(sha256)
        log.info(
            "snapshot %s: fetched in %.1f s, in use %.1f s later",
            sha256[:12],
            fetched - began,
            time.monotonic() - fetched,
        )

    def _receive(self, answer: Answer, part: Path | None) -> tuple[str, bool]:
        """Writes what comes down; which snapshot it is, and whether it is packed."""
        sha256 = answer.headers.get("ETag", "").strip('"').removesuffix("-gz")
        length = int(answer.headers.get("Hangtag-Snapshot-Bytes", "0"))
        target = self._shelf.part(sha256)
        self._shelf.make_room(sha256, length)
        with target.open("ab" if target == part else "wb") as out:
            for some in answer.parts:
                out.write(some)
                if out.tell() > LARGEST_BYTES:
                    raise SnapshotError("it does not end")
                if self._ended:
                    raise ConnectionError("the program ends")
        return sha256, answer.headers.get("Content-Encoding", "") == "gzip"

    def _swap(self, sha256: str) -> None:
        self._copies += 1
        fresh = WorkingCopy(self._shelf.file(sha256), self._shelf.working(self._copies))
        try:
            if self._shop is None:
                self._shop = KeptCatalog(fresh.file)
            else:
                self._shop.move_to(fresh.file)
        except CatalogError:
            fresh.close()
            raise
        before, self._copy, self._stock = self._copy, fresh, None
        self._in_use = sha256
        if before is not None:
            self._lingering.append((time.monotonic() + LINGERS_S, before))
        if self._pictures is not None:
            self._pictures.use(self._shelf.file(sha256))

    def _fetch_stock(self) -> None:
        content = bytearray()
        with self._hub.stream(STOCK, {"Accept-Encoding": "identity"}) as answer:
            if answer.status != 200:
                raise ConnectionError(f"the hub answers {answer.status}")
            for some in answer.parts:
                content += some
                if len(content) > LARGEST_STOCK:
                    raise ValueError("the hub's stock does not end")
        stock = parse(bytes(content))
        if stock.snapshot != self._in_use:
            raise ValueError("the hub has a newer snapshot by now")
        self._apply(stock)
        with self._news:
            snapshot, version = self._wanted
            if snapshot == stock.snapshot and version < stock.version:
                self._wanted = (snapshot, stock.version)  # its stream says so in a moment
        self._stock_to_keep = bytes(content)
        if snapshot == stock.snapshot and version > stock.version:
            raise ValueError("the hub's stock is older than the hub said")  # asked again, later

    def _apply(self, stock: Stock) -> None:
        assert self._copy is not None
        self._copy.apply(stock)
        self._stock = stock

    def _look_after_disk(self) -> None:
        now = time.monotonic()
        while self._lingering and self._lingering[0][0] <= now:
            self._lingering.pop(0)[1].close()
        if self._stock_to_keep and now >= self._stock_kept_at + STOCK_KEPT_EVERY_S:
            self._shelf.keep_stock(self._stock_to_keep)
            self._stock_to_keep, self._stock_kept_at = None, now

    def _put_away(self) -> None:
        if self._shop is not None:
            self._shop.close()
        if self._stock_to_keep is not None:
            try:
                self._shelf.keep_stock(self._stock_to_keep)
            except OSError as error:
                log.info("the stock is not kept: %s", error)
        for _, copy in self._lingering:
            copy.close()
        if self._copy is not None:
            self._copy.close()
