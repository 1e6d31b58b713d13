"""The gate's copy of the list: followed from the hub, checked, kept on disk.

Owns the file and the thread that fetches. A gate that starts without a hub reads the file; what a
half-written or foreign file says is not believed.
"""

from __future__ import annotations

import json
import logging
import os
import threading
from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType
from typing import Any

from hardware.rfid.reader import TagId
from kiosk.gate_list import Known, Standing, checked_changes, name_of, parse

log = logging.getLogger(__name__)

AGAIN_S = 1.0  # after a list that could not be fetched
DISK_AGAIN_S = 10.0  # after a file that could not be written

Fetch = Callable[[], bytes | None]


class ListKeeper:
    """`hear` takes what the hub's stream says; `standing` may be asked from any thread, any time.

    `fetch()` gets the whole list, or None when that is not to be had now; it may take its time.
    """

    def __init__(self, folder: Path, fetch: Fetch, *, again_s: float = AGAIN_S) -> None:
        self._folder = folder
        self._fetch = fetch
        self._again_s = again_s
        self._known: Known | None = None
        self._lock = threading.Lock()
        self._content: bytes | None = None  # of the list that is known and not on disk yet
        self._wanted = ""  # the list that the hub builds on now
        self._said: dict[str, str] = {}  # what has changed since that one
        self._news = threading.Event()
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="gate: list", daemon=True)

    def open(self) -> None:
        """Knows at once what the file says."""
        self._known = self._read()
        self._thread.start()

    def close(self) -> None:
        self._closed.set()
        self._news.set()
        if self._thread.is_alive():
            self._thread.join(2.0)

    @property
    def known(self) -> Known | None:
        """None before the first list ever came."""
        return self._known

    def standing(self, tag: TagId) -> Standing | None:
        known = self._known
        return None if known is None else known.standing(tag)

    def hear(self, said: dict[str, Any]) -> None:
        """A snapshot of the topic `gate`: which list, and all that has changed since it was made.

        What has changed holds at once, also while the list itself is still on its way.
        """
        try:
            changes = checked_changes(said.get("changes"))
            wanted = str(said["list"])
        except (ValueError, KeyError):
            log.warning("the hub says something of the gate's list that is none")
            return
        with self._lock:
            self._wanted, self._said = wanted, changes
            if self._known is not None:
                same = self._known.name == wanted
                held = changes if same else {**self._known.changes, **changes}
                self._known = Known(self._known.list, self._known.name, MappingProxyType(held))
        self._news.set()

    def _keep(self) -> None:
        kept = True
        while not self._closed.is_set():
            self._news.wait(None if kept else DISK_AGAIN_S)
            self._news.clear()
            try:
                while self._lacks() and not self._closed.is_set():
                    if not self._get():
                        self._closed.wait(self._again_s)
                self._write()
                kept = True
            except Exception:  # a full disk must not end the gate's learning
                if kept:
                    log.exception("the gate's list could not be kept")
                kept = False

    def _lacks(self) -> bool:
        with self._lock:
            return bool(self._wanted) and (self._known is None or self._known.name != self._wanted)

    def _get(self) -> bool:
        content = self._fetch()
        if content is None:
            return False
        try:
            fresh, name = parse(content), name_of(content)
        except ValueError as error:
            log.warning("the hub's list cannot be used: %s", error)
            return False
        with self._lock:
            if name != self._wanted:
                # Cut off on its way, or the hub has made another one meanwhile: its stream says so.
                return False
            self._known = Known(fresh, name, MappingProxyType(dict(self._said)))
            self._content = content
        log.info("the list has %d pieces", fresh.pieces)
        return True

    # -- the files: the list under its own name, and a small one that says which and what changed

    def _write(self) -> None:
        """The list first: what names it is written only when it is there. Raises `OSError`, and
        then what was there before is still whole."""
        with self._lock:
            known, content = self._known, self._content
        if known is None:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        fresh = content is not None
        if content is not None:
            _replace(self._folder / f"{known.name}.list", content)
        body = {"list": known.name, "changes": dict(known.changes)}
        _replace(self._folder / "current.json", json.dumps(body, separators=(",", ":")).encode())
        if fresh:
            self._content = None  # only this thread sets it
            for old in (*self._folder.glob("*.list"), *self._folder.glob("*.new")):
                # The folder is also where what the hub must hear is kept.
                if old.stem != known.name and not old.name.startswith("outbox"):
                    old.unlink(missing_ok=True)

    def _read(self) -> Known | None:
        try:
            current = json.loads((self._folder / "current.json").read_bytes())
            name, changes = str(current["list"]), checked_changes(current["changes"])
            content = (self._folder / f"{Path(name).name}.list").read_bytes()
            if name_of(content) != name:
                raise ValueError("its hash is another one")
            return Known(parse(content), name, MappingProxyType(changes))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError) as error:
            log.warning("the list in %s is not used: %s", self._folder, error)
            return None


def _replace(file: Path, content: bytes) -> None:
    """The whole file or the one before, also after the power went."""
    fresh = file.with_name(file.name + ".new")
    try:
        with fresh.open("wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
    except OSError:
        fresh.unlink(missing_ok=True)  # a full disk needs the room
        raise
    fresh.replace(file)
