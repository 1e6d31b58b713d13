"""When the hub makes a snapshot, and what it tells of the stock when it cannot."""

from __future__ import annotations

import gzip
import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from catalog import open_catalog
from catalog.pricing.rule import Rule, RuleKind
from catalog.snapshot.apart import Made, make
from catalog.snapshot.stock import Stock, parse
from catalog.store import Catalog
from kiosk.hub.goods.snapshots import Snapshots
from kiosk.hub.live import Live
from tests.conftest import LogWatch, wait_until

HEAD = "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Qty,Variant Price\n"
AUTUMN = Rule(0, "Autumn", RuleKind.PERCENT, percent=Decimal(10))


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Catalog]:
    source = tmp_path / "products.csv"
    source.write_text(f"{HEAD}shirt,Shirt,Size,M,SHIRT-1,3,79.00\n")
    with closing(open_catalog(f"sqlite:///{tmp_path / 'shop.db'}")) as shop:
        shop.import_file(source, currency="EUR")
        yield shop


@dataclass
class Maker:
    """Makes snapshots in this process; `full` as if the disk were, and `then` once when done."""

    full: bool = False
    then: Callable[[], object] | None = None
    made: list[Made] = field(default_factory=list)
    asked: int = 0

    def __call__(self, *job: Any) -> Made:
        self.asked += 1
        if self.full:
            raise OSError("No space left on device")
        self.made.append(make(*job))
        then, self.then = self.then, None
        if then is not None:
            then()
        return self.made[-1]


Start = Callable[[], Snapshots]


@pytest.fixture
def maker() -> Maker:
    return Maker()


@pytest.fixture
def start(shop: Catalog, maker: Maker, tmp_path: Path) -> Iterator[Start]:
    running: list[Snapshots] = []

    def begin() -> Snapshots:
        snapshots = Snapshots(shop, Live(), tmp_path / "snapshots", (), make=maker)
        running.append(snapshots)
        wait_until(snapshots.stock, what="the first snapshot")
        return snapshots

    yield begin
    for each in running:
        each.close()


def told(snapshots: Snapshots) -> Stock:
    found = snapshots.stock()
    assert found is not None
    return parse(found[1])


def test_the_stock_is_told_while_no_snapshot_can_be_made(
    shop: Catalog, maker: Maker, start: Start, log_watch: LogWatch
) -> None:
    snapshots = start()
    maker.full = True
    log_watch.expect("no snapshot of the catalog can be made")
    shop.save_price_rules([AUTUMN])
    wait_until(lambda: maker.asked > 1, what="the one that fails")
    variant = shop.find_variant("SHIRT-1")[1]
    shop.restock(variant.id, 4)
    wait_until(lambda: told(snapshots).variants == ((variant.id, 0, 7),), what="the stock")


def test_an_offer_that_begins_while_a_snapshot_is_made_is_in_the_next(
    shop: Catalog, maker: Maker, start: Start, tmp_path: Path
) -> None:
    maker.then = lambda: shop.save_price_rules([AUTUMN])
    start()
    wait_until(lambda: len(maker.made) > 1, what="the next one")
    file = maker.made[-1].file(tmp_path / "snapshots")
    with closing(sqlite3.connect(file)) as database:
        assert database.execute("SELECT handle FROM price_rule").fetchall() == [("autumn",)]


def test_a_packed_file_that_lost_its_power_is_not_given_to_mirrors(
    shop: Catalog, start: Start, tmp_path: Path
) -> None:
    before = start()
    made = before.newest()
    before.close()
    assert made is not None
    made.packed(tmp_path / "snapshots").write_bytes(b"")
    shop.restock(shop.find_variant("SHIRT-1")[1].id, 1)
    made = start().newest()
    assert made is not None
    content = gzip.decompress(made.packed(tmp_path / "snapshots").read_bytes())
    assert hashlib.sha256(content).hexdigest() == made.sha256
