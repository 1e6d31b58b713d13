"""The repository keeps its own promises: pinned versions, no addresses, a tidy top level."""

from __future__ import annotations

import re
import subprocess

import pytest

from tests.conftest import REPO

LOCKS = ["requirements.lock", "requirements-dev.lock"]


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_pins_every_line_and_names_no_index(name: str) -> None:
    for line in (REPO / name).read_text(encoding="utf-8").splitlines():
        assert re.fullmatch(r"[a-z0-9._-]+==[^\s;]+( ; .+)?", line), line


def test_both_locks_agree() -> None:
    run, dev = (
        dict(line.split(" ;")[0].split("==") for line in (REPO / name).read_text().splitlines())
        for name in LOCKS
    )
    assert {name: dev[name] for name in run if name in dev} == {
        name: version for name, version in run.items() if name in dev
    }


def tracked() -> list[str]:
    listing = subprocess.run(
        ["git", "ls-files"], cwd=REPO, capture_output=True, text=True, check=True
    )
    return listing.stdout.splitlines()


def test_the_top_level_is_the_one_agreed_on() -> None:
    folders = {path.split("/")[0] for path in tracked() if "/" in path}
    assert folders <= {"kiosk", "hardware", "catalog", "assets", "tests", "docs", ".ci"}


def test_every_python_file_says_what_it_owns() -> None:
    silent = []
    for path in tracked():
        file = REPO / path
        if not path.endswith(".py") or "/versions/" in path or not file.exists():
            continue
        text = file.read_text(encoding="utf-8").lstrip()
        if text and not text.startswith(('"""', 'r"""')):
            silent.append(path)
    assert silent == []
