"""What a mirror's own catalog does not use, says so, and goes on with what it has."""

from __future__ import annotations

import gzip
import hashlib
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from catalog.product import Item
from catalog.snapshot import checking
from tests.conftest import LogWatch, wait_until
from tests.unit.local_catalog.conftest import TAG, Snapshots, Start, uses
from tests.unit.local_catalog.played_hub import PlayedHub


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
