"""Import of a Shopify CSV: variants per second at 100,000, and memory at 100,000 against 10,000.

Each import runs in a process of its own, so that its peak memory is its own. Beside it stands what
Python's csv and sqlite3 alone need for the same rows: read, and put into one table.
"""

from __future__ import annotations

import csv
import json
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from catalog import open_catalog
from tests.benchmarks.big_catalogue import HEADER, write_csv
from tests.benchmarks.row import Row

SMALL, LARGE = 10_000, 100_000


def rows() -> Iterable[Row]:
    with tempfile.TemporaryDirectory(prefix="hangtag-bench-") as name:
        folder = Path(name)
        for variants in (SMALL, LARGE):
            write_csv(folder / f"{variants}.csv", variants)
        small = _measure("ours", folder, SMALL)
        large = _measure("ours", folder, LARGE)
        raw_small = _measure("raw", folder, SMALL)
        raw_large = _measure("raw", folder, LARGE)
    note = f"{LARGE:,} variants, one transaction, {large['seconds']:.1f} s"
    yield Row("catalog.import_variants_per_s", large["rate"], "1/s", 5000, "higher", note)
    yield Row(
        "catalog.import_peak_ratio",
        large["peak_mib"] / small["peak_mib"],
        "×",
        1.25,
        "lower",
        f"{large['peak_mib']:.0f} MiB against {small['peak_mib']:.0f} MiB",
    )
    note = "csv.reader and sqlite3.executemany into one table, nothing checked"
    yield Row("catalog.import_raw_rows_per_s", raw_large["rate"], "1/s", None, "higher", note)
    yield Row(
        "catalog.import_raw_peak_ratio",
        raw_large["peak_mib"] / raw_small["peak_mib"],
        "×",
        None,
        "lower",
        f"{raw_large['peak_mib']:.0f} MiB against {raw_small['peak_mib']:.0f} MiB",
    )


def _measure(what: str, folder: Path, variants: int) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", __name__, what, str(folder), str(variants)],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def import_ours(folder: Path, variants: int) -> None:
    catalog = open_catalog(f"sqlite:///{folder / f'ours-{variants}.db'}")
    report = catalog.import_file(folder / f"{variants}.csv", currency="EUR")
    assert report.variants.created == variants
    catalog.close()


def import_raw(folder: Path, variants: int) -> None:
    database = sqlite3.connect(folder / f"raw-{variants}.db")
    database.execute("PRAGMA journal_mode = WAL")
    columns = ", ".join(f"c{n}" for n in range(len(HEADER)))
    database.execute(f"CREATE TABLE row ({columns})")
    places = ", ".join("?" * len(HEADER))
    with (folder / f"{variants}.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        next(reader)
        database.executemany(f"INSERT INTO row VALUES ({places})", reader)
    database.commit()
    database.close()


def main(what: str, folder: str, variants: str) -> None:
    start = time.perf_counter()
    (import_ours if what == "ours" else import_raw)(Path(folder), int(variants))
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "rate": int(variants) / seconds, "peak_mib": peak}))


if __name__ == "__main__":
    main(*sys.argv[1:])
