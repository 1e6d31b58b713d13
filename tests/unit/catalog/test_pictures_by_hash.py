"""Pictures by the hash of their bytes, and what is remembered of them."""

from __future__ import annotations

import hashlib
from contextlib import closing
from pathlib import Path

import pytest

from catalog.pictures import PictureStore
from catalog.pictures_by_hash import PictureHashes
from tests.conftest import LogWatch

NAMES = [f"shirt-{number}" for number in range(200)]


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    folder = tmp_path / "pictures"
    (folder / "480").mkdir(parents=True)
    for name in NAMES:
        (folder / "480" / f"{name}.webp").write_bytes(name.encode())
    return folder


@pytest.mark.parametrize("length", [20, 3 * 4096])
def test_what_was_remembered_may_be_damaged(
    pictures: Path, tmp_path: Path, log_watch: LogWatch, length: int
) -> None:
    file, store = tmp_path / "known.sqlite", PictureStore([pictures])
    with closing(PictureHashes(store, file)) as known:
        for name in NAMES:
            known.of(name, 480)
    content = file.read_bytes()
    assert len(content) > length + 4096
    file.write_bytes(content[:length] + b"\xff" * (len(content) - length))
    log_watch.expect("found out again")
    with closing(PictureHashes(store, file)) as known:
        for name in NAMES:
            sha256 = hashlib.sha256(name.encode()).hexdigest()
            assert known.of(name, 480) == (sha256, len(name))
            assert known.find(sha256, 480) == pictures / "480" / f"{name}.webp"
