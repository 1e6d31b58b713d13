"""Imports of product files through the hub, the one writer of the shop's database.

Owns the file on its way in, the one import that may run at a time and how far it is. What the
file means is the catalog's business.
"""

from __future__ import annotations

import os
import shutil
import threading
import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO

from kiosk.config import Settings

if TYPE_CHECKING:
    from catalog.importing.report import ImportReport
    from catalog.store import Catalog

LARGEST_BYTES = 1024 * 1024 * 1024


class ImportBusyError(RuntimeError):
    """Another import is running. The text says what to do."""


class ImportTooLargeError(ValueError):
    """The file is larger than any product list should be."""


class Imports:
    """One import at a time. `imported` is called after one that changed the catalog."""

    def __init__(
        self,
        settings: Settings,
        catalog: Catalog,
        *,
        imported: Callable[[], None] = lambda: None,
    ) -> None:
        self._folder = settings.data_dir / "imports"
        shutil.rmtree(self._folder, ignore_errors=True)  # of an import that lost its power
        self._shop = settings.shop
        self._catalog = catalog
        self._imported = imported
        self._running = threading.Lock()
        self._progress = ("", 0, 0)

    @property
    def progress(self) -> tuple[str, int, int] | None:
        """The running import's step, how much of it is done, and of how much; None without one."""
        return self._progress if self._running.locked() else None

    def run(
        self, file: BinaryIO, *, name: str, source: str, dry_run: bool, skip_bad: bool
    ) -> ImportReport:
        """Import what `file` holds; the catalog's report. Blocks until it is done.

        Raises `ImportBusyError`, `ImportTooLargeError`, and the catalog's own errors.
        """
        if not self._running.acquire(blocking=False):
            raise ImportBusyError("Another import is running. Try again when it is done.")
        path = self._folder / f"{uuid.uuid4().hex}.csv"
        try:
            self._progress = ("receive", 0, 0)
            if file.seek(0, os.SEEK_END) > LARGEST_BYTES:
                raise ImportTooLargeError(f"{name} is larger than 1 GB. Split it in two.")
            file.seek(0)
            self._folder.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as kept:
                shutil.copyfileobj(file, kept, 1024 * 1024)
            report = self._catalog.import_file(
                path,
                name=name,
                source=source,
                currency=self._shop.currency,
                department=self._shop.department,
                dry_run=dry_run,
                skip_bad=skip_bad,
                progress=self._note,
            )
            if report.applied:
                self._imported()
            return report
        finally:
            path.unlink(missing_ok=True)
            self._running.release()

    def _note(self, step: str, done: int, total: int) -> None:
        self._progress = (step, done, total)
