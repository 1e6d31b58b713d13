"""What a mirror does not keep in memory: in a process of its own each."""

from __future__ import annotations

import subprocess
import sys

import pytest

SOURCES = """
import linecache
from kiosk.mirror import heap
{told}
import kiosk.mirror.app, catalog.store
print(sum(map(len, (line for _, _, lines, _ in linecache.cache.values() for line in lines))))
"""
USED = 1_000_000  # characters; what enum, dataclasses and shiboken look up is less


def sources_kept(told: str) -> int:
    played = subprocess.run(
        [sys.executable, "-c", SOURCES.format(told=told)],
        capture_output=True,
        text=True,
        check=True,
    )
    return int(played.stdout)


def test_it_does_not_keep_the_sources_of_its_modules() -> None:
    assert sources_kept("assert heap.read_no_sources()") < USED


@pytest.mark.slow
def test_without_being_told_it_would() -> None:
    """So that the day on which this is no longer needed is noticed."""
    assert sources_kept("") > 4 * USED
