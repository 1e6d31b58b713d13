"""Programs as real processes: started, watched, started again, and ended without a trace."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.supervisor import QUICK_DEATH_S, QUICK_DEATHS, Program, Restarts, Supervisor
from tests.conftest import wait_until

# What the programs of these tests are: each writes its process id to the file it is given.
SCRIPT = """
import os, signal, subprocess, sys, time
kind, file = sys.argv[1:]
with open(file, "a") as pids:
    print(os.getpid(), file=pids, flush=True)
    if kind == "parent":
        print(subprocess.Popen(["sleep", "300"]).pid, file=pids, flush=True)
if kind == "stubborn":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
if kind == "mistaken":
    print("kiosk: The database is newer than this program.", file=sys.stderr)
    sys.exit(2)
if kind == "short":
    sys.exit(7)
if kind == "loud":
    print("2026-01-01 10:00:00,000 INFO loud here: all is well", file=sys.stderr)
    print("2026-01-01 10:00:00,000 WARNING loud here: the reader hums", file=sys.stderr, flush=True)
time.sleep(300)
"""


class Shop:
    """A supervisor in a thread of its own, of programs of the kinds above."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.told: list[str] = []
        self.code: int | None = None

    def open(self, *kinds: str) -> None:
        programs = [Program(kind, (kind, str(self.folder / kind))) for kind in kinds]
        ready = threading.Event()

        def work() -> None:
            self.supervisor = Supervisor(
                programs, self.folder / "log", self.told.append, (sys.executable, "-c", SCRIPT)
            )
            self.supervisor.start()
            ready.set()
            self.code = self.supervisor.watch(60.0)
            self.supervisor.end()

        self.thread = threading.Thread(target=work)
        self.thread.start()
        assert ready.wait(10)

    def pids(self, kind: str) -> list[int]:
        file = self.folder / kind
        return [int(line) for line in file.read_text().split()] if file.exists() else []

    def close(self) -> float:
        """Seconds that it took."""
        started = time.monotonic()
        self.supervisor.stop()
        self.thread.join()
        return time.monotonic() - started


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    shop = Shop(tmp_path)
    yield shop
    shop.close()


def runs(pid: int) -> bool:
    """Whether a process is there and not merely waiting to be taken off the system's list."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_all_end_together_and_what_they_started_too(shop: Shop) -> None:
    shop.open("plain", "parent")
    wait_until(lambda: len(shop.pids("plain")) == 1 and len(shop.pids("parent")) == 2)
    pids = shop.pids("plain") + shop.pids("parent")
    assert all(runs(pid) for pid in pids)
    assert shop.close() < 3
    assert shop.code == 0
    wait_until(lambda: not any(runs(pid) for pid in pids), timeout_s=2)


def test_one_that_does_not_want_to_end_is_killed_in_time(shop: Shop) -> None:
    shop.open("stubborn")
    wait_until(lambda: shop.pids("stubborn"))
    [pid] = shop.pids("stubborn")
    assert shop.close() < 3
    assert not runs(pid)


def test_one_that_died_is_started_again(shop: Shop) -> None:
    shop.open("plain")
    wait_until(lambda: shop.pids("plain"))
    os.kill(shop.pids("plain")[0], signal.SIGKILL)
    wait_until(lambda: len(shop.pids("plain")) == 2)
    assert shop.told == [
        f"plain ended (SIGKILL) and is started again. Log: {shop.folder / 'log' / 'plain.log'}"
    ]


@pytest.mark.slow
def test_one_that_dies_again_and_again_is_left_alone(shop: Shop) -> None:
    shop.open("short", "plain")
    wait_until(lambda: "left alone" in (shop.told or [""])[-1], timeout_s=20)
    assert len(shop.pids("short")) == QUICK_DEATHS
    assert "short.log" in shop.told[-1]
    assert runs(shop.pids("plain")[0])


def test_one_that_cannot_run_as_things_are_ends_all_with_its_words(shop: Shop) -> None:
    shop.open("plain", "mistaken")
    wait_until(lambda: shop.code is not None)
    assert shop.code == 2
    assert shop.told == ["The database is newer than this program."]


def test_the_terminal_sees_warnings_and_the_log_everything(shop: Shop) -> None:
    shop.open("loud")
    log = shop.folder / "log" / "loud.log"
    wait_until(lambda: log.exists() and "hums" in log.read_text())
    assert "all is well" in log.read_text()
    wait_until(lambda: shop.told)
    [told] = shop.told
    assert "the reader hums" in told


@given(st.lists(st.floats(0, 100)))
def test_only_quick_deaths_in_a_row_count(lives: list[float]) -> None:
    restarts = Restarts()
    row = 0
    for lived_s in lives:
        restarts, pause = restarts.died(lived_s)
        row = row + 1 if lived_s < QUICK_DEATH_S else 1
        assert (pause is None) == (row >= QUICK_DEATHS)
        if pause is not None:
            assert 0 < pause <= 8
