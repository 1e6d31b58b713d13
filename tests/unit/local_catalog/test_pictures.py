"""Pictures on a mirror's own disk: by their hash, bounded, and never another than was asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from catalog.snapshot.checking import open_read_only
from kiosk.local_catalog.pictures import LocalPictures
from tests.conftest import LogWatch, wait_until
from tests.unit.local_catalog.conftest import PICTURE, Snapshots
from tests.unit.local_catalog.played_hub import PlayedHub

Start = Callable[..., LocalPictures]


@pytest.fixture
def hub() -> PlayedHub:
    return PlayedHub(pictures={"listed": PICTURE})


@pytest.fixture
def start(hub: PlayedHub, tmp_path: Path) -> Iterator[Start]:
    running: list[LocalPictures] = []

    def begin(budget_bytes: int = 1_000_000) -> LocalPictures:
        while running:
            running.pop().close()
        pictures = LocalPictures(hub, tmp_path, budget_bytes=budget_bytes, backoff_s=(0.01,))
        pictures.start()
        running.append(pictures)
        return pictures

    yield begin
    for pictures in running:
        pictures.close()


def listed_name(snapshots: Snapshots) -> str:
    listed = open_read_only(snapshots.first)
    ((name,),) = listed.execute("SELECT DISTINCT name FROM picture")
    listed.close()
    return str(name)


def comes(pictures: LocalPictures, key: str, size: int = 480) -> Path:
    found = wait_until(lambda: pictures.path(key, size), what=f"the picture {key}")
    assert isinstance(found, Path)
    return found


def files(folder: Path) -> list[Path]:
    return list(folder.glob("??/*.webp"))


def test_a_small_shops_pictures_are_all_fetched_before_anybody_looks(
    start: Start, snapshots: Snapshots, tmp_path: Path
) -> None:
    start().use(snapshots.first)
    wait_until(lambda: len(files(tmp_path)) == 2, what="both sizes")
    assert {file.read_bytes() for file in files(tmp_path)} == {PICTURE}


def test_a_large_shops_picture_is_fetched_when_it_is_looked_for(
    hub: PlayedHub, start: Start, snapshots: Snapshots, tmp_path: Path
) -> None:
    pictures = start(len(PICTURE) + 10)
    pictures.use(snapshots.first)
    assert not hub.asked
    assert comes(pictures, listed_name(snapshots)).read_bytes() == PICTURE


def test_a_picture_that_came_after_the_snapshot_is_asked_for_by_name(
    hub: PlayedHub, start: Start, snapshots: Snapshots
) -> None:
    hub.pictures["late"] = b"a late one"
    pictures = start()
    pictures.use(snapshots.first)
    assert comes(pictures, "late").read_bytes() == b"a late one"
    # The best alternative that there is, whatever else is not there.
    assert comes(pictures, "none~late").read_bytes() == b"a late one"


def test_one_that_the_hub_gets_later_is_found_by_who_goes_on_looking(
    hub: PlayedHub, start: Start, snapshots: Snapshots
) -> None:
    pictures = start()
    pictures.use(snapshots.first)
    assert pictures.path("drawn", 480) is None
    wait_until(lambda: any("pictures?" in path for path, _ in hub.asked), what="the question")
    hub.pictures["drawn"] = b"drawn by now"
    assert comes(pictures, "drawn").read_bytes() == b"drawn by now"


def test_another_picture_than_the_hash_names_is_not_shown(
    hub: PlayedHub, start: Start, snapshots: Snapshots, tmp_path: Path, log_watch: LogWatch
) -> None:
    log_watch.expect("another picture than")
    hub.sends = b"something else"
    pictures = start()
    pictures.use(snapshots.first)
    wait_until(lambda: sum("by-hash" in path for path, _ in hub.asked) >= 2, what="the fetches")
    assert pictures.path(listed_name(snapshots), 480) is None
    assert not files(tmp_path)


def test_a_file_that_changed_on_disk_is_fetched_again(
    start: Start, snapshots: Snapshots, tmp_path: Path
) -> None:
    pictures = start()
    pictures.use(snapshots.first)
    file = comes(pictures, listed_name(snapshots))
    pictures.close()
    file.write_bytes(b"")  # as after a power cut
    (file.parent / "half.part").write_bytes(b"half of one")
    pictures = start()
    pictures.use(snapshots.first)
    assert comes(pictures, listed_name(snapshots)).read_bytes() == PICTURE
    assert not list(tmp_path.glob("*/*.part"))


def test_those_used_longest_ago_make_room(
    hub: PlayedHub, start: Start, snapshots: Snapshots, tmp_path: Path
) -> None:
    for number in range(6):
        hub.pictures[f"p{number}"] = bytes([number]) * 100
    pictures = start(350)
    pictures.use(snapshots.first)
    for number in range(3):
        comes(pictures, f"p{number}")
    comes(pictures, "p0")  # looked at again
    for number in (3, 4):
        comes(pictures, f"p{number}")
    wait_until(lambda: sum(file.stat().st_size for file in files(tmp_path)) <= 350, what="room")
    assert hashlib.sha256(bytes(100)).hexdigest() in {file.stem[:64] for file in files(tmp_path)}
    assert len(files(tmp_path)) == 3


def test_with_the_hub_away_what_is_here_is_shown_and_the_rest_comes_later(
    hub: PlayedHub, start: Start, snapshots: Snapshots
) -> None:
    hub.away = True
    pictures = start()
    pictures.use(snapshots.first)
    wait_until(lambda: len(hub.asked) > 2, what="some tries")
    assert pictures.path(listed_name(snapshots), 480) is None
    hub.away = False
    comes(pictures, listed_name(snapshots))


def test_what_does_not_belong_in_the_folder_hinders_no_start(
    start: Start, snapshots: Snapshots, tmp_path: Path
) -> None:
    (tmp_path / "ab" / "lost+found").mkdir(parents=True)
    pictures = start()
    pictures.use(snapshots.first)
    assert comes(pictures, listed_name(snapshots)).read_bytes() == PICTURE


@pytest.mark.parametrize(("key", "size"), [("../x", 480), ("", 480), ("a/b", 480), ("ok", 481)])
def test_what_is_no_name_of_a_picture_has_no_file(
    hub: PlayedHub, start: Start, snapshots: Snapshots, key: str, size: int
) -> None:
    pictures = start(10)
    pictures.use(snapshots.first)
    assert pictures.path(key, size) is None
    assert not hub.asked
