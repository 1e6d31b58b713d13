"""What goes with one garment: 100,000 variants, 24 complements each, 1,000 random garments.

Each garment is asked once, so no answer can come from a cache of answers. Beside it: the same
garments without any complement (attribute fit alone), and a bare sqlite3 query for complements in
stock, which returns rows, not products, and judges nothing.

How good the attribute fit is, is measured where `HANGTAG_OUTFITS` names a folder of outfits (see
`outfit_quality.py`); without it those rows are left out.
"""

from __future__ import annotations

import os
import random
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from catalog import open_catalog
from catalog.product import Variant
from catalog.store import Catalog
from tests.benchmarks import outfit_quality
from tests.benchmarks.big_catalogue import learn_complements, write_csv
from tests.benchmarks.row import Row, percentile

VARIANTS = 100_000
COMPLEMENTS = 24
SEEDS = 1_000
ROOMS = 300
WARM_UP = 50
RAW = """
    SELECT v.id, v.product_id, v.colour, v.size, c.score
    FROM complement c JOIN variant v ON v.product_id = c.product_id
    WHERE c.seed_id = ? AND v.items_in_stock + v.untagged_quantity > 0
    ORDER BY c.rank
"""


def rows() -> Iterable[Row]:
    with tempfile.TemporaryDirectory(prefix="hangtag-bench-") as name:
        file = Path(name) / "products.csv"
        write_csv(file, VARIANTS)
        url = f"sqlite:///{Path(name) / 'shop.db'}"
        with closing(open_catalog(url)) as catalog:
            catalog.import_file(file, currency="EUR")
            learn_complements(catalog, COMPLEMENTS)
        with closing(open_catalog(url, read_only=True)) as catalog:
            yield from _with_complements(catalog)
        yield _raw(Path(name) / "shop.db")
        with closing(open_catalog(url)) as catalog, catalog.begin() as connection:
            connection.exec_driver_sql("DELETE FROM complement")
        with closing(open_catalog(url, read_only=True)) as catalog:
            yield from _by_attributes(catalog)
            yield _of_five(catalog)
            yield _instead(catalog)
    if folder := os.environ.get("HANGTAG_OUTFITS"):
        yield from _quality(Path(folder))


def _with_complements(catalog: Catalog) -> Iterable[Row]:
    times, fewest = _ask(catalog, _seeds(catalog, 1))
    if fewest < 4:
        raise AssertionError(f"a garment got only {fewest} offers")
    note = (
        f"{VARIANTS:,} variants, {COMPLEMENTS} complements each, {SEEDS:,} seeds, ≥ {fewest} offers"
    )
    yield Row("outfits.query_p99_ms", percentile(times, 99), "ms", 2, "lower", note)
    yield Row("outfits.query_p50_ms", percentile(times, 50), "ms", None, "lower", note)


def _by_attributes(catalog: Catalog) -> Iterable[Row]:
    times, fewest = _ask(catalog, _seeds(catalog, 2))
    note = f"no look and no complement, {SEEDS:,} seeds, ≥ {fewest} offers"
    yield Row("outfits.attribute_fit_p99_ms", percentile(times, 99), "ms", None, "lower", note)
    yield Row("outfits.attribute_fit_p95_ms", percentile(times, 95), "ms", 10, "lower", note)
    yield Row("outfits.attribute_fit_p50_ms", percentile(times, 50), "ms", None, "lower", note)


def _of_five(catalog: Catalog) -> Row:
    """Rooms of garments that are worn together: the first, and what was offered with it."""
    rooms = []
    for variant in _seeds(catalog, 4)[: ROOMS + WARM_UP]:
        offers = catalog.goes_with([variant], limit=4)
        rooms.append([variant, *(offer.variant for offer in offers)])
    times = _timed(catalog.goes_with, rooms)
    note = f"5 garments in the room, no look and no complement, {ROOMS} rooms"
    return Row("outfits.five_garments_p95_ms", percentile(times, 95), "ms", 10, "lower", note)


def _instead(catalog: Catalog) -> Row:
    times = _timed(catalog.instead_of, _seeds(catalog, 5))
    note = f"substitutes in the size, {SEEDS:,} variants"
    return Row("outfits.instead_of_p95_ms", percentile(times, 95), "ms", 10, "lower", note)


def _quality(folder: Path) -> Iterable[Row]:
    collection = outfit_quality.read(folder)
    for name, scorer in (
        ("fit", outfit_quality.by_fit(collection)),
        ("popularity", outfit_quality.by_popularity(collection)),
    ):
        found = outfit_quality.measure(collection, collection.held, scorer)
        note = f"{len(collection.held):,} outfits that nothing was tuned on"
        for figure, value in found._asdict().items():
            yield Row(f"outfits.{name}_{figure}", value, "", None, "higher", note)


def _raw(file: Path) -> Row:
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
        products = [row[0] for row in database.execute("SELECT id FROM product")]
        seeds = random.Random(3).sample(products, SEEDS + WARM_UP)
        times = _timed(lambda seed: database.execute(RAW, (seed,)).fetchall(), seeds)
    note = "sqlite3 alone: rows of complements in stock"
    return Row("outfits.raw_query_p99_ms", percentile(times, 99), "ms", None, "lower", note)


def _seeds(catalog: Catalog, seed: int) -> list[Variant]:
    with catalog.reader.connect() as connection:
        ids = [row[0] for row in connection.exec_driver_sql("SELECT id FROM variant")]
    chosen = random.Random(seed).sample(ids, SEEDS + WARM_UP)
    return [catalog.variant(variant_id)[1] for variant_id in chosen]


def _ask(catalog: Catalog, seeds: Sequence[Variant]) -> tuple[list[float], int]:
    fewest = 1_000

    def ask(variant: Variant) -> None:
        nonlocal fewest
        fewest = min(fewest, len(catalog.goes_with([variant])))

    return _timed(ask, seeds), fewest


def _timed(ask: Callable[[Any], object], seeds: Sequence[Any]) -> list[float]:
    """Milliseconds of each call after the first few."""
    times = []
    for seed in seeds:
        start = time.perf_counter()
        ask(seed)
        times.append((time.perf_counter() - start) * 1000)
    return times[WARM_UP:]
