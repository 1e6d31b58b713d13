"""Stock is items in stock + untagged pieces, whatever is imported, bound, sold or returned."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import text

from catalog import open_catalog
from catalog.database import CatalogError
from catalog.epc import encode_sgtin96
from catalog.product import Item, ItemStatus
from catalog.store import Catalog
from tests.postgres import BACKENDS, Server
from tests.unit.catalog.conftest import Tag, Write, garment

GTIN = "9521141000014"
PREFIX = "9521141"


@pytest.fixture(params=BACKENDS)
def catalog(request: pytest.FixtureRequest, database: Path) -> Iterator[Catalog]:
    """Empty; on SQLite and on PostgreSQL."""
    with contextlib.ExitStack() as opened:
        url = f"sqlite:///{database}"
        if request.param == "postgresql":
            postgres: Server = request.getfixturevalue("postgres")
            template = postgres.template("empty", lambda url: open_catalog(url).close())
            url = opened.enter_context(postgres.fresh(template))
        yield opened.enter_context(contextlib.closing(open_catalog(url)))


@pytest.fixture
def tee(catalog: Catalog, write: Write) -> int:
    """A variant with 3 untagged pieces."""
    file = write(garment("tee", "Red tee", sku="T1", quantity="3", barcode=GTIN))
    catalog.import_file(file, currency="EUR")
    return catalog.find_variant("T1")[1].id


def epc(serial: int) -> Tag:
    return Tag(encode_sgtin96(GTIN, serial, PREFIX))


def stock(catalog: Catalog, variant_id: int) -> tuple[int, int]:
    variant = catalog.variant(variant_id)[1]
    return variant.stock, variant.untagged_quantity


def test_a_piece_from_the_box_to_the_shopper_and_back(catalog: Catalog, tee: int) -> None:
    version = catalog.version()
    item = catalog.bind(epc(1), tee)
    assert (item.status, item.variant.id) == (ItemStatus.IN_STOCK, tee)
    assert stock(catalog, tee) == (3, 2), "commissioning takes an untagged piece"
    with catalog.begin() as connection:
        sold = catalog.mark_sold(connection, [epc(1)])
    assert sold.changed == (("epc", epc(1).value),)
    assert stock(catalog, tee) == (2, 2)
    with catalog.begin() as connection:
        assert catalog.mark_sold(connection, [epc(1)]).changed == ()
        catalog.mark_in_stock(connection, [epc(1)])
    assert stock(catalog, tee) == (3, 2)
    catalog.unbind(epc(1))
    assert stock(catalog, tee) == (3, 3)
    assert catalog.version() > version


def test_a_tag_beyond_the_untagged_ones_adds_a_piece(catalog: Catalog, tee: int) -> None:
    for serial in range(4):
        catalog.bind(epc(serial), tee)
    assert stock(catalog, tee) == (4, 0)


def test_a_sale_takes_a_piece_that_was_never_registered(catalog: Catalog, tee: int) -> None:
    with catalog.begin() as connection:
        change = catalog.mark_sold(connection, [epc(7), epc(7), Tag("E2801190")])
    assert change.unchanged == (("epc", "E2801190"),)
    assert stock(catalog, tee) == (2, 2)
    found = catalog.resolve(epc(7))
    assert isinstance(found, Item)
    assert found.status is ItemStatus.SOLD


def test_a_sale_that_fails_sells_nothing(catalog: Catalog, tee: int) -> None:
    catalog.bind(epc(1), tee)
    before = catalog.version()

    def sell_without_paper() -> None:
        with catalog.begin() as connection:
            catalog.mark_sold(connection, [epc(1)])
            raise RuntimeError("no paper for the receipt")

    with pytest.raises(RuntimeError, match="paper"):
        sell_without_paper()
    assert stock(catalog, tee) == (3, 2)
    assert catalog.version() == before


def test_a_missing_piece_is_found_again(catalog: Catalog, tee: int) -> None:
    catalog.bind(epc(1), tee)
    with catalog.begin() as connection:
        catalog.mark_missing(connection, [epc(1)])
    assert stock(catalog, tee) == (2, 2)
    with catalog.begin() as connection:
        catalog.mark_in_stock(connection, [epc(1)])
    assert stock(catalog, tee) == (3, 2)


@pytest.mark.parametrize("tag", [epc(1), Tag(encode_sgtin96(GTIN, 1, PREFIX, 0)), Tag("")])
def test_a_tag_that_cannot_be_bound_says_why(catalog: Catalog, tee: int, tag: Tag) -> None:
    catalog.bind(epc(1), tee)
    with pytest.raises(CatalogError, match=r"Red tee|says nothing"):
        catalog.bind(tag, tee)
    assert stock(catalog, tee) == (3, 2)


def test_what_is_not_there_is_told_in_words(catalog: Catalog, tee: int) -> None:
    with pytest.raises(ValueError, match="There are 3 pieces, so 4 cannot be taken away"):
        catalog.restock(tee, -4)
    with pytest.raises(KeyError):
        catalog.restock(999, 1)
    with pytest.raises(CatalogError, match="no variant"):
        catalog.bind(epc(1), 999)
    with pytest.raises(CatalogError, match="An EPC is written in hexadecimal"):
        catalog.bind(Tag("<script>"), tee)
    with pytest.raises(CatalogError, match="not bound"):
        catalog.unbind(epc(1))
    with pytest.raises(LookupError, match=r"'t1' exactly\. There are: T1"):
        catalog.find_variant("t1")
    assert stock(catalog, tee) == (3, 3)


def test_four_threads_that_restock_lose_nothing(catalog: Catalog, tee: int) -> None:
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: catalog.restock(tee, 1), range(100)))
    assert stock(catalog, tee) == (103, 103)


class Shop(RuleBasedStateMachine):
    """Any course of a shop's days: the count is always that of a ledger kept by hand."""

    template: Path

    @initialize()
    def open(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.catalog = open_catalog(f"sqlite:///{self._copy()}")
        self.quantity: int | None = None
        self.untagged = 0
        self.status: dict[int, str] = {}
        self.deliver(quantity=2, price=10)
        self.tee = self.catalog.find_variant("T1")[1].id

    def _copy(self) -> Path:
        return Path(shutil.copy(self.template, self.folder / "shop.db"))

    def teardown(self) -> None:
        if hasattr(self, "catalog"):
            self.catalog.close()
            shutil.rmtree(self.folder)

    @property
    def in_stock(self) -> int:
        return sum(status == "in_stock" for status in self.status.values())

    @rule(quantity=st.integers(0, 6), price=st.integers(1, 3))
    def deliver(self, quantity: int, price: int) -> None:
        """An import, which may repeat the quantity of the last one."""
        file = self.folder / "products.csv"
        file.write_text(
            "Handle,Title,Variant SKU,Variant Price,Variant Inventory Qty,Variant Barcode\n"
            f"tee,Tee,T1,{price},{quantity},{GTIN}\n"
        )
        assert self.catalog.import_file(file, currency="EUR").applied
        if quantity != self.quantity:
            self.untagged = max(0, quantity - self.in_stock)
        self.quantity = quantity

    @rule(delta=st.integers(-4, 4))
    def restock(self, delta: int) -> None:
        if self.untagged + delta < 0:
            with pytest.raises(ValueError, match="cannot be taken away"):
                self.catalog.restock(self.tee, delta)
        else:
            self.catalog.restock(self.tee, delta)
            self.untagged += delta

    @rule(serial=st.integers(0, 4))
    def bind(self, serial: int) -> None:
        if serial in self.status:
            with pytest.raises(CatalogError):
                self.catalog.bind(epc(serial), self.tee)
        else:
            self.catalog.bind(epc(serial), self.tee)
            self.status[serial] = "in_stock"
            self.untagged = max(0, self.untagged - 1)

    @rule(serial=st.integers(0, 4))
    def unbind(self, serial: int) -> None:
        if serial not in self.status:
            with pytest.raises(CatalogError):
                self.catalog.unbind(epc(serial))
        else:
            self.catalog.unbind(epc(serial))
            self.untagged += self.status.pop(serial) == "in_stock"

    @rule(serials=st.lists(st.integers(0, 4), max_size=3))
    def sell(self, serials: list[int]) -> None:
        with self.catalog.begin() as connection:
            self.catalog.mark_sold(connection, map(epc, serials))
        for serial in serials:
            if serial not in self.status:
                self.untagged = max(0, self.untagged - 1)
            self.status[serial] = "sold"

    @rule(serials=st.lists(st.integers(0, 4), max_size=3))
    def take_back(self, serials: list[int]) -> None:
        with self.catalog.begin() as connection:
            self.catalog.mark_in_stock(connection, map(epc, serials))
        self.status.update(dict.fromkeys(set(serials) & set(self.status), "in_stock"))

    @rule(serial=st.integers(0, 4))
    def lose(self, serial: int) -> None:
        with self.catalog.begin() as connection:
            self.catalog.mark_missing(connection, [epc(serial)])
        if self.status.get(serial) == "in_stock":
            self.status[serial] = "missing"

    @invariant()
    def the_count_is_right(self) -> None:
        if not hasattr(self, "tee"):
            return
        variant = self.catalog.variant(self.tee)[1]
        assert variant.untagged_quantity == self.untagged >= 0
        assert variant.stock == self.untagged + self.in_stock
        with self.catalog.reader.connect() as connection:
            counted = connection.execute(
                text("SELECT count(*) FROM item WHERE status = 'in_stock'")
            ).scalar_one()
        assert counted == self.in_stock


@pytest.mark.slow
def test_the_stock_is_right_on_every_course_of_events(empty_database: Path) -> None:
    Shop.template = empty_database
    run_state_machine_as_test(
        Shop, settings=settings(max_examples=25, stateful_step_count=20, deadline=None)
    )
