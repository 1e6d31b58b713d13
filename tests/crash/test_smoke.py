"""A small share of `make crash`, so that `make test` sees when the harness itself breaks."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.conftest import REPO


@pytest.mark.slow
def test_a_kill_of_each_family_strikes_and_nothing_is_wrong() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.crash", "--smoke"],
        cwd=REPO,
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "nothing is wrong" in done.stdout
