"""A CSV file as a stream of records with the physical line each begins on.

Owns encoding, quoting, delimiter and the words for a file that is no CSV. Knows no column.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from catalog.database import CatalogError

# A product's description may hold pictures as text; csv's own limit is 128 KiB.
LARGEST_CELL = 16 * 1024 * 1024
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Record:
    """One row: the line of the file it begins on (1 = the header), and its cells."""

    line: int
    cells: list[str]


class CsvFile:
    """Reads a file once, record by record, in constant memory. Errors are `CatalogError`."""

    def __init__(
        self, path: Path, name: str, progress: Callable[[int, int], None] | None = None
    ) -> None:
        """`name` is what messages call the file; `progress(done, size)` counts bytes."""
        self._path = path
        self.name = name
        self._progress = progress
        self._line = 0
        self.header: list[str] = []

    def records(self) -> Iterator[Record]:
        """All records after the header, which is in `header` from the first one on."""
        try:
            size = self._path.stat().st_size
            with self._path.open("rb") as file:
                yield from self._records(file, size)
        except OSError as error:
            raise CatalogError(f"Cannot read {self.name}: {error.strerror}.") from error

    def _records(self, file: BinaryIO, size: int) -> Iterator[Record]:
        self._refuse_other_formats(file.read(8))
        file.seek(0)
        first = file.readline()
        file.seek(0)
        delimiter = ";" if first.count(b";") > first.count(b",") else ","
        csv.field_size_limit(LARGEST_CELL)
        reader = csv.reader(self._lines(file, size), delimiter=delimiter, strict=True)
        begins_on = 1
        try:
            for cells in reader:
                record = Record(begins_on, cells)
                begins_on = reader.line_num + 1
                if not self.header:
                    self.header = [cell.strip() for cell in cells]
                    if not any(self.header):
                        raise CatalogError(f"{self.name} has an empty first line, not a header.")
                elif any(cells):
                    yield record
        except csv.Error as error:
            raise CatalogError(
                f"{self.name}, line {begins_on}: the quotes of this row do not match up "
                f"({error}). Export the file again, or mend the row."
            ) from error
        if not self.header:
            raise CatalogError(f"{self.name} is empty.")

    def _refuse_other_formats(self, start: bytes) -> None:
        if start.startswith(b"PK\x03\x04"):
            raise CatalogError(
                f"{self.name} is a workbook or an archive, not CSV. Save it as CSV UTF-8."
            )
        if start.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise CatalogError(f"{self.name} is UTF-16, not UTF-8. Save it as CSV UTF-8.")

    def _lines(self, file: BinaryIO, size: int) -> Iterator[str]:
        done = 0
        for number, line in enumerate(file, start=1):
            done += len(line)
            if number == 1:
                line = line.removeprefix(_BYTE_ORDER_MARK)
            if self._progress and number % 2000 == 0:
                self._progress(done, size)
            try:
                text = line.decode("utf-8")
            except UnicodeDecodeError as error:
                raise CatalogError(
                    f"{self.name}, line {number}: byte 0x{error.object[error.start]:02X} "
                    "is not UTF-8. Save the file as CSV UTF-8."
                ) from error
            if "\0" in text:
                raise CatalogError(f"{self.name}, line {number}: a zero byte. This is not CSV.")
            yield text
        if self._progress:
            self._progress(size, size)
