"""A keeper that is killed at each step of a swap: the next one goes on with a whole file."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.local_catalog.shelf import Shelf
from tests.conftest import REPO
from tests.unit.local_catalog.conftest import Snapshots

pytestmark = pytest.mark.slow
STEPS = ("fetched", "unpacked", "checked", "renamed", "named", "tidied", "copied", "half written")
NEW_FROM = STEPS.index("named")

KILLED = """
import gzip, os, signal, sys
from pathlib import Path
from catalog.snapshot.working import WorkingCopy
from kiosk.local_catalog.shelf import Shelf

folder, snapshot, step = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]

def die(done):
    if done == step:
        os.kill(os.getpid(), signal.SIGKILL)

shelf = Shelf(folder, on_step=die)
shelf.open()
packed = gzip.compress(snapshot.read_bytes())
if step == "half written":
    shelf.part(snapshot.stem).write_bytes(packed[:100])
    (folder / (snapshot.stem + ".new")).write_bytes(snapshot.read_bytes()[:5000])
    (folder / "current.json.new").write_bytes(b'{"snap')
    die("half written")
shelf.part(snapshot.stem).write_bytes(packed)
die("fetched")
shelf.accept(snapshot.stem, packed=True)
copy = WorkingCopy(shelf.file(snapshot.stem), shelf.working(1))
die("copied")
"""


def run(folder: Path, snapshot: Path, step: str) -> int:
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(folder), str(snapshot), step], cwd=REPO, timeout=60
    )
    return done.returncode


@pytest.mark.parametrize("step", STEPS)
def test_killed_at_any_step_the_next_one_has_a_whole_snapshot(
    step: str, snapshots: Snapshots, tmp_path: Path
) -> None:
    assert run(tmp_path, snapshots.first, "never") == 0
    assert run(tmp_path, snapshots.second, step) == -signal.SIGKILL
    shelf = Shelf(tmp_path)
    now = shelf.open()
    swapped = NEW_FROM <= STEPS.index(step) <= STEPS.index("copied")
    assert now == (snapshots.second if swapped else snapshots.first).stem
    assert not [*tmp_path.glob("*.new"), *tmp_path.glob("working-*")]
    # And it comes to the new one, whatever was left.
    assert run(tmp_path, snapshots.second, "never") == 0
    assert Shelf(tmp_path).open() == snapshots.second.stem
