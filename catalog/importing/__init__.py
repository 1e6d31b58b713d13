"""Files of other systems into the catalog: read, plan, compare, write. All or nothing.

Owns the course of an import. A source turns its records into planned products (`plan.py`);
`shopify.py` is one. Memory does not grow with the file: records wait in `staging.py`, and
products are compared and written in batches inside one transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from catalog.database import CatalogError
from catalog.importing.applying import PlanApplier
from catalog.importing.csv_file import CsvFile
from catalog.importing.plan import PlannedProduct
from catalog.importing.report import ImportReport
from catalog.importing.shopify import ShopifyColumns, ShopifyReader
from catalog.importing.staging import Staging
from catalog.reading import product_table
from catalog.stock import count_change

if TYPE_CHECKING:
    from catalog.store import Catalog

Progress = Callable[[str, int, int], None]
"""(step, done, total): "reading" counts bytes, "importing" records."""

SOURCES = ("shopify",)
_BATCH = 400


def import_file(
    catalog: Catalog,
    path: Path,
    *,
    source: str = "shopify",
    currency: str,
    department: str = "",
    dry_run: bool = False,
    skip_bad: bool = False,
    progress: Progress | None = None,
    name: str = "",
) -> ImportReport:
    """See `Catalog.import_file`."""
    if source not in SOURCES:
        raise CatalogError(f"There is no import from {source!r}; there is: {', '.join(SOURCES)}.")
    report = ImportReport(name or path.name, dry_run=dry_run, skip_bad=skip_bad)
    with closing(Staging()) as staging:
        reader = _stage(path, staging, report, currency, department, progress)
        if dry_run:
            with catalog.reader.connect() as connection:
                _run(connection, reader, staging, report, progress, write=False)
            return report
        with catalog.engine.connect() as connection, connection.begin() as transaction:
            changed = _run(connection, reader, staging, report, progress, write=True)
            if not report.ok:
                transaction.rollback()
                return report
            if changed:
                count_change(connection)
    report.applied = True
    return report


def _stage(
    path: Path,
    staging: Staging,
    report: ImportReport,
    currency: str,
    department: str,
    progress: Progress | None,
) -> ShopifyReader:
    def told(done: int, total: int) -> None:
        if progress:
            progress("reading", done, total)

    file = CsvFile(path, report.file, told)
    reader: ShopifyReader | None = None
    for record in file.records():
        if reader is None:
            reader = _reader(file, staging, currency, department)
        bad = reader.check(record)
        if bad:
            report.bad(bad)
        else:
            staging.add(reader.handle_of(record), record)
    return reader or _reader(file, staging, currency, department)


def _reader(file: CsvFile, staging: Staging, currency: str, department: str) -> ShopifyReader:
    columns = ShopifyColumns(file.header, file.name)
    return ShopifyReader(columns, currency=currency, department=department, claim=staging.claim)


def _run(
    connection: Connection,
    reader: ShopifyReader,
    staging: Staging,
    report: ImportReport,
    progress: Progress | None,
    *,
    write: bool,
) -> bool:
    """Compares and, as long as nothing stands in the way, writes. True when something changed."""
    fresh = connection.scalar(select(product_table.id).limit(1)) is None
    applier = PlanApplier(connection, report, fresh=fresh)
    done = 0
    for batch, records in _batches(reader, staging, report):
        applier.apply(batch, write=write and report.ok)
        done += records
        if progress:
            progress("importing", done, staging.records)
    return applier.changed


def _batches(
    reader: ShopifyReader, staging: Staging, report: ImportReport
) -> Iterator[tuple[list[PlannedProduct], int]]:
    batch: list[PlannedProduct] = []
    variants = records = 0
    for group in staging.products():
        product, bad_rows = reader.plan(group)
        for bad in bad_rows:
            report.bad(bad)
        records += len(group)
        if product:
            batch.append(product)
            variants += len(product.variants)
        if variants >= _BATCH:
            yield batch, records
            batch, variants, records = [], 0, 0
    yield batch, records
