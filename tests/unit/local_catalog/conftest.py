"""Two snapshots of one small shop, made once: as it was, and after an import. A keeper of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from catalog import open_catalog
from catalog.product import Item
from catalog.snapshot.apart import make
from hardware.rfid.reader import TagId
from kiosk.local_catalog.keeper import CatalogKeeper
from kiosk.local_catalog.shelf import Shelf
from tests.conftest import wait_until
from tests.unit.local_catalog.played_hub import PlayedHub

Start = Callable[[], CatalogKeeper]

TAG, NEW_TAG = TagId.epc(f"30{1:022X}"), TagId.epc(f"30{2:022X}")
HEAD = "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Qty,Variant Price\n"
PICTURE = b"RIFF\x04\x00\x00\x00WEBP of the listed one"


@dataclass(frozen=True)
class Snapshots:
    first: Path
    second: Path  # has a hat, too
    hat: TagId


@pytest.fixture(scope="session")
def snapshots(tmp_path_factory: pytest.TempPathFactory) -> Snapshots:
    folder = tmp_path_factory.mktemp("snapshots")
    url = f"sqlite:///{folder / 'shop.db'}"
    source = folder / "products.csv"
    pictures = folder / "pictures"
    with closing(open_catalog(url)) as shop:
        source.write_text(f"{HEAD}shirt,Shirt,Size,M,SHIRT-1,3,79.00\n")
        shop.import_file(source, currency="EUR")
        product, variant = shop.find_variant("SHIRT-1")
        shop.bind(TAG, variant.id)
        name = product.variants[0].picture
        for size in ("480", "900"):
            (pictures / size).mkdir(parents=True)
            (pictures / size / f"{name}.webp").write_bytes(PICTURE)
        first = make(url, folder / "out", [pictures], folder / "hashes").file(folder / "out")
        source.write_text(f"{HEAD}hat,Hat,Size,M,HAT-1,3,19.00\n")
        shop.import_file(source, currency="EUR")
        shop.bind(NEW_TAG, shop.find_variant("HAT-1")[1].id)
        second = make(url, folder / "out", [pictures], folder / "hashes").file(folder / "out")
    return Snapshots(first, second, NEW_TAG)


@pytest.fixture
def hub() -> PlayedHub:
    return PlayedHub()


@pytest.fixture
def start(hub: PlayedHub, tmp_path: Path) -> Iterator[Start]:
    """A keeper on the one folder; the one before has ended by then."""
    running: list[CatalogKeeper] = []

    def begin() -> CatalogKeeper:
        while running:
            running.pop().close()
        keeper = CatalogKeeper(hub, Shelf(tmp_path), backoff_s=(0.01,))
        keeper.start()
        running.append(keeper)
        return keeper

    yield begin
    for keeper in running:
        keeper.close()


def uses(keeper: CatalogKeeper, snapshot: Path) -> None:
    wait_until(lambda: keeper.snapshot == snapshot.stem, what="the snapshot")


def stock(keeper: CatalogKeeper) -> int:
    found = keeper.open_shop().resolve(TAG)
    assert isinstance(found, Item)
    return found.variant.stock
