"""A mirror's own catalog: fetched, checked, swapped, kept through anything."""

from __future__ import annotations

import gzip
import hashlib
import logging
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from catalog.database import CatalogError
from catalog.product import Item, UnknownTag
from catalog.snapshot import checking
from catalog.snapshot.working import WorkingCopy
from kiosk.local_catalog.keeper import CatalogKeeper
from kiosk.local_catalog.shelf import Shelf
from tests.conftest import LogWatch, wait_until
from tests.unit.local_catalog.conftest import TAG, Snapshots
from tests.unit.local_catalog.played_hub import PlayedHub

Start = Callable[[], CatalogKeeper]


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


def tampered(snapshot: Path) -> bytes:
    content = bytearray(snapshot.read_bytes())
    content[len(content) // 2] ^= 1
    return gzip.compress(bytes(content))


def altered(snapshot: Path, statement: str) -> bytes:
    """Another snapshot, whole and with a hash of its own."""
    file = snapshot.with_name("altered")
    shutil.copy(snapshot, file)
    with closing(sqlite3.connect(file)) as database:
        database.execute(statement)
        database.commit()
    return file.read_bytes()


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (lambda s: gzip.compress(s.read_bytes())[:900], "cannot be unpacked"),
        (lambda s: gzip.compress(s.read_bytes()[:-4096]), "its SHA-256 is"),
        (tampered, "its SHA-256 is"),
        (lambda s: b"<html>", "cannot be unpacked"),
    ],
    ids=["cut", "truncated", "tampered", "not packed"],
)
def test_what_is_not_the_snapshot_it_should_be_is_refused_and_said(
    hub: PlayedHub,
    start: Start,
    snapshots: Snapshots,
    tmp_path: Path,
    log_watch: LogWatch,
    caplog: pytest.LogCaptureFixture,
    broken: Callable[[Path], bytes],
    reason: str,
) -> None:
    log_watch.expect("is not used")
    hub.has(snapshots.first)
    keeper = start()
    uses(keeper, snapshots.first)
    hub.sends = broken(snapshots.second)
    hub.has(snapshots.second)
    wait_until(lambda: reason in caplog.text, what=f"{reason} in the log")
    assert keeper.snapshot == snapshots.first.stem
    assert isinstance(keeper.open_shop().resolve(TAG), Item)
    wait_until(lambda: not [*tmp_path.glob("*.new"), *tmp_path.glob("*.part")], what="tidiness")
    # The hub mends itself, and says so by another one.
    hub.sends = None
    hub.has(snapshots.first)
    hub.has(snapshots.second)
    wait_until(lambda: keeper.snapshot == snapshots.second.stem, what="the mended one")


OLDER = """UPDATE snapshot SET about = replace(about, '"revision": "', '"revision": "0000')"""


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        (OLDER, "an older Hangtag made it"),
        (OLDER.replace("0000", "9"), "a newer Hangtag made it"),
        ("PRAGMA user_version = 99", "it is of format 99"),
        ("PRAGMA application_id = 1", "not a snapshot of a catalog"),
        ("DELETE FROM snapshot", "does not say what it is"),
    ],
)
def test_a_snapshot_of_another_version_is_refused_and_said(
    hub: PlayedHub,
    start: Start,
    snapshots: Snapshots,
    log_watch: LogWatch,
    caplog: pytest.LogCaptureFixture,
    statement: str,
    reason: str,
) -> None:
    log_watch.expect("is not used")
    hub.has(snapshots.first)
    keeper = start()
    uses(keeper, snapshots.first)
    hub.snapshot = altered(snapshots.second, statement)
    hub.named = hashlib.sha256(hub.snapshot).hexdigest()
    hub.sells()
    wait_until(lambda: reason in caplog.text, what=f"{reason} in the log")
    assert keeper.snapshot == snapshots.first.stem


def test_a_program_of_another_version_keeps_what_it_cannot_use(
    hub: PlayedHub,
    start: Start,
    snapshots: Snapshots,
    tmp_path: Path,
    log_watch: LogWatch,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """After a downgrade, say: the hub is away, and the other version may come back."""
    hub.has(snapshots.first)
    uses(start(), snapshots.first)
    hub.has(snapshots.second)
    keeper = start()
    uses(keeper, snapshots.second)
    keeper.close()
    hub.away = True
    log_watch.expect("is not used: a newer Hangtag made it")
    log_watch.expect("start the hub, or install the version that was here before")
    with monkeypatch.context() as older:
        older.setattr(checking, "HEAD", "0000" + checking.HEAD)
        for _ in range(2):
            keeper = start()
            wait_until(lambda keeper=keeper: keeper._begun, what="the look at the disk")
            keeper.close()
            assert keeper.snapshot == ""
            assert {file.stem for file in tmp_path.glob("*.db")} == {
                snapshots.first.stem,
                snapshots.second.stem,
            }
        hub.away = False  # and of the same older version
        hub.snapshot = altered(snapshots.second, OLDER)
        hub.named = hashlib.sha256(hub.snapshot).hexdigest()
        hub.sells()
        keeper = start()
        wait_until(lambda: keeper.snapshot == hub.named, what="the older one")
        keeper.close()
    hub.away = True
    log_watch.expect("is not used: an older Hangtag made it")
    log_watch.expect("goes on with snapshot")
    uses(start(), snapshots.second)


def test_a_damaged_file_gives_way_to_the_one_before(
    hub: PlayedHub,
    start: Start,
    snapshots: Snapshots,
    tmp_path: Path,
    log_watch: LogWatch,
) -> None:
    hub.has(snapshots.first)
    uses(start(), snapshots.first)
    hub.has(snapshots.second)
    keeper = start()
    uses(keeper, snapshots.second)
    keeper.close()
    hub.away = True
    log_watch.expect("is not used")
    log_watch.expect("goes on with snapshot")
    with (tmp_path / snapshots.second.name).open("r+b") as file:
        file.seek(5000)
        file.write(b"\xff")
    uses(start(), snapshots.first)


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


@pytest.mark.parametrize("said", [{}, {"snapshot": "x"}, {"snapshot": "x", "version": "no"}])
def test_odd_words_of_the_hub_are_no_news(
    start: Start, log_watch: LogWatch, said: dict[str, object]
) -> None:
    log_watch.expect("cannot be read")
    start().hear(said)


def test_a_name_that_is_a_path_is_refused(
    hub: PlayedHub,
    start: Start,
    snapshots: Snapshots,
    log_watch: LogWatch,
    caplog: pytest.LogCaptureFixture,
    tmp_path: Path,
) -> None:
    log_watch.expect("is not used")
    hub.snapshot, hub.named = snapshots.first.read_bytes(), "../escape"
    hub.tell()
    assert not start().snapshot
    wait_until(lambda: "no name that a snapshot could have" in caplog.text, what="the refusal")
    assert not list(tmp_path.parent.glob("*escape*"))
