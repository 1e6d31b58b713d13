"""A mirror's own catalog: fetched, swapped, followed by its stock, and kept."""

from __future__ import annotations

import logging
import shutil
import sqlite3
from pathlib import Path

import pytest

from catalog.database import CatalogError
from catalog.product import Item, UnknownTag
from catalog.snapshot.working import WorkingCopy
from tests.conftest import wait_until
from tests.unit.local_catalog.conftest import TAG, Snapshots, Start, stock, uses
from tests.unit.local_catalog.played_hub import PlayedHub


def test_without_a_snapshot_there_is_no_shop_and_a_reason(start: Start) -> None:
    with pytest.raises(CatalogError, match="no snapshot"):
        start().open_shop()


def test_a_new_snapshot_is_used_by_who_has_the_shop_open(
    hub: PlayedHub, start: Start, snapshots: Snapshots
) -> None:
    hub.has(snapshots.first)
    keeper = start()
    uses(keeper, snapshots.first)
    shop = keeper.open_shop()
    assert isinstance(shop.resolve(TAG), Item)
    assert isinstance(shop.resolve(snapshots.hat), UnknownTag)
    before = shop.version()
    hub.has(snapshots.second)
    uses(keeper, snapshots.second)
    assert shop is keeper.open_shop()
    assert isinstance(shop.resolve(snapshots.hat), Item)
    assert shop.version() > before


def test_who_reads_the_old_one_goes_on_reading_it(
    hub: PlayedHub, start: Start, snapshots: Snapshots
) -> None:
    hub.has(snapshots.first)
    keeper = start()
    uses(keeper, snapshots.first)
    with keeper.open_shop().reader.connect() as reading:
        count = "SELECT count(*) FROM variant"
        assert reading.exec_driver_sql(count).scalar() == 1
        hub.has(snapshots.second)
        uses(keeper, snapshots.second)
        assert reading.exec_driver_sql(count).scalar() == 1
        old = reading.connection.dbapi_connection
    assert isinstance(old, sqlite3.Connection)
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        old.execute(count)
    with keeper.open_shop().reader.connect() as reading:
        assert reading.exec_driver_sql(count).scalar() == 2


def test_the_stock_follows_the_hub_and_changes_the_version(
    hub: PlayedHub, start: Start, snapshots: Snapshots
) -> None:
    hub.has(snapshots.first)
    keeper = start()
    uses(keeper, snapshots.first)
    wait_until(lambda: stock(keeper) == 3, what="the stock as in the snapshot")
    before = keeper.open_shop().version()
    hub.sells((1, 0, 1))
    wait_until(lambda: stock(keeper) == 1, what="the stock")
    assert keeper.open_shop().version() > before
    hub.sells()
    wait_until(lambda: stock(keeper) == 3, what="the stock as in the snapshot")


def test_a_stock_that_is_older_than_the_hub_said_is_used_and_asked_for_again_later(
    hub: PlayedHub, start: Start, snapshots: Snapshots, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    hub.has(snapshots.first)
    keeper = start()
    uses(keeper, snapshots.first)
    wait_until(lambda: stock(keeper) == 3, what="the stock as in the snapshot")
    keeper.hear({"snapshot": snapshots.first.stem, "version": hub.stock.version + 5})
    wait_until(lambda: "older than the hub said" in caplog.text, what="the pause before the next")
    assert stock(keeper) == 3


def test_after_a_start_without_a_hub_all_is_as_it_was_last(
    hub: PlayedHub, start: Start, snapshots: Snapshots
) -> None:
    hub.has(snapshots.first, variants=((1, 1, 6),))
    keeper = start()
    uses(keeper, snapshots.first)
    wait_until(lambda: stock(keeper) == 7, what="the stock")
    hub.away = True
    keeper = start()
    uses(keeper, snapshots.first)
    wait_until(lambda: stock(keeper) == 7, what="the stock of the last time")


def test_a_start_that_found_no_room_for_its_copy_is_tried_again_without_a_hub(
    hub: PlayedHub, start: Start, snapshots: Snapshots, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub.has(snapshots.first)
    keeper = start()
    uses(keeper, snapshots.first)
    keeper.close()
    hub.away, hub.named = True, ""
    made = 0

    def cramped(snapshot: Path, file: Path) -> WorkingCopy:
        nonlocal made
        made += 1
        if made < 3:
            raise OSError("No space left on device")
        return WorkingCopy(snapshot, file)

    monkeypatch.setattr("kiosk.local_catalog.keeper.WorkingCopy", cramped)
    uses(start(), snapshots.first)


def test_what_is_here_already_is_not_fetched_again(
    hub: PlayedHub, start: Start, snapshots: Snapshots
) -> None:
    hub.has(snapshots.first)
    uses(start(), snapshots.first)
    uses(start(), snapshots.first)
    hub.has(snapshots.second)
    uses(start(), snapshots.second)
    hub.has(snapshots.first)
    uses(start(), snapshots.first)
    assert len(hub.fetches()) == 2


def test_a_fetch_that_is_cut_off_goes_on_where_it_was(
    hub: PlayedHub, start: Start, snapshots: Snapshots
) -> None:
    hub.cut_after = 500
    hub.has(snapshots.first)
    uses(start(), snapshots.first)
    first, second = hub.fetches()
    assert "Range" not in first
    assert second["Range"] == "bytes=500-"


def test_a_fetch_of_one_that_is_not_the_newest_any_more_is_begun_anew(
    hub: PlayedHub, start: Start, snapshots: Snapshots, tmp_path: Path
) -> None:
    (tmp_path / f"{snapshots.first.stem}.part").write_bytes(b"of the first")
    hub.has(snapshots.second)
    uses(start(), snapshots.second)
    assert not list(tmp_path.glob("*.part"))


def test_a_part_that_is_of_something_else_is_fetched_anew(
    hub: PlayedHub, start: Start, snapshots: Snapshots, tmp_path: Path
) -> None:
    (tmp_path / f"{snapshots.first.stem}.part").write_bytes(b"of something else")
    hub.has(snapshots.first)
    uses(start(), snapshots.first)
    assert len(hub.fetches()) == 2


def test_a_full_disk_keeps_what_there_is(
    hub: PlayedHub,
    start: Start,
    snapshots: Snapshots,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    hub.has(snapshots.first)
    keeper = start()
    uses(keeper, snapshots.first)
    with monkeypatch.context() as patch:
        usage = shutil.disk_usage("/")._replace(free=1_000_000)
        patch.setattr("kiosk.local_catalog.shelf.shutil.disk_usage", lambda _: usage)
        hub.has(snapshots.second)
        wait_until(lambda: "1 MB free" in caplog.text, what="the words for it")
        assert keeper.snapshot == snapshots.first.stem
    uses(keeper, snapshots.second)


def test_only_two_snapshots_stay_and_no_working_copy_outlives_the_program(
    hub: PlayedHub, start: Start, snapshots: Snapshots, tmp_path: Path
) -> None:
    older = tmp_path / f"{'0' * 64}.db"
    older.write_bytes(b"of a year ago")
    hub.has(snapshots.first)
    uses(start(), snapshots.first)
    hub.has(snapshots.second)
    keeper = start()
    uses(keeper, snapshots.second)
    keeper.close()
    names = {snapshots.first.name, snapshots.second.name, "current.json", "stock.json"}
    assert {file.name for file in tmp_path.iterdir()} == names
