"""Making a snapshot in a process of its own: `python -m catalog.snapshot.apart`, the job on stdin.

Owns that process, and how a snapshot lies in a folder: `<sha256>.db` and, packed, `<sha256>.db.gz`.
To read and pack 100,000 variants takes Python's lock for seconds, in which a hub must answer. The
job goes by stdin, since it may hold the database's password.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

LONGEST_S = 900.0  # on a Pi that is busy with everything else
POLITE = 5  # added to our niceness
PACKED_BY = 6


@dataclass(frozen=True, slots=True)
class Made:
    """A snapshot that was made. `goods` is a hash of all but its stock and pictures."""

    sha256: str
    version: int
    goods: str
    bytes: int
    packed_bytes: int
    seconds: float

    def file(self, folder: Path) -> Path:
        return folder / f"{self.sha256}.db"

    def packed(self, folder: Path) -> Path:
        return folder / f"{self.sha256}.db.gz"


def make_apart(url: str, folder: Path, picture_dirs: Sequence[Path], hashes: Path) -> Made:
    """As `make`, leaving this process free. Blocks until it is done. Raises `OSError`."""
    job = {
        "url": url,
        "folder": str(folder),
        "pictures": [str(each) for each in picture_dirs],
        "hashes": str(hashes),
    }
    command = [sys.executable, "-m", "catalog.snapshot.apart"]
    try:
        done = subprocess.run(
            command, input=json.dumps(job), capture_output=True, text=True, timeout=LONGEST_S
        )
    except subprocess.TimeoutExpired as error:
        raise OSError(f"the snapshot was not made within {LONGEST_S:.0f} s") from error
    if done.returncode != 0:
        cause = done.stderr.strip().rpartition("\n")[2] or f"exit code {done.returncode}"
        raise OSError(f"the snapshot was not made: {cause}")
    return Made(**json.loads(done.stdout))


def make(url: str, folder: Path, picture_dirs: Sequence[Path], hashes: Path) -> Made:
    """Makes a snapshot of the catalog at `url` in `folder`, on disk when this returns."""
    from catalog.pictures import PictureStore
    from catalog.pictures_by_hash import PictureHashes
    from catalog.snapshot.checking import hash_of
    from catalog.snapshot.making import write

    began = time.monotonic()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".making-", dir=folder) as name:
        fresh = Path(name) / "fresh.db"
        known = PictureHashes(PictureStore(picture_dirs), hashes)
        try:
            content = write(url, fresh, known.of)
        finally:
            known.close()
        sha256 = hash_of(fresh)
        length = fresh.stat().st_size
        packed = fresh.with_suffix(".gz")
        with (
            fresh.open("rb") as source,
            packed.open("wb") as target,
            gzip.GzipFile("", "wb", PACKED_BY, target, mtime=0) as out,
        ):
            shutil.copyfileobj(source, out, 1024 * 1024)
        made = Made(sha256, content.version, content.goods, length, packed.stat().st_size, 0.0)
        for file, place in ((packed, made.packed(folder)), (fresh, made.file(folder))):
            _sync(file)
            file.replace(place)
        _sync(folder)
    return Made(**{**asdict(made), "seconds": round(time.monotonic() - began, 3)})


def _sync(path: Path) -> None:
    """What is in it stays when the power goes."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def main() -> int:
    os.nice(POLITE)
    job = json.load(sys.stdin)
    made = make(
        job["url"],
        Path(job["folder"]),
        [Path(each) for each in job["pictures"]],
        Path(job["hashes"]),
    )
    json.dump(asdict(made), sys.stdout)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
